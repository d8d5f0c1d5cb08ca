//! The order of a day's rows where only some of them are there: dispatch.csv round by round, balances.csv owner by owner.

use super::super::form::Names;
use super::super::masks::{kind_of, preferences};
use crate::scenario::{Scenario, Tier};
use crate::world::World;

/// Tier by tier, each in its rounds; in a round by place among a claimant's preferences, then by product and claimant.
/// Recipients are streams, then prefectures.
pub(super) fn of_dispatch(world: &World) -> Vec<Vec<i64>> {
    let tiers = [
        Tier::National,
        Tier::Frontline,
        Tier::KeyProjects,
        Tier::KeyEnterprises,
        Tier::Support,
        Tier::Market,
    ];
    let mut keys = Vec::new();
    for tier in tiers {
        let claimants: Vec<usize> = match kind_of(tier) {
            Some(kind) => (0..world.streams.count)
                .filter(|&at| world.streams.kind[at] == kind)
                .collect(),
            None => (0..world.prefectures.count).collect(),
        };
        let first = match tier {
            Tier::Support => world.streams.count,
            _ => 0,
        };
        let rounds = match tier {
            Tier::Support | Tier::Market => 1,
            _ => 2,
        };
        let mut wishes = Vec::new();
        for &claimant in &claimants {
            let products = preferences(world, tier, claimant).iter().enumerate();
            wishes.extend(products.map(|(place, product)| (place, product.at(), claimant)));
        }
        wishes.sort_unstable();
        for round in 0..rounds {
            keys.extend(wishes.iter().map(|&(_, product, claimant)| {
                let recipient = (first + claimant) as i64;
                vec![tier as i64, round, product as i64, recipient]
            }));
        }
    }
    keys
}

/// Depot and pool, what makers hold of material, what they make, prefectures, streams.
pub(super) fn of_balances(scenario: &Scenario, world: &World, accounts: &Names) -> Vec<Vec<i64>> {
    let mut keys = Vec::new();
    let mut add = |names: &[&str], owner: &str, item: usize| {
        for name in names {
            let place = match owner {
                "" => accounts.place(name),
                _ => accounts.place(&format!("{name}:{owner}")),
            };
            keys.extend(place.map(|place| vec![place, item as i64]));
        }
    };
    let materials = world.materials.count;
    let products = || materials..materials + world.products.count;
    (0..materials).for_each(|item| add(&["depot", "transit:depot"], "", item));
    products().for_each(|item| add(&["pool", "transit:pool"], "", item));
    for (at, row) in scenario.enterprises.iter().enumerate() {
        for &holding in world.holdings.of_enterprise(at) {
            let item = world.holdings.material[holding as usize].at();
            add(&["enterprise", "transit", "waiting"], &row.id, item);
        }
    }
    for maker in 0..world.makers.count {
        let owner = &scenario.enterprises[world.makers.enterprise[maker].at()].id;
        if let Some(product) = world.makers.product[maker] {
            add(&["hold", "gate"], owner, materials + product.at());
        } else if let Some(material) = world.makers.material[maker] {
            add(&["gate"], owner, material.at());
        }
    }
    for row in &scenario.prefectures {
        let names = ["own", "received", "transit", "waiting"];
        products().for_each(|item| add(&names, &row.code, item));
    }
    for row in &scenario.demand {
        let names = ["dispatched", "transit", "waiting"];
        products().for_each(|item| add(&names, &row.id, item));
    }
    keys
}
