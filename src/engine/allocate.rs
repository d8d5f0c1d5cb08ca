//! Step 9: scarce material is shared out among makers, directly or by way of counties or prefectures.

use super::Today;
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
    let (members, ranks) = (
        &world.holdings.of_material[material],
        &world.holdings.rank_of_material[material],
    );
    let any = reckon_claims(today, state, members);
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
            let weighted = by_policy && reckon_weights(today, state, members, rule);
            let circle = Circle {
                members,
                ranks,
                rule,
                weighted,
                only: None,
            };
            let mut left = available;
            for &(group, share) in today.regime.reserves.iter().filter(|_| by_policy) {
                let only = Some(group);
                left -= divide(
                    today,
                    state,
                    Circle { only, ..circle },
                    share.of(available).0,
                );
            }
            divide(today, state, circle, left.0);
        }
    }
}

/// Claims S − stock − in transit, with S = (cover + lead) × use a day; whether anyone claims anything.
fn reckon_claims(today: &Today, state: &mut State, members: &[u32]) -> bool {
    let unified = today.regime.unified_allocation;
    let (owners, cover) = (
        &today.world.holdings.enterprise,
        today.regime.allocation_cover,
    );
    let mut any = false;
    let each = &mut state.holdings.each;
    for &holding in members {
        let enterprise = owners[holding as usize].at();
        if !state.enterprises[enterprise].at_work {
            continue;
        }
        let entry = &mut each[holding as usize];
        entry.award = Milligrams::ZERO;
        entry.obligation = Pieces::ZERO;
        entry.due_in = 0;
        entry.claim = Milligrams::ZERO;
        if today.openness[enterprise] > 0 && (!unified || is_listed(today, enterprise)) {
            let days = cover + i64::from(today.lead[enterprise]);
            entry.claim = (Milligrams(days * entry.rate.0) - entry.position).or_zero();
            any |= entry.claim > Milligrams::ZERO;
        }
    }
    if let Some(overclaim) = today.world.overclaim {
        for &holding in members {
            let owner = owners[holding as usize];
            let entry = &mut each[holding as usize];
            if overclaim.by == Claimer::Enterprise(owner) {
                entry.claim = Milligrams(overclaim.of(entry.claim.0));
            }
        }
    }
    any
}

/// Holdings among which something is divided.
#[derive(Clone, Copy)]
struct Circle<'a> {
    members: &'a [u32],
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
                let own = world.enterprises.shops[enterprise].mask_makers.clone();
                world.mask_makers[own]
                    .iter()
                    .any(|maker| maker.product == product)
            }
        }
    }
}

/// Divides an amount of a material among those who still claim some, and sends it on its way; how much that is.
fn divide(today: &Today, state: &mut State, circle: Circle<'_>, amount: i64) -> Milligrams {
    let world = today.world;
    let Circle {
        members,
        ranks,
        rule,
        weighted,
        only,
    } = circle;
    let State {
        holdings,
        centre,
        local,
        desk,
        workspace,
        ..
    } = state;
    desk.gather(members, |holding| {
        let held = &holdings.each[holding];
        let joins = only.is_none() || circle.takes_part(today, &local.in_difficulty, holding);
        let left = if joins {
            held.claim - held.award
        } else {
            Milligrams::ZERO
        };
        [left.0, held.credit]
    });
    let levels_cover = rule == Rule::EqualCover;
    desk.held.clear();
    desk.daily_use.clear();
    if levels_cover {
        for &holding in members {
            let [held, daily_use] = cover_of(holdings, holding as usize);
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
        weights: weighted.then_some(&desk.weights[..]),
        classes: None,
        cover: levels_cover.then_some(cover),
        ranks,
        turn: i64::from(today.day.0),
    };
    rule.divide(&problem, &mut desk.credits, workspace, &mut desk.awards);
    let mut sent = Milligrams::ZERO;
    let Holdings {
        each,
        road,
        awarded,
        ..
    } = holdings;
    let shares = desk.awards.iter().zip(&desk.credits);
    for (&holding, (&award, &credit)) in members.iter().zip(shares) {
        let entry = &mut each[holding as usize];
        entry.credit = credit;
        if award > 0 {
            if entry.award == Milligrams::ZERO {
                awarded.push(holding);
            }
            entry.award += Milligrams(award);
            let lead = today.lead[world.holdings.enterprise[holding as usize].at()];
            let arrival = road.arrival(lead);
            road.send(arrival, holding as usize, entry, Milligrams(award));
            sent += Milligrams(award);
        }
    }
    if let Some(&first) = members.first() {
        let material = world.holdings.material[first as usize].at();
        centre.depot[material] -= sent;
        centre.depot_awarded[material] += sent;
    }
    sent
}

/// What a maker has of a material, all that is under way counted, and what it uses a day.
fn cover_of(holdings: &Holdings, holding: usize) -> [i64; 2] {
    [
        holdings.each[holding].position.0,
        holdings.each[holding].rate.0,
    ]
}

/// Lays out weight = basis × link factor, the basis scaled to a mean of 10⁶ over those who claim. Tells whether weights
/// are for the rule to reckon with: it takes them, and they differ.
fn reckon_weights(today: &Today, state: &mut State, members: &[u32], rule: Rule) -> bool {
    if !rule.takes_weights() {
        return false;
    }
    let owner = |&holding: &u32| today.world.holdings.enterprise[holding as usize].at();
    let advised = !state.advice.is_empty();
    let even = advised || today.regime.allocation_basis == Basis::One;
    let (mut sum, mut count) = (0_i64, 0_i64);
    if !even {
        for holding in members {
            if state.holdings.each[*holding as usize].claim > Milligrams::ZERO {
                sum += basis(today, state, owner(holding));
                count += 1;
            }
        }
    }
    let mut weights = std::mem::take(&mut state.desk.weights);
    weights.resize(members.len(), 0);
    for (enterprise, weight) in members.iter().map(owner).zip(&mut weights) {
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
        Basis::Capacity => makers().map(|maker| state.makers.each[maker].rate).sum(),
        Basis::Population => world.prefectures.population[prefecture],
        Basis::Need => world.prefectures.local_need.row(today.day)[prefecture],
        Basis::Record => makers()
            .map(|maker| state.makers.each[maker].duty.record.0)
            .sum(),
    }
}
