//! Sensitivity as tables, and what scenario discovery found in a sentence.

use serde_json::{Value, json};

use super::decimals::decimals;
use super::sheet::{Cell, File, Sheet, cells};
use super::words::Word;
use crate::scenario::Scenario;
use crate::study::sensitivity::morris::Effect;
use crate::study::sensitivity::prim::Region;
use crate::study::sensitivity::sobol_indices::Index;
use crate::study::sensitivity::sobol_rows::{self, SobolRows};
use crate::study::sensitivity::{OUTCOMES, Outcomes, outcome_name};

/// Each input at its 5 % and its 95 % quantile, everything else at its median.
#[derive(Clone, Debug)]
pub struct Tornado {
    /// With everything at its median.
    pub base: Outcomes,
    /// By group: the outcomes at its lower and at its upper level.
    pub ends: Vec<[Outcomes; 2]>,
}

/// Shares of variance of the most influential inputs, and of the rest together.
#[derive(Clone, Debug)]
pub struct Shares {
    /// Names of the parts.
    pub parts: Vec<String>,
    /// The runs from which they are told.
    pub rows: SobolRows,
    /// By outcome × part.
    pub indices: Vec<Vec<Index>>,
}

/// Where among the inputs the cases are.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// What a case is, as `measure>value`.
    pub case: String,
    /// Names of the inputs.
    pub inputs: Vec<String>,
    /// Futures looked at, and how many of them are cases.
    pub rows: [usize; 2],
    /// The region and the quasi-p-value of each limit; nothing where all are cases or none is.
    pub found: Option<(Region, Vec<Option<f64>>)>,
}

/// Everything that was asked for.
#[derive(Clone, Debug, Default)]
pub struct Sensitivity {
    /// Names of the groups that have levels.
    pub groups: Vec<String>,
    /// One at a time.
    pub tornado: Option<Tornado>,
    /// Elementary effects, by outcome × group.
    pub effects: Option<Vec<Vec<Effect>>>,
    /// Shares of variance.
    pub shares: Option<Shares>,
    /// Scenario discovery.
    pub discovery: Option<Discovery>,
}

impl Sensitivity {
    /// Every table.
    #[must_use]
    pub fn tables(&self) -> Vec<File> {
        let tables = [
            self.tornado(),
            self.morris(),
            self.sobol(),
            self.discovery(),
        ];
        tables.into_iter().flatten().collect()
    }

    fn tornado(&self) -> Option<File> {
        let tornado = self.tornado.as_ref()?;
        let mut sheet = Sheet::new(
            "tornado.csv",
            &[
                "outcome",
                "input",
                "at_5_per_cent",
                "at_medians",
                "at_95_per_cent",
            ],
        );
        for outcome in 0..OUTCOMES {
            for (name, [low, high]) in self.groups.iter().zip(&tornado.ends) {
                let values = [low[outcome], tornado.base[outcome], high[outcome]].map(decimal);
                sheet.row(&[&cells![outcome_name(outcome), name], &values[..]].concat());
            }
        }
        Some(sheet.finish())
    }

    fn morris(&self) -> Option<File> {
        let effects = self.effects.as_ref()?;
        let columns = [
            "outcome",
            "input",
            "mu",
            "mu_star",
            "mu_star_low",
            "mu_star_high",
            "sigma",
        ];
        let mut sheet = Sheet::new("morris.csv", &columns);
        for (outcome, effects) in effects.iter().enumerate() {
            for (name, effect) in self.groups.iter().zip(effects) {
                let Effect {
                    mu,
                    mu_star,
                    sigma,
                    interval,
                } = *effect;
                let values = [mu, mu_star, interval.low, interval.high, sigma].map(decimal);
                sheet.row(&[&cells![outcome_name(outcome), name], &values[..]].concat());
            }
        }
        Some(sheet.finish())
    }

    fn sobol(&self) -> Option<File> {
        let shares = self.shares.as_ref()?;
        let columns = [
            "outcome",
            "input",
            "first",
            "first_low",
            "first_high",
            "total",
            "total_low",
            "total_high",
        ];
        let mut sheet = Sheet::new("sobol.csv", &columns);
        for (outcome, indices) in shares.indices.iter().enumerate() {
            for (name, index) in shares.parts.iter().zip(indices) {
                let (first, total) = (index.first_interval, index.total_interval);
                let values = [
                    exact(index.first),
                    decimal(first.low),
                    decimal(first.high),
                    exact(index.total),
                    decimal(total.low),
                    decimal(total.high),
                ];
                sheet.row(&[&cells![outcome_name(outcome), name], &values[..]].concat());
            }
        }
        Some(sheet.finish())
    }

