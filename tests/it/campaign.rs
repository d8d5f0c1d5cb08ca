//! Long campaigns, outside the gate: whole scenarios altered at random, from `check` by way of `run` to `audit`; and results altered
//! at random, read by everything that reads results. Figures are printed.
//!
//! `cargo test --release --test it campaign -- --ignored --nocapture`; `CAMPAIGN=1000` for fewer tries, `CAMPAIGN_SEED=2` for others.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use maskflow::audit::{self, Digests};
use maskflow::files::{Kind, Out, fenced};
use maskflow::report::run::Run;
use maskflow::report::{summary, tables};
use maskflow::scenario::{self, Scenario};
use maskflow::study::store;
use rayon::prelude::*;

/// What nobody should have to wait for longer, for files under a megabyte.
const LONGEST: Duration = Duration::from_secs(1);

/// A stream of numbers that hangs on a seed alone (SplitMix64; Steele, Lea and Flood 2014).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

fn asked(usual: u64) -> (u64, u64) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    (
        number("CAMPAIGN").unwrap_or(usual),
        number("CAMPAIGN_SEED").unwrap_or(1),
    )
}

/// A file's text, by name.
type Texts = BTreeMap<String, Vec<u8>>;

fn texts(folder: &Path) -> Texts {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(path).unwrap())
    };
    paths.filter(|path| path.is_file()).map(read).collect()
}

fn write(folder: &Path, texts: &Texts) {
    fs::create_dir_all(folder).unwrap();
    for (name, bytes) in texts {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

/// Cells and values that somebody may write, sound ones among them.
const VALUES: [&str; 40] = [
    "0",
    "1",
    "2",
    "3",
    "7",
    "14",
    "0.5",
    "0.9",
    "0.05",
    "1.5",
    "100",
    "1000",
    "5000",
    "1e6",
    "1e12",
    "-1",
    "1e300",
    "nan",
    "",
    "a",
    "flat",
    "surgical",
    "n95",
    "meltblown",
    "low",
    "high",
    "true",
    "false",
    "2020-02-01",
    "2020-03-15",
    "9999-12-31",
    "uniform(0.1, 0.9)",
    "triangular(1, 2, 3)",
    "lognormal(1, 9)",
    "normal(5, 1)",
    "proportional",
    "=1+1",
    "南昌",
    "\u{1b}[2J",
    "0.000001",
];

/// Cells of a table, or values of a document, each with what ends it.
fn cells(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text).into_owned();
    text.split_inclusive([',', '\n', '=', ' ', '[', ']', '(', ')'])
        .map(str::to_owned)
        .collect()
}

/// A number is changed into another one: most of what comes of it is sound.
fn alter_number(text: &[u8], draw: &mut Draw) -> Vec<u8> {
    let mut cells = cells(text);
    let number = |cell: &String| {
        let end = cell.chars().last()?;
        Some((cell.trim_end_matches(end).parse::<f64>().ok()?, end))
    };
    let numbers: Vec<usize> = (0..cells.len())
        .filter(|&at| number(&cells[at]).is_some())
        .collect();
    if !numbers.is_empty() {
        let at = *draw.of(&numbers);
        if let Some((value, end)) = number(&cells[at]) {
            let factors = [
                0.0, 0.01, 0.1, 0.3, 0.5, 0.9, 1.1, 1.5, 2.0, 3.0, 10.0, 1000.0, 1e6,
            ];
            let value = value * draw.of(&factors);
            cells[at] = if draw.below(2) == 0 {
                format!("{value}{end}")
            } else {
                format!("{}{end}", value.round())
            };
        }
    }
    cells.concat().into_bytes()
}

fn alter_cell(text: &[u8], draw: &mut Draw) -> Vec<u8> {
    let mut cells = cells(text);
    let at = draw.below(cells.len());
    if let Some(cell) = cells.get_mut(at) {
        let end = cell.pop().unwrap_or('\n');
        *cell = format!("{}{end}", draw.of(&VALUES));
    }
    cells.concat().into_bytes()
}

fn alter_lines(text: &[u8], draw: &mut Draw) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
    let (one, other) = (draw.below(lines.len()), draw.below(lines.len()));
    match draw.below(3) {
        _ if lines.is_empty() => {}
        0 => lines.swap(one, other),
        1 => lines.insert(one, lines[other]),
        _ => {
            lines.remove(one);
        }
    }
    lines.concat()
}

