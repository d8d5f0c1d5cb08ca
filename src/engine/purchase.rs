//! Step 4, continued: what makers reckon to use a day, and what they order on the market: inputs that are free of
//! allocation, and scarce ones while a maker is not yet listed. A short market is shared in proportion.

use super::Today;
use super::produce::Input;
use super::state::{Holdings, State};
use crate::claims::{Problem, Rule};
use crate::units::{Milligrams, of};

pub(super) fn order_inputs(today: Today, state: &mut State) {
    reckon_rates(today, state);
    reckon_orders(today, state);
    let limits = today.world.materials.market_per_day.row(today.day);
    for (material, &limit) in limits.iter().enumerate() {
        if state.centre.asked_of_market[material] > limit {
            share_market(today, state, material, limit.0);
        }
    }
    let (leads, materials) = (
        &today.world.materials.market_lead,
        &today.world.holdings.material,
    );
    let Holdings { each, transit, .. } = &mut state.holdings;
    for &enterprise in &state.at_work {
        for holding in today.world.enterprises.shops[enterprise as usize]
            .holdings
            .clone()
        {
            let ordered = each[holding].ordered;
            if ordered > Milligrams::ZERO {
                transit.send(leads[materials[holding].at()], holding, ordered);
            }
        }
    }
}

/// Use a day at the staffed rate; lines to be installed within cover + lead count at installed × c₀ of staffing.
fn reckon_rates(today: Today, state: &mut State) {
    let (world, day) = (today.world, today.day);
    let full = world.lines.planned.row(day);
    for at in 0..state.lines.coming.len() {
        let line = state.lines.coming[at] as usize;
        let enterprise = world.lines.enterprise[line].at();
        let wait = state.lines.each[line].installed_on - day;
        // Material is claimed for cover + lead days ahead.
        let horizon = today.regime.allocation_cover + i64::from(today.lead[enterprise]);
        if i64::from(wait) > horizon {
            continue;
        }
        state.put_to_work(enterprise);
        let soon = of(
            of(full[line], world.lines.first_share[line]),
            state.enterprises[enterprise].staffing,
        );
        state.makers.each[world.lines.maker[line] as usize].rate += soon;
        let held = world.enterprises.shops[enterprise].holdings.clone();
        for (place, holding) in state.holdings.each[held].iter_mut().enumerate() {
            holding.rate.0 += Input::of_line(&world.lines, line, place).of(soon);
        }
    }
}

/// Whether a maker may be allocated scarce material and owes dispatch.
#[inline]
pub(super) fn is_listed(today: Today, enterprise: usize) -> bool {
    today.world.enterprises.listed_from[enterprise] <= today.day
}

/// Stocks and all that is under way.
#[inline]
pub(super) fn there(holdings: &Holdings, holding: usize) -> Milligrams {
    let transit = &holdings.transit;
    holdings.each[holding].stock + transit.under_way[holding] + transit.waiting[holding]
}

/// What makers want of the market: listed ones no scarce material, closed ones nothing.
fn reckon_orders(today: Today, state: &mut State) {
    let world = today.world;
    let centre = &mut state.centre;
    centre.asked_of_market.fill(Milligrams::ZERO);
    for (material, days) in centre.order_days.iter_mut().enumerate() {
        let cover = if world.materials.scarce[material] {
            today.regime.allocation_cover
        } else {
            today.regime.input_cover
        };
        *days = cover + i64::from(world.materials.market_lead[material]);
    }
    let Holdings { each, transit, .. } = &mut state.holdings;
    for &enterprise in &state.at_work {
        let enterprise = enterprise as usize;
        let own = world.enterprises.shops[enterprise].holdings.clone();
        let (open, listed) = (today.openness[enterprise] > 0, is_listed(today, enterprise));
        let coming = transit.under_way[own.clone()]
            .iter()
            .zip(&transit.waiting[own.clone()]);
        let given = coming.zip(&world.holdings.material[own.clone()]);
        for (holding, ((&under_way, &waiting), material)) in each[own].iter_mut().zip(given) {
            let material = material.at();
            let wanted = Milligrams(centre.order_days[material] * holding.rate.0)
                - (holding.stock + under_way + waiting);
            let buys =
                wanted > Milligrams::ZERO && open && !(listed && world.materials.scarce[material]);
            holding.ordered = if buys { wanted } else { Milligrams::ZERO };
            centre.asked_of_market[material] += holding.ordered;
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
        |holding| holdings.each[holding].ordered.0,
        |holding| holdings.each[holding].credit,
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
        let entry = &mut holdings.each[holding as usize];
        entry.ordered = Milligrams(desk.awards[place]);
        entry.credit = desk.credits[place];
    }
}
