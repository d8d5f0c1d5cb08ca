//! What a larger province costs: synthetic scenarios of 1, 10 and 45 times as many enterprises as Jiangxi (10,000, the most
//! who can claim together), each in a process of its own, so that its peak of memory is its own.
#![allow(missing_docs, clippy::print_stdout)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use maskflow::generate::{self, Size};
use maskflow::ledger::Nothing;
use maskflow::{Policy, scenario, simulate, world};

/// Enterprises of each size; Jiangxi has 221.
const SIZES: [u32; 3] = [221, 2_210, 10_000];
/// Repetitions, of which the median is printed.
const REPETITIONS: usize = 5;

fn main() {
    let asked =
        std::env::args().find_map(|argument| argument.strip_prefix("--only=")?.parse().ok());
    if let Some(enterprises) = asked {
        measure(enterprises);
        return;
    }
    let this = std::env::current_exe().expect("this program has a path");
    for enterprises in SIZES {
        let done = Command::new(&this)
            .arg(format!("--only={enterprises}"))
            .status();
        assert!(
            done.is_ok_and(|status| status.success()),
            "{enterprises} failed"
        );
    }
}

fn measure(enterprises: u32) {
    let place = (tempfile::Builder::new().prefix("scale").tempdir()).expect("a temporary folder");
    let size = Size {
        prefectures: 11,
        enterprises,
        days: 98,
        seed: 1,
    };
    for (file, text) in generate::files(size) {
        fs::write(place.path().join(file), text).expect("the scenario can be written");
    }
    let start = Instant::now();
    let scenario =
        scenario::load(place.path(), &[]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let loaded = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let (world, policy) = (world::central(&scenario), Policy::of(&scenario));
    let drawn = start.elapsed().as_secs_f64();
    let mut times: Vec<f64> = (0..REPETITIONS)
        .map(|_| {
            let start = Instant::now();
            simulate(&world, &policy, &mut Nothing);
            start.elapsed().as_nanos() as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let each = times[REPETITIONS / 2] / f64::from(enterprises * size.days);
    println!(
        "{enterprises:6} enterprises: {each:7.1} ns per enterprise-day; read in {loaded:.2} s, drawn in {drawn:.2} s; peak {}",
        peak().unwrap_or_else(|| "unknown".to_owned())
    );
}

/// Peak of resident memory of this process, as Linux tells it.
fn peak() -> Option<String> {
    let status = fs::read_to_string(Path::new("/proc/self/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(format!("{:.1} MiB", kilobytes / 1024.0))
}
