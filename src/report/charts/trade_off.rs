//! Efficiency against equity: one disc a rule, better to the right and above.

use super::frame::{Heading, framed, nothing};
use super::ink::{Ink, Rect};
use super::palette::{AXIS, GRID, INK, KINDS, MUTED, TARGET};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Figure, Quantity, Style};
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

impl Figure for TradeOff {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let heading = Heading {
            name: "league_trade_off",
            title: words::TRADE_OFF_TITLE,
            about: words::TRADE_OFF_ABOUT,
            days: None,
        };
        framed(style, &heading, HEIGHT, |sheet, body| {
            let panels = &self.panels[..self.panels.len().min(2)];
            if panels.iter().all(|(_, points)| points.is_empty()) {
                return nothing(sheet, body);
            }
            let width = (body.width() - 60.0 * (panels.len() - 1) as f64) / panels.len() as f64;
            for (at, (title, points)) in panels.iter().enumerate() {
                let left = body.left + (width + 60.0) * at as f64;
                self.panel(
                    sheet,
                    Rect::new(left, body.top, left + width, body.bottom),
                    title,
                    points,
                );
            }
        })
    }
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
        let across = Quantity::Share.covering(points.iter().map(|point| point.at.0), 4.0);
        let upward = Quantity::Share.covering(points.iter().map(|point| point.at.1), 4.0);
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
                &per_cent(tick),
            );
        }
        for &tick in &upward {
            sheet.line(&[(plot.left, y(tick)), (plot.right, y(tick))], GRID, 0.8);
            sheet.text(
                (plot.left - 8.0, y(tick) + 4.2),
                small.right(),
                &per_cent(tick),
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
        let mut taken: Vec<Rect> = Vec::new();
        for (at, point) in points.iter().enumerate() {
            let (px, py) = (x(point.at.0), y(point.at.1));
            let colour = if point.reference {
                TARGET
            } else {
                KINDS[at % KINDS.len()]
            };
            sheet.disc((px, py), 6.0, colour);
            let text = point.label.first(if sheet.lang == Lang::Both {
                Lang::Zh
            } else {
                sheet.lang
            });
            label(sheet, plot, &mut taken, (px, py), text);
        }
    }
}

/// A name beside its disc, where no other name stands; left out where there is no room: the table has them all.
fn label(sheet: &mut Sheet<'_>, plot: Rect, taken: &mut Vec<Rect>, (x, y): (f64, f64), text: &str) {
    let ink = Ink::new(12.5, INK);
    let width = ink.width(text);
    for shift in [4.5, -10.0, 19.0, -24.0, 33.0, -38.0, 47.0] {
        for left in [x + 10.0, x - 10.0 - width] {
            let room = Rect::new(left, y + shift - 11.0, left + width, y + shift + 3.0);
            let inside = room.left >= plot.left && room.right <= plot.right + 30.0;
            if inside && !taken.iter().any(|other| other.meets(&room)) {
                sheet.text((left, y + shift), ink, text);
                taken.push(room);
                return;
            }
        }
    }
}

fn per_cent(share: f64) -> String {
    format!("{}%", Quantity::Share.tick(share, Lang::En))
}
