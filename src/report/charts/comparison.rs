//! Scenarios side by side: when, how short, and for whom.

use jiff::civil::Date;

use columns::{fill_rates, shortfalls, title};

use super::days::{plain, short};
use super::frame::{Heading, MARGIN, framed, nothing};
use super::ink::{Ink, Rect};
use super::legend::{Key, Mark, diamond, disc, ring, row};
use super::palette::{BAND, GRID, INK, MUTED, OUTPUT, TARGET};
use super::plot::{date_axis, dates};
use super::rows::{each, left_out, name};
use super::sheet::Sheet;
use super::{ChartError, Days, Drawing, Figure, Style};
use crate::report::words::{self, Lang, Word};

mod columns;

/// One scenario's results.
#[derive(Clone, Debug)]
pub struct Contender {
    /// What it is called.
    pub label: Word,
    /// Is it the one that the others are compared with?
    pub base: bool,
    /// The day on which output, effective and nominal capacity are on target.
    pub output_day: Option<Date>,
    /// The same of effective capacity.
    pub effective_day: Option<Date>,
    /// The same of nominal capacity.
    pub nominal_day: Option<Date>,
    /// Output short of the target on the target date, pieces a day.
    pub shortfall: f64,
    /// Fill rates, in the order of `Comparison::uses`.
    pub fill_rates: Vec<f64>,
}

/// Up to forty scenarios, one a row.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The days over which dates are compared.
    pub days: Days,
    /// By when the target should be met.
    pub target_date: Option<Date>,
    /// The kinds of demand (or tiers) whose fill rates are shown; eight at most.
    pub uses: Vec<Word>,
    /// The scenarios, in the order drawn.
    pub contenders: Vec<Contender>,
}

const MOST: usize = 40;
const MOST_USES: usize = 8;
const NAMES: f64 = 236.0;
const SHORTFALL: f64 = 150.0;
const USE: f64 = 64.0;

impl Figure for Comparison {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "comparison",
            title: words::COMPARISON_TITLE,
            about: words::COMPARISON_ABOUT,
            days: Some(self.days),
        };
        let shown = self.contenders.len().min(MOST);
        let more = if self.contenders.len() > shown {
            22.0
        } else {
            0.0
        };
        let height = 26.0
            + heads(style.lang)
            + each(style.lang) * shown.max(3) as f64
            + dates(style.lang)
            + more;
        framed(style, &heading, height, |sheet, body| {
            if shown == 0 || self.days.count == 0 {
                return nothing(sheet, body);
            }
            self.body(sheet, body, &self.contenders[..shown]);
        })
    }
}

/// The height of the columns' names: up to two lines in each language.
fn heads(lang: Lang) -> f64 {
    if lang == Lang::Both { 84.0 } else { 54.0 }
}

impl Contender {
    fn name(&self) -> Word {
        if !self.base {
            return self.label.clone();
        }
        let zh = format!("{}（{}）", self.label.zh, words::BASE.zh);
        Word::new(&zh, &format!("{} ({})", self.label.en, words::BASE.en))
    }
}

impl Comparison {
    fn body(&self, sheet: &mut Sheet<'_>, body: Rect, shown: &[Contender]) {
        let uses = &self.uses[..self.uses.len().min(MOST_USES)];
        let mut keys = vec![
            Key(Mark::Disc, OUTPUT, words::OUTPUT),
            Key(Mark::Ring, INK, words::EFFECTIVE),
            Key(Mark::Diamond, MUTED, words::NOMINAL),
            Key(Mark::Dashes, TARGET, words::TARGET),
        ];
        let unknown = |one: &Contender| (0..uses.len()).any(|at| columns::rate(one, at).is_none());
        if shown.iter().any(unknown) {
            keys.push(Key(Mark::Hatch, INK, words::NO_DATA));
        }
        row(sheet, body, &keys);
        let top = body.top + 26.0 + heads(sheet.lang);
        let bottom = top + each(sheet.lang) * shown.len() as f64;
        let cells = Rect::new(
            body.right - USE * uses.len() as f64,
            top,
            body.right,
            bottom,
        );
        let bars = Rect::new(
            cells.left - 20.0 - SHORTFALL,
            top,
            cells.left - 20.0,
            bottom,
        );
        let when = Rect::new(body.left + NAMES, top, bars.left - 82.0, bottom);
        for (index, _) in shown
            .iter()
            .enumerate()
            .filter(|(_, contender)| contender.base)
        {
            let line = self.line(sheet.lang, body, top, index);
            sheet.rect(
                Rect {
                    left: body.left - 10.0,
                    right: body.right + 10.0,
                    ..line
                },
                BAND,
            );
        }
        self.names(sheet, body, top, shown);
        self.when(sheet, when, shown);
        shortfalls(sheet, bars, shown);
        fill_rates(sheet, cells, uses, shown);
        let below = bottom + dates(sheet.lang) + 16.0;
        left_out(
            sheet,
            (MARGIN, below),
            self.contenders.len() - shown.len(),
            body.width(),
        );
    }

    fn line(&self, lang: Lang, body: Rect, top: f64, index: usize) -> Rect {
        let top = top + each(lang) * index as f64;
        Rect::new(body.left, top, body.right, top + each(lang))
    }

    fn names(&self, sheet: &mut Sheet<'_>, body: Rect, top: f64, shown: &[Contender]) {
        for (index, contender) in shown.iter().enumerate() {
            let line = self.line(sheet.lang, body, top, index);
            let middle = line.middle().1;
            name(sheet, (line.left, middle), &contender.name(), NAMES - 20.0);
            sheet.line(
                &[(line.left, line.bottom), (line.right, line.bottom)],
                GRID,
                0.6,
            );
        }
    }

    fn when(&self, sheet: &mut Sheet<'_>, area: Rect, shown: &[Contender]) {
        title(sheet, area, &words::TARGET_MET);
        date_axis(sheet, area, &self.days, true);
        let x = |date: Date| {
            self.days
                .day(date)
                .map(|day| area.left + (day as f64 + 0.5) / self.days.count as f64 * area.width())
        };
        if let Some(x) = self.target_date.and_then(x) {
            sheet.dashed(&[(x, area.top), (x, area.bottom)], TARGET, 1.6, (6.0, 4.0));
        }
        let step = area.height() / shown.len() as f64;
        for (index, contender) in shown.iter().enumerate() {
            let y = area.top + step * (index as f64 + 0.5);
            if let Some(x) = contender.nominal_day.and_then(x) {
                diamond(sheet, (x, y), MUTED);
            }
            if let Some(x) = contender.effective_day.and_then(x) {
                ring(sheet, (x, y), INK);
            }
            if let Some(x) = contender.output_day.and_then(x) {
                disc(sheet, (x, y), OUTPUT);
            }
            let (word, colour) = contender
                .output_day
                .map_or((words::NOT_MET, TARGET), |date| (short(date), OUTPUT));
            let text = contender.output_day.map_or_else(
                || word.first(sheet.lang).to_owned(),
                |date| plain(date, sheet.lang),
            );
            sheet.text(
                (area.right + 10.0, y + 4.8),
                Ink::new(13.5, colour).bold(),
                &text,
            );
        }
    }
}
