//! Every rule against its definition, followed to the letter: a level found by trial, all orders of arrival gone
//! through, units shared one stretch after the other.

use proptest::prelude::*;

use super::oracle::{Fraction, fraction};
use super::{Case, case};
use crate::claims::minimal_overlap;
use crate::claims::proportional::Parts;
use crate::claims::random_arrival;
use crate::claims::rounding::Portion;
use crate::claims::{Cover, Problem, Rule, Workspace};

fn units(amount: i64) -> Fraction {
    fraction(i128::from(amount), 1)
}

fn half(claim: i64) -> Fraction {
    fraction(i128::from(claim), 2)
}

fn sum(parts: &[Fraction]) -> Fraction {
    parts.iter().fold(units(0), |sum, &part| sum + part)
}

/// The parts at the level at which they add up to an amount: they rise with the level, in straight lines between halves
/// and wholes of claims.
fn at_the_right_level(
    amount: Fraction,
    claims: &[i64],
    part: impl Fn(i64, Fraction) -> Fraction,
) -> Vec<Fraction> {
    let at = |level| -> Vec<Fraction> { claims.iter().map(|&claim| part(claim, level)).collect() };
    let mut bends: Vec<Fraction> = claims.iter().flat_map(|&c| [half(c), units(c)]).collect();
    bends.push(units(0));
    bends.sort();
    let reached = bends.iter().rposition(|&bend| sum(&at(bend)) <= amount);
    let low = bends[reached.unwrap_or(0)];
    let Some(&high) = bends.get(reached.unwrap_or(0) + 1) else {
        return at(low);
    };
    let rise = sum(&at(high)) - sum(&at(low));
    let share = (amount - sum(&at(low))) * rise.inverse();
    at(low + (high - low) * share)
}

fn by_definition(rule: Rule, amount: i64, claims: &[i64]) -> Vec<Fraction> {
    let total: i64 = claims.iter().sum();
    let low = 2 * amount <= total;
    let awards = |amount: Fraction| {
        at_the_right_level(amount, claims, |claim, level| half(claim).min(level))
    };
    let losses = |amount: Fraction| -> Vec<Fraction> {
        let lost = awards(half(total) - amount);
        claims
            .iter()
            .zip(lost)
            .map(|(&claim, lost)| half(claim) - lost)
            .collect()
    };
    let on_top = |parts: Vec<Fraction>| -> Vec<Fraction> {
        claims
            .iter()
            .zip(parts)
            .map(|(&claim, part)| half(claim) + part)
            .collect()
    };
    let beyond = units(amount) - half(total);
    match rule {
        Rule::Talmud if low => awards(units(amount)),
        Rule::Talmud => on_top(losses(beyond)),
        Rule::ReverseTalmud if low => losses(units(amount)),
        Rule::ReverseTalmud | Rule::Piniles if !low => on_top(awards(beyond)),
        Rule::ConstrainedEgalitarian if !low => {
            at_the_right_level(units(amount), claims, |claim, level| {
                half(claim).max(units(claim).min(level))
            })
        }
        Rule::RandomArrival => mean_over_orders(amount, claims),
        Rule::AdjustedProportional => adjusted(amount, claims),
        Rule::MinimalOverlap => overlap(amount, claims),
        Rule::FirstCome | Rule::IndexOrder => {
            served(amount, claims, &(0..claims.len()).collect::<Vec<_>>())
        }
        _ => awards(units(amount)),
    }
}

fn served(amount: i64, claims: &[i64], order: &[usize]) -> Vec<Fraction> {
    let (mut left, mut parts) = (amount, vec![units(0); claims.len()]);
    for &at in order {
        parts[at] = units(claims[at].min(left));
        left -= claims[at].min(left);
    }
    parts
}