fn alter_bytes(text: &[u8], draw: &mut Draw) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for _ in 0..=draw.below(3) {
        let at = draw.below(bytes.len());
        match draw.below(4) {
            _ if bytes.is_empty() => bytes.push(draw.next() as u8),
            0 => bytes.truncate(at),
            1 => bytes.insert(at, draw.next() as u8),
            2 => bytes[at] ^= 1 << draw.below(8),
            _ => bytes[at] = draw.next() as u8,
        }
    }
    bytes
}

fn alter(texts: &mut Texts, draw: &mut Draw) {
    let names: Vec<String> = texts.keys().cloned().collect();
    let name = draw.of(&names).clone();
    let text = &texts[&name];
    let altered = match draw.below(10) {
        0..7 => alter_number(text, draw),
        7 => alter_cell(text, draw),
        8 => alter_bytes(text, draw),
        _ => alter_lines(text, draw),
    };
    texts.insert(name, altered);
}

/// Writes a run's folder as `run` does, charts left out.
fn written(run: &Run, out: &Out) -> std::io::Result<()> {
    let mut files = tables::all(run);
    files.push((
        "scenario.resolved.toml".into(),
        run.scenario.resolved.clone().into_bytes(),
    ));
    let summary = summary::summary(run);
    files.push(("summary.json".into(), format!("{summary:#}\n").into_bytes()));
    let about = serde_json::json!({ "scenario": run.scenario.name, "hash": run.scenario.hash, "seed": run.scenario.seed });
    let about = about.as_object().unwrap().clone();
    out.write(&run.scenario.name, Kind::Run, about, &files)
        .map(|_| ())
}

/// Runs a scenario and audits what it wrote; what is wrong with it.
fn run_and_audit(scenario: Scenario, place: &Path) -> Option<String> {
    let name = scenario.name.clone();
    let out = Out::open(&place.join("out")).unwrap();
    let run = match fenced(|| Run::central(scenario)) {
        Ok(run) => run,
        Err(panic) => return Some(format!("run panicked: {panic}")),
    };
    written(&run, &out).unwrap();
    match fenced(|| audit::run(&out.place(&name), Digests::Compare)) {
        Ok(Ok(report)) => report
            .findings
            .first()
            .map(|finding| format!("audit: {finding}")),
        Ok(Err(error)) => Some(format!("audit: {error}")),
        Err(panic) => Some(format!("audit panicked: {panic}")),
    }
}

/// Keeps what a fault came of, where `CAMPAIGN_KEEP` names a folder.
fn keep(kind: &str, at: u64, texts: &Texts) {
    if let Ok(folder) = std::env::var("CAMPAIGN_KEEP") {
        write(&Path::new(&folder).join(format!("{kind}-{at}")), texts);
    }
}

#[test]
#[ignore = "long: 50,000 whole scenarios"]
fn altered_scenarios_are_refused_or_run_and_audited() {
    let (tries, seed) = asked(50_000);
    let place = tempfile::tempdir().unwrap();
    let mut bases = vec![texts(Path::new("assets/template"))];
    for seed in 1..=6 {
        let size = maskflow::generate::Size {
            prefectures: 1 + seed as u32 % 3,
            enterprises: 2 + 2 * seed as u32,
            days: 14 + seed as u32,
            seed,
        };
        let files = maskflow::generate::files(size).into_iter();
        bases.push(
            files
                .map(|(name, text)| (name.to_owned(), text.into_bytes()))
                .filter(|(name, _)| name != "README.md")
                .collect(),
        );
    }
    let (sound, slowest) = (AtomicU64::new(0), AtomicU64::new(0));
    let faults: Vec<String> = (0..tries)
        .into_par_iter()
        .filter_map(|at| {
            let mut draw = Draw(seed.wrapping_mul(1 << 32) + at);
            let mut altered = draw.of(&bases).clone();
            for _ in 0..=draw.below(2) {
                alter(&mut altered, &mut draw);
            }
            let folder = place.path().join(format!("{at}/s"));
            write(&folder, &altered);
            let begun = Instant::now();
            let loaded = fenced(|| scenario::load(&folder, &[]));
            let taken = begun.elapsed();
            slowest.fetch_max(taken.as_millis() as u64, Ordering::Relaxed);
            let mut fault = (taken > LONGEST).then(|| format!("check took {taken:?}"));
            match loaded {
                Err(panic) => fault = Some(format!("check panicked: {panic}")),
                Ok(Err(_)) => {}
                Ok(Ok(scenario)) => {
                    sound.fetch_add(1, Ordering::Relaxed);
                    let begun = Instant::now();
                    fault = fault.or_else(|| run_and_audit(scenario, folder.parent().unwrap()));
                    slowest.fetch_max(begun.elapsed().as_millis() as u64, Ordering::Relaxed);
                }
            }
            fs::remove_dir_all(folder.parent().unwrap()).unwrap();
            fault.map(|fault| {
                keep("scenario", at, &altered);
                format!("try {at}: {fault}")
            })
        })
        .collect();
    let sound = sound.into_inner();
    println!(
        "{tries} scenarios, {sound} of them passed check; slowest {} ms; {} faults",
        slowest.into_inner(),
        faults.len()
    );
    for fault in faults.iter().take(40) {
        println!("  {fault}");
    }
    assert!(faults.is_empty());
    assert!(3 * sound >= tries, "too few pass check: {sound} of {tries}");
}

