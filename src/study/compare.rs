//! Rules on the same futures: every candidate, under every link ratio and tightness, in every replicate's world.

use rayon::prelude::*;

use super::bound::{Question, Unsolved, bound};
use super::candidate::Candidate;
use super::measure::{self, COUNT};
use super::tally::Tally;
use super::tightness::tighten;
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::units::{Day, Share};
use crate::world::{self, World};

/// What is compared.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The rules.
    pub candidates: Vec<Candidate>,
    /// Link ratios; the policy's own where none is given.
    pub link_ratios: Vec<Option<Share>>,
    /// Supply of the linked material as a share of what makers could use; as in the scenario where none is given.
    pub tightness: Vec<Option<Share>>,
    /// Futures.
    pub replicates: u64,
    /// Solve the clairvoyant bound of every future, too.
    pub bound: bool,
}

impl Plan {
    /// Simulations in all.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.futures() * self.runs_a_future()
    }

    /// Worlds in all.
    #[must_use]
    pub fn futures(&self) -> usize {
        self.tightness.len() * self.replicates as usize
    }

    fn runs_a_future(&self) -> usize {
        self.candidates.len() * self.link_ratios.len()
    }
}

/// Everything that was measured, in the order of the plan.
#[derive(Clone, Debug)]
pub struct Results {
    /// What was compared.
    pub plan: Plan,
    /// By tightness × replicate × link ratio × candidate.
    runs: Vec<[f64; COUNT]>,
}

impl Results {
    /// A measure's values over the replicates, for a candidate at a link ratio and a tightness (positions in the plan).
    #[must_use]
    pub fn values(
        &self,
        [tightness, link]: [usize; 2],
        candidate: usize,
        measure: usize,
    ) -> Vec<f64> {
        let plan = &self.plan;
        let (links, candidates) = (plan.link_ratios.len(), plan.candidates.len());
        (0..plan.replicates as usize)
            .map(|replicate| {
                let future = tightness * plan.replicates as usize + replicate;
                self.runs[(future * links + link) * candidates + candidate][measure]
            })
            .collect()
    }
}

/// The first day on which the province allocates; from then on rules can differ. Day 0 where it never does.
#[must_use]
pub fn first_day(policy: &Policy) -> Day {
    let allocates = policy
        .regimes
        .iter()
        .find(|regime| regime.unified_allocation);
    allocates.map_or(Day(0), |regime| regime.from.max(Day(0)))
}

/// Runs the plan. `done` hears of every future that is finished; `go_on` is asked before each.
///
/// # Errors
/// What `go_on` says, when it says stop; a programme that was asked for and has no optimum.
pub fn compare<E: Send + From<Unsolved>>(
    scenario: &Scenario,
    plan: Plan,
    go_on: impl Fn() -> Result<(), E> + Sync,
    done: impl Fn() + Sync,
) -> Result<Results, E> {
    let policy = Policy::of(scenario);
    let policies: Vec<(Candidate, Policy)> = (plan.link_ratios.iter())
        .flat_map(|&ratio| {
            let apply = |candidate: &Candidate| (*candidate, candidate.apply(&policy, ratio));
            plan.candidates.iter().map(apply).collect::<Vec<_>>()
        })
        .collect();
    let futures: Result<Vec<Vec<[f64; COUNT]>>, E> = (0..plan.futures())
        .into_par_iter()
        .map(|at| {
            go_on()?;
            let replicate = at as u64 % plan.replicates;
            let tightness = plan.tightness[at / plan.replicates as usize];
            let world = future(scenario, &policy, replicate, tightness);
            let best = if plan.bound {
                bound(&world, &policy, Question::Total)?.served.overall()
            } else {
                f64::NAN
            };
            let runs = (policies.iter())
                .map(|(candidate, policy)| run(scenario, &world, *candidate, policy, best));
            let mut runs = runs.collect::<Result<Vec<[f64; COUNT]>, Unsolved>>()?;
            runs.chunks_mut(plan.candidates.len())
                .for_each(measure::compare_with_best);
            done();
            Ok(runs)
        })
        .collect();
    Ok(Results {
        runs: futures?.concat(),
        plan,
    })
}

/// The world of a replicate, made as tight as asked; as it is where nothing of the linked material is supplied.
#[must_use]
pub fn future(
    scenario: &Scenario,
    policy: &Policy,
    replicate: u64,
    tightness: Option<Share>,
) -> World {
    let world = world::replicate(scenario, replicate);
    match tightness {
        None => world,
        Some(share) => tighten(world.clone(), policy, share).unwrap_or(world),
    }
}

fn run(
    scenario: &Scenario,
    world: &World,
    candidate: Candidate,
    policy: &Policy,
    bound: f64,
) -> Result<[f64; COUNT], Unsolved> {
    let mut tally = Tally::new(world, first_day(policy));
    candidate.simulate(world, policy, &mut tally)?;
    Ok(measure::of(&tally, world, scenario, bound))
}
