//! What comes from outside, cooperation included, and what that makes of the depot's and the pool's accounts.

use super::evidence::{Evidence, date};
use super::finding::Docket;
use crate::units::MILLION;
use crate::world::Landing;

/// What landed from outside, done again.
pub(super) struct Supplied {
    days: Vec<Landed>,
}

/// One day.
#[derive(Clone, Debug, Default)]
pub(super) struct Landed {
    /// Into the depot, by material.
    pub depot: Vec<i64>,
    /// Out of the depot for cooperation, by material.
    pub lent: Vec<i64>,
    /// Into the pool, by product.
    pub pool: Vec<i64>,
    /// For makers, by holding.
    pub holdings: Vec<i64>,
    /// For prefectures, by prefecture × product.
    pub local: Vec<i64>,
}

/// What neighbours make of what a stream sends them.
#[derive(Clone, Debug)]
struct Abroad {
    /// What comes back, by day.
    returning: Vec<i64>,
    /// What is left of a unit, in parts of the material for a full return × 10⁶.
    rest: i128,
}

impl Supplied {
    pub fn again(evidence: &Evidence) -> Self {
        let world = &evidence.world;
        let none = Abroad {
            returning: vec![0; world.days],
            rest: 0,
        };
        let mut abroad = vec![none; world.supplies.count];
        let days = evidence.days().map(|day| {
            let mut landed = Landed {
                depot: vec![0; world.materials.count],
                lent: vec![0; world.materials.count],
                pool: vec![0; world.products.count],
                holdings: vec![0; world.holdings.count],
                local: vec![0; world.prefectures.count * world.products.count],
            };
            for (supply, abroad) in abroad.iter_mut().enumerate() {
                let amount = land(evidence, day, supply, abroad, &mut landed);
                *match world.supplies.landing[supply] {
                    Landing::Depot(material) => &mut landed.depot[material.at()],
                    Landing::Pool(product) => &mut landed.pool[product.at()],
                    Landing::Holding(holding) => &mut landed.holdings[holding as usize],
                    Landing::Prefecture(place, product) => {
                        &mut landed.local[world.local(place, product)]
                    }
                } += amount;
            }
            landed
        });
        Self {
            days: days.collect(),
        }
    }

    pub fn on(&self, day: usize) -> &Landed {
        &self.days[day]
    }
}

/// What a stream lands on a day. Cooperation sends material out as far as the depot has it, and brings back in
/// proportion, so many days later.
fn land(
    evidence: &Evidence,
    day: usize,
    supply: usize,
    abroad: &mut Abroad,
    landed: &mut Landed,
) -> i64 {
    let supplies = &evidence.world.supplies;
    let per_day = supplies.per_day.on(date(day));
    let Some((material, full)) = supplies.sends[supply] else {
        return per_day.units(supply);
    };
    let rate = per_day.rate(supply);
    let material = material.at();
    let there = evidence.account("depot", material)[day].opening
        + evidence.account("transit:depot", material)[day].outgoing
        + landed.depot[material]
        - landed.lent[material];
    let lent = if rate.is_zero() {
        0
    } else {
        full.min(there).max(0)
    };
    landed.lent[material] += lent;
    let back = day + supplies.returns_after[supply].max(1) as usize;
    // Rate × lent ÷ full; what is left of a unit is carried.
    let whole = i128::from(full.max(1)) * i128::from(MILLION);
    abroad.rest += rate.in_millionths() * i128::from(lent);
    if let Some(back) = abroad.returning.get_mut(back) {
        *back += (abroad.rest / whole) as i64;
    }
    abroad.rest %= whole;
    abroad.returning[day]
}

pub(super) fn check(evidence: &Evidence, supplied: &Supplied, docket: &mut Docket) {
    let world = &evidence.world;
    for day in evidence.days() {
        let landed = supplied.on(day);
        let mut awarded = vec![0; world.materials.count];
        for row in evidence.allocation.on(day) {
            awarded[evidence.allocation.get(row, "material") as usize] +=
                evidence.allocation.get(row, "award_mg");
        }
        let mut dispatched = vec![0; world.products.count];
        for row in evidence.dispatch.on(day) {
            dispatched[evidence.dispatch.get(row, "product") as usize] +=
                evidence.dispatch.get(row, "award");
        }
        for (material, awarded) in awarded.into_iter().enumerate() {
            let at = ("depot", material, day);
            let arrived = evidence.account("transit:depot", material)[day].outgoing;
            docket.account(
                evidence,
                at,
                "in",
                arrived + landed.depot[material],
                "into the depot: what arrives from makers and from outside",
            );
            docket.account(
                evidence,
                at,
                "out",
                awarded + landed.lent[material],
                "out of the depot: Σ awards of allocation.csv and what cooperation takes",
            );
        }
        for (product, dispatched) in dispatched.into_iter().enumerate() {
            let item = evidence.product_item(product);
            let arrived = evidence.account("transit:pool", item)[day].outgoing;
            docket.account(
                evidence,
                ("pool", item, day),
                "in",
                arrived + landed.pool[product],
                "into the pool: what arrives from makers and from outside",
            );
            docket.account(
                evidence,
                ("pool", item, day),
                "out",
                dispatched,
                "out of the pool: Σ awards of dispatch.csv",
            );
        }
    }
}
