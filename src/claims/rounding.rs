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
//! # Why fixed point is exact enough
//!
//! Fractions are rounded down to units of 2⁻⁴⁰, from the exact one, so equals have the same and the
//! argument above is about integers throughout. What is lost, less than 10⁻¹² of a unit a day, only
//! touches who among *unequals* goes first where they are closer than that. A credit moves by less
//! than one unit a division: an `i64` has room for 2²³ of them, 20,000 years of days.

use super::Problem;
use super::divisor::FRACTION_BITS;
use super::ideals::Ideals;

/// One whole unit of credit.
pub const CREDIT_UNIT: i64 = 1 << FRACTION_BITS;

/// A claimant's place in the queue for the units left over: the least is first. One number, because
/// comparing numbers is cheap. From the top: 42 bits for fraction + clipped credit and 58 for the
/// credit beyond the clip (room for 2¹⁷ units), both upside down so that the largest is first; 14
/// for how long until it is the claimant's turn, 14 for the claimant's position.
pub(super) type Place = u128;

const BEYOND_BITS: u32 = 58;
const POSITION_BITS: u32 = 14;
const POSITIONS: u128 = 1 << POSITION_BITS;
const _: () = assert!(super::MOST_CLAIMANTS < POSITIONS as usize, "positions fit");

#[inline]
fn place(fraction: i64, credit: i64, wait: u32, at: u32) -> Place {
    let clipped = credit.clamp(-CREDIT_UNIT, CREDIT_UNIT);
    let standing = (2 * CREDIT_UNIT - fraction - clipped) as u64;
    let beyond = ((1 << (BEYOND_BITS - 1)) + clipped - credit) as u64;
    let turn = u64::from(wait) << POSITION_BITS | u64::from(at);
    u128::from(standing) << (BEYOND_BITS + 2 * POSITION_BITS)
        | u128::from(beyond) << (2 * POSITION_BITS)
        | u128::from(turn)
}

/// Sets the awards of all who have an ideal and moves their credits.
pub(super) fn round(
    problem: &Problem<'_>,
    ideals: &Ideals,
    credits: &mut [i64],
    places: &mut Vec<Place>,
    awards: &mut [i64],
) {
    let claimants = problem.claims.len() as u32;
    let today = problem.turn.rem_euclid(i64::from(claimants)) as u32;
    let mut left = problem.amount;
    places.clear();
    for ideal in ideals.each() {
        let at = ideal.at as usize;
        awards[at] = ideal.whole as i64;
        left -= ideal.whole as i64;
        if ideal.numerator > 0 {
            let fraction = ideals.fraction(ideal);
            let rank = problem.ranks[at];
            let wait = if rank >= today {
                rank - today
            } else {
                rank + claimants - today
            };
            places.push(place(fraction, credits[at], wait, ideal.at));
            credits[at] += fraction;
        }
    }
    // Fractions less than one add up to what is left, so there are fewer units than places.
    let left = left as usize;
    if left > 0 {
        let (first, ..) = places.select_nth_unstable(left);
        for place in first {
            let at = (*place % POSITIONS) as usize;
            awards[at] += 1;
            credits[at] -= CREDIT_UNIT;
        }
    }
}
