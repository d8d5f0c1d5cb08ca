//! Results are safe from whatever ends a run early: a folder without permission, a full disk, Ctrl-C, `kill -9`.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::program::{PROGRAM, in_english, program};
use maskflow::files::digest;

/// Nobody's user id on every common system.
const NOBODY: u32 = 65534;

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios")
        .join(name)
}

/// A folder with results of two shipped scenarios, changed a little so that no later run gives the same.
fn earlier_results() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let done = program()
        .args([
            "run",
            "--no-charts",
            "--quiet",
            "--set",
            "policy.link_ratio=0.6",
        ])
        .args([shipped("jiangxi-2020"), shipped("no-link.toml")])
        .arg("--out")
        .arg(place.path().join("out"))
        .status()
        .unwrap();
    assert!(done.success());
    place
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}

/// Every entry of a results folder whose name starts with a point: what a run that ended early left.
fn leftovers(out: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(out)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with('.'))
        .collect()
}

/// Every run folder is what it was before, or has all that its manifest lists, byte for byte.
fn assert_whole(out: &Path, before: &BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(out).unwrap() {
        let folder = entry.unwrap().path();
        if leftovers(out).contains(&folder) {
            continue;
        }
        let earlier = before.iter().filter(|(path, _)| path.starts_with(&folder));
        if earlier.eq(files(&folder).iter()) {
            continue;
        }
        let manifest = fs::read(folder.join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        let listed = manifest["files"].as_array().unwrap();
        assert!(
            listed.len() > 10 || folder.ends_with("comparison"),
            "{}",
            folder.display()
        );
        for file in listed {
            let bytes = fs::read(folder.join(file["file"].as_str().unwrap())).unwrap();
            assert_eq!(digest(&bytes), file["sha256"], "{}", folder.display());
        }
    }
}

/// Runs everything that is shipped, with charts: many seconds of work.
fn long_run(out: &Path) -> Child {
    program()
        .arg("run")
        .arg(shipped(""))
        .arg("--out")
        .arg(out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A short run, as nobody where these tests run as root, whom no permission stops.
fn run_without_privileges(out: &Path) -> std::io::Result<Output> {
    let mut command = program();
    command
        .args(["run", "--no-charts", "--quiet"])
        .arg(shipped("jiangxi-2020"))
        .arg("--out")
        .arg(out);
    if fs::File::create(out.join(".probe")).is_ok() {
        fs::remove_file(out.join(".probe"))?;
        command.uid(NOBODY).gid(NOBODY);
    }
    command.output()
}

#[test]
fn a_read_only_folder_is_a_failure_that_changes_nothing() {
    let place = earlier_results();
    let out = place.path().join("out");
    let before = files(&out);
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    let run = run_without_privileges(&out);
    fs::set_permissions(&out, fs::Permissions::from_mode(0o755)).unwrap();
    match run {
        Ok(run) => {
            assert_eq!(run.status.code(), Some(3), "{}", text(&run.stderr));
            assert!(text(&run.stderr).contains("error: "));
        }
        Err(error) => println!("skipped: the program cannot be run as nobody here ({error})"),
    }
    assert_eq!(before, files(&out));
}

#[test]
fn a_full_disk_is_a_failure_that_changes_nothing() {
    let place = earlier_results();
    let out = place.path().join("out");
    let before = files(&out);
    // Files beyond 100 blocks cannot be written: to the program the same as a disk that fills up.
    let script = "trap '' XFSZ; ulimit -f 100 || exit 99; exec \"$@\"";
    let run = in_english("sh")
        .args(["-c", script, "sh", PROGRAM, "run", "--no-charts", "--quiet"])
        .arg(shipped("jiangxi-2020"))
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    if run.status.code() == Some(99) {
        println!("skipped: this system sets no limit to the size of files");
        return;
    }
    assert_eq!(run.status.code(), Some(3), "{}", text(&run.stderr));
    assert!(text(&run.stderr).contains("error: "));
    assert_eq!(before, files(&out));
    assert_eq!(leftovers(&out), [] as [PathBuf; 0]);
}

#[test]
fn an_interrupted_run_ends_with_130_and_leaves_whole_results() {
    let place = earlier_results();
    let out = place.path().join("out");
    let before = files(&out);
    let mut run = long_run(&out);
    std::thread::sleep(Duration::from_millis(1500));
    let sent = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    let asked = Instant::now();
    assert_eq!(run.wait().unwrap().code(), Some(130));
    assert!(asked.elapsed() < Duration::from_secs(20));
    assert_whole(&out, &before);
    assert!(!out.join("comparison/charts").exists(), "ended too late");
    assert_eq!(leftovers(&out), [] as [PathBuf; 0]);
}

#[test]
fn a_killed_run_leaves_whole_results_and_the_next_run_cleans_up() {
    let place = earlier_results();
    let out = place.path().join("out");
    let before = files(&out);
    let mut run = long_run(&out);
    let begun = Instant::now();
    while leftovers(&out).is_empty() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_micros(200));
    }
    run.kill().unwrap();
    assert_eq!(run.wait().unwrap().code(), None, "ended by the signal");
    assert_whole(&out, &before);
    // Folders of others with names like those of leftovers stay.
    fs::create_dir_all(out.join(".maskflow-mine")).unwrap();
    fs::write(out.join(".maskflow-mine/journal.json"), "mine").unwrap();
    let next = program()
        .args(["run", "--no-charts", "--quiet"])
        .arg(shipped("no-link.toml"))
        .arg("--out")
        .arg(&out)
        .status();
    assert!(next.unwrap().success());
    assert_eq!(leftovers(&out), [out.join(".maskflow-mine")]);
    assert_whole(&out, &before);
}
