//! Equal treatment over time, and ids instead of row numbers.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use maskflow::claims::Rule;
use maskflow::units::Day;
use maskflow::{Ledger, Policy, Scenario, World, scenario, simulate, world};

fn run(scenario: &Scenario) -> (World, Ledger) {
    let world = world::central(scenario);
    let mut ledger = Ledger::default();
    simulate(&world, &Policy::of(scenario), &mut ledger);
    (world, ledger)
}

/// Eleven prefectures alike, all at the capital's coordinates: 110 pieces wanted a day, 60 supplied.
fn write_equals(folder: &Path) {
    let mut prefectures = "code,name_zh,name_en,lat,lon,population,source,confidence\n".to_owned();
    let mut counties = "code,name_zh,name_en,prefecture,lat,lon\n".to_owned();
    let mut demand =
        "id,kind,prefecture,persons,masks_per_person_day,profile,products,backlog_share,backlog_days\n"
            .to_owned();
    for n in 1..=11 {
        let code = 360_000 + 100 * n;
        let county = code + 2;
        writeln!(
            prefectures,
            "{code},第{n}市,City {n},28.7,115.9,1000,test,A"
        )
        .unwrap();
        writeln!(counties, "{county},第{n}区,District {n},{code},28.7,115.9").unwrap();
        writeln!(demand, "work-{n},key_enterprises,{code},10,1,,flat,0,1").unwrap();
    }
    let settings = fs::read_to_string(template().join("scenario.toml")).unwrap();
    // Without the template's events, which close the roads of one prefecture.
    let (settings, _) = settings.split_once("[[event]]").unwrap();
    let settings = settings.replace("days = 5", "days = 120");
    let files = [
        ("prefectures.csv", prefectures),
        ("counties.csv", counties),
        ("demand.csv", demand),
        (
            "supply.csv",
            "id,item,place,route,from,to,per_day\n\
             gift,flat,pool,allotment,2020-02-01,2020-05-30,60\n"
                .to_owned(),
        ),
        // Measures name a column of enterprises, so there has to be one; it has no lines and makes nothing.
        (
            "enterprises.csv",
            "id,name_zh,name_en,county,listed_on,staff_present,staff_away,source,confidence\n\
             a,甲厂,Maker A,360102,2020-01-01,20,10,assumed,assumed\n"
                .to_owned(),
        ),
        ("scenario.toml", settings),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

fn template() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/template")
}

/// What eleven equals were sent in all under a rule.
fn sent_to_equals(folder: &Path, rule: Rule) -> Vec<i64> {
    let set = format!("policy.dispatch_rule={rule}");
    let scenario = scenario::load(folder, &[set]).unwrap();
    let (world, ledger) = run(&scenario);
    let mut totals = vec![0; world.streams.count];
    for day in 0..world.days {
        let sent = ledger.stream_sent.on(Day(day as i32));
        for (at, sent) in sent.iter().enumerate() {
            totals[at / world.products.count] += sent.0;
        }
    }
    totals
}

#[test]
fn equals_differ_by_at_most_one_unit_in_total_and_straw_men_show_that_this_can_fail() {
    let folder = tempfile::Builder::new().prefix("equals").tempdir().unwrap();
    write_equals(folder.path());
    for &rule in Rule::ALL {
        let totals = sent_to_equals(folder.path(), rule);
        assert_eq!(totals.len(), 11);
        assert_eq!(totals.iter().sum::<i64>(), 60 * 120, "{rule}");
        let apart = totals.iter().max().unwrap() - totals.iter().min().unwrap();
        if rule.treats_equals_equally() {
            assert!(apart <= 1, "{rule}: {totals:?}");
        } else {
            assert!(apart > 1, "{rule}: {totals:?}");
        }
    }
}

/// Fourteen makers alike, two in each of seven equal prefectures, who use more each day as workers come back; material for a
/// part of what they claim, on some days more than on others. Few enough for random arrival to be exact.
fn write_equal_makers(folder: &Path) {
    write_equals(folder);
    let mut enterprises =
        "id,name_zh,name_en,county,listed_on,staff_present,staff_away,source,confidence\n"
            .to_owned();
    let mut lines = fs::read_to_string(template().join("lines.csv")).unwrap();
    lines.truncate(lines.find('\n').unwrap() + 1);
    let mut stocks = "id,place,item,amount\n".to_owned();
    for n in 0..14 {
        let county = 360_002 + 100 * (1 + n / 2);
        writeln!(
            enterprises,
            "m{n},第{n}厂,Maker {n},{county},2020-01-01,10,30,assumed,assumed"
        )
        .unwrap();
        writeln!(
            lines,
            "m{n}-1,m{n},flat,2,80,existing,,,,100,8,1,5,0.98,0.98,5,,"
        )
        .unwrap();
        // Enough for the whole calendar, so that nobody's use hangs on a milligram.
        writeln!(stocks, "m{n}-meltblown,m{n},meltblown,40000").unwrap();
    }
    let supply = "id,item,place,route,from,to,per_day\n\
         gift,flat,pool,allotment,2020-02-01,2020-05-30,60\n\
         every-day,meltblown,depot,allotment,2020-02-01,2020-05-30,431.000007\n\
         in-march,meltblown,depot,allotment,2020-03-01,2020-03-31,333.300001\n\
         some-days,meltblown,depot,allotment,2020-04-04,2020-04-09,1150.700013\n";
    for (name, text) in [
        ("enterprises.csv", enterprises),
        ("lines.csv", lines),
        ("stocks.csv", stocks),
        ("supply.csv", supply.to_owned()),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}

#[test]
fn equal_makers_differ_by_at_most_one_unit_in_total_at_every_level() {
    let folder = tempfile::Builder::new().prefix("equals").tempdir().unwrap();
    write_equal_makers(folder.path());
    for level in ["enterprise", "county", "prefecture"] {
        for &rule in Rule::ALL {
            let sets = [
                format!("policy.allocation_level={level}"),
                format!("policy.allocation_rule={rule}"),
                format!("policy.allocation_second_rule={rule}"),
                "policy.allocation_cover_days=600".to_owned(),
            ];
            let scenario = scenario::load(folder.path(), &sets).unwrap();
            let (world, ledger) = run(&scenario);
            let linked = world.materials.linked.unwrap();
            let members = world.holdings.of_material[linked.at()].clone();
            let (mut totals, mut claims) = (vec![0; members.len()], Vec::new());
            for day in (0..world.days as i32).map(Day) {
                for (total, at) in totals.iter_mut().zip(members.clone()) {
                    *total += ledger.award.on(day)[at].0;
                }
                claims.push(ledger.claim.on(day)[members.start]);
            }
            assert_eq!(totals.len(), 14);
            let changes = claims.windows(2).filter(|pair| pair[0] != pair[1]);
            assert!(changes.count() > 100, "claims vary");
            let apart = totals.iter().max().unwrap() - totals.iter().min().unwrap();
            let alike = apart <= 1;
            assert_eq!(
                alike,
                rule.treats_equals_equally(),
                "{rule} at {level}: {apart}"
            );
        }
    }
}

/// Rewrites a table with its rows in another order.
fn permute(path: &Path, turn: usize) {
    let text = fs::read_to_string(path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let rows = &mut lines[1..];
    if turn == 0 {
        rows.reverse();
    } else {
        let by = turn % rows.len().max(1);
        rows.rotate_left(by);
    }
    fs::write(path, lines.join("\n") + "\n").unwrap();
}

#[test]
fn the_order_of_rows_decides_nothing() {
    let plain = scenario::load(&template(), &[]).unwrap();
    let expected = format!("{:?}", run(&plain).1);
    for turn in 0..3 {
        let folder = tempfile::Builder::new().prefix("equals").tempdir().unwrap();
        for entry in fs::read_dir(template()).unwrap() {
            let from = entry.unwrap().path();
            let to = folder.path().join(from.file_name().unwrap());
            fs::copy(&from, &to).unwrap();
            if to.extension().is_some_and(|kind| kind == "csv") {
                permute(&to, turn);
            }
        }
        let permuted = scenario::load(folder.path(), &[]).unwrap();
        assert_eq!(format!("{:?}", run(&permuted).1), expected, "turn {turn}");
    }
}

#[test]
fn with_everything_reserved_makers_in_difficulty_are_served_before_anybody_else() {
    let sets = [
        "policy.difficulty_reserve=1".to_owned(),
        "policy.difficulty_threshold=0.6".to_owned(),
    ];
    let scenario = scenario::load(Path::new("scenarios/jiangxi-2020"), &sets).unwrap();
    let (world, ledger) = run(&scenario);
    let linked = world.materials.linked.unwrap();
    let mut days_that_tell = 0;
    for day in (31..world.days as i32).map(Day) {
        let short = |at: &&usize| ledger.award.on(day)[**at] < ledger.claim.on(day)[**at];
        let place = |at: usize| world.enterprises.prefecture[world.holdings.enterprise[at].at()];
        let difficult = |at: usize| ledger.in_difficulty.on(day)[place(at).at()];
        let members = world.holdings.of_material[linked.at()].clone();
        let (first, rest): (Vec<usize>, Vec<usize>) = members.partition(|&at| difficult(at));
        let rest_got = rest.iter().any(|&at| ledger.award.on(day)[at].0 > 0);
        if rest_got {
            assert_eq!(first.iter().filter(short).count(), 0, "day {}", day.0);
            days_that_tell += usize::from(!first.is_empty());
        }
    }
    assert!(days_that_tell > 3, "{days_that_tell}");
}

#[test]
fn a_reserve_for_a_product_brings_its_makers_more() {
    let n95 = |sets: &[String]| {
        let scenario = scenario::load(Path::new("scenarios/jiangxi-2020"), sets).unwrap();
        let (world, ledger) = run(&scenario);
        let at = scenario
            .products
            .iter()
            .position(|product| product.id == "n95")
            .unwrap();
        let makers = world
            .mask_makers
            .iter()
            .filter(|maker| maker.product.at() == at);
        let days = (0..world.days as i32).map(Day);
        let made: Vec<i64> = days
            .map(|day| {
                makers
                    .clone()
                    .map(|maker| ledger.made.on(day)[maker.at])
                    .sum()
            })
            .collect();
        made.iter().sum::<i64>()
    };
    let reserve = ["policy.product_reserve={ n95 = 0.3 }".to_owned()];
    assert!(n95(&reserve) > n95(&[]) * 11 / 10);
}
