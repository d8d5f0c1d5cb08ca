//! An axis across: values of one quantity, for figures with a row for each name.

use plotters::prelude::RGBAColor;

use super::ink::{Ink, Rect};
use super::palette::{AXIS, GRID, INK, MUTED};
use super::quantity::Quantity;
use super::sheet::Sheet;
use crate::report::words::Word;

/// The room below an axis for its numbers and what they count.
pub(super) const BELOW: f64 = 48.0;
/// The least room for one number.
const NUMBER: f64 = 96.0;

/// Half of how high the stop of a whisker is.
const STOP: f64 = 4.0;

/// Where values stand from left to right.
pub(super) struct Axis {
    pub area: Rect,
    pub quantity: Quantity,
    ticks: Vec<f64>,
}

impl Axis {
    /// An axis that covers the values that are data.
    pub(super) fn new(
        area: Rect,
        quantity: Quantity,
        values: impl IntoIterator<Item = f64>,
    ) -> Self {
        let ticks = quantity.covering(values, area.width() / NUMBER);
        Self {
            area,
            quantity,
            ticks,
        }
    }

    /// Where a value stands; what lies beyond the axis stands at its end.
    pub(super) fn x(&self, value: f64) -> f64 {
        let (first, last) = (self.ticks[0], self.ticks[self.ticks.len() - 1]);
        self.area.left + ((value - first) / (last - first)).clamp(0.0, 1.0) * self.area.width()
    }

    /// Grid and numbers, below them what is measured and its unit.
    pub(super) fn draw(&self, sheet: &mut Sheet<'_>, measure: &Word) {
        let Rect {
            left,
            top,
            right,
            bottom,
        } = self.area;
        for &tick in &self.ticks {
            let x = self.x(tick);
            sheet.line(&[(x, top), (x, bottom)], GRID, 0.8);
            let number = self.quantity.tick(tick, sheet.lang);
            sheet.text((x, bottom + 18.0), Ink::new(13.5, MUTED).middle(), &number);
        }
        sheet.line(&[(left, bottom), (right, bottom)], AXIS, 1.0);
        let ink = Ink::new(14.0, INK).bold();
        let unit = self.quantity.unit(sheet.lang);
        let unit_width = sheet.width(Ink::new(13.0, MUTED), &unit);
        let room = self.area.width() - unit_width - 12.0;
        let baseline = bottom + 40.0;
        sheet.word((left, baseline), ink, measure, room);
        let after = left + sheet.width(ink, measure).min(room) + 12.0;
        sheet.word(
            (after, baseline),
            Ink::new(13.0, MUTED),
            &unit,
            unit_width + 1.0,
        );
    }

    /// A line from a value to another, with a stop at either end.
    pub(super) fn whisker(
        &self,
        sheet: &mut Sheet<'_>,
        (low, high): (f64, f64),
        y: f64,
        colour: RGBAColor,
    ) {
        let (from, to) = (self.x(low), self.x(high));
        sheet.line(&[(from, y), (to, y)], colour, 1.5);
        for x in [from, to] {
            sheet.line(&[(x, y - STOP), (x, y + STOP)], colour, 1.5);
        }
    }
}
