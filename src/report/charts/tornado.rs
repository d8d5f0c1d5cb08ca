//! Which factor moves a measure most, each moved alone from its low to its high end.

use super::axis::Axis;
use super::frame::Heading;
use super::ink::{Ink, Rect};
use super::legend::{Key, Mark};
use super::palette::{INK, KINDS};
use super::rows::{Rows, each, widest};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Quantity, Style};
use crate::report::words::{Word, study};

/// What one factor does to the measure while all others stay as they are.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The factor.
    pub factor: Word,
    /// The measure with the factor at its low end.
    pub low: f64,
    /// The measure with the factor at its high end.
    pub high: f64,
}

/// A tornado chart of the fifteen factors that move the measure most, the widest bar on top.
#[derive(Clone, Debug)]
pub struct Tornado {
    /// What is measured.
    pub measure: Word,
    /// What its values count.
    pub quantity: Quantity,
    /// The measure with every factor as it is.
    pub base: f64,
    /// A bar for each factor, in any order.
    pub bars: Vec<Bar>,
}

/// More bars than this say nothing more.
const MOST: usize = 15;
/// The room for the numbers at the ends of the bars.
const ENDS: f64 = 76.0;
/// Half of how high a bar is.
const HALF: f64 = 9.0;

impl Figure for Tornado {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "tornado",
            title: study::TORNADO_TITLE.with(&self.measure.zh, &self.measure.en),
            about: study::TORNADO_ABOUT,
            days: None,
        };
        let shown = self.shown();
        let bars = shown.iter().map(|&at| &self.bars[at]);
        let rows = Rows {
            names: bars.clone().map(|bar| &bar.factor).collect(),
            hidden: self.bars.len() - shown.len(),
            each: each(style.lang),
            beside: (ENDS, ENDS),
            keys: self.keys(style),
            measure: &self.measure,
            quantity: self.quantity,
            reach: bars
                .flat_map(|bar| [bar.low, bar.high])
                .chain([self.base])
                .collect(),
        };
        rows.draw(style, &heading, |sheet, axis, at, middle| {
            self.bar(sheet, axis, &self.bars[shown[at]], middle);
        })
    }
}

impl Tornado {
    /// Without a base there is nothing to move away from.
    fn shown(&self) -> Vec<usize> {
        let widths: Vec<f64> = self
            .bars
            .iter()
            .map(|bar| (bar.high - bar.low).abs())
            .collect();
        let most = if self.base.is_finite() { MOST } else { 0 };
        widest(&widths, most)
    }

    fn keys(&self, style: &Style) -> Vec<Key> {
        let base = self.quantity.short(self.base, style.lang);
        vec![
            Key(Mark::Area, KINDS[1], study::AT_LOW),
            Key(Mark::Area, KINDS[0], study::AT_HIGH),
            Key(Mark::Line, INK, study::AT_BASE.with(&base, &base)),
        ]
    }

    /// The longer end lies behind the shorter, so that both show where they lie on the same side.
    fn bar(&self, sheet: &mut Sheet<'_>, axis: &Axis, bar: &Bar, middle: f64) {
        let (base, area) = (axis.x(self.base), axis.area);
        let mut ends = [(bar.low, KINDS[1]), (bar.high, KINDS[0])];
        if !bar.low.is_finite() || !bar.high.is_finite() {
            sheet.hatch(Rect::new(
                area.left,
                middle - HALF,
                area.right,
                middle + HALF,
            ));
        } else {
            ends.sort_by(|a, b| (b.0 - self.base).abs().total_cmp(&(a.0 - self.base).abs()));
            for (value, colour) in ends {
                let x = axis.x(value);
                sheet.rect(
                    Rect::new(x.min(base), middle - HALF, x.max(base), middle + HALF),
                    colour,
                );
            }
            self.numbers(sheet, axis, bar, middle);
        }
        sheet.line(
            &[(base, middle - HALF - 4.0), (base, middle + HALF + 4.0)],
            INK,
            2.0,
        );
    }

    /// How far the bar reaches on either side of the base.
    fn numbers(&self, sheet: &mut Sheet<'_>, axis: &Axis, bar: &Bar, middle: f64) {
        let (least, most) = (bar.low.min(bar.high), bar.low.max(bar.high));
        let ink = Ink::new(12.5, INK);
        let lang = sheet.lang;
        let text = |value: f64| self.quantity.short(value, lang);
        if least < self.base {
            sheet.text(
                (axis.x(least) - 6.0, middle + 4.5),
                ink.right(),
                &text(least),
            );
        }
        if most > self.base {
            sheet.text((axis.x(most) + 6.0, middle + 4.5), ink, &text(most));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(low: f64, high: f64) -> Bar {
        Bar {
            factor: Word::of("因素", "factor"),
            low,
            high,
        }
    }

    #[test]
    fn the_widest_bar_is_on_top_whichever_way_it_points() {
        let tornado = Tornado {
            measure: Word::of("产量", "Output"),
            quantity: Quantity::Pieces,
            base: 10.0,
            bars: vec![bar(9.0, 11.0), bar(f64::NAN, 99.0), bar(15.0, 8.0)],
        };
        assert_eq!(tornado.shown(), [2, 0, 1]);
        let baseless = Tornado {
            base: f64::NAN,
            ..tornado
        };
        assert!(baseless.shown().is_empty());
    }
}