    fn discovery(&self) -> Option<File> {
        let discovery = self.discovery.as_ref()?;
        let mut sheet = Sheet::new(
            "discovery.csv",
            &[
                "case",
                "input",
                "no_less_than",
                "no_more_than",
                "quasi_p_value",
            ],
        );
        let Some((region, chances)) = &discovery.found else {
            return Some(sheet.finish());
        };
        for ((name, limits), chance) in discovery.inputs.iter().zip(&region.limits).zip(chances) {
            if !limits.are_free() {
                let written = |value: Option<String>| value.map_or(Cell::EMPTY, Cell::number);
                sheet.row(&cells![
                    discovery.case,
                    name,
                    written(limits.low.map(figure)),
                    written(limits.high.map(figure)),
                    written(chance.map(|chance| format!("{chance:.2e}"))),
                ]);
            }
        }
        Some(sheet.finish())
    }

    /// sensitivity.json.
    #[must_use]
    pub fn document(&self, scenario: &Scenario) -> Value {
        let sentence = self.discovery.as_ref().map(Discovery::sentence);
        json!({
            "program": "maskflow",
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": scenario.name,
            "hash": scenario.hash,
            "seed": scenario.seed,
            "inputs": self.groups,
            "sobol": self.shares.as_ref().map(|shares| json!({
                "design": "A, AB, B of a scrambled Sobol' sequence",
                "rows": shares.rows.rows(),
                "simulations": shares.rows.runs.len(),
                "parts": shares.parts,
                "numbers": shares.rows.numbers,
                "numbers_in_sequence": shares.rows.numbers_in_sequence,
                "runs": sobol_rows::FILE,
            })),
            "discovery": self.discovery.as_ref().map(|discovery| json!({
                "case": discovery.case,
                "futures": discovery.rows[0],
                "cases": discovery.rows[1],
                "coverage": discovery.found.as_ref().map(|(region, _)| region.coverage),
                "density": discovery.found.as_ref().map(|(region, _)| region.density),
                "zh": sentence.as_ref().map(|word| word.zh.to_string()),
                "en": sentence.as_ref().map(|word| word.en.to_string()),
            })),
        })
    }
}

impl Discovery {
    /// What was found, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> Word {
        let [rows, cases] = self.rows;
        let told = self.found.as_ref();
        let limited = |(region, _): &&(Region, Vec<Option<f64>>)| {
            region.limits.iter().any(|limits| !limits.are_free())
        };
        let Some((region, _)) = told.filter(limited) else {
            return Word::new(
                &format!("{rows} 个未来中有 {cases} 个出现“{}”，无从区分", self.case),
                &format!(
                    "{} in {cases} of {rows} futures: nothing to tell apart",
                    self.case
                ),
            );
        };
        let limits = self
            .inputs
            .iter()
            .zip(&region.limits)
            .filter(|(_, limits)| !limits.are_free());
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        for (name, limits) in limits {
            match (limits.low, limits.high) {
                (Some(low), Some(high)) => {
                    zh.push(format!(
                        "{name} 在 {} 与 {} 之间",
                        figure(low),
                        figure(high)
                    ));
                    en.push(format!(
                        "{name} is between {} and {}",
                        figure(low),
                        figure(high)
                    ));
                }
                (Some(low), None) => {
                    zh.push(format!("{name} 不低于 {}", figure(low)));
                    en.push(format!("{name} is at least {}", figure(low)));
                }
                (None, Some(high)) => {
                    zh.push(format!("{name} 不高于 {}", figure(high)));
                    en.push(format!("{name} is at most {}", figure(high)));
                }
                (None, None) => {}
            }
        }
        let (density, coverage) = (100.0 * region.density, 100.0 * region.coverage);
        Word::new(
            &format!(
                "当 {}：{density:.0}% 的未来出现“{}”，占全部此类未来的 {coverage:.0}%（总体 {cases}/{rows}）",
                zh.join("，且 "),
                self.case
            ),
            &format!(
                "{} in {density:.0} % of futures in which {}; these are {coverage:.0} % of all such futures ({cases} of {rows} overall)",
                self.case,
                en.join(" and ")
            ),
        )
    }
}

fn decimal(value: f64) -> Cell {
    Cell::number(decimals(value, 6))
}

/// To be held against the indices that another tool takes from the same rows.
fn exact(value: f64) -> Cell {
    Cell::number(format_args!("{value:.12}"))
}

/// Four significant digits, without an exponent.
fn figure(value: f64) -> String {
    let digits = if value == 0.0 {
        0
    } else {
        (3 - value.abs().log10().floor() as i32).max(0) as usize
    };
    decimals(value, digits)
}
