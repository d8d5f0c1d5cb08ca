//! Whole units. Everything that the engine touches is a whole number, so that results do not depend
//! on a machine's floating point or on the order of additions.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

pub mod limits;

/// Parts in a whole: shares, rates and weights are whole parts per million.
pub const MILLION: i64 = 1_000_000;

/// A count of something that can be added and shared out, but not multiplied by itself.
pub trait Whole: Copy + Ord {
    /// The bare number.
    fn units(self) -> i64;
    /// From a bare number.
    fn of_units(units: i64) -> Self;
}

macro_rules! whole {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[repr(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// None of it.
            pub const ZERO: Self = Self(0);

            /// This much, or nothing where it is negative.
            #[must_use]
            #[inline]
            pub fn or_zero(self) -> Self {
                Self(self.0.max(0))
            }
        }

        impl Whole for $name {
            #[inline]
            fn units(self) -> i64 {
                self.0
            }
            #[inline]
            fn of_units(units: i64) -> Self {
                Self(units)
            }
        }

        impl Add for $name {
            type Output = Self;
            #[inline]
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $name {
            type Output = Self;
            #[inline]
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Neg for $name {
            type Output = Self;
            #[inline]
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl AddAssign for $name {
            #[inline]
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl SubAssign for $name {
            #[inline]
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }
        impl Sum for $name {
            #[inline]
            fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
                Self(parts.map(|part| part.0).sum())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }
    };
}

whole! {
    /// Masks, of any product.
    Pieces
}
whole! {
    /// Material, by mass.
    Milligrams
}
whole! {
    /// Money: a hundredth of a yuan.
    Fen
}
whole! {
    /// Staff, in thousandths of a full-time person.
    Staff
}

/// A share of something in whole parts per million. May exceed one (utilisation, scaling).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
#[repr(transparent)]
pub struct Share(pub i64);

impl Share {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const ONE: Self = Self(MILLION);

    /// The nearest whole part per million of a decimal share.
    #[must_use]
    pub fn from_decimal(share: f64) -> Self {
        Self(rounded(share * MILLION as f64))
    }

    /// As a decimal, for people and charts; never fed back into the engine.
    #[must_use]
    pub fn to_decimal(self) -> f64 {
        self.0 as f64 / MILLION as f64
    }

    /// "x of p" of the model: ⌊x · p ÷ 10⁶⌋ (model §1). Wide inside.
    #[must_use]
    #[inline]
    pub fn of<T: Whole>(self, whole: T) -> T {
        let (whole, part) = (whole.units(), self.0);
        T::of_units(match whole.checked_mul(part) {
            Some(product) => product.div_euclid(MILLION),
            None => (i128::from(whole) * i128::from(part)).div_euclid(MILLION.into()) as i64,
        })
    }

    /// ⌈x · p ÷ 10⁶⌉, x ≥ 0. Wide inside.
    #[must_use]
    #[inline]
    pub fn of_rounded_up<T: Whole>(self, whole: T) -> T {
        let (whole, part) = (whole.units(), self.0);
        T::of_units(match whole.checked_mul(part) {
            Some(product) => div_up(product, MILLION),
            None => {
                let below = i128::from(whole) * i128::from(part) + i128::from(MILLION - 1);
                below.div_euclid(MILLION.into()) as i64
            }
        })
    }

    /// part ÷ whole, floored to a part per million; `empty` where the whole is zero.
    /// Wide inside: no product of two amounts overflows.
    #[must_use]
    #[inline]
    pub fn ratio(part: i64, whole: i64, empty: Self) -> Self {
        if whole == 0 {
            return empty;
        }
        match part.checked_mul(MILLION) {
            Some(product) => Self(product.div_euclid(whole)),
            None => {
                Self((i128::from(part) * i128::from(MILLION)).div_euclid(i128::from(whole)) as i64)
            }
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// The nearest whole number, halves away from 0: `value.round() as i64` without a call for every cell of a world.
#[must_use]
#[inline]
pub fn rounded(value: f64) -> i64 {
    let whole = value as i64;
    let rest = value - whole as f64;
    whole.saturating_add(i64::from(rest >= 0.5) - i64::from(rest <= -0.5))
}

/// ⌊x · ppm ÷ 10⁶⌋ of bare numbers, 0 ≤ x ≤ [`MOST_BY_A_MILLION`](limits::MOST_BY_A_MILLION) for shares up to one: the inner
/// loop's form of [`Share::of`].
#[must_use]
#[inline]
pub fn of(x: i64, ppm: i64) -> i64 {
    ((x * ppm) as u64 / MILLION as u64) as i64
}

/// What is left of a unit, in millionths: less than one. It is carried to the next day, so that shares of small amounts add up
/// to what they should: over any span of days, to within one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(transparent)]
pub struct Rest(u32);

impl Rest {
    /// The `place`-th of `count` rests that are evenly spread over a unit: so that equal rates together come out as their sum
    /// would, for ⌊x⌋ + ⌊x + 1/n⌋ + … + ⌊x + (n − 1)/n⌋ = ⌊n · x⌋ (Hermite's identity).
    #[must_use]
    pub fn spread(place: usize, count: usize) -> Self {
        Self((place as i64 * MILLION / count.max(1) as i64) as u32)
    }

    /// ⌊(x · ppm + rest) ÷ 10⁶⌋, 0 ≤ x ≤ [`MOST_BY_A_MILLION`](limits::MOST_BY_A_MILLION) for shares up to one, which never
    /// exceeds x; the rest stays as it was.
    #[must_use]
    #[inline]
    pub fn whole_of(self, x: i64, ppm: i64) -> i64 {
        ((x * ppm + i64::from(self.0)) as u64 / MILLION as u64) as i64
    }

    /// The same, and what is left over is the new rest.
    #[must_use]
    #[inline]
    pub fn carry(&mut self, x: i64, ppm: i64) -> i64 {
        let whole = self.whole_of(x, ppm);
        self.settle(x, ppm, whole);
        whole
    }

    /// Keeps what is left over of x · ppm ÷ 10⁶ after so many whole units, as [`whole_of`](Self::whole_of) tells them.
    #[inline]
    pub fn settle(&mut self, x: i64, ppm: i64, whole: i64) {
        self.0 = (x * ppm + i64::from(self.0) - whole * MILLION) as u32;
    }

    /// The rest in millionths.
    #[must_use]
    #[inline]
    pub fn millionths(self) -> i64 {
        i64::from(self.0)
    }
}

/// ⌊a · b ÷ c⌋ without overflow in between, for a, b ≥ 0 and c > 0.
#[must_use]
#[inline]
pub fn muldiv(a: i64, b: i64, c: i64) -> i64 {
    match (a as u64).checked_mul(b as u64) {
        Some(product) => (product / c as u64) as i64,
        None => (u128::from(a as u64) * u128::from(b as u64) / u128::from(c as u64)) as i64,
    }
}

/// ⌈a ÷ b⌉ for a ≥ 0 and b > 0.
#[must_use]
#[inline]
pub fn div_up(a: i64, b: i64) -> i64 {
    ((a as u64).div_ceil(b as u64)) as i64
}

/// A day of the calendar, counted from the scenario's start (day 0). Negative before it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
#[repr(transparent)]
pub struct Day(pub i32);

impl Day {
    /// Position in tables with a row a day.
    ///
    /// # Panics
    /// In debug builds, before the start.
    #[must_use]
    #[inline]
    pub fn row(self) -> usize {
        debug_assert!(self.0 >= 0, "a day before the start has no row");
        self.0 as usize
    }
}

impl Add<i32> for Day {
    type Output = Self;
    #[inline]
    fn add(self, days: i32) -> Self {
        Self(self.0 + days)
    }
}

impl Sub<i32> for Day {
    type Output = Self;
    #[inline]
    fn sub(self, days: i32) -> Self {
        Self(self.0 - days)
    }
}

impl Sub for Day {
    type Output = i32;
    #[inline]
    fn sub(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

/// Dense indices: positions in a [`World`](crate::World)'s arrays, one type for each kind of thing.
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Position in the arrays of its kind.
            #[must_use]
            #[inline]
            pub fn at(self) -> usize {
                self.0 as usize
            }
            /// From a position.
            #[must_use]
            #[inline]
            pub fn from_position(position: usize) -> Self {
                Self(position as u32)
            }
        }
    )*};
}

index! {
    /// A material (of materials only).
    MaterialIndex,
    /// A product (of products only).
    ProductIndex,
    /// A prefecture.
    PrefectureIndex,
    /// A county.
    CountyIndex,
    /// An enterprise.
    EnterpriseIndex,
    /// A demand stream.
    StreamIndex,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_that_of_the_standard_library() {
        let edges = [
            0.0,
            0.5,
            1.5,
            2.5,
            0.499_999_999_999_999_94,
            1e15 + 0.5,
            9e18,
            1e300,
        ];
        let course = (0..2000).map(|i| f64::from(i) * 0.37);
        for value in edges.into_iter().chain(course) {
            assert_eq!(rounded(value), value.round() as i64, "{value}");
            assert_eq!(rounded(-value), (-value).round() as i64, "-{value}");
        }
        assert_eq!(rounded(f64::NAN), 0);
    }

    #[test]
    fn a_share_of_something_is_floored_and_never_overflows_at_the_sizes_of_the_model() {
        assert_eq!(Share(400_000).of(Pieces(9)), Pieces(3));
        assert_eq!(Share(400_000).of_rounded_up(Pieces(9)), Pieces(4));
        for most in [limits::MOST_BY_A_MILLION, limits::MOST_MILLIGRAMS] {
            assert_eq!(Share::ONE.of(Milligrams(most)), Milligrams(most));
            assert_eq!(Share::ONE.of_rounded_up(Milligrams(most)), Milligrams(most));
            let (third, up) = (most / 1_000_000 * 333_333, most / 1_000_000 * 333_334);
            assert_eq!(Share(333_333).of(Milligrams(most)), Milligrams(third));
            assert_eq!(
                Share(333_334).of_rounded_up(Milligrams(most)),
                Milligrams(up)
            );
        }
        assert_eq!(Share::ratio(i64::MAX, i64::MAX, Share::ZERO), Share::ONE);
        assert_eq!(Share::ratio(5, 0, Share::ONE), Share::ONE);
        assert_eq!(muldiv(1 << 40, 1 << 40, 1 << 50), 1 << 30);
    }

    #[test]
    fn carried_shares_add_up_to_within_a_unit_over_any_span_and_never_exceed_the_whole() {
        for (x, ppm) in [
            (1, 400_000),
            (1, 999_999),
            (3, 333_333),
            (1, 1),
            (0, 500_000),
        ] {
            let mut rest = Rest::spread(1, 3);
            let mut sums = vec![0_i64];
            for day in 0..1000 {
                let whole = rest.carry(x, ppm);
                assert!((0..=x).contains(&whole));
                sums.push(sums[day] + whole);
            }
            for (from, to) in [(0, 1000), (1, 2), (17, 18), (400, 777)] {
                let off = (sums[to] - sums[from]) * MILLION - (to - from) as i64 * x * ppm;
                assert!(off.abs() < MILLION, "{x} of {ppm}: {off}");
            }
        }
        let mut rest = Rest::default();
        let most = limits::MOST_BY_A_MILLION;
        assert_eq!(rest.carry(most, MILLION), most);
    }

    #[test]
    fn equal_rates_with_rests_spread_over_a_unit_come_out_as_their_sum() {
        let mut rests: Vec<Rest> = (0..10).map(|place| Rest::spread(place, 10)).collect();
        for _ in 0..50 {
            let sum: i64 = rests.iter_mut().map(|rest| rest.carry(1, 400_000)).sum();
            assert_eq!(sum, 4);
        }
    }
}
