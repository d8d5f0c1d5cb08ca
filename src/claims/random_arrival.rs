//! Random arrival (O'Neill 1982, "recursive completion"; Thomson 2003, section 3.2): the Shapley value of the problem
//! as a game.
//!
//! **Rule.** Claimants arrive in some order and take what they claim while there is something left; everybody gets the
//! mean over all n! orders. Somebody who comes after a set S of others gets min(c, max(0, E − Σ of their claims)), and
//! |S|! (n − |S| − 1)! orders begin with S and then that claimant.
//!
//! **Axioms.** Equal treatment of equals, order preservation, resource monotonicity, claims truncation invariance,
//! minimal rights first, self-duality. Not consistency.
//!
//! **Cost.** Exact up to [`MOST_EXACT`] claimants, n · 2ⁿ. Above, with E the less of what there is and what is missing,
//! exact too where n²E is up to [`MOST_COUNTED`], by counting sets (`counting`): n²E additions of numbers of n bits and
//! more, n · E such numbers of memory; what is told is rounded down to a fraction over 2⁶⁰. Beyond that the mean over
//! [`ORDERS`] orders that are drawn the same way every time, halves of them the other half backwards; equal claims get the mean of theirs, so equals stay
//! equal. Linear in claimants and orders. The standard error of such a mean, as a share of the claim, is no more than
//! 1 ÷ (2 √ORDERS): half a claim is the largest standard deviation that an amount between nothing and a claim can have.
//! With backward orders beside the forward ones it is less: whoever comes early in one comes late in the other. Takes
//! memory of its own for every problem, up to 9 MiB.

use super::contest::{Claimant, Contest};
use super::ideals::Ideals;

pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

mod counting;

/// The greatest number of claimants all of whose sets are gone through.
pub const MOST_EXACT: usize = 20;
/// The greatest n²E for which sets are counted by size and sum.
pub const MOST_COUNTED: u128 = 1_000_000_000;
/// Orders drawn where there are more.
pub const ORDERS: u32 = 1 << 12;

/// Fractions of counted and sampled means are over this: rounded down from the exact mean.
const SAMPLED: u128 = 1 << 60;

/// Whether whoever claims so much of an amount gets the mean of a sample of orders.
#[must_use]
pub fn is_sampled(amount: i64, claims: &[i64]) -> bool {
    let claimants = claims.iter().filter(|&&claim| claim > 0).count();
    let total = claims.iter().map(|&claim| claim as u64).sum();
    claimants > MOST_EXACT && !can_be_counted(amount as u64, total, claimants)
}

fn can_be_counted(amount: u64, total: u64, claimants: usize) -> bool {
    let contested = u128::from(amount.min(total.saturating_sub(amount)));
    let squared = claimants as u128 * claimants as u128;
    squared * contested <= MOST_COUNTED
}

/// No standard error of a sampled mean is more than this share of the claim.
#[must_use]
pub fn standard_error() -> f64 {
    0.5 / f64::from(ORDERS).sqrt()
}

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let Contest {
        amount, claimants, ..
    } = contest;
    // Equal claims side by side, and an order that no numbering of claimants decides.
    claimants.sort_unstable_by_key(|claimant| (claimant.claim, claimant.rank));
    let total = claimants.iter().map(|claimant| claimant.claim).sum();
    if claimants.len() <= MOST_EXACT {
        share_exactly(amount, claimants, ideals);
    } else if can_be_counted(amount, total, claimants.len()) {
        share_counted(amount, total, claimants, ideals);
    } else {
        share_sampled(amount, claimants, ideals);
    }
}

/// Self-duality: what is missing is shared as what is there, and the less of the two counts faster.
fn share_counted(amount: u64, total: u64, claimants: &[Claimant], ideals: &mut Ideals) {
    let claims: Vec<u64> = claimants.iter().map(|claimant| claimant.claim).collect();
    let missing = total - amount;
    let mut shares = counting::shares(amount.min(missing), &claims).into_iter();
    ideals.give_ratios(SAMPLED, claimants, |claimant| {
        let share = shares.next().unwrap_or(0);
        if missing < amount {
            u128::from(claimant.claim) * SAMPLED - share
        } else {
            share
        }
    });
}

fn share_exactly(amount: u64, claimants: &[Claimant], ideals: &mut Ideals) {
    let count = claimants.len();
    let factorial = |n: usize| (1..=n as u128).product::<u128>();
    let orders: Vec<u128> = (0..count)
        .map(|before| factorial(before) * factorial(count - before - 1))
        .collect();
    let mut parts = vec![0_u128; count];
    let mut taken = vec![0_u64; 1 << count];
    for set in 0..1_usize << count {
        if set > 0 {
            let first = set.trailing_zeros() as usize;
            taken[set] = taken[set & (set - 1)] + claimants[first].claim;
        }
        let left = amount.saturating_sub(taken[set]);
        if left == 0 {
            continue;
        }
        let weight = orders.get(set.count_ones() as usize);
        for (at, (part, claimant)) in parts.iter_mut().zip(claimants).enumerate() {
            if let (0, Some(weight)) = (set >> at & 1, weight) {
                *part += weight * u128::from(claimant.claim.min(left));
            }
        }
    }
    let mut part = parts.into_iter();
    ideals.give_ratios(factorial(count), claimants, |_| part.next().unwrap_or(0));
}

fn share_sampled(amount: u64, claimants: &[Claimant], ideals: &mut Ideals) {
    let mut sums = vec![0_u128; claimants.len()];
    let mut order: Vec<u32> = (0..claimants.len() as u32).collect();
    let mut state = claimants.len() as u64;
    for _ in 0..ORDERS / 2 {
        shuffle(&mut order, &mut state);
        arrive(amount, claimants, order.iter(), &mut sums);
        arrive(amount, claimants, order.iter().rev(), &mut sums);
    }
    let mut shares = Vec::with_capacity(claimants.len());
    let mut first = 0;
    for equals in claimants.chunk_by(|one, other| one.claim == other.claim) {
        let sum: u128 = sums[first..first + equals.len()].iter().sum();
        first += equals.len();
        let over = u128::from(ORDERS) * equals.len() as u128;
        let mean = sum / over * SAMPLED + sum % over * SAMPLED / over;
        shares.extend(equals.iter().map(|_| mean));
    }
    let mut share = shares.into_iter();
    ideals.give_ratios(SAMPLED, claimants, |_| share.next().unwrap_or(0));
}

fn arrive<'a>(
    amount: u64,
    claimants: &[Claimant],
    order: impl Iterator<Item = &'a u32>,
    sums: &mut [u128],
) {
    let mut left = amount;
    for &at in order {
        let taken = claimants[at as usize].claim.min(left);
        sums[at as usize] += u128::from(taken);
        left -= taken;
        if left == 0 {
            return;
        }
    }
}

/// Fisher and Yates's shuffle, from SplitMix64 (Steele, Lea & Flood 2014); the bias of a 64-bit draw among 2.5·10⁵ is less
/// than 10⁻¹³.
fn shuffle(order: &mut [u32], state: &mut u64) {
    for last in (1..order.len()).rev() {
        let draw = u128::from(crate::chance::next(state));
        let chosen = ((draw * (last as u128 + 1)) >> 64) as usize;
        order.swap(last, chosen);
    }
}
