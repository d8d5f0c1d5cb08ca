//! Simulations held against what was reported: fits that find what they should, and never look past the cut-off.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::program::program;
use jiff::civil::{Date, date};
use maskflow::chance::{Luck, at, quantiles};
use maskflow::scenario::{self, Observation, Provenance, Scenario, Use};
use maskflow::study::calibrate::importance::{Effort, Sample};
use maskflow::study::calibrate::{Calibration, Fit};
use maskflow::study::gauge::{Gauge, Readings};
use maskflow::study::work::Work;
use maskflow::units::Day;
use maskflow::world::draw::Futures;
use maskflow::{Policy, simulate};

const PARAMETERS: &str = r#"
[[parameter]]
id = "return"
title_zh = "返岗速度"
title_en = "Return of staff"
scale = ["staff.return_per_day.low", "staff.return_per_day.medium", "staff.return_per_day.high"]
prior = { triangular = [0.4, 1, 1.8] }

[[parameter]]
id = "speed"
title_zh = "设备速度"
title_en = "Speed of lines"
scale = ["lines[*].speed_per_minute"]
prior = { uniform = [0.5, 1.5] }

[[parameter]]
id = "meltblown"
title_zh = "熔喷布"
title_en = "Meltblown"
scale = ['supply[item="meltblown"].per_day']
prior = { triangular = [0.5, 1, 1.6] }
"#;

const HEAD: &str = "date,scope,metric,value,use,error,confidence\n";