fn mean_over_orders(amount: i64, claims: &[i64]) -> Vec<Fraction> {
    let mut orders = vec![vec![]];
    for next in 0..claims.len() {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                (0..=order.len()).map(move |place| {
                    let mut longer = order.clone();
                    longer.insert(place, next);
                    longer
                })
            })
            .collect();
    }
    let mut sums = vec![units(0); claims.len()];
    for order in &orders {
        for (sum, part) in sums.iter_mut().zip(served(amount, claims, order)) {
            *sum = *sum + part;
        }
    }
    let share = fraction(1, orders.len() as i128);
    sums.into_iter().map(|sum| sum * share).collect()
}

fn adjusted(amount: i64, claims: &[i64]) -> Vec<Fraction> {
    let total: i64 = claims.iter().sum();
    let rights = claims.iter().map(|claim| (amount - (total - claim)).max(0));
    let rights: Vec<i64> = rights.collect();
    let rest = amount - rights.iter().sum::<i64>();
    let lesser = claims.iter().zip(&rights).map(|(c, m)| (c - m).min(rest));
    let lesser: Vec<i64> = lesser.collect();
    let all = lesser.iter().sum::<i64>().max(1);
    let share = |(&right, &claim): (&i64, &i64)| {
        units(right) + fraction(i128::from(rest) * i128::from(claim), i128::from(all))
    };
    rights.iter().zip(&lesser).map(share).collect()
}

/// Stretch after stretch of [0, t], each shared by those whose claim covers it; and on top what lies beyond t.
fn overlap(amount: i64, claims: &[i64]) -> Vec<Fraction> {
    let largest = claims.iter().copied().max().unwrap_or(0);
    let end = if largest >= amount {
        units(amount)
    } else {
        // Σ max(0, c − t) + t falls as t rises: as its mirror image it rises with E − t.
        let filled = |end: Fraction| {
            let beyond = claims
                .iter()
                .map(|&claim| (units(claim) - end).max(units(0)));
            end + beyond.fold(units(0), |sum, part| sum + part)
        };
        let mut bends: Vec<i64> = claims.to_vec();
        bends.push(0);
        bends.sort_unstable();
        let reached = bends
            .iter()
            .rposition(|&bend| filled(units(bend)) >= units(amount));
        let (low, high) = (bends[reached.unwrap_or(0)], bends[reached.unwrap_or(0) + 1]);
        let fall = filled(units(low)) - filled(units(high));
        let share = (filled(units(low)) - units(amount)) * fall.inverse();
        units(low) + units(high - low) * share
    };
    let mut bends: Vec<Fraction> = claims.iter().map(|&claim| units(claim).min(end)).collect();
    bends.push(units(0));
    bends.sort();
    let part = |claim: i64| {
        let mut part = units(0);
        for stretch in bends.windows(2) {
            let sharers = claims
                .iter()
                .filter(|&&other| units(other) >= stretch[1])
                .count();
            if units(claim) >= stretch[1] {
                part = part + (stretch[1] - stretch[0]) * fraction(1, sharers.max(1) as i128);
            }
        }
        let beyond = if largest >= amount {
            units(0)
        } else {
            (units(claim) - end).max(units(0))
        };
        part + beyond
    };
    claims.iter().map(|&claim| part(claim)).collect()
}

const RULES: [Rule; 9] = [
    Rule::Talmud,
    Rule::ReverseTalmud,
    Rule::Piniles,
    Rule::ConstrainedEgalitarian,
    Rule::RandomArrival,
    Rule::AdjustedProportional,
    Rule::MinimalOverlap,
    Rule::FirstCome,
    Rule::IndexOrder,
];

