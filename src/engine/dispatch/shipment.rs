//! Step 8, continued: what leaves the pool, and what is bought into it.

use super::super::Today;
use super::super::arrive::{stream_is_open, stream_lead};
use super::super::rounds::is_guaranteed;
use super::super::state::State;
use crate::scenario::Tier;
use crate::units::{Pieces, PrefectureIndex, ProductIndex};

/// Where a claimant of a tier is; nowhere in particular where it is national.
pub(super) fn place_of(today: &Today, tier: Tier, claimant: usize) -> Option<PrefectureIndex> {
    match tier {
        Tier::Support => Some(PrefectureIndex::from_position(claimant)),
        _ => today.world.streams.prefecture[claimant],
    }
}

/// Sends what was awarded on its way: guaranteed uses get it themselves, prefectures the rest.
pub(super) fn send(
    today: &Today,
    state: &mut State,
    tier: Tier,
    claimant: usize,
    product: ProductIndex,
    award: Pieces,
) {
    let world = today.world;
    state.centre.pool[product.at()] -= award;
    state.centre.pool_dispatched[product.at()] += award;
    if is_guaranteed(tier) {
        let place = world.sent_to(claimant, product);
        if stream_is_open(today, claimant) {
            let lead = stream_lead(today, claimant);
            state.streams.transit.send(lead, place, award);
        } else {
            state.streams.transit.hold(place, award);
        }
        return;
    }
    let prefecture = place_of(today, tier, claimant).unwrap_or(PrefectureIndex(0));
    let place = world.local(prefecture, product);
    if world.green_channel || today.place_openness[prefecture.at()] > 0 {
        let lead = today.place_lead[prefecture.at()];
        state.local.transit.send(lead, place, award);
    } else {
        state.local.transit.hold(place, award);
    }
}

/// `buy_above_cover`: own stock above so many days of local need is bought into the pool, product by product.
pub(super) fn buy_surplus(today: &Today, state: &mut State) {
    state.local.bought.fill(Pieces::ZERO);
    let Some(cover) = today.regime.buy_above_cover else {
        return;
    };
    let world = today.world;
    for prefecture in 0..world.prefectures.count {
        if today.place_openness[prefecture] == 0 {
            continue;
        }
        let index = PrefectureIndex::from_position(prefecture);
        let products = (0..world.products.count)
            .map(|product| world.local(index, ProductIndex::from_position(product)));
        let own: Pieces = products.clone().map(|place| state.local.own[place]).sum();
        let mut surplus = (own
            - Pieces(cover * world.prefectures.local_need.row(today.day)[prefecture]))
        .or_zero();
        for (product, place) in products.enumerate() {
            let bought = state.local.own[place].min(surplus);
            surplus -= bought;
            state.local.own[place] -= bought;
            state.local.bought[place] = bought;
            let lead = today.place_lead[prefecture];
            state.centre.to_pool.send(lead, product, bought);
        }
    }
}
