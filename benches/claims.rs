//! What a claimant costs under each rule, from ten claimants to ten thousand: n log n shows as a slow rise. Prints medians.
#![allow(missing_docs, clippy::print_stdout)]

use std::time::Instant;

use maskflow::claims::{LARGEST_CLAIM, Problem, Rule, Workspace};

/// Repetitions, of which the median is printed.
const REPETITIONS: usize = 7;
const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

fn main() {
    println!(
        "nanoseconds a claimant; claims up to 10^12, all different, two fifths of them to share"
    );
    println!(
        "{:<24}{:>10}{:>10}{:>10}{:>10}",
        "claimants", 10, 100, 1_000, 10_000
    );
    for &rule in Rule::ALL {
        let costs = SIZES.map(|count| format!("{:>10.0}", nanoseconds(rule, count)));
        println!("{:<24}{}", rule.name(), costs.concat());
    }
}

fn nanoseconds(rule: Rule, count: usize) -> f64 {
    let claims: Vec<i64> = (0..count as i64)
        .map(|at| LARGEST_CLAIM - at * 7_919_777_777 % 900_000_000_000)
        .collect();
    let ranks: Vec<u32> = (0..count as u32).collect();
    let problem = Problem {
        amount: claims.iter().sum::<i64>() / 5 * 2,
        claims: &claims,
        weights: None,
        classes: None,
        cover: None,
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
