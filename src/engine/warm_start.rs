//! The opening of day 0: lines that run then have been running, so hold queues and working stocks are not empty.

use super::state::State;
use super::{capacity, produce, staff};
use crate::units::{Day, MILLION, Milligrams, Pieces, of};
use crate::world::World;

/// Fills hold queues with day-0 effective output × hold days, and inputs with so many days of day-0 use.
pub(super) fn open(world: &World, state: &mut State) {
    for line in 0..world.lines.count {
        if world.lines.ordered_on[line] < Day(0) || world.lines.existing[line] {
            super::calendar::start(world, &mut state.lines, line, world.lines.ordered_on[line]);
        }
    }
    staff::count_need(world, Day(0), state);
    let enterprises = &mut state.enterprises;
    for enterprise in 0..world.enterprises.count {
        let (present, need) = (
            enterprises.present[enterprise].0,
            enterprises.need[enterprise].0,
        );
        enterprises.staffing[enterprise] = if present >= need {
            MILLION
        } else {
            present * MILLION / need
        };
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
                    Pieces(state.lines.effective[line]),
                );
            }
        }
    }
}

fn fill_working_stocks(world: &World, state: &mut State) {
    for line in 0..world.lines.count {
        let held = produce::run(
            &world.enterprises.first_holding,
            world.lines.enterprise[line].at(),
        );
        for holding in held.clone() {
            let coefficient = world.lines.bill[world.lines.first_bill[line] + holding - held.start];
            let a_day =
                produce::input_of(&world.lines, line, state.lines.staffed[line], coefficient);
            state.holdings.stock[holding] += Milligrams(of(a_day, world.working_stock.0));
        }
    }
}
