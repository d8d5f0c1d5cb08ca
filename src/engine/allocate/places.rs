//! Step 9, by way of counties or prefectures: the province divides among them, and each among its own.

use std::ops::Range;

use super::super::Today;
use super::super::members::Members;
use super::super::state::State;
use super::{Circle, cover_of, divide, reckon_weights};
use crate::claims::{Cover, Problem};
use crate::scenario::Level;
use crate::units::{MILLION, muldiv};

/// First among counties or prefectures, claims summed, weights averaged over members by claim; then within each.
pub(super) fn by_way_of_places(
    today: &Today,
    state: &mut State,
    members: Range<usize>,
    amount: i64,
) {
    let world = today.world;
    let place_of = |holding: usize| place_of(today, world.holdings.enterprise[holding].at());
    let weighted = reckon_weights(
        today,
        state,
        &Members::All(members.clone()),
        today.regime.allocation_rule,
    );
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
    for holding in members.clone() {
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
        let claim = holdings.claim[holding].0;
        desk.groups[at] += claim;
        if claim > 0 {
            let [held, daily_use] = cover_of(holdings, holding);
            desk.group_held[at] += held;
            desk.group_use[at] += daily_use;
        }
        // A mean by claim in thousandths of a per cent of the claim keeps the sum far from overflow.
        desk.group_weights[at] += muldiv(
            claim,
            enterprises[world.holdings.enterprise[holding].at()].weight,
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
        divide_within(today, state, members.clone(), at);
    }
}

/// County or prefecture of an enterprise, whichever the policy's level is.
pub(in crate::engine) fn place_of(today: &Today, enterprise: usize) -> u32 {
    match today.regime.allocation_level {
        Level::County => today.world.enterprises.county[enterprise],
        Level::Prefecture | Level::Enterprise => today.world.enterprises.prefecture[enterprise].0,
    }
}

fn divide_within(today: &Today, state: &mut State, members: Range<usize>, at: usize) {
    let (place, amount) = (state.desk.places[at], state.desk.group_awards[at]);
    let mut here = std::mem::take(&mut state.desk.inside);
    here.clear();
    let owner = |holding: usize| today.world.holdings.enterprise[holding].at();
    here.extend(members.filter(|&holding| place_of(today, owner(holding)) == place));
    let rule = today.regime.allocation_second_rule;
    let inside = &Members::Some(&here);
    let weighted = reckon_weights(today, state, inside, rule);
    let enterprises = &today.world.enterprises;
    (state.desk).rank(&here, |holding| enterprises.rank[owner(holding)]);
    let ranks = std::mem::take(&mut state.desk.ranks);
    let circle = Circle {
        members: inside,
        ranks: &ranks,
        rule,
        weighted,
        only: None,
    };
    divide(today, state, circle, amount);
    (state.desk.inside, state.desk.ranks) = (here, ranks);
}
