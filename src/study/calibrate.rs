//! Which values of the scenario's parameters go together with what was reported, and what holds in all of them.
//!
//! Parameters are drawn from their priors, everything else as in any future; each draw is simulated up to the cut-off and
//! weighted by how well it agrees with the figures ([`importance`]). A handful of figures cannot fix many parameters: what
//! is told is the whole set that agrees ([`posterior`]), and in what share of it a conclusion holds ([`conclusions`]).

use jiff::civil::Date;

use super::gauge::{Gauge, Readings};
use super::work::Work;
use crate::chance::{Luck, quantiles};
use crate::engine::simulate;
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::world::World;
use crate::world::draw::Futures;

pub mod centre;
pub mod conclusions;
pub mod evidence;
pub mod importance;
pub mod posterior;

use evidence::{Figure, IMPLAUSIBLE};
use importance::{Effort, Sample};

/// A scenario whose parameters stand at their priors, cut off after the last day of the figures, with these figures.
#[derive(Debug)]
pub struct Calibration<'a> {
    scenario: &'a Scenario,
    futures: &'a Futures<'a>,
    policy: Policy,
    /// What is read off.
    pub gauges: Vec<Gauge>,
    /// The figures that are fitted to.
    pub figures: Vec<Figure>,
}

/// Readings of a run at each figure: by figure, by gauge that it may have meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// By figure, by gauge.
    pub readings: Vec<Vec<f64>>,
}

impl<'a> Calibration<'a> {
    /// Of the figures up to a date. The scenario's parameters have to have values: their priors.
    #[must_use]
    pub fn of(scenario: &'a Scenario, futures: &'a Futures<'a>, until: Date) -> Self {
        let gauges = Gauge::of_figures(scenario);
        let figures = Figure::all(scenario, &gauges);
        Self {
            policy: Policy::of(scenario),
            figures: (figures.into_iter())
                .filter(|figure| figure.is_fitted(until))
                .collect(),
            scenario,
            futures,
            gauges,
        }
    }

    /// How many parameters there are.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.scenario.parameters.len()
    }

    /// A parameter's value at a normal score.
    #[must_use]
    pub fn value(&self, parameter: usize, score: f64) -> f64 {
        let prior = &self.scenario.parameters[parameter].prior;
        prior.quantile(quantiles::normal_share_below(score))
    }

    fn read(&self, world: &World) -> Fit {
        let mut readings = Readings::new(self.scenario, &self.gauges);
        simulate(world, &self.policy, &mut readings);
        let series = readings.series();
        let at = |figure: &Figure| {
            let gauges = figure.gauges.iter();
            gauges
                .map(|&gauge| series[gauge][figure.day.row()])
                .collect()
        };
        Fit {
            readings: self.figures.iter().map(at).collect(),
        }
    }

    /// Draws, simulates and weights.
    ///
    /// # Errors
    /// What `go_on` says.
    pub fn sample<E: Send>(&self, effort: Effort, work: &Work<'_, E>) -> Result<Sample<Fit>, E> {
        importance::sample(
            self.dimensions(),
            effort,
            || self.futures.slate(),
            |slate, scores, at| {
                (work.go_on)()?;
                let levels = levels(scores);
                let luck = Luck::pinned(self.scenario.seed, at, &levels);
                let fit = self.read(slate.draw(&luck));
                (work.done)();
                Ok(fit)
            },
            |fit| self.log_likelihood(fit),
        )
    }

    /// How well readings agree with the figures, as a logarithm.
    #[must_use]
    pub fn log_likelihood(&self, fit: &Fit) -> f64 {
        self.each(fit, Figure::log_likelihood).sum()
    }

    /// Whether no figure speaks against a fit.
    #[must_use]
    pub fn is_plausible(&self, fit: &Fit) -> bool {
        self.each(fit, Figure::implausibility)
            .all(|far| far <= IMPLAUSIBLE)
    }

    /// Something of every figure and its readings.
    pub fn each<'f, T>(
        &'f self,
        fit: &'f Fit,
        of: impl Fn(&Figure, &[f64]) -> T + 'f,
    ) -> impl Iterator<Item = T> + 'f {
        (self.figures.iter().zip(&fit.readings)).map(move |(figure, readings)| of(figure, readings))
    }

    /// How well the central world agrees with the figures where parameters stand at these scores.
    #[must_use]
    pub fn central(&self, scores: &[f64]) -> Fit {
        let mut slate = self.futures.slate();
        self.read(slate.central_but(&levels(scores)))
    }
}

/// Levels of the first factors of the draw, which are the parameters, at these scores.
#[must_use]
pub fn levels(scores: &[f64]) -> Vec<f64> {
    // A level of 0 or 1 belongs to no draw.
    let level = |score: &f64| quantiles::normal_share_below(*score).clamp(1e-12, 1.0 - 1e-12);
    scores.iter().map(level).collect()
}
