//! One world under one policy, day by day: the twelve steps of the model (§3), each a function of its own.
//! Opens no file, prints nothing, allocates nothing inside a day, and knows no randomness.

use crate::ledger::Recorder;
use crate::policy::{Policy, Regime};
use crate::units::{Day, Share};
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
mod floor;
mod members;
mod obligations;
mod pay;
mod produce;
mod purchase;
mod review;
pub mod rounds;
mod staff;
pub mod state;
mod transit;
mod warm_start;

use capacity::Conditions;
pub use state::State;

/// What is given on a day; rows of the world's timetables are looked up once.
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
    /// What the day gives every line.
    conditions: Conditions<'a>,
    /// All products have the same place in the policy's order.
    one_rank: bool,
    /// The share of a release that may go towards what is not yet due.
    scheduled_share: Share,
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
    /// Expected front-line need of prefectures.
    frontline_need: &'a [i64],
    /// Expected local need of prefectures.
    local_need: &'a [i64],
}

impl<'a> Today<'a> {
    fn new(world: &'a World, policy: &'a Policy, day: Day) -> Self {
        let openness = world.enterprises.openness.row(day);
        let regime = policy.on(day);
        let ranks = &regime.product_rank;
        Self {
            day,
            world,
            regime,
            conditions: Conditions::on(world, day),
            one_rank: ranks.iter().all(|rank| *rank == ranks[0]),
            scheduled_share: deliver::scheduled_share(regime),
            openness,
            open_everywhere: openness.iter().all(|&ppm| ppm > 0),
            runs_as_usual: world.lines.runs_as_usual[day.row()],
            lead: world.enterprises.lead.row(day),
            place_openness: world.prefectures.openness.row(day),
            place_lead: world.prefectures.lead.row(day),
            need: world.streams.need.row(day),
            expected: world.streams.expected.row(day),
            frontline_need: world.prefectures.frontline_need.row(day),
            local_need: world.prefectures.local_need.row(day),
        }
    }
}

/// Somebody who sets the weights of makers anew, on the first day on which the province allocates and after every
/// review, from what is known when that day opens.
pub trait Adviser {
    /// Writes a weight for every enterprise, ppm, which then stands in the place of the policy's basis; or leaves the
    /// weights empty, and the basis counts. `state` is that of the evening before, and nothing of the world's tables
    /// from `day` on may be looked at.
    fn advise(
        &mut self,
        world: &World,
        policy: &Policy,
        day: Day,
        state: &State,
        weights: &mut Vec<i64>,
    );
}

/// Nobody advises.
#[derive(Clone, Copy, Debug, Default)]
struct Nobody;

impl Adviser for Nobody {
    fn advise(&mut self, _: &World, _: &Policy, _: Day, _: &State, _: &mut Vec<i64>) {}
}

/// Simulates the whole calendar, telling the recorder of every day as it closes.
pub fn simulate(world: &World, policy: &Policy, recorder: &mut impl Recorder) {
    simulate_advised(world, policy, &mut Nobody, recorder);
}

/// The same, with somebody who sets weights.
pub fn simulate_advised(
    world: &World,
    policy: &Policy,
    adviser: &mut impl Adviser,
    recorder: &mut impl Recorder,
) {
    let mut state = State::new(world);
    recorder.open(world, &state);
    for day in 0..world.days {
        let day = Day(day as i32);
        if asks_for_advice(policy, day) {
            let mut advice = std::mem::take(&mut state.advice);
            adviser.advise(world, policy, day, &state, &mut advice);
            state.advice = advice;
        }
        step(world, policy, day, &mut state);
        recorder.close(world, day, &state);
    }
}

/// Whether advice is asked for when a day opens.
fn asks_for_advice(policy: &Policy, day: Day) -> bool {
    let allocates = |day: Day| day.0 >= 0 && policy.on(day).unified_allocation;
    let reviewed = |day: Day| (day.0 + 1) % policy.on(day).review_days == 0;
    allocates(day) && (!allocates(day - 1) || reviewed(day - 1))
}

/// One day.
pub fn step(world: &World, policy: &Policy, day: Day, state: &mut State) {
    let today = &Today::new(world, policy, day);
    state.day = day;
    calendar::order_lines(today, state);
    arrive::arrive(today, state);
    staff::return_to_work(today, state);
    today.conditions.plan(&mut state.lines);
    today.conditions.run_in(state);
    produce::make(today, state);
    produce::use_up(today, state);
    purchase::expect_lines(today, state);
    purchase::open_market(today, state);
    purchase::order(today, state);
    purchase::share_markets(today, state);
    produce::pass_on_materials(today, state);
    deliver::deliver(today, state);
    consume::consume(today, state);
    dispatch::dispatch(today, state);
    allocate::allocate(today, state);
    review::review(today, state);
    pay::pay(today, state);
}
