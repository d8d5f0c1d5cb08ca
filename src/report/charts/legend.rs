//! Keys: what each mark means, in a row above a panel or in a column beside a stack.

use plotters::prelude::RGBAColor;

use super::ink::{Ink, Point, Rect};
use super::labels::spread;
use super::palette::{AXIS, INK};
use super::sheet::Sheet;
use crate::report::words::Word;

/// How a series is drawn.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    Line,
    Dashes,
    Dots,
    Area,
    Disc,
    Diamond,
    Ring,
    Hatch,
}

/// A mark, its colour and what it means.
pub(super) struct Key(pub Mark, pub RGBAColor, pub Word);

const TEXT: f64 = 13.5;
const SAMPLE: f64 = 26.0;
const APART: f64 = 22.0;
/// The height of a row of keys.
pub(super) const ROW: f64 = 24.0;

/// Draws keys from left to right, in more rows where one is too short; the bottom of the last row.
pub(super) fn row(sheet: &mut Sheet<'_>, area: Rect, keys: &[Key]) -> f64 {
    let ink = Ink::new(TEXT, INK);
    let (mut x, mut y) = (area.left, area.top + 15.0);
    for Key(mark, colour, word) in keys {
        let width = (SAMPLE + 8.0 + sheet.width(ink, word)).min(area.width());
        if x > area.left && x + width > area.right {
            (x, y) = (area.left, y + ROW);
        }
        sample(sheet, (x, y - 5.0), *mark, *colour);
        sheet.word((x + SAMPLE + 8.0, y), ink, word, width - SAMPLE - 7.0);
        x += width + APART;
    }
    y + 9.0
}

fn sample(sheet: &mut Sheet<'_>, (x, y): Point, mark: Mark, colour: RGBAColor) {
    let (line, centre) = ([(x, y), (x + SAMPLE, y)], (x + SAMPLE / 2.0, y));
    let swatch = Rect::new(x + 6.0, y - 7.0, x + SAMPLE, y + 7.0);
    match mark {
        Mark::Line => sheet.line(&line, colour, 2.6),
        Mark::Dashes => sheet.dashed(&line, colour, 2.0, DASHES),
        Mark::Dots => sheet.dashed(&line, colour, 2.0, DOTS),
        Mark::Area => sheet.rect(swatch, colour),
        Mark::Disc => disc(sheet, centre, colour),
        Mark::Diamond => diamond(sheet, centre, colour),
        Mark::Ring => ring(sheet, centre, colour),
        Mark::Hatch => sheet.hatch(swatch),
    }
}

pub(super) const DASHES: (f64, f64) = (8.0, 4.0);
pub(super) const DOTS: (f64, f64) = (2.5, 3.0);

/// A mark with a white rim, so that it stands out from what it lies on.
pub(super) fn disc(sheet: &mut Sheet<'_>, at: Point, colour: RGBAColor) {
    sheet.disc(at, 6.0, super::palette::PAPER);
    sheet.disc(at, 4.6, colour);
}

pub(super) fn diamond(sheet: &mut Sheet<'_>, at: Point, colour: RGBAColor) {
    sheet.diamond(at, 8.0, super::palette::PAPER);
    sheet.diamond(at, 6.0, colour);
}

pub(super) fn ring(sheet: &mut Sheet<'_>, at: Point, colour: RGBAColor) {
    sheet.disc(at, 5.2, colour);
    sheet.disc(at, 3.4, super::palette::PAPER);
}

/// A name beside the band or line that it belongs to.
pub(super) struct Beside {
    pub y: f64,
    pub colour: RGBAColor,
    pub word: Word,
}

/// Names in the margin right of a panel, moved apart, each led back to its band.
pub(super) fn column(sheet: &mut Sheet<'_>, area: Rect, names: &[Beside]) {
    const LEAD: f64 = 22.0;
    let wanted: Vec<f64> = names.iter().map(|name| name.y).collect();
    let placed = spread(&wanted, 21.0, (area.top + 8.0, area.bottom - 8.0));
    let ink = Ink::new(TEXT, INK);
    for (name, y) in names.iter().zip(placed) {
        let x = area.left + 3.0;
        sheet.line(
            &[
                (x, name.y),
                (x + 6.0, name.y),
                (x + LEAD - 6.0, y),
                (x + LEAD, y),
            ],
            AXIS,
            0.8,
        );
        sheet.rect(
            Rect::new(x + LEAD, y - 6.0, x + LEAD + 12.0, y + 6.0),
            name.colour,
        );
        let left = x + LEAD + 18.0;
        sheet.word((left, y + 4.8), ink, &name.word, area.right - left);
    }
}
