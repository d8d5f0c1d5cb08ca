//! A study as tables: what is likely, how far futures spread, what binds when, and what a choice may be regretted for.

use serde_json::{Value, json};

use super::sheet::{Cell as SheetCell, File, Sheet, cells};
use crate::scenario::Scenario;
use crate::study::measure::{Better, MEASURES, Unit};
use crate::study::plan::{Plan, Point, point_folder};
use crate::study::summary::{Cell, Summary, mean_of_worst, steps_in};
use crate::study::watch::WEEK;
use crate::units::Day;

/// Shares of the runs below which bands end.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Of the runs, the worst share that the conditional value at risk is a mean of.
pub const TAIL: f64 = 0.05;
/// The daily series of a study.
pub const SERIES: [&str; 3] = ["output", "effective", "nominal"];

/// A study with what is told of it.
#[derive(Clone, Copy, Debug)]
pub struct Study<'a> {
    /// What was run.
    pub plan: &'a Plan,
    /// What it came to.
    pub summary: &'a Summary,
}

impl<'a> Study<'a> {
    /// Every policy at every point: position of the point and name of both, with what was counted.
    pub fn cells(self) -> impl Iterator<Item = (usize, [String; 2], &'a Cell)> {
        let policies = self.plan.policies.len();
        self.summary
            .cells
            .iter()
            .enumerate()
            .map(move |(at, cell)| {
                let (point, policy) = (at / policies, at % policies);
                let names = [
                    self.plan.points[point].name(),
                    self.plan.policy_name(policy),
                ];
                (point, names, cell)
            })
    }

