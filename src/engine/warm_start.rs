//! The opening of day 0: lines that run then have been running, so hold queues and working stocks are not empty.

use super::capacity::Conditions;
use super::floor::Input;
use super::staff;
use super::state::{Rests, State};
use crate::units::{Day, Milligrams, Pieces, of};
use crate::world::World;

/// Fills hold queues with day-0 effective output × hold days, and inputs with so many days of day-0 use.
pub(super) fn open(world: &World, state: &mut State) {
    for line in 0..world.lines.count {
        if world.lines.ordered_on[line] < Day(0) || world.lines.existing[line] {
            super::calendar::start(world, &mut state.lines, line, world.lines.ordered_on[line]);
        }
    }
    staff::count_need(world, Day(0), state);
    for enterprise in &mut state.enterprises {
        enterprise.staffing = staff::staffing(enterprise);
    }
    let conditions = Conditions::on(world, Day(0));
    conditions.run_in(state);
    conditions.plan(&mut state.lines);
    fill_hold_queues(world, state);
    fill_working_stocks(world, state);
    // All that was for the opening only: nothing has been made yet, and nothing is left of a unit.
    for line in &mut state.lines.each {
        (line.gross, line.output, line.rests) = (0, 0, Rests::default());
    }
    state.makers.rate.fill(0);
    state.makers.made.fill(0);
}

fn fill_hold_queues(world: &World, state: &mut State) {
    for line in 0..world.lines.count {
        let maker = world.lines.maker[line] as usize;
        if let Some(product) = world.makers.product[maker] {
            let days = world.products.hold_days[product.at()];
            for days_left in 0..days {
                let made = Pieces(state.lines.each[line].effective);
                state.makers.open_with(maker, days_left, made);
            }
        }
    }
}

fn fill_working_stocks(world: &World, state: &mut State) {
    for line in 0..world.lines.count {
        for &holding in (world.holdings).of_enterprise(world.lines.enterprise[line].at()) {
            let holding = holding as usize;
            let a_day = Input::of_line(world, line, holding).of(state.lines.each[line].staffed);
            let working = Milligrams(of(a_day, world.working_stock.0));
            state.holdings.stock[holding] += working;
            state.holdings.position[holding] += working;
        }
    }
}
