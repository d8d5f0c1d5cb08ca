//! Percentile intervals by resampling rows with replacement (Efron 1979, "Bootstrap methods: another look at the
//! jackknife"), the same on every run.

use crate::chance::{at, below};

/// How many times rows are resampled.
pub const ROUNDS: u64 = 1000;

/// Where 95 in 100 resampled estimates lie, leaving out as many below as above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// The interval of the estimates, one a round.
    ///
    /// # Panics
    /// Panics where there are no estimates.
    #[must_use]
    pub fn of(mut estimates: Vec<f64>) -> Self {
        assert!(!estimates.is_empty(), "an interval of no estimates");
        estimates.sort_unstable_by(f64::total_cmp);
        let beyond = estimates.len() / 40;
        Self {
            low: estimates[beyond],
            high: estimates[estimates.len() - 1 - beyond],
        }
    }
}

/// How often each row is drawn in a round: as many draws as rows.
#[must_use]
pub fn weights(rows: usize, round: u64) -> Vec<f64> {
    let mut weights = vec![0.0; rows];
    for draw in 0..rows as u64 {
        weights[below(rows as u64, at(round, draw)) as usize] += 1.0;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_is_that_of_the_normal_distribution() {
        let values: Vec<f64> = (0..400).map(|at| f64::from(at % 20)).collect();
        let mean = |weights: Vec<f64>| -> f64 {
            let drawn = weights.iter().zip(&values);
            drawn.map(|(weight, value)| weight * value).sum::<f64>() / 400.0
        };
        let got = Interval::of((0..ROUNDS).map(|round| mean(weights(400, round))).collect());
        // The standard error of the mean of 400 from 0..20 is 5.766 ÷ 20 = 0.2883.
        assert!((got.low - (9.5 - 1.96 * 0.2883)).abs() < 0.06, "{got:?}");
        assert!((got.high - (9.5 + 1.96 * 0.2883)).abs() < 0.06, "{got:?}");
    }

    #[test]
    fn every_round_draws_as_many_rows_as_there_are_and_others_than_the_last() {
        assert_eq!(weights(37, 5).iter().sum::<f64>(), 37.0);
        assert_ne!(weights(37, 5), weights(37, 6));
    }
}
