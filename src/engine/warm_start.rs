//! The opening of day 0: lines that run then have been running, so hold queues and working stocks are not empty.

use super::capacity::Conditions;
use super::state::State;
use super::{produce, staff};
use crate::units::{Day, Milligrams, Pieces, of};
use crate::world::{Landing, World};

/// Fills hold queues with day-0 effective output × hold days, and inputs with so many days of day-0 use.
pub(super) fn open(world: &World, state: &mut State) {
    for line in 0..world.lines.count {
        if world.lines.ordered_on[line] < Day(0) || world.lines.existing[line] {
            super::calendar::start(world, &mut state.lines, line, world.lines.ordered_on[line]);
            if state.lines.each[line].installed_on <= Day(0) {
                state.enterprises[world.lines.enterprise[line].at()].at_work = true;
            }
        }
    }
    put_recipients_to_work(world, state);
    staff::count_need(world, Day(0), state);
    for enterprise in &mut state.enterprises {
        enterprise.staffing = staff::staffing(enterprise);
    }
    let conditions = Conditions::on(world, Day(0));
    conditions.run_in(state);
    conditions.plan(&mut state.lines);
    fill_hold_queues(world, state);
    fill_working_stocks(world, state);
    // All that was for the opening only: nothing has been made yet.
    for maker in &mut state.makers.each {
        (maker.rate, maker.made) = (0, 0);
    }
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
        let held = world.enterprises.shops[world.lines.enterprise[line].at()]
            .holdings
            .clone();
        for holding in held.clone() {
            let input = produce::Input::of_line(&world.lines, line, holding - held.start);
            let a_day = input.of(state.lines.each[line].staffed);
            let working = Milligrams(of(a_day, world.working_stock.0));
            state.holdings.each[holding].stock += working;
            state.holdings.each[holding].position += working;
        }
    }
}

/// Whoever gets material from outside has something to do at its gate, lines or not.
fn put_recipients_to_work(world: &World, state: &mut State) {
    for landing in &world.supplies.landing {
        if let Landing::Holding(holding) = *landing {
            state.enterprises[world.holdings.enterprise[holding as usize].at()].at_work = true;
        }
    }
}
