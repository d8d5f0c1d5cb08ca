//! The constrained egalitarian rule (Chun, Schummer & Thomson 2001; Thomson 2003, section 3.2), after the uniform rule
//! (Sprumont 1991).
//!
//! **Rule.** As equal as can be when nobody passes half of the claim before all have it: E ≤ C/2: min(c/2, λ); else
//! max(c/2, min(c, λ)).
//!
//! **Axioms.** Equal treatment of equals, order preservation, resource monotonicity, consistency. Not claims truncation
//! invariance, not self-duality.
//!
//! **Cost.** n log n in claimants, for the sort.

use super::contest::{Claimant, Contest};
use super::ideals::Ideals;
use super::level::{Half, share_by_halves};

pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let total: u64 = contest
        .claimants
        .iter()
        .map(|claimant| claimant.claim)
        .sum();
    if 2 * contest.amount <= total {
        share_by_halves(contest, ideals, Half::Awards, Half::Awards);
        return;
    }
    let Contest {
        amount, claimants, ..
    } = contest;
    claimants.sort_unstable_by_key(|claimant| claimant.claim);
    let (left, among) = rising(2 * amount - total, claimants);
    ideals.give_ratios(2 * among, claimants, |claimant| {
        let claim = u128::from(claimant.claim) * among;
        left.min(2 * claim).max(claim)
    });
}

/// The level λ, in half units, as a fraction: as it rises, a claimant starts to gain at half of the claim (c half
/// units) and stops at all of it. Claimants come from the least claim up, so both happen in their order. `spare` half
/// units go to them beyond half of each claim, fewer than all that they lack.
fn rising(spare: u64, claimants: &[Claimant]) -> (u128, u128) {
    let (mut started, mut stopped) = (0, 0);
    let (mut level, mut spare) = (0_u128, u128::from(spare));
    loop {
        let starts = claimants.get(started).map(|next| u128::from(next.claim));
        let stops = claimants
            .get(stopped)
            .map_or(u128::MAX, |next| 2 * u128::from(next.claim));
        let next = starts.map_or(stops, |starts| starts.min(stops));
        let gaining = (started - stopped) as u128;
        // Where nobody gains, the level rises for nothing.
        if gaining > 0 && (next - level) * gaining >= spare {
            return (level * gaining + spare, gaining);
        }
        spare -= (next - level) * gaining;
        level = next;
        if starts == Some(next) {
            started += 1;
        } else {
            stopped += 1;
        }
    }
}
