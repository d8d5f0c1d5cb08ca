//! Minimal overlap (O'Neill 1982, after Ibn Ezra, 12th century; Alcalde, Marco & Silva 2008; Thomson 2003, section 3.2).
//!
//! **Rule.** Claims are laid on parts of the amount so that as little as possible is claimed more than once; each unit
//! is shared equally among those whose claim lies on it. If some claim is at least E, all start at the same end: the
//! least claim is shared by all, what the next claims beyond it by all but one, and so on, none beyond E. Otherwise
//! there is one t such that all lay their claim on [0, t] as far as it goes, those with more lay the rest side by side
//! on (t, E], and that is filled: Σ max(0, c − t) = E − t.
//!
//! **Axioms.** Equal treatment of equals, order preservation, resource monotonicity, claims truncation invariance;
//! minimal rights first in every problem looked at. Not self-duality, not consistency.
//!
//! **Cost.** n log n in claimants, for the sort. Ideals are sums of fractions over every number of sharers. Where their
//! least common multiple is below 10²⁶ they are exact. Elsewhere they are added up to 2⁻⁶⁴ of a unit each, which settles
//! every floor that is not that near to the next whole number, and fractions to 2⁻⁴⁶; if one floor is in doubt,
//! all are added up over the multiple itself, of about 1.44 n bits: that costs about n² (a line of the bench).

use num_bigint::BigUint;

use super::contest::{Claimant, Contest};
use super::ideals::Ideals;
#[cfg(test)]
use super::rounding::Portion;

pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

/// A denominator with which the numerator of the largest claim still fits two words.
const LARGEST_DENOMINATOR: u128 = 100_000_000_000_000_000_000_000_000;
/// Fractions over a wider denominator are rounded down to this.
const FRACTION_BITS: u32 = 60;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let Contest {
        amount, claimants, ..
    } = contest;
    claimants.sort_unstable_by_key(|claimant| claimant.claim);
    let common = Common::of(amount, claimants);
    match common.multiple(claimants) {
        Some(multiple) => share_narrow(common, multiple, claimants, ideals),
        None => match nearly(common, claimants) {
            Some(shares) => give(shares, claimants, ideals),
            None => share_wide(common, claimants, ideals),
        },
    }
}

/// Ideals over 2⁶⁰, rounded down; nothing if a floor is in doubt.
fn nearly(common: Common, claimants: &[Claimant]) -> Option<Vec<u128>> {
    const ONE: u32 = 64;
    let unit = common.over << ONE;
    let (mut shared, mut lost) = (0_u128, 0_u128);
    let share = |(claimant, (step, among)): (&Claimant, (u128, u64))| {
        let among = u128::from(among);
        shared += (step << ONE) / among;
        // Each division loses less than one of these parts, or nothing.
        lost += u128::from(!(step << ONE).is_multiple_of(among));
        let sum = shared + (common.parts(claimant).1 << ONE);
        let (whole, part) = (sum / unit, sum % unit);
        if part + lost >= unit {
            return None;
        }
        let fraction = part / (common.over << (ONE - FRACTION_BITS));
        // What is not whole stays so, however near.
        let fraction = fraction.max(u128::from(part + lost > 0));
        Some((whole << FRACTION_BITS) + fraction)
    };
    claimants
        .iter()
        .zip(common.steps(claimants))
        .map(share)
        .collect()
}

fn give(shares: Vec<u128>, claimants: &[Claimant], ideals: &mut Ideals) {
    let mut share = shares.into_iter();
    ideals.give_ratios(1 << FRACTION_BITS, claimants, |_| share.next().unwrap_or(0));
}

/// The part of the amount on which all claims lie: [0, `end` ÷ `over`]. What claims have beyond it lies on nobody
/// else's.
#[derive(Clone, Copy)]
struct Common {
    end: u128,
    over: u128,
    /// What claims have beyond counts.
    beyond: bool,
}

impl Common {
    /// Of claims from the least up.
    fn of(amount: u64, claimants: &[Claimant]) -> Self {
        let largest = claimants.last().map_or(0, |last| last.claim);
        if largest >= amount {
            return Self {
                end: u128::from(amount),
                over: 1,
                beyond: false,
            };
        }
        // With the k largest claims above t, t = (their sum − E) ÷ (k − 1); the others are no more than t.
        let (mut sum, mut above) = (u128::from(largest), 1_u128);
        for claimant in claimants.iter().rev().skip(1) {
            let claim = u128::from(claimant.claim);
            if claim * (above - 1) + u128::from(amount) <= sum {
                break;
            }
            sum += claim;
            above += 1;
        }
        Self {
            end: sum - u128::from(amount),
            over: above - 1,
            beyond: true,
        }
    }

