//! Step 4, continued: what makers reckon to use a day, and what they order on the market: inputs that are free of
//! allocation, and scarce ones while a maker is not yet listed. A short market is shared in proportion.

use super::Today;
use super::produce::{input_of, run};
use super::state::{HoldingState, State};
use crate::claims::{Problem, Rule};
use crate::units::{Milligrams, of};

pub(super) fn order_inputs(today: Today, state: &mut State) {
    reckon_rates(today, state);
    reckon_orders(today, state);
    for material in 0..today.world.materials.count {
        let limit = today.world.materials.market_per_day.row(today.day)[material].0;
        if state.centre.asked_of_market[material].0 > limit {
            share_market(today, state, material, limit);
        }
    }
    let (leads, materials) = (
        &today.world.materials.market_lead,
        &today.world.holdings.material,
    );
    let HoldingState {
        ordered, transit, ..
    } = &mut state.holdings;
    transit.send_all(ordered, |holding| leads[materials[holding].at()]);
}

/// Use a day at the staffed rate; lines to be installed within cover + lead count at installed × c₀ of staffing.
fn reckon_rates(today: Today, state: &mut State) {
    let (world, day) = (today.world, today.day);
    let State {
        lines,
        makers,
        holdings,
        enterprises,
        ..
    } = state;
    let full = world.lines.planned.row(day);
    for &line in &lines.coming {
        let line = line as usize;
        let enterprise = world.lines.enterprise[line].at();
        let wait = lines.installed_on[line] - day;
        // Material is claimed for cover + lead days ahead.
        let horizon = today.regime.allocation_cover + i64::from(today.lead[enterprise]);
        if i64::from(wait) > horizon {
            continue;
        }
        let soon = of(
            of(full[line], world.lines.first_share[line]),
            enterprises.staffing[enterprise],
        );
        makers.rate[world.lines.maker[line] as usize] += soon;
        let held = run(&world.enterprises.first_holding, enterprise);
        for holding in held.clone() {
            let coefficient = world.lines.bill[world.lines.first_bill[line] + holding - held.start];
            holdings.rate[holding].0 += input_of(&world.lines, line, soon, coefficient);
        }
    }
}

/// Whether a maker may be allocated scarce material and owes dispatch.
#[inline]
pub(super) fn is_listed(today: Today, enterprise: usize) -> bool {
    today.world.enterprises.listed_from[enterprise] <= today.day
}

/// What is missing to so many days of use, stocks and all that is under way counted.
#[inline]
pub(super) fn missing(holdings: &HoldingState, holding: usize, days: i64) -> Milligrams {
    (Milligrams(days * holdings.rate[holding].0) - there(holdings, holding)).or_zero()
}

/// Stocks and all that is under way.
#[inline]
pub(super) fn there(holdings: &HoldingState, holding: usize) -> Milligrams {
    holdings.stock[holding]
        + holdings.transit.under_way[holding]
        + holdings.transit.waiting[holding]
}

/// What makers want of the market: listed ones no scarce material, closed ones nothing.
fn reckon_orders(today: Today, state: &mut State) {
    let world = today.world;
    let State {
        holdings, centre, ..
    } = state;
    centre.asked_of_market.fill(Milligrams::ZERO);
    for (material, days) in centre.order_days.iter_mut().enumerate() {
        let cover = if world.materials.scarce[material] {
            today.regime.allocation_cover
        } else {
            today.regime.input_cover
        };
        *days = cover + i64::from(world.materials.market_lead[material]);
    }
    let there = (holdings.stock.iter())
        .zip(&holdings.transit.under_way)
        .zip(&holdings.transit.waiting);
    let whose = world
        .holdings
        .material
        .iter()
        .zip(&world.holdings.enterprise);
    let orders = holdings.ordered.iter_mut().zip(&holdings.rate);
    for (((ordered, rate), (material, enterprise)), ((&stock, &under_way), &waiting)) in
        orders.zip(whose).zip(there)
    {
        let material = material.at();
        let wanted = centre.order_days[material] * rate.0 - (stock + under_way + waiting).0;
        let buys = wanted > 0
            && today.openness[enterprise.at()] > 0
            && !(world.materials.scarce[material] && is_listed(today, enterprise.at()));
        *ordered = Milligrams(if buys { wanted } else { 0 });
        centre.asked_of_market[material] += *ordered;
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
    let problem = Problem {
        amount,
        claims: &desk.claims,
        weights: None,
        classes: None,
        ranks: &world.holdings.rank_of_material[material],
        turn: i64::from(today.day.0),
    };
    Rule::Proportional.divide(&problem, &mut desk.credits, workspace, &mut desk.awards);
    for (place, &holding) in members.iter().enumerate() {
        holdings.ordered[holding as usize] = Milligrams(desk.awards[place]);
        holdings.credit[holding as usize] = desk.credits[place];
    }
}
