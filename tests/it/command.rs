//! End to end, through the binary.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn maskflow(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_maskflow"))
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
