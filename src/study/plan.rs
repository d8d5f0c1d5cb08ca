//! What a study runs: points of a design × policies × replicates, in one order that nothing changes.

use std::fmt::Write;
use std::ops::Range;

use super::candidate::Candidate;
use crate::chance::Sampler;
use crate::files::digest;
use crate::language::Word;
use crate::said;
use crate::scenario::Scenario;

/// Points of a design at most: each is a scenario in memory.
pub const MOST_POINTS: usize = 10_000;
/// Simulations of a study at most.
pub const MOST_RUNS: u64 = 1_000_000_000;

/// A point of the design: the scenario with some values set.
#[derive(Clone, Debug)]
pub struct Point {
    /// What is set, as `path=value`; nothing at the scenario as it is.
    pub sets: Vec<String>,
    /// The scenario with that.
    pub scenario: Scenario,
}

impl Point {
    /// Its name in tables: what is set, or `given`.
    #[must_use]
    pub fn name(&self) -> String {
        if self.sets.is_empty() {
            "given".to_owned()
        } else {
            self.sets.join(" ")
        }
    }
}

/// A study: every replicate at every point, and in each of these worlds every policy.
///
/// Worlds are counted replicate by replicate, so that whatever shares a future lies together.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Points of the design, at least one.
    pub points: Vec<Point>,
    /// Rules to play; `None` is the scenario's own policy. At least one.
    pub policies: Vec<Option<Candidate>>,
    /// Futures at each point.
    pub replicates: u64,
    /// How futures are spread over what may be drawn.
    pub sampler: Sampler,
}

/// A world of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Position of the point.
    pub point: usize,
    /// The replicate.
    pub replicate: u64,
}

impl Plan {
    /// Why nobody can run the plan: it has more points or simulations than can be counted and kept.
    #[must_use]
    pub fn objection(&self) -> Option<Word> {
        let points = self.points.len();
        if points > MOST_POINTS {
            return Some(said!(
                "{points} 个设计点：最多 {MOST_POINTS} 个",
                "{points} points of the design: at most {MOST_POINTS}"
            ));
        }
        let runs = u128::from(self.replicates) * (points * self.policies.len()) as u128;
        (runs > u128::from(MOST_RUNS)).then(|| {
            let (replicates, policies) = (self.replicates, self.policies.len());
            said!(
                "{replicates} 次重复 × {points} 个设计点 × {policies} 个方案 = {runs} 次模拟：一项重复模拟最多 {MOST_RUNS} 次",
                "{replicates} replicates x {points} points x {policies} policies = {runs} simulations: at most {MOST_RUNS} in a study"
            )
        })
    }

    /// Worlds in all. The plan has no objection.
    #[must_use]
    pub fn worlds(&self) -> u64 {
        self.replicates * self.points.len() as u64
    }

    /// Simulations in all. The plan has no objection.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.worlds() * self.policies.len() as u64
    }

    /// Which world that is.
    #[must_use]
    pub fn place(&self, world: u64) -> Place {
        let points = self.points.len() as u64;
        Place {
            point: (world % points) as usize,
            replicate: world / points,
        }
    }

    /// The worlds of one of several shards, counted from 1: whole replicates, as even as can be.
    #[must_use]
    pub fn shard(&self, at: u64, of: u64) -> Range<u64> {
        let points = self.points.len() as u64;
        let border = |at: u64| {
            (u128::from(self.replicates) * u128::from(at) / u128::from(of)) as u64 * points
        };
        border(at - 1)..border(at)
    }

    /// The name of a policy in tables.
    #[must_use]
    pub fn policy_name(&self, policy: usize) -> String {
        self.policies[policy].map_or_else(|| "given".to_owned(), |rules| rules.to_string())
    }

    /// Whether policies or points are compared with each other.
    #[must_use]
    pub fn compares(&self) -> bool {
        self.points.len() * self.policies.len() > 1
    }

    /// What is the same wherever and however often the study runs: scenarios, policies, replicates, sampler, seed and
    /// version. Results of other studies are not mixed with its own.
    #[must_use]
    pub fn id(&self) -> String {
        let mut text = format!("maskflow {}\n", env!("CARGO_PKG_VERSION"));
        let _ = writeln!(text, "{} replicates, {}", self.replicates, self.sampler);
        for point in &self.points {
            let scenario = &point.scenario;
            let _ = writeln!(text, "{} {} {}", point.name(), scenario.hash, scenario.seed);
        }
        for policy in 0..self.policies.len() {
            let _ = writeln!(text, "{}", self.policy_name(policy));
        }
        let mut id = digest(text.as_bytes());
        id.truncate(16);
        id
    }
}

/// The folder that holds a point's scenario, beside results as beside chunks.
#[must_use]
pub fn point_folder(point: usize) -> String {
    format!("point-{point}")
}
