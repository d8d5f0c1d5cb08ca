//! What a claimant costs under each rule, from ten claimants to ten thousand: n log n shows as a slow rise. Prints medians.
#![allow(missing_docs, clippy::print_stdout)]

use std::time::Instant;

use maskflow::claims::{Classes, Cover, LARGEST_CLAIM, LARGEST_WEIGHT, Problem, Rule, Workspace};

/// Repetitions, of which the median is printed.
const REPETITIONS: usize = 7;
const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// A problem that owns its numbers.
struct Case {
    amount: i64,
    claims: Vec<i64>,
    weights: Option<Vec<i64>>,
    classes: Option<Vec<u32>>,
    stocks: Option<[Vec<i64>; 2]>,
}

/// Claims up to 10^12, all different, two fifths of them to share.
fn plain(count: usize) -> Case {
    let claims: Vec<i64> = (0..count as i64)
        .map(|at| LARGEST_CLAIM - at * 7_919_777_777 % 900_000_000_000)
        .collect();
    Case {
        amount: claims.iter().sum::<i64>() / 5 * 2,
        claims,
        weights: None,
        classes: None,
        stocks: None,
    }
}

/// With weights that are all different too.
fn weighted(count: usize) -> Case {
    let weight = |at: i64| 1 + at * 7_919_777 % LARGEST_WEIGHT;
    Case {
        weights: Some((0..count as i64).map(weight).collect()),
        ..plain(count)
    }
}

/// With stocks of up to the claims, and uses that differ.
fn stocked(count: usize) -> Case {
    let case = plain(count);
    let held = case
        .claims
        .iter()
        .map(|claim| claim * 7 % LARGEST_CLAIM)
        .collect();
    let daily_use = case.claims.iter().map(|claim| 1 + claim / 9).collect();
    Case {
        stocks: Some([held, daily_use]),
        ..case
    }
}

/// Ten classes, weights in each.
fn classed(count: usize) -> Case {
    Case {
        classes: Some((0..count as u32).map(|at| at % 10).collect()),
        ..weighted(count)
    }
}

/// Fractions over many primes that add up to whole numbers, so that the floor of some ideals is in doubt until they are
/// exact: for each prime p, 2 units among 2p and p − 1 among p.
fn doubtful(count: usize) -> Case {
    let is_prime = |number: usize| {
        (2..)
            .take_while(|d| d * d <= number)
            .all(|d| !number.is_multiple_of(d))
    };
    let mut steps = vec![0; count];
    for prime in (3..=count / 2).filter(|&number| is_prime(number)) {
        steps[count - 2 * prime] += 2;
        steps[count - prime] += prime as i64 - 1;
    }
    steps[0] += count as i64;
    let rising = |claim: &mut i64, step: i64| {
        *claim += step;
        Some(*claim)
    };
    let claims: Vec<i64> = steps.into_iter().scan(0, rising).collect();
    Case {
        amount: claims[count - 1],
        claims,
        weights: None,
        classes: None,
        stocks: None,
    }
}

fn main() {
    println!(
        "nanoseconds a claimant; claims up to 10^12, all different, two fifths of them to share"
    );
    println!(
        "{:<36}{:>10}{:>10}{:>10}{:>10}",
        "claimants", 10, 100, 1_000, 10_000
    );
    for &rule in Rule::ALL {
        print(rule.name(), rule, plain);
    }
    for rule in [Rule::Proportional, Rule::EqualAwards, Rule::EqualLosses] {
        print(&format!("{rule}, weighted"), rule, weighted);
    }
    print("equal_cover, with stocks", Rule::EqualCover, stocked);
    print("priority, ten classes by weight", Rule::Priority, classed);
    print(
        "minimal_overlap, floors in doubt",
        Rule::MinimalOverlap,
        doubtful,
    );
}

fn print(name: &str, rule: Rule, case: fn(usize) -> Case) {
    let costs = SIZES.map(|count| format!("{:>10.0}", nanoseconds(rule, &case(count))));
    println!("{name:<36}{}", costs.concat());
}

fn nanoseconds(rule: Rule, case: &Case) -> f64 {
    let count = case.claims.len();
    let ranks: Vec<u32> = (0..count as u32).collect();
    let problem = Problem {
        amount: case.amount,
        claims: &case.claims,
        weights: case.weights.as_deref(),
        classes: case.classes.as_deref().map(|of| Classes {
            of,
            within: Rule::Proportional,
        }),
        cover: case
            .stocks
            .as_ref()
            .map(|[held, daily_use]| Cover { held, daily_use }),
        ranks: &ranks,
        turn: 3,
    };
    let mut workspace = Workspace::with_capacity(count);
    let (mut credits, mut awards) = (vec![0; count], vec![0; count]);
    let runs = (20_000 / count).max(1);
    // One round in which memory grows to its size.
    rule.divide(&problem, &mut credits, &mut workspace, &mut awards);
    let mut times: Vec<f64> = (0..REPETITIONS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..runs {
                rule.divide(&problem, &mut credits, &mut workspace, &mut awards);
            }
            start.elapsed().as_nanos() as f64 / (runs * count) as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[REPETITIONS / 2]
}
