//! Rates from outside keep what was written: over any span of days, whole units add up to them to within one unit.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use maskflow::report::run::Run;
use maskflow::scenario::{self, Scenario};
use maskflow::units::Day;
use maskflow::world::draw::Futures;
use maskflow::world::{self, World};

fn scenario_of(path: &Path, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    scenario::load(path, &sets).unwrap()
}

fn base(sets: &[&str]) -> Scenario {
    scenario_of(Path::new("assets/template"), sets)
}

/// The template in a folder of its own, with more rows of a table and over more days.
fn base_with(table: &str, rows: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("base");
    fs::create_dir(&folder).unwrap();
    for entry in fs::read_dir("assets/template").unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    let file = folder.join(table);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text + rows).unwrap();
    place
}

/// Whole units of a day, less what is written.
fn off(units: i64, exact: f64) -> f64 {
    units as f64 - exact
}

/// Over every span, whole units are within one unit of a rate; a millionth of a unit a day is what a rate is kept to.
fn assert_carried(units: &[i64], rate: f64, about: &str) {
    for from in 0..units.len() {
        let mut sum = 0;
        for (days, units) in (1..).zip(&units[from..]) {
            sum += units;
            let off = off(sum, rate * f64::from(days)).abs();
            assert!(
                off < 1.0 + 1e-6 * f64::from(days),
                "{about}: {off} in {days} days from {from}"
            );
        }
    }
}

fn nominal(scenario: &Scenario, line: usize) -> i64 {
    world::central(scenario)
        .lines
        .nominal
        .on(Day(0))
        .units(line)
}

#[test]
fn a_line_has_the_speed_that_was_written() {
    for (speed, expected) in [
        ("0.4", 384),
        ("0.5", 480),
        ("1.4", 1344),
        ("1.5", 1440),
        ("20.4", 19_584),
    ] {
        let set = format!("lines[\"a-1\"].speed_per_minute={speed}");
        let run = Run::central(base(&[&set]));
        assert_eq!(nominal(&run.scenario, 0), expected, "{speed}");
        assert_eq!(run.outcome.province[0].nominal, expected, "{speed}");
    }
}

#[test]
fn a_factor_of_half_a_percent_has_its_effect() {
    let place = tempfile::tempdir().unwrap();
    let overlay = place.path().join("faster.toml");
    let template = Path::new("assets/template").canonicalize().unwrap();
    let text = format!(
        "extends = '{}'\n[scale]\n'lines[\"a-1\"].speed_per_minute' = 1.005\n",
        template.display()
    );
    fs::write(&overlay, text).unwrap();
    assert_eq!(nominal(&scenario_of(&overlay, &[]), 0), 77_184);
    // The rows of Jiangxi that make 15 a minute, 1 % faster: no step.
    let jiangxi = |factor: f64| {
        let set = format!("lines[*].speed_per_minute={}", 15.0 * factor);
        let world = world::central(&scenario_of(Path::new("scenarios/jiangxi-2020"), &[&set]));
        world.lines.nominal.on(Day(0)).all().sum::<i64>() as f64
    };
    let plain = jiangxi(1.0);
    for factor in [0.967, 0.99, 1.01, 1.033] {
        let ratio = jiangxi(factor) / plain;
        assert!((ratio - factor).abs() < 1e-4, "{factor}: {ratio}");
    }
}

#[test]
fn a_slow_line_makes_something_in_every_future() {
    let set = "lines[*].speed_per_minute={ uniform = [0.05, 0.49] }";
    let scenario = base(&[set]);
    let futures = Futures::of(&scenario);
    let mut slate = futures.slate();
    for replicate in 0..200 {
        let world = slate.replicate(replicate);
        let planned = world.lines.planned.on(Day(0)).units(0);
        assert!((120..1176).contains(&planned), "{replicate}: {planned}");
    }
}

#[test]
fn nominal_capacity_is_smooth_in_speed() {
    let world_of = |speed: f64| {
        world::central(&base(&[&format!(
            "lines[\"a-1\"].speed_per_minute={speed}"
        )]))
    };
    let step = (100.0 - 0.1) / 999.0;
    for at in 0..1000 {
        let speed = 0.1 + step * f64::from(at);
        let world = world_of(speed);
        for (rates, hours) in [(&world.lines.nominal, 8.0), (&world.lines.planned, 20.0)] {
            let exact = 2.0 * speed * 60.0 * hours;
            let units = rates.on(Day(0)).units(0);
            assert!(
                off(units, exact).abs() < 1.0,
                "{speed}: {units}, not {exact}"
            );
        }
    }
    for speed in [0.000_001, 0.001, 0.0123, 1.0 / 3.0, 7.77] {
        let world = world_of(speed);
        let days = (0..world.days as i32).map(|day| world.lines.planned.on(Day(day)).units(0));
        assert_carried(&days.collect::<Vec<_>>(), 2.0 * speed * 60.0 * 20.0, "line");
    }
}

