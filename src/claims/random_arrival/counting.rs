//! Random arrival by counting how many sets of the others there are of each size and sum, after the way in which Mann
//! and Shapley (1962, "Values of large games VI") count coalitions of voters, due to Cantor.
//!
//! Who comes after a set S of others takes min(c, E − Σ of S); only sets that sum to less than E leave anything. Let
//! N(s, t) be the number of sets of s claimants that sum to t. One claimant after the other is added to the table, N(s, t) +=
//! N(s − 1, t − c); the sets without one of them are found by taking it out again. What is to be summed for somebody,
//! Σₜ N(s, t) · min(c, E − t), is the sum of the last c of the partial sums of N(s, ·): additions only, and none of the
//! sums exceeds E · C(n, s), which decides how wide the numbers are.

use std::ops::{AddAssign, SubAssign};

use num_bigint::BigUint;

use super::SAMPLED;

/// A count of sets, wide enough for all sums.
trait Count:
    Clone
    + Default
    + From<u64>
    + Into<BigUint>
    + for<'a> AddAssign<&'a Self>
    + for<'a> SubAssign<&'a Self>
{
}

impl Count for u64 {}
impl Count for u128 {}
impl Count for BigUint {}

/// What each gets of an amount below the sum of all claims, over [`SAMPLED`], rounded down from the exact fraction; but a
/// fraction that is not nought stays so, since whoever has one may get a unit by rounding. Claims ascend.
pub(super) fn shares(amount: u64, claims: &[u64]) -> Vec<u128> {
    let smaller = claims.partition_point(|&claim| claim < amount);
    let largest = largest_set(amount, &claims[..smaller]);
    // C(n, s) is at most 2ⁿ, and at most nˢ.
    let width = |count: usize| usize::BITS - count.leading_zeros();
    let bits = smaller.min(largest * width(smaller) as usize) + width(amount as usize) as usize;
    match bits {
        0..=64 => Sets::<u64>::of(amount, &claims[..smaller], largest).shares(claims),
        65..=128 => Sets::<u128>::of(amount, &claims[..smaller], largest).shares(claims),
        _ => Sets::<BigUint>::of(amount, &claims[..smaller], largest).shares(claims),
    }
}

/// Claimants in the largest set that leaves something.
fn largest_set(amount: u64, claims: &[u64]) -> usize {
    let mut taken = 0;
    let fits = claims.iter().take_while(|&&claim| {
        taken += claim;
        taken < amount
    });
    fits.count()
}

/// Sets of claimants who claim less than the amount, by size and sum; sums below the amount only.
struct Sets<T> {
    amount: usize,
    by_size: Vec<Vec<T>>,
}

impl<T: Count> Sets<T> {
    fn of(amount: u64, claims: &[u64], largest: usize) -> Self {
        let amount = amount as usize;
        let mut by_size = vec![vec![T::default(); amount]; largest + 1];
        by_size[0][0] = T::from(1);
        for &claim in claims {
            let claim = claim as usize;
            for size in (1..=largest).rev() {
                let [less, same] = &mut by_size[size - 1..=size] else {
                    continue;
                };
                let moved = same[claim..].iter_mut().zip(less.iter());
                moved.for_each(|(sum, more)| *sum += more);
            }
        }
        Self { amount, by_size }
    }

    /// By size of set: what somebody takes after all sets of it, added up.
    fn taken_after(&self, claim: u64) -> Vec<T> {
        let claim = claim.min(self.amount as u64) as usize;
        let mut without = Vec::new();
        let taken = |sets: &Vec<T>| {
            let mut own = sets.clone();
            // Whoever claims all there is belongs to none of the sets.
            if claim < self.amount {
                let with = own[claim..].iter_mut().zip(&without);
                with.for_each(|(sum, less)| *sum -= less);
            }
            let (mut until, mut taken) = (T::default(), T::default());
            for (sum, sets) in own.iter().enumerate() {
                until += sets;
                if sum + claim >= self.amount {
                    taken += &until;
                }
            }
            without = own;
            taken
        };
        self.by_size.iter().map(taken).collect()
    }

