//! Backtests and calibrations as figures.

use super::word;
use crate::report::calibration::page::quantity_of;
use crate::report::calibration::{Calibrated, conclusions as told};
use crate::report::charts::{
    Beside, BesidePanel, ChartError, ConclusionRow, Conclusions, Days, Drawing, Figure, Mark,
    ParameterRow, Parameters, Style,
};
use crate::report::words::{Lang, reality};
use crate::scenario::Scenario;
use crate::study::backtest::growth::Growth;
use crate::study::backtest::{Backtest, Role};
use crate::study::calibrate::evidence::Figure as Evidence;
use crate::units::Day;

/// Bands beside what was reported.
///
/// # Errors
/// When the chart cannot be drawn.
pub fn backtest(
    scenario: &Scenario,
    backtest: &Backtest,
    lang: Lang,
) -> Result<Drawing, ChartError> {
    let figures = Evidence::all(scenario, &backtest.gauges);
    let mut order: Vec<usize> = (0..backtest.gauges.len()).collect();
    let marks = |gauge: usize| {
        backtest
            .points
            .iter()
            .filter(move |point| point.gauge == gauge)
    };
    // Output leads; then what tests comes first, and what was reported most often; the whole before its parts.
    order.sort_by_key(|&gauge| {
        let tests = marks(gauge)
            .filter(|point| point.role == Role::Tests)
            .count();
        let named = &backtest.gauges[gauge];
        (
            named.scope != "province",
            named.metric != "output",
            usize::MAX - tests,
            usize::MAX - marks(gauge).count(),
        )
    });
    let panel = |&gauge: &usize| {
        let named = &backtest.gauges[gauge];
        let tests = marks(gauge).any(|point| point.role == Role::Tests);
        let growth = Growth::of(&figures, gauge, backtest.until).filter(|_| tests);
        let last = marks(gauge).map(|point| point.figure.day).max();
        let begins = scenario.day_of(backtest.until);
        BesidePanel {
            label: reality::gauge(scenario, named),
            quantity: quantity_of(&named.metric),
            bands: std::array::from_fn(|at| {
                backtest.bands[gauge].iter().map(|band| band[at]).collect()
            }),
            naive: growth.map_or_else(Vec::new, |growth| {
                let days = (0..scenario.days as i32).map(Day);
                let shown = |day: Day| day >= begins && last.is_some_and(|last| day <= last);
                days.map(|day| {
                    if shown(day) {
                        growth.on(day)[1]
                    } else {
                        f64::NAN
                    }
                })
                .collect()
            }),
            marks: (marks(gauge))
                .map(|point| Mark {
                    date: point.figure.reported.date,
                    value: point.figure.reported.value,
                    role: point.role,
                })
                .collect(),
        }
    };
    let figure = Beside {
        days: Days {
            first: scenario.start,
            count: scenario.days as usize,
        },
        panels: order.iter().map(panel).collect(),
        until: backtest.until,
        replicates: backtest.replicates,
    };
    figure.draw(&style(scenario, lang))
}

/// Parameters before and after, and what holds in the accepted fits.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn calibration(
    scenario: &Scenario,
    calibrated: &Calibrated,
    lang: Lang,
) -> Result<Vec<Drawing>, ChartError> {
    let rows = scenario
        .parameters
        .iter()
        .zip(&calibrated.marginals)
        .zip(&calibrated.best);
    let parameters = Parameters {
        rows: rows
            .map(|((parameter, marginal), &best)| ParameterRow {
                label: word(&parameter.title),
                prior: [marginal.prior[0], marginal.prior[4]],
                posterior: marginal.posterior,
                best,
                contraction: marginal.contraction,
            })
            .collect(),
    };
    let style = style(scenario, lang);
    Ok(vec![
        parameters.draw(&style)?,
        conclusions(scenario, calibrated).draw(&style)?,
    ])
}

fn style(scenario: &Scenario, lang: Lang) -> Style {
    Style::new(lang, word(&scenario.title), &scenario.hash)
}

/// What holds, or what a measure does, in fewer fits than this is left to the table.
const SELDOM: f64 = 0.02;

fn conclusions(scenario: &Scenario, calibrated: &Calibrated) -> Conclusions {
    let told = told::all(scenario, calibrated).into_iter();
    let shown = told.filter(|one| {
        let harms = one.harms.as_ref().map_or(0.0, |shares| shares[0]);
        let always = one.what.starts_with("target");
        always || one.holds[0].max(harms) >= SELDOM
    });
    let rows = shown.map(|one| ConclusionRow {
        harms: one.harms.as_ref().map(|shares| shares[0]),
        holds: one.holds[0],
        label: one.label,
    });
    Conclusions {
        rows: rows.collect(),
        fits: calibrated.courses.len() as u64,
    }
}
