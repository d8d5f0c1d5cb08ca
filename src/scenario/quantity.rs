//! A quantity: a number, or a distribution from which `draw` takes one.

mod text;

pub use text::{BadQuantity, NAMES};

use crate::chance::quantiles;

/// A number or a distribution, with how often it is drawn and the limits of the field that it fills.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    shape: Shape,
    shared: bool,
    limits: (f64, f64),
    /// Shares of the untruncated distribution that lie below the limits.
    inside: (f64, f64),
    /// Parameters that it is multiplied by.
    times: Vec<Times>,
}

/// A parameter that a quantity is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// Position of the parameter.
    pub parameter: usize,
    /// Least and greatest value that it may have.
    pub bounds: (f64, f64),
}

/// The course of a quantity over its quantiles.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// One number.
    Fixed(f64),
    /// Anything between two numbers alike: least, most.
    Uniform(f64, f64),
    /// Straight sides: least, mode, most.
    Triangular(f64, f64, f64),
    /// The smooth beta of project planning: least, mode, most.
    Pert(f64, f64, f64),
    /// The bell: mean, standard deviation.
    Normal(f64, f64),
    /// A bell of logarithms: median, standard deviation of the logarithm.
    Lognormal(f64, f64),
    /// Some values with their weights, ascending by value.
    Choice(Vec<(f64, f64)>),
    /// The values below which lie shares of draws that are evenly spaced from 0 to 1, straight lines between: any
    /// distribution, as fits to reported figures leave it.
    Quantiles(Vec<f64>),
}

impl Default for Quantity {
    fn default() -> Self {
        Self::fixed(0.0)
    }
}

impl Quantity {
    /// Just this number.
    #[must_use]
    pub const fn fixed(value: f64) -> Self {
        Self {
            shape: Shape::Fixed(value),
            shared: true,
            limits: (f64::NEG_INFINITY, f64::INFINITY),
            inside: (0.0, 1.0),
            times: Vec::new(),
        }
    }

    /// A distribution, after its parameters have been checked.
    ///
    /// # Errors
    ///
    /// When a parameter is not a finite number, parameters are out of order, a spread is negative, a median of
    /// a lognormal is not positive, or weights are negative or all zero.
    pub fn new(mut shape: Shape, shared: bool) -> Result<Self, BadQuantity> {
        shape.check()?;
        if let Shape::Choice(values) = &mut shape {
            values.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        Ok(Self {
            shape,
            shared,
            ..Self::fixed(0.0)
        })
    }

    /// The same quantity, whose draws never leave these limits. Long tails are cut off there and what is left is
    /// scaled up to a whole (a truncated distribution), so that no draws pile up at a limit.
    #[must_use]
    pub fn within(mut self, low: f64, high: f64) -> Self {
        self.limits = (low, high);
        self.inside = (
            self.shape.share_below(low).unwrap_or(0.0),
            self.shape.share_below(high).unwrap_or(1.0),
        );
        self
    }

    /// The shape as written.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The number, where there is no distribution.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self.shape {
            Shape::Fixed(value) => Some(value),
            _ => None,
        }
    }

    /// Whether one draw holds for every row (`shared`) instead of one draw a row (`each`).
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// The value that half of all draws stay below.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The value that a share `u` of all draws stay below, for `u` strictly between 0 and 1.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        let ((low, high), (below, up_to)) = (self.limits, self.inside);
        let level = below + u * (up_to - below);
        self.shape
            .quantile(level.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0))
            .clamp(low, high)
    }

    /// The same quantity times the value of parameters.
    #[must_use]
    pub(super) fn times(mut self, parameters: &[Times]) -> Self {
        self.times = parameters.to_vec();
        self
    }

    /// Parameters that it is multiplied by.
    #[must_use]
    pub fn parameters(&self) -> &[Times] {
        &self.times
    }

    /// A number of it times so much, inside the limits of its field.
    #[must_use]
    pub fn stretched(&self, number: f64, factor: f64) -> f64 {
        (number * factor).clamp(self.limits.0, self.limits.1)
    }

    /// The least and the greatest that any future may have of it, parameters included.
    #[must_use]
    pub fn extremes(&self) -> (f64, f64) {
        let factor =
            |end: fn((f64, f64)) -> f64| self.times.iter().map(|by| end(by.bounds)).product();
        (
            self.stretched(self.quantile(0.0), factor(|ends| ends.0)),
            self.stretched(self.quantile(1.0), factor(|ends| ends.1)),
        )
    }

    /// The least and the greatest value of any draw; infinite for tails without limits.
    #[must_use]
    pub fn bounds(&self) -> (f64, f64) {
        let (low, high) = self.shape.bounds();
        (
            low.clamp(self.limits.0, self.limits.1),
            high.clamp(self.limits.0, self.limits.1),
        )
    }

    /// This quantity times a factor of at least 0; a negative factor counts as 0.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let k = factor.max(0.0);
        let shape = match &self.shape {
            // A lognormal has no place for a median of 0.
            _ if k == 0.0 => Shape::Fixed(0.0),
            Shape::Fixed(v) => Shape::Fixed(v * k),
            Shape::Uniform(a, b) => Shape::Uniform(a * k, b * k),
            Shape::Triangular(a, m, b) => Shape::Triangular(a * k, m * k, b * k),
            Shape::Pert(a, m, b) => Shape::Pert(a * k, m * k, b * k),
            Shape::Normal(mean, sd) => Shape::Normal(mean * k, sd * k),
            Shape::Lognormal(median, sigma) => Shape::Lognormal(median * k, *sigma),
            Shape::Choice(values) => {
                Shape::Choice(values.iter().map(|&(v, w)| (v * k, w)).collect())
            }
            Shape::Quantiles(values) => Shape::Quantiles(values.iter().map(|v| v * k).collect()),
        };
        let scaled = Self {
            shape,
            ..self.clone()
        };
        scaled.within(self.limits.0, self.limits.1)
    }
}

