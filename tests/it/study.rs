//! Studies of many futures: the same bytes whatever the threads, chunks, shards and interruptions; nothing is lost, and
//! what fails is told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::program::program;
use maskflow::chance::{Future, Sampler};
use maskflow::report::run::Run;
use maskflow::report::study::Study;
use maskflow::scenario::quantity::Shape;
use maskflow::scenario::{self, Quantity, Scenario};
use maskflow::study::execute::{Prepared, execute};
use maskflow::study::plan::{Plan, Point};
use maskflow::study::store::{self, Store, StoreError};
use maskflow::study::summary::Summary;

/// A folder with a small scenario in it.
fn small() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let size = "generate small --prefectures 3 --enterprises 12 --days 28 --seed 4";
    assert!(run(place.path(), size).status.success());
    place
}

fn command(place: &Path, line: &str) -> Command {
    let mut command = program();
    command.args(line.split_whitespace()).current_dir(place);
    command
}

fn run(place: &Path, line: &str) -> Output {
    command(place, line).output().unwrap()
}

#[track_caller]
fn succeeds(place: &Path, line: &str) {
    let done = run(place, line);
    assert_eq!(
        done.status.code(),
        Some(0),
        "{line}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// Every file of a study's results but the manifest, which names times.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let inside = files(&path);
            let name = PathBuf::from(path.file_name().unwrap());
            all.extend(
                inside
                    .into_iter()
                    .map(|(inner, bytes)| (name.join(inner), bytes)),
            );
        } else if !path.ends_with("manifest.json") {
            all.insert(path.file_name().unwrap().into(), fs::read(&path).unwrap());
        }
    }
    all
}

const STUDY: &str = "study small --replicates 300 --rules given,talmud --vary policy.link_ratio=0.2,0.6 --no-charts --quiet";

#[test]
fn threads_chunks_and_shards_leave_no_trace_in_results() {
    let place = small();
    succeeds(place.path(), &format!("{STUDY} --out whole --threads 1"));
    let whole = files(&place.path().join("whole/small"));
    assert!(whole.contains_key(Path::new("runs/part-00000.parquet")));
    assert!(whole.contains_key(Path::new("regret.csv")));
    for (at, how) in [
        "--threads 2 --chunk 1",
        "--threads 2 --chunk 7",
        "--chunk 1000",
    ]
    .iter()
    .enumerate()
    {
        succeeds(place.path(), &format!("{STUDY} --out other{at} {how}"));
        assert_eq!(
            whole,
            files(&place.path().join(format!("other{at}/small"))),
            "{how}"
        );
    }
    for shards in [2, 5] {
        let folders: Vec<String> = (1..=shards)
            .map(|at| format!("parts/small.shard-{at}-of-{shards}"))
            .collect();
        for at in (1..=shards).rev() {
            succeeds(
                place.path(),
                &format!(
                    "{STUDY} --out parts --shard {at}/{shards} --chunk {}",
                    10 + at
                ),
            );
        }
        succeeds(
            place.path(),
            &format!(
                "merge {} --out merged --no-charts --quiet",
                folders.join(" ")
            ),
        );
        assert_eq!(
            whole,
            files(&place.path().join("merged/small")),
            "{shards} shards"
        );
    }
    // Nothing is left of what was written on the way.
    let left: Vec<_> = fs::read_dir(place.path().join("whole")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

/// The rows of a table, cells by column.
fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut table = csv::Reader::from_path(file).unwrap();
    let heads = table.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        let cells = heads.iter().zip(row.iter());
        cells
            .map(|(head, cell)| (head.to_owned(), cell.to_owned()))
            .collect()
    };
    table.records().map(|one| row(one.unwrap())).collect()
}

#[test]
fn one_future_has_one_figure_for_every_measure() {
    let place = tempfile::tempdir().unwrap();
    succeeds(place.path(), "init base");
    succeeds(
        place.path(),
        "study base --replicates 1 --no-charts --quiet --out told",
    );
    let measures = rows(&place.path().join("told/base/measures.csv"));
    assert!(measures.len() > 10);
    for row in &measures {
        let told: BTreeSet<&String> = (row.iter())
            .filter(|(head, _)| !["point", "policy", "measure", "runs"].contains(&head.as_str()))
            .map(|(_, cell)| cell)
            .collect();
        assert_eq!(told.len(), 1, "{row:?}");
    }
}

