//! Which inputs matter, how much of an outcome's spread is theirs, and where among them the trouble lies.
//!
//! Inputs are the factors of the draw; what correlates goes together. A factor at a level has all its quantities at that
//! quantile, so that the rows of a column move together: this shows what a factor can do at the most.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::measure::{ALONE, MEASURES};
use super::watch::Watch;
use super::work::Work;
use crate::chance::{Luck, Matrix, Notes, Purpose, Saltelli};
use crate::engine::simulate;
use crate::outcome::Reached;
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::world::World;
use crate::world::draw::{Futures, Slate};

pub mod binomial;
pub mod bootstrap;
pub mod morris;
pub mod prim;
pub mod sobol_indices;
pub mod sobol_rows;

use morris::Effect;
use prim::{Region, Runs};
use sobol_rows::SobolRows;

/// Outcomes whose sensitivity is told: the measures of one run, and the shortfall on the target date.
pub const OUTCOMES: usize = ALONE + 1;

/// The name of an outcome.
#[must_use]
pub fn outcome_name(at: usize) -> &'static str {
    MEASURES[..ALONE]
        .get(at)
        .map_or("shortfall_on_target_date", |measure| measure.name)
}

/// Position of an outcome by its name.
#[must_use]
pub fn outcome(name: &str) -> Option<usize> {
    (0..OUTCOMES).find(|&at| outcome_name(at) == name)
}

/// Levels stand for quantiles between these, so that no factor is asked for its very ends.
pub const ENDS: [f64; 2] = [0.05, 0.95];
/// Levels of the grid on which trajectories move.
const LEVELS: u64 = 4;

fn quantile(level: f64) -> f64 {
    ENDS[0] + (ENDS[1] - ENDS[0]) * level
}

/// Outcomes of a run.
pub type Outcomes = [f64; OUTCOMES];

/// A future: the mean of what was drawn for each factor (not a number for daily noise), and the outcomes.
pub type Run = (Vec<f64>, Outcomes);

/// A scenario whose inputs are tried.
#[derive(Debug)]
pub struct Trial<'a> {
    scenario: &'a Scenario,
    futures: &'a Futures<'a>,
    policy: Policy,
    /// Factors that move together, by position; daily noise is a group of its own.
    groups: Vec<Group>,
}

/// Factors that are moved together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Their names, joined.
    pub name: String,
    /// Their positions among the futures' factors.
    pub factors: Vec<usize>,
    /// All of them are daily noise, which has no level.
    pub daily: bool,
}

impl<'a> Trial<'a> {
    /// Prepares a scenario.
    #[must_use]
    pub fn of(scenario: &'a Scenario, futures: &'a Futures<'a>) -> Self {
        Self {
            policy: Policy::of(scenario),
            groups: groups(scenario, futures),
            scenario,
            futures,
        }
    }

