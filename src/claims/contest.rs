//! What a rule sees of a problem: only those who claim something, only where there is something to
//! decide. Whoever is satisfied in full, or gets nothing for certain, is settled here.

use super::ideals::Ideals;
use super::{Problem, Rule};

/// One who claims something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claimant {
    /// Position in the problem.
    pub at: u32,
    /// Place of the id among all ids.
    pub rank: u32,
    /// Served in this order under [`Rule::Priority`].
    pub class: u32,
    pub claim: u64,
    pub weight: u64,
}

/// An amount and those who contest it. Rules may put the claimants in any order.
pub(super) struct Contest<'a> {
    pub amount: u64,
    pub claimants: &'a mut [Claimant],
    /// The rule within a class of [`Rule::Priority`].
    pub within: Rule,
    /// Where the contest comes from.
    pub problem: &'a Problem<'a>,
}

/// Collects those who claim something, with weights only if the rule that divides takes them.
pub(super) fn gather(divides: Rule, problem: &Problem<'_>, claimants: &mut Vec<Claimant>) {
    claimants.clear();
    let weights = problem.weights.filter(|_| divides.takes_weights());
    let classes = problem.classes.map_or(problem.ranks, |classes| classes.of);
    let places = problem.ranks.iter().zip(classes);
    for (at, (&claim, (&rank, &class))) in problem.claims.iter().zip(places).enumerate() {
        if claim > 0 {
            let weight = weights.map_or(1, |weights| weights[at] as u64);
            claimants.push(Claimant {
                at: at as u32,
                rank,
                class,
                claim: claim as u64,
                weight,
            });
        }
    }
}

/// Gives everyone an ideal: what is beyond doubt here, the rest by the rule.
pub(super) fn settle(rule: Rule, contest: Contest<'_>, ideals: &mut Ideals) {
    let total: u64 = contest
        .claimants
        .iter()
        .map(|claimant| claimant.claim)
        .sum();
    if contest.amount >= total {
        for claimant in contest.claimants {
            ideals.give(claimant, claimant.claim);
        }
    } else if contest.amount == 0 {
        for claimant in contest.claimants {
            ideals.give(claimant, 0);
        }
    } else if rule.takes_weights() && rule != Rule::Priority {
        // Priority looks at classes first and then settles each.
        settle_by_weight(rule, contest, ideals);
    } else {
        rule.share(contest, ideals);
    }
}

/// Those without weight come after those with some: that is the limit of every weighted rule as a
/// weight goes to zero, and it leaves rules only weights that they can divide by.
fn settle_by_weight(rule: Rule, contest: Contest<'_>, ideals: &mut Ideals) {
    let Contest {
        amount,
        claimants,
        within,
        problem,
    } = contest;
    if weigh_alike(claimants) {
        // Only ratios of weights matter: alike is as good as one, and the numbers are smaller.
        weigh_one(claimants);
    } else if claimants.iter().any(|claimant| claimant.weight == 0) {
        claimants.sort_unstable_by_key(|claimant| claimant.weight == 0);
        let heavy = claimants.partition_point(|claimant| claimant.weight > 0);
        let (some, none) = claimants.split_at_mut(heavy);
        weigh_one(none);
        let total: u64 = some.iter().map(|claimant| claimant.claim).sum();
        let taken = amount.min(total);
        settle(
            rule,
            Contest {
                amount: taken,
                claimants: some,
                within,
                problem,
            },
            ideals,
        );
        settle(
            rule,
            Contest {
                amount: amount - taken,
                claimants: none,
                within,
                problem,
            },
            ideals,
        );
        return;
    }
    rule.share(
        Contest {
            amount,
            claimants,
            within,
            problem,
        },
        ideals,
    );
}

/// Each takes all of the claim while there is something left, in an order of theirs.
pub(super) fn serve_in_order<K: Ord>(
    contest: Contest<'_>,
    ideals: &mut Ideals,
    place: impl Fn(&Claimant) -> K,
) {
    let mut left = contest.amount;
    contest.claimants.sort_unstable_by_key(place);
    for claimant in contest.claimants {
        let taken = left.min(claimant.claim);
        ideals.give(claimant, taken);
        left -= taken;
    }
}

/// Whether weights make no difference.
pub(super) fn weigh_alike(claimants: &[Claimant]) -> bool {
    claimants
        .iter()
        .all(|claimant| claimant.weight == claimants[0].weight)
}

fn weigh_one(claimants: &mut [Claimant]) {
    for claimant in claimants {
        claimant.weight = 1;
    }
}
