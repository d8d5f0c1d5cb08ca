//! Worlds in which material is as tight as one likes: what the depot gets, as a share of what makers could use.

use crate::engine::{self, State};
use crate::ledger::Recorder;
use crate::policy::Policy;
use crate::units::{Day, Milligrams, Share};
use crate::world::{Landing, Rate, Rates, World};

/// The linked material that makers could use each day: their use at staffed rates, whatever they have.
#[derive(Debug, Default)]
struct UseADay(Vec<i64>);

impl Recorder for UseADay {
    fn close(&mut self, world: &World, _day: Day, state: &State) {
        let rates = (world.materials.linked).map(|linked| {
            let holders = world.holdings.of_material[linked.at()].clone();
            (state.holdings.rate[holders].iter()).copied().sum()
        });
        self.0.push(rates.unwrap_or(Milligrams::ZERO).0);
    }
}

/// The same world, in which the depot is supplied every day with this share of what all makers could use of the linked
/// material at that day's staffed rates under the policy given, from outside; makers of the material in the province
/// stand still, so that nothing else comes in. On day 0 the depot holds a day's supply. None where no supply of the
/// linked material lands at the depot.
#[must_use]
pub fn tighten(mut world: World, policy: &Policy, share: Share) -> Option<World> {
    let linked = world.materials.linked?;
    let landing = &world.supplies.landing;
    let first = landing
        .iter()
        .position(|&at| at == Landing::Depot(linked))?;
    let mut could = UseADay::default();
    engine::simulate(&world, policy, &mut could);
    let supplied = |day: Day| share.of(Milligrams(could.0[day.row()]));
    let supplies = &world.supplies;
    let per_day = Rates::build(world.days, supplies.count, |day, row| {
        let given = supplies.per_day.on(day);
        for (at, (rate, &landing)) in row.iter_mut().zip(&supplies.landing).enumerate() {
            *rate = match landing {
                Landing::Depot(material) if material == linked => Rate::ZERO,
                _ => given.rate(at),
            };
        }
        row[first] = Rate::of_whole(supplied(day).0);
    });
    world.opening.depot[linked.at()] = supplied(Day(0));
    world.supplies.per_day = per_day;
    let World { lines, makers, .. } = &mut world;
    let maker_of = &lines.maker;
    (lines.planned).stop(|line| makers.material[maker_of[line] as usize] == Some(linked));
    world.supplies.sends[first] = None;
    Some(world)
}
