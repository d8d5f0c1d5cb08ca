//! Who goes short, when: by use and by prefecture.

use super::frame::{Heading, framed};
use super::heat::{Row, height, panel, scale, summary};
use super::ink::Rect;
use super::{ChartError, Days, Drawing, Figure, Series, Style};
use crate::report::words::{self, Word};

/// Shares of each day's need that were served that day.
#[derive(Clone, Debug)]
pub struct FillRate {
    /// The days drawn.
    pub days: Days,
    /// A row for each kind of demand (or tier).
    pub uses: Vec<Series>,
    /// A row for each prefecture.
    pub prefectures: Vec<Series>,
}

const SCALE: f64 = 40.0;
const APART: f64 = 16.0;

impl Figure for FillRate {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "fill_rate",
            title: words::FILL_RATE_TITLE,
            about: words::FILL_RATE_ABOUT,
            days: Some(self.days),
        };
        let upper = height(self.uses.len(), style.lang);
        let body = SCALE + upper + APART + height(self.prefectures.len(), style.lang);
        framed(style, &heading, body, |sheet, body| {
            scale(sheet, (body.right, body.top));
            let first = Rect::new(
                body.left,
                body.top + 22.0,
                body.right,
                body.top + SCALE + upper,
            );
            let second = Rect::new(body.left, first.bottom + APART, body.right, body.bottom);
            let first = Rect {
                top: body.top + SCALE,
                ..first
            };
            panel(
                sheet,
                first,
                &self.days,
                &words::USES,
                &columns(),
                &rows(&self.uses),
            );
            panel(
                sheet,
                second,
                &self.days,
                &words::PREFECTURES,
                &columns(),
                &rows(&self.prefectures),
            );
        })
    }
}

fn columns() -> [(Word, f64); 2] {
    [(words::MEAN, 88.0), (words::LOWEST, 88.0)]
}

fn rows(series: &[Series]) -> Vec<Row> {
    let row = |series: &Series| Row {
        label: series.label.clone(),
        shares: series.values.clone(),
        mark: None,
        ends: summary(&series.values),
    };
    series.iter().map(row).collect()
}
