//! Index order: whoever comes first in the list takes all that is claimed, then the next. A straw man: it is what
//! tools do that loop over a list and hand out until nothing is left.
//!
//! **Rule.** min(c, what those of lower rank leave), in the order of ids: the priority rule of one fixed order (Moulin
//! 2000).
//!
//! **Axioms.** Resource monotonicity, claims truncation invariance, minimal rights first, consistency, composition up
//! and down. Not equal treatment of equals, not even
//! over time.
//!
//! **Cost.** n log n in claimants, for the sort.

use super::contest::{Contest, serve_in_order};
use super::ideals::Ideals;

pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = false;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    serve_in_order(contest, ideals, |claimant| claimant.rank);
}
