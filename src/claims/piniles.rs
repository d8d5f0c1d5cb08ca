//! Piniles' rule (Piniles 1861; Thomson 2003, section 3.2).
//!
//! **Rule.** Equal awards over half-claims, twice: E ≤ C/2: min(c/2, λ); else c/2 + min(c/2, λ).
//!
//! **Axioms.** Equal treatment of equals, order preservation, resource monotonicity, consistency. Not self-duality; not
//! claims truncation invariance.
//!
//! **Cost.** n log n in claimants, for the sort.

use super::contest::Contest;
use super::ideals::Ideals;
use super::level::{Half, share_by_halves};

pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    share_by_halves(contest, ideals, Half::Awards, Half::Awards);
}
