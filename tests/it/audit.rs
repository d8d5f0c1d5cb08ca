//! The audit: it finds nothing where nothing is wrong, and every number that was altered.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use maskflow::audit::{self, Digests, Finding};
use maskflow::units::limits::MOST_IN_A_COLUMN;
use serde_json::Value;

use super::command::{maskflow, unaudited};

mod order;
mod possible;

/// The template, made to last: partly willing makers, arrears that expire, subsidies, roads that close and open again.
const RICH: [&str; 10] = [
    "days=30",
    "enterprises[*].compliance=0.7",
    "policy.review_days=5",
    "policy.arrears_reviews=1",
    "policy.reserve_floor={ flat = 500 }",
    "policy.difficulty_threshold=0.9",
    "roads.green_channel=false",
    "supply[\"allotment\"].to=2020-02-25",
    "supply[\"neighbours\"].to=2020-02-20",
    "lines[\"b-1\"].subsidy_need=0.2",
];

/// Runs the rich scenario in a temporary folder; its folder of results.
fn rich(place: &Path) -> PathBuf {
    assert!(maskflow(&["init", "small"], place).status.success());
    let mut arguments = vec!["run", "small", "--no-charts", "--quiet"];
    for set in RICH {
        arguments.extend(["--set", set]);
    }
    let ran = maskflow(&arguments, place);
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    place.join("output/small")
}

fn findings(run: &Path, digests: Digests) -> Vec<Finding> {
    audit::run(run, digests).expect("a run").findings
}

/// Whether a finding is about a file: it stands there, or its law says that it follows from there.
fn names(finding: &Finding, file: &str) -> bool {
    finding.file == file || finding.law.contains(file)
}

fn tables(run: &Path) -> Vec<String> {
    let entries = fs::read_dir(run).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".csv")).collect();
    names.sort();
    names
}

/// The number one up in its last digit; nothing where it is no number.
fn altered(cell: &str) -> Option<String> {
    if let Some((whole, part)) = cell.split_once('.') {
        let digits: u64 = format!("{whole}{part}").parse().ok()?;
        let up = format!("{:0>width$}", digits + 1, width = part.len() + 1);
        let (whole, part) = up.split_at(up.len() - part.len());
        return Some(format!("{whole}.{part}"));
    }
    cell.parse::<i64>()
        .ok()
        .map(|number| (number + 1).to_string())
}

/// Rows of a table in which to alter a column: the first, the last, some between, and some that are not zero.
fn rows_to_alter(rows: &[Vec<&str>], column: usize) -> BTreeSet<usize> {
    let numbers: Vec<usize> = (0..rows.len())
        .filter(|&row| altered(rows[row][column]).is_some())
        .collect();
    let busy: Vec<usize> = numbers
        .iter()
        .copied()
        .filter(|&row| !rows[row][column].trim_matches(['0', '.']).is_empty())
        .collect();
    let spread = |of: &[usize]| -> Vec<usize> {
        let Some(last) = of.len().checked_sub(1) else {
            return Vec::new();
        };
        [0, last / 3, last / 2, last].map(|at| of[at]).to_vec()
    };
    spread(&numbers).into_iter().chain(spread(&busy)).collect()
}

#[test]
fn one_number_altered_in_any_column_of_any_table_is_found_without_digests() {
    let place = tempfile::tempdir().unwrap();
    let run = rich(place.path());
    assert_eq!(findings(&run, Digests::Compare), []);
    let (mut alterations, mut missed) = (0, Vec::new());
    for file in tables(&run) {
        let text = fs::read_to_string(run.join(&file)).unwrap();
        let mut rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        let header = rows.remove(0);
        assert!(!rows.is_empty(), "{file} has rows");
        for column in 0..header.len() {
            for row in rows_to_alter(&rows, column) {
                let mut changed = rows.clone();
                let number = altered(rows[row][column]).unwrap();
                changed[row][column] = &number;
                let lines = std::iter::once(&header)
                    .chain(&changed)
                    .map(|cells| cells.join(",") + "\n");
                fs::write(run.join(&file), lines.collect::<String>()).unwrap();
                alterations += 1;
                if !findings(&run, Digests::Ignore)
                    .iter()
                    .any(|finding| names(finding, &file))
                {
                    missed.push(format!(
                        "{file}:{} {}: {} → {number}",
                        row + 2,
                        header[column],
                        rows[row][column]
                    ));
                }
            }
        }
        fs::write(run.join(&file), &text).unwrap();
    }
    assert!(
        missed.is_empty(),
        "{} of {alterations} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
    assert!(alterations > 500, "{alterations}");
}

/// Paths of all numbers in a document.
fn numbers(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => entries
            .iter()
            .for_each(|(key, inner)| numbers(inner, &format!("{path}/{key}"), found)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, inner)| numbers(inner, &format!("{path}/{at}"), found)),
        Value::Number(_) => found.push(path.to_owned()),
        _ => {}
    }
}

