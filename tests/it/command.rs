//! End to end, through the binary.

use crate::program::program;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

/// Runs the program. Whatever a run writes is audited.
pub fn maskflow(arguments: &[&str], folder: &Path) -> Output {
    let answer = unaudited(arguments, folder);
    if arguments.first() == Some(&"run") && answer.status.success() {
        let audit = unaudited(&["audit", "output"], folder);
        let said = String::from_utf8_lossy(&audit.stdout);
        assert_eq!(audit.status.code(), Some(0), "{said}");
    }
    answer
}

/// Runs the program and leaves it at that.
pub fn unaudited(arguments: &[&str], folder: &Path) -> Output {
    program()
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("maskflow starts")
}

fn template(folder: &Path) {
    assert!(maskflow(&["init", "small"], folder).status.success());
}

/// Every file of a run but the manifest, which names times.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("results can be listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(
                files(&path)
                    .into_iter()
                    .map(|(name, bytes)| (format!("{}/{name}", path.display()), bytes)),
            );
        } else if !path.ends_with("manifest.json") {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            all.insert(name, fs::read(&path).expect("a file"));
        }
    }
    all
}

#[test]
fn a_scenario_from_init_runs_and_gives_the_same_bytes_on_any_number_of_threads() {
    let place = tempfile::tempdir().expect("a temporary folder");
    template(place.path());
    let first = maskflow(&["run", "small", "--threads", "1"], place.path());
    assert_eq!(
        first.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    let one = files(&place.path().join("output"));
    assert!(
        maskflow(&["run", "small", "--threads", "2"], place.path())
            .status
            .success()
    );
    assert_eq!(one, files(&place.path().join("output")));
    assert!(one.keys().any(|name| name.ends_with("province_daily.csv")));
}

#[test]
fn a_broken_scenario_is_a_finding_and_leaves_earlier_results_alone() {
    let place = tempfile::tempdir().expect("a temporary folder");
    template(place.path());
    assert!(
        maskflow(&["run", "small", "--no-charts"], place.path())
            .status
            .success()
    );
    let before = files(&place.path().join("output"));
    let broken = maskflow(
        &["run", "small", "--set", "policy.link_ratoi=0.4"],
        place.path(),
    );
    assert_eq!(broken.status.code(), Some(1));
    let message = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert!(message.contains("did you mean `link_ratio`?"), "{message}");
    assert_eq!(before, files(&place.path().join("output")));
}

#[test]
fn exit_statuses_tell_findings_from_usage_and_from_failures() {
    let place = tempfile::tempdir().expect("a temporary folder");
    template(place.path());
    assert_eq!(
        maskflow(&["check", "small"], place.path()).status.code(),
        Some(0)
    );
    assert_eq!(
        maskflow(&["check", "nowhere"], place.path()).status.code(),
        Some(1)
    );
    assert_eq!(
        maskflow(&["run", "--threads", "many"], place.path())
            .status
            .code(),
        Some(2)
    );
    fs::write(place.path().join("taken"), "a file").expect("written");
    let full = maskflow(
        &["run", "small", "--no-charts", "--out", "taken"],
        place.path(),
    );
    assert_eq!(
        full.status.code(),
        Some(3),
        "{}",
        String::from_utf8_lossy(&full.stderr)
    );
}

#[test]
fn share_prints_the_document_of_the_contract() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let arguments = [
        "share",
        "--rule",
        "equal_awards",
        "--amount",
        "200",
        "--claims",
        "100,200,300",
        "--json",
    ];
    let answer = maskflow(&arguments, place.path());
    let document: serde_json::Value =
        serde_json::from_slice(&answer.stdout).expect("one JSON document");
    assert_eq!(document["amount"], 200);
    let awards = document["awards"].as_array().expect("awards");
    assert_eq!(
        awards
            .iter()
            .filter_map(serde_json::Value::as_i64)
            .sum::<i64>(),
        200
    );
}

#[test]
fn schema_prints_one_json_document_or_writes_it() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let printed = maskflow(&["schema"], place.path());
    let document: serde_json::Value =
        serde_json::from_slice(&printed.stdout).expect("one JSON document");
    assert_eq!(
        document["properties"]["days"]["anyOf"][0]["maximum"],
        3660.0
    );
    let quiet = maskflow(&["schema", "--out", "it.json"], place.path());
    assert!(quiet.status.success() && quiet.stdout.is_empty());
    let written = fs::read(place.path().join("it.json")).expect("a file");
    assert_eq!(written, printed.stdout);
}

