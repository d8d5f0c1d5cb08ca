//! Daily output by prefecture beside capacity, target and what was reported.

use jiff::civil::Date;

use super::days::short;
use super::frame::{Heading, framed, nothing};
use super::ink::{Ink, Rect};
use super::labels::beside;
use super::legend::{DASHES, DOTS, Key, Mark, diamond, disc, row};
use super::palette::{INK, MUTED, PAPER, STACK, TARGET};
use super::plot::{NUMBERS, Plot, UNIT, dates, highest};
use super::sheet::Sheet;
use super::stack::{Stack, layered};
use super::{ChartError, Days, Drawing, Figure, Quantity, Series, Style, target};
use crate::report::words::{self, Lang, Word};

/// What was aimed at.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Pieces a day.
    pub pieces: f64,
    /// By when.
    pub date: Date,
}

/// A series of published figures, drawn as marks: the first series as discs, later ones as diamonds.
#[derive(Clone, Debug)]
pub struct Reported {
    /// What was reported.
    pub label: Word,
    /// When, and how many pieces a day.
    pub points: Vec<(Date, f64)>,
}

/// Output stacked by prefecture, with lines for the province. All values are pieces a day.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// The days drawn.
    pub days: Days,
    /// Output of each prefecture.
    pub output: Vec<Series>,
    /// Effective capacity of the province; may be empty, as the next two may.
    pub effective: Vec<f64>,
    /// Nominal capacity of the province.
    pub nominal: Vec<f64>,
    /// Planned capacity of the province: drawn as far as the axis reaches, then said in words.
    pub planned: Vec<f64>,
    /// The target, if there is one.
    pub target: Option<Target>,
    /// The first day on which output is on target for good.
    pub reached: Option<Date>,
    /// Published figures.
    pub reported: Vec<Reported>,
}

const NAMES: f64 = 205.0;

impl Figure for Capacity {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "capacity",
            title: words::CAPACITY_TITLE,
            about: words::CAPACITY_ABOUT,
            days: Some(self.days),
        };
        framed(style, &heading, 580.0, |sheet, body| {
            if self.days.count == 0 || self.output.is_empty() {
                return nothing(sheet, body);
            }
            let bottom = row(sheet, body, &self.keys());
            let area = Rect::new(
                body.left + NUMBERS,
                bottom + 14.0 + UNIT,
                body.right - NAMES,
                body.bottom - dates(sheet.lang),
            );
            self.panel(sheet, area, body.right);
        })
    }
}

impl Capacity {
    fn keys(&self) -> Vec<Key> {
        let lines = [
            (
                !self.effective.is_empty(),
                Key(Mark::Line, INK, words::EFFECTIVE),
            ),
            (
                !self.nominal.is_empty(),
                Key(Mark::Dashes, INK, words::NOMINAL),
            ),
            (
                !self.planned.is_empty(),
                Key(Mark::Dots, MUTED, words::PLANNED),
            ),
            (
                self.target.is_some(),
                Key(Mark::Dashes, TARGET, words::TARGET),
            ),
        ];
        let marks = self.reported.iter().enumerate().map(|(index, reported)| {
            let mark = if index == 0 {
                Mark::Disc
            } else {
                Mark::Diamond
            };
            Key(mark, INK, reported.label.clone())
        });
        lines
            .into_iter()
            .filter_map(|(shown, key)| shown.then_some(key))
            .chain(marks)
            .collect()
    }

    fn panel(&self, sheet: &mut Sheet<'_>, area: Rect, right: f64) {
        let stack = Stack::new(layered(&self.output, &STACK), self.days.count);
        let reported = self
            .reported
            .iter()
            .flat_map(|reported| reported.points.iter().map(|point| &point.1));
        let lines = self.effective.iter().chain(&self.nominal).chain(reported);
        let target = self.target.map_or(0.0, |target| target.pieces);
        let top = highest(lines)
            .max(highest(&stack.total()))
            .max(target * 1.04);
        let plot = Plot::new(area, self.days, Quantity::PiecesADay, top);
        plot.axes(sheet, Some(&words::OUTPUT), true);
        stack.draw(sheet, &plot);
        plot.line(sheet, &stack.total(), PAPER, 2.4);
        plot.dashed(sheet, &self.planned, MUTED, 1.8, DOTS);
        plot.line(sheet, &self.nominal, PAPER, 3.6);
        plot.dashed(sheet, &self.nominal, INK, 1.8, DASHES);
        plot.line(sheet, &self.effective, PAPER, 4.4);
        plot.line(sheet, &self.effective, INK, 2.4);
        stack.names(sheet, &plot, right);
        let taken = self.flags(sheet, &plot);
        self.marks(sheet, &plot, taken);
    }

    /// The target's line and day, the day when it is met, and what lies beyond the axis; where they stand.
    fn flags(&self, sheet: &mut Sheet<'_>, plot: &Plot) -> Vec<Rect> {
        let mut taken = Vec::new();
        if let Some(target) = self.target.filter(|target| target.pieces.is_finite()) {
            taken.push(target::level(sheet, plot, target.pieces));
            taken.extend(target::day(sheet, plot, target.date));
        }
        if let Some((date, day)) = self
            .reached
            .and_then(|date| Some((date, self.days.day(date)?)))
        {
            let date = short(date);
            taken.push(plot.flag(sheet, day, &words::REACHED.with(&date.zh, &date.en), INK, 1));
        }
        let planned = highest(&self.planned);
        if planned > plot.top() {
            let number = |lang| Quantity::PiecesADay.short(planned, lang);
            let text = words::PLANNED_BEYOND.with(&number(Lang::Zh), &number(Lang::En));
            let at = (plot.area.right, plot.area.top - 14.0);
            sheet.word(
                at,
                Ink::new(13.0, MUTED).right(),
                &text,
                plot.area.width() * 0.6,
            );
        }
        taken
    }

    fn marks(&self, sheet: &mut Sheet<'_>, plot: &Plot, mut taken: Vec<Rect>) {
        let known = |&(date, value): &(Date, f64)| {
            Some((plot.x(self.days.day(date)? as f64), plot.y(value), value))
                .filter(|p| p.2.is_finite())
        };
        let points: Vec<(usize, (f64, f64, f64))> = self
            .reported
            .iter()
            .enumerate()
            .flat_map(|(kind, reported)| {
                reported
                    .points
                    .iter()
                    .filter_map(known)
                    .map(move |p| (kind, p))
            })
            .collect();
        for &(kind, (x, y, _)) in &points {
            if kind == 0 {
                disc(sheet, (x, y), INK);
            } else {
                diamond(sheet, (x, y), INK);
            }
            taken.push(Rect::new(x - 7.0, y - 7.0, x + 7.0, y + 7.0));
        }
        let ink = Ink::new(13.5, INK).bold();
        for &(_, (x, y, value)) in &points {
            let text = Quantity::PiecesADay.short(value, sheet.lang);
            let size = (ink.width(&text) + 6.0, 18.0);
            if let Some(place) = beside((x, y), size, &plot.area, &taken) {
                sheet.halo((place.left + 3.0, place.bottom - 4.0), ink, &text);
                taken.push(place);
            }
        }
    }
}
