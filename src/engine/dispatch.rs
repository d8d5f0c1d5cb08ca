//! Step 8: the pool is dispatched tier by tier; guaranteed tiers in two passes, then support, then the market.

use super::Today;
use super::arrive::{stream_is_open, stream_lead};
use super::rounds::{is_guaranteed, kind_of};
use super::state::State;
use crate::claims::Problem;
use crate::scenario::Tier;
use crate::units::{Pieces, PrefectureIndex, ProductIndex, muldiv};

pub(super) fn dispatch(today: Today, state: &mut State) {
    state.rounds.clear();
    state.centre.pool_dispatched.fill(Pieces::ZERO);
    buy_surplus(today, state);
    for &tier in &today.regime.tier_order {
        pass(today, state, tier, 0, &|_, _| Pieces::ZERO);
    }
    let set_aside = |state: &State, product: usize| {
        let inflow = state.centre.to_pool.arrived[product] + state.centre.pool_supplied[product];
        today.regime.market_min.of(inflow)
    };
    for &tier in &today.regime.tier_order {
        pass(today, state, tier, 1, &set_aside);
    }
    pass(today, state, Tier::Support, 0, &set_aside);
    release_to_market(today, state);
}

/// One pass of a tier, product by product in the claimants' order of preference.
fn pass(
    today: Today,
    state: &mut State,
    tier: Tier,
    pass: usize,
    aside: &dyn Fn(&State, usize) -> Pieces,
) {
    let groups = state.rounds.of(tier, pass);
    if groups.is_empty() || !reckon_claims(today, state, tier, pass) {
        return;
    }
    for group in groups {
        let product = state.rounds.groups[group].product.at();
        let floor = if today.regime.below_floor[tier as usize] {
            Pieces::ZERO
        } else {
            today.regime.reserve_floor[product]
        };
        let available = (state.centre.pool[product] - floor - aside(state, product)).or_zero();
        divide(today, state, group, available);
    }
}

/// What everyone in a tier wants in this pass; whether anyone wants anything.
fn reckon_claims(today: Today, state: &mut State, tier: Tier, pass: usize) -> bool {
    let mut wanted = std::mem::take(&mut state.rounds.wanted);
    let mut any = false;
    match kind_of(tier) {
        None => {
            for (prefecture, claim) in wanted
                .iter_mut()
                .enumerate()
                .take(today.world.prefectures.count)
            {
                *claim = support_claim(today, state, prefecture);
                any |= *claim > 0;
            }
        }
        Some(kind) => {
            for (stream, claim) in wanted
                .iter_mut()
                .enumerate()
                .take(today.world.streams.count)
            {
                if today.world.streams.kind[stream] == kind {
                    *claim = match tier {
                        Tier::Market => market_claim(today, state, stream),
                        Tier::National => national_claim(today, state, stream),
                        _ => guaranteed_claim(today, state, stream, tier, pass),
                    };
                    any |= *claim > 0;
                }
            }
        }
    }
    state.rounds.wanted = wanted;
    any
}

/// Stock and goods under way that were dispatched to a stream.
fn held_by(today: Today, state: &State, stream: usize) -> i64 {
    let products = today.world.products.count;
    let streams = &state.streams;
    let mut held = Pieces::ZERO;
    for place in stream * products..(stream + 1) * products {
        held += streams.stock[place]
            + streams.transit.under_way[place]
            + streams.transit.waiting[place];
    }
    held.0
}

fn national_claim(today: Today, state: &State, stream: usize) -> i64 {
    let quota = today.world.streams.need.row(today.day)[stream];
    (quota + state.streams.backlog[stream].0 - held_by(today, state, stream)).max(0)
}

fn guaranteed_claim(today: Today, state: &State, stream: usize, tier: Tier, pass: usize) -> i64 {
    let beyond = if pass == 0 {
        1
    } else {
        today.regime.dispatch_cover.max(1)
    };
    let days = i64::from(stream_lead(today, stream)) + beyond;
    let expected = today.world.streams.expected.row(today.day)[stream];
    let local = if tier == Tier::Frontline {
        share_of_local_stock(today, state, stream, expected)
    } else {
        0
    };
    (days * expected + state.streams.backlog[stream].0 - held_by(today, state, stream) - local)
        .max(0)
}

/// A stream's part of the local stock that it accepts: by its need among front-line and local need.
fn share_of_local_stock(today: Today, state: &State, stream: usize, expected: i64) -> i64 {
    let world = today.world;
    let Some(prefecture) = world.streams.prefecture[stream] else {
        return 0;
    };
    let everyone = world.prefectures.frontline_need.row(today.day)[prefecture.at()]
        + world.prefectures.local_need.row(today.day)[prefecture.at()];
    if everyone == 0 {
        return 0;
    }
    let stock: Pieces = (world.streams.products[stream].iter())
        .map(|&product| {
            state.local.own[world.local(prefecture, product)]
                + state.local.received[world.local(prefecture, product)]
        })
        .sum();
    muldiv(stock.0, expected, everyone)
}

/// Goods from the pool under way to a prefecture.
fn under_way(
    today: Today,
    state: &State,
    prefecture: PrefectureIndex,
    products: &[ProductIndex],
) -> i64 {
    let place = |product: &ProductIndex| today.world.local(prefecture, *product);
    let transit = &state.local.transit;
    products
        .iter()
        .map(|product| (transit.under_way[place(product)] + transit.waiting[place(product)]).0)
        .sum()
}

