//! How likely it is that the target has been reached, by date.

use super::frame::{Heading, framed, nothing};
use super::ink::{Ink, Rect};
use super::legend::{Beside, column, disc};
use super::palette::{INK, LINES, PAPER};
use super::plot::{NUMBERS, Plot, UNIT, dates, known};
use super::quantity::whole;
use super::rows::{REST, left_out};
use super::sheet::Sheet;
use super::{ChartError, Days, Drawing, Figure, Quantity, Series, Style, Target, target};
use crate::report::words::{Lang, study};

/// Probabilities that the target has been reached by each day: a line for each measure or policy, eight at most.
#[derive(Clone, Debug)]
pub struct Chances {
    /// The days drawn.
    pub days: Days,
    /// By day, the share of replicates in which the target has been reached by then, from 0 to 1.
    pub curves: Vec<Series>,
    /// What was aimed at.
    pub target: Target,
    /// How many futures were simulated.
    pub replicates: u64,
}

const NAMES: f64 = 280.0;
const HEIGHT: f64 = 470.0;
/// The list of what the lines have come to: how high a row is, how wide all are, how far below the top they start.
const EACH: f64 = 20.0;
const LIST: f64 = 68.0;
const FLAG: f64 = 26.0;

impl Figure for Chances {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let replicates = whole(self.replicates);
        let pieces = |lang| Quantity::PiecesADay.short(self.target.pieces, lang);
        let heading = Heading {
            name: "chances",
            title: study::CHANCES_TITLE.with(&pieces(Lang::Zh), &pieces(Lang::En)),
            about: study::CHANCES_ABOUT.with(&replicates, &replicates),
            days: Some(self.days),
        };
        let shown = self.curves.len().min(LINES.len());
        let rest = if self.curves.len() > shown { REST } else { 0.0 };
        framed(style, &heading, HEIGHT + rest, |sheet, body| {
            if self.days.count == 0 || shown == 0 {
                return nothing(sheet, body);
            }
            let bottom = body.bottom - dates(sheet.lang) - rest;
            let right = body.right - NAMES;
            let area = Rect::new(body.left + NUMBERS, body.top + UNIT + 8.0, right, bottom);
            self.panel(sheet, area, &self.curves[..shown]);
            left_out(
                sheet,
                (body.left, body.bottom),
                self.curves.len() - shown,
                body.width(),
            );
        })
    }
}

impl Chances {
    fn panel(&self, sheet: &mut Sheet<'_>, area: Rect, curves: &[Series]) {
        let plot = Plot::new(area, self.days, Quantity::Share, 1.0);
        plot.axes(sheet, Some(&study::PROBABILITY), true);
        plot.gaps(sheet, |day| {
            curves.iter().any(|curve| known(&curve.values, day))
        });
        for (curve, colour) in curves.iter().zip(LINES) {
            plot.line(sheet, &curve.values, PAPER, 4.4);
            plot.line(sheet, &curve.values, colour, 2.6);
        }
        target::day(sheet, &plot, self.target.date);
        self.on_the_day(sheet, &plot, curves);
        let beside = Rect::new(area.right, area.top, area.right + NAMES, area.bottom);
        column(sheet, beside, &self.names(&plot, curves));
    }

    /// What the lines have come to on the target's day, listed where none of them is: they rise, so it is empty before
    /// that day above the highest and after it below the lowest.
    fn on_the_day(&self, sheet: &mut Sheet<'_>, plot: &Plot, curves: &[Series]) {
        let Some(day) = self.days.day(self.target.date) else {
            return;
        };
        let lines = curves.iter().zip(LINES);
        let known = lines.filter(|(curve, _)| known(&curve.values, day));
        let mut points: Vec<_> = known
            .map(|(curve, colour)| (curve.values[day], colour))
            .collect();
        points.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (Some(&(highest, _)), Some(&(lowest, _))) = (points.first(), points.last()) else {
            return;
        };
        let (x, height) = (plot.x(day as f64), EACH * points.len() as f64);
        let before = x - plot.area.left > LIST && 1.0 - highest > lowest;
        let (left, mut y) = if before {
            (x - LIST, plot.area.top + FLAG)
        } else {
            (x + 12.0, plot.area.bottom - height)
        };
        for (value, colour) in points {
            disc(sheet, (x, plot.y(value)), colour);
            disc(sheet, (left + 6.0, y + EACH / 2.0), colour);
            let text = Quantity::Share.short(value, sheet.lang);
            let ink = Ink::new(13.5, INK).bold();
            sheet.halo((left + 18.0, y + EACH / 2.0 + 4.8), ink, &text);
            y += EACH;
        }
    }

    /// The lines' names, each beside the last day that it knows.
    fn names(&self, plot: &Plot, curves: &[Series]) -> Vec<Beside> {
        let name = |(at, (curve, colour)): (usize, (&Series, _))| {
            let last = (0..self.days.count)
                .rev()
                .find(|&day| known(&curve.values, day));
            // A hair downwards for each line keeps their order where they end together.
            let y = plot.y(last.map_or(0.0, |day| curve.values[day])) + at as f64 * 1e-3;
            Beside {
                y,
                colour,
                word: curve.label.clone(),
            }
        };
        curves.iter().zip(LINES).enumerate().map(name).collect()
    }
}
