//! Step 9: scarce material is shared out among makers, directly or by way of counties or prefectures.

use super::Today;
use super::obligations;
use super::produce::run;
use super::purchase::{is_listed, there};
use super::state::{Holdings, State};
use crate::claims::{Cover, Problem, Rule};
use crate::scenario::{Basis, Level};
use crate::units::{MILLION, Milligrams, Pieces, muldiv, of};
use crate::world::Claimer;

pub(super) fn allocate(today: Today, state: &mut State) {
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
fn share_out(today: Today, state: &mut State, material: usize) {
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
            by_way_of_places(today, state, members, available.0);
        }
        _ => {
            let rule = if by_policy {
                today.regime.allocation_rule
            } else {
                Rule::Proportional
            };
            let weighted = by_policy && reckon_weights(today, state, members, rule);
            divide(today, state, members, ranks, rule, available.0, weighted);
        }
    }
}

/// Claims S − stock − in transit, with S = (cover + lead) × use a day; whether anyone claims anything.
fn reckon_claims(today: Today, state: &mut State, members: &[u32]) -> bool {
    let unified = today.regime.unified_allocation;
    let mut any = false;
    let Holdings { each, transit, .. } = &mut state.holdings;
    for &holding in members {
        let holding = holding as usize;
        let enterprise = today.world.holdings.enterprise[holding].at();
        if !state.enterprises[enterprise].at_work {
            continue;
        }
        let entry = &mut each[holding];
        entry.award = Milligrams::ZERO;
        entry.obligation = Pieces::ZERO;
        entry.due_in = 0;
        entry.claim = Milligrams::ZERO;
        if today.openness[enterprise] > 0 && (!unified || is_listed(today, enterprise)) {
            let days = today.regime.allocation_cover + i64::from(today.lead[enterprise]);
            let there = entry.stock + transit.under_way[holding] + transit.waiting[holding];
            entry.claim = (Milligrams(days * entry.rate.0) - there).or_zero();
            any |= entry.claim > Milligrams::ZERO;
        }
    }
    if let Some(overclaim) = today.world.overclaim {
        for &holding in members {
            let owner = today.world.holdings.enterprise[holding as usize];
            let entry = &mut each[holding as usize];
            if overclaim.by == Claimer::Enterprise(owner) {
                entry.claim = Milligrams(overclaim.of(entry.claim.0));
            }
        }
    }
    any
}

/// Divides an amount of a material among some holdings, whose ids have these ranks among themselves, and sends it on
/// its way.
fn divide(
    today: Today,
    state: &mut State,
    members: &[u32],
    ranks: &[u32],
    rule: Rule,
    amount: i64,
    weighted: bool,
) {
    let world = today.world;
    let State {
        holdings,
        enterprises,
        centre,
        desk,
        workspace,
        ..
    } = state;
    desk.gather(
        members,
        |holding| holdings.each[holding].claim.0,
        |holding| holdings.each[holding].credit,
    );
    desk.weights.clear();
    if weighted {
        let owner = |&holding: &u32| world.holdings.enterprise[holding as usize].at();
        let weights = members
            .iter()
            .map(|holding| enterprises[owner(holding)].weight);
        desk.weights.extend(weights);
    }
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
    let shares = desk.awards.iter().zip(&desk.credits);
    for (&holding, (&award, &credit)) in members.iter().zip(shares) {
        if award > 0 {
            let holding = holding as usize;
            let lead = today.lead[world.holdings.enterprise[holding].at()];
            holdings.each[holding].award = Milligrams(award);
            holdings.transit.send(lead, holding, Milligrams(award));
            holdings.awarded.push(holding as u32);
            sent += Milligrams(award);
        }
        holdings.each[holding as usize].credit = credit;
    }
    let Some(&first) = members.first() else {
        return;
    };
    let material = world.holdings.material[first as usize].at();
    centre.depot[material] -= sent;
    centre.depot_awarded[material] += sent;
}

/// What a maker has of a material, all that is under way counted, and what it uses a day.
fn cover_of(holdings: &Holdings, holding: usize) -> [i64; 2] {
    [there(holdings, holding).0, holdings.each[holding].rate.0]
}

/// Weight = basis × link factor, the basis scaled to a mean of 10⁶ over those who claim. Tells whether weights are for
/// the rule to reckon with: it takes them, and they differ.
fn reckon_weights(today: Today, state: &mut State, members: &[u32], rule: Rule) -> bool {
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
    let mut differ = false;
    let mut first = None;
    for enterprise in members.iter().map(owner) {
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
        let weight = entry.weight;
        differ |= *first.get_or_insert(weight) != weight;
    }
    differ
}

