//! The clairvoyant bound: nothing that is simulated beats it, whatever the world and the rule.

use std::path::{Path, PathBuf};

use maskflow::Policy;
use maskflow::scenario::{self, Kind, Scenario};
use maskflow::study::bound::{Question, bound, counting, order, weights};
use maskflow::study::candidate::Candidate;
use maskflow::study::tightness::tighten;
use maskflow::units::{ProductIndex, Share};
use maskflow::world::{self, World};

use crate::command::{maskflow, unaudited};

/// What a solver's eight digits may miss, as a share.
const TOLERANCE: f64 = 1e-6;

fn load(path: &Path, sets: &[String]) -> Scenario {
    scenario::load(path, sets).unwrap_or_else(|findings| panic!("{}: {findings:?}", path.display()))
}

fn candidates(names: &[&str]) -> Vec<Candidate> {
    let parsed = names.iter().map(|name| name.parse::<Candidate>());
    parsed
        .map(|candidate| candidate.expect("it is one"))
        .collect()
}

/// All that there are, and every basis and reserve beside them.
fn everybody() -> Vec<Candidate> {
    let more = candidates(&[
        "proportional@capacity",
        "equal_awards@population",
        "equal_losses@need",
        "proportional@record",
        "talmud/difficulty=0.4",
        "look_ahead@5+equal_cover",
    ]);
    Candidate::all().into_iter().chain(more).collect()
}

/// Holds candidates against the bounds of a world, at the policy's link ratio, without a link and with nearly all of it.
fn hold(name: &str, world: &World, policy: &Policy, candidates: &[Candidate]) {
    let weights = weights(world, policy);
    let ask = |question| bound(world, policy, question).expect("there is an optimum");
    let (service, total) = (ask(Question::Service), ask(Question::Total));
    let level = ask(Question::Evenness)
        .even
        .expect("evenness was asked for");
    let most = total.served.overall();
    let kinds = order(policy);
    let ratios = [None, Some(Share::ZERO), Some(Share(900_000))];
    let played = candidates
        .iter()
        .flat_map(|&one| ratios.map(|ratio| (one, ratio)));
    for (rule, ratio) in played {
        let mut count = counting(world);
        rule.simulate(world, &rule.apply(policy, ratio), &mut count)
            .expect("who looks ahead finds an optimum");
        let served = count.served;
        let rule = format!("{rule} at {ratio:?}");
        let all = served.overall();
        assert!(all <= most + TOLERANCE, "{name}, {rule}: {all} > {most}");
        let (own, best) = (served.score(&weights), service.served.score(&weights));
        assert!(
            own <= best * (1.0 + TOLERANCE) + 1.0,
            "{name}, {rule}: {own} > {best}"
        );
        let lowest = served.lowest();
        assert!(
            lowest <= level + TOLERANCE,
            "{name}, {rule}: {lowest} > {level}"
        );
        for (need, known) in served.need.iter().zip(service.served.need) {
            assert!((need - known).abs() < 1e-3, "both serve the same need");
        }
        // Lexicographic: the first tier in which they differ is better served by the bound.
        let apart = |kind: &Kind| served.fill_rate(*kind) - service.served.fill_rate(*kind);
        if let Some(kind) = kinds.iter().find(|kind| apart(kind).abs() > 1e-4) {
            assert!(apart(kind) < 0.0, "{name}, {rule}: {kind:?}");
        }
    }
}

#[test]
fn no_rule_beats_the_bound_in_worlds_made_by_chance() {
    let folder = tempfile::tempdir().unwrap();
    for (seed, enterprises, prefectures) in [("1", "12", "3"), ("2", "30", "5"), ("3", "20", "2")] {
        let name = format!("world-{seed}");
        let size = ["--enterprises", enterprises, "--prefectures", prefectures];
        let mut arguments = vec!["generate", &name, "--days", "40", "--seed", seed];
        arguments.extend(size);
        assert!(maskflow(&arguments, folder.path()).status.success());
        let scenario = load(&folder.path().join(&name), &[]);
        let policy = Policy::of(&scenario);
        for replicate in 0..2 {
            let world = world::replicate(&scenario, replicate);
            hold(&name, &world, &policy, &everybody());
        }
    }
}

#[test]
fn no_rule_beats_the_bound_in_worlds_worked_out_by_hand() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/hand");
    let folders = std::fs::read_dir(cases)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let scenarios = folders.filter(|path| path.join("scenario.toml").is_file());
    let mut scenarios: Vec<PathBuf> = scenarios.collect();
    scenarios.sort();
    assert!(scenarios.len() >= 6, "{scenarios:?}");
    for path in scenarios {
        let scenario = load(&path, &[]);
        let world = world::central(&scenario);
        hold(
            &path.display().to_string(),
            &world,
            &Policy::of(&scenario),
            &everybody(),
        );
    }
}

