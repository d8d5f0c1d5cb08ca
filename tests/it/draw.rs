//! Futures: every distribution drawn anew, nobody's luck depending on anybody else.

use std::path::Path;

use maskflow::scenario::{self, Scenario};
use maskflow::world;

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
