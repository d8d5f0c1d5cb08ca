//! What a study costs: its rate on one and two threads, what it adds to simulating, and its memory however many
//! replicates. `cargo bench --bench study`; `-- --long` also studies Jiangxi ten thousand times.
#![allow(missing_docs, clippy::print_stdout)]

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use maskflow::chance::Sampler;
use maskflow::ledger::Nothing;
use maskflow::study::execute::Prepared;
use maskflow::study::plan::{Plan, Point};
use maskflow::study::watch::Watch;
use maskflow::world::draw::Futures;
use maskflow::{Policy, scenario, simulate};
use serde_json::Value;

/// Repetitions, of which the median is told.
const REPETITIONS: usize = 7;
const WORLDS: u64 = 20;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    parts_of_a_replicate(&root.join("scenarios/jiangxi-2020"));
    let place = tempfile::tempdir().expect("a temporary folder");
    let size = [
        "--prefectures",
        "3",
        "--enterprises",
        "12",
        "--days",
        "28",
        "--seed",
        "4",
    ];
    maskflow(place.path(), &[&["generate", "small"], &size[..]].concat());
    memory(place.path());
    let jiangxi = root.join("scenarios/jiangxi-2020").display().to_string();
    threads(place.path(), &jiangxi, "400");
    if std::env::args().any(|argument| argument == "--long") {
        let whole = study(place.path(), &jiangxi, &["--replicates", "10000"]);
        let seconds = whole["taken"]["seconds"].as_f64().unwrap_or(f64::NAN);
        println!(
            "10,000 replicates of Jiangxi: {seconds:.1} s, {:.2} M enterprise-days a second",
            10_000.0 * 221.0 * 98.0 / seconds / 1e6
        );
    }
}

/// Drawing, simulating and watching, one thread.
fn parts_of_a_replicate(path: &Path) {
    let scenario = scenario::load(path, &[]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let (futures, policy) = (Futures::of(&scenario), Policy::of(&scenario));
    let plan = Plan {
        points: vec![Point {
            sets: Vec::new(),
            scenario: scenario.clone(),
        }],
        policies: vec![None],
        replicates: WORLDS,
        sampler: Sampler::Random,
    };
    let prepared = Prepared::of(&plan);
    // In turns, so that whoever else uses the machine slows all of them.
    let mut times: [Vec<f64>; 4] = Default::default();
    for _ in 0..REPETITIONS {
        let mut slate = futures.slate();
        times[0].push(milliseconds(|| {
            (0..WORLDS).for_each(|at| {
                std::hint::black_box(slate.replicate(at).days);
            });
        }));
        times[1].push(milliseconds(|| {
            (0..WORLDS).for_each(|at| simulate(slate.replicate(at), &policy, &mut Nothing));
        }));
        times[2].push(milliseconds(|| {
            for at in 0..WORLDS {
                let world = slate.replicate(at);
                let mut watch = Watch::new(world);
                simulate(world, &policy, &mut watch);
                std::hint::black_box(watch.kept(world, &scenario));
            }
        }));
        times[3].push(milliseconds(|| {
            drop(std::hint::black_box(prepared.play(0..WORLDS)));
        }));
    }
    let added = (0..REPETITIONS).map(|at| times[3][at] / times[2][at] - 1.0);
    let added = median(added.collect());
    let [drawn, alone, watched, _] = times.map(|times| median(times) / WORLDS as f64);
    println!(
        "a replicate of Jiangxi: drawn {drawn:.2} ms, simulated {:.2} ms more, watched {:.2} ms more",
        alone - drawn,
        watched - alone
    );
    println!("what the study adds to that: {:.1} %", 100.0 * added);
}

/// Peak memory of a short and a long study of the same scenario.
fn memory(place: &Path) {
    let peak = |replicates: &str| {
        let told = study(place, "small", &["--replicates", replicates]);
        told["taken"]["memory_bytes"].as_f64().unwrap_or(f64::NAN) / f64::from(1 << 20)
    };
    let (short, long) = (peak("1000"), peak("100000"));
    println!(
        "peak memory: 1,000 replicates {short:.1} MiB, 100,000 replicates {long:.1} MiB, {:.3} times as much",
        long / short
    );
}

/// Rate on one and two threads, taken in turns.
fn threads(place: &Path, scenario: &str, replicates: &str) {
    let seconds = |threads: &str| {
        let told = study(
            place,
            scenario,
            &["--replicates", replicates, "--threads", threads],
        );
        told["taken"]["seconds"].as_f64().unwrap_or(f64::NAN)
    };
    let ratios = (0..REPETITIONS).map(|_| seconds("1") / seconds("2"));
    println!(
        "two threads are {:.2} times as fast as one (median of {REPETITIONS} pairs)",
        median(ratios.collect())
    );
}

/// Runs a study and tells what its manifest says.
fn study(place: &Path, scenario: &str, more: &[&str]) -> Value {
    let common = [
        "study",
        scenario,
        "--no-charts",
        "--quiet",
        "--restart",
        "--out",
        "out",
    ];
    maskflow(place, &[&common[..], more].concat());
    let name = Path::new(scenario).file_name().unwrap_or_default();
    let manifest = place.join("out").join(name).join("manifest.json");
    let text = std::fs::read(manifest).expect("a manifest");
    serde_json::from_slice(&text).expect("JSON")
}

fn maskflow(place: &Path, arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_maskflow"))
        .args(arguments)
        .current_dir(place)
        .output()
        .expect("maskflow starts");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

fn milliseconds(mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
