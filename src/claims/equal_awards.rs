//! Constrained equal awards (Maimonides, 12th century; Aumann & Maschler 1985; Thomson 2003, 2015),
//! also uniform gains (Moulin 2000).
//!
//! **Rule.** Everybody gets the same, but nobody more than the claim: min(c, λ), with λ such that
//! awards add up to E. With weights (weighted gains, Moulin 2000): min(c, λw). With heads for
//! weights that is equal per head; with deliveries so far for weights it is turn-and-earn (Cachon & Lariviere 1999). Day
//! after day, with what [`rounding`](super::rounding) carries, it is deficit round robin (Shreedhar & Varghese 1996).
//!
//! **Axioms.** Equal treatment of equals, resource monotonicity, order preservation, claims
//! truncation invariance, composition up and down, consistency, conditional full compensation
//! (small claims are met in full). Dual of [`equal_losses`](super::equal_losses), so not self-dual.
//!
//! **Cost.** n log n in claimants, for the sort.

use super::contest::{Claimant, Contest, weigh_alike};
use super::ideals::Ideals;

pub(super) const TAKES_WEIGHTS: bool = true;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let Contest {
        mut amount,
        claimants,
        ..
    } = contest;
    if weigh_alike(claimants) {
        claimants.sort_unstable_by_key(|claimant| claimant.claim);
    } else {
        claimants.sort_unstable_by(|one, other| {
            let crossed = weighted(one.claim, u128::from(other.weight));
            crossed.cmp(&weighted(other.claim, u128::from(one.weight)))
        });
    }
    let mut total: u128 = claimants
        .iter()
        .map(|claimant| u128::from(claimant.weight))
        .sum();
    // c ≤ λw holds for the least claim a weight first, and satisfying it only raises λ for the
    // others. Somebody remains, because there is less than all claims.
    let mut rest: &[Claimant] = claimants;
    while let [least, others @ ..] = rest
        && weighted(least.claim, total) <= weighted(amount, u128::from(least.weight))
    {
        ideals.give(least, least.claim);
        amount -= least.claim;
        total -= u128::from(least.weight);
        rest = others;
    }
    ideals.give_parts(amount, total, rest, |claimant| u128::from(claimant.weight));
}

#[inline]
fn weighted(units: u64, weight: u128) -> u128 {
    u128::from(units) * weight
}
