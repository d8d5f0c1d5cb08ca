//! Step 8, continued: what leaves the pool, and what is bought into it.

use super::super::Today;
use super::super::arrive::{stream_is_open, stream_lead};
use super::super::state::{LocalState, State, Streams};
use crate::scenario::Tier;
use crate::units::{Pieces, PrefectureIndex, ProductIndex};

/// Where a claimant of a tier is; nowhere in particular where it is national.
pub(super) fn place_of(today: &Today, tier: Tier, claimant: usize) -> Option<PrefectureIndex> {
    match tier {
        Tier::Support => Some(PrefectureIndex::from_position(claimant)),
        _ => today.world.streams.prefecture[claimant],
    }
}

/// Sends guaranteed goods on their way.
#[inline]
pub(super) fn send_to_stream(
    today: &Today,
    streams: &mut Streams,
    stream: usize,
    product: ProductIndex,
    award: Pieces,
) {
    let place = today.world.sent_to(stream, product);
    streams.each[stream].position += award;
    if stream_is_open(today, stream) {
        let lead = stream_lead(today, stream);
        streams.transit.send(lead, place, award);
    } else {
        streams.transit.hold(place, award);
    }
}

/// Sends support and market goods on their way.
#[inline]
pub(super) fn send_to_prefecture(
    today: &Today,
    local: &mut LocalState,
    prefecture: Option<PrefectureIndex>,
    product: ProductIndex,
    award: Pieces,
) {
    let prefecture = prefecture.unwrap_or(PrefectureIndex(0));
    let place = today.world.local(prefecture, product);
    if today.world.green_channel || today.place_openness[prefecture.at()] > 0 {
        let lead = today.place_lead[prefecture.at()];
        local.transit.send(lead, place, award);
    } else {
        local.transit.hold(place, award);
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
        let mut surplus = (own - Pieces(cover * today.local_need[prefecture])).or_zero();
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
