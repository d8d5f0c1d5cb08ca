//! From ideals to whole units, fair over time.
//!
//! Everyone gets the floor of the ideal. The units left over go, one each, to those whose ideal is
//! not whole: first to the largest fraction + credit, where *credit* is what rounding owes a
//! claimant so far (the sum of ideal − award), and counts for no more than one unit either way. On
//! a tie, first to the one whom rounding owes most beyond that unit, then to the one whose turn it
//! is: the least (rank − day) mod n.
//!
//! # Why equals never differ by more than one unit in total
//!
//! Claimants with the same claim and weight every day have the same ideals, so their credits differ
//! exactly by what they got: by whole units. *At most one unit lies between the highest and the
//! lowest credit of such a group.* That holds at first, when all are zero. On a day on which their
//! ideal is not whole, they have the same fraction; so the order of places within the group is the
//! order of their credits (clipping keeps an order, and what it makes equal the part beyond the
//! clip decides). If the group gets j units, they go to its j highest: whatever j is, whoever else
//! there is. With credits x and x − 1, either only claimants at x come down to x − 1, or all of them
//! do and some come from x − 1 to x − 2, when nobody is left at x. On other days all move alike.
//!
//! The part beyond the clip is needed for that. Were the clipped credit the one that is kept, two
//! equals whom others leave without a unit for some days would both arrive at +1, it would be
//! forgotten which of them is owed the unit, and the same one could be passed over again.
//!
//! # Deficit round robin
//!
//! Under equal awards this is deficit round robin (Shreedhar and Varghese 1996) with a quantum of
//! one unit: round after round everybody who still claims something gets one unit; the day's amount runs out in the
//! middle of a round; what that round owes is carried, and served first tomorrow. The credit is the deficit counter, kept
//! as a fraction because the round that is cut short is owed to all in it alike; where the original serves whoever stands
//! next in the list, the greatest credit comes first here. On every day each gets within one unit of what the original
//! would give (`round_robin`). A larger quantum would only part equals by up to that quantum.
//!
//! # Why fixed point is exact enough
//!
//! Fractions are rounded down to units of 2⁻⁴⁰, from the exact one, so equals have the same and the
//! argument above is about integers throughout. What is lost, less than 10⁻¹² of a unit a day, only
//! touches who among *unequals* goes first where they are closer than that. A credit moves by less
//! than one unit a division: an `i64` has room for 2²³ of them, 20,000 years of days.

use std::cmp::Reverse;

use super::Problem;
use super::divisor::FRACTION_BITS;

#[cfg(test)]
mod fairness;
#[cfg(test)]
mod round_robin;

/// One whole unit of credit.
pub const CREDIT_UNIT: i64 = 1 << FRACTION_BITS;

/// The queue for the units left over.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Room for those whose ideal is not whole; the least is first. One number each, because comparing
    /// numbers is cheap: fraction + clipped credit, upside down, and then how long until it is the
    /// claimant's turn.
    places: Vec<u64>,
    /// Whose turn comes after how long: positions in the problem.
    turns: Vec<u32>,
}

impl Queue {
    pub fn with_capacity(claimants: usize) -> Self {
        Self {
            places: vec![0; claimants],
            turns: vec![0; claimants],
        }
    }
}

const WAIT_BITS: u32 = 18;
const WAITS: u64 = 1 << WAIT_BITS;
const _: () = assert!(super::MOST_CLAIMANTS < WAITS as usize, "waits fit");
const _: () = assert!((3 * CREDIT_UNIT) as u64 <= u64::MAX / WAITS, "places fit");

/// What one claimant should get, with the fraction as a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Portion {
    /// Position of the claimant in the problem.
    pub at: u32,
    /// The floor.
    pub whole: u64,
    /// The rest in units of 2⁻⁴⁰, rounded down; none where the ideal is whole.
    pub fraction: Option<i64>,
}

/// Sets the awards of all who have an ideal and moves their credits.
#[inline]
pub(super) fn round(
    problem: &Problem<'_>,
    portions: impl Iterator<Item = Portion>,
    credits: &mut [i64],
    queue: &mut Queue,
    awards: &mut [i64],
) {
    let Queue { places, turns } = queue;
    let claimants = problem.claims.len() as u32;
    let today = problem.turn.rem_euclid(i64::from(claimants)) as u32;
    let mut left = problem.amount;
    let mut clips = false;
    let mut queued = 0;
    if turns.len() < claimants as usize {
        places.resize(claimants as usize, 0);
        turns.resize(claimants as usize, 0);
    }
    for portion in portions {
        let at = portion.at as usize;
        awards[at] = portion.whole as i64;
        left -= portion.whole as i64;
        if let Some(fraction) = portion.fraction {
            let credit = credits[at];
            let rank = problem.ranks[at];
            let wait = if rank >= today {
                rank - today
            } else {
                rank + claimants - today
            };
            let standing = (2 * CREDIT_UNIT - fraction - clipped(credit)) as u64;
            places[queued] = standing << WAIT_BITS | u64::from(wait);
            queued += 1;
            turns[wait as usize] = portion.at;
            credits[at] = credit + fraction;
            clips |= clipped(credit) != credit;
        }
    }
    // Fractions less than one add up to what is left, so there are fewer units than places.
    let left = left as usize;
    let places = &mut places[..queued];
    let at = |place: u64| turns[(place % WAITS) as usize] as usize;
    if clips {
        // What lies beyond the clip goes before the turn: where fraction + clipped credit is the
        // same, fraction + whole credit is in the order of what lies beyond.
        places.sort_unstable_by_key(|&place| (place / WAITS, Reverse(credits[at(place)]), place));
    } else if left > 0 {
        places.select_nth_unstable(left);
    }
    for &place in &places[..left] {
        awards[at(place)] += 1;
        credits[at(place)] -= CREDIT_UNIT;
    }
}

#[inline]
fn clipped(credit: i64) -> i64 {
    credit.clamp(-CREDIT_UNIT, CREDIT_UNIT)
}
