//! Step 4: makers make what staff and inputs allow. An input short of its need is shared among an enterprise's lines
//! in the policy's product order, and in proportion to need within a place of that order.

use std::ops::Range;

use super::Today;
use super::arrive::leave_gate;
use super::state::{HoldingState, LineState, State, UNBOUND};
use crate::units::{MILLION, Milligrams, Pieces, div_up, muldiv, of};
use crate::world::{Lines, World};

pub(super) fn produce(today: Today, state: &mut State) {
    let world = today.world;
    reckon_need(world, state);
    let State {
        lines, holdings, ..
    } = state;
    lines.gross.copy_from_slice(&lines.staffed);
    lines.bound_by.fill(UNBOUND);
    lines.held_up.fill(0);
    holdings.used.copy_from_slice(&holdings.rate);
    find_short(world, holdings);
    for at in 0..holdings.short.len() {
        let enterprise = holdings.short[at] as usize;
        let shop = run(&world.enterprises.first_line, enterprise);
        let held = run(&world.enterprises.first_holding, enterprise);
        let makers = run(&world.enterprises.first_maker, enterprise);
        share_short_inputs(today, lines, holdings, &shop, &held, makers.len() == 1);
        let used = &mut holdings.used[held];
        used.fill(Milligrams::ZERO);
        count_inputs(&world.lines, &lines.gross, &shop, used);
    }
    for (stock, used) in holdings.stock.iter_mut().zip(&holdings.used) {
        *stock -= *used;
    }
    state.makers.made.fill(0);
    count_output(&world.lines, lines, &mut state.makers.made);
    store(today, state);
}

/// Rates of makers and need of inputs, as staffed.
fn reckon_need(world: &World, state: &mut State) {
    let State {
        lines,
        makers,
        holdings,
        ..
    } = state;
    let shops = world.makers.first_line.windows(2);
    for (rate, shop) in makers.rate.iter_mut().zip(shops) {
        *rate = lines.staffed[shop[0]..shop[1]].iter().sum();
    }
    holdings.rate.fill(Milligrams::ZERO);
    for each in &world.makers.uses {
        holdings.rate[each.holding as usize].0 +=
            makers.rate[each.maker as usize] * each.coefficient;
    }
    for &maker in &world.makers.of_materials {
        let shop = run(&world.makers.first_line, maker as usize);
        let enterprise = world.makers.enterprise[maker as usize].at();
        let held = run(&world.enterprises.first_holding, enterprise);
        count_inputs(
            &world.lines,
            &lines.staffed,
            &shop,
            &mut holdings.rate[held],
        );
    }
}

/// Lists the enterprises that have less of some input than they need.
fn find_short(world: &World, holdings: &mut HoldingState) {
    holdings.short.clear();
    let pairs = holdings.rate.iter().zip(&holdings.stock);
    for ((need, stock), enterprise) in pairs.zip(&world.holdings.enterprise) {
        if need > stock && holdings.short.last() != Some(&enterprise.0) {
            holdings.short.push(enterprise.0);
        }
    }
}

/// What passes the standard, by line and by maker.
fn count_output(lines: &Lines, state: &mut LineState, made: &mut [i64]) {
    let rates = state.gross.iter().zip(&state.quality);
    let outputs = state.output.iter_mut().zip(&lines.maker);
    for ((&gross, &quality), (output, &maker)) in rates.zip(outputs) {
        *output = of(gross, quality);
        made[maker as usize] += *output;
    }
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

/// Adds up what the lines of a shop take of each input at these rates.
fn count_inputs(lines: &Lines, rates: &[i64], shop: &Range<usize>, inputs: &mut [Milligrams]) {
    for line in shop.clone() {
        let bill = &lines.bill[lines.first_bill[line]..][..inputs.len()];
        for (sum, &coefficient) in inputs.iter_mut().zip(bill) {
            sum.0 += input_of(lines, line, rates[line], coefficient);
        }
    }
}

fn share_short_inputs(
    today: Today,
    state: &mut LineState,
    holdings: &HoldingState,
    shop: &Range<usize>,
    held: &Range<usize>,
    one_item: bool,
) {
    let lines = &today.world.lines;
    let last = if one_item {
        0
    } else {
        today.world.products.count as u8
    };
    for holding in held.clone() {
        let need = holdings.rate[holding].0;
        if need <= holdings.stock[holding].0 {
            continue;
        }
        let mut left = holdings.stock[holding].0;
        let place_in_bill = holding - held.start;
        let coefficient = |line: usize| lines.bill[lines.first_bill[line] + place_in_bill];
        let need_of = |state: &LineState, line: usize| {
            input_of(lines, line, state.staffed[line], coefficient(line))
        };
        for rank in 0..=last {
            let here =
                |line: &usize| one_item || coefficient(*line) > 0 && rank_of(today, *line) == rank;
            let members = shop.clone().filter(here);
            let wanted = if one_item {
                need
            } else {
                members.clone().map(|line| need_of(state, line)).sum()
            };
            if wanted == 0 {
                continue;
            }
            let given = left.min(wanted);
            for line in members {
                let share = if shop.len() == 1 {
                    given
                } else {
                    muldiv(given, need_of(state, line), wanted)
                };
                bind(today, state, holding, line, share, coefficient(line));
            }
            left -= given;
        }
    }
}

/// Bounds a line by its share of a short input.
fn bind(
    today: Today,
    state: &mut LineState,
    holding: usize,
    line: usize,
    share: i64,
    coefficient: i64,
) {
    let material = today.world.holdings.material[holding];
    let staffed = state.staffed[line];
    let allowed = units_from(&today.world.lines, line, share, coefficient);
    if allowed < state.gross[line] {
        state.gross[line] = allowed;
        state.bound_by[line] = material.0;
    }
    if today.world.materials.linked != Some(material) && staffed > 0 {
        let lost = MILLION - muldiv(allowed.min(staffed), MILLION, staffed);
        state.held_up[line] = state.held_up[line].max(lost);
    }
}

/// Place of a line's product in the policy's order; materials come last.
fn rank_of(today: Today, line: usize) -> u8 {
    let product = today.world.makers.product[today.world.lines.maker[line] as usize];
    product.map_or(today.world.products.count as u8, |product| {
        today.regime.product_rank[product.at()]
    })
}

/// Masks go into the hold queue; scarce material goes to the depot, other material joins own stock tomorrow.
fn store(today: Today, state: &mut State) {
    let world = today.world;
    for &maker in &world.makers.of_products {
        let maker = maker as usize;
        let made = Pieces(state.makers.made[maker]);
        if let (Some(product), true) = (world.makers.product[maker], made > Pieces::ZERO) {
            let hold_days = world.products.hold_days[product.at()];
            state.makers.put_on_hold(maker, today.day, hold_days, made);
        }
    }
    for &maker in &world.makers.of_materials {
        let maker = maker as usize;
        let Some(material) = world.makers.material[maker] else {
            continue;
        };
        let made = state.makers.made[maker];
        if world.materials.scarce[material.at()] {
            leave_gate(today, &mut state.makers, &mut state.centre, maker, made);
        } else {
            let own = world.makers.own_holding[maker] as usize;
            state.holdings.transit.send(1, own, Milligrams(made));
        }
    }
}
