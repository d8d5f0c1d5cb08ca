//! Draws from what is known before, weighted by how well each agrees with what was reported.
//!
//! Adaptive importance sampling: after a wave from the prior, every wave is drawn from where the weight lies so far, with
//! a part still from the prior; draws of all waves are weighted by the mixture of all that was drawn from (Owen and Zhou
//! 2000, "Safe and effective importance sampling"; Cornuet, Marin, Mira and Robert 2012, "Adaptive multiple importance
//! sampling"). The weights are those of the posterior for an error of the stated size between figure and simulation:
//! approximate Bayesian computation is exact under that model of the error (Wilkinson 2013).
//!
//! Parameters are normal scores here: a standard normal variable each, which the prior's quantile function turns into a
//! value. Everything hangs on the seed alone.

use libm::{exp, log};
use nalgebra::{Cholesky, DMatrix, DVector, Dyn};
use rayon::prelude::*;

use crate::chance::{quantiles, sobol};

/// Part of every later wave that is drawn from the prior, so that no weight grows without limit.
const FROM_PRIOR: f64 = 0.25;
/// How much wider than the weighted draws a wave is.
const WIDER: f64 = 1.4;
/// A wave is aimed by weights so far softened that they count for so many draws a parameter.
const DRAWS_A_PARAMETER: f64 = 12.0;

/// How much is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Draws in all.
    pub draws: usize,
    /// Waves.
    pub waves: usize,
    /// What everything hangs on.
    pub seed: u64,
}

/// A draw: the parameters' normal scores, and what was made of them.
#[derive(Clone, Debug)]
pub struct Drawn<T> {
    /// Normal scores, by parameter.
    pub scores: Vec<f64>,
    /// What came of it.
    pub result: T,
}

/// Weighted draws.
#[derive(Clone, Debug)]
pub struct Sample<T> {
    /// All draws, wave by wave.
    pub draws: Vec<Drawn<T>>,
    /// Their weights, which add up to 1.
    pub weights: Vec<f64>,
    /// How many equally weighted draws they are worth (Kong 1992).
    pub effective: f64,
}

/// What a wave is drawn from: partly the prior, partly a normal distribution.
struct Proposal {
    draws: usize,
    aimed: Option<Aim>,
}

struct Aim {
    centre: DVector<f64>,
    factor: Cholesky<f64, Dyn>,
    /// Logarithm of the determinant of the factor.
    log_determinant: f64,
}

/// Draws waves. `result` makes something of scores with what `prepare` has given its thread (the number of the draw comes
/// with them), and `log_likelihood` says how well that agrees with the figures.
///
/// # Errors
/// What `result` says.
pub fn sample<S, T: Send + Sync, E: Send>(
    dimensions: usize,
    effort: Effort,
    prepare: impl Fn() -> S + Sync + Send,
    result: impl Fn(&mut S, &[f64], u64) -> Result<T, E> + Sync + Send,
    log_likelihood: impl Fn(&T) -> f64,
) -> Result<Sample<T>, E> {
    let mut sample = Sample {
        draws: Vec::with_capacity(effort.draws),
        weights: Vec::new(),
        effective: 0.0,
    };
    let (mut proposals, mut likelihoods) = (Vec::new(), Vec::new());
    let waves = effort.waves.max(1);
    for wave in 0..waves {
        let first = effort.draws * wave / waves;
        let count = effort.draws * (wave + 1) / waves - first;
        let proposal = Proposal {
            draws: count,
            aimed: aim(&sample, &likelihoods, &proposals, dimensions),
        };
        let drawn: Vec<Drawn<T>> = (first..first + count)
            .into_par_iter()
            .map_init(&prepare, |prepared, at| {
                let scores = proposal.draw(dimensions, at as u64, effort.seed ^ wave as u64);
                let result = result(prepared, &scores, at as u64)?;
                Ok(Drawn { scores, result })
            })
            .collect::<Result<_, E>>()?;
        likelihoods.extend(drawn.iter().map(|one| log_likelihood(&one.result)));
        sample.draws.extend(drawn);
        proposals.push(proposal);
        let logs = log_weights(&sample, &likelihoods, &proposals, 1.0);
        (sample.weights, sample.effective) = normalised(&logs);
    }
    Ok(sample)
}