#[test]
fn every_statistic_lies_between_the_least_and_the_most_and_means_are_exact() {
    let place = small();
    succeeds(
        place.path(),
        "study small --replicates 30 --rules given,talmud --no-charts --quiet --out told",
    );
    let folder = place.path().join("told/small");
    let number = |cell: &String| cell.parse::<f64>().unwrap();
    let statistics = ["mean", "p05", "p25", "p50", "p75", "p95"];
    let mut thirds = 0;
    for row in rows(&folder.join("measures.csv")) {
        let (least, most) = (number(&row["least"]), number(&row["most"]));
        let told = statistics.iter().chain(&["mean_of_worst_5_per_cent"]);
        for value in told.map(|&name| number(&row[name])) {
            assert!((least..=most).contains(&value), "{row:?}");
        }
        let quantiles: Vec<f64> = statistics[1..]
            .iter()
            .map(|&name| number(&row[name]))
            .collect();
        assert!(quantiles.is_sorted(), "{row:?}");
        if row["measure"] == "days_to_target" {
            // Days are whole, so that a mean of 30 is thirtieths.
            let parts = 30.0 * number(&row["mean"]);
            assert!((parts - parts.round()).abs() < 1e-4, "{row:?}");
            thirds += 1;
        }
    }
    assert_eq!(thirds, 2);
    for row in rows(&folder.join("bands.csv")) {
        let quantiles: Vec<f64> = statistics[1..]
            .iter()
            .map(|&name| number(&row[name]))
            .collect();
        assert!(quantiles.is_sorted(), "{row:?}");
    }
    for row in rows(&folder.join("regret.csv")) {
        let [half, nine_tenths, most] = ["p50", "p90", "most"].map(|name| number(&row[name]));
        assert!(half <= nine_tenths && nine_tenths <= most, "{row:?}");
        assert!((0.0..=most).contains(&number(&row["mean"])), "{row:?}");
    }
}

#[test]
fn a_study_that_is_killed_again_and_again_ends_with_the_same_bytes() {
    let place = small();
    let study = "study small --replicates 3000 --chunk 10 --no-charts --quiet";
    succeeds(place.path(), &format!("{study} --out whole"));
    let whole = files(&place.path().join("whole/small"));
    let (mut killed, mut luck) = (0, 20_200_302);
    for attempt in 0.. {
        let resume = if attempt == 0 { "" } else { "--resume" };
        let mut child = command(place.path(), &format!("{study} --out torn {resume}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Later attempts may finish, once the study has been killed often enough.
        let pause = maskflow::chance::next(&mut luck) % 120 + u64::from(killed >= 20) * 60_000;
        let until = Instant::now() + Duration::from_millis(pause);
        while Instant::now() < until && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
    }
    assert!(
        killed >= 20,
        "killed only {killed} times: the study is too short"
    );
    assert_eq!(whole, files(&place.path().join("torn/small")));
}

#[test]
fn what_an_interrupted_study_kept_is_neither_mixed_nor_lost_by_mistake() {
    let place = small();
    let shard = "study small --replicates 40 --no-charts --quiet --out parts --shard 1/2";
    succeeds(place.path(), shard);
    let again = run(place.path(), shard);
    assert_eq!(again.status.code(), Some(2));
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(
        said.contains("20 of 20 worlds are kept") && said.contains("--resume"),
        "{said}"
    );
    let other = run(place.path(), &format!("{shard} --resume --seed 7"));
    assert_eq!(other.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&other.stderr).contains("another study"));
    succeeds(place.path(), &format!("{shard} --restart --seed 7"));
}

#[test]
fn a_merge_wants_every_part_of_one_study_once() {
    let place = small();
    let study = "study small --replicates 40 --no-charts --quiet";
    for shard in ["1/3", "2/3", "3/3"] {
        succeeds(
            place.path(),
            &format!("{study} --out parts --shard {shard}"),
        );
    }
    succeeds(
        place.path(),
        &format!("{study} --out others --seed 9 --shard 3/3"),
    );
    let merge = |parts: &str, expected: &str| {
        let done = run(
            place.path(),
            &format!("merge {parts} --out merged --no-charts --quiet"),
        );
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && said.contains(expected), "{said}");
    };
    let [one, two, three] = [1, 2, 3].map(|at| format!("parts/small.shard-{at}-of-3"));
    merge(&format!("{one} {two}"), "14 of 40 worlds are in no part");
    merge(
        &format!("{one} {two} others/small.shard-3-of-3"),
        "different studies",
    );
    merge(
        &format!("{one} parts/small.shard-4-of-3"),
        "no study is kept there",
    );
    merge(
        &format!("{one} {two} {three} {two}"),
        "in another chunk too",
    );
    assert!(!place.path().join("merged/small").exists());
}

fn plan(scenario: Scenario, replicates: u64, sampler: Sampler) -> Plan {
    Plan {
        points: vec![Point {
            sets: Vec::new(),
            scenario,
        }],
        policies: vec![None],
        replicates,
        sampler,
    }
}