#[test]
fn no_rule_beats_the_bound_in_jiangxi() {
    let futures = [
        ("jiangxi-2020", None),
        ("jiangxi-2020", Some(4)),
        ("sealed-prefecture.toml", None),
        ("crash-meltblown.toml", Some(1)),
    ];
    for (name, replicate) in futures {
        let scenario = load(&Path::new("scenarios").join(name), &[]);
        let world = match replicate {
            None => world::central(&scenario),
            Some(at) => world::replicate(&scenario, at),
        };
        let rules = candidates(&[
            "proportional",
            "equal_awards@record",
            "equal_cover",
            "proportional/difficulty=1",
            "look_ahead",
        ]);
        hold(name, &world, &Policy::of(&scenario), &rules);
    }
}

#[test]
fn what_a_programme_must_keep_costs_something_and_never_brings_anything() {
    let sets = ["policy.link_ratio=0.9".to_owned()];
    let scenario = load(Path::new("scenarios/jiangxi-2020"), &sets);
    let (world, policy) = (world::central(&scenario), Policy::of(&scenario));
    let served = |question| {
        bound(&world, &policy, question)
            .expect("there is an optimum")
            .served
    };
    let weights = weights(&world, &policy);
    let free = served(Question::Service);
    let (best, linked) = (free.score(&weights), served(Question::ServiceWithLink));
    assert!(linked.score(&weights) <= best * (1.0 + TOLERANCE));
    assert!(linked.fill_rate(Kind::Public) < free.fill_rate(Kind::Public) - 0.01);
    let reserves = served(Question::ServiceWithReserves);
    assert!(reserves.score(&weights) <= best * (1.0 + TOLERANCE));
    assert!(served(Question::Evenness).lowest() > free.lowest() + 0.01);
}

/// What a solver misses is no gap: 0.00 has no minus.
#[test]
fn a_gap_of_nothing_has_no_sign() {
    let folder = tempfile::tempdir().unwrap();
    assert!(maskflow(&["init", "base"], folder.path()).status.success());
    let told = maskflow(&["bound", "base", "--quiet"], folder.path());
    assert!(told.status.success());
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains(" 0.00 ") && !told.contains("-0.00"), "{told}");
}

#[test]
fn the_total_is_bounded_by_its_own_programme_and_not_by_the_one_that_goes_tier_by_tier() {
    let scenario = load(Path::new("scenarios/jiangxi-2020"), &[]);
    let policy = Policy::of(&scenario);
    let tight = tighten(world::central(&scenario), &policy, Share(100_000));
    let mut world = tight.expect("meltblown is supplied");
    // Guaranteed uses take only a product of which a piece uses up the material of several others, and there is little of it.
    let mut products = scenario.products.iter();
    let costly = products.position(|product| product.id == "n95");
    let costly = ProductIndex::from_position(costly.expect("there are such masks"));
    for maker in &mut world.mask_makers {
        maker.linked_use *= if maker.product == costly { 4 } else { 1 };
    }
    for stream in 0..world.streams.count {
        if !matches!(world.streams.kind[stream], Kind::Essential | Kind::Public) {
            world.streams.products[stream] = vec![costly];
        }
    }
    let served = |question| {
        let optimum = bound(&world, &policy, question).expect("there is an optimum");
        optimum.served
    };
    let (by_tier, total) = (served(Question::Service), served(Question::Total));
    let (less, most) = (by_tier.overall(), total.overall());
    assert!(less < most - 0.001, "{less} and {most}");
    // Whoever serves earlier tiers worse may serve a later one better than the bound tier by tier.
    assert!(total.score(&weights(&world, &policy)) < by_tier.score(&weights(&world, &policy)));
    assert!(total.fill_rate(Kind::Public) > by_tier.fill_rate(Kind::Public));
}

#[test]
fn where_there_is_more_than_enough_all_is_served_that_roads_allow() {
    let scenario = load(Path::new("scenarios/jiangxi-2020"), &[]);
    let policy = Policy::of(&scenario);
    let mut world = world::central(&scenario);
    for pool in &mut world.opening.pool {
        pool.0 = 100_000_000_000;
    }
    let plenty = bound(&world, &policy, Question::Service)
        .expect("there is an optimum")
        .served;
    // On the first days nothing has arrived from the pool yet.
    assert!(plenty.overall() > 0.97, "{}", plenty.overall());
}

#[test]
fn the_bound_is_told_through_the_binary() {
    let folder = tempfile::tempdir().unwrap();
    assert!(maskflow(&["init", "small"], folder.path()).status.success());
    let rules = [
        "bound",
        "small",
        "--rules",
        "proportional,talmud",
        "--json",
        "--quiet",
    ];
    let answer = unaudited(&rules, folder.path());
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    assert!(answer.status.success(), "{said}");
    let document: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(document["programmes"].as_array().map(Vec::len), Some(5));
    assert_eq!(document["rules"].as_array().map(Vec::len), Some(2));
    let answer = unaudited(&["bound", "small", "--lang", "en"], folder.path());
    assert!(String::from_utf8_lossy(&answer.stdout).contains("Gap to the bound"));
    let answer = unaudited(&["bound", "nowhere"], folder.path());
    assert_eq!(answer.status.code(), Some(1));
}
