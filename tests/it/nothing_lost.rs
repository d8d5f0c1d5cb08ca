//! Nothing of anybody's is lost: whatever the verb, the scenario's name, and the place for results.

use crate::program::program;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// Every verb that writes results of the scenario `small`, quickly.
const VERBS: [&str; 8] = [
    "run small --no-charts --quiet --threads 1 --out out",
    "run small --replicates 2 --no-charts --quiet --threads 1 --out out",
    "study small --replicates 4 --no-charts --quiet --threads 1 --out out",
    "study small --trace 1 --replicates 4 --no-charts --quiet --threads 1 --out out",
    "compare small --rules proportional,talmud --tightness given --replicates 2 --no-gaming --no-charts --quiet --threads 1 --out out",
    "sensitivity small --methods tornado --no-charts --quiet --threads 1 --out out",
    "backtest small --replicates 20 --no-charts --quiet --threads 1 --out out",
    "calibrate small --draws 100 --waves 1 --fits 20 --no-charts --quiet --threads 1 --out out",
];

const PARAMETER: &str = r#"
[[parameter]]
id = "speed"
title_zh = "设备速度"
title_en = "Speed of lines"
scale = ["lines[*].speed_per_minute"]
prior = { uniform = [0.5, 1.5] }
"#;
const OBSERVED: &str = "date,scope,metric,value,use,error,confidence\n2020-02-02,province,output,140000,fit,0.3,A\n2020-02-04,province,output,150000,fit,0.3,A\n";

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
fn succeeds(place: &Path, line: &str) {
    let done = call(place, line);
    assert_eq!(done.status.code(), Some(0), "{line}\n{}", errors(&done));
}

/// A folder with a small scenario that every verb can work on.
fn small() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    succeeds(
        place.path(),
        "generate small --prefectures 2 --enterprises 4 --days 14 --seed 4",
    );
    let file = place.path().join("small/scenario.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text + PARAMETER).unwrap();
    fs::write(place.path().join("small/observed.csv"), OBSERVED).unwrap();
    place
}

fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}

#[test]
fn a_place_that_holds_a_scenario_is_refused_and_nothing_changes() {
    let place = small();
    fs::create_dir(place.path().join("scenarios")).unwrap();
    succeeds(place.path(), "init scenarios/one");
    let what_if = "extends = \"one\"\ntitle_zh = \"甲\"\ntitle_en = \"A\"\nquestion_zh = \"?\"\nquestion_en = \"?\"\n";
    fs::write(place.path().join("scenarios/two.toml"), what_if).unwrap();
    let before = contents(place.path());
    for line in [
        "run small --quiet --out .",
        "run scenarios --quiet --out scenarios",
        "run small --quiet --out small",
        "run small --quiet --out small/..",
        "study small --quiet --replicates 2 --out .",
        "compare small --quiet --replicates 1 --out .",
        "sensitivity small --quiet --out .",
        "backtest small --quiet --replicates 20 --out .",
        "calibrate small --quiet --draws 100 --fits 20 --out .",
    ] {
        let done = call(place.path(), line);
        assert_eq!(done.status.code(), Some(1), "{line}\n{}", errors(&done));
        assert!(errors(&done).contains("F001"), "{line}\n{}", errors(&done));
        assert!(
            errors(&done).contains("remedy:"),
            "{line}\n{}",
            errors(&done)
        );
        assert_eq!(contents(place.path()), before, "{line}");
    }
    // From inside: the place below the scenario's own folder is a place among its files.
    let inside = place.path().join("small");
    for line in ["run . --quiet --out .", "run ../small --quiet --out ."] {
        let done = call(&inside, line);
        assert_eq!(done.status.code(), Some(1), "{line}\n{}", errors(&done));
        assert_eq!(contents(place.path()), before, "{line}");
    }
}

#[test]
fn folders_that_maskflow_never_wrote_are_refused() {
    for verb in VERBS {
        let place = small();
        let mut names = vec!["small"];
        if verb.contains("--replicates 2 --no-charts") && verb.starts_with("run") {
            names = vec!["small-replicate-0", "comparison"];
        } else if verb.contains("--trace") {
            names = vec!["small-replicate-1"];
        }
        for name in names {
            let mine = place.path().join("out").join(name);
            fs::create_dir_all(&mine).unwrap();
            fs::write(mine.join("notes.xlsx"), "mine").unwrap();
            let before = contents(place.path());
            let done = call(place.path(), verb);
            assert_eq!(
                done.status.code(),
                Some(1),
                "{verb} {name}\n{}",
                errors(&done)
            );
            assert!(errors(&done).contains("F002"), "{verb}\n{}", errors(&done));
            assert_eq!(contents(place.path()), before, "{verb} {name}");
            fs::remove_dir_all(&mine).unwrap();
        }
    }
}