#[test]
#[ignore = "long: 20,000 altered results"]
fn altered_results_never_make_a_reader_panic() {
    let (tries, seed) = asked(20_000);
    let place = tempfile::tempdir().unwrap();
    let out = Out::open(&place.path().join("out")).unwrap();
    write(
        &place.path().join("base"),
        &texts(Path::new("assets/template")),
    );
    let scenario = scenario::load(&place.path().join("base"), &[]).unwrap();
    written(&Run::central(scenario), &out).unwrap();
    let run = texts(&out.place("base"));
    let parts = [
        "tests/it/old/parts/tiny.shard-1-of-2",
        "tests/it/old/parts/tiny.shard-2-of-2",
    ];
    let chunks: Vec<Vec<u8>> = parts
        .iter()
        .flat_map(|part| texts(Path::new(part)))
        .filter(|(name, _)| name.ends_with(".parquet"))
        .map(|(_, bytes)| bytes)
        .collect();
    let (found, read) = (AtomicU64::new(0), AtomicU64::new(0));
    let faults: Vec<String> = (0..tries)
        .into_par_iter()
        .filter_map(|at| {
            let mut draw = Draw(seed.wrapping_mul(1 << 33) + at);
            let begun = Instant::now();
            let outcome = if at % 4 == 0 {
                let bytes = alter_bytes(&chunks[draw.below(chunks.len())], &mut draw);
                // Panics inside the library are what the fence is for; none may get past it.
                match fenced(|| store::unpack(bytes.into())) {
                    Ok(Ok(_)) => read.fetch_add(1, Ordering::Relaxed),
                    Ok(Err(_)) | Err(_) => found.fetch_add(1, Ordering::Relaxed),
                };
                None
            } else {
                let mut altered = run.clone();
                alter(&mut altered, &mut draw);
                let folder = place.path().join(format!("{at}"));
                write(&folder, &altered);
                let audited = fenced(|| audit::run(&folder, Digests::Ignore));
                fs::remove_dir_all(&folder).unwrap();
                match audited {
                    Err(panic) => {
                        keep("results", at, &altered);
                        Some(format!("audit panicked: {panic}"))
                    }
                    Ok(Ok(report)) if report.findings.is_empty() => {
                        read.fetch_add(1, Ordering::Relaxed);
                        None
                    }
                    Ok(_) => {
                        found.fetch_add(1, Ordering::Relaxed);
                        None
                    }
                }
            };
            let taken = begun.elapsed();
            let slow = || (taken > LONGEST).then(|| format!("took {taken:?}"));
            outcome
                .or_else(slow)
                .map(|fault| format!("try {at}: {fault}"))
        })
        .collect();
    println!(
        "{tries} altered results: {} found, {} read as sound; {} faults",
        found.into_inner(),
        read.into_inner(),
        faults.len()
    );
    for fault in faults.iter().take(40) {
        println!("  {fault}");
    }
    assert!(faults.is_empty());
}