/// Where the next wave is drawn from, as the weighted draws so far have it; the prior alone before there are any.
fn aim<T>(
    sample: &Sample<T>,
    likelihoods: &[f64],
    proposals: &[Proposal],
    dimensions: usize,
) -> Option<Aim> {
    if sample.draws.is_empty() || dimensions == 0 {
        return None;
    }
    let wanted = (DRAWS_A_PARAMETER * dimensions as f64).min(0.5 * sample.draws.len() as f64);
    let mut power = 1.0;
    let weights = loop {
        let (weights, effective) = normalised(&log_weights(sample, likelihoods, proposals, power));
        if effective >= wanted || power < 1e-6 {
            break weights;
        }
        power *= 0.7;
    };
    let vectors = || {
        let scores = sample
            .draws
            .iter()
            .map(|one| DVector::from_column_slice(&one.scores));
        scores.zip(&weights)
    };
    let mut centre = DVector::zeros(dimensions);
    vectors().for_each(|(scores, &weight)| centre += scores * weight);
    let mut spread = DMatrix::identity(dimensions, dimensions) * 1e-4;
    vectors().for_each(|(scores, &weight)| {
        let off = scores - &centre;
        spread += &off * off.transpose() * weight;
    });
    let factor = (spread * (WIDER * WIDER)).cholesky()?;
    let log_determinant = factor.l().diagonal().iter().map(|&it| log(it)).sum();
    Some(Aim {
        centre,
        factor,
        log_determinant,
    })
}

impl Proposal {
    /// The scores of a draw: points of a scrambled sequence, so that a wave fills what it is drawn from evenly.
    fn draw(&self, dimensions: usize, at: u64, scramble: u64) -> Vec<f64> {
        let point = |dimension| sobol::point(dimension, at, scramble);
        let normal: Vec<f64> = (0..dimensions)
            .map(|dimension| quantiles::normal(point(dimension)))
            .collect();
        match &self.aimed {
            Some(aim) if point(dimensions) > FROM_PRIOR => {
                let scores = &aim.centre + aim.factor.l() * DVector::from_vec(normal);
                scores.iter().copied().collect()
            }
            _ => normal,
        }
    }

    /// Its density over that of the prior.
    fn density_over_prior(&self, scores: &[f64]) -> f64 {
        let Some(aim) = &self.aimed else { return 1.0 };
        let scores = DVector::from_column_slice(scores);
        let off = &scores - &aim.centre;
        let square = off.dot(&aim.factor.solve(&off));
        let over = 0.5 * (scores.norm_squared() - square) - aim.log_determinant;
        FROM_PRIOR + (1.0 - FROM_PRIOR) * exp(over.min(500.0))
    }
}

/// Logarithms of likelihood (to a power) × prior ÷ mixture of all that was drawn from.
fn log_weights<T>(
    sample: &Sample<T>,
    likelihoods: &[f64],
    proposals: &[Proposal],
    power: f64,
) -> Vec<f64> {
    let all: usize = proposals.iter().map(|proposal| proposal.draws).sum();
    let draws = sample.draws.iter().zip(likelihoods);
    draws
        .map(|(one, likelihood)| {
            let densities = proposals.iter().map(|proposal| {
                proposal.draws as f64 / all as f64 * proposal.density_over_prior(&one.scores)
            });
            power * likelihood - log(densities.sum::<f64>())
        })
        .collect()
}