/// Cells of a CSV without quotes, the header left out.
fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect()
}

#[test]
fn written_balances_add_up_and_follow_from_the_day_before() {
    let place = tempfile::tempdir().expect("a temporary folder");
    template(place.path());
    assert!(
        maskflow(&["run", "small", "--no-charts"], place.path())
            .status
            .success()
    );
    let text =
        fs::read_to_string(place.path().join("output/small/balances.csv")).expect("balances");
    let mut closed: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut last_day = String::new();
    for row in rows(&text) {
        let [opening, incoming, outgoing, closing] =
            [3, 4, 5, 6].map(|at| row[at].parse::<i64>().expect("a whole number"));
        assert_eq!(opening + incoming - outgoing, closing, "{row:?}");
        let account = (row[1].to_owned(), row[2].to_owned());
        if row[0] != "2020-02-01" {
            assert_eq!(
                closed.get(&account).copied().unwrap_or(0),
                opening,
                "{row:?}"
            );
        }
        closed.insert(account, closing);
        last_day = row[0].to_owned();
    }
    assert_eq!(last_day, "2020-02-05");
}

#[test]
fn the_written_waterfall_leads_from_planned_capacity_to_output() {
    let place = tempfile::tempdir().expect("a temporary folder");
    template(place.path());
    assert!(
        maskflow(&["run", "small", "--no-charts"], place.path())
            .status
            .success()
    );
    let read = |file: &str| {
        fs::read_to_string(place.path().join("output/small").join(file)).expect("a table")
    };
    let (waterfall, province) = (read("waterfall.csv"), read("province_daily.csv"));
    for day in rows(&province) {
        let lost: i64 = rows(&waterfall)
            .iter()
            .filter(|row| row[0] == day[0])
            .map(|row| row[3].parse::<i64>().expect("pieces"))
            .sum();
        let [planned, output] = [2, 8].map(|at: usize| day[at].parse::<i64>().expect("pieces"));
        assert_eq!(planned - lost, output, "{}", day[0]);
    }
}

#[test]
fn the_resolved_scenario_loads_to_itself() {
    for name in ["jiangxi-2020", "no-link.toml", "sealed-prefecture.toml"] {
        let path = Path::new("scenarios").join(name);
        let first = maskflow::scenario::load(&path, &[]).expect("a scenario in order");
        let place = tempfile::tempdir().expect("a temporary folder");
        let file = place.path().join("scenario.resolved.toml");
        fs::write(&file, &first.resolved).expect("written");
        let again = maskflow::scenario::load(&file, &[]).expect("the resolved scenario in order");
        assert_eq!(first.hash, again.hash, "{name}");
        assert!(first.changes == again.changes, "{name}: changes");
        assert!(first.regimes == again.regimes, "{name}: regimes");
    }
}

#[test]
fn a_calendar_cut_short_keeps_what_was_to_come_after_and_loads_again() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jiangxi-2020");
    let sets = ["days=20", "target.date=2020-02-10"].map(str::to_owned);
    let short = maskflow::scenario::load(&path, &sets).unwrap();
    assert_eq!(short.days, 20);
    let place = tempfile::tempdir().unwrap();
    let again = place.path().join("again.toml");
    fs::write(&again, &short.resolved).unwrap();
    let reloaded = maskflow::scenario::load(&again, &[]).unwrap();
    assert_eq!(reloaded.resolved, short.resolved);
    let findings = maskflow::scenario::load(&path, &sets[..1]).unwrap_err();
    assert_eq!(findings.len(), 1, "only the target's date has to move");
}

#[test]
fn futures_can_be_run_like_the_central_world_and_audited() {
    let place = tempfile::tempdir().expect("a temporary folder");
    template(place.path());
    let done = maskflow(
        &["run", "small", "--replicates", "2", "--no-charts"],
        place.path(),
    );
    assert_eq!(done.status.code(), Some(0));
    for replicate in ["0", "1"] {
        let manifest = place
            .path()
            .join(format!("output/small-replicate-{replicate}/manifest.json"));
        let text = fs::read_to_string(manifest).expect("a manifest");
        assert!(
            text.contains(&format!("\"replicate\": {replicate}")),
            "{text}"
        );
    }
}
