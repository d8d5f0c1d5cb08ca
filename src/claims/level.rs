//! The level to which claims are filled when all are filled alike: what half a dozen rules are made of.

use super::contest::{Claimant, Contest};
use super::ideals::Ideals;

/// A level λ = `left` ÷ `among`: everyone gets min(c, λ), and that adds up to the amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    left: u128,
    pub among: u128,
}

impl Level {
    /// The level at which an amount, no more than all claims, fills claims that are given from the least up.
    pub fn of(amount: u64, claims: impl ExactSizeIterator<Item = u64>) -> Self {
        let (mut left, mut among) = (u128::from(amount), claims.len() as u128);
        // c ≤ λ holds for the least first, and satisfying it only raises λ for the others.
        for claim in claims.map(u128::from) {
            if among == 1 || claim * among > left {
                break;
            }
            left -= claim;
            among -= 1;
        }
        Self { left, among }
    }

    /// min(c, λ), over `among`.
    #[inline]
    pub fn fill(self, claim: u64) -> u128 {
        (u128::from(claim) * self.among).min(self.left)
    }
}

/// Whether a rule shares gains or losses in one half of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// Equal awards of half-claims.
    Awards,
    /// Equal losses of half-claims.
    Losses,
}

/// Rules that divide up to half of all claims by one rule over half-claims, and what there is beyond by another, on
/// top of half-claims (Thomson 2003, section 3). Everything is in half units, so that halves are whole: with C = Σc,
/// claims of c half units each and 2E half units to share, x = 2 × award is
///
/// | | 2E ≤ C | 2E > C |
/// |---|---|---|
/// | equal awards | fill(2E) | c + fill(2E − C) |
/// | equal losses | c − fill(C − 2E) | 2c − fill(2C − 2E) |
pub(super) fn share_by_halves(contest: Contest<'_>, ideals: &mut Ideals, lower: Half, upper: Half) {
    let Contest {
        amount, claimants, ..
    } = contest;
    claimants.sort_unstable_by_key(|claimant| claimant.claim);
    let total: u64 = claimants.iter().map(|claimant| claimant.claim).sum();
    let beyond = 2 * amount > total;
    let (filled, half) = match (beyond, lower, upper) {
        (false, Half::Awards, _) => (2 * amount, Half::Awards),
        (false, Half::Losses, _) => (total - 2 * amount, Half::Losses),
        (true, _, Half::Awards) => (2 * amount - total, Half::Awards),
        (true, _, Half::Losses) => (2 * total - 2 * amount, Half::Losses),
    };
    let level = Level::of(filled, claimants.iter().map(|claimant| claimant.claim));
    ideals.give_ratios(2 * level.among, claimants, |claimant: &Claimant| {
        let claim = u128::from(claimant.claim) * level.among;
        let fill = level.fill(claimant.claim);
        match (beyond, half) {
            (false, Half::Awards) => fill,
            (false, Half::Losses) => claim - fill,
            (true, Half::Awards) => claim + fill,
            (true, Half::Losses) => 2 * claim - fill,
        }
    });
}