impl Shape {
    fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Fixed(value) => *value,
            Self::Uniform(a, b) => a + u * (b - a),
            Self::Triangular(a, mode, b) => triangular(*a, *mode, *b, u),
            Self::Pert(a, mode, b) => pert(*a, *mode, *b, u),
            Self::Normal(mean, sd) => mean + sd * quantiles::normal(u),
            Self::Lognormal(median, sigma) => median * libm::exp(sigma * quantiles::normal(u)),
            Self::Choice(values) => choice(values, u),
            Self::Quantiles(values) => between(values, u),
        }
    }

    /// The share of draws below a limit, for shapes with long tails.
    fn share_below(&self, limit: f64) -> Option<f64> {
        match self {
            Self::Normal(mean, sd) if *sd > 0.0 => {
                Some(quantiles::normal_share_below((limit - mean) / sd))
            }
            Self::Lognormal(median, sigma) if *sigma > 0.0 => {
                let logarithm = libm::log(limit.max(0.0) / median);
                Some(quantiles::normal_share_below(logarithm / sigma))
            }
            _ => None,
        }
    }

    /// The ends of the support.
    #[must_use]
    pub fn bounds(&self) -> (f64, f64) {
        match self {
            Self::Fixed(v) => (*v, *v),
            Self::Uniform(a, b) | Self::Triangular(a, _, b) | Self::Pert(a, _, b) => (*a, *b),
            Self::Normal(mean, sd) if *sd == 0.0 => (*mean, *mean),
            Self::Normal(..) => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Lognormal(median, sigma) if *sigma == 0.0 => (*median, *median),
            Self::Lognormal(..) => (0.0, f64::INFINITY),
            Self::Choice(values) => values
                .iter()
                .filter(|(_, weight)| *weight > 0.0)
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (v, _)| {
                    (low.min(*v), high.max(*v))
                }),
            Self::Quantiles(values) => (values[0], values[values.len() - 1]),
        }
    }
}

fn triangular(a: f64, mode: f64, b: f64, u: f64) -> f64 {
    let width = b - a;
    if width <= 0.0 {
        return a;
    }
    if u < (mode - a) / width {
        a + (u * width * (mode - a)).sqrt()
    } else {
        b - ((1.0 - u) * width * (b - mode)).sqrt()
    }
}

fn pert(a: f64, mode: f64, b: f64, u: f64) -> f64 {
    let width = b - a;
    if width <= 0.0 {
        return a;
    }
    let alpha = 1.0 + 4.0 * (mode - a) / width;
    a + width * quantiles::beta(alpha, 6.0 - alpha, u)
}

/// On the straight lines through evenly spaced quantiles.
fn between(values: &[f64], u: f64) -> f64 {
    let along = u * (values.len() - 1) as f64;
    let left = (along as usize).min(values.len() - 2);
    values[left] + (along - left as f64) * (values[left + 1] - values[left])
}