/// Need or supply of the last row of a table, by day, over 98 days.
fn of_last_row(table: &str, row: &str, units: fn(&World, Day) -> i64) -> Vec<i64> {
    let place = base_with(table, row);
    let world = world::central(&scenario_of(
        &place.path().join("base"),
        &["days=98", "demand_factor={}"],
    ));
    (0..98).map(|day| units(&world, Day(day))).collect()
}

#[test]
fn need_is_smooth_in_persons_and_supply_in_its_rate() {
    let need = |world: &World, day| *world.streams.need.row(day).last().unwrap();
    let supply = |world: &World, day| {
        let last = world.supplies.count - 1;
        world.supplies.per_day.on(day).units(last)
    };
    for at in 0..1000 {
        let rate = 0.1 + 0.1 * f64::from(at);
        let world = world::central(&base(&[
            &format!("demand[\"front-1\"].masks_per_person_day={}", rate / 5000.0),
            &format!("supply[\"neighbours\"].per_day={rate}"),
            "demand_factor={}",
        ]));
        let stream = world
            .streams
            .kind
            .iter()
            .position(|kind| kind.name() == "frontline");
        let day = Day(1);
        let needed = world.streams.need.row(day)[stream.unwrap()];
        assert!(off(needed, rate).abs() < 1.0, "{rate}: {needed}");
        let supplied = supply(&world, day);
        assert!(off(supplied, rate).abs() < 1.0, "{rate}: {supplied}");
    }
    for (persons, masks) in [(1, 0.4), (49, 0.01), (7, 0.3333), (100_000, 0.012_345_6)] {
        let row = format!("zz,public,360200,{persons},{masks},,flat,0,1\n");
        let units = of_last_row("demand.csv", &row, need);
        assert_carried(&units, f64::from(persons) * masks, "stream");
        assert!(units.iter().sum::<i64>() > 0);
    }
    for rate in [0.4, 0.6, 0.01, 12.5] {
        let row = format!("zz,flat,360200,purchase,2020-02-01,2020-05-08,{rate},,,\n");
        let units = of_last_row("supply.csv", &row, supply);
        assert_carried(&units, rate, "supply");
    }
}

#[test]
fn ten_streams_of_four_tenths_of_a_mask_need_four_masks_every_day() {
    let mut rows = String::new();
    for at in 0..10 {
        writeln!(rows, "small-{at},public,360200,1,0.4,,flat,0,1").unwrap();
    }
    let place = base_with("demand.csv", &rows);
    let run = Run::central(scenario_of(
        &place.path().join("base"),
        &["days=30", "demand_factor={}"],
    ));
    let small: Vec<usize> = (0..run.scenario.demand.len())
        .filter(|&at| run.scenario.demand[at].id.starts_with("small"))
        .collect();
    for day in (0..30).map(Day) {
        let need = run.world.streams.need.row(day);
        assert_eq!(small.iter().map(|&at| need[at]).sum::<i64>(), 4);
    }
    let cell = run
        .outcome
        .service
        .sum((0..30).map(Day), |place| place == 1, |_| true);
    assert_eq!(cell.need.0, 120);
}

/// A stage's sum over all days is its share of the stage before, to within a unit; so is what a slow line makes.
#[test]
fn what_a_slow_line_makes_adds_up() {
    let sets = [
        "days=98",
        "lines[\"a-1\"].speed_per_minute=0.001",
        "lines[\"a-1\"].quality_start=0.6",
        "lines[\"a-1\"].quality_end=0.6",
        "enterprises[*].staff_present=1000",
    ];
    let run = Run::central(base(&sets));
    let sum = |grid: &dyn Fn(Day) -> i64| -> i64 { (0..98).map(|day| grid(Day(day))).sum() };
    let ledger = &run.ledger;
    let planned = sum(&|day| ledger.planned.on(day)[0]);
    let commissioned = sum(&|day| ledger.commissioned.on(day)[0]);
    let effective = sum(&|day| ledger.effective.on(day)[0]);
    let output = sum(&|day| ledger.output.on(day)[0]);
    // 2 × 0.001 × 60 × 20 = 2.4 a day; availability 0.95.
    assert!(off(planned, 2.4 * 98.0).abs() < 1.0);
    assert!(
        off(commissioned, 0.95 * planned as f64).abs() < 1.0,
        "{commissioned}"
    );
    assert!(
        off(effective, 0.6 * commissioned as f64).abs() < 1.0,
        "{effective}"
    );
    assert_eq!(output, effective, "nothing else bounds it");
}
