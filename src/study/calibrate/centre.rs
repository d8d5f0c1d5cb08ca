//! The central fit: the values at which the central world agrees best with the figures and with what is known before.

use std::cell::RefCell;

use argmin::core::{CostFunction, Error, Executor};
use argmin::solver::neldermead::NelderMead;

use super::{Calibration, Fit};

/// Simulations at most.
pub const MOST: u64 = 150;
/// Where the corners of the first simplex lie beside its middle, in normal scores.
const STEP: f64 = 0.6;
/// Costs of all corners this close together end the search.
const ALIKE: f64 = 1e-3;

/// Where the central world agrees best.
#[derive(Clone, Debug, PartialEq)]
pub struct Centre {
    /// Normal scores of the parameters.
    pub scores: Vec<f64>,
    /// Readings of the central world there.
    pub fit: Fit,
}

struct Problem<'a, 'f, E> {
    calibration: &'a Calibration<'f>,
    go_on: &'a (dyn Fn() -> Result<(), E> + Sync),
    stopped: RefCell<Option<E>>,
}

impl<E> CostFunction for Problem<'_, '_, E> {
    type Param = Vec<f64>;
    type Output = f64;

    /// Half the squared distances to the figures and to the middle of the priors: the most likely point is the least.
    fn cost(&self, scores: &Vec<f64>) -> Result<f64, Error> {
        if let Err(stopped) = (self.go_on)() {
            *self.stopped.borrow_mut() = Some(stopped);
            return Err(Error::msg("stopped"));
        }
        let fit = self.calibration.central(scores);
        let from_prior: f64 = scores.iter().map(|score| 0.5 * score * score).sum();
        Ok(from_prior - self.calibration.log_likelihood(&fit))
    }
}

/// Looks for it by the simplex of Nelder and Mead (1965), from a point on: the central world is in whole units, so that
/// there are no slopes to follow.
///
/// # Errors
/// What `go_on` says.
pub fn find<E>(
    calibration: &Calibration<'_>,
    from: &[f64],
    go_on: &(dyn Fn() -> Result<(), E> + Sync),
) -> Result<Centre, E> {
    let corner = |at: usize| {
        let mut corner = from.to_vec();
        corner[at] += if corner[at] > 0.0 { -STEP } else { STEP };
        corner
    };
    let corners = std::iter::once(from.to_vec()).chain((0..from.len()).map(corner));
    let problem = Problem {
        calibration,
        go_on,
        stopped: RefCell::new(None),
    };
    let mut best = from.to_vec();
    if let Ok(solver) = NelderMead::new(corners.collect()).with_sd_tolerance(ALIKE) {
        let executor = Executor::new(problem, solver).configure(|state| state.max_iters(MOST));
        match executor.run() {
            Ok(found) => best = found.state.best_param.unwrap_or(best),
            // The search itself cannot fail; what stops it is asked again, and says why.
            Err(_) => go_on()?,
        }
    }
    let fit = calibration.central(&best);
    Ok(Centre { scores: best, fit })
}
