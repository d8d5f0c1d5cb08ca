//! Leagues of rules: the same futures for all, and figures that mean what they say.

use std::path::Path;

use maskflow::claims::Rule;
use maskflow::engine::State;
use maskflow::ledger::{Ledger, Recorder};
use maskflow::scenario::{self, Scenario};
use maskflow::study::candidate::Candidate;
use maskflow::study::compare::{Plan, Results, compare, first_day};
use maskflow::study::gaming::gaming;
use maskflow::study::measure::{
    GAP_TO_BOUND, LOSS_TO_BEST_RULE, MEASURES, PRICE_OF_FAIRNESS, position,
};
use maskflow::study::tally::Tally;
use maskflow::study::tightness::tighten;
use maskflow::units::{Day, Share};
use maskflow::world::{Claimer, Landing, Overclaim};
use maskflow::{Policy, World, simulate, world};

use crate::command::unaudited;

fn jiangxi() -> Scenario {
    scenario::load(Path::new("scenarios/jiangxi-2020"), &[]).expect("the shipped scenario is sound")
}

fn plan(rules: &[Rule], tightness: &[Option<Share>]) -> Plan {
    Plan {
        candidates: rules.iter().map(|&rule| Candidate::of(rule)).collect(),
        link_ratios: vec![None],
        tightness: tightness.to_vec(),
        replicates: 3,
        bound: false,
    }
}

fn results(plan: Plan, threads: usize) -> Results {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let go_on = || Ok::<(), std::io::Error>(());
    let run = || compare(&jiangxi(), plan, go_on, || {});
    pool.expect("threads start")
        .install(run)
        .expect("nothing stops it")
}

#[test]
fn results_are_the_same_on_any_number_of_threads_and_whoever_else_takes_part() {
    let tightness = [None, Some(Share(500_000))];
    let pair = [Rule::Proportional, Rule::EqualAwards];
    let (one, two) = (
        results(plan(&pair, &tightness), 1),
        results(plan(&pair, &tightness), 2),
    );
    let alone = results(plan(&pair[1..], &tightness[1..]), 2);
    for measure in 0..MEASURES.len() {
        if measure >= PRICE_OF_FAIRNESS {
            continue;
        }
        for setting in [[0, 0], [1, 0]] {
            for candidate in 0..2 {
                let values = |of: &Results| of.values(setting, candidate, measure);
                assert_eq!(values(&one), values(&two));
            }
        }
        if measure != LOSS_TO_BEST_RULE {
            assert_eq!(
                alone.values([0, 0], 0, measure),
                one.values([1, 0], 1, measure)
            );
        }
    }
}

/// What makers could use of the linked material on one day.
struct Use(Day, i64);

impl Recorder for Use {
    fn close(&mut self, world: &World, day: Day, state: &State) {
        if day == self.0
            && let Some(linked) = world.materials.linked
        {
            let holders = world.holdings.of_material[linked.at()].clone();
            self.1 = state.holdings.rate[holders].iter().map(|rate| rate.0).sum();
        }
    }
}

#[test]
fn tightness_is_what_the_depot_gets_of_what_makers_could_use() {
    let scenario = jiangxi();
    let policy = Policy::of(&scenario);
    let given = world::central(&scenario);
    let linked = given.materials.linked.expect("meltblown is linked");
    let half = tighten(given.clone(), &policy, Share(500_000)).expect("meltblown is supplied");
    let day = Day(40);
    let mut could = Use(day, 0);
    simulate(&given, &policy, &mut could);
    let Use(_, could) = could;
    let mut tight = Ledger::default();
    simulate(&half, &policy, &mut tight);
    assert!(could > 0);
    assert_eq!(tight.depot_supplied.on(day)[linked.at()].0, could / 2);
    let from_outside = (0..half.supplies.count)
        .filter(|&at| half.supplies.landing[at] == Landing::Depot(linked))
        .map(|at| half.supplies.per_day.on(day).units(at))
        .sum::<i64>();
    assert_eq!(from_outside, could / 2, "and nothing else comes in");
    assert!(tight.made.on(day)[given.makers.of_materials[0] as usize] == 0);
}