    /// What is moved together.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    fn outcomes(&self, world: &World) -> Outcomes {
        let mut watch = Watch::new(world);
        simulate(world, &self.policy, &mut watch);
        let kept = watch.kept(world, self.scenario);
        let mut outcomes = [0.0; OUTCOMES];
        outcomes[..ALONE].copy_from_slice(&kept.figures);
        let (target, day) = (&self.scenario.target, self.scenario.target_day());
        let reached = Reached::of(
            &kept.series[0],
            target.pieces_per_day,
            target.sustain_days,
            day,
        );
        outcomes[ALONE] = reached.shortfall as f64;
        outcomes
    }

    /// What comes of many futures, in the order of their numbers. `go_on` is asked before each, `done` hears of each.
    fn all<T: Send, E: Send>(
        &self,
        count: usize,
        run: impl Fn(usize, &mut Slate<'_>) -> T + Sync,
        work: &Work<'_, E>,
    ) -> Result<Vec<T>, E> {
        let slate = || self.futures.slate();
        (0..count)
            .into_par_iter()
            .map_init(slate, |slate, at| {
                (work.go_on)()?;
                let came = run(at, slate);
                (work.done)();
                Ok(came)
            })
            .collect()
    }

    fn run(&self, luck: &Luck<'_>, slate: &mut Slate<'_>) -> Run {
        let outcomes = self.outcomes(slate.draw(luck));
        (slate.means(), outcomes)
    }

    /// Levels of all factors from those of groups; daily noise has none.
    fn spread(&self, of_groups: &[f64]) -> Vec<f64> {
        let mut levels = vec![f64::NAN; self.futures.factors().len()];
        for (group, &level) in self.movable().zip(of_groups) {
            for &factor in &group.factors {
                levels[factor] = quantile(level);
            }
        }
        levels
    }

    /// Groups that have a level.
    pub fn movable(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| !group.daily)
    }

    /// Each group at its lower and its upper level, everything else at its median: what a tornado shows. First the outcomes
    /// with everything at its median.
    ///
    /// # Errors
    /// What `go_on` says.
    pub fn one_at_a_time<E: Send>(
        &self,
        work: &Work<'_, E>,
    ) -> Result<(Outcomes, Vec<[Outcomes; 2]>), E> {
        let count = self.movable().count();
        let runs = self.all(
            2 * count + 1,
            |at, slate| {
                let mut levels = vec![0.5; count];
                if let Some(moved) = at.checked_sub(1) {
                    levels[moved / 2] = (moved % 2) as f64;
                }
                let levels = self.spread(&levels);
                self.outcomes(slate.draw(&Luck::pinned(self.scenario.seed, 0, &levels)))
            },
            work,
        )?;
        let pairs = runs[1..].chunks(2).map(|pair| [pair[0], pair[1]]);
        Ok((runs[0], pairs.collect()))
    }

    /// Elementary effects of every group on every outcome (Morris 1991): by outcome × group.
    ///
    /// # Errors
    /// What `go_on` says.
    pub fn screen<E: Send>(
        &self,
        trajectories: usize,
        work: &Work<'_, E>,
    ) -> Result<Vec<Vec<Effect>>, E> {
        let count = self.movable().count();
        let design = morris::design(count, trajectories, LEVELS, self.scenario.seed);
        let runs = self.all(
            design.len(),
            |at, slate| {
                let levels = self.spread(&design[at]);
                // One future's noise along a trajectory: effects are those of the factors alone.
                let trajectory = (at / (count + 1)) as u64;
                let luck = Luck::pinned(self.scenario.seed, trajectory, &levels);
                self.outcomes(slate.draw(&luck))
            },
            work,
        )?;
        let effects = |outcome: usize| {
            let values: Vec<f64> = runs.iter().map(|run| run[outcome]).collect();
            morris::effects(&design, &values)
        };
        Ok((0..OUTCOMES).map(effects).collect())
    }

    /// The runs from which shares of the variance are told (Sobol 1993), on rows of [`Saltelli`], best a power of two of them.
    /// Parts are lists of groups that are taken together, the most influential first.
    ///
    /// # Errors
    /// What `go_on` says.
    pub fn shares<E: Send>(
        &self,
        parts: &[Vec<usize>],
        rows: usize,
        work: &Work<'_, E>,
    ) -> Result<SobolRows, E> {
        let masks: Vec<Vec<bool>> = parts.iter().map(|part| self.mask(part)).collect();
        let (inputs, told_apart) = self.purposes(parts);
        let design = Saltelli::new(self.scenario.seed, rows as u64, &inputs, told_apart);
        let mut matrices = vec![Matrix::A];
        matrices.extend(masks.iter().map(|mask| Matrix::Ab(mask)));
        matrices.push(Matrix::B);
        let width = matrices.len();
        let run = |at: usize, slate: &mut Slate<'_>| {
            let luck = design.luck((at / width) as u64, matrices[at % width]);
            self.run(&luck, slate)
        };
        Ok(SobolRows {
            runs: self.all(rows * width, run, work)?,
            parts: parts.len(),
            numbers: inputs.iter().map(Vec::len).sum(),
            numbers_in_sequence: design.numbers_in_sequence(),
        })
    }

    /// What the numbers of a future are drawn for, by group in the order of parts, and how many groups are a part of their own. Daily
    /// noise has none.
    fn purposes(&self, parts: &[Vec<usize>]) -> (Vec<Vec<Purpose>>, usize) {
        let notes = Notes::default();
        self.futures.slate().draw(&Luck::noted(&notes));
        let mut seen = BTreeSet::new();
        let mut left: Vec<Purpose> = (notes.purposes().into_iter())
            .filter(|purpose| seen.insert(*purpose))
            .collect();
        let (alone, joined): (Vec<&Vec<usize>>, Vec<_>) =
            parts.iter().partition(|part| part.len() == 1);
        let (mut inputs, mut told_apart) = (Vec::new(), 0);
        let all = 0..self.groups.len();
        for group in alone
            .into_iter()
            .chain(joined)
            .flatten()
            .copied()
            .chain(all)
        {
            let mask = self.mask(&[group]);
            let (own, others): (Vec<Purpose>, _) =
                left.into_iter().partition(|purpose| mask[purpose.factor()]);
            left = others;
            if !own.is_empty() {
                told_apart += usize::from(parts.contains(&vec![group]));
                inputs.push(own);
            }
        }
        (inputs, told_apart)
    }

    fn mask(&self, part: &[usize]) -> Vec<bool> {
        let mut mask = vec![false; self.futures.factors().len()];
        for &group in part {
            for &factor in &self.groups[group].factors {
                mask[factor] = true;
            }
        }
        mask
    }

    /// Random futures with the mean of what was drawn for each factor: what scenario discovery looks at.
    ///
    /// # Errors
    /// What `go_on` says.
    pub fn sample<E: Send>(&self, rows: usize, work: &Work<'_, E>) -> Result<Vec<Run>, E> {
        let seed = self.scenario.seed;
        let run = |at: usize, slate: &mut Slate<'_>| self.run(&Luck::new(seed, at as u64), slate);
        self.all(rows, run, work)
    }
}

