//! Synthetic scenarios of any size are in order, run, and are the same for the same seed.

use std::fs;
use std::path::Path;

use crate::program::program;
use maskflow::report::figures;
use maskflow::report::run::Run;
use maskflow::report::words::Lang;
use maskflow::scenario;

/// Generates a scenario with the binary and tells its folder.
fn generate(place: &Path, name: &str, size: [&str; 4]) -> std::path::PathBuf {
    let [prefectures, enterprises, days, seed] = size;
    let done = program()
        .args(["generate", name, "--prefectures", prefectures])
        .args(["--enterprises", enterprises, "--days", days, "--seed", seed])
        .current_dir(place)
        .output();
    assert!(done.unwrap().status.success());
    place.join(name)
}

#[test]
fn synthetic_scenarios_of_any_size_are_in_order() {
    let place = tempfile::tempdir().unwrap();
    for (name, size) in [
        ("smallest", ["1", "1", "10", "0"]),
        ("wide", ["99", "120", "20", "1"]),
        ("long", ["2", "5", "400", "2"]),
        ("usual", ["11", "221", "98", "3"]),
    ] {
        let folder = generate(place.path(), name, size);
        let found = scenario::load(&folder, &[]).unwrap();
        assert_eq!(found.enterprises.len().to_string(), size[1]);
        assert_eq!(found.prefectures.len().to_string(), size[0]);
        assert_eq!(found.days.to_string(), size[2]);
        for file in ["lines.csv", "enterprises.csv", "demand.csv"] {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            let assumed = |line: &str| line.ends_with(",generated,assumed");
            assert!(text.lines().skip(1).all(assumed), "{file}");
        }
    }
}

#[test]
fn a_synthetic_scenario_is_about_what_a_real_one_is_about() {
    let place = tempfile::tempdir().unwrap();
    let folder = generate(place.path(), "usual", ["11", "221", "98", "1"]);
    let run = Run::central(scenario::load(&folder, &[]).unwrap());
    let outputs: Vec<i64> = (run.outcome.province.iter())
        .map(|day| day.output)
        .collect();
    assert!(outputs[97] > 5 * outputs[0] && outputs[0] > 0, "it grows");
    let days_short = run.days().filter(|&day| {
        let lost = &run.ledger.claim.on(day);
        let awards = &run.ledger.award.on(day);
        lost.iter()
            .zip(awards.iter())
            .any(|(claim, award)| award < claim)
    });
    assert!(days_short.count() > 30, "meltblown is scarce");
    assert!(run.ledger.reviews.len() > 10);
    let drawings = figures::draw(&run, Lang::En).unwrap();
    assert!(drawings.iter().all(|drawing| drawing.name != "map"));
}

#[test]
fn the_same_seed_gives_the_same_files() {
    let place = tempfile::tempdir().unwrap();
    let size = ["3", "30", "30", "11"];
    let (one, two) = (
        generate(place.path(), "one", size),
        generate(place.path(), "two", size),
    );
    let mut files = 0;
    for entry in fs::read_dir(&one).unwrap() {
        let path = entry.unwrap().path();
        let other = two.join(path.file_name().unwrap());
        assert_eq!(fs::read(&path).unwrap(), fs::read(other).unwrap());
        files += 1;
    }
    assert_eq!(files, 11);
}
