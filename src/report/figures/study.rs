//! A study as figures.

use super::word;
use crate::report::charts::{
    BottleneckCalendar, BoxRow, Boxes, Chances, ChartError, Days, Drawing, Fan, FanPanel, Figure,
    Quantity, Series, Style, Target,
};
use crate::report::study::{QUANTILES, Study, causes};
use crate::report::words::{self, Lang, Word, league as named};
use crate::study::bins::Bins;
use crate::study::measure::{self, MEASURES};
use crate::study::summary::{Cell, steps_in};
use crate::study::watch::WEEK;
use crate::units::Day;

/// Fans, probabilities and the bottleneck calendar of the first policy and point; how policies and points spread, where there
/// are several.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn draw(study: Study<'_>, lang: Lang) -> Result<Vec<Drawing>, ChartError> {
    let scenario = &study.plan.points[0].scenario;
    let style = Style::new(lang, word(&scenario.title), &scenario.hash);
    let mut drawings = vec![
        fan(study).draw(&style)?,
        chances(study).draw(&style)?,
        calendar(study).draw(&style)?,
    ];
    if study.plan.compares() {
        drawings.push(boxes(study).draw(&style)?);
    }
    Ok(drawings)
}

fn days(study: Study<'_>) -> Days {
    let scenario = &study.plan.points[0].scenario;
    Days {
        first: scenario.start,
        count: scenario.days as usize,
    }
}

fn first(study: Study<'_>) -> &Cell {
    &study.summary.cells[0]
}

fn fan(study: Study<'_>) -> Fan {
    let (scenario, cell) = (&study.plan.points[0].scenario, first(study));
    let panel = |(label, series): (Word, usize)| FanPanel {
        label,
        bands: QUANTILES.map(|share| {
            let value = |bins: &Bins| bins.quantile(share).map_or(f64::NAN, |value| value as f64);
            cell.series[series].iter().map(value).collect()
        }),
        target: Some(scenario.target.pieces_per_day as f64),
    };
    Fan {
        title: words::CAPACITY_TITLE,
        days: days(study),
        quantity: Quantity::PiecesADay,
        panels: [(words::OUTPUT, 0), (words::EFFECTIVE, 1)]
            .map(panel)
            .into(),
        target_date: Some(scenario.target.date),
        replicates: study.plan.replicates,
    }
}

/// The first policy's three series; where policies or points are compared, the output of each.
fn chances(study: Study<'_>) -> Chances {
    let scenario = &study.plan.points[0].scenario;
    let curves = if study.plan.compares() {
        study
            .cells()
            .map(|(_, names, cell)| Series {
                label: cell_name(study, &names),
                values: cell.probability(0),
            })
            .collect()
    } else {
        [
            (words::OUTPUT, 0),
            (words::EFFECTIVE, 1),
            (words::NOMINAL, 2),
        ]
        .map(|(label, series)| Series {
            label,
            values: first(study).probability(series),
        })
        .into()
    };
    Chances {
        days: days(study),
        curves,
        target: Target {
            pieces: scenario.target.pieces_per_day as f64,
            date: scenario.target.date,
        },
        replicates: study.plan.replicates,
    }
}

fn calendar(study: Study<'_>) -> BottleneckCalendar {
    let (scenario, cell) = (&study.plan.points[0].scenario, first(study));
    let names = causes(scenario);
    // The last is no cause: nothing would have raised output.
    let count = names.len() - 1;
    let places = scenario.prefectures.len();
    let weeks = scenario.days as usize / WEEK;
    let share = |at: usize| {
        let (cause, week, place) = (
            at % count,
            at / count % weeks.max(1),
            at / count / weeks.max(1),
        );
        let runs = cell.bottlenecks[(week * places + place) * names.len() + cause];
        runs as f64 / cell.runs.max(1) as f64
    };
    BottleneckCalendar {
        weeks: (0..weeks)
            .map(|week| scenario.date(Day((week * WEEK) as i32)))
            .collect(),
        places: scenario
            .prefectures
            .iter()
            .map(|prefecture| word(&prefecture.name))
            .collect(),
        causes: names[..count]
            .iter()
            .map(|name| words::named(name))
            .collect(),
        shares: (0..places * weeks * count).map(share).collect(),
        replicates: study.plan.replicates,
    }
}

fn boxes(study: Study<'_>) -> Boxes {
    let at = measure::position("fill_rate").unwrap_or(0);
    let steps = steps_in(MEASURES[at].unit);
    let row = |(_, names, cell): (usize, [String; 2], &Cell)| {
        let bins = &cell.measures[at];
        let value = |value: Option<i64>| value.map_or(f64::NAN, |value| value as f64 / steps);
        let [a, b, c, d, e] = QUANTILES.map(|share| value(bins.quantile(share)));
        BoxRow {
            label: cell_name(study, &names),
            quantiles: [value(bins.least()), a, b, c, d, e, value(bins.most())],
        }
    };
    Boxes {
        measure: named::measure(MEASURES[at].name),
        quantity: Quantity::Share,
        rows: study.cells().map(row).collect(),
        replicates: study.plan.replicates,
    }
}

/// What tells a policy and point from the others: the policy, the point, or both.
fn cell_name(study: Study<'_>, [set, policy]: &[String; 2]) -> Word {
    let rules = match policy.parse() {
        Ok(rules) => named::candidate(&rules),
        Err(_) => words::AS_GIVEN,
    };
    match (study.plan.policies.len() > 1, study.plan.points.len() > 1) {
        (_, false) => rules,
        (false, true) => Word::new(set, set),
        (true, true) => Word::new(
            &format!("{} {set}", rules.zh),
            &format!("{} {set}", rules.en),
        ),
    }
}
