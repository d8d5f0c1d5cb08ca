//! Where the pool's masks go, and what it holds.

use super::frame::{Heading, framed, nothing};
use super::ink::Rect;
use super::legend::{DASHES, Key, Mark, row};
use super::palette::{INK, KINDS, LIGHT, OUTPUT, TARGET};
use super::plot::{NUMBERS, Plot, UNIT, dates, highest};
use super::stack::{Layer, Stack, layered};
use super::{ChartError, Days, Drawing, Figure, Quantity, Series, Style};
use crate::report::words;

/// Masks sent from the pool by tier, in pieces a day, and the pool's stock in pieces.
#[derive(Clone, Debug)]
pub struct Dispatch {
    /// The days drawn.
    pub days: Days,
    /// What each tier is sent, in the order of the tiers: the first lies lowest.
    pub sent: Vec<Series>,
    /// What the pool holds at the end of the day.
    pub pool: Vec<f64>,
    /// What it should not fall below; may be empty.
    pub reserve: Vec<f64>,
}

const NAMES: f64 = 254.0;
const LOWER: f64 = 150.0;

impl Figure for Dispatch {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "dispatch",
            title: words::DISPATCH_TITLE,
            about: words::DISPATCH_ABOUT,
            days: Some(self.days),
        };
        framed(style, &heading, 620.0, |sheet, body| {
            if self.days.count == 0 || self.sent.is_empty() {
                return nothing(sheet, body);
            }
            let (left, right) = (body.left + NUMBERS, body.right - NAMES);
            let lower = Rect::new(
                left,
                body.bottom - dates(sheet.lang) - LOWER,
                right,
                body.bottom - dates(sheet.lang),
            );
            let upper = Rect::new(left, body.top + UNIT + 8.0, right, lower.top - UNIT - 24.0);
            let stack = Stack::new(layered(&self.sent, &KINDS), self.days.count);
            let plot = Plot::new(
                upper,
                self.days,
                Quantity::PiecesADay,
                highest(&stack.total()),
            );
            plot.axes(sheet, Some(&words::SENT_PANEL), false);
            stack.bars(sheet, &plot);
            stack.names(sheet, &plot, body.right);
            let plot = Plot::new(
                lower,
                self.days,
                Quantity::Pieces,
                highest(self.pool.iter().chain(&self.reserve)),
            );
            plot.axes(sheet, Some(&words::POOL_PANEL), true);
            let layer = Layer {
                series: Series {
                    label: words::POOL,
                    values: self.pool.clone(),
                },
                colour: LIGHT,
            };
            Stack::new(vec![layer], self.days.count).draw(sheet, &plot);
            plot.line(sheet, &self.pool, OUTPUT, 2.2);
            plot.dashed(sheet, &self.reserve, TARGET, 1.6, DASHES);
            let mut keys = vec![Key(Mark::Line, OUTPUT, words::POOL)];
            if !self.reserve.is_empty() {
                keys.push(Key(Mark::Dashes, TARGET, words::RESERVE));
            }
            row(
                sheet,
                Rect::new(right + 16.0, lower.top, body.right, lower.bottom),
                &keys,
            );
            sheet.line(&[(left, lower.bottom), (right, lower.bottom)], INK, 0.8);
        })
    }
}
