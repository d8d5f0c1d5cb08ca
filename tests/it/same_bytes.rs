//! The same scenario gives the same bytes, on any number of threads and however often: only the manifest differs.

use crate::program::program;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of every file of a run but the manifests, which name times.
fn results(scenarios: &[PathBuf], threads: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let place = tempfile::tempdir().unwrap();
    let done = program()
        .args(["run", "--quiet", "--threads", threads, "--out"])
        .arg(place.path())
        .args(scenarios)
        .status();
    assert!(done.unwrap().success());
    let mut files = BTreeMap::new();
    gather(place.path(), place.path(), &mut files);
    files
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else if !path.ends_with("manifest.json") {
            let name = path.strip_prefix(root).unwrap().to_owned();
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

fn assert_same_bytes(scenarios: &[PathBuf]) {
    let first = results(scenarios, "1");
    for ending in ["csv", "svg", "png", "json", "toml"] {
        let of_kind = |name: &&PathBuf| name.extension().is_some_and(|found| found == ending);
        assert!(first.keys().filter(of_kind).count() >= scenarios.len());
    }
    assert!(first.keys().any(|name| name.ends_with("charts/map.svg")));
    for threads in ["1", "2"] {
        let again = results(scenarios, threads);
        assert!(first.keys().eq(again.keys()), "other files");
        for (name, bytes) in &first {
            assert!(*bytes == again[name], "{}: {threads}", name.display());
        }
    }
}

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios")
        .join(name)
}

#[test]
fn three_shipped_scenarios_give_the_same_bytes() {
    assert_same_bytes(&["jiangxi-2020", "quota-link.toml", "sealed-prefecture.toml"].map(shipped));
}

/// Takes long: `cargo test --release -- --ignored same_bytes`.
#[test]
#[ignore = "long: everything that is shipped, three times with charts"]
fn everything_shipped_gives_the_same_bytes() {
    let paths = fs::read_dir(shipped("")).unwrap();
    let paths: Vec<PathBuf> = paths.map(|entry| entry.unwrap().path()).collect();
    assert!(paths.len() > 10);
    assert_same_bytes(&paths);
}
