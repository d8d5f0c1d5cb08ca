//! Step 4, continued: what makers reckon to use a day, and what they order on the market: inputs that are free of
//! allocation, and scarce ones while a maker is not yet listed. A short market is shared in proportion.

use super::Today;
use super::produce::{Floor, Input};
use super::state::{HoldingState, Holdings, State};
use super::transit::Transit;
use crate::claims::{Problem, Rule};
use crate::units::{Day, Milligrams, of};

/// The market of one material today.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Market {
    /// Days of use that makers want to have, in stock and under way.
    days: i64,
    /// Days from the order to the maker.
    lead: i32,
    scarce: bool,
    /// Sells all that is asked.
    boundless: bool,
    asked: Milligrams,
}

pub(super) fn open_market(today: Today, market: &mut [Market]) {
    let materials = &today.world.materials;
    let limits = materials.market_per_day.row(today.day);
    for (material, market) in market.iter_mut().enumerate() {
        let (lead, scarce) = (materials.market_lead[material], materials.scarce[material]);
        let cover = if scarce {
            today.regime.allocation_cover
        } else {
            today.regime.input_cover
        };
        *market = Market {
            days: cover + i64::from(lead),
            lead,
            scarce,
            boundless: limits[material].0 == i64::MAX,
            asked: Milligrams::ZERO,
        };
    }
}

/// Material is claimed and ordered for lines, too, that will be installed within cover + lead days.
pub(super) fn expect_lines(today: Today, state: &mut State) {
    for at in 0..state.lines.coming.len() {
        let line = state.lines.coming[at] as usize;
        let enterprise = today.world.lines.enterprise[line].at();
        if is_expected(today, enterprise, state.lines.each[line].installed_on) {
            state.put_to_work(enterprise);
            state.enterprises[enterprise].expects_lines = true;
        }
    }
}

fn is_expected(today: Today, enterprise: usize, installed_on: Day) -> bool {
    let horizon = today.regime.allocation_cover + i64::from(today.lead[enterprise]);
    installed_on > today.day && i64::from(installed_on - today.day) <= horizon
}

impl Floor<'_> {
    /// Adds to the use a day that of expected lines, which count at installed × c₀ of staffing.
    pub(super) fn count_expected(&mut self, enterprise: usize, staffing: i64) {
        let lines = &self.today.world.lines;
        let full = lines.planned.row(self.today.day);
        for (line, state) in self.shop.lines.clone().zip(&*self.lines) {
            if !is_expected(self.today, enterprise, state.installed_on) {
                continue;
            }
            let soon = of(of(full[line], lines.first_share[line]), staffing);
            self.makers[lines.maker[line] as usize - self.shop.makers.start].rate += soon;
            for (place, holding) in self.holdings.iter_mut().enumerate() {
                holding.rate.0 += Input::of_line(lines, line, place).of(soon);
            }
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

/// What an enterprise orders: listed ones no scarce material, closed ones nothing. What a boundless market sells sets out
/// at once.
#[inline]
pub(super) fn order(
    today: Today,
    enterprise: usize,
    holdings: &mut [HoldingState],
    transit: &mut Transit<Milligrams>,
    market: &mut [Market],
) {
    let world = today.world;
    let own = world.enterprises.shops[enterprise].holdings.clone();
    let (open, listed) = (today.openness[enterprise] > 0, is_listed(today, enterprise));
    let materials = &world.holdings.material[own.clone()];
    for ((at, holding), material) in own.zip(holdings).zip(materials) {
        let market = &mut market[material.at()];
        let there = holding.stock + transit.under_way[at] + transit.waiting[at];
        let wanted = Milligrams(market.days * holding.rate.0) - there;
        if wanted <= Milligrams::ZERO || !open || listed && market.scarce {
            holding.ordered = Milligrams::ZERO;
            continue;
        }
        holding.ordered = wanted;
        if market.boundless {
            transit.send(market.lead, at, wanted);
        } else {
            market.asked += wanted;
        }
    }
}

/// Markets with a limit share what they sell, and it sets out.
pub(super) fn share_markets(today: Today, state: &mut State) {
    let limits = today.world.materials.market_per_day.row(today.day);
    for (material, &limit) in limits.iter().enumerate() {
        let market = state.market[material];
        if market.boundless {
            continue;
        }
        if market.asked > limit {
            share_market(today, state, material, limit.0);
        }
        let Holdings { each, transit, .. } = &mut state.holdings;
        for &holding in &today.world.holdings.of_material[material] {
            let ordered = each[holding as usize].ordered;
            if ordered > Milligrams::ZERO {
                transit.send(market.lead, holding as usize, ordered);
            }
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
        cover: None,
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