fn loaded(place: &Path) -> Scenario {
    scenario::load(&place.join("small"), &[]).unwrap()
}

#[test]
fn a_run_that_fails_is_set_aside_with_a_command_that_shows_it_and_the_rest_goes_on() {
    let place = small();
    let mut plan = plan(loaded(place.path()), 50, Sampler::Random);
    // Past what validation lets through: a machine so fast, in some futures, that its output fits no whole number.
    let shape = Shape::Choice(vec![(60.0, 0.8), (1e18, 0.2)]);
    plan.points[0].scenario.lines[0].speed_per_minute = Quantity::new(shape, true).unwrap();
    let rows = Prepared::of(&plan).play(0..50);
    assert_eq!(rows.len(), 50);
    let failed: Vec<i64> = (rows.iter().filter(|row| row.kept.is_err()))
        .map(|row| row.replicate)
        .collect();
    assert!((1..30).contains(&failed.len()), "{failed:?}");
    let mut summary = Summary::new(&plan);
    rows.iter().for_each(|row| summary.add(&plan, row));
    summary.close();
    let study = Study {
        plan: &plan,
        summary: &summary,
    };
    let cell = &summary.cells[0];
    assert_eq!(cell.runs + cell.failed, 50);
    assert_eq!(cell.failed as usize, failed.len());
    let tables = study.tables();
    let (_, quarantine) = (tables.iter().find(|(name, _)| name == "quarantine.csv")).unwrap();
    let text = String::from_utf8_lossy(quarantine).into_owned();
    for replicate in failed {
        assert!(text.contains(&format!("--trace {replicate}")), "{text}");
    }
    assert!(
        text.contains("overflow") && text.contains("maskflow study point-0"),
        "{text}"
    );
}

#[test]
fn a_trace_is_the_run_that_the_study_counted_and_can_be_audited() {
    let place = small();
    succeeds(
        place.path(),
        "study small --replicates 30 --sampler sobol --trace 11 --out traces --no-charts",
    );
    succeeds(place.path(), "audit traces/small-replicate-11");
    let why = "why traces/small-replicate-11 --date 2020-02-10 --prefecture";
    let code = fs::read_to_string(place.path().join("small/prefectures.csv")).unwrap();
    let code = code
        .lines()
        .nth(1)
        .and_then(|row| row.split(',').next())
        .unwrap()
        .to_owned();
    succeeds(place.path(), &format!("{why} {code}"));
    let scenario = loaded(place.path());
    let plan = plan(scenario.clone(), 30, Sampler::Sobol);
    let rows = Prepared::of(&plan).play(11..12);
    let future = Future {
        replicate: 11,
        of: 30,
        sampler: Sampler::Sobol,
    };
    let run = Run::of(scenario, Some(future));
    let output: Vec<i64> = run.outcome.province.iter().map(|day| day.output).collect();
    let kept = rows[0].kept.as_ref().unwrap();
    assert_eq!(kept.series[0], output);
    let nominal: Vec<i64> = run.outcome.province.iter().map(|day| day.nominal).collect();
    assert_eq!(kept.series[2], nominal);
    assert_ne!(
        Prepared::of(&plan).play(12..13)[0]
            .kept
            .as_ref()
            .unwrap()
            .series[0],
        output
    );
}

#[test]
fn the_command_that_shows_a_run_again_shows_that_run() {
    let place = small();
    let study = "study small --set policy.link_ratio=0.3 --seed 8 --replicates 30 --rules given,talmud --vary policy.market_min=0,0.2";
    succeeds(
        place.path(),
        &format!("{study} --sampler latin --no-charts --quiet --out whole"),
    );
    let results = place.path().join("whole/small");
    let part = fs::read(results.join("runs/part-00000.parquet")).unwrap();
    let kept = store::unpack(part.into()).unwrap();
    let row = (kept.iter())
        .find(|row| (row.point, row.policy, row.replicate) == (1, 1, 7))
        .unwrap();
    let sets = ["policy.link_ratio=0.3", "seed=8", "policy.market_min=0.2"].map(str::to_owned);
    let scenario = scenario::load(&place.path().join("small"), &sets).unwrap();
    let plan = Plan {
        points: vec![
            Point {
                sets: Vec::new(),
                scenario: scenario.clone(),
            },
            Point {
                sets: vec![sets[2].clone()],
                scenario,
            },
        ],
        policies: vec![None, Some("talmud".parse().unwrap())],
        replicates: 30,
        sampler: Sampler::Latin,
    };
    let summary = Summary::new(&plan);
    let again = Study {
        plan: &plan,
        summary: &summary,
    }
    .again(1, 1, 7);
    let line = again.strip_prefix("maskflow ").unwrap();
    succeeds(&results, &format!("{line} --no-charts --out traces"));
    succeeds(&results, "audit traces");
    let trace = results.join("traces/small-replicate-7/province_daily.csv");
    let text = fs::read_to_string(trace).unwrap();
    let column = text
        .lines()
        .next()
        .unwrap()
        .split(',')
        .position(|name| name == "output")
        .unwrap();
    let output: Vec<i64> = (text.lines().skip(1))
        .map(|line| line.split(',').nth(column).unwrap().parse().unwrap())
        .collect();
    assert_eq!(row.kept.as_ref().unwrap().series[0], output);
}