#[test]
fn every_number_of_the_summary_is_derived_again() {
    let place = tempfile::tempdir().unwrap();
    let run = rich(place.path());
    let file = run.join("summary.json");
    let summary: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let mut paths = Vec::new();
    numbers(&summary, "", &mut paths);
    assert!(paths.len() > 30, "{}", paths.len());
    for path in paths {
        let mut changed = summary.clone();
        let number = changed.pointer_mut(&path).unwrap();
        *number = match number.as_i64() {
            Some(whole) => Value::from(whole + 1),
            None => Value::from(number.as_f64().unwrap() + 0.001),
        };
        fs::write(&file, serde_json::to_vec_pretty(&changed).unwrap()).unwrap();
        let found = findings(&run, Digests::Ignore);
        let dotted = path.trim_start_matches('/').replace('/', ".");
        let hit = found.iter().any(|finding| {
            finding.file == "summary.json"
                && finding.column.replace('[', ".").replace(']', "") == dotted
        });
        assert!(hit, "{path}: {found:?}");
    }
}

#[test]
fn nothing_is_found_in_any_shipped_scenario() {
    let place = tempfile::tempdir().unwrap();
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let scenarios = scenarios.to_string_lossy();
    assert!(
        unaudited(&["run", &scenarios, "--no-charts", "--quiet"], place.path())
            .status
            .success()
    );
    let audit = maskflow(&["audit", "output"], place.path());
    let said = String::from_utf8_lossy(&audit.stdout);
    assert_eq!(audit.status.code(), Some(0), "{said}");
    assert_eq!(
        said.lines().count(),
        super::laws::scenarios().len() - 1,
        "{said}"
    );
    assert!(
        said.lines().all(|line| line.ends_with("in order")),
        "{said}"
    );
}

/// Makers of masks that make material too, one for itself and one for all, out of the same short input.
#[test]
fn makers_of_their_own_material_are_audited_in_order() {
    let place = tempfile::tempdir().unwrap();
    let hand = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/hand");
    fs::copy(hand.join("base.toml"), place.path().join("base.toml")).unwrap();
    let mixed = place.path().join("mixed");
    fs::create_dir(&mixed).unwrap();
    for file in fs::read_dir(hand.join("chain")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), mixed.join(file.file_name())).unwrap();
    }
    let mut lines = fs::read_to_string(mixed.join("lines.csv")).unwrap();
    lines
        .push_str("jia-2,jia,flat,7,existing,0,1,1\nyi-2,yi,spunbond,0.013,existing,0,0.93,0.93\n");
    fs::write(mixed.join("lines.csv"), lines).unwrap();
    let mut arguments = vec!["run", "mixed", "--no-charts", "--quiet"];
    for set in [
        "days=30",
        "items[\"spunbond\"].bill={ polypropylene = 1030001 }",
        "items[\"spunbond\"].market_per_day=2",
        "items[\"flat\"].bill={ meltblown = 1000, spunbond = 1100, polypropylene = 333 }",
        "items[\"polypropylene\"].market_per_day=19.7",
        "enterprises[*].staff_present=9",
    ] {
        arguments.extend(["--set", set]);
    }
    let ran = unaudited(&arguments, place.path());
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    let run = place.path().join("output/mixed");
    assert_eq!(findings(&run, Digests::Compare), []);
    let daily = fs::read_to_string(run.join("intermediates_daily.csv")).unwrap();
    let made = |item: &str| {
        daily
            .lines()
            .any(|row| row.contains(item) && !row.contains(&format!("{item},0,")))
    };
    assert!(made("spunbond") && made("meltblown"), "{daily}");
}

#[test]
fn every_rule_at_every_level_is_audited_in_order() {
    let place = tempfile::tempdir().unwrap();
    assert!(maskflow(&["init", "small"], place.path()).status.success());
    for &rule in maskflow::claims::Rule::ALL {
        for level in ["enterprise", "county", "prefecture", "reserves"] {
            let mut arguments = vec!["run", "small", "--no-charts", "--quiet"];
            let reserves = level == "reserves";
            let (level, first) = match reserves {
                true => ("enterprise", ["0.4", "{ flat = 0.3 }"]),
                false => (level, ["0", "{}"]),
            };
            let rules = [
                format!("policy.allocation_rule=\"{rule}\""),
                format!("policy.allocation_second_rule=\"{rule}\""),
                format!("policy.dispatch_rule=\"{rule}\""),
                format!("policy.allocation_level=\"{level}\""),
                format!("policy.difficulty_reserve={}", first[0]),
                format!("policy.product_reserve={}", first[1]),
            ];
            for set in RICH.into_iter().chain(rules.iter().map(String::as_str)) {
                arguments.extend(["--set", set]);
            }
            let ran = maskflow(&arguments, place.path());
            assert!(
                ran.status.success(),
                "{rule}, {level}: {}",
                String::from_utf8_lossy(&ran.stderr)
            );
        }
    }
}

