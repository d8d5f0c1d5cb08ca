//! Step 4, continued: what makers reckon to use a day, and what they order on the market: inputs that are free of
//! allocation, and scarce ones while a maker is not yet listed. A short market is shared in proportion.

use super::Today;
use super::floor::Floor;
use super::produce::Input;
use super::state::{Arrival, Coming, HoldingState, Holdings, State};
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

/// Material is claimed and ordered for lines, too, that will be installed within cover + lead days.
pub(super) fn expect_lines(today: &Today, state: &mut State) {
    let furthest = today.regime.allocation_cover + today.world.longest_lead as i64;
    for &Coming { line, installed_on } in &state.lines.coming {
        if i64::from(installed_on - today.day) > furthest {
            break;
        }
        let enterprise = today.world.lines.enterprise[line as usize].at();
        if is_expected(today, today.lead[enterprise], installed_on) {
            let enterprise = &mut state.enterprises[enterprise];
            (enterprise.at_work, enterprise.expects_lines) = (true, true);
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

impl Floor<'_> {
    /// Adds to the use a day that of expected lines, which count at installed × c₀ of staffing.
    #[inline(always)]
    fn count_expected(&mut self) {
        let lines = &self.today.world.lines;
        for (line, state) in self.shop.lines.clone().zip(&*self.lines) {
            if !is_expected(self.today, self.lead, state.installed_on) {
                continue;
            }
            let full = of(self.today.conditions.full[line], lines.first_share[line]);
            let soon = of(full, self.state.staffing);
            let maker = lines.maker[line] as usize - self.shop.makers.start;
            self.makers[maker].rate += soon;
            for (place, holding) in self.holdings.iter_mut().enumerate() {
                holding.rate.0 += Input::of_line(lines, line, place).of(soon);
            }
        }
    }

    /// Uses up what was used of each input, by its place and holding, and orders: listed makers no scarce material,
    /// closed ones nothing. What a boundless market sells sets out at once.
    #[inline]
    pub(super) fn restock(
        &mut self,
        market: &mut [Market],
        used: impl Fn(usize, &HoldingState) -> Milligrams,
    ) {
        if std::mem::take(&mut self.state.expects_lines) {
            self.count_expected();
        }
        let first = self.shop.holdings.start;
        let materials = self.materials();
        for (place, (holding, material)) in self.holdings.iter_mut().zip(materials).enumerate() {
            holding.use_up(used(place, holding));
            let market = &mut market[material.at()];
            let wanted = Milligrams(market.days * holding.rate.0) - holding.position;
            if wanted <= Milligrams::ZERO || !self.open || self.listed && market.scarce {
                holding.ordered = Milligrams::ZERO;
                continue;
            }
            holding.ordered = wanted;
            if market.boundless {
                (self.road).send(market.arrival, first + place, holding, wanted);
            } else {
                market.asked += wanted;
            }
        }
    }
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
        let Holdings { each, road, .. } = &mut state.holdings;
        for &holding in &today.world.holdings.of_material[material] {
            let entry = &mut each[holding as usize];
            let ordered = entry.ordered;
            if ordered > Milligrams::ZERO {
                road.send(market.arrival, holding as usize, entry, ordered);
            }
        }
    }
}

fn share_market(today: &Today, state: &mut State, material: usize, amount: i64) {
    let world = today.world;
    let members = &world.holdings.of_material[material];
    let State {
        holdings,
        desk,
        workspace,
        ..
    } = state;
    desk.gather(members, |holding| {
        let held = &holdings.each[holding];
        [held.ordered.0, held.credit]
    });
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
