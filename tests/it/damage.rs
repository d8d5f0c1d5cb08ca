//! Damaged chunks are known, set aside and done again; results and parts of version 0.1 are read, or refused by name.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::program::{PROGRAM, in_english, program};
use maskflow::files::digest;

const STUDY: &str =
    "study small --replicates 12 --chunk 3 --no-charts --quiet --threads 1 --out out";

fn call(place: &Path, line: &str) -> Output {
    program()
        .args(line.split_whitespace())
        .current_dir(place)
        .output()
        .unwrap()
}

fn errors(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

#[track_caller]
fn ends(place: &Path, line: &str, status: i32) -> String {
    let done = call(place, line);
    let errors = errors(&done);
    assert_eq!(done.status.code(), Some(status), "{line}\n{errors}");
    assert!(!errors.contains("panicked"), "{line}\n{errors}");
    errors
}

/// A small scenario, and both shards of a study of it.
fn parts() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let size = "generate small --prefectures 2 --enterprises 4 --days 14 --seed 4";
    ends(place.path(), size, 0);
    for shard in ["1/2", "2/2"] {
        ends(place.path(), &format!("{STUDY} --shard {shard}"), 0);
    }
    place
}

const FIRST: &str = "out/small.shard-1-of-2";
const MERGE: &str =
    "merge out/small.shard-1-of-2 out/small.shard-2-of-2 --no-charts --quiet --out merged";

fn chunks(folder: &Path) -> Vec<PathBuf> {
    let mut chunks: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "parquet"))
        .collect();
    chunks.sort();
    chunks
}