/// What the policy's basis is for an enterprise, before scaling.
fn basis(today: Today, state: &State, enterprise: usize) -> i64 {
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

/// First among counties or prefectures, claims summed, weights averaged over members by claim; then within each.
fn by_way_of_places(today: Today, state: &mut State, members: &[u32], amount: i64) {
    let world = today.world;
    let place_of = |holding: u32| place_of(today, world.holdings.enterprise[holding as usize].at());
    let weighted = reckon_weights(today, state, members, today.regime.allocation_rule);
    let State {
        holdings,
        enterprises,
        desk,
        workspace,
        ..
    } = state;
    desk.places.clear();
    desk.groups.clear();
    desk.group_weights.clear();
    desk.group_held.clear();
    desk.group_use.clear();
    // Enterprises are sorted by prefecture but not by county: look the place up among those already met.
    for &holding in members {
        let place = place_of(holding);
        let at = desk
            .places
            .iter()
            .position(|&known| known == place)
            .unwrap_or_else(|| {
                desk.places.push(place);
                desk.groups.push(0);
                desk.group_weights.push(0);
                desk.group_held.push(0);
                desk.group_use.push(0);
                desk.places.len() - 1
            });
        let claim = holdings.each[holding as usize].claim.0;
        desk.groups[at] += claim;
        if claim > 0 {
            let [held, daily_use] = cover_of(holdings, holding as usize);
            desk.group_held[at] += held;
            desk.group_use[at] += daily_use;
        }
        // A mean by claim in thousandths of a per cent of the claim keeps the sum far from overflow.
        desk.group_weights[at] += muldiv(
            claim,
            enterprises[world.holdings.enterprise[holding as usize].at()].weight,
            MILLION,
        );
    }
    for (weight, &claim) in desk.group_weights.iter_mut().zip(&desk.groups) {
        *weight = if claim > 0 {
            muldiv(*weight, MILLION, claim).min(crate::claims::LARGEST_WEIGHT)
        } else {
            MILLION
        };
    }
    desk.group_ranks.clear();
    for place in 0..desk.places.len() {
        let lower = desk
            .places
            .iter()
            .filter(|&&other| other < desk.places[place])
            .count();
        desk.group_ranks.push(lower as u32);
    }
    desk.group_awards.clear();
    desk.group_awards.resize(desk.places.len(), 0);
    let problem = Problem {
        amount,
        claims: &desk.groups,
        weights: weighted.then_some(&desk.group_weights[..]),
        classes: None,
        cover: Some(Cover {
            held: &desk.group_held,
            daily_use: &desk.group_use,
        }),
        ranks: &desk.group_ranks,
        turn: i64::from(today.day.0),
    };
    let credits = &mut desk.group_credits[..desk.places.len()];
    today
        .regime
        .allocation_rule
        .divide(&problem, credits, workspace, &mut desk.group_awards);
    for at in 0..state.desk.places.len() {
        divide_within(today, state, members, at);
    }
}

/// County or prefecture of an enterprise, whichever the policy's level is.
pub(super) fn place_of(today: Today, enterprise: usize) -> u32 {
    match today.regime.allocation_level {
        Level::County => today.world.enterprises.county[enterprise],
        Level::Prefecture | Level::Enterprise => today.world.enterprises.prefecture[enterprise].0,
    }
}

fn divide_within(today: Today, state: &mut State, members: &[u32], at: usize) {
    let (place, amount) = (state.desk.places[at], state.desk.group_awards[at]);
    let mut here = std::mem::take(&mut state.desk.inside);
    here.clear();
    here.extend(members.iter().filter(|&&holding| {
        place_of(
            today,
            today.world.holdings.enterprise[holding as usize].at(),
        ) == place
    }));
    let rule = today.regime.allocation_second_rule;
    let weighted = reckon_weights(today, state, &here, rule);
    let enterprises = &today.world.enterprises;
    state.desk.rank(&here, |holding| {
        enterprises.rank[today.world.holdings.enterprise[holding].at()]
    });
    let ranks = std::mem::take(&mut state.desk.ranks);
    divide(today, state, &here, &ranks, rule, amount, weighted);
    (state.desk.inside, state.desk.ranks) = (here, ranks);
}
