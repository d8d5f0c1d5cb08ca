//! Parameters before and after reported figures were looked at.

use super::axis::Axis;
use super::frame::Heading;
use super::ink::{Ink, Rect};
use super::legend::{Key, Mark, diamond, ring};
use super::palette::{INK, LIGHT, MIDDLE, MUTED, OUTPUT};
use super::rows::{Rows, each};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Quantity, Style};
use crate::report::words::{Word, reality, study};

/// One parameter.
#[derive(Clone, Debug)]
pub struct ParameterRow {
    /// What it is called.
    pub label: Word,
    /// The 5 % and the 95 % quantile of the prior.
    pub prior: [f64; 2],
    /// The 5 %, 25 %, 50 %, 75 % and 95 % quantiles of the posterior.
    pub posterior: [f64; 5],
    /// Where the central world agrees best.
    pub best: f64,
    /// How much narrower the posterior is, 0 to 1.
    pub contraction: f64,
}

/// A row for each parameter.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// The rows from above.
    pub rows: Vec<ParameterRow>,
}

/// The room for numbers right of the axis.
const NUMBERS: f64 = 230.0;
/// Half of how high a prior is, and a posterior.
const HALF: (f64, f64) = (11.0, 6.0);

impl Figure for Parameters {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "parameters",
            title: reality::PARAMETERS_TITLE,
            about: reality::PARAMETERS_ABOUT,
            days: None,
        };
        let rows = Rows {
            names: self.rows.iter().map(|row| &row.label).collect(),
            hidden: 0,
            each: each(style.lang),
            beside: (0.0, NUMBERS),
            keys: vec![
                Key(Mark::Area, LIGHT, reality::PRIOR),
                Key(Mark::Line, OUTPUT, reality::POSTERIOR),
                Key(Mark::Area, MIDDLE, reality::POSTERIOR_HALF),
                Key(Mark::Diamond, INK, study::MEDIAN),
                Key(Mark::Ring, INK, reality::BEST_FIT),
            ],
            measure: &reality::FACTOR,
            quantity: Quantity::Index,
            reach: (self.rows.iter())
                .flat_map(|row| row.prior.into_iter().chain(row.posterior).chain([row.best]))
                .collect(),
        };
        rows.draw(style, &heading, |sheet, axis, at, middle| {
            self.rows[at].draw(sheet, axis, middle);
        })
    }
}

impl ParameterRow {
    fn draw(&self, sheet: &mut Sheet<'_>, axis: &Axis, y: f64) {
        let numbers = self.prior.iter().chain(&self.posterior).chain([&self.best]);
        if !numbers.into_iter().all(|number| number.is_finite()) {
            let area = axis.area;
            return sheet.hatch(Rect::new(area.left, y - HALF.0, area.right, y + HALF.0));
        }
        let [prior_low, prior_high] = self.prior.map(|value| axis.x(value));
        let [low, lower, median, upper, high] = self.posterior.map(|value| axis.x(value));
        sheet.rect(
            Rect::new(prior_low, y - HALF.0, prior_high, y + HALF.0),
            LIGHT,
        );
        sheet.rect(Rect::new(lower, y - HALF.1, upper, y + HALF.1), MIDDLE);
        sheet.line(&[(low, y), (high, y)], OUTPUT, 3.0);
        ring(sheet, (axis.x(self.best), y), INK);
        diamond(sheet, (median, y), INK);
        let (at, ink) = (axis.area.right, Ink::new(13.5, INK).bold());
        let [low, _, median, _, high] = self.posterior;
        sheet.text((at + 54.0, y + 4.8), ink.right(), &format!("{median:.2}"));
        let range = format!("{low:.2} – {high:.2}");
        let muted = Ink::new(12.5, MUTED);
        sheet.text((at + 66.0, y + 4.8), muted, &range);
        let contraction = Quantity::Share.short(self.contraction, sheet.lang);
        let narrower = reality::NARROWER.with(&contraction, &contraction);
        let lang = sheet.lang;
        sheet.text((at + NUMBERS, y + 4.8), muted.right(), narrower.first(lang));
    }
}