#[test]
fn several_studies_are_one_json_document() {
    let place = small();
    assert!(run(place.path(), "init other").status.success());
    let done = run(
        place.path(),
        "study small other --replicates 12 --no-charts --quiet --json",
    );
    let document: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let names = document["studies"].as_array().unwrap().iter();
    assert_eq!(
        names
            .map(|study| study["scenario"].clone())
            .collect::<Vec<_>>(),
        ["small", "other"]
    );
}

#[test]
fn weekly_bottlenecks_are_those_of_a_recorded_run() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jiangxi-2020");
    let scenario = scenario::load(&path, &[]).unwrap();
    let plan = plan(scenario.clone(), 1, Sampler::Random);
    let rows = Prepared::of(&plan).play(0..1);
    let kept = rows[0].kept.as_ref().unwrap();
    let run = Run::of(
        scenario,
        Some(Future {
            replicate: 0,
            of: 1,
            sampler: Sampler::Random,
        }),
    );
    let prefectures = run.world.prefectures.count;
    assert_eq!(kept.bottlenecks.len(), run.world.days / 7 * prefectures);
    // Wherever all makers of a prefecture agree, so does the prefecture.
    let (mut agreed, first) = (0, &run.world.prefectures.first_enterprise);
    for (at, &cause) in kept.bottlenecks.iter().enumerate() {
        let (day, prefecture) = (at / prefectures * 7 + 6, at % prefectures);
        let own = first[prefecture]..first[prefecture + 1];
        let day = &run.outcome.bottlenecks[day * run.world.enterprises.count..];
        let mut causes: Vec<_> = day[own].iter().flatten().collect();
        causes.dedup();
        if let [only] = causes[..] {
            let place = run
                .outcome
                .causes
                .iter()
                .position(|known| known == only)
                .unwrap();
            assert_eq!(cause, place as i32);
            agreed += 1;
        }
    }
    assert!(agreed > 10, "{agreed}");
}

#[test]
fn samplers_spread_what_is_drawn_more_evenly_than_chance() {
    let place = small();
    let mean_output = |sampler: Sampler, seed: u64| {
        let mut scenario = loaded(place.path());
        scenario.seed = seed;
        let plan = plan(scenario, 64, sampler);
        let rows = Prepared::of(&plan).play(0..64);
        let sums = rows
            .iter()
            .map(|row| row.kept.as_ref().unwrap().series[0].iter().sum::<i64>());
        sums.sum::<i64>() as f64 / 64.0
    };
    let spread = |sampler: Sampler| {
        let means: Vec<f64> = (0..12).map(|seed| mean_output(sampler, seed)).collect();
        let middle = means.iter().sum::<f64>() / 12.0;
        means
            .iter()
            .map(|mean| (mean - middle).powi(2))
            .sum::<f64>()
    };
    let random = spread(Sampler::Random);
    assert!(spread(Sampler::Latin) < random / 2.0);
    assert!(spread(Sampler::Sobol) < random / 2.0);
}

#[test]
fn a_disk_that_refuses_stops_the_study_and_keeps_what_was_committed() {
    let place = small();
    let plan = plan(loaded(place.path()), 60, Sampler::Random);
    let prepared = Prepared::of(&plan);
    let folder = place.path().join("chunks");
    let text = r#"{"program":"maskflow","format":2}"#;
    let store = Store::open(&folder, text).unwrap();
    let gone = place.path().join("moved");
    let stopped: Result<(), StoreError> = execute(
        &prepared,
        &store,
        0..60,
        10,
        || Ok(()),
        |_, _| {
            let _ = fs::rename(&folder, &gone);
        },
    );
    assert!(matches!(stopped, Err(StoreError::Disk { .. })));
    let kept = Store::found(&gone).unwrap().kept().unwrap();
    assert!(!kept.is_empty() && kept.len() < 6, "{kept:?}");
    for chunk in kept {
        assert_eq!(chunk.worlds.end - chunk.worlds.start, 10);
    }
}