    fn scenario(self, point: usize) -> &'a Scenario {
        &self.plan.points[point].scenario
    }

    /// Every table.
    #[must_use]
    pub fn tables(self) -> Vec<File> {
        let mut tables = vec![
            self.bands(),
            self.chances(),
            self.measures(),
            self.bottlenecks(),
            self.quarantine(),
        ];
        if self.plan.compares() {
            tables.push(self.regrets());
        }
        tables
    }

    /// Quantile bands, day by day.
    fn bands(self) -> File {
        let columns = [
            "point", "policy", "date", "series", "runs", "mean", "p05", "p25", "p50", "p75", "p95",
        ];
        let mut sheet = Sheet::new("bands.csv", &columns);
        for (point, [set, policy], cell) in self.cells() {
            for (series, days) in SERIES.iter().zip(&cell.series) {
                for (day, bins) in days.iter().enumerate() {
                    let mut row = cells![
                        set,
                        policy,
                        date(self.scenario(point), day),
                        series,
                        bins.count(),
                        bins.mean().map_or(SheetCell::EMPTY, six),
                    ]
                    .to_vec();
                    row.extend(QUANTILES.map(|share| number(bins.quantile(share))));
                    sheet.row(&row);
                }
            }
        }
        sheet.finish()
    }

    /// The probability that the target has been reached, by date, with the interval that so many runs allow.
    fn chances(self) -> File {
        let columns = [
            "point",
            "policy",
            "date",
            "series",
            "runs",
            "reached",
            "probability",
            "low",
            "high",
        ];
        let mut sheet = Sheet::new("probability.csv", &columns);
        for (point, [set, policy], cell) in self.cells() {
            for (at, series) in SERIES.iter().enumerate() {
                let mut reached = 0;
                for (day, runs) in cell.reached[at].iter().enumerate() {
                    reached += runs;
                    let share = reached as f64 / cell.runs.max(1) as f64;
                    let [low, high] = wilson(reached, cell.runs);
                    let mut row = cells![
                        set,
                        policy,
                        date(self.scenario(point), day),
                        series,
                        cell.runs,
                        reached,
                    ]
                    .to_vec();
                    row.extend([share, low, high].map(six));
                    sheet.row(&row);
                }
            }
        }
        sheet.finish()
    }

    /// Measures of a run over all runs, with the mean of the worst.
    fn measures(self) -> File {
        let columns = [
            "point",
            "policy",
            "measure",
            "runs",
            "mean",
            "least",
            "p05",
            "p25",
            "p50",
            "p75",
            "p95",
            "most",
            "mean_of_worst_5_per_cent",
        ];
        let mut sheet = Sheet::new("measures.csv", &columns);
        for (_, [set, policy], cell) in self.cells() {
            let shortfall = (
                "shortfall_on_target_date",
                Unit::Count,
                Better::Lower,
                &cell.shortfall,
            );
            let measures = MEASURES.iter().zip(&cell.measures);
            let all =
                measures.map(|(measure, bins)| (measure.name, measure.unit, measure.better, bins));
            for (name, unit, better, bins) in std::iter::once(shortfall).chain(all) {
                let written = Written(unit);
                let mut row = cells![set, policy, name, bins.count()].to_vec();
                row.extend([written.mean(bins.mean()), written.value(bins.least())]);
                row.extend(QUANTILES.map(|share| written.value(bins.quantile(share))));
                row.push(written.value(bins.most()));
                row.push(written.mean(mean_of_worst(bins, TAIL, better)));
                sheet.row(&row);
            }
        }
        sheet.finish()
    }

    /// How often which cause binds, by week and prefecture, as on the last day of the week.
    fn bottlenecks(self) -> File {
        let columns = [
            "point",
            "policy",
            "week_ending",
            "prefecture",
            "cause",
            "runs",
            "share",
        ];
        let mut sheet = Sheet::new("bottlenecks.csv", &columns);
        for (point, [set, policy], cell) in self.cells() {
            let scenario = self.scenario(point);
            let causes = causes(scenario);
            for (at, &runs) in cell.bottlenecks.iter().enumerate() {
                let (place, cause) = (at / causes.len(), at % causes.len());
                let prefectures = scenario.prefectures.len();
                let (week, prefecture) = (place / prefectures, place % prefectures);
                if runs > 0 {
                    sheet.row(&cells![
                        set,
                        policy,
                        date(scenario, week * WEEK + WEEK - 1),
                        scenario.prefectures[prefecture].code,
                        causes[cause],
                        runs,
                        six(runs as f64 / cell.runs.max(1) as f64),
                    ]);
                }
            }
        }
        sheet.finish()
    }

    /// What a policy or point loses against the best of them on the same future.
    fn regrets(self) -> File {
        let columns = [
            "point", "policy", "measure", "runs", "mean", "p50", "p90", "most",
        ];
        let mut sheet = Sheet::new("regret.csv", &columns);
        for (_, [set, policy], cell) in self.cells() {
            for (measure, bins) in MEASURES.iter().zip(&cell.regrets) {
                let written = Written(measure.unit);
                sheet.row(&cells![
                    set,
                    policy,
                    measure.name,
                    bins.count(),
                    written.mean(bins.mean()),
                    written.value(bins.quantile(0.5)),
                    written.value(bins.quantile(0.9)),
                    written.value(bins.most()),
                ]);
            }
        }
        sheet.finish()
    }

    /// Runs that failed, each with a command that shows it again from this folder.
    fn quarantine(self) -> File {
        let mut sheet = Sheet::new(
            "quarantine.csv",
            &["point", "policy", "replicate", "why", "again"],
        );
        for failure in &self.summary.failed {
            let point = &self.plan.points[failure.point];
            let policy = self.plan.policy_name(failure.policy);
            sheet.row(&cells![
                point.name(),
                policy,
                failure.replicate,
                failure.why,
                self.again(failure.point, failure.policy, failure.replicate),
            ]);
        }
        sheet.finish()
    }

    /// The command that does one run again, given in the folder of results: the scenario of every point lies there, with
    /// everything that was set.
    #[must_use]
    pub fn again(self, point: usize, policy: usize, replicate: u64) -> String {
        let mut command = format!(
            "maskflow study {} --replicates {} --sampler {} --trace {replicate}",
            point_folder(point),
            self.plan.replicates,
            self.plan.sampler
        );
        if let Some(rules) = self.plan.policies[policy] {
            command += &format!(" --rules {rules}");
        }
        command
    }

    /// The scenario of every point, resolved.
    #[must_use]
    pub fn scenarios(self) -> Vec<File> {
        let points = self.plan.points.iter().enumerate();
        let file = |(at, point): (usize, &'a Point)| {
            let name = format!("{}/scenario.toml", point_folder(at));
            (name, point.scenario.resolved.clone().into_bytes())
        };
        points.map(file).collect()
    }

    /// study.json: what was run and the figures to quote.
    #[must_use]
    pub fn document(self) -> Value {
        let cell = |(point, [set, policy], cell): (usize, [String; 2], &Cell)| {
            let day = self.scenario(point).target_day().row();
            let probability = |series: usize| cell.probability(series).get(day).copied();
            let unmet = MEASURES
                .iter()
                .position(|measure| measure.name == "unmet_person_days");
            json!({
                "point": set,
                "policy": policy,
                "runs": cell.runs,
                "failed": cell.failed,
                "probability_on_target_date": {
                    "output": probability(0), "effective": probability(1), "nominal": probability(2),
                },
                "expected_shortfall_on_target_date": cell.shortfall.mean(),
                "unmet_person_days_mean_of_worst_5_per_cent":
                    unmet.and_then(|at| mean_of_worst(&cell.measures[at], TAIL, Better::Lower)),
                "medians": MEASURES.iter().zip(&cell.measures).map(|(measure, bins)| {
                    let median = bins.quantile(0.5).map(|value| value as f64 / steps_in(measure.unit));
                    (measure.name.to_owned(), json!(median))
                }).collect::<serde_json::Map<String, Value>>(),
            })
        };
        let first = &self.plan.points[0].scenario;
        json!({
            "program": "maskflow",
            "version": env!("CARGO_PKG_VERSION"),
            "study": self.plan.id(),
            "scenario": first.name,
            "hash": first.hash,
            "seed": first.seed,
            "replicates": self.plan.replicates,
            "sampler": self.plan.sampler.to_string(),
            "points": self.plan.points.iter().map(|point| json!({
                "set": point.sets, "hash": point.scenario.hash,
            })).collect::<Vec<_>>(),
            "policies": (0..self.plan.policies.len()).map(|at| self.plan.policy_name(at)).collect::<Vec<_>>(),
            "runs": self.plan.runs(),
            "failed": self.summary.failed.len(),
            "cells": self.cells().map(cell).collect::<Vec<_>>(),
        })
    }
}

