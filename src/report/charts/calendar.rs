//! The bottleneck calendar: which cause binds how often, by week and place.

use jiff::civil::Date;
use plotters::prelude::RGBAColor;

use super::causes::{MOST as MOST_CAUSES, colours};
use super::days::short;
use super::frame::{Heading, framed, nothing};
use super::ink::{Ink, Rect};
use super::legend::{Key, Mark, ROW, row};
use super::palette::{BLANK, INK, OTHERS, PAPER, on};
use super::plot::{dates, dates_below};
use super::quantity::whole;
use super::rows::{REST, left_out, name};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Quantity, Style};
use crate::report::words::{self, Word, study};

/// Shares of runs in which each cause was the bottleneck: a row a place, a column a week, in each cell a stacked bar.
#[derive(Clone, Debug)]
pub struct BottleneckCalendar {
    /// The first day of each week.
    pub weeks: Vec<Date>,
    /// The prefectures, from above; thirty at most are drawn.
    pub places: Vec<Word>,
    /// The causes, in the order of the chain: from not delivered down to quality.
    pub causes: Vec<Word>,
    /// By place × week × cause: the share of runs, from 0 to 1. What a cell lacks of 1 had no bottleneck.
    pub shares: Vec<f64>,
    /// How many futures were simulated.
    pub replicates: u64,
}

const MOST: usize = 30;
const NAMES: f64 = 160.0;
const EACH: f64 = 44.0;
/// The least room for a week's date, for a number across and for one upwards.
const DATE: f64 = 55.0;
const NUMBER: (f64, f64) = (34.0, 14.0);

impl Figure for BottleneckCalendar {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let replicates = whole(self.replicates);
        let heading = Heading {
            name: "bottleneck_calendar",
            title: study::CALENDAR_TITLE,
            about: study::CALENDAR_ABOUT.with(&replicates, &replicates),
            days: None,
        };
        let shown = self.places.len().min(MOST);
        let rest = if self.places.len() > shown { REST } else { 0.0 };
        let body = 2.0 * ROW + 12.0 + EACH * shown.max(3) as f64 + dates(style.lang) + rest;
        framed(style, &heading, body, |sheet, body| {
            if shown == 0 || self.weeks.is_empty() || self.causes.is_empty() {
                return nothing(sheet, body);
            }
            let colours = self.colours();
            let top = row(sheet, body, &self.keys(&colours)) + 10.0;
            let bottom = body.bottom - dates(sheet.lang) - rest;
            let cells = Rect::new(body.left + NAMES, top, body.right, bottom.max(top + EACH));
            self.dates(sheet, cells);
            let each = cells.height() / shown as f64;
            for (place, label) in self.places[..shown].iter().enumerate() {
                let line = Rect {
                    top: top + each * place as f64,
                    bottom: top + each * (place + 1) as f64,
                    ..cells
                };
                name(sheet, (body.left, line.middle().1), label, NAMES - 12.0);
                self.line(sheet, line, place, &colours);
            }
            left_out(
                sheet,
                (body.left, body.bottom),
                self.places.len() - shown,
                body.width(),
            );
        })
    }
}

impl BottleneckCalendar {
    /// A colour for each cause that can be told apart, then one for the others if there are any.
    fn colours(&self) -> Vec<RGBAColor> {
        let apart = self.causes.iter().take(MOST_CAUSES);
        let others = (self.causes.len() > MOST_CAUSES).then_some(OTHERS);
        colours(apart).into_iter().chain(others).collect()
    }

    fn keys(&self, colours: &[RGBAColor]) -> Vec<Key> {
        let others = self.causes.len().saturating_sub(MOST_CAUSES).to_string();
        let names = self.causes.iter().take(MOST_CAUSES).cloned();
        let names = names.chain([words::OTHERS.with(&others, &others)]);
        let keys = colours
            .iter()
            .zip(names)
            .map(|(colour, name)| Key(Mark::Area, *colour, name));
        keys.chain([
            Key(Mark::Area, BLANK, study::NO_BOTTLENECK),
            Key(Mark::Hatch, INK, words::NO_DATA),
        ])
        .collect()
    }

