//! Shares as shades: a row for each name, a cell for each day or week.

use super::days::Days;
use super::ink::{Ink, Point, Rect};
use super::labels::spread;
use super::legend::{Key, Mark, row};
use super::palette::{INK, MUTED, PAPER, shade};
use super::plot::{date_axis, runs};
use super::rows::left_out;
use super::sheet::Sheet;
use super::{frame, plot};
use crate::report::words::{self, Lang, Word};

/// A name, its shares and what is said at its end.
pub(super) struct Row {
    pub label: Word,
    pub shares: Vec<f64>,
    /// A day that is marked.
    pub mark: Option<usize>,
    /// Said in the columns at the end, each with its ink.
    pub ends: Vec<(Word, bool)>,
}

pub(super) const NAMES: f64 = 232.0;
/// Beyond this many rows a heat map is a table's job.
const MOST_ROWS: usize = 60;
/// Beyond this many days a cell is a week.
const MOST_CELLS: usize = 130;

/// How high a row is: less where there are many.
fn row_height(rows: usize) -> f64 {
    match rows {
        0..=16 => 26.0,
        17..=30 => 21.0,
        _ => 17.0,
    }
}

/// How high the whole panel gets, with its heading and its dates.
pub(super) fn height(rows: usize, lang: Lang) -> f64 {
    let rest = if rows > MOST_ROWS { 20.0 } else { 0.0 };
    HEADING + row_height(rows) * rows.clamp(2, MOST_ROWS) as f64 + plot::dates(lang) + rest
}

const HEADING: f64 = 30.0;

/// Draws the panel from the top of `area`; `columns` head what is said at the rows' ends, each so wide.
pub(super) fn panel(
    sheet: &mut Sheet<'_>,
    area: Rect,
    days: &Days,
    title: &Word,
    columns: &[(Word, f64)],
    rows: &[Row],
) {
    let ends: f64 = columns.iter().map(|column| column.1).sum();
    let (shown, each) = (&rows[..rows.len().min(MOST_ROWS)], row_height(rows.len()));
    let (top, right) = (area.top + HEADING, area.right - ends);
    let cells = Rect::new(
        area.left + NAMES,
        top,
        right,
        top + each * shown.len().max(2) as f64,
    );
    sheet.word(
        (area.left, top - 11.0),
        Ink::new(14.0, INK).bold(),
        title,
        NAMES + cells.width(),
    );
    let mut x = right;
    for (word, width) in columns {
        x += width;
        sheet.word(
            (x, top - 9.0),
            Ink::new(12.5, MUTED).right(),
            word,
            *width - 6.0,
        );
    }
    date_axis(sheet, cells, days, true);
    if shown.is_empty() || days.count == 0 {
        return frame::nothing(sheet, cells);
    }
    for (index, row) in shown.iter().enumerate() {
        let top = cells.top + each * index as f64;
        let line = Rect::new(cells.left, top, cells.right, top + each);
        let baseline = top + each / 2.0 + 4.8;
        let ink = Ink::new(if each > 20.0 { 13.5 } else { 12.0 }, INK);
        sheet.word(
            (cells.left - 10.0, baseline),
            ink.right(),
            &row.label,
            NAMES - 12.0,
        );
        stripe(sheet, line, days, row);
        let mut x = right;
        for ((word, strong), (_, width)) in row.ends.iter().zip(columns) {
            x += width;
            let ink = Ink {
                colour: if *strong { INK } else { MUTED },
                ..ink
            };
            sheet.word((x, baseline), ink.right(), word, width - 6.0);
        }
    }
    let below = cells.bottom + plot::dates(sheet.lang) + 14.0;
    left_out(
        sheet,
        (area.left, below),
        rows.len() - shown.len(),
        area.width(),
    );
}

fn stripe(sheet: &mut Sheet<'_>, line: Rect, days: &Days, row: &Row) {
    let span = if days.count > MOST_CELLS { 7 } else { 1 };
    let x = |day: usize| line.left + line.width() * day.min(days.count) as f64 / days.count as f64;
    let shares: Vec<f64> = (0..days.count)
        .step_by(span)
        .map(|day| mean(&row.shares, day, (day + span).min(days.count)))
        .collect();
    let cell = |from: usize, to: usize| {
        Rect::new(
            x(from * span) + 0.4,
            line.top + 0.8,
            x(to * span) - 0.4,
            line.bottom - 0.8,
        )
    };
    for (from, to) in runs(shares.len(), |index| !shares[index].is_finite()) {
        sheet.hatch(cell(from, to + 1));
    }
    for (index, &share) in shares
        .iter()
        .enumerate()
        .filter(|(_, share)| share.is_finite())
    {
        sheet.rect(cell(index, index + 1), shade(share));
    }
    if let Some(day) = row.mark.filter(|&day| day < days.count) {
        let at = (
            f64::midpoint(x(day), x(day + 1)),
            f64::midpoint(line.top, line.bottom),
        );
        sheet.diamond(at, 8.0, PAPER);
        sheet.diamond(at, 6.0, INK);
    }
}

/// The mean of the data there is in these days.
fn mean(shares: &[f64], from: usize, to: usize) -> f64 {
    let known: Vec<f64> = shares
        .iter()
        .copied()
        .take(to)
        .skip(from)
        .filter(|share| share.is_finite())
        .collect();
    if known.is_empty() {
        f64::NAN
    } else {
        known.iter().sum::<f64>() / known.len() as f64
    }
}

/// The mean and the lowest of a row, as they are said at its end.
pub(super) fn summary(shares: &[f64]) -> Vec<(Word, bool)> {
    let said = |share: f64| {
        let text = if share.is_finite() {
            super::Quantity::Share.short(share.max(0.0), Lang::Zh)
        } else {
            "–".to_owned()
        };
        (Word::new(&text, &text), true)
    };
    let lowest = shares
        .iter()
        .copied()
        .filter(|share| share.is_finite())
        .reduce(f64::min);
    vec![
        said(mean(shares, 0, shares.len())),
        said(lowest.unwrap_or(f64::NAN)),
    ]
}

/// The scale of shades, with its ends and quarters named, right-aligned; then the key to missing data.
pub(super) fn scale(sheet: &mut Sheet<'_>, (right, y): Point) {
    const WIDTH: f64 = 200.0;
    let key = Ink::new(13.5, INK);
    let hatch = sheet.width(key, &words::NO_DATA) + 36.0;
    row(
        sheet,
        Rect::new(right - hatch, y - 1.0, right + 10.0, y + 20.0),
        &[Key(Mark::Hatch, INK, words::NO_DATA)],
    );
    let left = right - hatch - 34.0 - WIDTH;
    shades(sheet, Rect::new(left, y + 2.0, left + WIDTH, y + 14.0));
    let places = spread(&[0.0, 0.5 * WIDTH, WIDTH], 40.0, (0.0, WIDTH));
    for (place, text) in places.into_iter().zip(["0%", "50%", "100%"]) {
        sheet.text(
            (left + place, y + 28.0),
            Ink::new(12.0, MUTED).middle(),
            text,
        );
    }
}

/// All shades from nothing on the left to all of it on the right.
pub(super) fn shades(sheet: &mut Sheet<'_>, area: Rect) {
    const STEPS: usize = 50;
    for step in 0..STEPS {
        let left = area.left + area.width() * step as f64 / STEPS as f64;
        sheet.rect(
            Rect { left, ..area },
            shade((step as f64 + 0.5) / STEPS as f64),
        );
    }
}
