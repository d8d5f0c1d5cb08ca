//! Futures: every distribution drawn anew, nobody's luck depending on anybody else.

use std::path::Path;

use maskflow::chance::Luck;
use maskflow::scenario::{self, Scenario};
use maskflow::units::Share;
use maskflow::world::{self, Futures};

fn jiangxi() -> Scenario {
    scenario::load(Path::new("scenarios/jiangxi-2020"), &[]).expect("the shipped scenario is sound")
}

#[test]
fn a_replicate_is_the_same_world_every_time_and_another_one_is_not() {
    let scenario = jiangxi();
    let future = |replicate| format!("{:?}", world::replicate(&scenario, replicate));
    assert_eq!(future(7), future(7));
    assert_ne!(future(7), future(8));
    let other_seed = Scenario {
        seed: scenario.seed + 1,
        ..jiangxi()
    };
    assert_ne!(future(7), format!("{:?}", world::replicate(&other_seed, 7)));
}

#[test]
fn a_row_less_changes_nobody_elses_luck() {
    let (whole, mut fewer) = (jiangxi(), jiangxi());
    let gone = fewer.lines.pop().expect("there are lines");
    let (with, without) = (world::replicate(&whole, 3), world::replicate(&fewer, 3));
    let left = fewer.lines.len();
    assert_ne!(gone.id, fewer.lines[left - 1].id);
    assert_eq!(with.lines.build_days[..left], without.lines.build_days);
    assert_eq!(with.lines.price[..left], without.lines.price);
    assert_eq!(
        with.enterprises.compliance, without.enterprises.compliance,
        "other tables neither"
    );
}

#[test]
fn futures_scatter_around_the_central_world() {
    let scenario = jiangxi();
    let central = world::central(&scenario);
    let mean = |days: &[i32]| days.iter().map(|&d| f64::from(d)).sum::<f64>() / days.len() as f64;
    let expected = mean(&central.lines.build_days);
    let means: Vec<f64> = (0..20)
        .map(|replicate| mean(&world::replicate(&scenario, replicate).lines.build_days))
        .collect();
    let overall = means.iter().sum::<f64>() / means.len() as f64;
    assert!(
        (overall - expected).abs() < 0.5,
        "{overall} against {expected}"
    );
    assert!(means.iter().any(|&one| one != means[0]));
}

#[test]
fn futures_written_one_over_the_other_are_those_that_are_drawn_alone() {
    for path in ["scenarios/jiangxi-2020", "assets/template"] {
        let scenario = scenario::load(Path::new(path), &[]).expect("a sound scenario");
        let futures = Futures::of(&scenario);
        let mut slate = futures.slate();
        for replicate in [3, 0, 3] {
            let (over, alone) = (
                slate.replicate(replicate),
                world::replicate(&scenario, replicate),
            );
            assert!(
                format!("{over:?}") == format!("{alone:?}"),
                "{path} {replicate}"
            );
        }
    }
}

#[test]
fn factors_are_what_the_scenario_draws() {
    let scenario = jiangxi();
    let futures = Futures::of(&scenario);
    let factor = |name: &str| {
        let found = futures.factors().iter().find(|factor| factor.name == name);
        found.unwrap_or_else(|| panic!("{name} is a factor"))
    };
    assert_eq!(factor("roads.detour").purposes(), 1);
    assert_eq!(factor("item.bill/flat/meltblown").purposes(), 1);
    assert_eq!(
        factor("enterprises.compliance").own,
        scenario.enterprises.len()
    );
    let supply = factor("supply.per_day");
    assert_eq!((supply.own, supply.purposes()), (0, 1));
    let fixed = |name: &str| futures.factors().iter().all(|factor| factor.name != name);
    assert!(fixed("roads.speed_kmh") && fixed("lines.worked_hours"));
    assert_eq!(
        factor("roads.detour").spread(),
        "least 1.1, median 1.29, most 1.6"
    );
}

#[test]
fn a_study_can_pin_a_factor_or_take_it_from_another_replicate() {
    let scenario = jiangxi();
    let futures = Futures::of(&scenario);
    let at = futures
        .factors()
        .iter()
        .position(|factor| factor.name == "enterprises.compliance")
        .expect("a factor");
    let (seed, plain) = (scenario.seed, futures.replicate(5));
    let mut slate = futures.slate();

    let mut levels = vec![f64::NAN; futures.factors().len()];
    levels[at] = 0.5;
    let pinned = slate.draw(&Luck::pinned(seed, 5, &levels));
    let median = scenario.enterprises[0].compliance.median();
    let all_at_median = |share: &Share| *share == Share::from_decimal(median);
    assert!(pinned.enterprises.compliance.iter().all(all_at_median));
    assert_eq!(pinned.lines.price, plain.lines.price);

    let mut marked = vec![false; futures.factors().len()];
    marked[at] = true;
    let swapped = slate.draw(&Luck::swapped(seed, 5, 6, &marked));
    let other = futures.replicate(6);
    assert_eq!(swapped.enterprises.compliance, other.enterprises.compliance);
    assert_eq!(swapped.lines.price, plain.lines.price);
    assert_ne!(other.lines.price, plain.lines.price);
}
