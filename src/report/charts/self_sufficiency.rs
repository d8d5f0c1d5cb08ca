//! Which prefectures live on what they make, and since when.

use jiff::civil::Date;

use super::days::short;
use super::frame::{Heading, framed};
use super::heat::{Row, height, panel, scale, summary};
use super::ink::Rect;
use super::{ChartError, Days, Drawing, Figure, Style};
use crate::report::words::{self, Word};

/// A prefecture's shares of local need served from its own production.
#[derive(Clone, Debug)]
pub struct Prefecture {
    /// Its name.
    pub label: Word,
    /// A share for each day; NaN where there is none.
    pub shares: Vec<f64>,
    /// The day from which it holds, if it does.
    pub holds_from: Option<Date>,
}

/// Self-sufficiency by prefecture.
#[derive(Clone, Debug)]
pub struct SelfSufficiency {
    /// The days drawn.
    pub days: Days,
    /// A row for each prefecture.
    pub prefectures: Vec<Prefecture>,
}

const SCALE: f64 = 40.0;

impl Figure for SelfSufficiency {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let (title, about) = (words::SELF_SUFFICIENCY_TITLE, words::SELF_SUFFICIENCY_ABOUT);
        let heading = Heading {
            name: "self_sufficiency",
            title,
            about,
            days: Some(self.days),
        };
        framed(
            style,
            &heading,
            SCALE + height(self.prefectures.len(), style.lang),
            |sheet, body| {
                scale(sheet, (body.right, body.top));
                let columns = [(words::MEAN, 88.0), (words::HOLDS_FROM, 150.0)];
                let rows: Vec<Row> = self
                    .prefectures
                    .iter()
                    .map(|prefecture| self.row(prefecture))
                    .collect();
                let area = Rect {
                    top: body.top + SCALE,
                    ..body
                };
                panel(
                    sheet,
                    area,
                    &self.days,
                    &words::PREFECTURES,
                    &columns,
                    &rows,
                );
            },
        )
    }
}

impl SelfSufficiency {
    fn row(&self, prefecture: &Prefecture) -> Row {
        let holds = prefecture
            .holds_from
            .map_or((words::NOT_REACHED, false), |date| (short(date), true));
        let mean = summary(&prefecture.shares).swap_remove(0);
        Row {
            label: prefecture.label.clone(),
            shares: prefecture.shares.clone(),
            mark: prefecture.holds_from.and_then(|date| self.days.day(date)),
            ends: vec![mean, holds],
        }
    }
}
