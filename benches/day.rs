//! What an enterprise-day of simulation costs: one core, nothing recorded. Prints medians, and the fastest: where others
//! use the machine too, a median tells of them as well.
#![allow(missing_docs, clippy::print_stdout)]

use std::path::Path;
use std::time::Instant;

use maskflow::engine::State;
use maskflow::ledger::Nothing;
use maskflow::{Policy, scenario, simulate, world};

/// Repetitions, of which the median and the fastest are printed.
const REPETITIONS: usize = 51;
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

    let whole = times(|| simulate(&world, &policy, &mut Nothing));
    let opening = times(|| drop(std::hint::black_box(State::new(&world))));
    let each = |time: f64| time / enterprise_days;
    for (part, [median, fastest]) in [
        ("simulate", whole),
        ("State::new", opening),
        ("days alone", [whole[0] - opening[0], whole[1] - opening[1]]),
    ] {
        println!(
            "{part:10} {:7.1} ns per enterprise-day, fastest {:7.1}",
            each(median),
            each(fastest)
        );
    }
}

/// Median and least time of a run, in nanoseconds.
fn times(mut run: impl FnMut()) -> [f64; 2] {
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
    [times[REPETITIONS / 2], times[0]]
}
