//! A calibration as tables: parameters before and after, the accepted fits, what holds in them, what to ask for next.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::decimals::{decimals, to_four};
use super::sheet::{Cell, File, Sheet, cells};
use super::study::causes;
use crate::outcome::Cause;
use crate::scenario::Scenario;
use crate::study::calibrate::centre::Centre;
use crate::study::calibrate::conclusions::{Course, Help};
use crate::study::calibrate::evidence::Figure;
use crate::study::calibrate::posterior::{Marginal, TOGETHER};
use crate::study::gauge::Gauge;

pub mod conclusions;
pub mod overlay;
pub mod page;

/// Everything that a calibration came to.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// Nothing after it was fitted to.
    pub until: Date,
    /// Draws simulated.
    pub draws: usize,
    /// How many equally weighted draws they are worth.
    pub effective: f64,
    /// Share of the draws from the prior that no figure speaks against.
    pub plausible: f64,
    /// By parameter.
    pub marginals: Vec<Marginal>,
    /// The central fit, and the values of the parameters there.
    pub centre: Centre,
    /// Values at the central fit.
    pub best: Vec<f64>,
    /// Rank correlations of the posterior, by parameter × parameter.
    pub together: Vec<Vec<f64>>,
    /// The figures with what the fits read.
    pub figures: Vec<Fitted>,
    /// Accepted fits: number of the draw, the parameters' values.
    pub accepted: Vec<(u64, Vec<f64>)>,
    /// Each of them over the whole calendar.
    pub courses: Vec<Course>,
    /// Every meaning of the figures that have more than one.
    pub meanings: Vec<Meaning>,
    /// Days whose bottleneck is told: the cut-off and the target date.
    pub days: Vec<Date>,
    /// Whether measures help.
    pub help: Vec<Help>,
    /// What would say most about output on a later day, and the share of its variance that it would take away: the most
    /// telling first.
    pub information: Information,
}

/// What further knowledge would be worth.
#[derive(Clone, Debug)]
pub struct Information {
    /// The day whose output is to be known.
    pub on: Date,
    /// 5 %, 50 % and 95 % quantiles of that output.
    pub spread: [f64; 3],
    /// By parameter, were it known exactly: share of the variance.
    pub parameters: Vec<(String, f64)>,
    /// By metric, were it reported for the cut-off with an error of a tenth.
    pub figures: Vec<(String, f64)>,
}

/// A figure that was fitted to, and its simulated counterpart.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// As reported.
    pub figure: Figure,
    /// What it may have meant, each with the 5 %, 50 % and 95 % quantiles among the accepted fits and the value of
    /// the central fit.
    pub read: Vec<(Gauge, [f64; 3], f64)>,
    /// In what share of the accepted fits each of its meanings is the nearer.
    pub meant: Vec<f64>,
}

/// What a figure that nobody explained may have meant, and which accepted fits are nearest to that.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// The metric as it was reported.
    pub reported: String,
    /// The metric that it may have meant.
    pub metric: String,
    /// By accepted fit.
    pub fits: Vec<bool>,
}

impl Meaning {
    /// How many accepted fits are nearest to it.
    #[must_use]
    pub fn count(&self) -> usize {
        self.fits.iter().filter(|&&fit| fit).count()
    }
}

impl Calibrated {
    /// Every table.
    #[must_use]
    pub fn tables(&self, scenario: &Scenario) -> Vec<File> {
        vec![
            self.parameters(scenario),
            self.fitted(),
            self.fits(scenario),
            self.pairs(scenario),
            self.conclusions(scenario),
            self.further(),
        ]
    }

