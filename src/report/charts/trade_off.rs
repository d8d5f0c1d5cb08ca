//! Efficiency against equity: one disc a rule, better to the right and above. Discs carry numbers, because fifteen
//! names have no room where rules crowd; what the numbers mean stands below.

use plotters::prelude::RGBAColor;

use super::frame::{Heading, framed, nothing};
use super::ink::{Ink, Point as Place, Rect};
use super::labels::around;
use super::palette::{AXIS, GRID, INK, MUTED, OUTPUT, PAPER, TARGET};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Style};
use crate::report::words::{self, Lang, Word};

/// A rule's place.
#[derive(Clone, Debug)]
pub struct Point {
    /// The rule.
    pub label: Word,
    /// Efficiency and equity, shares; more is better.
    pub at: (f64, f64),
    /// The one that the others are compared with.
    pub reference: bool,
}

/// The figure: panels from left to right, two at most.
#[derive(Clone, Debug)]
pub struct TradeOff {
    /// What each panel shows and who stands where.
    pub panels: Vec<(Word, Vec<Point>)>,
    /// What lies across and upwards.
    pub axes: [Word; 2],
}

const HEIGHT: f64 = 520.0;
const DISC: f64 = 5.0;
/// Rules that are no farther apart on paper share a disc.
const COINCIDENT: f64 = 4.0;
/// Numbers no farther than this from their disc need no lead.
const NEAR: f64 = 13.0;
/// A row of the legend.
const ROW: f64 = 23.0;

/// Columns of the legend: names in two languages are wider.
fn columns(lang: Lang) -> usize {
    if lang == Lang::Both { 3 } else { 4 }
}

impl Figure for TradeOff {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "league_trade_off",
            title: words::TRADE_OFF_TITLE,
            about: words::TRADE_OFF_ABOUT,
            days: None,
        };
        let rules = self.panels.first().map_or(0, |(_, points)| points.len());
        let rows = rules.div_ceil(columns(style.lang)) as f64;
        framed(
            style,
            &heading,
            HEIGHT + ROW * rows + 12.0,
            |sheet, body| {
                let panels = &self.panels[..self.panels.len().min(2)];
                if panels.iter().all(|(_, points)| points.is_empty()) {
                    return nothing(sheet, body);
                }
                let width = (body.width() - 60.0 * (panels.len() - 1) as f64) / panels.len() as f64;
                for (at, (title, points)) in panels.iter().enumerate() {
                    let left = body.left + (width + 60.0) * at as f64;
                    self.panel(
                        sheet,
                        Rect::new(left, body.top, left + width, body.top + HEIGHT),
                        title,
                        points,
                    );
                }
                let below = Rect::new(body.left, body.top + HEIGHT + 12.0, body.right, body.bottom);
                legend(sheet, below, &panels[0].1);
            },
        )
    }
}

/// Numbers of an axis that cover values: a round step, from below the least to above the greatest.
fn ticks(values: impl Iterator<Item = f64> + Clone) -> Vec<f64> {
    let least = values.clone().fold(f64::INFINITY, f64::min);
    let most = values.fold(f64::NEG_INFINITY, f64::max);
    let span = (most - least).max(0.002);
    let raw = span / 4.0;
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|by| by * power)
        .into_iter()
        .find(|&step| step >= raw);
    let step = step.unwrap_or(10.0 * power);
    let first = (least / step - 0.15).floor() as i64;
    let last = (most / step + 0.15).ceil() as i64;
    (first..=last).map(|at| at as f64 * step).collect()
}

impl TradeOff {
    fn panel(&self, sheet: &mut Sheet<'_>, area: Rect, title: &Word, points: &[Point]) {
        let plot = Rect::new(
            area.left + 58.0,
            area.top + 58.0,
            area.right,
            area.bottom - 54.0,
        );
        sheet.word(
            (area.left, area.top + 20.0),
            Ink::new(14.0, INK).bold(),
            title,
            area.width(),
        );
        let across = ticks(points.iter().map(|point| point.at.0));
        let upward = ticks(points.iter().map(|point| point.at.1));
        let place =
            |ticks: &[f64], value: f64| (value - ticks[0]) / (ticks[ticks.len() - 1] - ticks[0]);
        let x = |value: f64| plot.left + place(&across, value) * plot.width();
        let y = |value: f64| plot.bottom - place(&upward, value) * plot.height();
        let small = Ink::new(12.0, MUTED);
        for &tick in &across {
            sheet.line(&[(x(tick), plot.top), (x(tick), plot.bottom)], GRID, 0.8);
            sheet.text(
                (x(tick), plot.bottom + 18.0),
                small.middle(),
                &per_cent(tick, &across),
            );
        }
        for &tick in &upward {
            sheet.line(&[(plot.left, y(tick)), (plot.right, y(tick))], GRID, 0.8);
            sheet.text(
                (plot.left - 8.0, y(tick) + 4.2),
                small.right(),
                &per_cent(tick, &upward),
            );
        }
        sheet.line(
            &[(plot.left, plot.bottom), (plot.right, plot.bottom)],
            AXIS,
            1.0,
        );
        sheet.word(
            (plot.left, plot.bottom + 42.0),
            small,
            &self.axes[0],
            plot.width(),
        );
        sheet.word(
            (area.left, plot.top - 14.0),
            small,
            &self.axes[1],
            plot.width(),
        );
        let places: Vec<Place> = points
            .iter()
            .map(|point| (x(point.at.0), y(point.at.1)))
            .collect();
        numbered(sheet, plot, &places, points);
    }
}

