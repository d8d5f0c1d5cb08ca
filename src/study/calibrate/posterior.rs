//! What the weighted draws say: each parameter before and after, what cannot be told apart, and draws to go on with.

use super::importance::Sample;
use crate::chance::at;

/// Quantiles that are told: 5 %, 25 %, 50 %, 75 %, 95 %.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Steps of the distribution that an overlay gets: a twentieth of the draws each.
const STEPS: usize = 20;
/// The outer part of the prior at either end, and how much of the posterior there makes it press against the bound.
const OUTER: f64 = 0.05;
const PRESSING: f64 = 0.2;
/// Rank correlations from here on: what figures say is about both together.
pub const TOGETHER: f64 = 0.6;

/// A parameter before and after the figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Marginal {
    /// Quantiles of the prior, at [`LEVELS`].
    pub prior: [f64; 5],
    /// Quantiles of the posterior.
    pub posterior: [f64; 5],
    /// Least and greatest value among all draws that no figure speaks against; nothing where there are none.
    pub plausible: Option<[f64; 2]>,
    /// 1 − standard deviation after ÷ before, of its place in the prior: 0 where the figures say nothing about it.
    pub contraction: f64,
    /// Which bounds it presses against: the lower, the upper.
    pub presses: [bool; 2],
    /// The posterior at evenly spaced shares of draws, from 0 to 1: what an overlay says.
    pub distribution: Vec<f64>,
}

/// Quantiles of weighted values at some levels.
#[must_use]
pub fn quantiles_of(values: &[f64], weights: &[f64], levels: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let all: f64 = weights.iter().sum();
    let quantile = |level: &f64| {
        let mut passed = 0.0;
        let found = order.iter().find(|&&at| {
            passed += weights[at];
            passed >= level * all
        });
        let at = found.or(order.last());
        at.map_or(f64::NAN, |&at| values[at])
    };
    levels.iter().map(quantile).collect()
}

/// A parameter's marginal: `value` turns a normal score into its value, `place` into its place in the prior, 0 to 1.
pub fn marginal<T>(
    sample: &Sample<T>,
    parameter: usize,
    is_plausible: impl Fn(&T) -> bool,
    value: impl Fn(f64) -> f64,
    place: impl Fn(f64) -> f64,
    score_of: impl Fn(f64) -> f64,
) -> Marginal {
    let scores: Vec<f64> = sample
        .draws
        .iter()
        .map(|draw| draw.scores[parameter])
        .collect();
    let values: Vec<f64> = scores.iter().map(|&score| value(score)).collect();
    let places: Vec<f64> = scores.iter().map(|&score| place(score)).collect();
    let weights = &sample.weights;
    let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
        places
            .iter()
            .zip(weights)
            .map(|(&place, weight)| weight * of(place))
            .sum()
    };
    let mean = sum(&|place| place);
    let spread = sum(&|place| (place - mean).powi(2)).sqrt();
    let plausible = (sample.draws.iter().zip(&values))
        .filter(|(draw, _)| is_plausible(&draw.result))
        .map(|(_, &value)| value);
    let ends = plausible.fold(None, |ends: Option<[f64; 2]>, value| {
        let [low, high] = ends.unwrap_or([value, value]);
        Some([low.min(value), high.max(value)])
    });
    // The very ends of weighted draws are chance: half a per cent is left out on either side.
    let steps: Vec<f64> = (0..=STEPS)
        .map(|step| (step as f64 / STEPS as f64).clamp(0.005, 0.995))
        .collect();
    let five = |of: Vec<f64>| -> [f64; 5] { std::array::from_fn(|at| of[at]) };
    Marginal {
        prior: LEVELS.map(|level| value(score_of(level))),
        posterior: five(quantiles_of(&values, weights, &LEVELS)),
        plausible: ends,
        // A place that is even between 0 and 1 has the standard deviation √(1 ÷ 12).
        contraction: (1.0 - spread * 12.0_f64.sqrt()).max(0.0),
        presses: [
            sum(&|place| f64::from(u8::from(place < OUTER))) > PRESSING,
            sum(&|place| f64::from(u8::from(place > 1.0 - OUTER))) > PRESSING,
        ],
        distribution: quantiles_of(&values, weights, &steps),
    }
}

