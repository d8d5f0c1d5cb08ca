//! The Talmud rule (Aumann & Maschler 1985, after Mishna Kethubot 10:4; Thomson 2003, section 3.2): the nucleolus of
//! the problem as a game.
//!
//! **Rule.** Up to half of all claims, equal awards over half-claims; beyond, everybody keeps half of the claim and the
//! rest is shared so that losses are equal: E ≤ C/2: min(c/2, λ); else c − min(c/2, λ).
//!
//! **Axioms.** Equal treatment of equals, order preservation, resource monotonicity, claims truncation invariance,
//! minimal rights first, self-duality, consistency. Not composition up or down.
//!
//! **Cost.** n log n in claimants, for the sort.

use super::contest::Contest;
use super::ideals::Ideals;
use super::level::{Half, share_by_halves};

pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    share_by_halves(contest, ideals, Half::Awards, Half::Losses);
}
