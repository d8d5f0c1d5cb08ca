//! Those among whom something is divided.

use std::ops::Range;

/// Positions in the columns of a table.
pub(super) enum Members<'a> {
    /// A stretch of it.
    All(Range<usize>),
    /// Some of it, in order.
    Some(&'a [usize]),
}

impl Members<'_> {
    /// How many.
    #[inline]
    pub fn count(&self) -> usize {
        match self {
            Self::All(stretch) => stretch.len(),
            Self::Some(positions) => positions.len(),
        }
    }

    /// Position of the one at a place among them.
    #[inline]
    pub fn at(&self, place: usize) -> usize {
        match self {
            Self::All(stretch) => stretch.start + place,
            Self::Some(positions) => positions[place],
        }
    }

    /// Positions, in order.
    #[inline]
    pub fn each(&self) -> impl Iterator<Item = usize> {
        (0..self.count()).map(|place| self.at(place))
    }

    /// Puts what was laid out for them back into a column.
    #[inline]
    pub fn put_back(&self, laid_out: &[i64], column: &mut [i64]) {
        match self {
            Self::All(stretch) => column[stretch.clone()].copy_from_slice(laid_out),
            Self::Some(positions) => {
                for (&position, &number) in positions.iter().zip(laid_out) {
                    column[position] = number;
                }
            }
        }
    }
}