fn support_claim(today: Today, state: &State, prefecture: usize) -> i64 {
    let world = today.world;
    if !state.local.in_difficulty[prefecture] {
        return 0;
    }
    let index = PrefectureIndex::from_position(prefecture);
    let products = &world.prefectures.local_products[prefecture];
    let window = i64::from(today.day.0 + 1).min(7);
    let (mut stock, mut retained) = (0, 0);
    for &product in products {
        let place = world.local(index, product);
        stock += (state.local.own[place] + state.local.received[place]).0;
        retained += state.local.retained_sum[place].0;
    }
    let need = world.prefectures.local_need.row(today.day)[prefecture];
    let days =
        today.regime.dispatch_cover + i64::from(world.prefectures.lead.row(today.day)[prefecture]);
    (days * (need - retained / window).max(0) - stock - under_way(today, state, index, products))
        .max(0)
}

fn market_claim(today: Today, state: &State, stream: usize) -> i64 {
    let world = today.world;
    let Some(prefecture) = world.streams.prefecture[stream] else {
        return 0;
    };
    let expected = world.streams.expected.row(today.day)[stream];
    let days = i64::from(stream_lead(today, stream)) + today.regime.dispatch_cover.max(1);
    let local = share_of_local_stock(today, state, stream, expected);
    let coming = under_way(today, state, prefecture, &world.streams.products[stream]);
    (days * expected + state.streams.backlog[stream].0 - local - coming).max(0)
}

/// The market gets what was set aside for it and what is left above the pool's cover.
fn release_to_market(today: Today, state: &mut State) {
    if !reckon_claims(today, state, Tier::Market, 0) {
        return;
    }
    let world = today.world;
    for group in state.rounds.of(Tier::Market, 0) {
        let product = state.rounds.groups[group].product;
        let guaranteed: i64 = (0..world.streams.count)
            .filter(|&stream| {
                !matches!(
                    world.streams.kind[stream],
                    crate::scenario::Kind::Essential | crate::scenario::Kind::Public
                )
            })
            .filter(|&stream| world.streams.products[stream].first() == Some(&product))
            .map(|stream| world.streams.expected.row(today.day)[stream])
            .sum();
        let inflow =
            state.centre.to_pool.arrived[product.at()] + state.centre.pool_supplied[product.at()];
        let released = released_so_far(state, product);
        let above_floor = (state.centre.pool[product.at()] + released
            - today.regime.reserve_floor[product.at()])
        .or_zero();
        let aside = today.regime.market_min.of(inflow).min(above_floor);
        let keep = Pieces(today.regime.pool_cover * guaranteed);
        let left = (above_floor - aside - keep).or_zero();
        divide(today, state, group, (aside + left - released).or_zero());
    }
}

/// What the market got of a product today at earlier places in preferences.
fn released_so_far(state: &State, product: ProductIndex) -> Pieces {
    let groups = &state.rounds.groups[state.rounds.of(Tier::Market, 0)];
    let same = groups.iter().filter(|group| group.product == product);
    Pieces(
        same.flat_map(|group| state.rounds.award[group.slots.clone()].iter())
            .sum(),
    )
}

/// Divides one product among one group and sends it on its way.
fn divide(today: Today, state: &mut State, group: usize, available: Pieces) {
    let State {
        rounds,
        workspace,
        desk,
        ..
    } = state;
    let entry = &mut rounds.groups[group];
    (entry.available, entry.held) = (available, true);
    let (slots, tier, product) = (entry.slots.clone(), entry.tier, entry.product);
    desk.credits.clear();
    for slot in slots.clone() {
        let claimant = rounds.claimant[slot];
        rounds.claim[slot] = rounds.wanted[claimant as usize];
        desk.credits
            .push(rounds.credit[rounds.account(tier, claimant)]);
    }
    let problem = Problem {
        amount: available.0,
        claims: &rounds.claim[slots.clone()],
        weights: None,
        classes: None,
        ranks: &rounds.rank[slots.clone()],
        turn: i64::from(today.day.0),
    };
    today.regime.dispatch_rule.divide(
        &problem,
        &mut desk.credits,
        workspace,
        &mut rounds.award[slots.clone()],
    );
    for (place, slot) in slots.clone().enumerate() {
        let claimant = rounds.claimant[slot];
        let account = rounds.account(tier, claimant);
        rounds.credit[account] = desk.credits[place];
        rounds.wanted[claimant as usize] -= rounds.award[slot];
    }
    for slot in slots {
        let (claimant, award) = (
            state.rounds.claimant[slot] as usize,
            Pieces(state.rounds.award[slot]),
        );
        if award > Pieces::ZERO {
            send(today, state, tier, claimant, product, award);
        }
    }
}

fn send(
    today: Today,
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
            state
                .streams
                .transit
                .send(today.day, stream_lead(today, claimant), place, award);
        } else {
            state.streams.transit.hold(place, award);
        }
        return;
    }
    let prefecture = match tier {
        Tier::Support => PrefectureIndex::from_position(claimant),
        _ => world.streams.prefecture[claimant].unwrap_or(PrefectureIndex(0)),
    };
    let place = world.local(prefecture, product);
    if world.green_channel || world.prefectures.openness.row(today.day)[prefecture.at()] > 0 {
        state.local.transit.send(
            today.day,
            world.prefectures.lead.row(today.day)[prefecture.at()],
            place,
            award,
        );
    } else {
        state.local.transit.hold(place, award);
    }
}

/// `buy_above_cover`: own stock above so many days of local need is bought into the pool, product by product.
fn buy_surplus(today: Today, state: &mut State) {
    state.local.bought.fill(Pieces::ZERO);
    let Some(cover) = today.regime.buy_above_cover else {
        return;
    };
    let world = today.world;
    for prefecture in 0..world.prefectures.count {
        if world.prefectures.openness.row(today.day)[prefecture] == 0 {
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
            let lead = world.prefectures.lead.row(today.day)[prefecture];
            state.centre.to_pool.send(today.day, lead, product, bought);
        }
    }
}
