//! Step 9: scarce material is shared out among makers, directly or by way of counties or prefectures.

use super::Today;
use super::obligations;
use super::produce::run;
use super::purchase::{is_listed, missing};
use super::state::State;
use crate::claims::{Problem, Rule};
use crate::scenario::{Basis, Level};
use crate::units::{MILLION, Milligrams, Pieces, muldiv};

pub(super) fn allocate(today: Today, state: &mut State) {
    let holdings = &mut state.holdings;
    holdings.claim.fill(Milligrams::ZERO);
    holdings.award.fill(Milligrams::ZERO);
    holdings.obligation.fill(Pieces::ZERO);
    holdings.due_on.fill(today.day);
    state.centre.depot_awarded.fill(Milligrams::ZERO);
    for material in 0..today.world.materials.count {
        if today.world.materials.scarce[material] {
            share_out(today, state, material);
        }
    }
    if today.regime.unified_allocation {
        obligations::book(today, state);
    }
}

/// Claims S − stock − in transit, with S = (cover + lead) × use a day. Before unified allocation everyone claims and
/// shares are by claim alone; from then on only listed makers, by the policy's rule.
fn share_out(today: Today, state: &mut State, material: usize) {
    let world = today.world;
    let members = &world.holdings.of_material[material];
    let openness = world.enterprises.openness.row(today.day);
    let lead = world.enterprises.lead.row(today.day);
    let unified = today.regime.unified_allocation;
    let mut any = false;
    for &holding in members {
        let holding = holding as usize;
        let enterprise = world.holdings.enterprise[holding].at();
        if openness[enterprise] > 0 && (!unified || is_listed(today, enterprise)) {
            let days = today.regime.allocation_cover + i64::from(lead[enterprise]);
            let claim = missing(state, holding, days);
            state.holdings.claim[holding] = Milligrams(claim);
            any |= claim > 0;
        }
    }
    let available = (state.centre.depot[material] - today.regime.depot_floor[material]).or_zero();
    if !any || available == Milligrams::ZERO {
        return;
    }
    match today.regime.allocation_level {
        _ if !unified => divide(
            today,
            state,
            members,
            Rule::Proportional,
            available.0,
            false,
        ),
        Level::Enterprise => divide(
            today,
            state,
            members,
            today.regime.allocation_rule,
            available.0,
            true,
        ),
        Level::County | Level::Prefecture => by_way_of_places(today, state, members, available.0),
    }
    for &holding in members {
        let holding = holding as usize;
        let award = state.holdings.award[holding];
        if award > Milligrams::ZERO {
            let lead = lead[world.holdings.enterprise[holding].at()];
            state.holdings.transit.send(today.day, lead, holding, award);
            state.centre.depot[material] -= award;
            state.centre.depot_awarded[material] += award;
        }
    }
}

/// Divides an amount among some holdings.
fn divide(
    today: Today,
    state: &mut State,
    members: &[u32],
    rule: Rule,
    amount: i64,
    weighted: bool,
) {
    let world = today.world;
    let weighted = weighted && rule.takes_weights() && reckon_weights(today, state, members);
    let State {
        holdings,
        enterprises,
        desk,
        workspace,
        ..
    } = state;
    let owner = |holding: usize| world.holdings.enterprise[holding].at();
    desk.gather(
        members,
        |holding| holdings.claim[holding].0,
        &holdings.credit,
    );
    desk.rank(members, |holding| world.enterprises.rank[owner(holding)]);
    desk.weights.clear();
    desk.weights.extend(
        members
            .iter()
            .map(|&holding| enterprises.weight[owner(holding as usize)]),
    );
    let problem = Problem {
        amount,
        claims: &desk.claims,
        weights: weighted.then_some(&desk.weights[..]),
        classes: None,
        ranks: &desk.ranks,
        turn: i64::from(today.day.0),
    };
    rule.divide(&problem, &mut desk.credits, workspace, &mut desk.awards);
    for (place, &holding) in members.iter().enumerate() {
        holdings.award[holding as usize] = Milligrams(desk.awards[place]);
        holdings.credit[holding as usize] = desk.credits[place];
    }
}

