//! Step 4, continued: what makers reckon to use a day, and what they order on the market: inputs that are free of
//! allocation, and scarce ones while a maker is not yet listed. A short market is shared in proportion.

use super::Today;
use super::produce::{input_of, run};
use super::state::State;
use crate::claims::{Problem, Rule};
use crate::units::{Day, Milligrams, of};

pub(super) fn order_inputs(today: Today, state: &mut State) {
    reckon_rates(today, state);
    for material in 0..today.world.materials.count {
        order(today, state, material);
    }
}

/// Use a day at the staffed rate; lines to be installed within cover + lead count at installed × c₀ of staffing.
fn reckon_rates(today: Today, state: &mut State) {
    let (world, day) = (today.world, today.day);
    state.holdings.rate.copy_from_slice(&state.holdings.need);
    for maker in 0..world.makers.count {
        let lines = run(&world.makers.first_line, maker);
        state.makers.rate[maker] = state.lines.staffed[lines].iter().sum();
    }
    let full = world.lines.planned.row(day);
    for line in 0..world.lines.count {
        let wait = state.lines.installed_on[line] - day;
        if wait <= 0 || i64::from(wait) > horizon(today, world.lines.enterprise[line].at()) {
            continue;
        }
        let enterprise = world.lines.enterprise[line].at();
        let soon = of(
            of(full[line], world.lines.first_share[line]),
            state.enterprises.staffing[enterprise],
        );
        state.makers.rate[world.lines.maker[line] as usize] += soon;
        let held = run(&world.enterprises.first_holding, enterprise);
        for holding in held.clone() {
            let coefficient = world.lines.bill[world.lines.first_bill[line] + holding - held.start];
            state.holdings.rate[holding].0 += input_of(&world.lines, line, soon, coefficient);
        }
    }
}

/// Days ahead for which material is claimed: cover + lead.
fn horizon(today: Today, enterprise: usize) -> i64 {
    let lead = today.world.enterprises.lead.row(today.day)[enterprise];
    today.regime.allocation_cover + i64::from(lead)
}

/// Whether a maker may be allocated scarce material and owes dispatch.
#[inline]
pub(super) fn is_listed(today: Today, enterprise: usize) -> bool {
    today.world.enterprises.listed_from[enterprise] <= today.day
}

/// What is missing to so many days of use, stocks and all that is under way counted.
pub(super) fn missing(state: &State, holding: usize, days: i64) -> i64 {
    let holdings = &state.holdings;
    let there = holdings.stock[holding]
        + holdings.transit.under_way[holding]
        + holdings.transit.waiting[holding];
    (days * holdings.rate[holding].0 - there.0).max(0)
}

fn order(today: Today, state: &mut State, material: usize) {
    let (world, day) = (today.world, today.day);
    let limit = world.materials.market_per_day.row(day)[material].0;
    let lead = world.materials.market_lead[material];
    let scarce = world.materials.scarce[material];
    let openness = world.enterprises.openness.row(day);
    let cover = if scarce {
        today.regime.allocation_cover
    } else {
        today.regime.input_cover
    };
    let mut total = 0_i64;
    for &holding in &world.holdings.of_material[material] {
        let holding = holding as usize;
        let enterprise = world.holdings.enterprise[holding].at();
        let buys = openness[enterprise] > 0 && !(scarce && is_listed(today, enterprise));
        let wanted = if buys {
            missing(state, holding, cover + i64::from(lead))
        } else {
            0
        };
        state.holdings.ordered[holding] = Milligrams(wanted);
        total += wanted;
    }
    if total > limit {
        share_market(today, state, material, limit);
    }
    deliver_orders(state, &world.holdings.of_material[material], day, lead);
}

fn deliver_orders(state: &mut State, holdings: &[u32], day: Day, lead: i32) {
    for &holding in holdings {
        let holding = holding as usize;
        let ordered = state.holdings.ordered[holding];
        if ordered > Milligrams::ZERO {
            state.holdings.transit.send(day, lead, holding, ordered);
        }
    }
}

fn share_market(today: Today, state: &mut State, material: usize, amount: i64) {
    let world = today.world;
    let members = &world.holdings.of_material[material];
    let State {
        holdings,
        desk,
        workspace,
        ..
    } = state;
    desk.gather(
        members,
        |holding| holdings.ordered[holding].0,
        &holdings.credit,
    );
    desk.rank(members, |holding| {
        world.enterprises.rank[world.holdings.enterprise[holding].at()]
    });
    let problem = Problem {
        amount,
        claims: &desk.claims,
        weights: None,
        classes: None,
        ranks: &desk.ranks,
        turn: i64::from(today.day.0),
    };
    Rule::Proportional.divide(&problem, &mut desk.credits, workspace, &mut desk.awards);
    for (place, &holding) in members.iter().enumerate() {
        holdings.ordered[holding as usize] = Milligrams(desk.awards[place]);
        holdings.credit[holding as usize] = desk.credits[place];
    }
}
