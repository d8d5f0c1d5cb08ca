//! The adjusted proportional rule (Curiel, Maschler & Tijs 1987; Thomson 2003, section 3.2): the τ-value of the problem
//! as a game.
//!
//! **Rule.** Everybody first gets the minimal right, what the others leave if they are satisfied: m = max(0, E − Σ of
//! the other claims). What remains is shared in proportion to what remains of claims, but of none more than there is.
//!
//! **Axioms.** Equal treatment of equals, order preservation, resource monotonicity, claims truncation invariance,
//! minimal rights first, self-duality. Not consistency.
//!
//! **Cost.** Linear in claimants.

use super::contest::{Claimant, Contest};
use super::ideals::Ideals;

pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let Contest {
        amount, claimants, ..
    } = contest;
    let total: u64 = claimants.iter().map(|claimant| claimant.claim).sum();
    let right = |claimant: &Claimant| amount.saturating_sub(total - claimant.claim);
    let rest = amount - claimants.iter().map(right).sum::<u64>();
    let adjusted = |claimant: &Claimant| u128::from((claimant.claim - right(claimant)).min(rest));
    // Where rights take everything nothing is left to be in proportion.
    let all = claimants.iter().map(adjusted).sum::<u128>().max(1);
    ideals.give_ratios(all, claimants, |claimant| {
        u128::from(right(claimant)) * all + u128::from(rest) * adjusted(claimant)
    });
}