    fn parameters(&self, scenario: &Scenario) -> File {
        let mut sheet = Sheet::new(
            "parameters.csv",
            &[
                "parameter",
                "prior_q05",
                "prior_q25",
                "prior_median",
                "prior_q75",
                "prior_q95",
                "q05",
                "q25",
                "median",
                "q75",
                "q95",
                "central_fit",
                "plausible_least",
                "plausible_most",
                "contraction",
                "presses_lower_bound",
                "presses_upper_bound",
                "source",
                "confidence",
            ],
        );
        for ((parameter, marginal), best) in scenario
            .parameters
            .iter()
            .zip(&self.marginals)
            .zip(&self.best)
        {
            let mut cells = cells![parameter.id].to_vec();
            cells.extend(
                marginal
                    .prior
                    .iter()
                    .chain(&marginal.posterior)
                    .map(|&value| decimal(value)),
            );
            cells.push(decimal(*best));
            let ends = marginal.plausible.map(|ends| ends.map(decimal));
            cells.extend(ends.unwrap_or([Cell::EMPTY; 2]));
            cells.push(decimal(marginal.contraction));
            cells.extend(marginal.presses.map(Cell::number));
            cells.extend(cells![
                parameter.provenance.source,
                parameter.provenance.confidence
            ]);
            sheet.row(&cells);
        }
        sheet.finish()
    }

    fn fitted(&self) -> File {
        let columns = [
            "date",
            "scope",
            "reported_as",
            "metric",
            "reported",
            "error",
            "q05",
            "median",
            "q95",
            "central_fit",
            "nearer_in",
        ];
        let mut sheet = Sheet::new("figures.csv", &columns);
        for Fitted {
            figure,
            read,
            meant,
        } in &self.figures
        {
            let reported = &figure.reported;
            for ((gauge, quantiles, central), nearer) in read.iter().zip(meant) {
                let mut cells = cells![
                    reported.date.to_string(),
                    reported.scope,
                    reported.metric,
                    gauge.metric,
                    Cell::number(reported.value),
                    Cell::number(reported.error),
                ]
                .to_vec();
                cells.extend(quantiles.map(decimal));
                cells.extend([decimal(*central), decimal(*nearer)]);
                sheet.row(&cells);
            }
        }
        sheet.finish()
    }

    fn fits(&self, scenario: &Scenario) -> File {
        let ids = scenario
            .parameters
            .iter()
            .map(|parameter| parameter.id.as_str());
        let columns: Vec<&str> = std::iter::once("draw")
            .chain(ids)
            .chain(["output_reaches_target"])
            .collect();
        let mut sheet = Sheet::new("fits.csv", &columns);
        for ((draw, values), course) in self.accepted.iter().zip(&self.courses) {
            let mut cells = cells![draw].to_vec();
            cells.extend(values.iter().map(|&value| decimal(value)));
            let reached = course.reached[0].from;
            cells.push(reached.map_or(Cell::EMPTY, |day| scenario.date(day).to_string().into()));
            sheet.row(&cells);
        }
        sheet.finish()
    }