    fn dates(&self, sheet: &mut Sheet<'_>, cells: Rect) {
        let width = cells.width() / self.weeks.len() as f64;
        let step = (DATE / width).ceil() as usize;
        for (week, &date) in self.weeks.iter().enumerate().step_by(step.max(1)) {
            let x = cells.left + width * (week as f64 + 0.5);
            dates_below(sheet, (x, cells.bottom), &short(date));
        }
    }

    fn line(&self, sheet: &mut Sheet<'_>, line: Rect, place: usize, colours: &[RGBAColor]) {
        let width = line.width() / self.weeks.len() as f64;
        for week in 0..self.weeks.len() {
            let left = line.left + width * week as f64;
            let apart = (0.06 * width).min(2.0);
            let cell = Rect::new(
                left + apart,
                line.top + 3.0,
                left + width - apart,
                line.bottom - 3.0,
            );
            match self.cell(place, week) {
                Some(shares) => stacked(sheet, cell, &shares, colours),
                None => sheet.hatch(cell),
            }
        }
    }

    /// The causes' shares in a cell, those that can't be told apart in one; none where any is missing.
    fn cell(&self, place: usize, week: usize) -> Option<Vec<f64>> {
        let count = self.causes.len();
        let start = (place * self.weeks.len() + week) * count;
        let shares = self.shares.get(start..start + count)?;
        if !shares.iter().all(|share| share.is_finite()) {
            return None;
        }
        let mut shares: Vec<f64> = shares.iter().map(|share| share.max(0.0)).collect();
        let rest: f64 = shares.drain(count.min(MOST_CAUSES)..).sum();
        shares.push(rest);
        Some(shares)
    }
}

/// The last cause of the chain lies at the bottom; the largest share says its number where there is room.
fn stacked(sheet: &mut Sheet<'_>, cell: Rect, shares: &[f64], colours: &[RGBAColor]) {
    sheet.rect(cell, BLANK);
    let unit = cell.height() / shares.iter().sum::<f64>().max(1.0);
    let largest = shares.iter().copied().fold(0.0, f64::max);
    let mut bottom = cell.bottom;
    let mut told = false;
    for (&share, &colour) in shares
        .iter()
        .zip(colours)
        .rev()
        .filter(|(share, _)| **share > 0.0)
    {
        let part = Rect {
            top: bottom - unit * share,
            bottom,
            ..cell
        };
        sheet.rect(part, colour);
        sheet.line(&[(part.left, part.top), (part.right, part.top)], PAPER, 0.7);
        if share == largest && !told && part.width() >= NUMBER.0 && part.height() >= NUMBER.1 {
            let (x, y) = part.middle();
            let text = Quantity::Share.short(share, sheet.lang);
            sheet.text((x, y + 4.2), Ink::new(12.0, on(colour)).middle(), &text);
            told = true;
        }
        bottom = part.top;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_folds_causes_that_cannot_be_told_apart_and_has_all_or_nothing() {
        let causes = MOST_CAUSES + 2;
        let cell = |last: f64| {
            let mut shares = vec![0.05; causes];
            shares[causes - 1] = last;
            shares
        };
        let calendar = BottleneckCalendar {
            weeks: vec![Date::MIN],
            places: vec![
                Word::of("甲", "A"),
                Word::of("乙", "B"),
                Word::of("丙", "C"),
            ],
            causes: vec![Word::of("原因", "cause"); causes],
            shares: [cell(0.25), cell(f64::NAN)].concat(),
            replicates: 20,
        };
        let shares = calendar.cell(0, 0).expect("all shares are there");
        assert_eq!((shares.len(), shares[MOST_CAUSES]), (MOST_CAUSES + 1, 0.3));
        assert_eq!(calendar.colours().len(), MOST_CAUSES + 1);
        assert_eq!((calendar.cell(1, 0), calendar.cell(2, 0)), (None, None));
    }
}
