//! In what share of the accepted fits each conclusion holds.

use super::axis::Axis;
use super::frame::Heading;
use super::ink::{Ink, Rect};
use super::legend::{Key, Mark};
use super::palette::{INK, KINDS, MUTED, OUTPUT};
use super::quantity::whole;
use super::rows::{Rows, each};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Quantity, Style};
use crate::report::words::{Word, reality};

/// One conclusion.
#[derive(Clone, Debug)]
pub struct ConclusionRow {
    /// What is concluded.
    pub label: Word,
    /// Share of fits in which it holds.
    pub holds: f64,
    /// Of a measure: share of fits in which it harms.
    pub harms: Option<f64>,
}

/// A row for each conclusion.
#[derive(Clone, Debug)]
pub struct Conclusions {
    /// The rows from above.
    pub rows: Vec<ConclusionRow>,
    /// How many fits there are.
    pub fits: u64,
}

/// The room for numbers right of the axis.
const NUMBERS: f64 = 130.0;
/// Half of how high a bar is.
const HALF: f64 = 9.0;

impl Figure for Conclusions {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let fits = whole(self.fits);
        let heading = Heading {
            name: "conclusions",
            title: reality::CONCLUSIONS_TITLE,
            about: reality::CONCLUSIONS_ABOUT.with(&fits, &fits),
            days: None,
        };
        let rows = Rows {
            names: self.rows.iter().map(|row| &row.label).collect(),
            hidden: 0,
            each: each(style.lang),
            beside: (0.0, NUMBERS),
            keys: vec![
                Key(Mark::Area, OUTPUT, reality::HOLDS),
                Key(Mark::Area, KINDS[0], reality::HARMS),
            ],
            measure: &reality::SHARE_OF_FITS,
            quantity: Quantity::Share,
            reach: vec![0.0, 1.0],
        };
        rows.draw(style, &heading, |sheet, axis, at, middle| {
            self.rows[at].draw(sheet, axis, middle);
        })
    }
}

impl ConclusionRow {
    fn draw(&self, sheet: &mut Sheet<'_>, axis: &Axis, y: f64) {
        let bar = |from: f64, to: f64| Rect::new(axis.x(from), y - HALF, axis.x(to), y + HALF);
        sheet.rect(bar(0.0, self.holds), OUTPUT);
        let (at, ink) = (axis.area.right, Ink::new(13.5, INK).bold());
        let text = Quantity::Share.short(self.holds, sheet.lang);
        sheet.text((at + 54.0, y + 4.8), ink.right(), &text);
        if let Some(harms) = self.harms {
            sheet.rect(bar(1.0 - harms, 1.0), KINDS[0]);
            let text = Quantity::Share.short(harms, sheet.lang);
            sheet.text((at + 112.0, y + 4.8), Ink::new(12.5, MUTED).right(), &text);
        }
    }
}
