//! Constrained equal losses (Maimonides; Aumann & Maschler 1985; Thomson 2003, 2015), also uniform
//! losses (Moulin 2000).
//!
//! **Rule.** Everybody goes short of the same, but nobody of more than the claim: max(0, c − μ),
//! with μ such that awards add up to E.
//!
//! **Weights.** Moulin's weighted losses are max(0, c − μv): there a greater v makes its holder lose
//! more. Here, as under every rule, more weight is never worse, so losses go by v = 1 ÷ w. To keep
//! them whole, v = ⌊M ÷ w⌋ with M the least common multiple of the weights; where that exceeds 10¹⁸,
//! M = 10¹⁸, which leaves v at least nine right digits. Only ratios of v matter.
//!
//! **Axioms.** Equal treatment of equals, resource monotonicity, order preservation, composition up
//! and down, consistency, null compensation of small claims. Dual of
//! [`equal_awards`](super::equal_awards): the loss Σc − E is shared out as awards are there.
//!
//! **Cost.** n log n in claimants, for the sort.

use super::contest::{Claimant, Contest};
use super::equal_awards;
use super::ideals::Ideals;

pub(super) const TAKES_WEIGHTS: bool = true;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

const LARGEST_MULTIPLE: u64 = 1_000_000_000_000_000_000;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let Contest {
        amount,
        claimants,
        within,
        problem,
    } = contest;
    let multiple = common_multiple(claimants);
    for claimant in claimants.iter_mut() {
        claimant.weight = multiple / claimant.weight;
    }
    let total: u64 = claimants.iter().map(|claimant| claimant.claim).sum();
    let start = ideals.each().len();
    let losses = Contest {
        amount: total - amount,
        claimants: &mut *claimants,
        within,
        problem,
    };
    equal_awards::share(losses, ideals);
    ideals.turn_losses_into_awards(start, claimants);
}

/// The least common multiple of the weights, or 10¹⁸ where it is more.
fn common_multiple(claimants: &[Claimant]) -> u64 {
    let mut multiple = 1;
    for claimant in claimants {
        if multiple % claimant.weight != 0 {
            let factor = claimant.weight / greatest_common_divisor(multiple, claimant.weight);
            match multiple.checked_mul(factor) {
                Some(more) if more <= LARGEST_MULTIPLE => multiple = more,
                _ => return LARGEST_MULTIPLE,
            }
        }
    }
    multiple
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}