proptest! {
    #[test]
    fn rules_are_what_their_definitions_say(
        mut claims in prop::collection::vec(0i64..40, 1..7),
        part in 0i64..101,
    ) {
        let amount = claims.iter().sum::<i64>() * part / 100;
        // Nothing to decide otherwise; definitions don't speak of it.
        claims.retain(|&claim| claim > 0);
        if amount > 0 && amount < claims.iter().sum() {
            for rule in RULES {
                let fast = Case::plain(amount, &claims).ideals(rule);
                prop_assert_eq!(fast, by_definition(rule, amount, &claims), "{}", rule);
            }
        }
    }

    #[test]
    fn parts_are_what_proportion_gives(case in case()) {
        let mut workspace = Workspace::default();
        let problem = Problem { classes: None, ..case.problem() };
        if problem.amount > 0 && problem.amount < problem.claims.iter().sum()
            && let Some(parts) = Parts::of(&problem)
        {
            let ideals = Rule::Proportional.ideals(&problem, &mut workspace);
            let mut laid_out: Vec<Portion> = ideals.portions().collect();
            laid_out.sort_by_key(|portion| portion.at);
            prop_assert_eq!(parts.portions().collect::<Vec<_>>(), laid_out);
        }
    }

    #[test]
    fn wide_and_near_overlaps_are_exact_ones_rounded_down(case in case()) {
        let mut workspace = Workspace::default();
        let problem = Problem { classes: None, weights: None, ..case.problem() };
        if problem.amount > 0 && problem.amount < problem.claims.iter().sum() {
            let [exact, wide, near] = minimal_overlap::in_three_ways(&problem, &mut workspace);
            for other in [wide, near] {
                for (exact, other) in exact.iter().zip(other) {
                    prop_assert_eq!(exact.whole, other.whole);
                    prop_assert_eq!(exact.fraction.is_some(), other.fraction.is_some());
                    let fraction = |portion: &Portion| portion.fraction.unwrap_or(0);
                    prop_assert!(fraction(exact).abs_diff(fraction(&other)) <= 1);
                }
            }
        }
    }

    /// Some λ fits everybody: who got something but not all stands at λ, who got nothing above,
    /// who got all below.
    #[test]
    fn equal_cover_levels_days(
        rows in prop::collection::vec((1i64..30, 0i64..30, 0i64..5), 1..8),
        part in 1i64..100,
    ) {
        let claims: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let held: Vec<i64> = rows.iter().map(|row| row.1).collect();
        let daily_use: Vec<i64> = rows.iter().map(|row| row.2).collect();
        let case = Case::plain(claims.iter().sum::<i64>() * part / 100, &claims);
        let cover = Some(Cover { held: &held, daily_use: &daily_use });
        let problem = Problem { cover, ..case.problem() };
        let mut workspace = Workspace::default();
        let ideals = super::exact(Rule::EqualCover.ideals(&problem, &mut workspace), claims.len());
        prop_assert_eq!(sum(&ideals), units(case.shared()));
        let using = |at: &usize| daily_use[*at] > 0;
        let days = |at: usize| {
            (units(held[at]) + ideals[at]) * fraction(1, i128::from(daily_use[at]))
        };
        let full = |at: usize| ideals[at] == units(claims[at]);
        for one in (0..claims.len()).filter(using) {
            for other in (0..claims.len()).filter(using) {
                if ideals[one] > units(0) && !full(other) {
                    prop_assert!(days(one) <= days(other));
                }
            }
            for idle in (0..claims.len()).filter(|at| !using(at)) {
                prop_assert!(full(one) || ideals[idle] == units(0));
            }
        }
    }
}

/// One claims everything beside 24 who claim the same each: it loses that to each of them that comes before it, so on
/// average to half of 24. Small claims are counted, large ones sampled.
#[test]
fn counted_and_sampled_arrivals_treat_equals_equally() {
    for (unit, is_sampled) in [(1, false), (10_000_000, true)] {
        let mut claims = vec![unit; 24];
        claims.push(1_000 * unit);
        let case = Case::plain(1_000 * unit, &claims);
        assert_eq!(random_arrival::is_sampled(case.amount, &claims), is_sampled);
        let shares = case.ideals(Rule::RandomArrival);
        assert!(shares[..24].iter().all(|&share| share == shares[0]));
        assert_eq!(shares[24].ceiling(), 988 * unit);
        let alike = Case::plain(1_000 * unit, &[100 * unit; 25]).ideals(Rule::RandomArrival);
        assert!(alike.iter().all(|&share| share == units(40 * unit)));
    }
    let mut counted = vec![2; 24];
    counted.push(1_999);
    let shares = Case::plain(1_999, &counted).ideals(Rule::RandomArrival);
    assert_eq!(shares[24], units(1_975));
}