/// A folder with a small scenario, parameters and these figures.
fn small(observed: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let size = "generate small --prefectures 2 --enterprises 8 --days 28 --seed 4";
    assert!(run(place.path(), size).status.success());
    let file = place.path().join("small/scenario.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text + PARAMETERS).unwrap();
    fs::write(
        place.path().join("small/observed.csv"),
        HEAD.to_owned() + observed,
    )
    .unwrap();
    place
}

fn run(place: &Path, line: &str) -> Output {
    let mut command = program();
    command
        .args(line.split_whitespace())
        .current_dir(place)
        .output()
        .unwrap()
}

#[track_caller]
fn succeeds(place: &Path, line: &str) -> Output {
    let done = run(place, line);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{line}\n{said}");
    done
}

/// The small scenario with its parameters at their priors.
fn at_priors(place: &Path, days: u32) -> Scenario {
    let load = |sets: &[String]| scenario::load(&place.join("small"), sets).unwrap();
    let priors = load(&[]).parameters.into_iter().map(|parameter| {
        format!(
            "parameters[\"{}\"].value={}",
            parameter.id,
            parameter.prior.to_toml(true)
        )
    });
    load(&priors.chain([format!("days={days}")]).collect::<Vec<_>>())
}

fn read(
    scenario: &Scenario,
    futures: &Futures<'_>,
    gauges: &[Gauge],
    luck: &Luck<'_>,
) -> Vec<Vec<f64>> {
    let mut readings = Readings::new(scenario, gauges);
    simulate(
        futures.slate().draw(luck),
        &Policy::of(scenario),
        &mut readings,
    );
    readings.series()
}

fn reported(date: Date, metric: &str, value: f64, error: f64) -> Observation {
    Observation {
        date,
        scope: "province".into(),
        metric: metric.into(),
        value,
        provenance: Provenance {
            source: "synthetic".into(),
            confidence: "A".into(),
        },
        use_for: Use::Fit,
        error,
    }
}

fn sampled(
    scenario: &Scenario,
    futures: &Futures<'_>,
    until: Date,
    draws: usize,
    seed: u64,
) -> Sample<Fit> {
    let effort = Effort {
        draws,
        waves: 3,
        seed,
    };
    let work = Work::<()> {
        go_on: &|| Ok(()),
        done: &|| {},
    };
    Calibration::of(scenario, futures, until)
        .sample(effort, &work)
        .unwrap()
}

/// Simulation-based calibration (Talts et al. 2018): where the truth is drawn from the prior and figures are read from it
/// with the error that they state, the place of the truth in the posterior is even between 0 and 1.
#[test]
fn fits_cover_known_parameters_as_often_as_they_say() {
    let place = small("");
    let days = 22;
    let mut scenario = at_priors(place.path(), days);
    let gauges = ["installed", "output", "staffing"].map(|metric| Gauge {
        scope: "province".into(),
        metric: metric.into(),
    });
    let error = 0.1;
    let (seeds, mut half, mut nine_tenths) = (40, 0, 0);
    let dimensions = scenario.parameters.len();
    for seed in 0..seeds {
        let uniform =
            |purpose: u64| ((at(seed + 77, purpose) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64;
        let levels: Vec<f64> = (0..dimensions as u64).map(uniform).collect();
        let futures = Futures::of(&scenario);
        // The luck of everything else is one that no draw of the fit has.
        let truth = read(
            &scenario,
            &futures,
            &gauges,
            &Luck::pinned(scenario.seed, 1_000_000 + seed, &levels),
        );
        drop(futures);
        let noise = |purpose: u64| (error * quantiles::normal(uniform(100 + purpose))).exp();
        let figure = |(at, (gauge, day)): (usize, (usize, i32))| {
            let value = truth[gauge][day as usize].max(1e-3) * noise(at as u64);
            reported(scenario.date(Day(day)), &gauges[gauge].metric, value, error)
        };
        let points = [(0, 12), (1, 8), (1, 20), (2, 14)];
        scenario.observed = points.into_iter().enumerate().map(figure).collect();
        let futures = Futures::of(&scenario);
        let sample = sampled(&scenario, &futures, scenario.date(Day(21)), 500, seed);
        for (parameter, level) in levels.iter().enumerate() {
            let score = quantiles::normal(*level);
            let draws = sample.draws.iter().zip(&sample.weights);
            let below: f64 = draws
                .filter(|(draw, _)| draw.scores[parameter] < score)
                .map(|(_, weight)| weight)
                .sum();
            half += u32::from((0.25..=0.75).contains(&below));
            nine_tenths += u32::from((0.05..=0.95).contains(&below));
        }
    }
    // Of 120: 108 and 60 expected, with standard errors of 3.3 and 5.5 were all of them independent.
    assert!(
        (96..=118).contains(&nine_tenths),
        "{nine_tenths} of 120 in the middle nine tenths"
    );
    assert!(
        (43..=77).contains(&half),
        "{half} of 120 in the middle half"
    );
}

#[test]
fn a_future_is_the_same_up_to_where_its_calendar_is_cut() {
    let place = small("2020-02-10,province,output,100000,fit,,A\n");
    let (short, whole) = (at_priors(place.path(), 15), at_priors(place.path(), 28));
    let gauges = Gauge::of_figures(&whole);
    let levels = [0.3, 0.8, 0.5];
    let series = |scenario: &Scenario| {
        let futures = Futures::of(scenario);
        read(
            scenario,
            &futures,
            &gauges,
            &Luck::pinned(scenario.seed, 9, &levels),
        )
    };
    let (cut, full) = (series(&short), series(&whole));
    assert_eq!(cut[0][..], full[0][..15]);
}

#[test]
fn a_parameter_scales_what_it_names_and_stands_in_for_what_rows_share() {
    let place = small("");
    let load = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        scenario::load(&place.path().join("small"), &sets).unwrap()
    };
    // Two paths that meet multiply once.
    let twice = load(&[
        "parameters[\"speed\"].value=1.5",
        "parameters[\"speed\"].scale=[\"lines[*].speed_per_minute\", \"lines[*].speed_per_minute\"]",
    ]);
    let plain = load(&[]);
    let nominal = |scenario: &Scenario| -> Vec<i64> {
        let world = maskflow::world::central(scenario);
        world.lines.nominal.on(Day(0)).all().collect()
    };
    for (one, other) in nominal(&plain).into_iter().zip(nominal(&twice)) {
        assert!(
            (other as f64 - 1.5 * one as f64).abs() < 1.5,
            "{one} {other}"
        );
    }
    // Whatever rows share stands at its median: two futures have the same supply.
    let mut shared = load(&[
        "noise={}",
        "supply[item=\"meltblown\"].per_day={ triangular = [50, 100, 170] }",
        "parameters[\"meltblown\"].value=1",
    ]);
    shared.correlations.clear();
    let futures = Futures::of(&shared);
    let supply = |replicate| format!("{:?}", futures.replicate(replicate).supplies.per_day);
    assert_eq!(supply(1), supply(2));
    let free = load(&[
        "noise={}",
        "supply[item=\"meltblown\"].per_day={ triangular = [50, 100, 170] }",
    ]);
    let futures = Futures::of(&free);
    let supply = |replicate| format!("{:?}", futures.replicate(replicate).supplies.per_day);
    assert_ne!(supply(1), supply(2));
}

const EARLY: &str = "2020-02-02,province,output,140000,fit,0.3,A\n2020-02-04,province,output,150000,fit,0.3,A\n2020-02-06,province,staffing,0.5,fit,0.3,A\n2020-02-09,province,output,220000,fit,0.3,A\n";
const CALIBRATE: &str = "calibrate small --draws 400 --waves 2 --fits 20 --no-charts --quiet";

/// What a calibration writes: everything but the hash of the scenario.
fn calibrated(observed: &str, more: &str) -> [String; 4] {
    let place = small(observed);
    succeeds(place.path(), &format!("{CALIBRATE} {more}"));
    let read = |file: &str| fs::read_to_string(place.path().join(file)).unwrap();
    let overlay = read("small-fitted.toml");
    // The first line names the base's hash, and the last one is a hash of all before it.
    let (rest, _seal) = overlay.trim_end().rsplit_once('\n').unwrap();
    let after_head = rest.split_once('\n').unwrap().1.to_owned();
    let results = ["parameters", "fits", "conclusions"]
        .map(|file| read(&format!("output/calibration/small/{file}.csv")));
    let [parameters, fits, conclusions] = results;
    [after_head, parameters, fits, conclusions]
}

#[test]
fn no_figure_after_the_cut_off_is_ever_fitted_to() {
    let until = "--until 2020-02-06";
    let base = calibrated(EARLY, until);
    // Other values after the cut-off, more figures there and none at all change nothing …
    let (early, later) = EARLY.rsplit_once("2020-02-09,").unwrap();
    let others =
        "2020-02-09,province,output,900000,fit,0.3,A\n2020-02-15,province,installed,5,fit,0.01,A\n";
    for after in [
        format!("2020-02-09,{later}"),
        others.to_owned(),
        String::new(),
    ] {
        assert_eq!(
            calibrated(&format!("{early}{after}"), until),
            base,
            "{after}"
        );
    }
    // … while one up to it does, and so does a later cut-off.
    let earlier = EARLY.replace(
        "2020-02-04,province,output,150000",
        "2020-02-04,province,output,80000",
    );
    assert_ne!(calibrated(&earlier, until)[..3], base[..3]);
    assert_ne!(calibrated(EARLY, "--until 2020-02-09")[..3], base[..3]);
    // Figures for testing are not fitted to either.
    let tested = EARLY.to_owned() + "2020-02-05,province,output,5000,test,0.1,A\n";
    assert_eq!(calibrated(&tested, until), base);
}

/// A small scenario with these figures, each with its source, calibrated: parameters.csv.
fn parameters_of(rows: &str) -> String {
    let place = sourced(rows);
    succeeds(place.path(), CALIBRATE);
    let file = "output/calibration/small/parameters.csv";
    fs::read_to_string(place.path().join(file)).unwrap()
}

fn sourced(rows: &str) -> tempfile::TempDir {
    let place = small("");
    let head = "date,scope,metric,value,use,error,source\n";
    fs::write(
        place.path().join("small/observed.csv"),
        head.to_owned() + rows,
    )
    .unwrap();
    place
}

/// How wide the middle nine tenths of the speed of lines are.
fn width(parameters: &str) -> f64 {
    let mut table = csv::Reader::from_reader(parameters.as_bytes());
    let heads = table.headers().unwrap().clone();
    let column = |name| heads.iter().position(|head| head == name).unwrap();
    let mut rows = table.records().map(|row| row.unwrap());
    let row = rows.find(|row| &row[0] == "speed").unwrap();
    let number = |name| row[column(name)].parse::<f64>().unwrap();
    number("q95") - number("q05")
}

#[test]
fn what_two_sources_say_of_one_thing_counts_once_and_with_the_wider_error() {
    let late = "2020-02-09,province,output,220000,fit,0.3,late\n";
    let of = |early: &str| parameters_of(&format!("{early}{late}"));
    let figure = |value: f64, error: f64, source: &str| {
        format!("2020-02-04,province,output,{value},fit,{error},{source}\n")
    };
    let (wide, narrow) = (figure(150_000.0, 0.3, "a"), figure(150_000.0, 0.1, "b"));
    let single = of(&wide);
    // The same figure once more tells nothing new, however sure its source is.
    assert_eq!(of(&format!("{wide}{narrow}")), single);
    let sharper = of(&narrow);
    assert_ne!(sharper, single);
    // Figures that contradict each other are one in their middle, with an error that reaches to both.
    let apart = [figure(300_000.0, 0.1, "a"), figure(75_000.0, 0.1, "b")];
    let both = of(&apart.concat());
    assert_eq!(both, of(&figure(150_000.0, 2.0_f64.ln(), "c")));
    let widths = [&sharper, &single, &both].map(|parameters| width(parameters));
    assert!(widths.is_sorted() && widths[0] < widths[2], "{widths:?}");
}

#[test]
fn everything_that_reads_figures_sees_those_of_two_sources_as_one() {
    let place = sourced(
        "2020-02-04,province,output,90000,fit,0.1,b\n2020-02-04,province,output,40000,fit,0.1,a\n",
    );
    let file = |path: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(place.path().join(path)).unwrap()).unwrap()
    };
    succeeds(place.path(), "run small --no-charts --quiet");
    succeeds(place.path(), "audit output/small");
    let summary = file("output/small/summary.json");
    let figures = summary["calibration"].as_array().unwrap();
    assert_eq!(figures.len(), 1);
    assert_eq!(figures[0]["source"], "a; b");
    succeeds(
        place.path(),
        "backtest small --replicates 20 --no-charts --quiet",
    );
    let backtest = file("output/backtest/small/backtest.json");
    let points = backtest["points"].as_array().unwrap();
    assert_eq!(points.len(), 1);
    for figure in [&figures[0], &points[0]] {
        let reported = figure["reported"].as_f64().unwrap();
        assert!((reported - 60_000.0).abs() < 1e-6, "{reported}");
    }
}

