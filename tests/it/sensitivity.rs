//! Which inputs matter: on a scenario whose answer is known, and through the binary.

use std::fs;
use std::path::Path;
use std::process::Command;

use maskflow::scenario;
use maskflow::study::sensitivity::{OUTCOMES, Trial, discover, outcome, outcome_name};
use maskflow::study::work::Work;
use maskflow::world::Futures;

fn work() -> Work<'static, ()> {
    Work {
        go_on: &|| Ok(()),
        done: &|| (),
    }
}

fn small(place: &Path) -> std::path::PathBuf {
    let done = Command::new(env!("CARGO_BIN_EXE_maskflow"))
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
    let shares = trial.shares(&parts, 128, &work()).unwrap();
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
        Command::new(env!("CARGO_BIN_EXE_maskflow"))
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
