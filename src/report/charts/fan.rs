//! What many futures hold, day by day: the median inside two bands, beside the target.

use jiff::civil::Date;

use super::frame::{Heading, framed, nothing};
use super::ink::Rect;
use super::legend::{Beside, Key, Mark, column, row};
use super::palette::{LIGHT, MIDDLE, OUTPUT, PAPER, TARGET};
use super::plot::{NUMBERS, Plot, UNIT, dates, highest, known};
use super::quantity::whole;
use super::sheet::Sheet;
use super::{ChartError, Days, Drawing, Figure, Quantity, Style, target};
use crate::report::words::{self, Word, study};

/// One measure over many futures.
#[derive(Clone, Debug)]
pub struct FanPanel {
    /// What it is called: output, effective capacity.
    pub label: Word,
    /// The 5 %, 25 %, 50 %, 75 % and 95 % quantiles, a value for each day; NaN where there is none.
    pub bands: [Vec<f64>; 5],
    /// What was aimed at.
    pub target: Option<f64>,
}

/// A fan chart: at most four panels, one below the other, over the same days.
#[derive(Clone, Debug)]
pub struct Fan {
    /// What the figure is called.
    pub title: Word,
    /// The days drawn.
    pub days: Days,
    /// What the values count.
    pub quantity: Quantity,
    /// The panels from above.
    pub panels: Vec<FanPanel>,
    /// By when the target should be met.
    pub target_date: Option<Date>,
    /// How many futures were simulated.
    pub replicates: u64,
}

const MOST: usize = 4;
const NAMES: f64 = 150.0;
const PANEL: f64 = 250.0;
const APART: f64 = UNIT + 20.0;
const KEYS: f64 = 30.0;
/// The quantiles as they are named at the end of their lines.
const PER_CENT: [&str; 5] = ["5%", "25%", "50%", "75%", "95%"];

impl Figure for Fan {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let replicates = whole(self.replicates);
        let heading = Heading {
            name: "fan",
            title: self.title.clone(),
            about: study::FAN_ABOUT.with(&replicates, &replicates),
            days: Some(self.days),
        };
        let panels = &self.panels[..self.panels.len().min(MOST)];
        let height = KEYS + (APART + PANEL) * panels.len().max(1) as f64 + dates(style.lang);
        framed(style, &heading, height, |sheet, body| {
            if self.days.count == 0 || panels.is_empty() {
                return nothing(sheet, body);
            }
            row(sheet, body, &keys(panels));
            let (left, right) = (body.left + NUMBERS, body.right - NAMES);
            for (at, panel) in panels.iter().enumerate() {
                let bottom = body.top + KEYS + (APART + PANEL) * (at + 1) as f64;
                let area = Rect::new(left, bottom - PANEL, right, bottom);
                self.panel(sheet, area, panel, at + 1 == panels.len());
            }
        })
    }
}

fn keys(panels: &[FanPanel]) -> Vec<Key> {
    let mut keys = vec![
        Key(Mark::Line, OUTPUT, study::MEDIAN),
        Key(Mark::Area, MIDDLE, study::MIDDLE_HALF),
        Key(Mark::Area, LIGHT, study::MIDDLE_NINE_TENTHS),
    ];
    if panels.iter().any(|panel| panel.target.is_some()) {
        keys.push(Key(Mark::Dashes, TARGET, words::TARGET));
    }
    keys
}

impl Fan {
    fn panel(&self, sheet: &mut Sheet<'_>, area: Rect, panel: &FanPanel, lowest: bool) {
        let target = panel.target.filter(|target| target.is_finite());
        let top = highest(panel.bands.iter().flatten()).max(target.unwrap_or(0.0) * 1.04);
        let plot = Plot::new(area, self.days, self.quantity, top);
        let [low, lower, median, upper, high] = &panel.bands;
        plot.axes(sheet, Some(&panel.label), lowest);
        plot.gaps(sheet, |day| known(median, day));
        plot.between(sheet, (low, high), LIGHT);
        plot.between(sheet, (lower, upper), MIDDLE);
        plot.overlay(sheet);
        plot.line(sheet, median, PAPER, 4.4);
        plot.line(sheet, median, OUTPUT, 2.6);
        if let Some(value) = target {
            target::level(sheet, &plot, value);
        }
        if let Some(date) = self.target_date {
            target::day(sheet, &plot, date);
        }
        let beside = Rect::new(area.right, area.top, area.right + NAMES, area.bottom);
        column(sheet, beside, &self.ends(sheet, &plot, panel));
    }

    /// What each quantile comes to on the last day that has them all.
    fn ends(&self, sheet: &Sheet<'_>, plot: &Plot, panel: &FanPanel) -> Vec<Beside> {
        let complete = |day: &usize| panel.bands.iter().all(|values| known(values, *day));
        let Some(last) = (0..self.days.count).rev().find(complete) else {
            return Vec::new();
        };
        let colours = [LIGHT, MIDDLE, OUTPUT, MIDDLE, LIGHT];
        let end = |at: usize| {
            let value = panel.bands[at][last];
            let text = format!(
                "{}  {}",
                PER_CENT[at],
                self.quantity.short(value, sheet.lang)
            );
            // A hair upwards for each quantile keeps their order where they are equal.
            let y = plot.y(value) - at as f64 * 1e-3;
            Beside {
                y,
                colour: colours[at],
                word: Word::new(&text, &text),
            }
        };
        (0..panel.bands.len()).map(end).collect()
    }
}
