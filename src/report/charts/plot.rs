//! One panel with days across and a quantity upwards.

use plotters::prelude::RGBAColor;

use super::days::{Days, short};
use super::ink::{Ink, Point, Rect};
use super::palette::{AXIS, GRID, INK, MUTED, OVERLAY, PAPER};
use super::quantity::Quantity;
use super::sheet::Sheet;
use crate::report::words::{self, Lang, Word};

/// The room that a panel needs left of its area for numbers, above it for the unit and below it for dates.
pub(super) const NUMBERS: f64 = 52.0;
pub(super) const UNIT: f64 = 28.0;

/// Room for dates below a panel: English stands below Chinese.
pub(super) fn dates(lang: Lang) -> f64 {
    if lang == Lang::Both { 38.0 } else { 24.0 }
}

/// A panel: where it is, what it spans.
pub(super) struct Plot {
    pub area: Rect,
    pub days: Days,
    pub quantity: Quantity,
    ticks: Vec<f64>,
}

impl Plot {
    /// A panel whose axis reaches `highest`.
    pub(super) fn new(area: Rect, days: Days, quantity: Quantity, highest: f64) -> Self {
        let about = (area.height() / 62.0).clamp(2.0, 7.0);
        Self {
            area,
            days,
            quantity,
            ticks: quantity.ticks(highest, about),
        }
    }

    pub(super) fn top(&self) -> f64 {
        self.ticks.last().copied().unwrap_or(1.0)
    }

    /// Where a day stands, its middle at a whole number.
    pub(super) fn x(&self, day: f64) -> f64 {
        self.area.left + (day + 0.5) / self.days.count.max(1) as f64 * self.area.width()
    }

    /// Where a value stands; what lies beyond the axis stands at its end.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.area.bottom - (value / self.top()).clamp(0.0, 1.0) * self.area.height()
    }

    /// Grid, numbers and unit; dates too where the panel is the lowest.
    pub(super) fn axes(&self, sheet: &mut Sheet<'_>, title: Option<&Word>, dated: bool) {
        let Rect {
            left,
            top,
            right,
            bottom,
        } = self.area;
        let ink = Ink::new(13.5, MUTED);
        for &tick in &self.ticks {
            let y = self.y(tick);
            sheet.line(&[(left, y), (right, y)], GRID, 0.8);
            sheet.text(
                (left - 8.0, y + 4.8),
                ink.right(),
                &self.quantity.tick(tick, sheet.lang),
            );
        }
        date_axis(sheet, self.area, &self.days, dated);
        sheet.line(&[(left, bottom), (right, bottom)], AXIS, 1.0);
        let unit = self.quantity.unit(sheet.lang);
        let start = left - NUMBERS + 8.0;
        let mut at = start;
        if let Some(title) = title {
            let ink = Ink::new(14.0, INK).bold();
            sheet.word((at, top - 14.0), ink, title, right - at);
            at += sheet.width(ink, title) + 12.0;
        }
        sheet.word((at, top - 14.0), Ink::new(13.0, MUTED), &unit, right - at);
    }

    /// The grid again, faintly, over areas that hide it.
    pub(super) fn overlay(&self, sheet: &mut Sheet<'_>) {
        for &tick in self.ticks.iter().skip(1) {
            let y = self.y(tick);
            sheet.line(&[(self.area.left, y), (self.area.right, y)], OVERLAY, 0.8);
        }
    }

    /// The stretches of days for which there is a value.
    fn runs(&self, values: &[f64]) -> Vec<(usize, usize)> {
        runs(self.days.count, |day| known(values, day))
    }

    /// Hatches the days without data.
    pub(super) fn gaps(&self, sheet: &mut Sheet<'_>, known: impl Fn(usize) -> bool) {
        for (from, to) in runs(self.days.count, |day| !known(day)) {
            let (left, right) = (self.x(from as f64 - 0.5), self.x(to as f64 + 0.5));
            let gap = Rect::new(left, self.area.top, right, self.area.bottom);
            sheet.hatch(gap);
            let ((x, y), ink) = (gap.middle(), Ink::new(12.5, MUTED).middle());
            let half = ink.width(words::NO_DATA.first(sheet.lang)) / 2.0 + 4.0;
            if gap.width() > 2.0 * half && gap.height() > 40.0 {
                sheet.rect(Rect::new(x - half, y - 13.0, x + half, y + 5.0), PAPER);
                sheet.text((x, y), ink, words::NO_DATA.first(sheet.lang));
            }
        }
    }

    /// The corners of a line through the values, one list for each stretch with data, cut at the top of the axis.
    pub(super) fn traces(&self, values: &[f64]) -> Vec<Vec<Point>> {
        let mut traces = Vec::new();
        for (from, to) in self.runs(values) {
            let mut trace: Vec<Point> = Vec::new();
            let corners = (from..=to).map(|day| (day as f64, values[day].max(0.0)));
            let (first, last) = (
                (from as f64 - 0.5, values[from]),
                (to as f64 + 0.5, values[to]),
            );
            let corners = std::iter::once(first)
                .chain(corners)
                .chain(std::iter::once(last));
            let mut before: Option<(f64, f64)> = None;
            for corner in corners {
                if let Some(cut) = before.and_then(|before| self.crossing(before, corner)) {
                    trace.push((self.x(cut), self.area.top));
                }
                if corner.1 <= self.top() {
                    trace.push((self.x(corner.0), self.y(corner.1)));
                } else if !trace.is_empty() {
                    traces.push(std::mem::take(&mut trace));
                }
                before = Some(corner);
            }
            traces.push(trace);
        }
        traces.retain(|trace| trace.len() > 1);
        traces
    }

    /// The corners of a line over days that all have a value, from the start of the first to the end of the last.
    pub(super) fn edge(
        &self,
        (from, to): (usize, usize),
        value: impl Fn(usize) -> f64,
    ) -> Vec<Point> {
        let at = |day: usize, shift: f64| (self.x(day as f64 + shift), self.y(value(day)));
        let middle = (from..=to).map(|day| at(day, 0.0));
        std::iter::once(at(from, -0.5))
            .chain(middle)
            .chain([at(to, 0.5)])
            .collect()
    }

    /// The area between two lines, where both have a value.
    pub(super) fn between(
        &self,
        sheet: &mut Sheet<'_>,
        (lower, upper): (&[f64], &[f64]),
        colour: RGBAColor,
    ) {
        let both = |day| known(lower, day) && known(upper, day);
        for days in runs(self.days.count, both) {
            let back = self.edge(days, |day| upper[day]).into_iter().rev();
            let ring: Vec<Point> = self
                .edge(days, |day| lower[day])
                .into_iter()
                .chain(back)
                .collect();
            sheet.polygon(&ring, colour);
        }
    }

    fn crossing(&self, a: (f64, f64), b: (f64, f64)) -> Option<f64> {
        let top = self.top();
        ((a.1 > top) != (b.1 > top)).then(|| a.0 + (b.0 - a.0) * (top - a.1) / (b.1 - a.1))
    }

    pub(super) fn line(
        &self,
        sheet: &mut Sheet<'_>,
        values: &[f64],
        colour: RGBAColor,
        width: f64,
    ) {
        for trace in self.traces(values) {
            sheet.line(&trace, colour, width);
        }
    }

    pub(super) fn dashed(
        &self,
        sheet: &mut Sheet<'_>,
        values: &[f64],
        colour: RGBAColor,
        width: f64,
        dash: (f64, f64),
    ) {
        for trace in self.traces(values) {
            sheet.dashed(&trace, colour, width, dash);
        }
    }

    /// One bar a day.
    pub(super) fn bars(&self, sheet: &mut Sheet<'_>, values: &[f64], colour: RGBAColor) {
        for (day, &value) in values.iter().enumerate().take(self.days.count) {
            if value.is_finite() && value > 0.0 {
                let (left, right) = (self.x(day as f64 - 0.38), self.x(day as f64 + 0.38));
                sheet.rect(
                    Rect::new(left, self.y(value), right, self.area.bottom),
                    colour,
                );
            }
        }
    }

    /// A vertical line with its label on top, turned to the side with more room.
    pub(super) fn flag(
        &self,
        sheet: &mut Sheet<'_>,
        day: usize,
        label: &Word,
        colour: RGBAColor,
        row: usize,
    ) -> Rect {
        let (x, y) = (self.x(day as f64), self.area.top + 16.0 + 19.0 * row as f64);
        sheet.dashed(
            &[(x, y - 12.0), (x, self.area.bottom)],
            colour,
            1.2,
            (5.0, 4.0),
        );
        let ink = Ink::new(13.5, colour);
        let (width, leftward) = (sheet.width(ink, label), x > self.area.middle().0);
        let left = if leftward { x - 7.0 - width } else { x + 7.0 };
        let place = Rect::new(left - 2.0, y - 14.0, left + width + 2.0, y + 4.0);
        sheet.rect(place, PAPER);
        sheet.word((left, y), ink, label, width + 1.0);
        place
    }
}

