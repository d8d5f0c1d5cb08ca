//! Awards explained: the chain ends in what the run's own tables say.

use std::path::Path;

use maskflow::claims::Rule;
use maskflow::report::why::{Chain, Subject, why};
use maskflow::units::Day;
use maskflow::{Ledger, Policy, scenario, simulate, world};

use crate::command::{maskflow, unaudited};

/// Whether something was divided; the award is the floor or the ceiling of the ideal then.
fn is_rounded(chain: &Chain) -> bool {
    let Some(ideal) = chain.ideal else {
        return false;
    };
    let over = chain.award - ideal as i64;
    assert!(over == 0 || over == 1, "{}: {over}", chain.claimant);
    true
}

/// The figure of a link.
fn figure(chain: &Chain, what: &str) -> i64 {
    let step = chain.steps.iter().find(|step| step.what.en == what);
    let step = step.unwrap_or_else(|| panic!("{}: no {what}", chain.claimant));
    step.figure.parse().expect("a whole number")
}

#[test]
fn every_award_of_material_is_the_floor_or_the_ceiling_of_the_ideal_that_is_told() {
    let folder = Path::new("scenarios/jiangxi-2020");
    let mut divided = 0;
    for level in ["enterprise", "county", "prefecture"] {
        for &rule in Rule::ALL {
            let sets = [
                format!("policy.allocation_level={level}"),
                format!("policy.allocation_rule={rule}"),
                format!("policy.allocation_second_rule={rule}"),
            ];
            let scenario = scenario::load(folder, &sets).unwrap();
            let world = world::central(&scenario);
            let mut ledger = Ledger::default();
            simulate(&world, &Policy::of(&scenario), &mut ledger);
            let linked = world.materials.linked.unwrap();
            for (day, enterprise) in [(45, 0), (60, 7)] {
                for chain in why(&scenario, None, Day(day), Subject::Enterprise(enterprise)) {
                    let holding = world.holdings.find(enterprise, linked.at()).unwrap();
                    assert_eq!(chain.award, ledger.award.on(Day(day))[holding].0);
                    divided += usize::from(is_rounded(&chain));
                }
            }
        }
    }
    assert!(divided > 50, "{divided} chains had something to divide");
}

#[test]
fn masks_are_told_round_by_round_in_figures_that_add_up_to_what_the_ledger_has() {
    let folder = Path::new("scenarios/jiangxi-2020");
    let mut divided = 0;
    for (rule, day) in [
        ("proportional", 3),
        ("proportional", 45),
        ("equal_cover", 46),
        ("talmud", 47),
    ] {
        let sets = [
            format!("policy.dispatch_rule={rule}"),
            "policy.market_min=0.1".to_owned(),
        ];
        let scenario = scenario::load(folder, &sets).unwrap();
        let world = world::central(&scenario);
        let mut ledger = Ledger::default();
        simulate(&world, &Policy::of(&scenario), &mut ledger);
        let day = Day(day);
        let chains: Vec<Chain> = (0..world.prefectures.count)
            .flat_map(|prefecture| why(&scenario, None, day, Subject::Prefecture(prefecture)))
            .collect();
        for chain in &chains {
            let missing = figure(chain, "should have") - figure(chain, "has");
            assert_eq!(missing, figure(chain, "claim"), "{}", chain.claimant);
            divided += usize::from(is_rounded(chain));
        }
        let mut told: Vec<_> = chains
            .iter()
            .map(|chain| {
                let [share, claim] = ["to share", "claim"].map(|what| figure(chain, what));
                (chain.claimant.clone(), share, claim, chain.award)
            })
            .collect();
        told.sort();
        assert_eq!(told, rows(&scenario, &ledger, day), "{rule}");
    }
    assert!(divided > 50, "{divided} chains had something to divide");
}

/// Who claimed something on a day, national uses aside: what there was to share, the claim and the award.
fn rows(scenario: &scenario::Scenario, ledger: &Ledger, day: Day) -> Vec<(String, i64, i64, i64)> {
    let mut rows = Vec::new();
    for (group, available) in ledger.groups.iter().zip(ledger.available.on(day)) {
        let (Some(available), false) = (available, group.tier == scenario::Tier::National) else {
            continue;
        };
        for slot in group.slots.clone() {
            let claimant = ledger.claimants[slot] as usize;
            let id = match group.tier {
                scenario::Tier::Support => &scenario.prefectures[claimant].code,
                _ => &scenario.demand[claimant].id,
            };
            let [claim, award] =
                [&ledger.dispatch_claim, &ledger.dispatch_award].map(|grid| grid.on(day)[slot]);
            if claim > 0 {
                rows.push((id.clone(), available.0, claim, award));
            }
        }
    }
    rows.sort();
    rows
}

