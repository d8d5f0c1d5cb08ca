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
mod desk;
mod dispatch;
pub mod duty;
mod obligations;
mod pay;
mod produce;
mod purchase;
mod release;
mod review;
pub mod rounds;
mod staff;
pub mod state;
mod transit;
mod warm_start;

pub use state::State;

/// What is given on a day; rows of the world's timetables are looked up once.
#[derive(Clone, Copy)]
struct Today<'a> {
    day: Day,
    world: &'a World,
    regime: &'a Regime,
    /// Openness of the roads to enterprises, ppm.
    openness: &'a [i64],
    /// All of them open.
    open_everywhere: bool,
    /// No event takes any line's availability below its usual one.
    runs_as_usual: bool,
    /// Days between depot or pool and enterprises.
    lead: &'a [i32],
    /// Openness of the roads to prefectures, ppm.
    place_openness: &'a [i64],
    /// Days between the capital and prefectures.
    place_lead: &'a [i32],
    /// Fresh need of streams.
    need: &'a [i64],
    /// Expected need of streams.
    expected: &'a [i64],
}

impl<'a> Today<'a> {
    fn new(world: &'a World, policy: &'a Policy, day: Day) -> Self {
        let openness = world.enterprises.openness.row(day);
        Self {
            day,
            world,
            regime: policy.on(day),
            openness,
            open_everywhere: openness.iter().all(|&ppm| ppm > 0),
            runs_as_usual: world.lines.runs_as_usual[day.row()],
            lead: world.enterprises.lead.row(day),
            place_openness: world.prefectures.openness.row(day),
            place_lead: world.prefectures.lead.row(day),
            need: world.streams.need.row(day),
            expected: world.streams.expected.row(day),
        }
    }
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
    let today = Today::new(world, policy, day);
    state.day = day;
    calendar::order_lines(today, state);
    arrive::arrive(today, state);
    staff::return_to_work(today, state);
    capacity::run_in(world, day, state);
    produce::produce(today, state);
    release::release(today, state);
    deliver::deliver(today, state);
    consume::consume(today, state);
    dispatch::dispatch(today, state);
    allocate::allocate(today, state);
    review::review(today, state);
    pay::pay(today, state);
}
