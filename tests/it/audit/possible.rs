//! Numbers as large as can be: what `check` accepts is run and audited in order, and the audit survives what it doubts.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use maskflow::audit::Digests;
use maskflow::scenario;
use maskflow::units::limits::MOST_IN_A_COLUMN;

use super::{findings, rich, tables};
use crate::command::maskflow;

/// One row a day, in every column of numbers: each cell is possible, and so is each day.
#[test]
fn numbers_at_the_limit_in_any_column_are_findings_and_nothing_panics() {
    let place = tempfile::tempdir().unwrap();
    let run = rich(place.path());
    for file in tables(&run) {
        let text = fs::read_to_string(run.join(&file)).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        for column in 1..rows[0].len() {
            for (number, every) in [
                (MOST_IN_A_COLUMN, true),
                (MOST_IN_A_COLUMN / 40, true),
                (MOST_IN_A_COLUMN, false),
            ] {
                let number = number.to_string();
                let (mut changed, mut seen) = (rows.clone(), BTreeSet::new());
                for row in &mut changed[1..] {
                    let first = seen.is_empty() || every && !seen.contains(row[0]);
                    if first && row[column].parse::<i64>().is_ok() {
                        seen.insert(row[0]);
                        row[column] = &number;
                    }
                }
                let lines = changed.iter().map(|cells| cells.join(",") + "\n");
                fs::write(run.join(&file), lines.collect::<String>()).unwrap();
                let found = findings(&run, Digests::Ignore);
                assert!(
                    seen.is_empty() || !found.is_empty(),
                    "{file} {}",
                    rows[0][column]
                );
            }
        }
        fs::write(run.join(&file), &text).unwrap();
    }
}

/// Values that a limit of whole numbers holds, with what is set besides so that it is that limit.
const KNOBS: [(&str, &[&str]); 9] = [
    (
        "stocks[\"depot-meltblown\"].amount",
        &[
            "supply[\"allotment\"].per_day=3e11",
            "policy.difficulty_reserve=0.4",
        ],
    ),
    (
        "supply[\"allotment\"].per_day",
        &[
            "stocks[\"depot-meltblown\"].amount=1e12",
            "policy.unified_allocation=true",
        ],
    ),
    (
        "demand[\"public-1\"].persons",
        &["demand[\"public-1\"].masks_per_person_day=100"],
    ),
    (
        "demand[\"national\"].persons",
        &["demand[\"national\"].masks_per_person_day=100"],
    ),
    (
        "lines[\"a-1\"].number",
        &["lines[\"a-1\"].speed_per_minute=1000"],
    ),
    (
        "items[\"flat\"].bill.meltblown",
        &["lines[\"b-1\"].number=2000", "lines[\"a-1\"].number=2000"],
    ),
    (
        "lines[\"a-1\"].workers_per_shift",
        &[
            "lines[\"a-1\"].number=1000000",
            "items[\"flat\"].bill.meltblown=1",
            "lines[\"a-1\"].speed_per_minute=0.1",
        ],
    ),
    (
        "lines[\"b-1\"].price_yuan",
        &[
            "lines[\"b-1\"].number=1000000",
            "items[\"flat\"].bill.meltblown=1",
            "lines[\"b-1\"].speed_per_minute=0.1",
        ],
    ),
    (
        "warm_start.working_stock_days",
        &[
            "lines[\"a-1\"].number=100",
            "lines[\"a-1\"].speed_per_minute=100",
        ],
    ),
];

/// Whether a scenario is in order with a value; if it is not, room in whole numbers is all that it lacks.
fn has_room(folder: &Path, sets: &[String]) -> bool {
    let Err(found) = scenario::load(folder, sets) else {
        return true;
    };
    assert!(
        found.iter().all(|finding| finding.code == "S027"),
        "{sets:?}: {found:?}"
    );
    false
}

#[test]
fn what_is_in_order_at_a_limit_is_run_and_audited_in_order_and_more_is_a_finding() {
    let place = tempfile::tempdir().unwrap();
    assert!(maskflow(&["init", "small"], place.path()).status.success());
    let folder = place.path().join("small");
    for (path, besides) in KNOBS {
        let sets = |value: f64| {
            let value = format!("{path}={}", value.floor());
            let all = besides.iter().map(|&set| set.to_owned());
            all.chain([value]).collect::<Vec<_>>()
        };
        let (mut least, mut most) = (1.0, 2.0);
        assert!(has_room(&folder, &sets(least)), "{path}");
        while has_room(&folder, &sets(most)) {
            (least, most) = (most, most * 2.0);
        }
        while most - least > 1.0_f64.max(least / 1e6) {
            let middle = f64::midpoint(least, most);
            match has_room(&folder, &sets(middle)) {
                true => least = middle,
                false => most = middle,
            }
        }
        let sets = sets(least);
        let mut arguments = vec!["run", "small", "--no-charts", "--quiet"];
        for set in &sets {
            arguments.extend(["--set", set]);
        }
        let ran = maskflow(&arguments, place.path());
        assert!(
            ran.status.success(),
            "{sets:?}: {}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }
}
