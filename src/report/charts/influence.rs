//! How much each factor matters over its whole range: Sobol indices or Morris effects, with their intervals.

use plotters::prelude::RGBAColor;

use super::axis::Axis;
use super::frame::Heading;
use super::ink::{Ink, Rect};
use super::legend::{Key, Mark};
use super::palette::{INK, LIGHT, OUTPUT};
use super::rows::{Rows, widest};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Quantity, Style};
use crate::report::words::{Word, study};

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Where its interval begins.
    pub low: f64,
    /// Where its interval ends.
    pub high: f64,
}

/// What the two bars of a factor are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Sobol's indices: first-order and total, shares of the measure's variance (Saltelli et al. 2010).
    Sobol,
    /// Morris's elementary effects in the measure's unit: the mean of their sizes μ* (Campolongo et al. 2007) and their
    /// standard deviation σ.
    Morris(Quantity),
}

/// What is known of one factor.
#[derive(Clone, Debug)]
pub struct InfluenceBar {
    /// The factor, or a group of factors.
    pub factor: Word,
    /// The first-order index; or μ*.
    pub first: Estimate,
    /// The total index; or σ.
    pub total: Estimate,
}

/// Paired bars with whiskers for the fifteen factors that matter most.
#[derive(Clone, Debug)]
pub struct Influence {
    /// What is measured.
    pub measure: Word,
    /// What the bars are.
    pub method: Method,
    /// How sure the intervals are, from 0 to 1: 0.95.
    pub confidence: f64,
    /// Two bars for each factor, in any order.
    pub bars: Vec<InfluenceBar>,
}

const MOST: usize = 15;
const EACH: f64 = 38.0;
/// How high a bar is.
const BAR: f64 = 13.0;
/// The room for numbers right of the whiskers.
const NUMBERS: f64 = 70.0;

impl Figure for Influence {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let (about, kinds) = self.method.words();
        let heading = Heading {
            name: "influence",
            title: study::INFLUENCE_TITLE.with(&self.measure.zh, &self.measure.en),
            about,
            days: None,
        };
        let shown = self.shown();
        let bars = shown.iter().map(|&at| &self.bars[at]);
        let rows = Rows {
            names: bars.clone().map(|bar| &bar.factor).collect(),
            hidden: self.bars.len() - shown.len(),
            each: EACH,
            beside: (0.0, NUMBERS),
            keys: self.keys(kinds, style),
            measure: match self.method {
                Method::Sobol => &study::SHARE_OF_VARIANCE,
                Method::Morris(_) => &self.measure,
            },
            quantity: self.method.quantity(),
            reach: bars.flat_map(InfluenceBar::reach).chain([0.0]).collect(),
        };
        rows.draw(style, &heading, |sheet, axis, at, middle| {
            let bar = &self.bars[shown[at]];
            bar.first
                .draw(sheet, axis, middle - BAR / 2.0 - 0.5, OUTPUT);
            bar.total.draw(sheet, axis, middle + BAR / 2.0 + 0.5, LIGHT);
        })
    }
}

impl Method {
    /// What the figure is about, and what its bars are.
    fn words(self) -> (Word, [Word; 2]) {
        match self {
            Self::Sobol => (study::SOBOL_ABOUT, [study::FIRST_ORDER, study::TOTAL]),
            Self::Morris(_) => (study::MORRIS_ABOUT, [study::MEAN_EFFECT, study::SPREAD]),
        }
    }

    fn quantity(self) -> Quantity {
        match self {
            Self::Sobol => Quantity::Index,
            Self::Morris(quantity) => quantity,
        }
    }
}

impl Influence {
    /// Factors count for what they do with all others; Morris's σ alone says nothing of that.
    fn shown(&self) -> Vec<usize> {
        let size = |bar: &InfluenceBar| match self.method {
            Method::Sobol => bar.total.value,
            Method::Morris(_) => bar.first.value,
        };
        widest(&self.bars.iter().map(size).collect::<Vec<_>>(), MOST)
    }

    fn keys(&self, kinds: [Word; 2], style: &Style) -> Vec<Key> {
        let confidence = Quantity::Share.short(self.confidence, style.lang);
        let bars = [OUTPUT, LIGHT].into_iter().zip(kinds);
        bars.map(|(colour, word)| Key(Mark::Area, colour, word))
            .chain([Key(
                Mark::Line,
                INK,
                study::INTERVAL.with(&confidence, &confidence),
            )])
            .collect()
    }
}

impl InfluenceBar {
    fn reach(&self) -> impl Iterator<Item = f64> {
        [self.first, self.total]
            .into_iter()
            .flat_map(|estimate| [estimate.value, estimate.low, estimate.high])
    }
}

impl Estimate {
    fn draw(self, sheet: &mut Sheet<'_>, axis: &Axis, middle: f64, colour: RGBAColor) {
        let (zero, (top, bottom)) = (axis.x(0.0), (middle - BAR / 2.0, middle + BAR / 2.0));
        if !self.value.is_finite() {
            return sheet.hatch(Rect::new(zero, top, axis.area.right, bottom));
        }
        let x = axis.x(self.value);
        sheet.rect(Rect::new(x.min(zero), top, x.max(zero), bottom), colour);
        let mut end = x.max(zero);
        if self.low.is_finite() && self.high.is_finite() {
            axis.whisker(sheet, (self.low, self.high), middle, INK);
            end = end.max(axis.x(self.high));
        }
        let text = axis.quantity.short(self.value, sheet.lang);
        sheet.text((end + 7.0, middle + 4.2), Ink::new(12.0, INK), &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_stand_in_the_order_of_their_total_index_or_mean_effect() {
        let estimate = |value: f64| Estimate {
            value,
            low: value,
            high: value,
        };
        let bar = |first: f64, total: f64| InfluenceBar {
            factor: Word::of("因素", "factor"),
            first: estimate(first),
            total: estimate(total),
        };
        let sobol = Influence {
            measure: Word::of("产量", "Output"),
            method: Method::Sobol,
            confidence: 0.95,
            bars: vec![bar(0.5, 0.5), bar(0.1, 0.6)],
        };
        assert_eq!(sobol.shown(), [1, 0]);
        let morris = Influence {
            method: Method::Morris(Quantity::Days),
            ..sobol
        };
        assert_eq!(morris.shown(), [0, 1]);
    }
}
