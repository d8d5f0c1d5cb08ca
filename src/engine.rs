//! One world under one policy, day by day: the twelve steps of the model (§3), each a function of its own.
//! Opens no file, prints nothing, allocates nothing inside a day, and knows no randomness.

use crate::ledger::Recorder;
use crate::policy::{Policy, Regime};
use crate::units::Day;
use crate::world::World;

mod allocate;
mod arrive;
mod calendar;
mod capacity;
mod consume;
mod deliver;
mod dispatch;
mod obligations;
mod pay;
mod produce;
mod purchase;
mod release;
mod review;
pub mod rounds;
mod staff;
pub mod state;
mod warm_start;

pub use state::State;

/// What is given on a day.
#[derive(Clone, Copy)]
struct Today<'a> {
    day: Day,
    world: &'a World,
    regime: &'a Regime,
}

/// Simulates the whole calendar, telling the recorder of every day as it closes.
pub fn simulate(world: &World, policy: &Policy, recorder: &mut impl Recorder) {
    let mut state = State::new(world);
    recorder.open(world, &state);
    for day in 0..world.days {
        let day = Day(day as i32);
        step(world, policy, day, &mut state);
        recorder.close(world, day, &state);
    }
}

/// One day.
pub fn step(world: &World, policy: &Policy, day: Day, state: &mut State) {
    let today = Today {
        day,
        world,
        regime: policy.on(day),
    };
    calendar::order_lines(today, state);
    arrive::arrive(today, state);
    staff::return_to_work(today, state);
    capacity::run_in(world, day, state);
    produce::produce(today, state);
    purchase::order_inputs(today, state);
    release::release(today, state);
    deliver::deliver(today, state);
    consume::consume(today, state);
    dispatch::dispatch(today, state);
    allocate::allocate(today, state);
    review::review(today, state);
    pay::pay(today, state);
}
