//! The proportional rule, as old as Aristotle (Nicomachean Ethics V.3); Thomson (2003), section 3.
//!
//! **Rule.** Everybody gets the same part λ of the claim: λc, with λ = E ÷ Σc. With weights (one of
//! the methods of Moulin 2000), shares go by claim × weight and stop at the claim: min(c, λcw), with
//! λ such that they add up to E; so what a heavy claimant cannot take is shared again among the rest.
//!
//! **Axioms.** Equal treatment of equals, resource monotonicity, self-duality, consistency,
//! composition up and down, and no advantage in merging or splitting claims (de Frutos 1999). Not
//! claims truncation invariance: a claim beyond E still counts. Self-duality and no advantage are
//! lost with weights.
//!
//! **Cost.** Linear in claimants; n log n for a sort where weights let somebody take all of a claim.

use std::cmp::Reverse;

use super::Problem;
use super::contest::{Claimant, Contest};
use super::divisor::Word;
use super::ideals::Ideals;
use super::rounding::Portion;

pub(super) const TAKES_WEIGHTS: bool = true;
pub(super) const TREATS_EQUALS_EQUALLY: bool = true;

pub(super) fn share(contest: Contest<'_>, ideals: &mut Ideals) {
    let Contest {
        mut amount,
        claimants,
        ..
    } = contest;
    let mut total: u128 = claimants.iter().map(weighted).sum();
    let heaviest = claimants.iter().map(|claimant| claimant.weight).max();
    // Where not even the heaviest can take all of its claim, nobody has to be looked for in order.
    if u128::from(amount) * u128::from(heaviest.unwrap_or(0)) < total {
        ideals.give_parts(amount, total, claimants, weighted);
        return;
    }
    claimants.sort_unstable_by_key(|claimant| Reverse(claimant.weight));
    // λw ≥ 1 holds for the heaviest first, and satisfying one of them only raises λ for the others.
    // Somebody remains, because there is less than all claims.
    let mut rest: &[Claimant] = claimants;
    while let [heaviest, others @ ..] = rest
        && u128::from(amount) * u128::from(heaviest.weight) >= total
    {
        ideals.give(heaviest, heaviest.claim);
        amount -= heaviest.claim;
        total -= weighted(heaviest);
        rest = others;
    }
    ideals.give_parts(amount, total, rest, weighted);
}

/// Everybody's part where not even the heaviest can take all of its claim, so that nobody has to be looked for: what
/// the rule gives, without laying claimants out.
pub(super) struct Parts<'a> {
    problem: &'a Problem<'a>,
    total: Word,
}

impl<'a> Parts<'a> {
    /// None where somebody is satisfied or has no weight, or where the numbers are too large for a word.
    pub fn of(problem: &'a Problem<'a>) -> Option<Self> {
        let (mut total, mut heaviest, mut lightest) = (0_u128, 0, i64::MAX);
        match problem.weights {
            None => {
                (heaviest, lightest) = (1, 1);
                total = u128::from(problem.claims.iter().sum::<i64>() as u64);
            }
            Some(weights) => {
                for (&claim, &weight) in problem.claims.iter().zip(weights) {
                    if claim > 0 {
                        total += u128::from(claim as u64) * u128::from(weight as u64);
                        (heaviest, lightest) = (weight.max(heaviest), weight.min(lightest));
                    }
                }
            }
        }
        let satisfies = u128::from(problem.amount as u64) * u128::from(heaviest as u64) >= total;
        let total = u64::try_from(total).ok()?;
        (lightest > 0 && !satisfies).then(|| Self {
            problem,
            total: Word::new(total),
        })
    }

    /// Everybody's portion.
    #[inline]
    pub fn portions(self) -> impl Iterator<Item = Portion> {
        let Problem {
            amount,
            claims,
            weights,
            ..
        } = *self.problem;
        let claims = claims.iter().enumerate().filter(|&(_, &claim)| claim > 0);
        claims.map(move |(at, &claim)| {
            let weight = weights.map_or(1, |weights| weights[at] as u64);
            let (whole, rest) = self.total.divide(amount as u64, claim as u64 * weight);
            Portion {
                at: at as u32,
                whole,
                fraction: (rest > 0).then(|| self.total.fraction(rest)),
            }
        })
    }
}

#[inline]
fn weighted(claimant: &Claimant) -> u128 {
    u128::from(claimant.claim) * u128::from(claimant.weight)
}