/// Kilograms at the beginning of a text, in milligrams.
fn milligrams(text: &str) -> i128 {
    let number = text.split(' ').next().expect("a number");
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}{fraction:0<6}").parse().expect("digits")
}

#[test]
fn an_ideal_of_material_can_be_worked_out_by_hand_from_what_is_told() {
    let scenario = scenario::load(Path::new("scenarios/jiangxi-2020"), &[]).unwrap();
    let mut done = 0;
    for enterprise in 0..12 {
        for chain in why(&scenario, None, Day(46), Subject::Enterprise(enterprise)) {
            let Some(ideal) = chain.ideal else { continue };
            let of = |what: &str| chain.steps.iter().find(|step| step.what.en == what);
            let how = &of("ideal").expect("an ideal").how.en;
            let (_, sum) = how
                .split_once("claim × weight ÷ Σ, with Σ = ")
                .expect("weighted parts");
            let (before, _) = how.split_once(" kg × claim").expect("what is left");
            let left = milligrams(before.rsplit(' ').next().expect("a number"));
            let claim = milligrams(&of("claim").expect("a claim").figure);
            let weight = &of("weight").expect("a weight").figure;
            let weight: f64 = weight.trim_end_matches('%').parse().expect("a number");
            let weight = (weight * 10_000.0).round() as i128;
            let by_hand = left * claim * weight / 1_000_000 / milligrams(sum);
            assert!(
                (by_hand - i128::from(ideal)).abs() <= 1,
                "{how}: {by_hand}, {ideal}"
            );
            done += 1;
        }
    }
    assert!(done > 3, "{done} awards were weighed");
}

#[test]
fn a_chain_is_told_of_a_finished_run_and_what_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    assert!(maskflow(&["init", "small"], folder.path()).status.success());
    assert!(
        maskflow(&["run", "small", "--no-charts", "--quiet"], folder.path())
            .status
            .success()
    );
    let ask = |more: &[&str]| {
        let mut arguments = vec!["why", "output/small"];
        arguments.extend(more);
        let answer = unaudited(&arguments, folder.path());
        let said = [answer.stdout, answer.stderr]
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        (answer.status.code(), said.concat())
    };
    let scenario = scenario::load(&folder.path().join("small"), &[]).unwrap();
    let (date, id) = (
        scenario.start.to_string(),
        scenario.enterprises[0].id.clone(),
    );
    let (status, said) = ask(&["--date", &date, "--enterprise", &id, "--lang", "en"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.contains("use a day") && said.contains("should have"),
        "{said}"
    );
    let (status, said) = ask(&[
        "--date",
        &date,
        "--prefecture",
        &scenario.prefectures[0].code,
        "--json",
    ]);
    assert_eq!(status, Some(0), "{said}");
    assert!(serde_json::from_str::<serde_json::Value>(&said).unwrap()["awards"].is_array());
    let (status, said) = ask(&["--date", &date, "--enterprise", "nobody"]);
    assert!(
        status == Some(1) && said.contains("nothing is called so; the nearest is"),
        "{said}"
    );
    let (status, said) = ask(&["--date", "1999-01-01", "--enterprise", &id]);
    assert!(
        status == Some(1) && said.contains("outside the run, which goes from"),
        "{said}"
    );
    let (status, _) = ask(&["--date", &date]);
    assert_eq!(status, Some(2), "somebody has to be named");
    let short = ["why", "--date", date.as_str(), "--prefecture", "赣州"];
    let answer = unaudited(&short, folder.path());
    let said = String::from_utf8_lossy(&answer.stderr);
    assert!(
        said.contains("output/jiangxi-2020: no run here"),
        "the shipped scenario's run is the default: {said}"
    );
    // Someone has changed an award: it is not explained away.
    let path = folder.path().join("output/small/allocation.csv");
    let table = std::fs::read_to_string(&path).unwrap();
    let row = table.lines().nth(1).expect("somebody claims something");
    let cells: Vec<&str> = row.split(',').collect();
    let award: i64 = cells[5].parse().unwrap();
    let changed = [
        &cells[..5],
        &[(award + 1).to_string().as_str()],
        &cells[6..],
    ]
    .concat()
    .join(",");
    std::fs::write(&path, table.replace(row, &changed)).unwrap();
    let (status, said) = ask(&["--date", cells[0], "--enterprise", cells[2]]);
    assert!(status == Some(1) && said.contains("no award of"), "{said}");
}
