//! Which inputs matter: on a scenario whose answer is known, and through the binary.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::program::program;
use bytes::Bytes;
use maskflow::scenario;
use maskflow::study::sensitivity::{OUTCOMES, Trial, discover, outcome, outcome_name};
use maskflow::study::work::Work;
use maskflow::world::Futures;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

fn work() -> Work<'static, ()> {
    Work {
        go_on: &|| Ok(()),
        done: &|| (),
    }
}

fn small(place: &Path) -> std::path::PathBuf {
    let done = program()
        .args([
            "generate",
            "small",
            "--prefectures",
            "3",
            "--enterprises",
            "12",
            "--days",
            "28",
            "--seed",
            "4",
        ])
        .current_dir(place)
        .output();
    assert!(done.unwrap().status.success());
    place.join("small")
}

#[test]
fn every_method_sees_what_moves_output_and_none_sees_what_does_not() {
    let place = tempfile::tempdir().unwrap();
    // Prices of machines that nobody subsidises change no mask; how much material comes changes every one.
    let sets = [
        r#"lines[*].price_yuan=uniform(1000, 900000)"#,
        r#"supply[*].per_day=uniform(5, 500) shared"#,
    ];
    let sets: Vec<String> = sets.map(str::to_owned).into();
    let scenario = scenario::load(&small(place.path()), &sets).unwrap();
    let futures = Futures::of(&scenario);
    let trial = Trial::of(&scenario, &futures);
    let names: Vec<&str> = trial.movable().map(|group| group.name.as_str()).collect();
    let at = |name: &str| names.iter().position(|known| *known == name).unwrap();
    let (supply, price) = (at("supply.per_day"), at("lines.price_yuan"));
    let output = outcome("output").unwrap();

    let (base, ends) = trial.one_at_a_time(&work()).unwrap();
    assert!(ends[supply][0][output] < base[output]);
    assert!(base[output] <= ends[supply][1][output]);
    assert_eq!(ends[price][0], base);
    assert_eq!(ends[price][1], base);

    let effects = trial.screen(6, &work()).unwrap();
    assert_eq!(effects.len(), OUTCOMES);
    assert!(effects[output][supply].mu > 0.0);
    assert_eq!(effects[output][price].mu_star, 0.0);

    let parts: Vec<Vec<usize>> = [supply, price]
        .map(|wanted| {
            let is = |group: &maskflow::study::sensitivity::Group| group.name == names[wanted];
            vec![trial.groups().iter().position(is).unwrap()]
        })
        .into();
    let shares = trial.shares(&parts, 128, &work()).unwrap().indices();
    let [of_supply, of_price] = [shares[output][0], shares[output][1]];
    assert!(of_supply.total > 0.5, "{of_supply:?}");
    assert_eq!(of_price.total, 0.0);

    let sample = trial.sample(300, &work()).unwrap();
    let mut sums: Vec<f64> = sample
        .iter()
        .map(|(_, outcomes)| outcomes[output])
        .collect();
    sums.sort_by(f64::total_cmp);
    let inputs: Vec<Vec<f64>> = sample
        .iter()
        .map(|(means, _)| {
            means
                .iter()
                .map(|mean| if mean.is_nan() { 0.0 } else { *mean })
                .collect()
        })
        .collect();
    let cases: Vec<bool> = sample
        .iter()
        .map(|(_, outcomes)| outcomes[output] < sums[75])
        .collect();
    let (region, _) = discover(&inputs, &cases).unwrap();
    let factor = |name: &str| {
        futures
            .factors()
            .iter()
            .position(|factor| factor.name == name)
            .unwrap()
    };
    assert!(region.limits[factor("supply.per_day")].high.is_some());
    assert!(region.limits[factor("lines.price_yuan")].are_free());
    assert!(region.density > 0.8, "{region:?}");
}

