//! How far a measure spreads over many futures: a box for each policy or design point.

use super::axis::Axis;
use super::frame::Heading;
use super::ink::{Ink, Rect};
use super::legend::{DOTS, Key, Mark, diamond};
use super::palette::{INK, LIGHT, MUTED, OUTPUT};
use super::quantity::whole;
use super::rows::{Rows, each};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Quantity, Style};
use crate::report::words::{Word, study};

/// The quantiles of one policy or design point.
#[derive(Clone, Debug)]
pub struct BoxRow {
    /// What it is called.
    pub label: Word,
    /// The least value, the 5 %, 25 %, 50 %, 75 % and 95 % quantiles, and the greatest; NaN where there is none.
    pub quantiles: [f64; 7],
}

/// A box chart over replicates: forty rows at most, in the order given.
#[derive(Clone, Debug)]
pub struct Boxes {
    /// What is measured.
    pub measure: Word,
    /// What its values count.
    pub quantity: Quantity,
    /// A row for each policy or design point.
    pub rows: Vec<BoxRow>,
    /// How many futures were simulated for each.
    pub replicates: u64,
}

const MOST: usize = 40;
/// The room for numbers right of the axis.
const NUMBERS: f64 = 230.0;
/// Half of how high a box is.
const HALF: f64 = 9.0;

impl Figure for Boxes {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let replicates = whole(self.replicates);
        let heading = Heading {
            name: "boxes",
            title: study::BOXES_TITLE.with(&self.measure.zh, &self.measure.en),
            about: study::BOXES_ABOUT.with(&replicates, &replicates),
            days: None,
        };
        let shown = &self.rows[..self.rows.len().min(MOST)];
        let rows = Rows {
            names: shown.iter().map(|row| &row.label).collect(),
            hidden: self.rows.len() - shown.len(),
            each: each(style.lang),
            beside: (0.0, NUMBERS),
            keys: vec![
                Key(Mark::Diamond, INK, study::MEDIAN),
                Key(Mark::Area, LIGHT, study::MIDDLE_HALF),
                Key(Mark::Line, OUTPUT, study::MIDDLE_NINE_TENTHS),
                Key(Mark::Dots, MUTED, study::WHOLE_RANGE),
            ],
            measure: &self.measure,
            quantity: self.quantity,
            reach: shown.iter().flat_map(|row| row.quantiles).collect(),
        };
        rows.draw(style, &heading, |sheet, axis, at, middle| {
            shown[at].draw(sheet, axis, middle);
        })
    }
}

impl BoxRow {
    fn draw(&self, sheet: &mut Sheet<'_>, axis: &Axis, y: f64) {
        if !self.quantiles.iter().all(|value| value.is_finite()) {
            return sheet.hatch(Rect::new(
                axis.area.left,
                y - HALF,
                axis.area.right,
                y + HALF,
            ));
        }
        let [least, low, lower, median, upper, high, most] =
            self.quantiles.map(|value| axis.x(value));
        sheet.dashed(&[(least, y), (most, y)], MUTED, 1.6, DOTS);
        sheet.line(&[(low, y), (high, y)], OUTPUT, 2.6);
        axis.whisker(sheet, (self.quantiles[1], self.quantiles[5]), y, OUTPUT);
        let edge = Rect::new(lower - 0.6, y - HALF - 0.6, upper + 0.6, y + HALF + 0.6);
        sheet.rect(edge, OUTPUT);
        sheet.rect(
            Rect::new(
                lower + 0.6,
                y - HALF + 0.6,
                (upper - 0.6).max(lower + 0.6),
                y + HALF - 0.6,
            ),
            LIGHT,
        );
        diamond(sheet, (median, y), INK);
        self.numbers(sheet, axis, y + 4.8);
    }

    /// The median and the middle nine tenths, right of the axis.
    fn numbers(&self, sheet: &mut Sheet<'_>, axis: &Axis, baseline: f64) {
        let text = |value: f64| axis.quantity.short(value, sheet.lang);
        let [_, low, _, median, _, high, _] = self.quantiles.map(text);
        let (at, ink) = (axis.area.right, Ink::new(13.5, INK).bold());
        sheet.text((at + 84.0, baseline), ink.right(), &median);
        let range = format!("{low} – {high}");
        sheet.text((at + 96.0, baseline), Ink::new(12.5, MUTED), &range);
    }
}
