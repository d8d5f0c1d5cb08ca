//! What an enterprise-day of simulation costs: one core, nothing recorded. Prints medians.
#![allow(missing_docs, clippy::print_stdout)]

use std::path::Path;
use std::time::Instant;

use maskflow::engine::State;
use maskflow::ledger::Nothing;
use maskflow::{Policy, scenario, simulate, world};

/// Repetitions, of which the median is printed.
const REPETITIONS: usize = 21;
/// Runs timed together, so that a repetition lasts long enough to be measured.
const RUNS: usize = 8;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scenario = scenario::load(&root.join("scenarios/jiangxi-2020"), &[])
        .unwrap_or_else(|findings| panic!("{findings:?}"));
    let world = world::central(&scenario);
    let policy = Policy::of(&scenario);
    let enterprise_days = (world.enterprises.count * world.days) as f64;
    println!(
        "{} enterprises × {} days; lines {}, makers {}, holdings {}, streams {}",
        world.enterprises.count,
        world.days,
        world.lines.count,
        world.makers.count,
        world.holdings.count,
        world.streams.count
    );

    let whole = median(|| simulate(&world, &policy, &mut Nothing));
    println!(
        "simulate:   {:7.1} ns per enterprise-day",
        whole / enterprise_days
    );

    let opening = median(|| drop(std::hint::black_box(State::new(&world))));
    println!(
        "State::new: {:7.1} ns per enterprise-day",
        opening / enterprise_days
    );

    let days = whole - opening;
    println!(
        "days alone: {:7.1} ns per enterprise-day",
        days / enterprise_days
    );
}

/// Median time of a run, in nanoseconds.
fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..REPETITIONS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..RUNS {
                run();
            }
            start.elapsed().as_nanos() as f64 / RUNS as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[REPETITIONS / 2]
}
