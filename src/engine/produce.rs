//! Step 4: makers make what staff and inputs allow. An input short of its need is shared among an enterprise's lines
//! in the policy's product order, and in proportion to need within a place of that order.

use std::ops::Range;

use super::Today;
use super::arrive::leave_gate;
use super::state::{State, UNBOUND};
use crate::units::{MILLION, Milligrams, Pieces, div_up, muldiv, of};
use crate::world::Lines;

pub(super) fn produce(today: Today, state: &mut State) {
    state.makers.made.fill(0);
    for enterprise in 0..today.world.enterprises.count {
        let held = run(&today.world.enterprises.first_holding, enterprise);
        let lines = run(&today.world.enterprises.first_line, enterprise);
        count_need(today, state, lines.clone(), held.clone());
        state.lines.gross[lines.clone()].copy_from_slice(&state.lines.staffed[lines.clone()]);
        state.lines.bound_by[lines.clone()].fill(UNBOUND);
        state.lines.held_up[lines.clone()].fill(0);
        let short = held
            .clone()
            .any(|holding| state.holdings.need[holding] > state.holdings.stock[holding]);
        if short {
            share_short_inputs(today, state, lines.clone(), held.clone());
        }
        use_inputs(today, state, lines.clone(), held, short);
        for line in lines {
            let output = of(state.lines.gross[line], state.lines.quality[line]);
            state.lines.output[line] = output;
            state.makers.made[today.world.lines.maker[line] as usize] += output;
        }
    }
    store(today, state);
}

/// Positions of an owner in a list sorted by owner.
#[inline]
pub(super) fn run(first: &[usize], owner: usize) -> Range<usize> {
    first[owner]..first[owner + 1]
}

/// Milligrams of an input that so many units of a line take; intermediates round up (model §2).
#[inline]
pub(super) fn input_of(lines: &Lines, line: usize, units: i64, coefficient: i64) -> i64 {
    let milligrams = units * coefficient;
    if lines.intermediate[line] {
        div_up(milligrams, MILLION)
    } else {
        milligrams
    }
}

/// Units that so much of an input allows.
fn units_from(lines: &Lines, line: usize, milligrams: i64, coefficient: i64) -> i64 {
    if lines.intermediate[line] {
        muldiv(milligrams, MILLION, coefficient)
    } else {
        milligrams / coefficient
    }
}

fn count_need(today: Today, state: &mut State, of_lines: Range<usize>, held: Range<usize>) {
    let lines = &today.world.lines;
    let need = &mut state.holdings.need[held];
    need.fill(Milligrams::ZERO);
    for line in of_lines {
        let staffed = state.lines.staffed[line];
        let bill = &lines.bill[lines.first_bill[line]..][..need.len()];
        for (sum, &coefficient) in need.iter_mut().zip(bill) {
            sum.0 += input_of(lines, line, staffed, coefficient);
        }
    }
}

fn share_short_inputs(today: Today, state: &mut State, of_lines: Range<usize>, held: Range<usize>) {
    let lines = &today.world.lines;
    for holding in held.clone() {
        if state.holdings.need[holding] <= state.holdings.stock[holding] {
            continue;
        }
        let material = today.world.holdings.material[holding];
        let linked = today.world.materials.linked == Some(material);
        let place_in_bill = holding - held.start;
        let coefficient = |line: usize| lines.bill[lines.first_bill[line] + place_in_bill];
        let need =
            |line: usize| input_of(lines, line, state.lines.staffed[line], coefficient(line));
        let mut left = state.holdings.stock[holding].0;
        let ranks = today.world.products.count as u8;
        for rank in 0..=ranks {
            let here = |line: &usize| coefficient(*line) > 0 && rank_of(today, *line) == rank;
            let wanted: i64 = of_lines.clone().filter(here).map(need).sum();
            if wanted == 0 {
                continue;
            }
            let given = left.min(wanted);
            for line in of_lines.clone().filter(here) {
                let share = muldiv(given, need(line), wanted);
                let allowed = units_from(lines, line, share, coefficient(line));
                let staffed = state.lines.staffed[line];
                if allowed < state.lines.gross[line] {
                    state.lines.gross[line] = allowed;
                    state.lines.bound_by[line] = material.0;
                }
                if !linked && staffed > 0 {
                    let lost = MILLION - muldiv(allowed.min(staffed), MILLION, staffed);
                    state.lines.held_up[line] = state.lines.held_up[line].max(lost);
                }
            }
            left -= given;
        }
    }
}

/// Place of a line's product in the policy's order; materials come last.
fn rank_of(today: Today, line: usize) -> u8 {
    let product = today.world.makers.product[today.world.lines.maker[line] as usize];
    product.map_or(today.world.products.count as u8, |product| {
        today.regime.product_rank[product.at()]
    })
}

fn use_inputs(
    today: Today,
    state: &mut State,
    of_lines: Range<usize>,
    held: Range<usize>,
    short: bool,
) {
    let lines = &today.world.lines;
    let holdings = &mut state.holdings;
    if short {
        holdings.used[held.clone()].fill(Milligrams::ZERO);
        for line in of_lines {
            let gross = state.lines.gross[line];
            for holding in held.clone() {
                let coefficient = lines.bill[lines.first_bill[line] + holding - held.start];
                holdings.used[holding].0 += input_of(lines, line, gross, coefficient);
            }
        }
    } else {
        holdings.used[held.clone()].copy_from_slice(&holdings.need[held.clone()]);
    }
    for holding in held {
        holdings.stock[holding] -= holdings.used[holding];
    }
}

/// Masks go into the hold queue; scarce material goes to the depot, other material joins own stock tomorrow.
fn store(today: Today, state: &mut State) {
    let (world, day) = (today.world, today.day);
    for &maker in &world.makers.of_products {
        let maker = maker as usize;
        if let Some(product) = world.makers.product[maker] {
            let made = Pieces(state.makers.made[maker]);
            let hold_days = world.products.hold_days[product.at()];
            state
                .makers
                .put_on_hold(maker, i64::from(day.0), hold_days, made);
        }
    }
    for &maker in &world.makers.of_materials {
        let maker = maker as usize;
        let Some(material) = world.makers.material[maker] else {
            continue;
        };
        let made = state.makers.made[maker];
        if world.materials.scarce[material.at()] {
            leave_gate(today, state, maker, made);
        } else {
            let own = world.makers.own_holding[maker] as usize;
            state.holdings.transit.send(day, 1, own, Milligrams(made));
        }
    }
}
