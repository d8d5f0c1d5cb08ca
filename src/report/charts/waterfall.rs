//! What keeps planned capacity from being output.

use super::causes::{MOST, colours};
use super::frame::{Heading, framed, nothing};
use super::ink::Rect;
use super::palette::OUTPUT;
use super::plot::{NUMBERS, Plot, UNIT, dates, highest};
use super::stack::{Layer, Stack, folded};
use super::{ChartError, Days, Drawing, Figure, Quantity, Series, Style};
use crate::report::words;

/// Output and what each cause takes from planned capacity, in pieces a day: together they are planned capacity.
#[derive(Clone, Debug)]
pub struct Waterfall {
    /// The days drawn.
    pub days: Days,
    /// Output of the province.
    pub output: Vec<f64>,
    /// Losses in the order of the chain: from not delivered down to quality.
    pub losses: Vec<Series>,
}

const NAMES: f64 = 215.0;
const PANEL: f64 = 258.0;

impl Figure for Waterfall {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "waterfall",
            title: words::WATERFALL_TITLE,
            about: words::WATERFALL_ABOUT,
            days: Some(self.days),
        };
        let height = 2.0 * (UNIT + 8.0 + PANEL) + 22.0 + dates(style.lang);
        framed(style, &heading, height, |sheet, body| {
            if self.days.count == 0 || self.output.is_empty() {
                return nothing(sheet, body);
            }
            let stack = self.stack();
            let (left, right) = (body.left + NUMBERS, body.right - NAMES);
            let upper = Rect::new(
                left,
                body.top + UNIT + 8.0,
                right,
                body.top + UNIT + 8.0 + PANEL,
            );
            let lower = Rect::new(
                left,
                body.bottom - dates(sheet.lang) - PANEL,
                right,
                body.bottom - dates(sheet.lang),
            );
            let plot = Plot::new(
                upper,
                self.days,
                Quantity::PiecesADay,
                highest(&stack.total()),
            );
            plot.axes(sheet, Some(&words::QUANTITY_PANEL), false);
            stack.draw(sheet, &plot);
            plot.overlay(sheet);
            stack.names(sheet, &plot, body.right);
            let plot = Plot::new(lower, self.days, Quantity::Share, 1.0);
            let shares = stack.shares();
            plot.axes(sheet, Some(&words::SHARE_PANEL), true);
            shares.draw(sheet, &plot);
            plot.overlay(sheet);
            shares.names(sheet, &plot, body.right);
        })
    }
}

impl Waterfall {
    /// Output at the bottom; the last loss of the chain lies on it, the first one on top.
    fn stack(&self) -> Stack {
        let mut layers = vec![Layer {
            series: Series {
                label: words::OUTPUT,
                values: self.output.clone(),
            },
            colour: OUTPUT,
        }];
        let (losses, _) = folded(&self.losses, MOST);
        let colours = colours(losses.iter().map(|loss| &loss.label));
        let coloured: Vec<Layer> = losses
            .into_iter()
            .zip(colours)
            .map(|(series, colour)| Layer { series, colour })
            .collect();
        layers.extend(coloured.into_iter().rev());
        Stack::new(layers, self.days.count)
    }
}
