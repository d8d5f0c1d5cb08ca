//! Awards explained: the chain ends in what the run's own tables say.

use std::path::Path;

use maskflow::claims::Rule;
use maskflow::report::why::{Subject, why};
use maskflow::units::Day;
use maskflow::{Ledger, Policy, scenario, simulate, world};

use crate::command::{maskflow, unaudited};

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
                for chain in why(&scenario, Day(day), Subject::Enterprise(enterprise)) {
                    let holding = world.holdings.find(enterprise, linked.at()).unwrap();
                    assert_eq!(chain.award, ledger.award.on(Day(day))[holding].0);
                    if let Some(ideal) = chain.ideal {
                        let over = chain.award - ideal as i64;
                        assert!(over == 0 || over == 1, "{rule} by {level}: {over}");
                        divided += 1;
                    }
                }
            }
        }
    }
    assert!(divided > 50, "{divided} chains had something to divide");
}

#[test]
fn masks_of_a_prefecture_are_told_round_by_round_as_the_ledger_has_them() {
    let scenario = scenario::load(Path::new("scenarios/jiangxi-2020"), &[]).unwrap();
    let world = world::central(&scenario);
    let mut ledger = Ledger::default();
    simulate(&world, &Policy::of(&scenario), &mut ledger);
    let day = Day(45);
    let told: i64 = (0..world.prefectures.count)
        .flat_map(|prefecture| why(&scenario, day, Subject::Prefecture(prefecture)))
        .map(|chain| chain.award)
        .sum();
    let of_nation: i64 = (ledger.groups.iter())
        .filter(|group| group.tier == scenario::Tier::National)
        .flat_map(|group| group.slots.clone())
        .map(|slot| ledger.dispatch_award.on(day)[slot])
        .sum();
    assert_eq!(
        told + of_nation,
        ledger.dispatch_award.on(day).iter().sum::<i64>()
    );
    assert!(told > 0);
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