#[test]
fn every_verb_leaves_alone_what_others_keep_among_results() {
    for verb in VERBS {
        let place = small();
        succeeds(place.path(), verb);
        let out = place.path().join("out");
        let results: Vec<PathBuf> = fs::read_dir(&out)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        let mut mine = Vec::new();
        for folder in results.iter().chain([&out]) {
            mine.push(folder.join("notes.xlsx"));
            mine.push(folder.join("own/deeper/notes.txt"));
        }
        for name in [
            ".writing-mine",
            ".replaced-mine",
            ".maskflow-mine",
            ".small.unfinished",
        ] {
            mine.push(out.join(name).join("notes.txt"));
        }
        mine.push(out.join(".maskflow-file"));
        mine.push(out.join(".writing-file"));
        for file in &mine {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, file.display().to_string()).unwrap();
        }
        // A table that was edited in a spreadsheet.
        let table = results
            .iter()
            .flat_map(|folder| contents(folder).into_keys())
            .find(|path| path.extension().is_some_and(|ending| ending == "csv"));
        let table = table.unwrap();
        fs::write(&table, "edited").unwrap();
        let done = call(place.path(), verb);
        assert_eq!(done.status.code(), Some(0), "{verb}\n{}", errors(&done));
        for file in &mine {
            let text = fs::read_to_string(file).unwrap_or_default();
            assert_eq!(text, file.display().to_string(), "{verb}");
        }
        let kept = PathBuf::from(format!("{}.edited-1", table.display()));
        assert_eq!(fs::read_to_string(&kept).unwrap(), "edited", "{verb}");
        assert_ne!(fs::read_to_string(&table).unwrap(), "edited", "{verb}");
        assert!(errors(&done).contains(".edited-1"), "{verb}");
    }
}

#[test]
fn results_of_one_verb_are_not_replaced_by_another() {
    let place = small();
    succeeds(place.path(), VERBS[0]);
    let before = contents(&place.path().join("out"));
    for verb in &VERBS[4..] {
        let done = call(place.path(), verb);
        assert_eq!(done.status.code(), Some(1), "{verb}\n{}", errors(&done));
        assert!(errors(&done).contains("F003"), "{verb}\n{}", errors(&done));
        assert_eq!(contents(&place.path().join("out")), before, "{verb}");
    }
}

#[test]
fn hostile_names_write_nothing_anywhere() {
    for name in ["../../elsewhere", "/elsewhere", "..", "a/b", "comparison"] {
        let place = small();
        let file = place.path().join("small/scenario.toml");
        let text = fs::read_to_string(&file).unwrap();
        let before = contents(place.path());
        for verb in VERBS {
            let done = program()
                .args(verb.split_whitespace())
                .args(["--set", &format!("name={name}")])
                .current_dir(place.path())
                .output()
                .unwrap();
            assert_eq!(
                done.status.code(),
                Some(1),
                "{name} {verb}\n{}",
                errors(&done)
            );
            assert_eq!(contents(place.path()), before, "{name} {verb}");
        }
        fs::write(&file, format!("name = \"{name}\"\n{text}")).unwrap();
        let before = contents(place.path());
        for verb in VERBS {
            let done = call(place.path(), verb);
            assert_eq!(
                done.status.code(),
                Some(1),
                "{name} {verb}\n{}",
                errors(&done)
            );
            assert_eq!(contents(place.path()), before, "{name} {verb}");
        }
    }
}

#[test]
fn a_plan_that_was_mailed_cannot_lead_a_merge_elsewhere() {
    let place = small();
    let study = "study small --replicates 4 --no-charts --quiet --threads 1 --out parts";
    succeeds(place.path(), &format!("{study} --shard 1/2"));
    succeeds(place.path(), &format!("{study} --shard 2/2"));
    let parts = ["parts/small.shard-1-of-2", "parts/small.shard-2-of-2"];
    for part in parts {
        let plan = place.path().join(part).join("plan.json");
        let text = fs::read_to_string(&plan).unwrap();
        let hostile = text.replace("\"scenario\": \"small\"", "\"scenario\": \"../../small\"");
        assert_ne!(text, hostile);
        fs::write(&plan, hostile).unwrap();
    }
    let before = contents(place.path());
    let done = call(
        place.path(),
        &format!("merge {} {} --out out", parts[0], parts[1]),
    );
    assert_eq!(done.status.code(), Some(3), "{}", errors(&done));
    assert_eq!(contents(place.path()), before);
}

#[test]
fn sound_scenarios_are_run_beside_a_broken_one() {
    let place = small();
    succeeds(place.path(), "init other");
    succeeds(place.path(), "init broken");
    fs::write(place.path().join("broken/lines.csv"), "no,such\n1,2\n").unwrap();
    let done = call(
        place.path(),
        "run small broken other --no-charts --quiet --out out",
    );
    assert_eq!(done.status.code(), Some(1));
    assert!(errors(&done).contains("lines.csv"), "{}", errors(&done));
    for name in ["small", "other", "comparison"] {
        let manifest = place.path().join("out").join(name).join("manifest.json");
        assert!(manifest.is_file(), "{name}");
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_starts() {
    let place = small();
    for (line, told) in [
        ("study small --replicates 1000000000000", "it would take"),
        (
            "study small --replicates 9223372036854775808 --vary policy.link_ratio=0,0.5",
            "it would take",
        ),
        (
            "study small --vary policy.link_ratio=0..0.5:3000 --vary policy.market_min=0..0.5:3000",
            "points of the design",
        ),
        ("run small --replicates 1000000000000", "at most"),
        ("run small --replicates 5000", "--yes"),
        ("run small --threads 100000", "1..=256"),
        ("study small --threads 100000", "1..=256"),
        ("compare small --replicates 1000000000000", "at most"),
    ] {
        let before = contents(place.path());
        let done = call(place.path(), line);
        assert_eq!(done.status.code(), Some(2), "{line}\n{}", errors(&done));
        assert!(errors(&done).contains(told), "{line}\n{}", errors(&done));
        assert_eq!(contents(place.path()), before, "{line}");
    }
    // A sane study is not kept from starting by what was refused.
    succeeds(
        place.path(),
        "study small --replicates 4 --no-charts --quiet --out output/study",
    );
}
