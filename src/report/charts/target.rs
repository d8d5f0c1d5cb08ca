//! What was aimed at: a line for how much, a flag for when.

use jiff::civil::Date;

use super::days::short;
use super::ink::{Ink, Rect};
use super::legend::DASHES;
use super::palette::TARGET;
use super::plot::Plot;
use super::sheet::Sheet;
use crate::report::words;

/// The target's line with its amount; where the amount stands.
pub(super) fn level(sheet: &mut Sheet<'_>, plot: &Plot, value: f64) -> Rect {
    let (lang, y) = (sheet.lang, plot.y(value));
    let line = [(plot.area.left, y), (plot.area.right, y)];
    sheet.dashed(&line, TARGET, 1.6, DASHES);
    let amount = plot.quantity.short(value, lang);
    let text = format!("{} {amount}", words::TARGET.first(lang));
    sheet.halo(
        (plot.area.left + 8.0, y - 6.0),
        Ink::new(13.5, TARGET),
        &text,
    )
}

/// The flag of the target's day where it is drawn; where its text stands.
pub(super) fn day(sheet: &mut Sheet<'_>, plot: &Plot, date: Date) -> Option<Rect> {
    let day = plot.days.day(date)?;
    let date = short(date);
    let text = words::TARGET_DAY.with(&date.zh, &date.en);
    Some(plot.flag(sheet, day, &text, TARGET, 0))
}
