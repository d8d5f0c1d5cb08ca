//! Dividing many numbers by the same one.

/// A divisor that is prepared once. Where it fits a word, a division is two multiplications by its
/// reciprocal; elsewhere it is a plain wide division. Both are exact, so which one is taken never shows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Divisor {
    Word(Word),
    Wide(u128),
}

/// A divisor that fits a word, with its reciprocal (Möller & Granlund 2011, "Improved division by invariant
/// integers", algorithm 4).
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    shifted: u64,
    reciprocal: u64,
    shift: u32,
}

/// Bits after the point of a [`Divisor::fraction`].
pub(super) const FRACTION_BITS: u32 = 40;

impl Word {
    /// Prepares a division by a number above zero.
    pub fn new(divisor: u64) -> Self {
        let shift = divisor.leading_zeros();
        let shifted = divisor << shift;
        // ⌊(2¹²⁸ − 1) ÷ d⌋ − 2⁶⁴: the quotient has exactly 65 bits, the cast drops the top.
        let reciprocal = (u128::MAX / u128::from(shifted)) as u64;
        Self {
            shifted,
            reciprocal,
            shift,
        }
    }

    /// Quotient and remainder of factor × part, for a part no greater than the divisor.
    #[inline]
    pub fn divide(self, factor: u64, part: u64) -> (u64, u64) {
        // The quotient is at most the factor: so the product is less than d · 2⁶⁴ and the shift loses nothing.
        let product = u128::from(factor) * u128::from(part);
        let (quotient, remainder) =
            divide_word(product << self.shift, self.shifted, self.reciprocal);
        (quotient, remainder >> self.shift)
    }

    /// ⌊2⁴⁰ × remainder ÷ divisor⌋, for a remainder less than the divisor.
    #[inline]
    pub fn fraction(self, remainder: u64) -> i64 {
        let high = remainder << self.shift;
        let (fraction, _) = divide_word(u128::from(high) << 64, self.shifted, self.reciprocal);
        (fraction >> (64 - FRACTION_BITS)) as i64
    }
}

impl Divisor {
    /// Prepares a division by a number above zero.
    pub fn new(divisor: u128) -> Self {
        match u64::try_from(divisor) {
            Ok(word) => Self::Word(Word::new(word)),
            Err(_) => Self::Wide(divisor),
        }
    }

    /// Quotient and remainder of factor × part, for a part no greater than the divisor and a
    /// product that fits two words.
    #[inline]
    pub fn divide(self, factor: u64, part: u128) -> (u64, u128) {
        match self {
            Self::Word(word) => {
                let (quotient, remainder) = word.divide(factor, part as u64);
                (quotient, u128::from(remainder))
            }
            Self::Wide(divisor) => {
                let product = u128::from(factor) * part;
                ((product / divisor) as u64, product % divisor)
            }
        }
    }

    /// ⌊2⁴⁰ × remainder ÷ divisor⌋, for a remainder less than the divisor.
    #[inline]
    pub fn fraction(self, remainder: u128) -> i64 {
        match self {
            Self::Word(word) => word.fraction(remainder as u64),
            Self::Wide(divisor) => ((remainder << FRACTION_BITS) / divisor) as i64,
        }
    }
}

/// Divides by a number whose top bit is set, for a quotient that fits a word.
#[inline]
fn divide_word(number: u128, divisor: u64, reciprocal: u64) -> (u64, u64) {
    let (high, low) = ((number >> 64) as u64, number as u64);
    let estimate = (u128::from(reciprocal) * u128::from(high)).wrapping_add(number);
    let mut quotient = ((estimate >> 64) as u64).wrapping_add(1);
    let mut remainder = low.wrapping_sub(quotient.wrapping_mul(divisor));
    // Which way this goes is a matter of chance: a mask is cheaper than a branch.
    let over = u64::from(remainder > estimate as u64);
    quotient = quotient.wrapping_sub(over);
    remainder = remainder.wrapping_add(divisor & over.wrapping_neg());
    if remainder >= divisor {
        quotient = quotient.wrapping_add(1);
        remainder -= divisor;
    }
    (quotient, remainder)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_prepared_division_is_a_division(bits in 0u32..64, word: u64, factor: u64, part: u64) {
            let divisor = u128::from((word >> bits).max(1));
            let part = u128::from(part) % divisor;
            let product = u128::from(factor) * part;
            let (fast, wide) = (Divisor::new(divisor), Divisor::Wide(divisor));
            prop_assert_eq!(
                fast.divide(factor, part),
                ((product / divisor) as u64, product % divisor)
            );
            prop_assert_eq!(fast.divide(factor, part), wide.divide(factor, part));
            prop_assert_eq!(fast.fraction(part), wide.fraction(part));
        }
    }

    #[test]
    fn the_ends_of_a_word_divide_exactly() {
        for divisor in [1, 2, 3, u64::MAX - 1, u64::MAX, 1 << 63, (1 << 63) - 1] {
            let prepared = Divisor::new(u128::from(divisor));
            let whole = u128::from(divisor);
            assert_eq!(prepared.divide(u64::MAX, whole), (u64::MAX, 0));
            assert_eq!(prepared.divide(u64::MAX, whole - 1).0 as u128, {
                u128::from(u64::MAX) * (whole - 1) / whole
            });
            assert_eq!(prepared.fraction(0), 0);
        }
    }
}