/// Positions of so many draws with equal weights, in order, one that weighs much more than once: systematic resampling
/// (Kitagawa 1996).
#[must_use]
pub fn accepted(weights: &[f64], count: usize, seed: u64) -> Vec<usize> {
    let offset = (at(seed, 0) >> 11) as f64 / (1_u64 << 53) as f64;
    let mut passed = 0.0;
    let mut draws = weights.iter().enumerate();
    let mut current = 0;
    (0..count)
        .map(|step| {
            let wanted = (step as f64 + offset) / count as f64;
            while passed <= wanted {
                let Some((at, weight)) = draws.next() else {
                    break;
                };
                passed += weight;
                current = at;
            }
            current
        })
        .collect()
}

/// Spearman's rank correlation; 0 where one of them does not vary.
#[must_use]
pub fn rank_correlation(one: &[f64], other: &[f64]) -> f64 {
    let (one, other) = (ranks(one), ranks(other));
    let mean = (one.len() as f64 - 1.0) / 2.0;
    let product = |a: &[f64], b: &[f64]| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum()
    };
    let whole = (product(&one, &one) * product(&other, &other)).sqrt();
    if whole > 0.0 {
        product(&one, &other) / whole
    } else {
        0.0
    }
}

/// Ranks from 0; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let same = |&&at: &&usize| values[at] == values[order[first]];
        let count = order[first..].iter().take_while(same).count();
        for &at in &order[first..first + count] {
            ranks[at] = first as f64 + (count - 1) as f64 / 2.0;
        }
        first += count;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::calibrate::importance::Drawn;

    #[test]
    fn quantiles_go_by_weight() {
        let values = [3.0, 1.0, 2.0];
        let found = quantiles_of(&values, &[0.5, 0.25, 0.25], &[0.2, 0.5, 0.6, 1.0]);
        assert_eq!(found, [1.0, 2.0, 3.0, 3.0]);
    }

    #[test]
    fn resampling_takes_draws_as_often_as_they_weigh() {
        let positions = accepted(&[0.5, 0.0, 0.3, 0.2], 10, 5);
        let times = |at: usize| positions.iter().filter(|&&one| one == at).count();
        assert_eq!([times(0), times(1), times(2), times(3)], [5, 0, 3, 2]);
        assert!(positions.is_sorted());
    }

    #[test]
    fn rank_correlations_share_ranks_among_equals() {
        assert_eq!(rank_correlation(&[1.0, 2.0, 9.0], &[0.0, 5.0, 6.0]), 1.0);
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]), -1.0);
        assert_eq!(rank_correlation(&[1.0, 1.0, 1.0], &[3.0, 2.0, 1.0]), 0.0);
        // Ranks 0.5, 0.5, 2, 3 against 0 to 3: 4.5 ÷ √(4.5 · 5).
        let tied = rank_correlation(&[1.0, 1.0, 2.0, 3.0], &[1.0, 2.0, 3.0, 4.0]);
        assert!((tied - (4.5_f64 / 5.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_parameter_that_is_driven_to_its_end_presses_against_it() {
        let places: Vec<f64> = (0..1000).map(|at| (f64::from(at) + 0.5) / 1000.0).collect();
        let sample = |weight: &dyn Fn(f64) -> f64| {
            let all: f64 = places.iter().map(|&place| weight(place)).sum();
            Sample {
                weights: places.iter().map(|&place| weight(place) / all).collect(),
                draws: (places.iter())
                    .map(|&place| Drawn {
                        scores: vec![place],
                        result: place > 0.3,
                    })
                    .collect(),
                effective: 0.0,
            }
        };
        let of = |weight: &dyn Fn(f64) -> f64| {
            marginal(
                &sample(weight),
                0,
                |it| *it,
                |it| 10.0 * it,
                |it| it,
                |it| it,
            )
        };
        let even = of(&|_| 1.0);
        assert!(even.contraction < 0.01 && even.presses == [false, false]);
        let [low, high] = even.plausible.unwrap();
        assert!((low - 3.005).abs() < 1e-9 && (high - 9.995).abs() < 1e-9);
        assert!((even.posterior[2] - 5.0).abs() < 0.02 && even.prior[2] == 5.0);
        let driven = of(&|place| (10.0 * place).exp());
        assert!(driven.contraction > 0.5 && driven.presses == [false, true]);
        assert!(driven.distribution.is_sorted() && driven.distribution.len() == 21);
    }
}
