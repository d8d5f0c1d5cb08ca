//! What every figure has: title, what it shows, where it comes from. The figure fills what is between.

use super::days::Days;
use super::ink::{Ink, Rect};
use super::palette::{AXIS, GRID, INK, MUTED};
use super::sheet::{Sheet, drawn};
use super::{ChartError, Drawing, Style};
use crate::report::words::{self, Lang, Word};

/// All figures are as wide as this.
pub(super) const WIDTH: f64 = 1200.0;
pub(super) const MARGIN: f64 = 44.0;
const FOOT: f64 = 58.0;
/// So much of a hash tells scenarios apart; manifest.json has all of it.
const KNOWN_BY: usize = 16;

/// What a figure is and says about itself.
pub(super) struct Heading {
    pub name: &'static str,
    pub title: Word,
    pub about: Word,
    pub days: Option<Days>,
}

/// Where the heading ends.
pub(super) fn head(lang: Lang) -> f64 {
    if lang == Lang::Both { 118.0 } else { 98.0 }
}

/// Draws a figure whose body is so high; `paint` gets the body's rectangle.
pub(super) fn framed(
    style: &Style,
    heading: &Heading,
    body: f64,
    paint: impl FnOnce(&mut Sheet<'_>, Rect),
) -> Result<Drawing, ChartError> {
    let height = (head(style.lang) + body + FOOT).round();
    let title = format!(
        "{} – {}",
        heading.title.text(style.lang),
        style.scenario.text(style.lang)
    );
    drawn(heading.name, &title, (WIDTH, height), style.lang, |sheet| {
        crown(sheet, heading);
        foot(sheet, style, height);
        paint(
            sheet,
            Rect::new(MARGIN, head(style.lang), WIDTH - MARGIN, height - FOOT),
        );
    })
}

fn crown(sheet: &mut Sheet<'_>, heading: &Heading) {
    let room = WIDTH - 2.0 * MARGIN;
    sheet.word(
        (MARGIN, 50.0),
        Ink::new(25.0, INK).bold(),
        &heading.title,
        room,
    );
    let range = heading.days.as_ref().map(Days::range);
    let about = |text: &str, range: Option<&str>| {
        range.map_or_else(|| text.to_owned(), |range| format!("{text} | {range}"))
    };
    let first = about(
        heading.about.first(sheet.lang),
        range.as_ref().map(|range| range.first(sheet.lang)),
    );
    line(sheet, (MARGIN, 77.0), Ink::new(14.5, MUTED), &first, room);
    if let Some(second) = heading.about.second(sheet.lang) {
        let second = about(second, range.as_ref().map(|range| &*range.en));
        line(sheet, (MARGIN, 96.0), Ink::new(12.5, MUTED), &second, room);
    }
}

fn foot(sheet: &mut Sheet<'_>, style: &Style, height: f64) {
    let room = WIDTH - 2.0 * MARGIN;
    sheet.line(
        &[(MARGIN, height - 46.0), (WIDTH - MARGIN, height - 46.0)],
        GRID,
        0.8,
    );
    let source = words::SOURCE.with(&style.source.zh, &style.source.en);
    let scenario = words::FOOTER.with(&style.scenario.zh, &style.scenario.en);
    let ink = Ink::new(11.5, MUTED);
    let known_by: String = style.hash.chars().take(KNOWN_BY).collect();
    let hash = words::HASH.with(&known_by, &known_by);
    let mark = format!("{} | maskflow {}", hash.first(sheet.lang), style.version);
    sheet.word((MARGIN, height - 29.0), ink, &source, room);
    line(
        sheet,
        (WIDTH - MARGIN, height - 13.0),
        ink.right(),
        &mark,
        room / 2.0,
    );
    sheet.word(
        (MARGIN, height - 13.0),
        ink,
        &scenario,
        room - ink.width(&mark).min(room / 2.0) - 20.0,
    );
}

/// A text that is cut where its room ends.
pub(super) fn line(sheet: &mut Sheet<'_>, at: (f64, f64), ink: Ink, text: &str, room: f64) {
    let text = super::fonts::fitted(text, ink.size, ink.bold, room);
    sheet.text(at, ink, &text);
}

/// The body of a figure that has nothing to show.
pub(super) fn nothing(sheet: &mut Sheet<'_>, area: Rect) {
    sheet.rect(area, super::palette::BLANK);
    let (x, y) = area.middle();
    let ink = Ink::new(18.0, INK).middle();
    let half = sheet.width(ink, &words::NO_DATA) / 2.0 + 14.0;
    sheet.rect(
        Rect::new(x - half, y - 24.0, x + half, y + 12.0),
        super::palette::PAPER,
    );
    sheet.word((x, y), ink, &words::NO_DATA, area.width());
    sheet.line(
        &[(area.left, area.bottom), (area.right, area.bottom)],
        AXIS,
        1.0,
    );
}
