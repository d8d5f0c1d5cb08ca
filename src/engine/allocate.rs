//! Step 9: scarce material is shared out among makers, directly or by way of counties or prefectures.

use std::ops::Range;

use super::Today;
use super::members::Members;
use super::obligations;
use super::produce::run;
use super::purchase::is_listed;
use super::state::{Holdings, State};
use crate::claims::{Cover, Problem, Rule};
use crate::policy::Reserved;
use crate::scenario::{Basis, Level};
use crate::units::{MILLION, Milligrams, Pieces, muldiv, of};
use crate::world::Claimer;

mod places;

pub(super) use places::place_of;

pub(super) fn allocate(today: &Today, state: &mut State) {
    state.centre.depot_awarded.fill(Milligrams::ZERO);
    state.holdings.awarded.clear();
    for material in 0..today.world.materials.count {
        if today.world.materials.scarce[material] {
            share_out(today, state, material);
        }
    }
    if today.regime.unified_allocation {
        obligations::book(today, state);
    }
}

/// Before unified allocation everyone claims and shares are by claim alone; from then on only listed makers, by the
/// policy's rule.
fn share_out(today: &Today, state: &mut State, material: usize) {
    let world = today.world;
    let members = world.holdings.of_material[material].clone();
    let any = reckon_claims(today, state, members.clone());
    let available = (state.centre.depot[material] - today.regime.depot_floor[material]).or_zero();
    if !any || available == Milligrams::ZERO {
        return;
    }
    let by_policy = today.regime.unified_allocation;
    match today.regime.allocation_level {
        Level::County | Level::Prefecture if by_policy => {
            places::by_way_of_places(today, state, members, available.0);
        }
        _ => {
            let rule = if by_policy {
                today.regime.allocation_rule
            } else {
                Rule::Proportional
            };
            let ranks = &world.holdings.rank[members.clone()];
            let members = &Members::All(members);
            let circle = Circle {
                members,
                ranks,
                rule,
                weighted: by_policy && reckon_weights(today, state, members, rule),
                only: None,
            };
            let mut left = available;
            for &(group, share) in today.regime.reserves.iter().filter(|_| by_policy) {
                let only = Some(group);
                let reserved = share.of(available).0;
                left -= divide(today, state, Circle { only, ..circle }, reserved);
            }
            divide(today, state, circle, left.0);
        }
    }
}

/// Claims S − stock − in transit, with S = (cover + lead) × use a day; whether anyone claims anything.
fn reckon_claims(today: &Today, state: &mut State, members: Range<usize>) -> bool {
    let world = today.world;
    let unified = today.regime.unified_allocation;
    let cover = today.regime.allocation_cover;
    let owners = &world.holdings.enterprise[members.clone()];
    let holdings = &mut state.holdings;
    holdings.award[members.clone()].fill(Milligrams::ZERO);
    holdings.obligation[members.clone()].fill(Pieces::ZERO);
    holdings.due_in[members.clone()].fill(0);
    let held = (holdings.rate[members.clone()].iter()).zip(&holdings.position[members.clone()]);
    let claims = holdings.claim[members.clone()].iter_mut().zip(held);
    let mut all = 0;
    for ((claim, (&rate, &position)), owner) in claims.zip(owners) {
        let owner = owner.at();
        let may = today.openness[owner] > 0 && (!unified || is_listed(today, owner));
        let days = cover + i64::from(today.lead[owner]);
        let missing = (Milligrams(days * rate.0) - position).or_zero();
        *claim = if may { missing } else { Milligrams::ZERO };
        all |= claim.0;
    }
    if let Some(overclaim) = world.overclaim {
        for (claim, &owner) in holdings.claim[members].iter_mut().zip(owners) {
            if overclaim.by == Claimer::Enterprise(owner) {
                claim.0 = overclaim.of(claim.0);
            }
        }
    }
    all > 0
}

/// Holdings among which something is divided.
#[derive(Clone, Copy)]
struct Circle<'a> {
    members: &'a Members<'a>,
    /// Ranks of their owners' ids among themselves.
    ranks: &'a [u32],
    rule: Rule,
    weighted: bool,
    /// Only this group of them takes part.
    only: Option<Reserved>,
}

impl Circle<'_> {
    fn takes_part(&self, today: &Today, in_difficulty: &[bool], holding: usize) -> bool {
        let world = today.world;
        let enterprise = world.holdings.enterprise[holding].at();
        match self.only {
            None => true,
            Some(Reserved::Difficulty) => {
                in_difficulty[world.enterprises.prefecture[enterprise].at()]
            }
            Some(Reserved::Product(product)) => {
                let own = world.mask_makers_of(enterprise);
                own.iter().any(|maker| maker.product == product)
            }
        }
    }
}

