//! What stands right of the dates: bars of what is short, shades of what was served.

use super::super::Quantity;
use super::super::fonts::wrapped;
use super::super::ink::{Ink, Rect};
use super::super::palette::{AXIS, INK, MUTED, on_shade, shade};
use super::super::plot::highest;
use super::super::sheet::Sheet;
use super::{Contender, USE, heads};
use crate::report::words::{self, Lang, Word};

pub(super) fn title(sheet: &mut Sheet<'_>, area: Rect, word: &Word) {
    let (ink, lang) = (Ink::new(13.5, INK).bold(), sheet.lang);
    let raised = if lang == Lang::Both { 24.0 } else { 10.0 };
    sheet.text((area.left, area.top - raised), ink, word.first(lang));
    if let Some(second) = word.second(lang) {
        sheet.text((area.left, area.top - 8.0), Ink::new(12.0, MUTED), second);
    }
}

pub(super) fn shortfalls(sheet: &mut Sheet<'_>, area: Rect, shown: &[Contender]) {
    title(sheet, area, &words::SHORTFALL);
    let most = highest(shown.iter().map(|contender| &contender.shortfall)).max(1.0);
    let (step, room) = (area.height() / shown.len() as f64, area.width() - 62.0);
    for (index, contender) in shown.iter().enumerate() {
        let y = area.top + step * (index as f64 + 0.5);
        if !contender.shortfall.is_finite() {
            sheet.hatch(Rect::new(area.left, y - 7.0, area.left + room, y + 7.0));
            continue;
        }
        let value = contender.shortfall.max(0.0);
        let end = area.left + room * value / most;
        sheet.rect(
            Rect::new(area.left, y - 7.0, end, y + 7.0),
            if contender.base { INK } else { AXIS },
        );
        sheet.text(
            (end + 6.0, y + 4.8),
            Ink::new(13.5, INK),
            &Quantity::PiecesADay.short(value, sheet.lang),
        );
    }
    sheet.line(
        &[(area.left, area.top), (area.left, area.bottom)],
        AXIS,
        1.0,
    );
}

pub(super) fn fill_rates(sheet: &mut Sheet<'_>, area: Rect, uses: &[Word], shown: &[Contender]) {
    if uses.is_empty() {
        return;
    }
    let lang = sheet.lang;
    sheet.word(
        (area.left, area.top - heads(sheet.lang) + 9.0),
        Ink::new(13.5, INK).bold(),
        &words::FILL_RATES,
        area.width(),
    );
    let step = area.height() / shown.len() as f64;
    for (column, word) in uses.iter().enumerate() {
        let left = area.left + USE * column as f64;
        let centre = left + USE / 2.0;
        head(sheet, (centre, area.top - 8.0), word);
        for (index, contender) in shown.iter().enumerate() {
            let top = area.top + step * index as f64;
            let cell = Rect::new(left + 1.0, top + 2.0, left + USE - 1.0, top + step - 2.0);
            match rate(contender, column) {
                Some(share) => {
                    sheet.rect(cell, shade(share));
                    let text = Quantity::Share.short(share, lang);
                    sheet.text(
                        (centre, top + step / 2.0 + 4.8),
                        Ink::new(13.5, on_shade(share)).middle(),
                        &text,
                    );
                }
                None => sheet.hatch(cell),
            }
        }
    }
}

/// What is known of a contender's fill rate for a use.
pub(super) fn rate(contender: &Contender, column: usize) -> Option<f64> {
    let share = contender.fill_rates.get(column).copied();
    share.filter(|share| share.is_finite())
}

/// The name of a narrow column, in as many lines as it takes, the last one at the point.
fn head(sheet: &mut Sheet<'_>, (x, mut y): (f64, f64), word: &Word) {
    let (first, second) = (Ink::new(12.0, INK), Ink::new(10.5, MUTED));
    let lines = |text: &str, ink: Ink| {
        wrapped(text, ink.size, USE - 3.0)
            .into_iter()
            .map(move |line| (line, ink))
            .collect::<Vec<_>>()
    };
    let mut all = lines(word.first(sheet.lang), first);
    all.extend(
        word.second(sheet.lang)
            .map(|text| lines(text, second))
            .unwrap_or_default(),
    );
    for (line, ink) in all.into_iter().rev() {
        sheet.text((x, y), ink.middle(), &line);
        y -= 14.5;
    }
}