#[test]
fn where_there_is_plenty_rules_make_no_difference_and_where_there_is_little_they_do() {
    let rules = [Rule::Proportional, Rule::EqualLosses, Rule::IndexOrder];
    let tightness = [Some(Share(2_000_000)), Some(Share(250_000))];
    let results = results(plan(&rules, &tightness), 2);
    let makers = position("gini_makers").expect("it is measured");
    let of = |setting: usize, rule: usize| results.values([setting, 0], rule, makers);
    for rule in 0..rules.len() {
        assert!(
            of(0, rule).iter().all(|&gini| gini < 0.001),
            "{:?}",
            of(0, rule)
        );
    }
    let unfair = of(1, 2)
        .iter()
        .zip(of(1, 0))
        .all(|(index_order, proportional)| *index_order > 2.0 * proportional);
    assert!(unfair, "the straw man's unfairness shows");
}

#[test]
fn claiming_as_one_should_changes_nothing_and_claiming_twice_as_much_pays_under_proportion() {
    let scenario = jiangxi();
    let policy = Policy::of(&scenario);
    let world = world::replicate(&scenario, 0);
    let linked = world.materials.linked.expect("meltblown is linked");
    let holding = world.holdings.of_material[linked.at()].start + 3;
    let by = Claimer::Enterprise(world.holdings.enterprise[holding]);
    let awarded = |factor: i64| {
        let mut world = world.clone();
        world.overclaim = Some(Overclaim {
            by,
            factor: Share(factor),
        });
        let mut ledger = Ledger::default();
        simulate(&world, &policy, &mut ledger);
        (0..world.days as i32)
            .map(|day| ledger.award.on(Day(day))[holding].0)
            .sum::<i64>()
    };
    let mut honest = Ledger::default();
    simulate(&world, &policy, &mut honest);
    let honestly = (0..world.days as i32)
        .map(|day| honest.award.on(Day(day))[holding].0)
        .sum::<i64>();
    assert_eq!(awarded(1_000_000), honestly);
    assert!(awarded(2_000_000) > honestly * 11 / 10);
}

#[test]
fn holding_back_is_punished_where_weights_count_and_only_while_the_link_has_its_teeth() {
    let rules = [Rule::Proportional, Rule::Talmud].map(Candidate::of);
    let go_on = || Ok::<(), std::io::Error>(());
    let gains = gaming(&jiangxi(), &rules, 1, go_on, || {}).expect("nothing stops it");
    let [[with, without], [talmud_with, talmud_without]] = [gains[0], gains[1]];
    assert!(with.kept < -0.2 && with.material_after < -0.2, "{with:?}");
    assert!(without.kept > 0.1, "{without:?}");
    assert!(talmud_with.kept > 0.1, "{talmud_with:?}");
    assert_eq!(talmud_with, talmud_without, "it takes no weights");
    // Whoever claims more gets more in proportion, and next to nothing more where small claims come first.
    let [little, more, twice] = with.material;
    assert!(0.0 < little && little < more && more < twice, "{with:?}");
    assert!(
        twice > 0.3 && talmud_with.material[2] < 0.1,
        "{talmud_with:?}"
    );
    assert!(with.masks[2] > 0.0, "{with:?}");
}

#[test]
fn a_tally_counts_what_the_ledger_holds() {
    let scenario = jiangxi();
    let (world, policy) = (world::replicate(&scenario, 1), Policy::of(&scenario));
    let from = first_day(&policy);
    let (mut tally, mut ledger) = (Tally::new(&world, from), Ledger::default());
    simulate(&world, &policy, &mut tally);
    simulate(&world, &policy, &mut ledger);
    let days = || (from.0..world.days as i32).map(Day);
    let served: i64 = days()
        .flat_map(|day| ledger.served_fresh.on(day))
        .map(|pieces| pieces.0)
        .sum();
    assert_eq!(tally.served.iter().flatten().sum::<i64>(), served);
    let need: i64 = days().flat_map(|day| world.streams.need.row(day)).sum();
    assert_eq!(tally.need.iter().flatten().sum::<i64>(), need);
    let sum = |of: &dyn Fn(Day, usize) -> i64| -> i64 {
        let makers = || world.mask_makers.iter().map(|maker| maker.at);
        days()
            .map(|day| makers().map(|at| of(day, at)).sum::<i64>())
            .sum()
    };
    let [due, defaulted, _, delivered] = tally.duties;
    assert_eq!(due, sum(&|day, at| ledger.due.on(day)[at].0));
    assert_eq!(defaulted, sum(&|day, at| ledger.defaulted.on(day)[at].0));
    assert_eq!(delivered, sum(&|day, at| ledger.delivered.on(day)[at].0));
    let linked = world.materials.linked.expect("meltblown is linked");
    let holders = world.holdings.of_material[linked.at()].clone();
    let awards = |day: Day| -> Vec<i64> {
        let awards = &ledger.award.on(day)[holders.clone()];
        awards.iter().map(|award| award.0).collect()
    };
    let shares: Vec<Vec<f64>> = days()
        .map(awards)
        .filter(|awards| awards.iter().sum::<i64>() > 0)
        .map(|awards| {
            let total = awards.iter().sum::<i64>() as f64;
            awards.iter().map(|&award| award as f64 / total).collect()
        })
        .collect();
    let moved = shares.windows(2).map(|pair| {
        let moved = pair[0]
            .iter()
            .zip(&pair[1])
            .map(|(before, now)| (before - now).abs());
        moved.sum::<f64>() / 2.0
    });
    let churn = tally.churn[0] as f64 / 1e6;
    let expected: f64 = moved.sum();
    assert_eq!(tally.churn[1] as usize, shares.len() - 1);
    // Shares are in whole parts per million.
    assert!(
        (churn - expected).abs() < 1e-3 * expected,
        "{churn} and {expected}"
    );
}