    fn shares(&self, claims: &[u64]) -> Vec<u128> {
        let count = claims.len();
        let orders = orders(count, self.by_size.len());
        // (n − 1)! orders begin with each claimant.
        let all = &orders[0] * BigUint::from(count);
        let share = |claim: u64| {
            let taken = self.taken_after(claim).into_iter().zip(&orders);
            let sum: BigUint = taken.map(|(taken, orders)| taken.into() * orders).sum();
            in_parts(&sum, &all)
        };
        let mut shares: Vec<u128> = Vec::with_capacity(count);
        for (at, &claim) in claims.iter().enumerate() {
            let as_before = at > 0 && claims[at - 1] == claim;
            shares.push(if as_before {
                shares[at - 1]
            } else {
                share(claim)
            });
        }
        shares
    }
}

fn in_parts(sum: &BigUint, all: &BigUint) -> u128 {
    let scaled = sum * BigUint::from(SAMPLED);
    // No share exceeds a claim, so it fits.
    let parts = u128::try_from(&scaled / all).unwrap_or(u128::MAX);
    let is_whole = (sum % all).bits() == 0;
    parts + u128::from(!is_whole && parts % SAMPLED == 0)
}

/// By size s: orders in which a given set of s comes first and a given claimant next, s! (n − s − 1)!.
fn orders(count: usize, sizes: usize) -> Vec<BigUint> {
    let first = (1..count).fold(BigUint::from(1_u32), |product, factor| product * factor);
    let next = |orders: &BigUint, size: usize| orders * size / (count - size);
    let mut all = vec![first];
    for size in 1..sizes {
        all.push(next(&all[size - 1], size));
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The sum over all sets of the others, one after the other.
    fn over_all_sets(amount: u64, claims: &[u64]) -> Vec<u128> {
        let count = claims.len();
        let orders = orders(count, count);
        let all = &orders[0] * BigUint::from(count);
        let share = |at: usize| {
            let mut sum = BigUint::default();
            for set in (0..1_usize << count).filter(|set| set >> at & 1 == 0) {
                let member = |other: &usize| set >> other & 1 == 1;
                let taken: u64 = (0..count).filter(member).map(|other| claims[other]).sum();
                let left = amount.saturating_sub(taken).min(claims[at]);
                if left > 0 {
                    sum += &orders[set.count_ones() as usize] * left;
                }
            }
            in_parts(&sum, &all)
        };
        (0..count).map(share).collect()
    }

    proptest! {
        #[test]
        fn counting_sets_is_going_through_them_whatever_the_width(
            mut claims in prop::collection::vec(1_u64..30, 2..9),
            part in 1_u64..100,
        ) {
            claims.sort_unstable();
            let amount = (claims.iter().sum::<u64>() * part / 100).max(1);
            let expected = over_all_sets(amount, &claims);
            prop_assert_eq!(&shares(amount, &claims), &expected);
            let below = &claims[..claims.partition_point(|&claim| claim < amount)];
            let largest = largest_set(amount, below);
            prop_assert_eq!(&Sets::<u128>::of(amount, below, largest).shares(&claims), &expected);
            prop_assert_eq!(&Sets::<BigUint>::of(amount, below, largest).shares(&claims), &expected);
        }
    }

    #[test]
    fn more_than_twenty_claimants_get_what_all_their_sets_say() {
        let mut claims: Vec<u64> = (0..17).map(|at| 1 + at * at % 7).collect();
        claims.extend([30, 1_000, 1_000, 12]);
        claims.sort_unstable();
        assert_eq!(shares(41, &claims), over_all_sets(41, &claims));
    }

    /// Whoever claims all there is loses a unit to each of the others that comes before it, so half of their claims on
    /// average.
    #[test]
    fn sets_of_hundreds_are_counted_without_loss() {
        let mut claims = vec![1; 300];
        claims.push(1_000);
        let shares = shares(1_000, &claims);
        assert_eq!(shares[300], 850 * SAMPLED);
        assert!(shares[..300].iter().all(|&share| share == SAMPLED / 2));
    }
}
