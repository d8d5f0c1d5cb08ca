//! Exact tails of the binomial distribution.

use libm::{exp, lgamma, log, log1p};

/// The chance of at least so many successes in so many trials.
///
/// Terms are added from the smallest up, each from its logarithm, so that none over- or underflows before it counts.
#[must_use]
pub fn at_least(successes: usize, trials: usize, chance: f64) -> f64 {
    if successes == 0 || chance >= 1.0 {
        return if successes <= trials { 1.0 } else { 0.0 };
    }
    if chance <= 0.0 {
        return 0.0;
    }
    let factorial = |n: usize| lgamma(n as f64 + 1.0);
    let term = |hits: usize| {
        let ways = factorial(trials) - factorial(hits) - factorial(trials - hits);
        exp(ways + hits as f64 * log(chance) + (trials - hits) as f64 * log1p(-chance))
    };
    (successes..=trials).rev().map(term).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_those_counted_by_hand() {
        for (successes, trials, chance, exact) in [
            (3, 3, 0.5, 0.125),
            (2, 3, 0.5, 0.5),
            (1, 10, 0.1, 0.651_321_559_9),
            (60, 100, 0.5, 0.028_443_966_820_49),
            (0, 5, 0.3, 1.0),
            (1, 5, 0.0, 0.0),
            (5, 5, 1.0, 1.0),
            (6, 5, 1.0, 0.0),
        ] {
            let got = at_least(successes, trials, chance);
            assert!((got - exact).abs() < 1e-12, "{successes} {trials}: {got}");
        }
    }

    #[test]
    fn many_trials_neither_overflow_nor_lose_the_tail() {
        // The median of a binomial with a whole mean is its mean.
        let median = at_least(50_000, 100_000, 0.5);
        assert!((0.5..0.502).contains(&median), "{median}");
        assert!(at_least(99_000, 100_000, 0.5) < 1e-300);
    }
}