    /// What of a claim lies on the common part, and what beyond, over `over`.
    fn parts(self, claimant: &Claimant) -> (u128, u128) {
        let claim = u128::from(claimant.claim) * self.over;
        let shared = claim.min(self.end);
        (shared, if self.beyond { claim - shared } else { 0 })
    }

    /// How much more than the claimant before, from the least claim up, each lays on the common part, and who share it.
    fn steps(self, claimants: &[Claimant]) -> impl Iterator<Item = (u128, u64)> + '_ {
        let sharers = (1..=claimants.len() as u64).rev();
        let mut before = 0;
        claimants.iter().zip(sharers).map(move |(claimant, among)| {
            let (shared, _) = self.parts(claimant);
            (shared - std::mem::replace(&mut before, shared), among)
        })
    }

    /// The least common multiple of all numbers of sharers, if ideals over it have room.
    fn multiple(self, claimants: &[Claimant]) -> Option<u128> {
        let mut multiple = 1_u128;
        for (step, among) in self.steps(claimants) {
            if step > 0 {
                multiple *= u128::from(among) / greatest_common_divisor(multiple, among.into());
            }
            if multiple * self.over > LARGEST_DENOMINATOR {
                return None;
            }
        }
        Some(multiple)
    }
}

fn share_narrow(common: Common, multiple: u128, claimants: &[Claimant], ideals: &mut Ideals) {
    let mut steps = common.steps(claimants);
    let mut shared = 0;
    ideals.give_ratios(multiple * common.over, claimants, |claimant| {
        let (step, among) = steps.next().unwrap_or((0, 1));
        // Without a step the multiple need not divide by its sharers.
        if step > 0 {
            shared += step * (multiple / u128::from(among));
        }
        shared + common.parts(claimant).1 * multiple
    });
}

fn share_wide(common: Common, claimants: &[Claimant], ideals: &mut Ideals) {
    let mut multiple = BigUint::from(1_u32);
    for (step, among) in common.steps(claimants) {
        if step > 0 {
            let left = u64::try_from(&multiple % among).unwrap_or(0);
            multiple *= among / greatest_common_divisor(among.into(), left.into()) as u64;
        }
    }
    let denominator = &multiple * common.over;
    let mut steps = common.steps(claimants);
    let mut shared = BigUint::ZERO;
    ideals.give_ratios(1 << FRACTION_BITS, claimants, |claimant| {
        let (step, among) = steps.next().unwrap_or((0, 1));
        if step > 0 {
            shared += &multiple / among * step;
        }
        let numerator: BigUint = &shared + &multiple * common.parts(claimant).1;
        let ideal: BigUint = (&numerator << FRACTION_BITS) / &denominator;
        let ideal = u128::try_from(ideal).unwrap_or(0);
        // What is not whole stays so, however near.
        let whole = ideal % (1 << FRACTION_BITS) == 0;
        ideal + u128::from(whole && numerator % &denominator != BigUint::ZERO)
    });
}

/// Ideals of a problem over the multiple, over a wide one, and nearly, with fractions as
/// [`rounding`](super::rounding) compares them.
#[cfg(test)]
pub(super) fn in_three_ways(
    problem: &super::Problem<'_>,
    workspace: &mut super::Workspace,
) -> [Vec<Portion>; 3] {
    let claimants = &mut workspace.claimants;
    super::contest::gather(super::Rule::MinimalOverlap, problem, claimants);
    claimants.sort_unstable_by_key(|claimant| claimant.claim);
    let common = Common::of(problem.amount as u64, claimants);
    [0, 1, 2].map(|way| {
        let mut ideals = Ideals::default();
        match (way, common.multiple(claimants), nearly(common, claimants)) {
            (0, Some(multiple), _) => share_narrow(common, multiple, claimants, &mut ideals),
            (2, _, Some(shares)) => give(shares, claimants, &mut ideals),
            _ => share_wide(common, claimants, &mut ideals),
        }
        ideals.portions().collect()
    })
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}
