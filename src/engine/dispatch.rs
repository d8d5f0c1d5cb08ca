//! Step 8: the pool is dispatched tier by tier; guaranteed tiers in two passes, then support, then the market.

use super::Today;
use super::arrive::stream_lead;
use super::rounds::{Group, Rounds, TIERS, is_guaranteed};
use super::state::{LocalState, State, Streams};
use crate::claims::{Cover, Problem, Rule};
use crate::scenario::Tier;
use crate::units::{Pieces, PrefectureIndex, ProductIndex, muldiv};
use crate::world::{Claimer, World};

mod shipment;

use shipment::{buy_surplus, place_of, send_to_prefecture, send_to_stream};

pub(super) fn dispatch(today: &Today, state: &mut State) {
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
    today: &Today,
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
fn reckon_claims(today: &Today, state: &mut State, tier: Tier, pass: usize) -> bool {
    let (streams, local) = (&state.streams, &state.local);
    let Rounds {
        members,
        lacking,
        wanted,
        ..
    } = &mut state.rounds;
    let members = members[tier as usize].iter().map(|&at| at as usize);
    match (tier, pass) {
        (Tier::Support, _) => {
            for prefecture in members.clone() {
                wanted[prefecture] = support_claim(today, local, prefecture);
            }
        }
        (Tier::Market, _) => {
            for stream in members.clone() {
                wanted[stream] = market_claim(today, streams, local, stream);
            }
        }
        (_, 0) => {
            for stream in members.clone() {
                lacking[stream] = lacking_before(today, streams, local, stream, tier);
                wanted[stream] = lacking[stream].max(0);
            }
        }
        _ => {
            let more = match tier {
                Tier::National => 0,
                _ => today.regime.dispatch_cover.max(1) - 1,
            };
            for stream in members.clone() {
                wanted[stream] = (lacking[stream] + more * today.expected[stream]).max(0);
            }
        }
    }
    if let Some(overclaim) = today.world.overclaim {
        for claimant in members.clone() {
            let place = place_of(today, tier, claimant).map(Claimer::Prefecture);
            if place == Some(overclaim.by) {
                wanted[claimant] = overclaim.of(wanted[claimant]);
            }
        }
    }
    members.clone().any(|claimant| wanted[claimant] > 0)
}

/// What a guaranteed stream lacks before the first pass: of its quota today, where it is national; of lead + 1 days
/// of expected need, local stock counted, where it is not.
#[inline]
fn lacking_before(
    today: &Today,
    streams: &Streams,
    local: &LocalState,
    stream: usize,
    tier: Tier,
) -> i64 {
    let expected = today.expected[stream];
    let (asked, local) = match tier {
        Tier::National => (today.need[stream], 0),
        _ => (
            i64::from(stream_lead(today, stream) + 1) * expected,
            match tier {
                Tier::Frontline => share_of_local_stock(today, local, stream, expected),
                _ => 0,
            },
        ),
    };
    let state = &streams.each[stream];
    asked + state.backlog.0 - state.position.0 - local
}

/// A stream's part of the local stock that it accepts: by its need among front-line and local need.
fn share_of_local_stock(today: &Today, local: &LocalState, stream: usize, expected: i64) -> i64 {
    let world = today.world;
    let Some(prefecture) = world.streams.prefecture[stream] else {
        return 0;
    };
    let stock = local.in_stock(world, prefecture, &world.streams.products[stream]);
    let everyone = today.frontline_need[prefecture.at()] + today.local_need[prefecture.at()];
    if stock == Pieces::ZERO || everyone == 0 {
        return 0;
    }
    muldiv(stock.0, expected, everyone)
}

/// Goods from the pool under way to a prefecture.
fn under_way(
    world: &World,
    local: &LocalState,
    prefecture: PrefectureIndex,
    products: &[ProductIndex],
) -> i64 {
    let transit = &local.transit;
    let places = products
        .iter()
        .map(|&product| world.local(prefecture, product));
    places
        .map(|place| (transit.under_way[place] + transit.waiting[place]).0)
        .sum()
}

fn support_claim(today: &Today, local: &LocalState, prefecture: usize) -> i64 {
    let world = today.world;
    if !local.in_difficulty[prefecture] {
        return 0;
    }
    let index = PrefectureIndex::from_position(prefecture);
    let products = &world.prefectures.local_products[prefecture];
    let stock = local.in_stock(world, index, products).0;
    let (short, days) = support_goal(today, local, prefecture);
    (days * short - stock - under_way(world, local, index, products)).max(0)
}

/// What a prefecture needs a day beyond what it keeps itself, and for how many days.
fn support_goal(today: &Today, local: &LocalState, prefecture: usize) -> (i64, i64) {
    let world = today.world;
    let index = PrefectureIndex::from_position(prefecture);
    let window = i64::from(today.day.0 + 1).min(7);
    let retained: i64 = (world.prefectures.local_products[prefecture].iter())
        .map(|&product| local.retained_sum[world.local(index, product)].0)
        .sum();
    let need = today.local_need[prefecture];
    let days = today.regime.dispatch_cover + i64::from(today.place_lead[prefecture]);
    ((need - retained / window).max(0), days)
}

/// What a claimant holds, as far as that counts, and what it uses a day: a claim is what is missing to so many days'
/// use.
fn cover_of(
    today: &Today,
    local: &LocalState,
    group: &Group,
    claimant: usize,
    claim: i64,
) -> [i64; 2] {
    let (daily_use, days) = match group.tier {
        Tier::Support => support_goal(today, local, claimant),
        Tier::National => (today.need[claimant], 1),
        tier => {
            let beyond = if group.pass == 0 && tier != Tier::Market {
                1
            } else {
                today.regime.dispatch_cover.max(1)
            };
            let lead = i64::from(stream_lead(today, claimant));
            (today.expected[claimant], lead + beyond)
        }
    };
    [(days * daily_use - claim).max(0), daily_use]
}

fn market_claim(today: &Today, streams: &Streams, local: &LocalState, stream: usize) -> i64 {
    let world = today.world;
    let Some(prefecture) = world.streams.prefecture[stream] else {
        return 0;
    };
    let expected = today.expected[stream];
    let days = i64::from(stream_lead(today, stream)) + today.regime.dispatch_cover.max(1);
    let share = share_of_local_stock(today, local, stream, expected);
    let coming = under_way(world, local, prefecture, &world.streams.products[stream]);
    (days * expected + streams.each[stream].backlog.0 - share - coming).max(0)
}

/// The market gets what was set aside for it and what is left above the pool's cover.
fn release_to_market(today: &Today, state: &mut State) {
    if !reckon_claims(today, state, Tier::Market, 0) {
        return;
    }
    for group in state.rounds.of(Tier::Market, 0) {
        let product = state.rounds.groups[group].product;
        let guaranteed = guaranteed_need(today, state, product);
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

/// Expected need a day of guaranteed streams that like a product best.
fn guaranteed_need(today: &Today, state: &State, product: ProductIndex) -> i64 {
    let tiers = TIERS.iter().filter(|&&tier| is_guaranteed(tier));
    let members = tiers.flat_map(|&tier| &state.rounds.members[tier as usize]);
    let best = |stream: usize| today.world.streams.products[stream].first();
    members
        .filter(|&&stream| best(stream as usize) == Some(&product))
        .map(|&stream| today.expected[stream as usize])
        .sum()
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
fn divide(today: &Today, state: &mut State, group: usize, available: Pieces) {
    let rounds = &mut state.rounds;
    let entry = &mut rounds.groups[group];
    (entry.available, entry.held) = (available, true);
    let (slots, tier, product) = (entry.slots.clone(), entry.tier, entry.product);
    let claims = &mut rounds.claim[slots.clone()];
    let mut claimed = 0;
    for (claim, &claimant) in claims.iter_mut().zip(&rounds.claimant[slots.clone()]) {
        *claim = rounds.wanted[claimant as usize];
        claimed += *claim;
    }
    if claimed == 0 || available == Pieces::ZERO {
        return;
    }
    if available.0 >= claimed {
        rounds.award[slots.clone()].copy_from_slice(claims);
    } else {
        ration(today, state, group, available);
    }
    let State {
        rounds,
        streams,
        local,
        centre,
        ..
    } = state;
    let given = rounds.claimant[slots.clone()]
        .iter()
        .zip(&rounds.award[slots]);
    let mut sent = 0;
    for (&claimant, &award) in given.filter(|&(_, &award)| award > 0) {
        let claimant = claimant as usize;
        rounds.wanted[claimant] -= award;
        rounds.lacking[claimant] -= award;
        sent += award;
        if is_guaranteed(tier) {
            send_to_stream(today, streams, claimant, product, Pieces(award));
        } else {
            let place = place_of(today, tier, claimant);
            send_to_prefecture(today, local, place, product, Pieces(award));
        }
    }
    centre.pool[product.at()] -= Pieces(sent);
    centre.pool_dispatched[product.at()] += Pieces(sent);
}

/// Shares what is not enough for all, by the policy's rule.
fn ration(today: &Today, state: &mut State, group: usize, available: Pieces) {
    let (slots, tier) = (
        state.rounds.groups[group].slots.clone(),
        state.rounds.groups[group].tier,
    );
    let levels_cover = today.regime.dispatch_rule == Rule::EqualCover;
    state.desk.held.clear();
    state.desk.daily_use.clear();
    if levels_cover {
        for slot in slots.clone() {
            let rounds = &state.rounds;
            let (claimant, claim) = (rounds.claimant[slot] as usize, rounds.claim[slot]);
            let [held, daily_use] =
                cover_of(today, &state.local, &rounds.groups[group], claimant, claim);
            state.desk.held.push(held);
            state.desk.daily_use.push(daily_use);
        }
    }
    let State {
        rounds,
        workspace,
        desk,
        ..
    } = state;
    let account = |rounds: &Rounds, slot: usize| rounds.account(tier, rounds.claimant[slot]);
    desk.credits.clear();
    desk.credits.extend(
        slots
            .clone()
            .map(|slot| rounds.credit[account(rounds, slot)]),
    );
    let problem = Problem {
        amount: available.0,
        claims: &rounds.claim[slots.clone()],
        weights: None,
        classes: None,
        cover: levels_cover.then_some(Cover {
            held: &desk.held,
            daily_use: &desk.daily_use,
        }),
        ranks: &rounds.rank[slots.clone()],
        turn: i64::from(today.day.0),
    };
    let awards = &mut rounds.award[slots.clone()];
    (today.regime.dispatch_rule).divide(&problem, &mut desk.credits, workspace, awards);
    for (place, slot) in slots.enumerate() {
        let account = account(rounds, slot);
        rounds.credit[account] = desk.credits[place];
    }
}
