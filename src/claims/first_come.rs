//! First come, first served: a straw man, for what many counters do.
//!
//! **Rule.** Claimants take what they claim one after another until nothing is left. A claims problem does not tell who
//! came when, so the order is that of ids, and whoever is first moves on by one every day: everybody comes first on
//! some day.
//!
//! **Axioms.** On each day those of [`index_order`](super::index_order) for that order. Not equal treatment of equals:
//! with the same claims day after day everybody gets the same over n days, but not on any of them.
//!
//! **Cost.** n log n in claimants, for the sort.

use super::contest::{Contest, serve_in_order};
use super::ideals::Ideals;

pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = false;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let problem = contest.problem;
    let everyone = problem.claims.len().max(1) as i64;
    let first = problem.turn.rem_euclid(everyone) as u32;
    serve_in_order(contest, ideals, |claimant| {
        (claimant.rank < first, claimant.rank)
    });
}
