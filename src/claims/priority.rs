//! Strict priority (Moulin 2000; Thomson 2015): class after class takes what it claims while there
//! is something left.
//!
//! **Rule.** The lowest class is satisfied first, then the next. The class for which the rest does
//! not suffice shares it by another rule. Without classes each claimant is one, in the order of
//! ranks: the priority rule of the literature, one order of all claimants.
//!
//! **Axioms.** Of the plain order: resource monotonicity, claims truncation invariance, minimal rights
//! first, consistency, composition up and down. Equal treatment of equals only within a class, and only if the inner rule has it. A straw man for fairness, but
//! what a planner means by "first of all".
//!
//! **Cost.** n log n in claimants for the sort by class, and the inner rule's once.

use super::contest::{Contest, settle};
use super::ideals::Ideals;

/// The inner rule does, if it does.
pub(super) const TAKES_WEIGHTS: bool = true;
pub(super) const TREATS_EQUALS_EQUALLY: bool = false;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let Contest {
        mut amount,
        claimants,
        within,
        problem,
    } = contest;
    claimants.sort_unstable_by_key(|claimant| claimant.class);
    for class in claimants.chunk_by_mut(|one, other| one.class == other.class) {
        let total = class.iter().map(|claimant| claimant.claim).sum();
        let taken = amount.min(total);
        amount -= taken;
        settle(
            within,
            Contest {
                amount: taken,
                claimants: class,
                within,
                problem,
            },
            ideals,
        );
    }
}
