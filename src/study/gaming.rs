//! What somebody gains under a rule by claiming too much or by holding back deliveries, everybody else being honest.

use rayon::prelude::*;

use super::bound::Unsolved;
use super::candidate::Candidate;
use super::compare::{first_day, future};
use super::tally::Tally;
use crate::chance::hash_of;
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::units::{EnterpriseIndex, PrefectureIndex, Share};
use crate::world::{Claimer, Overclaim, World};

/// Claims that are tried, as multiples of what they should be.
pub const FACTORS: [Share; 3] = [Share(1_100_000), Share(1_500_000), Share(2_000_000)];

/// Mean gains of those who game a rule, each on its own, as shares of what they get when honest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gains {
    /// An enterprise's linked material, by [`FACTORS`].
    pub material: [f64; 3],
    /// A prefecture's masks from the pool, by [`FACTORS`].
    pub masks: [f64; 3],
    /// Masks that an enterprise keeps by delivering nothing of what it owes, as a share of what it keeps when it
    /// complies as it does.
    pub kept: f64,
    /// Linked material that doing so brings it; negative where the link punishes it.
    pub material_after: f64,
}

/// Who is tried: so many enterprises with product lines, and so many prefectures, chosen by hashes of their ids.
const TRIED: usize = 6;

/// Gains under each candidate, first with the link's penalty as the policy has it, then without; means over those who
/// are tried and over some futures. `done` hears of each future of each candidate, twice; `go_on` is asked before.
///
/// # Errors
/// What `go_on` says, when it says stop; when a candidate looks ahead and its programme has no optimum.
pub fn gaming<E: Send + From<Unsolved>>(
    scenario: &Scenario,
    candidates: &[Candidate],
    futures: u64,
    go_on: impl Fn() -> Result<(), E> + Sync,
    done: impl Fn() + Sync,
) -> Result<Vec<[Gains; 2]>, E> {
    let base = Policy::of(scenario);
    let worlds: Vec<World> = (0..futures)
        .map(|replicate| future(scenario, &base, replicate, None))
        .collect();
    let with = |candidate: &Candidate, penalty: bool| -> Result<Gains, E> {
        let mut policy = candidate.apply(&base, None);
        if !penalty {
            let regimes = policy.regimes.iter_mut();
            regimes.for_each(|regime| regime.link_factor_floor = Share::ONE);
        }
        let game = |world| Game {
            scenario,
            world,
            candidate,
            policy: &policy,
        };
        let of_worlds = worlds.iter().map(|world| {
            go_on()?;
            let gains = game(world).gains()?;
            done();
            Ok(gains)
        });
        Ok(mean(&of_worlds.collect::<Result<Vec<Gains>, E>>()?))
    };
    let both = |candidate| -> Result<[Gains; 2], E> {
        Ok([with(candidate, true)?, with(candidate, false)?])
    };
    candidates.par_iter().map(both).collect()
}

/// One future under one candidate.
struct Game<'a> {
    scenario: &'a Scenario,
    world: &'a World,
    candidate: &'a Candidate,
    policy: &'a Policy,
}

impl Game<'_> {
    fn gains(&self) -> Result<Gains, Unsolved> {
        let (scenario, world) = (self.scenario, self.world);
        let honest = self.play(world)?;
        let mut all = Vec::new();
        for enterprise in enterprises(scenario, &honest) {
            let by = Claimer::Enterprise(EnterpriseIndex::from_position(enterprise));
            let material = |tally: &Tally| of_material(world, tally, enterprise);
            let mut gains = Gains::default();
            for (gained, factor) in gains.material.iter_mut().zip(FACTORS) {
                let played = self.play(&claiming(world, by, factor))?;
                *gained = gain(material(&played), material(&honest));
            }
            let played = self.play(&holding_back(world, enterprise))?;
            gains.kept = gain(played.retained[enterprise], honest.retained[enterprise]);
            gains.material_after = gain(material(&played), material(&honest));
            all.push(gains);
        }
        let mut masks = Vec::new();
        for prefecture in chosen(world.prefectures.count, |at| &scenario.prefectures[at].code) {
            let by = Claimer::Prefecture(PrefectureIndex::from_position(prefecture));
            let mut gains = Gains::default();
            for (gained, factor) in gains.masks.iter_mut().zip(FACTORS) {
                let played = self.play(&claiming(world, by, factor))?;
                *gained = gain(played.dispatched[prefecture], honest.dispatched[prefecture]);
            }
            masks.push(gains);
        }
        Ok(Gains {
            masks: mean(&masks).masks,
            ..mean(&all)
        })
    }

    fn play(&self, world: &World) -> Result<Tally, Unsolved> {
        let mut tally = Tally::new(world, first_day(self.policy));
        self.candidate.simulate(world, self.policy, &mut tally)?;
        Ok(tally)
    }
}

/// Enterprises that were awarded something, some of them.
fn enterprises(scenario: &Scenario, honest: &Tally) -> Vec<usize> {
    let makers: Vec<usize> = (0..honest.made.len())
        .filter(|&at| honest.retained[at] > 0)
        .collect();
    let chosen = chosen(makers.len(), |at| &scenario.enterprises[makers[at]].id);
    chosen.into_iter().map(|at| makers[at]).collect()
}

fn chosen<'a>(count: usize, id: impl Fn(usize) -> &'a String) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&at| hash_of(id(at)));
    order.truncate(TRIED);
    order
}

fn of_material(world: &World, tally: &Tally, enterprise: usize) -> i64 {
    let held = world.materials.linked.and_then(|linked| {
        let held = world.holdings.find(enterprise, linked.at())?;
        Some(held - world.holdings.of_material[linked.at()].start)
    });
    held.map_or(0, |at| tally.awarded[at])
}

fn claiming(world: &World, by: Claimer, factor: Share) -> World {
    World {
        overclaim: Some(Overclaim { by, factor }),
        ..world.clone()
    }
}

/// The same world, in which an enterprise books no piece as willing.
fn holding_back(world: &World, enterprise: usize) -> World {
    let mut world = world.clone();
    world.enterprises.compliance[enterprise] = Share::ZERO;
    for maker in &mut world.mask_makers {
        if world.makers.enterprise[maker.at].at() == enterprise {
            maker.compliance = Share::ZERO;
        }
    }
    world
}

fn gain(now: i64, honest: i64) -> f64 {
    if honest == 0 {
        0.0
    } else {
        now as f64 / honest as f64 - 1.0
    }
}

fn mean(all: &[Gains]) -> Gains {
    let count = all.len().max(1) as f64;
    let of = |pick: fn(&Gains) -> f64| all.iter().map(pick).sum::<f64>() / count;
    Gains {
        material: [
            of(|g| g.material[0]),
            of(|g| g.material[1]),
            of(|g| g.material[2]),
        ],
        masks: [of(|g| g.masks[0]), of(|g| g.masks[1]), of(|g| g.masks[2])],
        kept: of(|g| g.kept),
        material_after: of(|g| g.material_after),
    }
}
