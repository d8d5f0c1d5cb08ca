//! Sensitivity as figures: a tornado, elementary effects, shares of the variance.

use super::word;
use crate::report::charts::{
    Bar, ChartError, Drawing, Estimate, Figure, Influence, InfluenceBar, Method, Quantity, Style,
    Tornado,
};
use crate::report::sensitivity::Sensitivity;
use crate::report::words::{self, Lang, Word, inputs, league as named};
use crate::scenario::Scenario;
use crate::study::measure::MEASURES;
use crate::study::sensitivity::outcome_name;

/// How sure the intervals are.
const CONFIDENCE: f64 = 0.95;

/// The charts of one outcome.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn draw(
    scenario: &Scenario,
    found: &Sensitivity,
    outcome: usize,
    lang: Lang,
) -> Result<Vec<Drawing>, ChartError> {
    let style = Style::new(lang, word(&scenario.title), &scenario.hash);
    let mut drawings = Vec::new();
    if let Some(figure) = tornado(found, outcome) {
        drawings.push(figure.draw(&style)?);
    }
    for (name, figure) in [
        ("morris", effects(found, outcome)),
        ("sobol", shares(found, outcome)),
    ] {
        if let Some(figure) = figure {
            drawings.push(Drawing {
                name,
                ..figure.draw(&style)?
            });
        }
    }
    Ok(drawings)
}

fn measure(outcome: usize) -> Word {
    match MEASURES.get(outcome) {
        Some(known) if outcome_name(outcome) == known.name => named::measure(known.name),
        _ => words::SHORTFALL,
    }
}

fn quantity(outcome: usize) -> Quantity {
    match outcome_name(outcome) {
        "unmet_person_days" => Quantity::PersonDays,
        "shortfall_on_target_date" => Quantity::PiecesADay,
        "output" | "delivered" => Quantity::Pieces,
        name if name.starts_with("days") => Quantity::Days,
        name if name.starts_with("gini") || name.starts_with("jain") => Quantity::Index,
        _ => Quantity::Share,
    }
}

fn tornado(found: &Sensitivity, outcome: usize) -> Option<Tornado> {
    let tornado = found.tornado.as_ref()?;
    let bars = found
        .groups
        .iter()
        .zip(&tornado.ends)
        .map(|(name, [low, high])| Bar {
            factor: inputs::input(name),
            low: low[outcome],
            high: high[outcome],
        });
    Some(Tornado {
        measure: measure(outcome),
        quantity: quantity(outcome),
        base: tornado.base[outcome],
        bars: bars.collect(),
    })
}

fn effects(found: &Sensitivity, outcome: usize) -> Option<Influence> {
    let effects = &found.effects.as_ref()?[outcome];
    let bars = found
        .groups
        .iter()
        .zip(effects)
        .map(|(name, effect)| InfluenceBar {
            factor: inputs::input(name),
            first: Estimate {
                value: effect.mu_star,
                low: effect.interval.low,
                high: effect.interval.high,
            },
            // Of the spread of effects no interval is told.
            total: Estimate {
                value: effect.sigma,
                low: effect.sigma,
                high: effect.sigma,
            },
        });
    Some(Influence {
        measure: measure(outcome),
        method: Method::Morris(quantity(outcome)),
        confidence: CONFIDENCE,
        bars: bars.collect(),
    })
}

fn shares(found: &Sensitivity, outcome: usize) -> Option<Influence> {
    let shares = found.shares.as_ref()?;
    let bars = shares
        .parts
        .iter()
        .zip(&shares.indices[outcome])
        .map(|(name, index)| InfluenceBar {
            factor: inputs::input(name),
            first: Estimate {
                value: index.first,
                low: index.first_interval.low,
                high: index.first_interval.high,
            },
            total: Estimate {
                value: index.total,
                low: index.total_interval.low,
                high: index.total_interval.high,
            },
        });
    Some(Influence {
        measure: measure(outcome),
        method: Method::Sobol,
        confidence: CONFIDENCE,
        bars: bars.collect(),
    })
}
