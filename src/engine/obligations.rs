//! Step 9, continued: what an award of the linked material makes its maker owe the province.

use std::ops::Range;

use super::Today;
use super::purchase::there;
use super::state::State;
use crate::scenario::{Link, Tier};
use crate::units::{Day, Pieces, div_up, muldiv};

/// Books the obligations of all of today's awards of the linked material.
pub(super) fn book(today: Today, state: &mut State) {
    let Some(material) = today.world.materials.linked else {
        return;
    };
    match today.regime.link {
        Link::None => {}
        Link::Ratio => {
            for &holding in &today.world.holdings.of_material[material.at()] {
                book_ratio(today, state, holding as usize);
            }
        }
        Link::Quota => book_quota(today, state),
    }
}

fn book_ratio(today: Today, state: &mut State, holding: usize) {
    if state.holdings.award[holding].0 == 0 {
        return;
    }
    let makers = makers_of(today, holding);
    let all = if makers.len() == 1 {
        None
    } else {
        Some(use_a_day(today, state, makers.clone()))
    };
    for maker in makers {
        let made = masks_of(today, state, holding, maker, all);
        let owed = today.regime.link_ratio.of(made);
        book_for(today, state, holding, maker, owed);
    }
}

fn makers_of(today: Today, holding: usize) -> Range<usize> {
    super::produce::run(
        &today.world.enterprises.first_maker,
        today.world.holdings.enterprise[holding].at(),
    )
}

/// Milligrams of the linked material that a piece of what a maker makes takes.
fn linked_use(today: Today, maker: usize) -> i64 {
    let product = today.world.makers.product[maker];
    product.map_or(0, |product| today.world.products.linked_use[product.at()])
}

/// What some makers use of the linked material a day.
fn use_a_day(today: Today, state: &State, makers: Range<usize>) -> i64 {
    makers
        .map(|maker| state.makers.rate[maker] * linked_use(today, maker))
        .sum()
}

/// Masks that a maker makes of its part of an award: the award split by use at staffed rates, which add up to `all` (no
/// split where there is no other), ÷ use a piece, × the allowed yield.
fn masks_of(today: Today, state: &State, holding: usize, maker: usize, all: Option<i64>) -> Pieces {
    let Some(product) = today.world.makers.product[maker] else {
        return Pieces::ZERO;
    };
    let (rate, each) = (
        state.makers.rate[maker],
        today.world.products.linked_use[product.at()],
    );
    if rate * each == 0 {
        return Pieces::ZERO;
    }
    let award = state.holdings.award[holding].0;
    let part = all.map_or(award, |all| muldiv(award, rate * each, all));
    today.world.products.allowed_yield[product.at()].of(Pieces(part / each))
}

fn book_for(today: Today, state: &mut State, holding: usize, maker: usize, owed: Pieces) {
    let Some(product) = today.world.makers.product[maker] else {
        return;
    };
    if owed == Pieces::ZERO {
        return;
    }
    let enterprise = today.world.makers.enterprise[maker].at();
    let due_in = days_to_due(today, state, holding) + today.world.products.hold_days[product.at()];
    let willing = today.world.enterprises.compliance[enterprise].of(owed);
    state
        .makers
        .book(maker, due_in, today.day, willing, owed - willing);
    state.holdings.obligation[holding] += owed;
    let due_on: Day = today.day + due_in;
    state.holdings.due_on[holding] = state.holdings.due_on[holding].max(due_on);
}

/// max(lead, ⌈(stock + in transit + award) ÷ use a day⌉) + making days; the award is in transit by now.
fn days_to_due(today: Today, state: &State, holding: usize) -> i32 {
    let holdings = &state.holdings;
    let lead = today.lead[today.world.holdings.enterprise[holding].at()];
    let there = there(holdings, holding);
    let lasts = match holdings.rate[holding].0 {
        0 => i64::from(lead),
        rate => div_up(there.0, rate).min(i64::from(i32::MAX / 8)),
    };
    lead.max(lasts as i32) + today.world.making_days
}

/// The quota reading: what guaranteed claims still lack, apportioned over the recipients by what their awards make,
/// and capped at that.
fn book_quota(today: Today, state: &mut State) {
    let world = today.world;
    let Some(material) = world.materials.linked else {
        return;
    };
    for product in 0..world.products.count {
        let lacking = lacking(today, state, product);
        let members = &world.holdings.of_material[material.at()];
        let masks = |state: &State, holding: usize| -> (usize, Pieces) {
            let maker = makers_of(today, holding)
                .find(|&m| world.makers.product[m].is_some_and(|p| p.at() == product));
            maker.map_or((0, Pieces::ZERO), |maker| {
                let all = use_a_day(today, state, makers_of(today, holding));
                (maker, masks_of(today, state, holding, maker, Some(all)))
            })
        };
        let all: i64 = members
            .iter()
            .map(|&holding| masks(state, holding as usize).1.0)
            .sum();
        if all == 0 || lacking == 0 {
            continue;
        }
        for &holding in members {
            let (maker, most) = masks(state, holding as usize);
            let quota = Pieces(muldiv(lacking.min(all), most.0, all));
            book_for(today, state, holding as usize, maker, quota);
        }
    }
}

/// Guaranteed claims of a product − pool − in transit to it − owed.
fn lacking(today: Today, state: &State, product: usize) -> i64 {
    let rounds = &state.rounds;
    let mut claims = 0;
    for group in &rounds.groups {
        let counts = group.pass == 1 && !matches!(group.tier, Tier::Support | Tier::Market);
        if counts && group.product.at() == product {
            claims += (group.slots.clone())
                .map(|slot| rounds.claim[slot] - rounds.award[slot])
                .sum::<i64>();
        }
    }
    let makers = &today.world.makers;
    let owed: Pieces = (makers.of_products.iter())
        .filter(|&&maker| makers.product[maker as usize].is_some_and(|made| made.at() == product))
        .map(|&maker| state.makers.owed(maker as usize))
        .sum();
    (claims - state.centre.pool[product].0 - state.centre.to_pool.under_way[product].0 - owed.0)
        .max(0)
}