/// Causes by their names in tables, in the order of the chain, and `none`.
#[must_use]
pub fn causes(scenario: &Scenario) -> Vec<String> {
    let first = ["not_delivered", "ramp", "staff"].map(str::to_owned);
    let materials = scenario
        .materials
        .iter()
        .map(|material| format!("material:{}", material.id));
    first
        .into_iter()
        .chain(materials)
        .chain(["quality".to_owned(), "none".to_owned()])
        .collect()
}

fn date(scenario: &Scenario, day: usize) -> String {
    scenario.date(Day(day as i32)).to_string()
}

fn number(value: Option<impl std::fmt::Display>) -> SheetCell {
    value.map_or(SheetCell::EMPTY, SheetCell::number)
}

fn six(value: f64) -> SheetCell {
    SheetCell::number(format_args!("{value:.6}"))
}

/// What is counted in whole steps, written in its unit: all in a row to the same digit, so that what is equal reads so.
struct Written(Unit);

impl Written {
    fn mean(&self, steps: Option<f64>) -> SheetCell {
        steps.map_or(SheetCell::EMPTY, |steps| six(steps / steps_in(self.0)))
    }

    fn value(&self, steps: Option<i64>) -> SheetCell {
        self.mean(steps.map(|steps| steps as f64))
    }
}

/// The interval in which a probability lies with 95 % confidence, after so many of so many (Wilson 1927, "Probable
/// inference, the law of succession, and statistical inference").
fn wilson(hits: u64, of: u64) -> [f64; 2] {
    const Z: f64 = 1.959_963_984_540_054;
    let n = of as f64;
    if of == 0 {
        return [0.0, 1.0];
    }
    let share = hits as f64 / n;
    let centre = share + Z * Z / (2.0 * n);
    let reach = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    [centre - reach, centre + reach].map(|end| (end / (1.0 + Z * Z / n)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_tables() {
        // Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611.
        let near = |got: [f64; 2], low: f64, high: f64| {
            (got[0] - low).abs() < 5e-5 && (got[1] - high).abs() < 5e-5
        };
        assert!(
            near(wilson(81, 263), 0.2553, 0.3662),
            "{:?}",
            wilson(81, 263)
        );
        assert!(near(wilson(0, 20), 0.0, 0.1611));
        assert_eq!(wilson(0, 0), [0.0, 1.0]);
    }
}
