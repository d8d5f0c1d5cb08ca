//! Elementary effects: which of many factors matter at all, from a few runs a factor (Morris 1991, "Factorial sampling
//! plans for preliminary computational experiments").

use super::bootstrap::{Interval, ROUNDS, weights};
use crate::chance::latin::stratum;
use crate::chance::{at, below};

/// What moving one factor does, in units of the output for the factor's whole range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Mean of the elementary effects: effects of either sign cancel.
    pub mu: f64,
    /// Mean of their absolute values (Campolongo, Cariboni and Saltelli 2007, "An effective screening design").
    pub mu_star: f64,
    /// Their standard deviation: large where the factor acts nonlinearly or together with others.
    pub sigma: f64,
    /// 95 % bootstrap interval of `mu_star`, over trajectories.
    pub interval: Interval,
}

/// Points of the unit cube, trajectory after trajectory: each starts anywhere on the grid and moves every factor once,
/// in random order, by levels ÷ (2 (levels − 1)).
///
/// Every trajectory has one point more than there are factors and depends on the seed and its own number only.
///
/// # Panics
/// Panics where the levels are odd or fewer than two: only then do all levels come up equally often.
#[must_use]
pub fn design(factors: usize, trajectories: usize, levels: u64, seed: u64) -> Vec<Vec<f64>> {
    assert!(
        levels >= 2 && levels.is_multiple_of(2),
        "an even number of levels, not {levels}"
    );
    (0..trajectories as u64)
        .flat_map(|number| trajectory(factors, levels, at(seed, number)))
        .collect()
}

fn trajectory(factors: usize, levels: u64, key: u64) -> Vec<Vec<f64>> {
    let start = |factor| below(levels, at(key, factor));
    let mut levels_now: Vec<u64> = (0..factors as u64).map(start).collect();
    let scaled = |now: &[u64]| -> Vec<f64> {
        let scale = |&level: &u64| level as f64 / (levels - 1) as f64;
        now.iter().map(scale).collect()
    };
    let mut points = vec![scaled(&levels_now)];
    for step in 0..factors as u64 {
        let moved = stratum(step, factors as u64, key) as usize;
        // Half the levels away there is one level only: where a factor starts decides which way it goes.
        levels_now[moved] = (levels_now[moved] + levels / 2) % levels;
        points.push(scaled(&levels_now));
    }
    points
}

/// The effect of every factor, from a design and the output at each of its points.
///
/// # Panics
/// Panics where there are no whole trajectories, each step moving one factor, or not as many outputs as points.
#[must_use]
pub fn effects(design: &[Vec<f64>], outputs: &[f64]) -> Vec<Effect> {
    assert!(!design.is_empty() && design.len() == outputs.len());
    let factors = design[0].len();
    assert!(design.len().is_multiple_of(factors + 1));
    let (points, outputs) = (design.chunks(factors + 1), outputs.chunks(factors + 1));
    let trajectories: Vec<Vec<f64>> = points
        .zip(outputs)
        .map(|(points, outputs)| elementary_effects(points, outputs))
        .collect();
    let draws: Vec<Vec<f64>> = (0..ROUNDS)
        .map(|round| weights(trajectories.len(), round))
        .collect();
    (0..factors)
        .map(|factor| {
            let effects: Vec<f64> = trajectories.iter().map(|each| each[factor]).collect();
            effect(&effects, &draws)
        })
        .collect()
}

/// The change of the output over that of the factor, by factor, along a trajectory.
fn elementary_effects(points: &[Vec<f64>], outputs: &[f64]) -> Vec<f64> {
    let mut effects = vec![f64::NAN; points.len() - 1];
    for (points, outputs) in points.windows(2).zip(outputs.windows(2)) {
        let moves = points[1].iter().zip(&points[0]).map(|(to, from)| to - from);
        for (factor, change) in moves.enumerate().filter(|&(_, change)| change != 0.0) {
            effects[factor] = (outputs[1] - outputs[0]) / change;
        }
    }
    assert!(
        effects.iter().all(|effect| !effect.is_nan()),
        "a trajectory moves every factor once, and every output is a number"
    );
    effects
}