/// What binds on a day does not hang on which other day is asked for, nor in which order.
#[test]
fn bottlenecks_are_told_of_their_own_day() {
    let place = small(EARLY);
    let told = |target: &str| {
        succeeds(
            place.path(),
            &format!("{CALIBRATE} --set target.date={target}"),
        );
        let text = fs::read_to_string(
            place
                .path()
                .join("output/calibration/small/conclusions.csv"),
        )
        .unwrap();
        let of = |date: &str| -> Vec<String> {
            let rows = text
                .lines()
                .filter(|line| line.starts_with(&format!("binds_on_{date},")));
            rows.map(str::to_owned).collect()
        };
        (of("2020-02-09"), of(target))
    };
    let (base, after) = told("2020-02-20");
    assert!(!base.is_empty() && !after.is_empty());
    let (with_earlier, earlier) = told("2020-02-03");
    assert_eq!(with_earlier, base);
    assert!(!earlier.is_empty());
    assert_eq!(told("2020-02-09"), (base.clone(), base));
}

#[test]
fn cut_offs_beyond_the_calendar_and_changed_values_are_taken_for_what_they_are() {
    let place = small(EARLY);
    succeeds(place.path(), &format!("{CALIBRATE} --until 2020-12-31"));
    succeeds(place.path(), &format!("{CALIBRATE} --set days=12"));
    // What was set for the fit holds for what is made of it.
    let fitted = scenario::load(&place.path().join("small-fitted.toml"), &[]).unwrap();
    assert_eq!(fitted.days, 12);
    let nothing = run(place.path(), &format!("{CALIBRATE} --until 2020-01-01"));
    assert_eq!(nothing.status.code(), Some(1));
    // A file in another encoding is somebody's own too.
    let own = b"extends = \"small\"\n# \xd6\xd0\xce\xc4\n";
    fs::write(place.path().join("small-fitted.toml"), own).unwrap();
    assert_eq!(run(place.path(), CALIBRATE).status.code(), Some(1));
    assert_eq!(
        fs::read(place.path().join("small-fitted.toml")).unwrap(),
        own
    );
}

