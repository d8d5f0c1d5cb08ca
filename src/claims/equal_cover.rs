//! Equal days of cover: what planners do who look at how long everybody's stock will last. A method
//! of equal sacrifice with baselines in the sense of Young (1988) and Hougaard, Moreno-Ternero &
//! Østerdal (2013), section 2.
//!
//! **Rule.** Days of cover, (held + award) ÷ use a day, are levelled from below: min(c, max(0, λu −
//! s)), with λ days of cover such that awards add up to E. Whoever holds more than λ days gets
//! nothing. Whoever uses nothing has cover for ever and waits for the others; among such, equal awards.
//!
//! **Default.** A plain claims problem tells neither stocks nor use. Then nobody holds anything and
//! a claim is a day's use: everybody is covered for the same part of the claim, which is
//! [`proportional`](super::proportional).
//!
//! **Axioms.** Without stocks those of the proportional rule. With them: equal treatment of those
//! with the same claim, stock and use; resource monotonicity.
//!
//! **Cost.** n log n in claimants, for sorts and searches.

use super::Rule;
use super::contest::{Claimant, Contest, settle};
use super::ideals::Ideals;
use super::vessels::{Vessel, fill};

/// Use a day is what weighs.
pub(super) const TAKES_WEIGHTS: bool = false;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let Some(cover) = contest.problem.cover else {
        super::proportional::share(contest, ideals);
        return;
    };
    let Contest {
        amount, claimants, ..
    } = contest;
    let daily_use = |claimant: &Claimant| cover.daily_use[claimant.at as usize] as u64;
    claimants.sort_unstable_by_key(|claimant| daily_use(claimant) == 0);
    let users = claimants.partition_point(|claimant| daily_use(claimant) > 0);
    let (users, idle) = claimants.split_at_mut(users);
    let claimed: u64 = users.iter().map(|claimant| claimant.claim).sum();
    if amount < claimed {
        fill(amount, users, ideals, |claimant| Vessel {
            bottom: cover.held[claimant.at as usize] as u64,
            width: daily_use(claimant),
            room: claimant.claim,
        });
    } else {
        for claimant in users {
            ideals.give(claimant, claimant.claim);
        }
    }
    let rest = Contest {
        amount: amount.saturating_sub(claimed),
        claimants: idle,
        ..contest
    };
    settle(Rule::EqualAwards, rest, ideals);
}