fn choice(values: &[(f64, f64)], u: f64) -> f64 {
    let total: f64 = values.iter().map(|(_, weight)| weight).sum();
    let mut reached = 0.0;
    for (value, weight) in values {
        reached += weight / total;
        if *weight > 0.0 && u <= reached {
            return *value;
        }
    }
    // Rounding may leave the last step a hair below 1.
    values
        .iter()
        .rev()
        .find(|(_, weight)| *weight > 0.0)
        .map_or(0.0, |(value, _)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Quantity {
        Quantity::parse(text, false).unwrap()
    }

    #[test]
    fn quantiles_are_those_of_the_textbook() {
        let near = |text: &str, u: f64, expected: f64| {
            let got = of(text).quantile(u);
            assert!(
                (got - expected).abs() < 1e-9 * expected.abs().max(1.0),
                "{text} at {u}: {got}"
            );
        };
        near("uniform(2, 6)", 0.25, 3.0);
        near("triangular(0, 0, 1)", 0.75, 0.5);
        near("triangular(0, 1, 1)", 0.25, 0.5);
        near("normal(10, 2)", 0.975, 13.919_927_969_080_108);
        near("normal(0, 1)", 1e-10, -6.361_340_902_404_056);
        near("lognormal(7, 0.5)", 0.5, 7.0);
        near("pert(0, 5, 10)", 0.5, 5.0);
        // Mode at the left end: Beta(1, 5), whose distribution function is 1 − (1 − x)⁵.
        near("pert(0, 0, 1)", 0.5, 1.0 - 0.5_f64.powf(0.2));
        near("choice(3, 1, 2)", 0.5, 2.0);
        near("choice(1: 0.9, 5: 0.1)", 0.95, 5.0);
        near("quantiles(1, 2, 6)", 0.75, 4.0);
    }

    #[test]
    fn quantiles_rise_and_stay_within_bounds() {
        for text in [
            "uniform(1,2)",
            "triangular(7,12,25)",
            "pert(1,2,9)",
            "normal(5,1)",
            "lognormal(3,1)",
            "choice(4,2)",
            "quantiles(1, 1, 4, 9)",
        ] {
            let q = of(text).within(0.5, 30.0);
            let (low, high) = q.bounds();
            let course: Vec<f64> = (0..=1000)
                .map(|i| q.quantile(f64::from(i) / 1000.0))
                .collect();
            assert!(course.is_sorted(), "{text}");
            assert!(course.iter().all(|v| (low..=high).contains(v)), "{text}");
        }
    }

    /// Means over evenly spaced levels: numerical integrals of the quantile function.
    fn moments(quantity: &Quantity) -> (f64, f64) {
        // The quantile of a pert is found by bisection.
        let slices = match quantity.shape() {
            Shape::Pert(..) => 2_000,
            _ => 200_000,
        };
        let level = |slice| (f64::from(slice) + 0.5) / f64::from(slices);
        let values: Vec<f64> = (0..slices)
            .map(|slice| quantity.quantile(level(slice)))
            .collect();
        let mean = values.iter().sum::<f64>() / f64::from(slices);
        let square = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / f64::from(slices);
        (mean, square)
    }

    #[test]
    fn means_and_variances_are_those_of_closed_forms() {
        let e = std::f64::consts::E;
        for (text, mean, variance) in [
            ("uniform(2, 6)", 4.0, 16.0 / 12.0),
            // (a² + m² + b² − am − ab − mb) ÷ 18.
            ("triangular(7, 12, 25)", 44.0 / 3.0, 259.0 / 18.0),
            // (a + 4m + b) ÷ 6 and (mean − a)(b − mean) ÷ 7.
            ("pert(1, 2, 9)", 3.0, 2.0 * 6.0 / 7.0),
            ("normal(5, 2)", 5.0, 4.0),
            // exp(σ² ÷ 2) and (exp(σ²) − 1) exp(σ²), times median and its square.
            (
                "lognormal(3, 0.5)",
                3.0 * e.powf(0.125),
                9.0 * (e.powf(0.25) - 1.0) * e.powf(0.25),
            ),
            ("choice(1: 0.25, 5: 0.75)", 4.0, 3.0),
        ] {
            let (got_mean, got_variance) = moments(&of(text));
            assert!((got_mean / mean - 1.0).abs() < 1e-4, "{text}: {got_mean}");
            assert!(
                (got_variance / variance - 1.0).abs() < 1e-3,
                "{text}: {got_variance}"
            );
        }
    }

    #[test]
    fn tails_are_cut_off_and_do_not_pile_up() {
        let bell = of("normal(0.9, 0.1)").within(0.0, 1.0);
        // φ(z)/Φ(z) at z = 1, where the upper limit cuts: the mean of a truncated bell is 0.9 − 0.1 · 0.2876.
        let (mean, _) = moments(&bell);
        assert!((mean - 0.871_240).abs() < 1e-5, "{mean}");
        assert!(bell.quantile(0.999) < 1.0);
        let half = 0.5 * quantiles::normal_share_below(1.0);
        assert!((bell.median() - (0.9 + 0.1 * quantiles::normal(half))).abs() < 1e-12);
        let long = of("lognormal(3, 1)").within(0.5, 6.0);
        assert!(long.quantile(1e-9) >= 0.5 && long.quantile(1e-3) > 0.5);
        assert!(long.quantile(0.999) < 6.0);
        assert_eq!(
            of("normal(5, 1)")
                .within(f64::NEG_INFINITY, f64::INFINITY)
                .median(),
            5.0
        );
    }

    #[test]
    fn scaling_scales_every_quantile() {
        for text in [
            "8",
            "uniform(1,2)",
            "triangular(7,12,25)",
            "pert(1,2,9)",
            "normal(5,1)",
            "lognormal(3,1)",
            "choice(4,2)",
            "quantiles(1, 1, 4, 9)",
        ] {
            let (q, twice) = (of(text), of(text).scaled(2.0));
            for u in [0.01, 0.3, 0.5, 0.99] {
                assert!(
                    (twice.quantile(u) - 2.0 * q.quantile(u)).abs() < 1e-9,
                    "{text}"
                );
            }
            assert_eq!(q.scaled(0.0).number(), Some(0.0));
        }
    }
}
