//! The clairvoyant bound: a linear programme that knows the whole future and has the simulation's physics, relaxed
//! (model §5). No rule can serve more than it does; how much less they serve is what not knowing, the rule, the link and
//! the reserves cost together.
//!
//! # Why every simulated trajectory is feasible
//!
//! - **Capacity.** A line makes no more than it would with every line that any subsidy could fund in place and with the
//!   most staff that its enterprise could ever have (`capacity`). Lines of one product in one prefecture are added up, with
//!   the shortest lead of any of their makers and the best use of material of any: sums and extremes only relax.
//! - **Stocks away from the centre are left out**, and that costs nothing: holding material in the depot, or masks in the
//!   pool, until the last day on which they still arrive in time is as good as holding them where they are used, because depot and
//!   pool have no limits. So what is used on a day is charged to the depot or pool on the latest day of departure, which is
//!   no earlier than when the simulation sent it.
//! - **Goods that wait at closed gates** arrive no earlier than the earliest arrival of any later departure, which is what
//!   the programme takes.
//! - Whatever serves backlog is lost to fresh need: balances are inequalities. Nothing has to be left at the end.
//!
//! # One programme for all tiers
//!
//! Tiers are lexicographic: national before front line before … before the public. Giving up one mask frees one mask,
//! or the material of at most R others, where R is the greatest use of material of any product ÷ the least. With
//! weights (R + 1)ⁿ, tier by tier from the last, giving up one piece of a tier never pays in all later ones together, so one weighted
//! programme has the lexicographic optimum. It bounds the first tier, and each later one only for those who serve all earlier
//! ones as well as it does: whoever serves an earlier tier worse may serve a later one better. What is served in all is
//! bounded by a programme of its own, [`Question::Total`], in which every piece counts alike.

use crate::engine::simulate;
use crate::ledger::Recorder;
use crate::policy::Policy;
use crate::scenario::{Kind, Tier};
use crate::units::Day;
use crate::world::World;

mod capacity;
mod given;
pub mod look_ahead;
mod programme;

use given::Given;
pub use programme::{Optimum, Size, Unsolved};

/// Kinds of need in the lexicographic order: the policy's guaranteed tiers, then local duties. There is one order for the
/// whole calendar, that of day 0: where a later regime has another, the programme keeps to the first all the same.
#[must_use]
pub fn order(policy: &Policy) -> Vec<Kind> {
    let guaranteed = policy.on(Day(0)).tier_order.iter().map(|tier| match tier {
        Tier::National => Kind::National,
        Tier::Frontline => Kind::Frontline,
        Tier::KeyProjects => Kind::KeyProjects,
        Tier::KeyEnterprises | Tier::Support | Tier::Market => Kind::KeyEnterprises,
    });
    guaranteed.chain([Kind::Essential, Kind::Public]).collect()
}

/// What a programme is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The most that can be served, tier by tier.
    Service,
    /// The most that can be served in all, every piece counting alike.
    Total,
    /// As [`Question::Service`], with every maker sending at least the link ratio of its release to the pool from the day on which
    /// the province allocates.
    ServiceWithLink,
    /// The same, with the pool at or above its reserve on all days on which the simulation has it there.
    ServiceWithReserves,
    /// The highest fill rate that every prefecture can have at once.
    Evenness,
}

/// Fresh need and what of it was served, pieces, over the whole calendar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Served {
    /// By kind of need.
    pub need: [f64; 6],
    /// Of that, served.
    pub served: [f64; 6],
    /// By prefecture: need, served.
    pub places: Vec<[f64; 2]>,
}

impl Served {
    fn new(world: &World) -> Self {
        Self {
            places: vec![[0.0; 2]; world.prefectures.count],
            ..Self::default()
        }
    }

    /// Fill rate of a kind; 1 without need.
    #[must_use]
    pub fn fill_rate(&self, kind: Kind) -> f64 {
        share(self.served[kind as usize], self.need[kind as usize])
    }

    /// Fill rate of everything.
    #[must_use]
    pub fn overall(&self) -> f64 {
        share(self.served.iter().sum(), self.need.iter().sum())
    }

    /// Lowest fill rate of any prefecture.
    #[must_use]
    pub fn lowest(&self) -> f64 {
        let rates = self
            .places
            .iter()
            .map(|&[need, served]| share(served, need));
        rates.fold(1.0, f64::min)
    }

    /// The lexicographic objective: served pieces by their tiers' weights.
    #[must_use]
    pub fn score(&self, weights: &[f64; 6]) -> f64 {
        self.served
            .iter()
            .zip(weights)
            .map(|(served, weight)| served * weight)
            .sum()
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 1.0 }
}

/// Counts service, and remembers what the pool held.
#[derive(Debug)]
pub struct Count {
    /// What was served.
    pub served: Served,
    pool: Vec<i64>,
}

impl Recorder for Count {
    fn close(&mut self, world: &World, day: Day, state: &crate::engine::State) {
        for (stream, &need) in world.streams.need.row(day).iter().enumerate() {
            let served = state.streams.each[stream].served_fresh.0 as f64;
            let kind = world.streams.kind[stream] as usize;
            self.served.need[kind] += need as f64;
            self.served.served[kind] += served;
            if let Some(place) = world.streams.prefecture[stream] {
                self.served.places[place.at()][0] += need as f64;
                self.served.places[place.at()][1] += served;
            }
        }
        self.pool
            .extend(state.centre.pool.iter().map(|pieces| pieces.0));
    }
}

/// What a policy serves in a world.
#[must_use]
pub fn simulated(world: &World, policy: &Policy) -> Served {
    count(world, policy).served
}

/// Counts what is served while a run goes.
#[must_use]
pub fn counting(world: &World) -> Count {
    Count {
        served: Served::new(world),
        pool: Vec::new(),
    }
}

fn count(world: &World, policy: &Policy) -> Count {
    let mut count = counting(world);
    simulate(world, policy, &mut count);
    count
}

/// The weights of kinds in the objective of the lexicographic programmes, by kind.
#[must_use]
pub fn weights(world: &World, policy: &Policy) -> [f64; 6] {
    weigh(policy, &Given::of(world, policy))
}

fn weigh(policy: &Policy, given: &Given) -> [f64; 6] {
    let (least, most) = given.uses();
    let (ratio, order) = (most / least + 1.0, order(policy));
    let mut weights = [0.0; 6];
    for (place, kind) in order.iter().enumerate() {
        weights[*kind as usize] = ratio.powi((order.len() - 1 - place) as i32);
    }
    weights
}

/// Solves a programme for a world under the policy's tiers, link and reserves.
///
/// # Errors
/// When the solver finds no optimum.
pub fn bound(world: &World, policy: &Policy, question: Question) -> Result<Optimum, Unsolved> {
    let given = Given::of(world, policy);
    let pool = match question {
        Question::ServiceWithReserves => count(world, policy).pool,
        _ => Vec::new(),
    };
    programme::solve(world, policy, &given, question, &pool)
}
