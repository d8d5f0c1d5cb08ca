//! Naive growth: what somebody with a ruler says, who lays it on the last two fitted figures on logarithmic paper.

use jiff::civil::Date;
use libm::{exp, log};

use crate::study::calibrate::evidence::Figure;
use crate::units::Day;

/// The 95 % quantile of a standard normal variable.
const Z: f64 = 1.644_853_626_951_472_7;

/// A straight line through the logarithms of the last two fitted figures of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    last: Known,
    before: Known,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Known {
    day: f64,
    log: f64,
    error: f64,
}

impl Growth {
    /// From the figures of a gauge that are fitted to up to a date; nothing where there are not two: one figure has no growth.
    #[must_use]
    pub fn of(figures: &[Figure], gauge: usize, until: Date) -> Option<Self> {
        let known = figures
            .iter()
            .filter(|figure| figure.gauges == [gauge] && figure.is_fitted(until));
        let mut known: Vec<Known> = known
            .map(|figure| Known {
                day: f64::from(figure.day.0),
                log: log(figure.reported.value),
                error: figure.reported.error,
            })
            .collect();
        known.sort_by(|one, other| one.day.total_cmp(&other.day));
        let last = known.pop()?;
        let mut earlier = known.into_iter().rev();
        let before = earlier.find(|before| before.day < last.day)?;
        Some(Self { last, before })
    }

    /// Its 5 %, 50 % and 95 % quantiles on a day: both figures have their errors, which grow with the distance.
    #[must_use]
    pub fn on(&self, day: Day) -> [f64; 3] {
        let Self { last, before } = self;
        let along = (f64::from(day.0) - last.day) / (last.day - before.day);
        let middle = last.log + along * (last.log - before.log);
        let square = ((1.0 + along) * last.error).powi(2) + (along * before.error).powi(2);
        [-Z, 0.0, Z].map(|z| exp(middle + z * square.sqrt()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_goes_on_as_it_went_and_gets_less_sure() {
        let known = |day: f64, value: f64| Known {
            day,
            log: value.ln(),
            error: 0.1,
        };
        let growth = Growth {
            last: known(10.0, 4.0),
            before: known(0.0, 1.0),
        };
        let [low, median, high] = growth.on(Day(20));
        assert!((median - 16.0).abs() < 1e-9);
        // √(2² + 1²) times the error of one figure.
        assert!(((high / median).ln() - Z * 0.1 * 5.0_f64.sqrt()).abs() < 1e-9);
        assert!(((low / median).ln() + Z * 0.1 * 5.0_f64.sqrt()).abs() < 1e-9);
    }
}