fn colour(point: &Point) -> RGBAColor {
    if point.reference { TARGET } else { OUTPUT }
}

/// Positions that share a disc, at the place of the first of them.
fn merged(places: &[Place]) -> Vec<(Place, Vec<usize>)> {
    let mut discs: Vec<(Place, Vec<usize>)> = Vec::new();
    for (at, &(x, y)) in places.iter().enumerate() {
        let near = |disc: &&mut (Place, Vec<usize>)| {
            (disc.0.0 - x).abs().max((disc.0.1 - y).abs()) <= COINCIDENT
        };
        match discs.iter_mut().find(near) {
            Some((_, sharing)) => sharing.push(at),
            None => discs.push(((x, y), vec![at])),
        }
    }
    discs
}

/// Discs with the numbers of their rules beside them, each led back to its disc where it stands away.
fn numbered(sheet: &mut Sheet<'_>, plot: Rect, places: &[Place], points: &[Point]) {
    let discs = merged(places);
    let square = |(x, y): Place, half: f64| Rect::new(x - half, y - half, x + half, y + half);
    let mut taken: Vec<Rect> = discs.iter().map(|disc| square(disc.0, DISC)).collect();
    let ink = Ink::new(12.5, INK).bold();
    let bounds = Rect::new(plot.left, plot.top - 8.0, plot.right + 30.0, plot.bottom);
    let mut labels = Vec::new();
    for (centre, sharing) in &discs {
        let numbers: Vec<String> = sharing.iter().map(|at| (at + 1).to_string()).collect();
        let text = numbers.join(", ");
        let label = around(*centre, (ink.width(&text) + 4.0, 15.0), &bounds, &taken);
        taken.push(label);
        // A lead to a number that stands right beside its disc would look like a minus sign.
        if !label.meets(&square(*centre, NEAR)) {
            sheet.line(&[*centre, label.middle()], AXIS, 0.9);
        }
        labels.push((label, text));
    }
    for (centre, sharing) in &discs {
        let reference = sharing.iter().find(|&&at| points[at].reference);
        let shown = &points[*reference.unwrap_or(&sharing[0])];
        sheet.disc(*centre, DISC + 1.2, PAPER);
        sheet.disc(*centre, DISC, colour(shown));
    }
    for (label, text) in labels {
        let (x, y) = label.middle();
        sheet.rect(
            Rect::new(label.left + 1.0, y - 6.5, label.right - 1.0, y + 6.5),
            PAPER,
        );
        sheet.text((x, y + 4.5), ink.middle(), &text);
    }
}

/// What the numbers mean, column by column.
fn legend(sheet: &mut Sheet<'_>, area: Rect, points: &[Point]) {
    let columns = columns(sheet.lang);
    let rows = points.len().div_ceil(columns);
    let width = area.width() / columns as f64;
    for (at, point) in points.iter().enumerate() {
        let left = area.left + width * (at / rows) as f64;
        let y = area.top + ROW * (at % rows) as f64 + 15.0;
        let number = Ink::new(12.5, colour(point)).bold().right();
        sheet.text((left + 20.0, y), number, &(at + 1).to_string());
        let name = if point.reference {
            words::REFERENCE.with(&point.label.zh, &point.label.en)
        } else {
            point.label.clone()
        };
        sheet.word((left + 28.0, y), Ink::new(13.5, INK), &name, width - 34.0);
    }
}

fn per_cent(value: f64, ticks: &[f64]) -> String {
    let step = ticks.get(1).map_or(1.0, |next| next - ticks[0]);
    let decimals = if step >= 0.01 {
        0
    } else if step >= 0.001 {
        1
    } else {
        2
    };
    format!("{:.decimals$}%", 100.0 * value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_in_one_place_share_a_disc() {
        let discs = merged(&[(10.0, 10.0), (60.0, 10.0), (12.0, 13.0), (10.0, 15.0)]);
        let sharing: Vec<_> = discs.into_iter().map(|(_, sharing)| sharing).collect();
        assert_eq!(sharing, [vec![0, 2], vec![1], vec![3]]);
    }

    #[test]
    fn ticks_are_round_and_cover_all_values() {
        let of = |values: &[f64]| ticks(values.iter().copied());
        let covers = |values: &[f64]| {
            let ticks = of(values);
            let (first, last) = (ticks[0], ticks[ticks.len() - 1]);
            assert!(
                values.iter().all(|value| (first..=last).contains(value)),
                "{ticks:?}"
            );
            assert!((2..=9).contains(&ticks.len()), "{ticks:?}");
        };
        covers(&[0.61, 0.64, 0.83]);
        covers(&[0.5, 0.5]);
        covers(&[0.999, 1.0]);
    }
}
