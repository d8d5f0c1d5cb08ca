//! Futures: every distribution drawn anew, nobody's luck depending on anybody else.

use std::path::Path;

use maskflow::chance::{Luck, Matrix, Saltelli};
use maskflow::scenario::{self, Correlation, Daily, Noise, Scenario};
use maskflow::units::{Day, Share};
use maskflow::world::{self, Futures, RatesOfDay, World};

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
    // Where deliveries move together their mean scatters, too.
    let scenario = with_correlations(&[]);
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
    assert!(fixed("lines.shift_hours") && fixed("lines.worked_hours"));
    assert_eq!(
        factor("roads.detour").spread(),
        "least 1.1, median 1.3, most 1.6"
    );
}

#[test]
fn a_study_can_pin_a_factor_or_take_it_from_another_matrix() {
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
    let design = Saltelli::new(seed, 8, &[], 0);
    let mut row = |matrix| slate.draw(&design.luck(5, matrix)).clone();
    let [a, b, mixed] = [Matrix::A, Matrix::B, Matrix::Ab(&marked)].map(&mut row);
    assert_eq!(mixed.enterprises.compliance, b.enterprises.compliance);
    assert_ne!(a.enterprises.compliance, b.enterprises.compliance);
    assert_eq!(mixed.lines.price, a.lines.price);
    assert_ne!(b.lines.price, a.lines.price);
}

fn with_correlations(ranks: &[(&str, &str, f64)]) -> Scenario {
    let correlation = |&(one, other, rank): &(&str, &str, f64)| Correlation {
        one: one.into(),
        other: other.into(),
        rank,
    };
    Scenario {
        correlations: ranks.iter().map(correlation).collect(),
        noise: Noise::default(),
        ..jiangxi()
    }
}

/// Spearman's rank correlation.
fn spearman(one: &[i64], other: &[i64]) -> f64 {
    let ranks = |of: &[i64]| {
        let mut order: Vec<usize> = (0..of.len()).collect();
        order.sort_by_key(|&at| of[at]);
        let mut ranks = vec![0.0; of.len()];
        for (rank, at) in order.into_iter().enumerate() {
            ranks[at] = rank as f64 - (of.len() as f64 - 1.0) / 2.0;
        }
        ranks
    };
    let (one, other) = (ranks(one), ranks(other));
    let product: f64 = one.iter().zip(&other).map(|(a, b)| a * b).sum();
    product / one.iter().map(|a| a * a).sum::<f64>()
}

/// Two of a future's columns.
type Pick = fn(&World) -> (Vec<i64>, Vec<i64>);

/// The mean over rows of the rank correlation, over futures, between what is picked for each row.
fn achieved(scenario: &Scenario, futures: u64, pick: Pick) -> f64 {
    let prepared = Futures::of(scenario);
    let mut slate = prepared.slate();
    let all: Vec<(Vec<i64>, Vec<i64>)> = (0..futures)
        .map(|replicate| pick(slate.replicate(replicate)))
        .collect();
    let rows = all[0].0.len();
    let of_row = |row: usize| {
        let one: Vec<i64> = all.iter().map(|(one, _)| one[row]).collect();
        let other: Vec<i64> = all.iter().map(|(_, other)| other[row]).collect();
        spearman(&one, &other)
    };
    (0..rows).map(of_row).sum::<f64>() / rows as f64
}

#[test]
fn columns_of_a_table_correlate_row_by_row_as_asked() {
    let pick: Pick = |world| {
        let price = world.lines.price.iter().map(|price| price.0).collect();
        (price, world.lines.usual_availability.clone())
    };
    for rank in [0.6, -0.4] {
        let ranks = [("lines.price_yuan", "lines.availability", rank)];
        let got = achieved(&with_correlations(&ranks), 300, pick);
        // A standard error of 1 ÷ √(300 futures × 380 rows) = 0.003.
        assert!((got - rank).abs() < 0.015, "{got}, not {rank}");
    }
}

#[test]
fn rows_of_a_column_move_together_as_asked() {
    let pick: Pick = |world| {
        let shares: Vec<i64> = (world.enterprises.compliance.iter())
            .map(|share| share.0)
            .collect();
        let neighbours = [&shares[1..], &shares[..1]].concat();
        (shares, neighbours)
    };
    let column = "enterprises.compliance";
    let got = achieved(&with_correlations(&[(column, column, 0.3)]), 1000, pick);
    // What all rows have in common alone has a standard error of 0.3 √2 ÷ √1000 = 0.013.
    assert!((got - 0.3).abs() < 0.05, "{got}");
}

#[test]
fn a_column_correlates_with_another_table_by_what_its_rows_share() {
    let pick: Pick = |world| {
        let shares: Vec<i64> = (world.enterprises.compliance.iter())
            .map(|share| share.0)
            .collect();
        let days = (0..world.days as i32).map(|day| world.supplies.per_day.on(Day(day)));
        let supply = days.flat_map(RatesOfDay::all).max().unwrap_or(0);
        (shares.clone(), vec![supply; shares.len()])
    };
    let (column, other) = ("enterprises.compliance", "supply.per_day");
    let scenario = with_correlations(&[(column, column, 0.5), (column, other, 0.4)]);
    let got = achieved(&scenario, 1000, pick);
    assert!((got - 0.4).abs() < 0.1, "{got}");
}