    /// Pairs of parameters that figures cannot tell apart: what they say is about both together.
    pub fn indistinct<'a>(
        &'a self,
        scenario: &'a Scenario,
    ) -> impl Iterator<Item = (&'a str, &'a str, f64)> {
        let ids = move |at: usize| scenario.parameters[at].id.as_str();
        let pairs =
            (0..self.together.len()).flat_map(|one| (0..one).map(move |other| (other, one)));
        pairs
            .map(move |(one, other)| (ids(one), ids(other), self.together[other][one]))
            .filter(|pair| pair.2.abs() >= TOGETHER)
    }

    fn pairs(&self, scenario: &Scenario) -> File {
        let mut sheet = Sheet::new(
            "correlations.csv",
            &["parameter", "other", "rank_correlation"],
        );
        for (one, row) in scenario.parameters.iter().zip(&self.together) {
            for (other, correlation) in scenario.parameters.iter().zip(row) {
                if one.id < other.id {
                    sheet.row(&cells![one.id, other.id, decimal(*correlation)]);
                }
            }
        }
        sheet.finish()
    }

    fn conclusions(&self, scenario: &Scenario) -> File {
        let named = self
            .meanings
            .iter()
            .map(|meaning| format!("share_if_{}_is_{}", meaning.reported, meaning.metric));
        let columns = ["conclusion", "about", "share_of_accepted_fits"].map(str::to_owned);
        let columns: Vec<String> = columns.into_iter().chain(named).collect();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut sheet = Sheet::new("conclusions.csv", &columns);
        for one in conclusions::all(scenario, self) {
            let harms = one
                .harms
                .map(|shares| (format!("{}_harms", one.what), shares));
            let rows = [Some((one.what, one.holds)), harms];
            for (what, shares) in rows.into_iter().flatten() {
                let mut cells = cells![what, one.about].to_vec();
                cells.extend(shares.into_iter().map(decimal));
                sheet.row(&cells);
            }
        }
        sheet.finish()
    }

    fn further(&self) -> File {
        let mut sheet = Sheet::new("information.csv", &["kind", "what", "share_of_variance"]);
        let Information {
            parameters,
            figures,
            ..
        } = &self.information;
        for (kind, known) in [("parameter", parameters), ("figure", figures)] {
            for (what, share) in known {
                sheet.row(&cells![kind, what, decimal(*share)]);
            }
        }
        sheet.finish()
    }

    /// The same as one document.
    #[must_use]
    pub fn document(&self, scenario: &Scenario) -> Value {
        let parameters = scenario
            .parameters
            .iter()
            .zip(&self.marginals)
            .zip(&self.best);
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": scenario.name,
            "hash": scenario.hash,
            "seed": scenario.seed,
            "until": self.until.to_string(),
            "draws": self.draws,
            "effective_draws": self.effective.round(),
            "share_of_prior_not_ruled_out": to_four(self.plausible),
            "parameters": parameters.map(|((parameter, marginal), best)| json!({
                "id": parameter.id,
                "prior": marginal.prior.map(to_four),
                "posterior": marginal.posterior.map(to_four),
                "central_fit": to_four(*best),
                "not_ruled_out": marginal.plausible.map(|ends| ends.map(to_four)),
                "contraction": to_four(marginal.contraction),
                "presses_against_bound": marginal.presses,
            })).collect::<Vec<_>>(),
            "cannot_be_told_apart": self.indistinct(scenario)
                .map(|(one, other, rank)| json!([one, other, to_four(rank)])).collect::<Vec<_>>(),
            "figures": self.figures.iter().flat_map(|fitted| {
                let reported = &fitted.figure.reported;
                fitted.read.iter().map(move |(gauge, quantiles, central)| json!({
                    "date": reported.date.to_string(),
                    "scope": gauge.scope,
                    "metric": gauge.metric,
                    "reported": reported.value,
                    "fits": quantiles.map(to_four),
                    "central_fit": to_four(*central),
                }))
            }).collect::<Vec<_>>(),
            "conclusions": conclusions::all(scenario, self).iter().map(|one| json!({
                "conclusion": one.what,
                "about": one.about,
                "share": to_four(one.holds[0]),
                "harms": one.harms.as_ref().map(|shares| to_four(shares[0])),
                "by_meaning": self.meanings.iter().zip(&one.holds[1..])
                    .map(|(meaning, share)| json!({ "metric": meaning.metric, "fits": meaning.count(), "share": to_four(*share) }))
                    .collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "would_tell_most": {
                "output_on": self.information.on.to_string(),
                "spread": self.information.spread.map(f64::round),
                "parameters": self.information.parameters.iter().map(|(what, share)| json!([what, to_four(*share)])).collect::<Vec<_>>(),
                "figures": self.information.figures.iter().map(|(what, share)| json!([what, to_four(*share)])).collect::<Vec<_>>(),
            },
        })
    }
}

/// A cause's name in tables; `none` where nothing alone would raise output.
#[must_use]
pub fn cause_name(scenario: &Scenario, cause: Option<Cause>) -> String {
    let names = causes(scenario);
    let at = match cause {
        Some(Cause::NotDelivered) => 0,
        Some(Cause::Ramp) => 1,
        Some(Cause::Staff) => 2,
        Some(Cause::Material(material)) => 3 + material.at(),
        Some(Cause::Quality) => names.len() - 2,
        None => names.len() - 1,
    };
    names[at].clone()
}

fn decimal(value: f64) -> Cell {
    if value.abs() >= 1000.0 {
        Cell::number(decimals(value, 0))
    } else {
        Cell::number(decimals(value, 4))
    }
}