/// Weights that add up to 1, and how many equally weighted draws they are worth.
fn normalised(logs: &[f64]) -> (Vec<f64>, f64) {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|one| exp(one - most)).collect();
    let sum: f64 = weights.iter().sum();
    let weights: Vec<f64> = weights.into_iter().map(|weight| weight / sum).collect();
    let effective = 1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>();
    (weights, effective)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::at;
    use std::convert::Infallible;

    /// Two parameters, standard normal before; their sum and twice the second are reported with errors.
    const REPORTED: [f64; 2] = [1.5, -1.0];
    const ERRORS: [f64; 2] = [0.3, 0.5];

    fn of(reported: [f64; 2], seed: u64, draws: usize) -> Sample<[f64; 2]> {
        let effort = Effort {
            draws,
            waves: 4,
            seed,
        };
        let result = |(): &mut (), scores: &[f64], _| {
            Ok::<_, Infallible>([scores[0] + scores[1], 2.0 * scores[1]])
        };
        let log_likelihood = |result: &[f64; 2]| {
            let far = |at: usize| (result[at] - reported[at]) / ERRORS[at];
            -0.5 * (far(0).powi(2) + far(1).powi(2))
        };
        let Ok(sample) = sample(2, effort, || (), result, log_likelihood);
        sample
    }

    /// Mean and covariance in closed form: (I + AᵀΣ⁻¹A)⁻¹.
    fn exact(reported: [f64; 2]) -> (DVector<f64>, DMatrix<f64>) {
        let a = DMatrix::from_row_slice(2, 2, &[1.0, 1.0, 0.0, 2.0]);
        let precision = DMatrix::from_diagonal(&DVector::from_iterator(
            2,
            ERRORS.iter().map(|error| 1.0 / (error * error)),
        ));
        let inverse = DMatrix::identity(2, 2) + a.transpose() * &precision * &a;
        let covariance = inverse.try_inverse().unwrap();
        let mean = &covariance * a.transpose() * precision * DVector::from_column_slice(&reported);
        (mean, covariance)
    }

    #[test]
    fn weighted_draws_have_the_mean_and_the_spread_of_the_closed_form() {
        let sample = of(REPORTED, 7, 4000);
        let (mean, covariance) = exact(REPORTED);
        let moment = |pick: &dyn Fn(&[f64]) -> f64| -> f64 {
            let draws = sample.draws.iter().zip(&sample.weights);
            draws.map(|(one, weight)| weight * pick(&one.scores)).sum()
        };
        for at in 0..2 {
            assert!((moment(&|it| it[at]) - mean[at]).abs() < 0.02, "mean {at}");
            let variance = moment(&|it| (it[at] - mean[at]).powi(2));
            assert!(
                (variance / covariance[(at, at)] - 1.0).abs() < 0.08,
                "variance {at}"
            );
        }
        let together = moment(&|it| (it[0] - mean[0]) * (it[1] - mean[1]));
        assert!((together / covariance[(0, 1)] - 1.0).abs() < 0.1);
        assert!(sample.effective > 1500.0, "{}", sample.effective);
    }

    #[test]
    fn figures_far_out_in_the_prior_are_still_found() {
        let far = [6.0, 4.0];
        let (mean, _) = exact(far);
        let sample = of(far, 3, 4000);
        let draws = sample.draws.iter().zip(&sample.weights);
        let found: f64 = draws.map(|(one, weight)| weight * one.scores[0]).sum();
        assert!((found - mean[0]).abs() < 0.05, "{found} {}", mean[0]);
        assert!(sample.effective > 400.0, "{}", sample.effective);
    }

    #[test]
    fn intervals_cover_what_was_drawn_as_often_as_they_say() {
        let normal = |seed: u64, purpose: u64| {
            quantiles::normal((at(seed, purpose) >> 12) as f64 / (1_u64 << 52) as f64 + 1e-17)
        };
        let mut covered = 0;
        for seed in 0..200 {
            let truth = [normal(seed, 1), normal(seed, 2)];
            let reported = [
                truth[0] + truth[1] + ERRORS[0] * normal(seed, 3),
                2.0 * truth[1] + ERRORS[1] * normal(seed, 4),
            ];
            let sample = of(reported, seed, 600);
            let below: f64 = (sample.draws.iter().zip(&sample.weights))
                .filter(|(one, _)| one.scores[0] < truth[0])
                .map(|(_, weight)| weight)
                .sum();
            covered += u32::from((0.05..=0.95).contains(&below));
        }
        // Binomial with 200 trials of 0.9: outside 167 to 192 less than once in a hundred.
        assert!((167..=192).contains(&covered), "{covered}");
    }
}
