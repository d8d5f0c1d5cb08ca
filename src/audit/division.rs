//! One division by a rule, as far as files show it: an award is the floor or the ceiling of its exact ideal.

use crate::claims::{Cover, LARGEST_CLAIM, Problem, Rule, Workspace};

/// What a rule gives each claimant on a day, rounded down and up.
#[expect(clippy::too_many_arguments, reason = "a division is all of these")]
pub(super) fn floors_and_ceilings(
    rule: Rule,
    amount: i64,
    claims: &[i64],
    weights: Option<&[i64]>,
    cover: Option<Cover<'_>>,
    ranks: &[u32],
    day: usize,
    workspace: &mut Workspace,
) -> Vec<(i64, i64)> {
    if amount >= claims.iter().sum() {
        return claims.iter().map(|&claim| (claim, claim)).collect();
    }
    let mut bounds = vec![(0, 0); claims.len()];
    if amount <= 0 {
        return bounds;
    }
    let given = cover.map_or([&[][..]; 2], |cover| [cover.held, cover.daily_use]);
    if [claims, given[0], given[1]]
        .concat()
        .iter()
        .any(|amount| !(0..=LARGEST_CLAIM).contains(amount))
    {
        // Beyond what the rules are proved for; the claims themselves are findings.
        return claims.iter().map(|&claim| (0, claim)).collect();
    }
    let problem = Problem {
        amount,
        claims,
        weights,
        classes: None,
        cover,
        ranks,
        turn: day as i64,
    };
    for ideal in rule.ideals(&problem, workspace).each() {
        let least = ideal.whole as i64;
        bounds[ideal.at as usize] = (least, least + i64::from(ideal.numerator > 0));
    }
    bounds
}
