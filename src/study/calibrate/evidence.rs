//! The reported figures that a fit goes by, and how far a simulation is from them.

use jiff::civil::Date;
use libm::{exp, log};

use crate::scenario::{Observation, Scenario, Use};
use crate::study::gauge::Gauge;
use crate::units::Day;

/// A reported figure that a run can be held against.
#[derive(Clone, Debug)]
pub struct Figure {
    /// As it was reported.
    pub reported: Observation,
    /// Its day.
    pub day: Day,
    /// Positions of the gauges that it may have meant: one, or two of a figure that nobody explained.
    pub gauges: Vec<usize>,
}

/// Beyond so many standard errors a figure and a simulation do not go together (Pukelsheim 1994: at least 95 % of any
/// distribution with one peak lies within three).
pub const IMPLAUSIBLE: f64 = 3.0;

impl Figure {
    /// Every reported figure inside the calendar that one of these gauges reads, in order of date.
    #[must_use]
    pub fn all(scenario: &Scenario, gauges: &[Gauge]) -> Vec<Self> {
        let figure = |reported: &Observation| {
            let day = scenario.day_of(reported.date);
            let inside = (0..scenario.days as i32).contains(&day.0);
            let meant = Gauge::of(reported);
            let known = |gauge: &Gauge| gauges.iter().position(|one| one == gauge);
            let gauges: Vec<usize> = meant.iter().filter_map(known).collect();
            (inside && gauges.len() == meant.len() && reported.value > 0.0).then(|| Self {
                reported: reported.clone(),
                day,
                gauges,
            })
        };
        scenario.observed.iter().filter_map(figure).collect()
    }

    /// Whether a fit to figures up to a date goes by it: only by those that are there to be fitted to, and by none after.
    #[must_use]
    pub fn is_fitted(&self, until: Date) -> bool {
        self.reported.use_for == Use::Fit && self.reported.date <= until
    }

    /// How far the readings of its gauges are from it: in standard errors, of the logarithm.
    pub fn distances(&self, readings: &[f64]) -> impl Iterator<Item = f64> {
        let (value, error) = (self.reported.value, self.reported.error);
        // What is not there at all is as far off as a millionth of it.
        let least = 1e-6 * value;
        (readings.iter()).map(move |read| log(read.max(least) / value) / error)
    }

    /// The least distance to what it may have meant.
    #[must_use]
    pub fn implausibility(&self, readings: &[f64]) -> f64 {
        let distances = self.distances(readings).map(f64::abs);
        distances.fold(f64::INFINITY, f64::min)
    }

    /// The logarithm of its likelihood but for a constant: errors are normal in the logarithm, and where two were meant
    /// each is as likely as the other.
    #[must_use]
    pub fn log_likelihood(&self, readings: &[f64]) -> f64 {
        let squares: Vec<f64> = self
            .distances(readings)
            .map(|far| -0.5 * far * far)
            .collect();
        let most = squares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = squares.iter().map(|square| exp(square - most)).sum();
        most + log(sum / squares.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Provenance;
    use jiff::civil::date;

    fn figure(gauges: Vec<usize>, use_for: Use) -> Figure {
        Figure {
            reported: Observation {
                date: date(2020, 2, 20),
                scope: "province".into(),
                metric: "output".into(),
                value: 100.0,
                provenance: Provenance {
                    source: String::new(),
                    confidence: "A".into(),
                },
                use_for,
                error: 0.1,
            },
            day: Day(27),
            gauges,
        }
    }

    #[test]
    fn distances_are_standard_errors_of_the_logarithm() {
        let one = figure(vec![0], Use::Fit);
        let far = 100.0 * 0.2_f64.exp();
        assert!((one.implausibility(&[far]) - 2.0).abs() < 1e-12);
        assert!((one.log_likelihood(&[far]) + 2.0).abs() < 1e-12);
        assert!(one.log_likelihood(&[0.0]).is_finite());
    }

    #[test]
    fn of_two_meanings_either_will_do() {
        let two = figure(vec![0, 1], Use::Fit);
        assert!(two.implausibility(&[500.0, 100.0]) < 1e-12);
        // Half the likelihood of the one that fits; the other adds nothing.
        assert!((two.log_likelihood(&[500.0, 100.0]) - 0.5_f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn nothing_after_the_cut_off_is_fitted_to() {
        let fit = figure(vec![0], Use::Fit);
        assert!(fit.is_fitted(date(2020, 2, 20)) && fit.is_fitted(date(2020, 2, 21)));
        assert!(!fit.is_fitted(date(2020, 2, 19)));
        assert!(!figure(vec![0], Use::Test).is_fitted(date(2020, 2, 29)));
    }
}