/// Share of rows that a peel takes, and of all rows that a region has at the least.
const PEEL: f64 = 0.05;
/// Limits that chance alone would explain as often as this are dropped.
const LEVEL: f64 = 0.05;

/// The region of a few factors in which cases are concentrated, and the quasi-p-value of each limit (Bryant and Lempert
/// 2010). Nothing where all rows are cases, or none.
#[must_use]
pub fn discover(inputs: &[Vec<f64>], cases: &[bool]) -> Option<(Region, Vec<Option<f64>>)> {
    let hits = cases.iter().filter(|&&case| case).count();
    if hits == 0 || hits == cases.len() {
        return None;
    }
    let runs = Runs::new(inputs, cases);
    let trajectory = runs.peel(PEEL, PEEL);
    Runs::best(&trajectory).map(|best| runs.simplify(best, LEVEL))
}

/// Factors that correlate are one group; the others stand alone.
fn groups(scenario: &Scenario, futures: &Futures<'_>) -> Vec<Group> {
    let factors = futures.factors();
    let mut leader: Vec<usize> = (0..factors.len()).collect();
    let position = |name: &str| factors.iter().position(|factor| factor.name == name);
    for pair in &scenario.correlations {
        if let (Some(one), Some(other)) = (position(&pair.one), position(&pair.other)) {
            let (one, other) = (leader[one], leader[other]);
            let (first, second) = (one.min(other), one.max(other));
            leader
                .iter_mut()
                .filter(|at| **at == second)
                .for_each(|at| *at = first);
        }
    }
    let members = |first: usize| -> Vec<usize> {
        (0..factors.len())
            .filter(|&at| leader[at] == first)
            .collect()
    };
    let group = |factors_of: Vec<usize>| Group {
        name: factors_of
            .iter()
            .map(|&at| factors[at].name.as_str())
            .collect::<Vec<_>>()
            .join(" + "),
        daily: factors_of.iter().all(|&at| factors[at].daily),
        factors: factors_of,
    };
    (0..factors.len())
        .map(members)
        .filter(|members| !members.is_empty())
        .map(group)
        .collect()
}