fn results(folder: &Path) -> BTreeMap<String, String> {
    let manifest = fs::read(folder.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let files = manifest["files"].as_array().unwrap().iter();
    let file = |file: &serde_json::Value| {
        let name = file["file"].as_str().unwrap().to_owned();
        let bytes = fs::read(folder.join(&name)).unwrap();
        (name, digest(&bytes))
    };
    files.map(file).collect()
}

/// A kind of damage, and how it is done to the chunks of a part.
type Damage = (&'static str, fn(&[PathBuf]));

#[test]
fn every_kind_of_damage_to_a_chunk_is_named_set_aside_and_done_again() {
    let whole = parts();
    ends(whole.path(), MERGE, 0);
    let expected = results(&whole.path().join("merged/small"));
    let kinds: [Damage; 6] = [
        ("cut short", |chunks| {
            let bytes = fs::read(&chunks[0]).unwrap();
            fs::write(&chunks[0], &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("empty", |chunks| fs::write(&chunks[0], b"").unwrap()),
        ("copied over another", |chunks| {
            fs::copy(&chunks[1], &chunks[0]).unwrap();
        }),
        ("renamed", |chunks| {
            let name = chunks[0].file_name().unwrap().to_string_lossy();
            let other = name.replace(
                "worlds-000000000000-000000000003",
                "worlds-000000000000-000000000002",
            );
            fs::rename(&chunks[0], chunks[0].with_file_name(other)).unwrap();
        }),
        ("no checksum", |chunks| {
            let other = chunks[0].with_file_name("worlds-000000000000-000000000003.parquet");
            fs::rename(&chunks[0], other).unwrap();
        }),
        ("a folder", |chunks| {
            fs::remove_file(&chunks[0]).unwrap();
            fs::create_dir(&chunks[0]).unwrap();
        }),
    ];
    for (kind, damage) in kinds {
        let place = parts();
        let folder = place.path().join(FIRST);
        damage(&chunks(&folder));
        let told = ends(place.path(), MERGE, 3);
        assert!(told.contains("worlds-000000000000"), "{kind}: {told}");
        assert!(told.contains("--resume"), "{kind}: {told}");
        let told = ends(place.path(), &format!("{STUDY} --shard 1/2 --resume"), 0);
        assert!(told.contains(".damaged-1"), "{kind}: {told}");
        ends(place.path(), MERGE, 0);
        let merged = results(&place.path().join("merged/small"));
        assert_eq!(merged, expected, "{kind}");
    }
}

#[test]
fn one_flipped_bit_of_a_chunk_is_always_known() {
    let place = parts();
    let folder = place.path().join(FIRST);
    let store = maskflow::study::store::Store::found(&folder).unwrap();
    let chunk = store.kept().unwrap().remove(0);
    let bytes = fs::read(&chunk.path).unwrap();
    assert!(chunk.check(store.plan()).is_ok());
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(&chunk.path, flipped).unwrap();
        assert!(chunk.check(store.plan()).is_err(), "byte {at}");
    }
}

#[test]
fn two_programs_on_one_study_do_not_meet() {
    let place = tempfile::tempdir().unwrap();
    let size = "generate small --prefectures 3 --enterprises 12 --days 28 --seed 4";
    ends(place.path(), size, 0);
    let study = "study small --replicates 2000 --no-charts --quiet --threads 1 --out out";
    let mut first = program()
        .args(study.split_whitespace())
        .current_dir(place.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let lock = place.path().join("out/.small.unfinished/maskflow.lock");
    while !lock.exists() && first.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    std::thread::sleep(std::time::Duration::from_millis(20));
    let second = call(place.path(), study);
    assert!(first.wait().unwrap().success());
    // Whoever came second was told, or came after all was done.
    if second.status.code() == Some(3) {
        assert!(
            errors(&second).contains("another program works"),
            "{}",
            errors(&second)
        );
    } else {
        assert_eq!(second.status.code(), Some(0), "{}", errors(&second));
    }
    assert!(place.path().join("out/small/manifest.json").is_file());
}

#[test]
fn many_runs_at_once_into_one_folder_all_succeed() {
    let place = tempfile::tempdir().unwrap();
    let size = "generate small --prefectures 2 --enterprises 4 --days 14 --seed 4";
    ends(place.path(), size, 0);
    for _ in 0..5 {
        let start = |_| {
            program()
                .args("run small --no-charts --quiet --threads 1 --out out".split_whitespace())
                .current_dir(place.path())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let runs: Vec<_> = (0..6).map(start).collect();
        for run in runs {
            let done = run.wait_with_output().unwrap();
            assert!(done.status.success(), "{}", errors(&done));
        }
    }
    let left = fs::read_dir(place.path().join("out")).unwrap().count();
    assert_eq!(left, 1);
    // A file beside runs is no run.
    fs::write(place.path().join("out/notes.txt"), "mine").unwrap();
    ends(place.path(), "audit out", 0);
}

fn old(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/old")
        .join(name)
}

#[test]
fn a_run_of_version_0_1_is_read_and_was_made_under_another_model() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run");
    fs::create_dir(&run).unwrap();
    for entry in fs::read_dir(old("run")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, run.join(path.file_name().unwrap())).unwrap();
    }
    let done = call(place.path(), "audit run");
    let told = String::from_utf8_lossy(&done.stdout);
    assert_eq!(done.status.code(), Some(1), "{told}");
    for words in ["0.1.0", "maskflow run run/scenario.resolved.toml"] {
        assert!(told.contains(words), "{told}");
    }
    let why = ends(place.path(), "why run --date 2020-02-05 --enterprise a", 1);
    assert!(
        why.contains("maskflow run run/scenario.resolved.toml"),
        "{why}"
    );
    ends(
        place.path(),
        "run run/scenario.resolved.toml --no-charts --quiet --out again",
        0,
    );
    ends(place.path(), "audit again", 0);
}

#[test]
fn parts_of_version_0_1_are_refused_by_both_versions_and_stay() {
    let place = tempfile::tempdir().unwrap();
    let [one, two] = [1, 2].map(|part| old(&format!("parts/tiny.shard-{part}-of-2")));
    let line = format!("merge {} {} --out merged", one.display(), two.display());
    let told = ends(place.path(), &line, 3);
    for words in ["0.1.0", "0.2", "maskflow study", "worlds-000000000000"] {
        assert!(told.contains(words), "{told}");
    }
    // A study that would go on where version 0.1 stopped is told so; --restart leaves what is there.
    ends(
        place.path(),
        "generate tiny --prefectures 1 --enterprises 2 --days 14 --seed 2",
        0,
    );
    let mine = place.path().join("out/tiny.shard-1-of-2");
    fs::create_dir_all(mine.join("point-0")).unwrap();
    for entry in fs::read_dir(&one).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, mine.join(path.file_name().unwrap())).unwrap();
        }
    }
    let study = "study tiny --replicates 6 --chunk 2 --shard 1/2 --quiet --out out";
    let told = ends(place.path(), &format!("{study} --resume"), 2);
    assert!(told.contains("0.1.0"), "{told}");
    ends(place.path(), &format!("{study} --restart"), 0);
    let kept = place.path().join("out/tiny.shard-1-of-2.kept-1");
    assert_eq!(chunks(&kept).len(), 2);
}

#[test]
fn results_of_a_later_version_are_refused_and_stay() {
    let place = tempfile::tempdir().unwrap();
    ends(place.path(), "init small", 0);
    ends(place.path(), "run small --no-charts --quiet --out out", 0);
    let manifest = place.path().join("out/small/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let later = text
        .replace("\"format\": 2", "\"format\": 3")
        .replace("\"version\": \"0.2.0\"", "\"version\": \"0.9.0\"");
    assert_ne!(text, later);
    fs::write(&manifest, &later).unwrap();
    for (line, status) in [
        ("run small --no-charts --quiet --out out", 1),
        ("audit out", 1),
        ("why out/small --date 2020-02-05 --enterprise a", 1),
    ] {
        let done = call(place.path(), line);
        assert_eq!(
            done.status.code(),
            Some(status),
            "{line}\n{}",
            errors(&done)
        );
        let told = errors(&done) + &String::from_utf8_lossy(&done.stdout);
        assert!(
            told.contains("0.9.0") && told.contains("0.2"),
            "{line}: {told}"
        );
    }
    assert_eq!(fs::read_to_string(&manifest).unwrap(), later);
}

#[cfg(unix)]
#[test]
fn every_signal_that_asks_for_an_end_is_heard() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let place = tempfile::tempdir().unwrap();
        let size = "generate small --prefectures 3 --enterprises 12 --days 28 --seed 4";
        ends(place.path(), size, 0);
        let study =
            "study small --replicates 100000 --chunk 20 --no-charts --quiet --threads 1 --out out";
        let mut run = program()
            .args(study.split_whitespace())
            .current_dir(place.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while chunks_kept(place.path()) == 0 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let sent = Command::new("kill")
            .args([signal, &run.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        assert_eq!(run.wait().unwrap().code(), Some(130), "{signal}");
        assert!(chunks_kept(place.path()) > 0);
    }
}

fn chunks_kept(place: &Path) -> usize {
    let folder = place.join("out/.small.unfinished");
    if folder.is_dir() {
        chunks(&folder).len()
    } else {
        0
    }
}

#[cfg(unix)]
#[test]
fn who_stops_reading_changes_no_exit_status_and_a_full_output_is_named() {
    let place = tempfile::tempdir().unwrap();
    ends(place.path(), "init broken", 0);
    let rows = "no,such,column\n".to_owned() + &"1,2,3\n".repeat(3);
    fs::write(place.path().join("broken/lines.csv"), rows).unwrap();
    let script = format!("{PROGRAM} check broken | true; exit ${{PIPESTATUS[0]}}");
    for _ in 0..5 {
        let done = in_english("bash")
            .args(["-c", &script])
            .current_dir(place.path())
            .status();
        assert_eq!(done.unwrap().code(), Some(1));
    }
    let script = format!("{PROGRAM} check broken > /dev/full");
    let done = in_english("bash")
        .args(["-c", &script])
        .current_dir(place.path())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(3));
    assert!(
        errors(&done).contains("standard output"),
        "{}",
        errors(&done)
    );
}
