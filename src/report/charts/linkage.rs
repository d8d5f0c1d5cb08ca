//! Material handed out, and the masks owed for it.

use super::frame::{Heading, framed, nothing};
use super::ink::Rect;
use super::legend::{DASHES, Key, Mark, row};
use super::palette::{DEBT, INK, KINDS, MUTED, OUTPUT, SECOND, TARGET};
use super::plot::{NUMBERS, Plot, UNIT, dates, highest, known};
use super::sheet::Sheet;
use super::stack::{Layer, Stack};
use super::{ChartError, Days, Drawing, Figure, Quantity, Series, Style};
use crate::report::words::{self, Word};

/// Awards of the linked material and what came of the obligations that they booked.
#[derive(Clone, Debug)]
pub struct Linkage {
    /// The days drawn.
    pub days: Days,
    /// What the material is called.
    pub material: Word,
    /// Awarded, tonnes a day.
    pub awarded: Vec<f64>,
    /// In the provincial depot at the end of the day, tonnes.
    pub depot: Vec<f64>,
    /// Falling due, pieces a day.
    pub due: Vec<f64>,
    /// Delivered, pieces a day.
    pub delivered: Vec<f64>,
    /// Due and not delivered at the end of the day, pieces.
    pub arrears: Vec<f64>,
    /// Expired so far, pieces; may be empty.
    pub defaulted: Vec<f64>,
}

const KEYS: f64 = 232.0;
const PANEL: f64 = 150.0;
const STEP: f64 = PANEL + UNIT + 22.0;

impl Figure for Linkage {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "linkage",
            title: words::LINKAGE_TITLE,
            about: words::LINKAGE_ABOUT,
            days: Some(self.days),
        };
        let height = 3.0 * STEP - 14.0 + dates(style.lang);
        framed(style, &heading, height, |sheet, body| {
            let series = [
                &self.awarded,
                &self.depot,
                &self.due,
                &self.delivered,
                &self.arrears,
            ];
            if self.days.count == 0 || series.iter().all(|values| values.is_empty()) {
                return nothing(sheet, body);
            }
            let panel = |index: f64| {
                let top = body.top + UNIT + 8.0 + index * STEP;
                Rect::new(body.left + NUMBERS, top, body.right - KEYS, top + PANEL)
            };
            self.material(sheet, panel(0.0), body.right);
            self.obligations(sheet, panel(1.0), body.right);
            self.arrears(sheet, panel(2.0), body.right);
        })
    }
}

impl Linkage {
    /// Bars and stock share an axis: both are tonnes, one a day, the other at its end.
    fn material(&self, sheet: &mut Sheet<'_>, area: Rect, right: f64) {
        let plot = Plot::new(
            area,
            self.days,
            Quantity::Tonnes,
            highest(self.awarded.iter().chain(&self.depot)),
        );
        plot.axes(sheet, Some(&words::MATERIAL_PANEL), false);
        plot.gaps(sheet, |day| {
            known(&self.awarded, day) || known(&self.depot, day)
        });
        plot.bars(sheet, &self.awarded, KINDS[1]);
        plot.line(sheet, &self.depot, INK, 2.0);
        let awards = words::AWARDS.with(&self.material.zh, &capitalised(&self.material.en));
        keys(
            sheet,
            area,
            right,
            &[
                Key(Mark::Area, KINDS[1], awards),
                Key(Mark::Line, INK, words::DEPOT),
            ],
        );
    }

    fn obligations(&self, sheet: &mut Sheet<'_>, area: Rect, right: f64) {
        let plot = Plot::new(
            area,
            self.days,
            Quantity::PiecesADay,
            highest(self.due.iter().chain(&self.delivered)),
        );
        plot.axes(sheet, Some(&words::OBLIGATION_PANEL), false);
        plot.gaps(sheet, |day| {
            known(&self.due, day) || known(&self.delivered, day)
        });
        plot.bars(sheet, &self.delivered, OUTPUT);
        plot.line(sheet, &self.due, super::palette::PAPER, 4.0);
        plot.line(sheet, &self.due, SECOND, 2.4);
        keys(
            sheet,
            area,
            right,
            &[
                Key(Mark::Line, SECOND, words::DUE),
                Key(Mark::Area, OUTPUT, words::DELIVERED),
            ],
        );
    }

    fn arrears(&self, sheet: &mut Sheet<'_>, area: Rect, right: f64) {
        let plot = Plot::new(
            area,
            self.days,
            Quantity::Pieces,
            highest(self.arrears.iter().chain(&self.defaulted)),
        );
        plot.axes(sheet, Some(&words::ARREARS_PANEL), true);
        let layer = Layer {
            series: Series {
                label: words::ARREARS,
                values: self.arrears.clone(),
            },
            colour: DEBT,
        };
        Stack::new(vec![layer], self.days.count).draw(sheet, &plot);
        plot.line(sheet, &self.arrears, TARGET, 2.2);
        plot.dashed(sheet, &self.defaulted, MUTED, 1.8, DASHES);
        let mut shown = vec![Key(Mark::Line, TARGET, words::ARREARS)];
        if !self.defaulted.is_empty() {
            shown.push(Key(Mark::Dashes, MUTED, words::DEFAULTED));
        }
        keys(sheet, area, right, &shown);
    }
}

/// Keys stand beside their panel, one below the other.
fn keys(sheet: &mut Sheet<'_>, area: Rect, right: f64, keys: &[Key]) {
    let mut top = area.top;
    for key in keys {
        top = row(
            sheet,
            Rect::new(area.right + 16.0, top, right, area.bottom),
            std::slice::from_ref(key),
        ) + 3.0;
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