#[test]
fn the_gap_to_the_bound_is_there_when_asked_for() {
    let mut plan = plan(&[Rule::Proportional, Rule::IndexOrder], &[None]);
    plan.bound = true;
    plan.replicates = 1;
    let results = results(plan, 1);
    let gap = |rule: usize| results.values([0, 0], rule, GAP_TO_BOUND)[0];
    assert!(gap(0) > 0.0 && gap(1) > gap(0), "{} {}", gap(0), gap(1));
    let price = |rule: usize| results.values([0, 0], rule, PRICE_OF_FAIRNESS)[0];
    // The same difference, as a share of the most that could be served.
    assert!(price(0) > gap(0) && gap(0) / price(0) < 1.0);
    assert!((gap(0) / price(0) - gap(1) / price(1)).abs() < 1e-9);
}

#[test]
fn a_league_is_played_through_the_binary_and_wrong_usage_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = format!("{}/scenarios/jiangxi-2020", env!("CARGO_MANIFEST_DIR"));
    let play = |more: &[&str]| {
        let mut arguments = vec!["compare", &scenario, "--replicates", "2", "--lang", "en"];
        arguments.extend(more);
        unaudited(&arguments, folder.path())
    };
    let answer = play(&[
        "--rules",
        "proportional,talmud,proportional@capacity",
        "--tightness",
        "given,0.5",
    ]);
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let table = String::from_utf8_lossy(&answer.stdout);
    assert!(
        table.contains("Talmud") && table.contains("Proportional by capacity"),
        "{table}"
    );
    let written = folder.path().join("output/compare/jiangxi-2020");
    let league = std::fs::read_to_string(written.join("league.csv")).unwrap();
    assert_eq!(league.lines().count(), 1 + 2 * 3 * (MEASURES.len() - 2));
    assert!(written.join("charts/league_ranks.png").is_file());
    // Two situations: the scenario's supply, and half of what could be used.
    let pooled = folder
        .path()
        .join("output/compare/all-situations/pooled.csv");
    let pooled = std::fs::read_to_string(pooled).unwrap();
    assert_eq!(pooled.lines().count(), 1 + 3 * (MEASURES.len() - 2));
    let worst = "jiangxi-2020;0.5;given";
    assert!(pooled.contains(worst), "{pooled}");
    for said in ["situations", "Kendall", "supply", "penalty:"] {
        assert!(table.contains(said), "{said}: {table}");
    }
    // However many rules and measures, a terminal of ordinary width holds it.
    assert!(
        table.lines().all(|line| line.chars().count() <= 150),
        "{table}"
    );
    assert!(written.join("gaming.csv").is_file() && written.join("league.json").is_file());
    for (wrong, said) in [
        (["--rules", "fair"], "no rule is called"),
        (
            ["--link-ratios", "1.5"],
            "more than all that an award makes",
        ),
        (["--by", "luck"], "measures are fill_rate"),
    ] {
        let answer = play(&wrong);
        assert_eq!(answer.status.code(), Some(2), "{wrong:?}");
        let message = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(message.contains(said), "{message}");
    }
}
