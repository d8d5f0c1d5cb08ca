//! Slow and obvious: exact fractions, and the λ at which claims, filled each at its rate, hold an
//! amount.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};

/// In lowest terms, with a denominator above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
    over: i128,
    under: i128,
}

pub(super) fn fraction(over: i128, under: i128) -> Fraction {
    let (mut a, mut b) = (over.abs(), under);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    Fraction {
        over: over / a,
        under: under / a,
    }
}

impl Fraction {
    pub fn floor(self) -> i64 {
        self.over.div_euclid(self.under) as i64
    }

    pub fn ceiling(self) -> i64 {
        -(-self.over).div_euclid(self.under) as i64
    }

    pub fn numerator(self) -> i64 {
        self.over as i64
    }

    pub fn denominator(self) -> i64 {
        self.under as i64
    }

    pub fn inverse(self) -> Self {
        fraction(self.under, self.over)
    }
}

impl Add for Fraction {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let shared = self.under / fraction(self.under, other.under).over;
        let (mine, yours) = (self.under / shared, other.under / shared);
        fraction(self.over * yours + other.over * mine, self.under * yours)
    }
}

impl Sub for Fraction {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + Self {
            over: -other.over,
            ..other
        }
    }
}

impl Mul for Fraction {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        fraction(self.over * other.over, self.under * other.under)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (*self - *other).over.cmp(&0)
    }
}

/// min(c, λr) for the λ at which they add up to the amount: the last λ at which somebody is full
/// and there is not too much, and from there in a straight line.
pub(super) fn water_fill(amount: i128, claims: &[i128], rates: &[Fraction]) -> Vec<Fraction> {
    let nothing = fraction(0, 1);
    let rising = |claim: i128| claim > 0;
    let at = |level: Fraction| -> Vec<Fraction> {
        let part = |(&claim, &rate): (&i128, &Fraction)| fraction(claim, 1).min(rate * level);
        claims.iter().zip(rates).map(part).collect()
    };
    let sum = |parts: &[Fraction]| parts.iter().fold(nothing, |sum, &part| sum + part);
    let full = claims
        .iter()
        .zip(rates)
        .filter(|(claim, _)| rising(**claim));
    let levels = full.map(|(&claim, rate)| fraction(claim, 1) * rate.inverse());
    let amount = fraction(amount, 1);
    let reached = levels
        .filter(|&level| sum(&at(level)) <= amount)
        .max()
        .unwrap_or(nothing);
    let held = at(reached);
    let open = claims.iter().zip(rates).zip(&held);
    let open = open.filter(|((claim, _), held)| fraction(**claim, 1) > **held);
    let slope = open.fold(nothing, |sum, ((_, &rate), _)| sum + rate);
    if slope == nothing {
        return held;
    }
    at(reached + (amount - sum(&held)) * slope.inverse())
}