/// Is there a value on that day?
pub(super) fn known(values: &[f64], day: usize) -> bool {
    values.get(day).is_some_and(|value| value.is_finite())
}

/// Weekly lines and their dates.
pub(super) fn date_axis(sheet: &mut Sheet<'_>, area: Rect, days: &Days, dated: bool) {
    let step = area.width() / days.count.max(1) as f64;
    for day in days.ticks(area.width() / 55.0) {
        let x = area.left + (day as f64 + 0.5) * step;
        sheet.line(&[(x, area.top), (x, area.bottom)], GRID, 0.8);
        if dated {
            dates_below(sheet, (x, area.bottom), &short(days.date(day)));
        }
    }
}

/// A tick and its date below an axis.
pub(super) fn dates_below(sheet: &mut Sheet<'_>, (x, y): Point, date: &Word) {
    sheet.line(&[(x, y), (x, y + 5.0)], AXIS, 1.0);
    let lang = sheet.lang;
    sheet.text(
        (x, y + 19.0),
        Ink::new(13.5, MUTED).middle(),
        date.first(lang),
    );
    if let Some(second) = date.second(lang) {
        sheet.text((x, y + 34.0), Ink::new(12.0, MUTED).middle(), second);
    }
}

/// The stretches of days that are `so`, both ends included.
pub(super) fn runs(count: usize, so: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for day in (0..count).filter(|&day| so(day)) {
        match runs.last_mut() {
            Some(last) if last.1 + 1 == day => last.1 = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}

/// The highest of the values that are data; 0 where there are none.
pub(super) fn highest<'a>(values: impl IntoIterator<Item = &'a f64>) -> f64 {
    values
        .into_iter()
        .copied()
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max)
}
