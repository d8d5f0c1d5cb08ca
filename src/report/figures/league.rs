//! A league of rules as figures.

use super::word;
use crate::report::charts::{ChartError, Drawing, Figure, Panel, Point, Ranks, Style, TradeOff};
use crate::report::league::{League, written};
use crate::report::words::{self, Lang, Word, league as named};
use crate::scenario::Scenario;
use crate::study::measure::{self, MEASURES};
use crate::units::Share;

/// Measures whose ranks are drawn.
const RANKED: [&str; 3] = ["fill_rate", "lowest_fill_rate", "gini_makers"];

/// Ranks over tightness at the first link ratio; efficiency against equity as given and where supply is tightest.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn draw(scenario: &Scenario, league: &League, lang: Lang) -> Result<Vec<Drawing>, ChartError> {
    let style = Style::new(lang, word(&scenario.title), &scenario.hash);
    let figures: [&dyn Figure; 2] = [&ranks(league), &trade_off(league)];
    figures
        .into_iter()
        .map(|figure| figure.draw(&style))
        .collect()
}

fn rules(league: &League) -> Vec<Word> {
    league
        .plan()
        .candidates
        .iter()
        .map(named::candidate)
        .collect()
}

fn per_cent(share: Share) -> String {
    format!("{:.0}%", 100.0 * share.to_decimal())
}

fn ranks(league: &League) -> Ranks {
    let tightness = &league.plan().tightness;
    let column = |share: &Option<Share>| match share {
        None => words::AS_GIVEN,
        Some(share) => Word::new(&per_cent(*share), &per_cent(*share)),
    };
    let panel = |name: &str| {
        let at = measure::position(name)?;
        let by_tightness: Vec<_> = (0..tightness.len())
            .map(|setting| league.standings([setting, 0], at))
            .collect();
        let row = |rule: usize| {
            let standings = by_tightness.iter().map(|standings| standings[rule]);
            standings
                .map(|standing| (standing.rank, written(standing.mean, MEASURES[at].unit)))
                .collect()
        };
        Some(Panel {
            title: named::measure(name),
            cells: (0..league.plan().candidates.len()).map(row).collect(),
        })
    };
    Ranks {
        rules: rules(league),
        columns: tightness.iter().map(column).collect(),
        panels: RANKED.into_iter().filter_map(panel).collect(),
    }
}

fn trade_off(league: &League) -> TradeOff {
    let tightness = &league.plan().tightness;
    let tightest = (0..tightness.len()).min_by_key(|&at| tightness[at].unwrap_or(Share(i64::MAX)));
    let mut shown = vec![0];
    shown.extend(tightest.filter(|&at| at != 0));
    let [across, upward] = ["fill_rate", "lowest_fill_rate"];
    let panel = |&setting: &usize| {
        let title = match tightness[setting] {
            None => words::TIGHTNESS_GIVEN,
            Some(share) => words::TIGHTNESS.with(&per_cent(share), &per_cent(share)),
        };
        let means = |name: &str| -> Vec<f64> {
            let at = measure::position(name).unwrap_or(0);
            let standings = league.standings([setting, 0], at);
            standings.iter().map(|standing| standing.mean).collect()
        };
        let places = means(across).into_iter().zip(means(upward));
        let point = |(at, (label, place)): (usize, (Word, (f64, f64)))| Point {
            label,
            at: place,
            reference: at == league.reference,
        };
        (
            title,
            rules(league)
                .into_iter()
                .zip(places)
                .enumerate()
                .map(point)
                .collect(),
        )
    };
    TradeOff {
        panels: shown.iter().map(panel).collect(),
        axes: [across, upward].map(named::measure),
    }
}