#[test]
fn what_a_scenario_has_seen_cannot_test_it() {
    let place = small(EARLY);
    succeeds(place.path(), &format!("{CALIBRATE} --until 2020-02-06"));
    let line = "backtest small-fitted.toml --replicates 40 --no-charts";
    let refused = run(place.path(), &format!("{line} --until 2020-02-05"));
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        said.contains("2020-02-06") && said.contains("cannot test"),
        "{said}"
    );
    let done = succeeds(place.path(), &format!("{line} --quiet --json"));
    let told: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let told = &told["backtests"][0];
    let roles: Vec<&str> = (told["points"].as_array().unwrap().iter())
        .map(|point| point["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["fitted", "fitted", "fitted", "tests"]);
    assert_eq!(told["until"], "2020-02-06");
    assert_eq!(told["tests"]["figures"], 1);
    // Naive growth: from 140,000 to 150,000 in two days, and five days on like that.
    let naive = told["points"][3]["naive"]["log_error"].as_f64().unwrap();
    let expected = (150.0_f64 / 220.0).ln() + 2.5 * (150.0_f64 / 140.0).ln();
    assert!((naive - expected).abs() < 1e-3, "{naive} {expected}");
}

#[test]
fn a_calibration_is_the_same_on_any_number_of_threads_and_its_overlay_is_sound() {
    let place = small(EARLY);
    let read = |file: &str| fs::read(place.path().join(file)).unwrap();
    let whole = |threads: u32| {
        succeeds(place.path(), &format!("{CALIBRATE} --threads {threads}"));
        [
            "small-fitted.toml",
            "output/calibration/small/fits.csv",
            "output/calibration/small/report.md",
        ]
        .map(read)
    };
    assert_eq!(whole(1), whole(2));
    succeeds(place.path(), "check small-fitted.toml");
    let fitted = scenario::load(&place.path().join("small-fitted.toml"), &[]).unwrap();
    assert_eq!(fitted.fitted_until, Some(date(2020, 2, 9)));
    for parameter in &fitted.parameters {
        let (least, most) = parameter.prior.bounds();
        let (low, high) = parameter.value.as_ref().unwrap().bounds();
        assert!(least <= low && high <= most, "{}", parameter.id);
    }
    succeeds(place.path(), "run small-fitted.toml --no-charts --quiet");
    succeeds(place.path(), "audit output/small-fitted");
    // A fit of a fit would count figures twice, and somebody's own file is not replaced.
    let again = run(
        place.path(),
        "calibrate small-fitted.toml --draws 100 --quiet",
    );
    assert_eq!(again.status.code(), Some(1));
    fs::write(
        place.path().join("small-fitted.toml"),
        "extends = \"small\"\n",
    )
    .unwrap();
    let kept = run(place.path(), CALIBRATE);
    assert_eq!(kept.status.code(), Some(1));
    assert_eq!(read("small-fitted.toml"), b"extends = \"small\"\n");
}
