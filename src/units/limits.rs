//! What fits into whole numbers: every limit on amounts, in one place. What passes `check` stays within these, the engine
//! relies on them, tables hold nothing beyond, and the audit takes nothing beyond for possible.
//!
//! Whole numbers are `i64`, up to 2⁶³ ≈ 9.22·10¹⁸. A column of a table adds up, what moves over the calendar and what there is
//! over a day, to no more than [`MOST_IN_A_COLUMN`], so that four such sums can be added and taken from each other.

/// Material in milligrams, all of it over the calendar: made, used, supplied and in stock (2·10⁹ tonnes).
pub const MOST_MILLIGRAMS: i64 = 2_000_000_000_000_000_000;
/// Masks in pieces, all of them over the calendar; needed, too.
pub const MOST_PIECES: i64 = 200_000_000_000_000_000;
/// Money in fen, the price of all lines together (10¹⁴ yuan).
pub const MOST_FEN: i64 = 10_000_000_000_000_000;
/// What a column of a table adds up to; balances.csv has material and masks in one.
pub const MOST_IN_A_COLUMN: i64 = MOST_MILLIGRAMS + MOST_PIECES;
/// What is multiplied by parts per million within 64 bits ([`of`](super::of)): a day's amounts of a line, an enterprise's
/// staff.
pub const MOST_BY_A_MILLION: i64 = 9_000_000_000_000;

/// The largest claim of one claimant for which dividing is proved exact ([`claims`](crate::claims)).
pub const LARGEST_CLAIM: i64 = 1_000_000_000_000;
/// The largest weight for which dividing is proved exact.
pub const LARGEST_WEIGHT: i64 = 1_000_000_000;
/// The greatest number of claimants for which dividing is proved exact: every maker of a nation.
pub const MOST_CLAIMANTS: usize = 250_000;

/// The largest seed of draws.
pub const MOST_SEED: u64 = 1_000_000_000_000;

const _: () = {
    assert!(MOST_BY_A_MILLION.checked_mul(super::MILLION).is_some());
    assert!(MOST_IN_A_COLUMN.checked_mul(4).is_some());
    assert!(LARGEST_CLAIM.checked_mul(MOST_CLAIMANTS as i64).is_some());
};