#[test]
fn digests_and_sizes_are_looked_at_and_files_of_others_are_not() {
    let place = tempfile::tempdir().unwrap();
    let run = rich(place.path());
    let file = run.join("scenario.resolved.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}# a note\n")).unwrap();
    fs::write(run.join("notes.txt"), "somebody's").unwrap();
    let found = findings(&run, Digests::Compare);
    let files: Vec<&str> = found.iter().map(|finding| finding.file.as_str()).collect();
    assert_eq!(
        files,
        ["scenario.resolved.toml", "scenario.resolved.toml"],
        "{found:?}"
    );
    assert!(
        maskflow(&["audit", "output/small", "--json"], place.path())
            .status
            .code()
            == Some(1)
    );
}

#[test]
fn a_mutilated_table_is_a_finding_and_nothing_panics() {
    let place = tempfile::tempdir().unwrap();
    let run = rich(place.path());
    for file in tables(&run) {
        let text = fs::read_to_string(run.join(&file)).unwrap();
        let half = &text[..text.len() / 2];
        let huge = text.replacen(",0,", &format!(",{MOST_IN_A_COLUMN},"), 3);
        let twice = text
            .lines()
            .chain(text.lines().last())
            .collect::<Vec<_>>()
            .join("\n");
        let short: Vec<&str> = text
            .lines()
            .filter(|line| !line.contains("2020-02-03"))
            .collect();
        let mut cases = vec![
            String::new(),
            half.to_owned(),
            format!("\u{1}{text}"),
            text.replace(',', ";"),
            twice,
            text.replace("2020-02-02", "2021-02-02"),
        ];
        cases.push(text.replacen(",1", ",-1", 9));
        if huge != text {
            cases.push(huge);
        }
        if file.contains("daily") {
            cases.push(short.join("\n") + "\n");
        }
        for case in cases.iter().filter(|case| **case != text) {
            fs::write(run.join(&file), case).unwrap();
            let found = findings(&run, Digests::Ignore);
            assert!(
                found.iter().any(|finding| names(finding, &file)),
                "{file}: {found:?}\n{case}"
            );
        }
        fs::remove_file(run.join(&file)).unwrap();
        assert!(
            findings(&run, Digests::Ignore)
                .iter()
                .any(|finding| finding.file == file)
        );
        fs::write(run.join(&file), &text).unwrap();
    }
    for file in ["summary.json", "manifest.json", "scenario.resolved.toml"] {
        let text = fs::read_to_string(run.join(file)).unwrap();
        fs::write(run.join(file), &text[..text.len() / 2]).unwrap();
        assert!(
            findings(&run, Digests::Ignore)
                .iter()
                .any(|finding| finding.file == file),
            "{file}"
        );
        fs::write(run.join(file), &text).unwrap();
    }
    assert_eq!(findings(&run, Digests::Compare), []);
}

/// Quality as little as nothing, staff away, lines late: whatever holds output back, the run and the audit agree on it.
#[test]
fn bottlenecks_are_audited_in_order_where_nothing_qualifies() {
    let place = tempfile::tempdir().unwrap();
    assert!(maskflow(&["init", "small"], place.path()).status.success());
    let nothing: [&[&str]; 7] = [
        &["lines[\"a-1\"].quality_end=0"],
        &[
            "lines[\"a-1\"].quality_end=0",
            "lines[\"a-1\"].quality_start=0",
            "lines[\"b-1\"].quality_end=0",
        ],
        &["lines[\"b-1\"].quality_start=0"],
        &[
            "lines[\"b-1\"].quality_start=0",
            "enterprises[\"b\"].staff_present=1",
            "days=9",
        ],
        &[
            "lines[\"a-1\"].quality_end=0",
            "stocks[\"a-meltblown\"].amount=1",
            "items[\"meltblown\"].market_per_day=1",
        ],
        &[
            "lines[\"b-1\"].quality_start=0",
            "lines[\"b-1\"].commissioning_start=0",
            "days=12",
        ],
        &[
            "lines[\"a-1\"].quality_end=0.000001",
            "lines[\"a-1\"].availability=0.1",
        ],
    ];
    for sets in nothing {
        let mut arguments = vec!["run", "small", "--no-charts", "--quiet"];
        for set in sets {
            arguments.extend(["--set", set]);
        }
        let ran = maskflow(&arguments, place.path());
        assert!(
            ran.status.success(),
            "{sets:?}: {}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }
    let ran = maskflow(
        &[
            "run",
            "small",
            "--no-charts",
            "--quiet",
            "--set",
            nothing[0][0],
        ],
        place.path(),
    );
    assert!(ran.status.success());
    let daily = fs::read_to_string(place.path().join("output/small/enterprise_daily.csv")).unwrap();
    let of_a = daily
        .lines()
        .filter(|row| row.split(',').nth(1) == Some("a"));
    assert!(
        of_a.clone().count() == 5 && of_a.clone().all(|row| row.ends_with(",quality")),
        "{daily}"
    );
}

#[test]
fn what_is_no_run_is_said_to_be_none() {
    let place = tempfile::tempdir().unwrap();
    for folder in ["nowhere", "."] {
        let answer = maskflow(&["audit", folder], place.path());
        assert_eq!(answer.status.code(), Some(1));
        let message = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(message.contains(folder), "{message}");
    }
    assert_eq!(maskflow(&["audit"], place.path()).status.code(), Some(2));
}
