//! Step 4, continued: what makers reckon to use a day, and what they order on the market: inputs that are free of
//! allocation, and scarce ones while a maker is not yet listed. A short market is shared in proportion.

use super::Today;
use super::floor::Input;
use super::state::{Arrival, Coming, State};
use crate::claims::{Problem, Rule};
use crate::units::{Day, Milligrams, of};

/// The market of one material today.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Market {
    /// Days of use that makers want to have, in stock and under way.
    days: i64,
    /// When what is ordered today arrives.
    arrival: Arrival,
    scarce: bool,
    /// Sells all that is asked.
    boundless: bool,
    asked: Milligrams,
}

pub(super) fn open_market(today: &Today, state: &mut State) {
    let materials = &today.world.materials;
    let limits = materials.market_per_day.row(today.day);
    for (material, market) in state.market.iter_mut().enumerate() {
        let (lead, scarce) = (materials.market_lead[material], materials.scarce[material]);
        let cover = if scarce {
            today.regime.allocation_cover
        } else {
            today.regime.input_cover
        };
        *market = Market {
            days: cover + i64::from(lead),
            arrival: state.holdings.road.arrival(lead),
            scarce,
            boundless: limits[material].0 == i64::MAX,
            asked: Milligrams::ZERO,
        };
    }
}

/// Material is claimed and ordered for lines, too, that will be installed within cover + lead days: they count at
/// installed × c₀ of staffing.
pub(super) fn expect_lines(today: &Today, state: &mut State) {
    let world = today.world;
    let furthest = today.regime.allocation_cover + world.longest_lead as i64;
    for &Coming { line, installed_on } in &state.lines.coming {
        if i64::from(installed_on - today.day) > furthest {
            break;
        }
        let line = line as usize;
        let enterprise = world.lines.enterprise[line].at();
        if !is_expected(today, today.lead[enterprise], installed_on) {
            continue;
        }
        let full = of(
            today.conditions.full.units(line),
            world.lines.first_share[line],
        );
        let soon = of(full, state.enterprises[enterprise].staffing);
        state.makers.rate[world.lines.maker[line] as usize] += soon;
        for &holding in world.holdings.of_enterprise(enterprise) {
            let holding = holding as usize;
            state.holdings.rate[holding].0 += Input::of_line(world, line, holding).of(soon);
        }
    }
}

fn is_expected(today: &Today, lead: i32, installed_on: Day) -> bool {
    let horizon = today.regime.allocation_cover + i64::from(lead);
    installed_on > today.day && i64::from(installed_on - today.day) <= horizon
}

/// Whether a maker may be allocated scarce material and owes dispatch.
#[inline]
pub(super) fn is_listed(today: &Today, enterprise: usize) -> bool {
    today.world.enterprises.listed_from[enterprise] <= today.day
}

/// Everybody orders what is missing to so many days of use: listed makers no scarce material, closed ones nothing. What
/// a boundless market sells sets out at once.
pub(super) fn order(today: &Today, state: &mut State) {
    let world = today.world;
    for (material, all) in world.holdings.of_material.iter().enumerate() {
        let (market, holdings) = (&mut state.market[material], &mut state.holdings);
        let owners = &world.holdings.enterprise[all.clone()];
        let held = holdings.rate[all.clone()]
            .iter()
            .zip(&holdings.position[all.clone()]);
        let ordered = &mut holdings.ordered[all.clone()];
        ordered.fill(Milligrams::ZERO);
        for ((ordered, (&rate, &position)), owner) in ordered.iter_mut().zip(held).zip(owners) {
            // Most days, half of all makers don't run yet.
            if rate > Milligrams::ZERO && may_buy(today, market.scarce, owner.at()) {
                *ordered = (Milligrams(market.days * rate.0) - position).or_zero();
                market.asked += *ordered;
            }
        }
        if market.boundless && market.asked > Milligrams::ZERO {
            holdings.send_orders(market.arrival, all.clone());
        }
    }
}

/// Whether a maker orders on the market today what may be scarce.
#[inline]
fn may_buy(today: &Today, scarce: bool, owner: usize) -> bool {
    (today.open_everywhere || today.openness[owner] > 0) && !(scarce && is_listed(today, owner))
}

/// Markets with a limit share what they sell, and it sets out.
pub(super) fn share_markets(today: &Today, state: &mut State) {
    let limits = today.world.materials.market_per_day.row(today.day);
    for (material, &limit) in limits.iter().enumerate() {
        let market = state.market[material];
        if market.boundless || market.asked == Milligrams::ZERO {
            continue;
        }
        if market.asked > limit {
            share_market(today, state, material, limit.0);
        }
        let all = today.world.holdings.of_material[material].clone();
        state.holdings.send_orders(market.arrival, all);
    }
}

fn share_market(today: &Today, state: &mut State, material: usize, amount: i64) {
    let world = today.world;
    let members = world.holdings.of_material[material].clone();
    let State {
        holdings,
        desk,
        workspace,
        ..
    } = state;
    let ordered = holdings.ordered[members.clone()].iter();
    desk.lay_out(
        ordered.map(|ordered| ordered.0),
        holdings.credit[members.clone()].iter().copied(),
    );
    let problem = Problem {
        amount,
        claims: &desk.claims,
        weights: None,
        classes: None,
        cover: None,
        ranks: &world.holdings.rank[members.clone()],
        turn: i64::from(today.day.0),
    };
    Rule::Proportional.divide(&problem, &mut desk.credits, workspace, &mut desk.awards);
    holdings.credit[members.clone()].copy_from_slice(&desk.credits);
    let awards = desk.awards.iter().map(|&award| Milligrams(award));
    for (ordered, award) in holdings.ordered[members].iter_mut().zip(awards) {
        *ordered = award;
    }
}
