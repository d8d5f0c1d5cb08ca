//! The opening of day 0: lines that run then have been running, so hold queues and working stocks are not empty.

use super::state::State;
use super::{capacity, produce, staff};
use crate::units::{Day, Milligrams, Pieces, of};
use crate::world::World;

/// Fills hold queues with day-0 effective output × hold days, and inputs with so many days of day-0 use.
pub(super) fn open(world: &World, state: &mut State) {
    for line in 0..world.lines.count {
        if world.lines.ordered_on[line] < Day(0) || world.lines.existing[line] {
            super::calendar::start(world, &mut state.lines, line, world.lines.ordered_on[line]);
            if state.lines.each[line].installed_on <= Day(0) {
                state.put_to_work(world.lines.enterprise[line].at());
            }
        }
    }
    staff::count_need(world, Day(0), state);
    for enterprise in &mut state.enterprises {
        enterprise.staffing = staff::staffing(enterprise);
    }
    capacity::run_in(world, Day(0), state);
    fill_hold_queues(world, state);
    fill_working_stocks(world, state);
}

fn fill_hold_queues(world: &World, state: &mut State) {
    for line in 0..world.lines.count {
        let maker = world.lines.maker[line] as usize;
        if let Some(product) = world.makers.product[maker] {
            let days = world.products.hold_days[product.at()];
            for made in -days..0 {
                state.makers.put_on_hold(
                    maker,
                    Day(made),
                    days,
                    Pieces(state.lines.each[line].effective),
                );
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
            state.holdings.each[holding].stock += Milligrams(of(a_day, world.working_stock.0));
        }
    }
}