/// Divides an amount of a material among those who still claim some, and sends it on its way; how much that is.
fn divide(today: &Today, state: &mut State, circle: Circle, amount: i64) -> Milligrams {
    let world = today.world;
    let members = circle.members;
    let State {
        holdings,
        centre,
        local,
        desk,
        workspace,
        ..
    } = state;
    match members {
        Members::All(all) => desk.lay_out(
            holdings.claim[all.clone()].iter().map(|claim| claim.0),
            holdings.credit[all.clone()].iter().copied(),
        ),
        Members::Some(some) => desk.lay_out(
            some.iter().map(|&holding| holdings.claim[holding].0),
            some.iter().map(|&holding| holdings.credit[holding]),
        ),
    }
    if !holdings.awarded.is_empty() || circle.only.is_some() {
        for (claim, holding) in desk.claims.iter_mut().zip(members.each()) {
            let joins = circle.takes_part(today, &local.in_difficulty, holding);
            *claim = if joins {
                *claim - holdings.award[holding].0
            } else {
                0
            };
        }
    }
    let levels_cover = circle.rule == Rule::EqualCover;
    desk.held.clear();
    desk.daily_use.clear();
    if levels_cover {
        for holding in members.each() {
            let [held, daily_use] = cover_of(holdings, holding);
            desk.held.push(held);
            desk.daily_use.push(daily_use);
        }
    }
    let cover = Cover {
        held: &desk.held,
        daily_use: &desk.daily_use,
    };
    let problem = Problem {
        amount,
        claims: &desk.claims,
        weights: circle.weighted.then_some(&desk.weights[..]),
        classes: None,
        cover: levels_cover.then_some(cover),
        ranks: circle.ranks,
        turn: i64::from(today.day.0),
    };
    (circle.rule).divide(&problem, &mut desk.credits, workspace, &mut desk.awards);
    members.put_back(&desk.credits, &mut holdings.credit);
    let mut sent = Milligrams::ZERO;
    for (place, &award) in desk.awards.iter().enumerate() {
        if award > 0 {
            let holding = members.at(place);
            if holdings.award[holding] == Milligrams::ZERO {
                holdings.awarded.push(holding as u32);
            }
            holdings.award[holding] += Milligrams(award);
            let lead = today.lead[world.holdings.enterprise[holding].at()];
            let arrival = holdings.road.arrival(lead);
            holdings.send(arrival, holding, Milligrams(award));
            sent += Milligrams(award);
        }
    }
    if let Some(first) = members.each().next() {
        let material = world.holdings.material[first].at();
        centre.depot[material] -= sent;
        centre.depot_awarded[material] += sent;
    }
    sent
}

/// What a maker has of a material, all that is under way counted, and what it uses a day.
fn cover_of(holdings: &Holdings, holding: usize) -> [i64; 2] {
    [holdings.position[holding].0, holdings.rate[holding].0]
}

/// Lays out weight = basis × link factor, the basis scaled to a mean of 10⁶ over those who claim. Tells whether weights
/// are for the rule to reckon with: it takes them, and they differ.
fn reckon_weights(today: &Today, state: &mut State, members: &Members, rule: Rule) -> bool {
    if !rule.takes_weights() {
        return false;
    }
    let owner = |holding: usize| today.world.holdings.enterprise[holding].at();
    let advised = !state.advice.is_empty();
    let even = advised || today.regime.allocation_basis == Basis::One;
    let (mut sum, mut count) = (0_i64, 0_i64);
    if !even {
        for holding in members.each() {
            if state.holdings.claim[holding] > Milligrams::ZERO {
                sum += basis(today, state, owner(holding));
                count += 1;
            }
        }
    }
    let mut weights = std::mem::take(&mut state.desk.weights);
    weights.resize(members.count(), 0);
    for (enterprise, weight) in members.each().map(owner).zip(&mut weights) {
        let scaled = if advised {
            state.advice[enterprise]
        } else if even || sum == 0 {
            MILLION
        } else {
            muldiv(basis(today, state, enterprise), MILLION * count, sum)
                .min(crate::claims::LARGEST_WEIGHT)
        };
        let entry = &mut state.enterprises[enterprise];
        entry.weight = of(scaled, entry.link_factor.0);
        *weight = entry.weight;
    }
    let differ = weights.iter().any(|&weight| weight != weights[0]);
    state.desk.weights = weights;
    differ
}

/// What the policy's basis is for an enterprise, before scaling.
fn basis(today: &Today, state: &State, enterprise: usize) -> i64 {
    let world = today.world;
    let prefecture = world.enterprises.prefecture[enterprise].at();
    let makers = || {
        run(&world.enterprises.first_maker, enterprise)
            .filter(|&maker| world.makers.product[maker].is_some())
    };
    match today.regime.allocation_basis {
        Basis::One => MILLION,
        Basis::Capacity => makers().map(|maker| state.makers.rate[maker]).sum(),
        Basis::Population => world.prefectures.population[prefecture],
        Basis::Need => world.prefectures.local_need.row(today.day)[prefecture],
        Basis::Record => makers()
            .map(|maker| state.makers.each[maker].duty.record.0)
            .sum(),
    }
}