#[test]
fn correlation_leaves_distributions_and_everything_else_as_they_were() {
    let ranks = [("lines.price_yuan", "lines.availability", 0.6)];
    let (with, without) = (with_correlations(&ranks), with_correlations(&[]));
    let (prepared, before) = (Futures::of(&with), Futures::of(&without));
    let (mut slate, mut plain) = (prepared.slate(), before.slate());
    let (mut below, mut all) = ([0.0; 3], 0.0);
    for replicate in 0..100 {
        let (world, plain) = (slate.replicate(replicate), plain.replicate(replicate));
        assert_eq!(world.lines.build_days, plain.lines.build_days);
        assert_eq!(world.enterprises.compliance, plain.enterprises.compliance);
        assert_ne!(world.lines.price, plain.lines.price);
        for (row, price) in with.lines.iter().zip(&world.lines.price) {
            all += 1.0;
            for (count, level) in below.iter_mut().zip([0.1, 0.5, 0.9]) {
                let limit = row.number as f64 * row.price_yuan.quantile(level) * 100.0;
                *count += f64::from(u8::from((price.0 as f64) < limit));
            }
        }
    }
    for (count, level) in below.iter().zip([0.1, 0.5, 0.9]) {
        // A standard error of 0.5 ÷ √38,000 = 0.0026 at most.
        assert!(
            (count / all - level).abs() < 0.012,
            "{level}: {}",
            count / all
        );
    }
}

fn wavering(path: &str) -> Scenario {
    let daily = |spread| Daily {
        spread,
        persistence: 0.5,
        common: 0.3,
    };
    Scenario {
        noise: Noise {
            availability: daily(0.05),
            supply: daily(0.2),
            demand: daily(0.1),
        },
        ..scenario::load(Path::new(path), &[]).expect("a sound scenario")
    }
}

#[test]
fn the_central_world_has_no_noise_and_noise_changes_nothing_else() {
    let (with, without) = (wavering("scenarios/jiangxi-2020"), jiangxi());
    let calm = Scenario {
        noise: Noise::default(),
        ..jiangxi()
    };
    assert!(
        format!("{:?}", world::central(&with)) == format!("{:?}", world::central(&without)),
        "the central world"
    );
    let (noisy, calm) = (world::replicate(&with, 2), world::replicate(&calm, 2));
    assert_eq!(noisy.lines.build_days, calm.lines.build_days);
    assert_eq!(
        noisy.lines.usual_availability,
        calm.lines.usual_availability
    );
    assert_eq!(noisy.opening.depot, calm.opening.depot);
    assert_ne!(
        noisy.streams.need.row(Day(9)),
        calm.streams.need.row(Day(9))
    );
}

#[test]
fn noise_keeps_limits_and_is_nothing_on_average() {
    let scenario = wavering("scenarios/jiangxi-2020");
    let calm = Scenario {
        noise: Noise::default(),
        ..jiangxi()
    };
    let (noisy, calm) = (Futures::of(&scenario), Futures::of(&calm));
    let (mut noisy, mut calm) = (noisy.slate(), calm.slate());
    let mut sums = [[0.0; 2]; 3];
    for replicate in 0..60 {
        for (side, slate) in [&mut noisy, &mut calm].into_iter().enumerate() {
            let world = slate.replicate(replicate);
            let shares = 0..=Share::ONE.0;
            assert!(
                world
                    .lines
                    .availability
                    .values()
                    .all(|share| shares.contains(&share))
            );
            for day in 0..world.days {
                let day = Day(day as i32);
                let total = |row: &[i64]| row.iter().sum::<i64>() as f64;
                sums[0][side] += total(world.lines.availability.row(day));
                let supply: Vec<i64> = world.supplies.per_day.on(day).all().collect();
                assert!(supply.iter().all(|&amount| amount >= 0));
                sums[1][side] += total(&supply);
                sums[2][side] += total(world.streams.need.row(day));
            }
        }
    }
    // 60 futures × 98 days, a third of the variance common: standard errors of 0.05 %, 0.4 % and 0.2 % at most.
    for ([noisy, calm], limit) in sums.into_iter().zip([0.003, 0.012, 0.008]) {
        assert!((noisy / calm - 1.0).abs() < limit, "{noisy} {calm}");
    }
}

#[test]
fn expected_need_follows_need_and_noise_is_no_event() {
    let world = world::replicate(&wavering("scenarios/jiangxi-2020"), 4);
    assert!(world.lines.runs_as_usual.iter().all(|&usual| usual));
    let day = Day(30);
    for stream in 0..world.streams.count {
        let past = (0..7).map(|ago| world.streams.need.row(day - ago)[stream]);
        let mean = (past.sum::<i64>() as u64).div_ceil(7) as i64;
        assert_eq!(world.streams.expected.row(day)[stream], mean);
    }
}

#[test]
fn what_an_event_takes_is_measured_against_the_wavering_line() {
    let world = world::replicate(&wavering("scenarios/meltblown-maker-down.toml"), 4);
    let usual = &world.lines.runs_as_usual;
    let down = usual.iter().position(|&usual| !usual).expect("an event");
    assert!(usual.iter().any(|&usual| usual));
    let day = Day(down as i32);
    let (now, usual) = (
        world.lines.availability.row(day),
        world.lines.usual.row(day),
    );
    let lost: Vec<usize> = (0..world.lines.count)
        .filter(|&line| now[line] != usual[line])
        .collect();
    assert!(!lost.is_empty() && lost.len() < 10, "{lost:?}");
    assert!(lost.iter().all(|&line| now[line] < usual[line]));
    assert_ne!(usual, world.lines.usual_availability);
}
