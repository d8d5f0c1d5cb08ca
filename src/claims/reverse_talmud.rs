//! The reverse Talmud rule (Chun, Schummer & Thomson 2001; Thomson 2003, section 3.2).
//!
//! **Rule.** The Talmud rule with its parts exchanged: up to half of all claims, equal losses over half-claims; beyond,
//! half-claims and equal awards: E ≤ C/2: max(0, c/2 − μ); else c/2 + min(c/2, λ).
//!
//! **Axioms.** Equal treatment of equals, order preservation, resource monotonicity, self-duality, consistency. Not
//! claims truncation invariance, not minimal rights first.
//!
//! **Cost.** n log n in claimants, for the sort.

use super::contest::Contest;
use super::ideals::Ideals;
use super::level::{Half, share_by_halves};

pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    share_by_halves(contest, ideals, Half::Losses, Half::Awards);
}