#[test]
fn results_are_the_same_on_any_number_of_threads_and_wrong_usage_is_told() {
    let place = tempfile::tempdir().unwrap();
    small(place.path());
    let run = |more: &[&str]| {
        let common = [
            "sensitivity",
            "small",
            "--trajectories",
            "3",
            "--rows",
            "16",
            "--futures",
            "60",
            "--no-charts",
        ];
        program()
            .args(common)
            .args(more)
            .current_dir(place.path())
            .output()
            .unwrap()
    };
    let case = ["--case", "fill_rate<0.9"];
    for (threads, out) in [("1", "one"), ("2", "two")] {
        let done = run(&[&case[..], &["--threads", threads, "--out", out]].concat());
        assert_eq!(
            done.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    for file in [
        "tornado.csv",
        "morris.csv",
        "sobol.csv",
        "discovery.csv",
        "sensitivity.json",
        "sobol_rows.parquet",
    ] {
        let read = |out: &str| fs::read(place.path().join(out).join("small").join(file)).unwrap();
        assert_eq!(read("one"), read("two"), "{file}");
    }
    let text = fs::read_to_string(place.path().join("one/small/morris.csv")).unwrap();
    assert!((0..OUTCOMES).all(|at| text.contains(outcome_name(at))));
    for wrong in [
        ["--measure", "luck"],
        ["--case", "output"],
        ["--case", "luck>1"],
    ] {
        assert_eq!(run(&wrong).status.code(), Some(2), "{wrong:?}");
    }
}

/// What `init` writes: small, with one uncertain input, the speed of a line.
fn base(place: &Path) -> std::path::PathBuf {
    let done = maskflow(place, &["init", "base"]);
    assert!(done.status.success());
    place.join("base")
}

fn maskflow(place: &Path, args: &[&str]) -> Output {
    let mut command = program();
    command.args(args).current_dir(place).output().unwrap()
}

#[test]
fn all_variance_is_that_of_the_only_input() {
    let place = tempfile::tempdir().unwrap();
    let base = base(place.path());
    let output = outcome("output").unwrap();
    for seed in 1..=10 {
        let sets = [
            format!("seed={seed}"),
            r#"lines["a-1"].speed_per_minute=uniform(20, 100)"#.into(),
            r#"lines["b-1"].speed_per_minute=80"#.into(),
        ];
        let scenario = scenario::load(&base, &sets).unwrap();
        let futures = Futures::of(&scenario);
        let trial = Trial::of(&scenario, &futures);
        assert_eq!(trial.groups().len(), 1);
        let rows = trial.shares(&[vec![0]], 128, &work()).unwrap();
        assert_eq!([rows.numbers, rows.numbers_in_sequence], [1, 1]);
        let index = rows.indices()[output][0];
        // Standard deviations over seeds: 0.005; of random rows 0.105.
        assert!((index.first - 1.0).abs() < 0.025, "{seed}: {index:?}");
        assert!((index.total - 1.0).abs() < 0.025, "{seed}: {index:?}");
    }
}

/// The columns of a Parquet table as numbers or text, by name.
fn columns(file: &Path) -> BTreeMap<String, Vec<Field>> {
    let bytes = Bytes::from(fs::read(file).unwrap());
    let mut columns: BTreeMap<String, Vec<Field>> = BTreeMap::new();
    for row in SerializedFileReader::new(bytes)
        .unwrap()
        .get_row_iter(None)
        .unwrap()
    {
        for (name, field) in row.unwrap().get_column_iter() {
            columns.entry(name.clone()).or_default().push(field.clone());
        }
    }
    columns
}

fn text(field: &Field) -> &str {
    match field {
        Field::Str(text) => text,
        other => panic!("{other:?}"),
    }
}

fn number(field: &Field) -> f64 {
    match field {
        Field::Double(number) => *number,
        other => panic!("{other:?}"),
    }
}

#[test]
fn rows_are_kept_whole_and_their_number_is_a_power_of_two() {
    let place = tempfile::tempdir().unwrap();
    small(place.path());
    let line = "sensitivity small --methods sobol --trajectories 2 --most 2 --rows 50 --no-charts --quiet --out out";
    let done = maskflow(place.path(), &line.split(' ').collect::<Vec<_>>());
    assert!(done.status.success());
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(
        told.contains("--rows 50") && told.contains("64 rows"),
        "{told}"
    );
    let folder = place.path().join("out/small");
    let json = |name: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
    };
    let listed = json("manifest.json")["files"].as_array().unwrap().clone();
    assert!(
        listed
            .iter()
            .any(|file| file["file"] == "sobol_rows.parquet")
    );
    let document = json("sensitivity.json");
    let parts: Vec<&str> = (document["sobol"]["parts"].as_array().unwrap().iter())
        .map(|part| part.as_str().unwrap())
        .collect();
    assert_eq!(document["sobol"]["rows"], 64);

    let columns = columns(&folder.join("sobol_rows.parquet"));
    let texts = |name: &str| -> Vec<&str> { columns[name].iter().map(text).collect() };
    let (matrices, of_parts) = (texts("matrix"), texts("part"));
    let width = parts.len() + 2;
    assert_eq!(matrices.len(), 64 * width);
    for (at, (matrix, part)) in matrices.iter().zip(&of_parts).enumerate() {
        let expected = match at % width {
            0 => ("A", ""),
            within if within == width - 1 => ("B", ""),
            within => ("AB", parts[within - 1]),
        };
        assert_eq!((*matrix, *part), expected);
        assert_eq!(columns["row"][at], Field::Int((at / width) as i32));
    }
    let numbers = |name: &str| -> Vec<f64> { columns[name].iter().map(number).collect() };
    // Of the part's own column AB has the value of B, of another input that of A.
    for (at, part) in parts.iter().take(2).enumerate() {
        let (own, other) = (numbers(part), numbers(parts[1 - at]));
        for row in (0..own.len()).step_by(width) {
            assert_eq!(own[row + 1 + at], own[row + width - 1]);
            assert_eq!(other[row + 1 + at], other[row]);
        }
    }
    // The indices, once more from the file alone.
    let mut table = csv::Reader::from_path(folder.join("sobol.csv")).unwrap();
    let mut told = 0;
    for record in table.records() {
        let record = record.unwrap();
        let values = numbers(&record[0]);
        let at = 1 + parts.iter().position(|part| *part == &record[1]).unwrap();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let both: Vec<f64> = (values.chunks(width))
            .flat_map(|row| [row[0] - mean, row[width - 1] - mean])
            .collect();
        let middle = both.iter().sum::<f64>() / 128.0;
        let variance = both.iter().map(|y| (y - middle).powi(2)).sum::<f64>() / 128.0;
        if variance == 0.0 {
            assert_eq!([&record[2], &record[5]], ["0.000000000000"; 2]);
            continue;
        }
        let sum = |of: &dyn Fn(&[f64]) -> f64| values.chunks(width).map(of).sum::<f64>();
        let first = sum(&|row| (row[width - 1] - mean) * (row[at] - row[0])) / 64.0 / variance;
        let total = sum(&|row| (row[at] - row[0]).powi(2)) / 128.0 / variance;
        let written = |column: usize| record[column].parse::<f64>().unwrap();
        assert!((written(2) - first).abs() < 1e-9, "{record:?}: {first}");
        assert!((written(5) - total).abs() < 1e-9, "{record:?}: {total}");
        told += 1;
    }
    assert!(told > 20, "{told}");
}

#[test]
fn a_study_of_sobol_points_says_when_they_are_no_power_of_two() {
    let place = tempfile::tempdir().unwrap();
    base(place.path());
    for (sampler, replicates, expected) in [
        ("sobol", "24", Some("16 or 32")),
        ("sobol", "32", None),
        ("latin", "24", None),
    ] {
        let line = format!(
            "study base --sampler {sampler} --replicates {replicates} --no-charts --quiet --out {sampler}-{replicates}"
        );
        let done = maskflow(place.path(), &line.split(' ').collect::<Vec<_>>());
        assert!(done.status.success());
        let told = String::from_utf8(done.stderr).unwrap();
        let file = format!("{sampler}-{replicates}/base/study.json");
        let document: serde_json::Value =
            serde_json::from_slice(&fs::read(place.path().join(file)).unwrap()).unwrap();
        let kept = document["sampler_hint"].as_str();
        assert_eq!(kept.is_some(), expected.is_some());
        let hint = kept.unwrap_or_default();
        assert!(hint.contains(expected.unwrap_or_default()), "{hint}");
        assert_eq!(told.contains("power of two"), expected.is_some(), "{told}");
    }
}
