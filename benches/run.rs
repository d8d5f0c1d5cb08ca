//! What a whole `maskflow run` of everything shipped takes, as people wait for it: files read, simulated, written, with and
//! without charts, on one thread and on two. Prints medians of wall time.
#![allow(missing_docs, clippy::print_stdout)]

use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Repetitions, of which the median is printed.
const REPETITIONS: usize = 5;

fn main() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let count = std::fs::read_dir(&scenarios).map_or(0, Iterator::count);
    println!("{count} scenarios, medians of {REPETITIONS} runs");
    for (charts, option) in [
        ("without charts", Some("--no-charts")),
        ("with charts", None),
    ] {
        let [one, two] = ["1", "2"].map(|threads| median(&scenarios, threads, option));
        println!(
            "{charts:14}  1 thread {one:6.2} s   2 threads {two:6.2} s   ratio {:.2}",
            one / two
        );
    }
}

/// Median wall time of a run, in seconds.
fn median(scenarios: &Path, threads: &str, option: Option<&str>) -> f64 {
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut times: Vec<f64> = (0..REPETITIONS)
        .map(|_| {
            let start = Instant::now();
            let done = Command::new(env!("CARGO_BIN_EXE_maskflow"))
                .args(["run", "--quiet", "--threads", threads, "--out"])
                .arg(place.path())
                .arg(scenarios)
                .args(option)
                .status();
            assert!(done.is_ok_and(|status| status.success()), "a run failed");
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[REPETITIONS / 2]
}
