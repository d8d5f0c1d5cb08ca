//! Simulated bands beside reported figures, a panel for each thing that was reported.

use jiff::civil::Date;

use super::days::short;
use super::frame::{Heading, framed, nothing};
use super::ink::{Ink, Point, Rect};
use super::labels::beside;
use super::legend::{DASHES, Key, Mark as Sign, diamond, disc, ring, row};
use super::palette::{INK, KINDS, LIGHT, MIDDLE, OUTPUT, PAPER, TARGET};
use super::plot::{NUMBERS, Plot, UNIT, dates, highest, known};
use super::quantity::whole;
use super::sheet::Sheet;
use super::{ChartError, Days, Drawing, Figure, Quantity, Style};
use crate::report::words::{Word, reality, study};
use crate::study::backtest::Role;

/// A reported figure.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// When.
    pub date: Date,
    /// How much.
    pub value: f64,
    /// What it is in the test.
    pub role: Role,
}

/// One thing that was reported.
#[derive(Clone, Debug)]
pub struct BesidePanel {
    /// What it is called.
    pub label: Word,
    /// What its values count.
    pub quantity: Quantity,
    /// The 5 %, 25 %, 50 %, 75 % and 95 % quantiles of the futures, a value for each day.
    pub bands: [Vec<f64>; 5],
    /// Naive growth after the cut-off, a value for each day; empty where there is none.
    pub naive: Vec<f64>,
    /// What was reported.
    pub marks: Vec<Mark>,
}

/// Bands and figures: at most six panels, one below the other, over the same days.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The days drawn.
    pub days: Days,
    /// The panels from above.
    pub panels: Vec<BesidePanel>,
    /// Nothing after it has been fitted to.
    pub until: Date,
    /// How many futures were simulated.
    pub replicates: u64,
}

const MOST: usize = 6;
const PANEL: f64 = 190.0;
const APART: f64 = UNIT + 20.0;
const KEYS: f64 = 54.0;
/// Naive growth and far tails may leave the panel so far above what was reported or is typical.
const HEADROOM: f64 = 1.25;

impl Figure for Beside {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let replicates = whole(self.replicates);
        let heading = Heading {
            name: "backtest",
            title: reality::BACKTEST_TITLE,
            about: reality::BACKTEST_ABOUT.with(&replicates, &replicates),
            days: Some(self.days),
        };
        let panels = &self.panels[..self.panels.len().min(MOST)];
        let height = KEYS + (APART + PANEL) * panels.len().max(1) as f64 + dates(style.lang);
        framed(style, &heading, height, |sheet, body| {
            if self.days.count == 0 || panels.is_empty() {
                return nothing(sheet, body);
            }
            row(sheet, body, &keys(panels));
            for (at, panel) in panels.iter().enumerate() {
                let bottom = body.top + KEYS + (APART + PANEL) * (at + 1) as f64;
                let area = Rect::new(body.left + NUMBERS, bottom - PANEL, body.right, bottom);
                self.panel(sheet, area, panel, at == 0, at + 1 == panels.len());
            }
        })
    }
}

fn keys(panels: &[BesidePanel]) -> Vec<Key> {
    let mut keys = vec![
        Key(Sign::Line, OUTPUT, study::MEDIAN),
        Key(Sign::Area, MIDDLE, study::MIDDLE_HALF),
        Key(Sign::Area, LIGHT, study::MIDDLE_NINE_TENTHS),
    ];
    if panels.iter().any(|panel| !panel.naive.is_empty()) {
        keys.push(Key(Sign::Dashes, KINDS[0], reality::NAIVE));
    }
    let signs = [
        (Role::Fitted, Sign::Disc, reality::FITTED),
        (Role::HeldOut, Sign::Diamond, reality::HELD_OUT),
        (Role::Tests, Sign::Ring, reality::TESTS),
    ];
    let marks = || panels.iter().flat_map(|panel| &panel.marks);
    for (role, sign, word) in signs {
        if marks().any(|mark| mark.role == role) {
            keys.push(Key(sign, INK, word));
        }
    }
    keys
}

impl Beside {
    fn panel(
        &self,
        sheet: &mut Sheet<'_>,
        area: Rect,
        panel: &BesidePanel,
        upper: bool,
        lowest: bool,
    ) {
        let reported = panel.marks.iter().map(|mark| mark.value);
        let reported = reported.fold(0.0, f64::max);
        let [low, lower, median, upper_half, high] = &panel.bands;
        let top = highest(high)
            .min(HEADROOM * highest(upper_half))
            .max(1.08 * reported);
        let plot = Plot::new(area, self.days, panel.quantity, top);
        plot.axes(sheet, Some(&panel.label), lowest);
        plot.gaps(sheet, |day| known(median, day));
        plot.between(sheet, (low, high), LIGHT);
        plot.between(sheet, (lower, upper_half), MIDDLE);
        plot.overlay(sheet);
        plot.line(sheet, median, PAPER, 4.4);
        plot.line(sheet, median, OUTPUT, 2.6);
        plot.dashed(sheet, &panel.naive, KINDS[0], 2.0, DASHES);
        let mut taken = Vec::new();
        if let Some(day) = self.days.day(self.until) {
            let date = short(self.until);
            let label = reality::CUT_OFF.with(&date.zh, &date.en);
            if upper {
                taken.push(plot.flag(sheet, day, &label, TARGET, 0));
            } else {
                let x = plot.x(day as f64);
                sheet.dashed(&[(x, area.top), (x, area.bottom)], TARGET, 1.2, (5.0, 4.0));
            }
        }
        self.marks(sheet, &plot, panel, taken);
    }

    fn marks(&self, sheet: &mut Sheet<'_>, plot: &Plot, panel: &BesidePanel, mut taken: Vec<Rect>) {
        let place = |mark: &Mark| -> Option<Point> {
            Some((plot.x(self.days.day(mark.date)? as f64), plot.y(mark.value)))
        };
        let shown: Vec<(Point, &Mark)> = (panel.marks.iter())
            .filter_map(|mark| Some((place(mark)?, mark)))
            .collect();
        for &((x, y), mark) in &shown {
            match mark.role {
                Role::Fitted => disc(sheet, (x, y), INK),
                Role::HeldOut => diamond(sheet, (x, y), INK),
                Role::Tests => ring(sheet, (x, y), INK),
            }
            taken.push(Rect::new(x - 7.0, y - 7.0, x + 7.0, y + 7.0));
        }
        let ink = Ink::new(13.0, INK).bold();
        for &((x, y), mark) in &shown {
            let text = panel.quantity.short(mark.value, sheet.lang);
            let size = (ink.width(&text) + 6.0, 18.0);
            if let Some(place) = beside((x, y), size, &plot.area, &taken) {
                sheet.halo((place.left + 3.0, place.bottom - 4.0), ink, &text);
                taken.push(place);
            }
        }
    }
}
