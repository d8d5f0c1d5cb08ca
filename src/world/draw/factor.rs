//! Factors: the named groups of drawn quantities whose influence a study can tell apart.

use crate::chance::quantiles;
use crate::scenario::Quantity;

/// A quantity that stands alone, or a column of a table, with the spread of what is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// `roads.detour`, `item.bill/flat/meltblown`, `lines.delivery_days`.
    pub name: String,
    /// Quantities that each draw a number of their own.
    pub own: usize,
    /// Quantities that share one number.
    pub shared: usize,
    /// Least value of any; of a long tail, the value that one draw in a hundred stays below.
    pub least: f64,
    /// Least and greatest median of the quantities.
    pub medians: (f64, f64),
    /// Greatest value of any; of a long tail, the value that one draw in a hundred exceeds.
    pub most: f64,
    /// Daily noise: its spread is that of a day's deviation, of the share for availability, else of the logarithm.
    pub daily: bool,
}

/// Where a long tail is cut for people to read.
const TAIL: f64 = 0.01;

impl Factor {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            own: 0,
            shared: 0,
            least: f64::INFINITY,
            medians: (f64::INFINITY, f64::NEG_INFINITY),
            most: f64::NEG_INFINITY,
            daily: false,
        }
    }

    /// Daily noise of so many rows.
    pub(super) fn of_noise(name: &str, spread: f64, rows: usize) -> Self {
        let far = -spread * quantiles::normal(TAIL);
        Self {
            own: rows,
            least: -far,
            medians: (0.0, 0.0),
            most: far,
            daily: true,
            ..Self::new(name.to_owned())
        }
    }

    /// Numbers between 0 and 1 that a future draws for it.
    #[must_use]
    pub fn purposes(&self) -> usize {
        self.own + usize::from(self.shared > 0)
    }

    /// Its spread in words: "least 1.1, median 1.3, most 1.6".
    #[must_use]
    pub fn spread(&self) -> String {
        let (low, high) = (figure(self.medians.0), figure(self.medians.1));
        let median = if low == high {
            format!("median {low}")
        } else {
            format!("medians {low} to {high}")
        };
        format!(
            "least {}, {median}, most {}",
            figure(self.least),
            figure(self.most)
        )
    }

    pub(super) fn add_shared(&mut self, quantity: &Quantity) {
        self.shared += 1;
        self.widen(quantity);
    }

    pub(super) fn add_own(&mut self, quantity: &Quantity) {
        self.own += 1;
        self.widen(quantity);
    }

    fn widen(&mut self, quantity: &Quantity) {
        let (low, high) = quantity.shape().bounds();
        let end = |end: f64, level: f64| {
            if end.is_finite() {
                end
            } else {
                quantity.quantile(level)
            }
        };
        let median = quantity.median();
        self.least = self.least.min(end(low, TAIL));
        self.most = self.most.max(end(high, 1.0 - TAIL));
        self.medians = (self.medians.0.min(median), self.medians.1.max(median));
    }
}

/// Three significant digits, without an exponent.
fn figure(value: f64) -> String {
    let digits = if value == 0.0 {
        0
    } else {
        (2 - value.abs().log10().floor() as i32).max(0) as usize
    };
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_says_how_far_it_spreads() {
        let mut factor = Factor::new("lines.price_yuan".into());
        for text in ["uniform(60000, 160000)", "triangular(0.5, 1, 1.5)"] {
            factor.add_own(&Quantity::parse(text, false).unwrap());
        }
        assert_eq!(
            factor.spread(),
            "least 0.5, medians 1 to 110000, most 160000"
        );
        assert_eq!(factor.purposes(), 2);
    }

    #[test]
    fn long_tails_are_told_by_one_draw_in_a_hundred() {
        let mut factor = Factor::new("supply.per_day".into());
        let bell = Quantity::parse("normal(100, 10) shared", false).unwrap();
        factor.add_shared(&bell);
        factor.add_shared(&bell);
        assert_eq!(factor.spread(), "least 76.7, median 100, most 123");
        assert_eq!(factor.purposes(), 1);
    }
}
