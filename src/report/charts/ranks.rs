//! Rules against tightness: for each measure a panel, a row a rule, a column a tightness, shaded by mean rank.

use super::frame::{Heading, framed, nothing};
use super::ink::{Ink, Rect};
use super::palette::{INK, MUTED, PAPER, shade};
use super::rows::{each, name};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Style};
use crate::report::words::{self, Word};

/// One measure's ranks.
#[derive(Clone, Debug)]
pub struct Panel {
    /// The measure.
    pub title: Word,
    /// By rule × tightness: mean rank, 1 is best, and the value as written.
    pub cells: Vec<Vec<(f64, String)>>,
}

/// The figure.
#[derive(Clone, Debug)]
pub struct Ranks {
    /// The rules, from above.
    pub rules: Vec<Word>,
    /// What heads the columns.
    pub columns: Vec<Word>,
    /// The measures, from left to right; three at most are drawn.
    pub panels: Vec<Panel>,
}

const NAMES: f64 = 210.0;
const APART: f64 = 26.0;
const MOST_PANELS: usize = 3;

impl Figure for Ranks {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "league_ranks",
            title: words::RANKS_TITLE,
            about: words::RANKS_ABOUT,
            days: None,
        };
        let body = 74.0 + each(style.lang) * self.rules.len().max(2) as f64 + 10.0;
        framed(style, &heading, body, |sheet, body| {
            if self.rules.is_empty() || self.panels.is_empty() || self.columns.is_empty() {
                return nothing(sheet, body);
            }
            self.body(sheet, body);
        })
    }
}

impl Ranks {
    fn body(&self, sheet: &mut Sheet<'_>, body: Rect) {
        let top = body.top + 74.0;
        let step = each(sheet.lang);
        for (at, rule) in self.rules.iter().enumerate() {
            let middle = top + step * (at as f64 + 0.5);
            name(sheet, (body.left, middle), rule, NAMES - 12.0);
        }
        let panels = &self.panels[..self.panels.len().min(MOST_PANELS)];
        let room = body.right - body.left - NAMES - APART * (panels.len() - 1) as f64;
        let width = room / panels.len() as f64;
        for (at, panel) in panels.iter().enumerate() {
            let left = body.left + NAMES + (width + APART) * at as f64;
            self.panel(
                sheet,
                Rect::new(left, body.top, left + width, body.bottom),
                panel,
            );
        }
    }

    fn panel(&self, sheet: &mut Sheet<'_>, area: Rect, panel: &Panel) {
        let (top, step) = (area.top + 74.0, each(sheet.lang));
        let width = area.width() / self.columns.len() as f64;
        sheet.word(
            (area.left, area.top + 22.0),
            Ink::new(14.0, INK).bold(),
            &panel.title,
            area.width(),
        );
        for (at, column) in self.columns.iter().enumerate() {
            let x = area.left + width * (at as f64 + 0.5);
            sheet.text(
                (x, top - 10.0),
                Ink::new(12.0, MUTED).middle(),
                column.first(sheet.lang),
            );
            if let Some(second) = column.second(sheet.lang) {
                sheet.text((x, top - 25.0), Ink::new(11.0, MUTED).middle(), second);
            }
        }
        let worst = self.rules.len().max(2) as f64;
        for (rule, cells) in panel.cells.iter().enumerate() {
            for (at, (rank, text)) in cells.iter().enumerate() {
                let left = area.left + width * at as f64;
                let cell = Rect::new(
                    left,
                    top + step * rule as f64,
                    left + width,
                    top + step * (rule + 1) as f64,
                );
                let share = 1.0 - (rank - 1.0) / (worst - 1.0);
                sheet.rect(
                    Rect::new(
                        cell.left + 0.5,
                        cell.top + 0.5,
                        cell.right - 0.5,
                        cell.bottom - 0.5,
                    ),
                    shade(share),
                );
                let colour = if share > 0.55 { INK } else { PAPER };
                let (x, y) = cell.middle();
                sheet.text((x, y + 4.2), Ink::new(11.5, colour).middle(), text);
            }
        }
    }
}