/// Weight = basis × link factor, the basis scaled to a mean of 10⁶ over those who claim. Tells whether weights differ.
fn reckon_weights(today: Today, state: &mut State, members: &[u32]) -> bool {
    let world = today.world;
    let (mut sum, mut count) = (0_i64, 0_i64);
    for &holding in members {
        if state.holdings.claim[holding as usize] > Milligrams::ZERO {
            sum += basis(
                today,
                state,
                world.holdings.enterprise[holding as usize].at(),
            );
            count += 1;
        }
    }
    let mut differ = false;
    let mut first = None;
    for &holding in members {
        let enterprise = world.holdings.enterprise[holding as usize].at();
        let scaled = match (today.regime.allocation_basis, sum) {
            (Basis::One, _) | (_, 0) => MILLION,
            _ => muldiv(basis(today, state, enterprise), MILLION * count, sum)
                .min(crate::claims::LARGEST_WEIGHT),
        };
        let weight = state.enterprises.link_factor[enterprise]
            .of(Pieces(scaled))
            .0;
        state.enterprises.weight[enterprise] = weight;
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
        Basis::Capacity => makers().map(|maker| state.makers.rate[maker]).sum(),
        Basis::Population => world.prefectures.population[prefecture],
        Basis::Need => world.prefectures.local_need.row(today.day)[prefecture],
        Basis::Record => makers().map(|maker| state.makers.record[maker].0).sum(),
    }
}

/// First among counties or prefectures, claims summed, weights averaged over members by claim; then within each.
fn by_way_of_places(today: Today, state: &mut State, members: &[u32], amount: i64) {
    let world = today.world;
    let place_of = |holding: u32| place_of(today, world.holdings.enterprise[holding as usize].at());
    let weighted =
        today.regime.allocation_rule.takes_weights() && reckon_weights(today, state, members);
    let State {
        holdings,
        enterprises,
        desk,
        workspace,
        ..
    } = state;
    desk.members.clear();
    desk.groups.clear();
    desk.group_weights.clear();
    // Enterprises are sorted by prefecture but not by county: look the place up among those already met.
    for &holding in members {
        let place = place_of(holding);
        let at = desk
            .members
            .iter()
            .position(|&known| known == place)
            .unwrap_or_else(|| {
                desk.members.push(place);
                desk.groups.push(0);
                desk.group_weights.push(0);
                desk.members.len() - 1
            });
        let claim = holdings.claim[holding as usize].0;
        desk.groups[at] += claim;
        // A mean by claim in thousandths of a per cent of the claim keeps the sum far from overflow.
        desk.group_weights[at] += muldiv(
            claim,
            enterprises.weight[world.holdings.enterprise[holding as usize].at()],
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
    for place in 0..desk.members.len() {
        let lower = desk
            .members
            .iter()
            .filter(|&&other| other < desk.members[place])
            .count();
        desk.group_ranks.push(lower as u32);
    }
    desk.group_awards.clear();
    desk.group_awards.resize(desk.members.len(), 0);
    let problem = Problem {
        amount,
        claims: &desk.groups,
        weights: weighted.then_some(&desk.group_weights[..]),
        classes: None,
        ranks: &desk.group_ranks,
        turn: i64::from(today.day.0),
    };
    let credits = &mut desk.group_credits[..desk.members.len()];
    today
        .regime
        .allocation_rule
        .divide(&problem, credits, workspace, &mut desk.group_awards);
    for at in 0..state.desk.members.len() {
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
    let (place, amount) = (state.desk.members[at], state.desk.group_awards[at]);
    let mut here = std::mem::take(&mut state.desk.inside);
    here.clear();
    here.extend(members.iter().filter(|&&holding| {
        place_of(
            today,
            today.world.holdings.enterprise[holding as usize].at(),
        ) == place
    }));
    divide(
        today,
        state,
        &here,
        today.regime.allocation_second_rule,
        amount,
        true,
    );
    state.desk.inside = here;
}