fn effect(effects: &[f64], draws: &[Vec<f64>]) -> Effect {
    let count = effects.len() as f64;
    let mu = effects.iter().sum::<f64>() / count;
    let squares: f64 = effects.iter().map(|effect| (effect - mu).powi(2)).sum();
    let mean_size = |weights: &Vec<f64>| -> f64 {
        let weighed = effects.iter().zip(weights);
        weighed
            .map(|(effect, weight)| effect.abs() * weight)
            .sum::<f64>()
            / count
    };
    Effect {
        mu,
        mu_star: effects.iter().map(|effect| effect.abs()).sum::<f64>() / count,
        // One trajectory says nothing of the spread.
        sigma: (squares / (count - 1.0).max(1.0)).sqrt(),
        interval: Interval::of(draws.iter().map(mean_size).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effects_of(
        factors: usize,
        trajectories: usize,
        model: &dyn Fn(&[f64]) -> f64,
    ) -> Vec<Effect> {
        let design = design(factors, trajectories, 4, 2020);
        let outputs: Vec<f64> = design.iter().map(|point| model(point)).collect();
        effects(&design, &outputs)
    }

    #[test]
    fn every_step_moves_one_factor_by_the_same_way_and_every_level_comes_up_equally_often() {
        let design = design(7, 400, 6, 1);
        assert_eq!(design.len(), 400 * 8);
        let mut counts = [0_u32; 6];
        for trajectory in design.chunks(8) {
            let mut moved: Vec<usize> = (trajectory.windows(2))
                .map(|step| {
                    let change = |at: usize| (step[1][at] - step[0][at]).abs();
                    let by: Vec<usize> = (0..7).filter(|&at| change(at) > 0.0).collect();
                    assert!(by.len() == 1 && (change(by[0]) - 0.6).abs() < 1e-12);
                    by[0]
                })
                .collect();
            moved.sort_unstable();
            assert!(moved.into_iter().eq(0..7));
            (trajectory[0].iter()).for_each(|x| counts[(x * 5.0).round() as usize] += 1);
        }
        // Chi-square with 5 degrees of freedom: above 25.7 once in ten thousand.
        let mean = 2_800.0 / 6.0;
        let chi: f64 = (counts.iter().map(|&n| (f64::from(n) - mean).powi(2) / mean)).sum();
        assert!(chi < 25.7, "{chi}");
    }

    #[test]
    fn a_trajectory_does_not_depend_on_how_many_there_are() {
        assert_eq!(design(5, 3, 4, 9)[..], design(5, 8, 4, 9)[..18]);
        assert_ne!(design(5, 3, 4, 9), design(5, 3, 4, 10));
    }

    /// Of 2x + 3y + 4yz − 5w² on the levels 0, ⅓, ⅔, 1, moved by ⅔: the effect of y is 3 + 4z, z being even on the
    /// levels; that of w is −5 (w + w′), one of −10/3 and −20/3.
    #[test]
    fn effects_are_the_analytic_ones_of_a_polynomial() {
        let model = |u: &[f64]| 2.0 * u[0] + 3.0 * u[1] + 4.0 * u[1] * u[2] - 5.0 * u[3] * u[3];
        let got = effects_of(5, 2_000, &model);
        let near = |got: f64, exact: f64, error: f64| {
            assert!((got - exact).abs() < error, "{got} {exact}");
        };
        let spread = 4.0 * (5.0_f64 / 36.0).sqrt();
        let half = 10.0 / 6.0;
        let exact = [
            [2.0, 2.0, 0.0],
            [5.0, 5.0, spread],
            [2.0, 2.0, spread],
            [-5.0, 5.0, half],
            [0.0; 3],
        ];
        for (got, [mu, mu_star, sigma]) in got.iter().zip(exact) {
            // Four standard errors of a mean of 2 000, and a tenth more for the spread.
            let error = 1e-9 + 4.0 * sigma / 2_000.0_f64.sqrt();
            near(got.mu, mu, error);
            near(got.mu_star, mu_star, error);
            near(got.sigma, sigma, error);
            assert!(got.interval.low <= mu_star + 1e-9 && mu_star - 1e-9 <= got.interval.high);
            near(
                got.interval.high - got.interval.low,
                3.92 * sigma / 2_000.0_f64.sqrt(),
                0.02,
            );
        }
    }

    #[test]
    fn factors_of_the_g_function_come_in_the_order_of_their_weight() {
        let weights = [99.0, 0.0, 9.0, 1.0, 4.5, 99.0];
        let model = |u: &[f64]| -> f64 {
            let factor = |(u, a): (&f64, &f64)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a);
            u.iter().zip(&weights).map(factor).product()
        };
        let got = effects_of(6, 50, &model);
        let mut order: Vec<usize> = (0..6).collect();
        order.sort_by(|&a, &b| got[b].mu_star.total_cmp(&got[a].mu_star));
        assert_eq!(order[..4], [1, 3, 4, 2]);
        // Up and down cancel in mu, not in mu star.
        assert!(got[1].mu.abs() < 0.5 * got[1].mu_star);
    }
}
