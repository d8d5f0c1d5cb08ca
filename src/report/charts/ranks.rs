//! Rules against tightness: for each measure a panel, a row a rule, a column a tightness, shaded by mean rank.

use super::frame::{Heading, framed, line as cut, nothing};
use super::heat::shades;
use super::ink::{Ink, Rect};
use super::palette::{INK, MUTED, on_shade, shade};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Style};
use crate::report::words::{self, Lang, Word};

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

/// The least and the greatest room for names.
const NAMES: (f64, f64) = (150.0, 400.0);
/// Room for the scale of shades.
const SCALE: f64 = 46.0;
const APART: f64 = 26.0;
const MOST_PANELS: usize = 3;

/// How names are written: English below Chinese, smaller.
const FIRST: Ink = Ink::new(13.5, INK);
const SECOND: Ink = Ink::new(11.5, MUTED);

fn each(lang: Lang) -> f64 {
    if lang == Lang::Both { 36.0 } else { 29.0 }
}

/// Room for what heads a panel.
fn head(lang: Lang) -> f64 {
    if lang == Lang::Both { 74.0 } else { 58.0 }
}

impl Figure for Ranks {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "league_ranks",
            title: words::RANKS_TITLE,
            about: words::RANKS_ABOUT,
            days: None,
        };
        let rows = each(style.lang) * self.rules.len().max(2) as f64;
        let body = head(style.lang) + rows + SCALE;
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
        let names = self.names(sheet.lang);
        self.write_names(sheet, body, names);
        let panels = &self.panels[..self.panels.len().min(MOST_PANELS)];
        let room = body.right - body.left - names - APART * (panels.len() - 1) as f64;
        let width = room / panels.len() as f64;
        for (at, panel) in panels.iter().enumerate() {
            let left = body.left + names + (width + APART) * at as f64;
            self.panel(
                sheet,
                Rect::new(left, body.top, left + width, body.bottom),
                panel,
            );
        }
        self.scale(sheet, body);
    }

    /// Room for the widest name, within reason.
    fn names(&self, lang: Lang) -> f64 {
        let width = |rule: &Word| {
            let second = rule.second(lang);
            let second = second.map_or(0.0, |text| SECOND.width(text));
            FIRST.width(rule.first(lang)).max(second)
        };
        let widest = self.rules.iter().map(width).fold(0.0, f64::max);
        (widest + 14.0).clamp(NAMES.0, NAMES.1)
    }

    fn write_names(&self, sheet: &mut Sheet<'_>, body: Rect, room: f64) {
        let (top, step) = (body.top + head(sheet.lang), each(sheet.lang));
        for (at, rule) in self.rules.iter().enumerate() {
            let middle = top + step * (at as f64 + 0.5);
            let second = rule.second(sheet.lang);
            let y = middle + if second.is_some() { -2.0 } else { 5.0 };
            let first = rule.first(sheet.lang);
            cut(sheet, (body.left, y), FIRST, first, room - 12.0);
            if let Some(second) = second {
                cut(
                    sheet,
                    (body.left, middle + 12.0),
                    SECOND,
                    second,
                    room - 12.0,
                );
            }
        }
    }

    /// Which shade stands for which rank.
    fn scale(&self, sheet: &mut Sheet<'_>, body: Rect) {
        const WIDTH: f64 = 200.0;
        let ink = Ink::new(12.5, MUTED);
        let count = self.rules.len().max(2).to_string();
        let (best, worst) = (words::BEST_RANK, words::WORST_RANK.with(&count, &count));
        let right = body.right - sheet.width(ink, &best) - 10.0;
        let y = body.bottom - 20.0;
        shades(sheet, Rect::new(right - WIDTH, y - 10.0, right, y + 2.0));
        sheet.word((right + 10.0, y), ink, &best, body.width());
        sheet.word((right - WIDTH - 10.0, y), ink.right(), &worst, body.width());
    }

    fn panel(&self, sheet: &mut Sheet<'_>, area: Rect, panel: &Panel) {
        let (top, step) = (area.top + head(sheet.lang), each(sheet.lang));
        let width = area.width() / self.columns.len() as f64;
        sheet.word(
            (area.left, area.top + 22.0),
            Ink::new(14.0, INK).bold(),
            &panel.title,
            area.width(),
        );
        for (at, column) in self.columns.iter().enumerate() {
            let x = area.left + width * (at as f64 + 0.5);
            let (first, second) = (column.first(sheet.lang), column.second(sheet.lang));
            let y = top - if second.is_some() { 25.0 } else { 10.0 };
            sheet.text((x, y), Ink::new(12.0, MUTED).middle(), first);
            if let Some(second) = second {
                sheet.text((x, top - 10.0), Ink::new(11.0, MUTED).middle(), second);
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
                let colour = on_shade(share);
                let (x, y) = cell.middle();
                sheet.text((x, y + 4.2), Ink::new(11.5, colour).middle(), text);
            }
        }
    }
}
