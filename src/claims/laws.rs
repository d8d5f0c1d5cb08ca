//! What every rule must satisfy, on exact ideals and on whole awards, and what each rule is, against
//! a slow oracle in fractions.

use proptest::prelude::*;

use super::ideals::Ideals;
use super::{Classes, Problem, Rule, Workspace};
use oracle::{Fraction, fraction, water_fill};

mod axioms;
mod definitions;
mod examples;
mod oracle;

/// A problem that owns its numbers.
#[derive(Clone, Debug)]
struct Case {
    amount: i64,
    claims: Vec<i64>,
    weights: Vec<i64>,
    classes: Vec<u32>,
    ranks: Vec<u32>,
    within: Rule,
    turn: i64,
}

impl Case {
    fn plain(amount: i64, claims: &[i64]) -> Self {
        let count = claims.len();
        Self {
            amount,
            claims: claims.to_vec(),
            weights: vec![1; count],
            classes: vec![0; count],
            ranks: (0..count as u32).collect(),
            within: Rule::Proportional,
            turn: 0,
        }
    }

    fn problem(&self) -> Problem<'_> {
        Problem {
            amount: self.amount,
            claims: &self.claims,
            weights: Some(&self.weights),
            classes: Some(Classes {
                of: &self.classes,
                within: self.within,
            }),
            cover: None,
            ranks: &self.ranks,
            turn: self.turn,
        }
    }

    fn awards(&self, rule: Rule) -> Vec<i64> {
        let mut awards = vec![-1; self.claims.len()];
        let mut credits = vec![0; self.claims.len()];
        rule.divide(
            &self.problem(),
            &mut credits,
            &mut Workspace::default(),
            &mut awards,
        );
        awards
    }

    fn ideals(&self, rule: Rule) -> Vec<Fraction> {
        let mut workspace = Workspace::default();
        exact(
            rule.ideals(&self.problem(), &mut workspace),
            self.claims.len(),
        )
    }

    fn shared(&self) -> i64 {
        self.amount.clamp(0, self.claims.iter().sum())
    }
}

fn exact(ideals: &Ideals, count: usize) -> Vec<Fraction> {
    let mut each = vec![fraction(0, 1); count];
    for ideal in ideals.each() {
        let part = fraction(ideal.numerator as i128, ideals.denominator() as i128);
        each[ideal.at as usize] = fraction(i128::from(ideal.whole), 1) + part;
    }
    each
}

fn rule() -> impl Strategy<Value = Rule> {
    prop::sample::select(Rule::ALL)
}

prop_compose! {
    fn case()(count in 1usize..9)(
        claims in prop::collection::vec(0i64..60, count),
        weights in prop::collection::vec(0i64..5, count),
        classes in prop::collection::vec(0u32..3, count),
        ranks in Just((0..count as u32).collect::<Vec<_>>()).prop_shuffle(),
        within in rule(),
        part in -5i64..110,
        turn in 0i64..30,
    ) -> Case {
        let amount = claims.iter().sum::<i64>() * part / 100;
        Case { amount, claims, weights, classes, ranks, within, turn }
    }
}

/// The rates at which λ fills claims; losses for [`Rule::EqualLosses`].
fn expected(rule: Rule, case: &Case) -> Vec<Fraction> {
    let mut ideals = vec![fraction(0, 1); case.claims.len()];
    let mut left = case.shared();
    let heavy = |at: &usize| case.weights[*at] > 0;
    let (first, last): (Vec<_>, Vec<_>) = (0..case.claims.len()).partition(heavy);
    for (group, weighted) in [(first, true), (last, false)] {
        let claims: Vec<_> = group
            .iter()
            .map(|&at| i128::from(case.claims[at]))
            .collect();
        let weight = |at: usize| {
            if weighted {
                i128::from(case.weights[at])
            } else {
                1
            }
        };
        let total: i128 = claims.iter().sum();
        let amount = i128::from(left).min(total);
        left -= amount as i64;
        let rates = group.iter().zip(&claims).map(|(&at, &claim)| match rule {
            Rule::Proportional => fraction(claim * weight(at), 1),
            Rule::EqualAwards => fraction(weight(at), 1),
            _ => fraction(1, weight(at)),
        });
        let rates: Vec<_> = rates.collect();
        let dual = rule == Rule::EqualLosses;
        let parts = water_fill(if dual { total - amount } else { amount }, &claims, &rates);
        for ((&at, &claim), part) in group.iter().zip(&claims).zip(parts) {
            ideals[at] = if dual {
                fraction(claim, 1) - part
            } else {
                part
            };
        }
    }
    ideals
}

proptest! {
    #[test]
    fn ideals_are_those_of_the_definition(case in case()) {
        for rule in [Rule::Proportional, Rule::EqualAwards, Rule::EqualLosses] {
            prop_assert_eq!(case.ideals(rule), expected(rule, &case), "{}", rule);
        }
    }

    #[test]
    fn ideals_and_awards_use_up_the_amount_within_claims(case in case(), rule in rule()) {
        let (ideals, awards) = (case.ideals(rule), case.awards(rule));
        let total = ideals.iter().fold(fraction(0, 1), |sum, &ideal| sum + ideal);
        prop_assert_eq!(total, fraction(i128::from(case.shared()), 1));
        prop_assert_eq!(awards.iter().sum::<i64>(), case.shared());
        for ((ideal, &award), &claim) in ideals.iter().zip(&awards).zip(&case.claims) {
            prop_assert!(0 <= award && award <= claim);
            prop_assert!(ideal.floor() <= award && award <= ideal.ceiling());
        }
    }

    #[test]
    fn equals_are_treated_equally(mut case in case(), rule in rule()) {
        let last = case.claims.len() - 1;
        case.claims[last] = case.claims[0];
        case.weights[last] = case.weights[0];
        case.classes[last] = case.classes[0];
        let within_a_class = rule == Rule::Priority && case.within.treats_equals_equally();
        if rule.treats_equals_equally() || within_a_class {
            let (ideals, awards) = (case.ideals(rule), case.awards(rule));
            prop_assert_eq!(ideals[0], ideals[last]);
            prop_assert!((awards[0] - awards[last]).abs() <= 1);
        }
    }

    #[test]
    fn more_to_share_is_worse_for_nobody(case in case(), rule in rule()) {
        let more = Case { amount: case.amount + 1, ..case.clone() };
        for (less, more) in case.ideals(rule).iter().zip(more.ideals(rule)) {
            prop_assert!(*less <= more);
        }
    }

    #[test]
    fn more_weight_is_never_worse_for_its_holder(case in case(), rule in rule()) {
        let mut heavier = case.clone();
        heavier.weights[0] += 1;
        prop_assert!(case.ideals(rule)[0] <= heavier.ideals(rule)[0]);
    }

    #[test]
    fn who_stands_where_does_not_matter(
        (case, order) in case().prop_flat_map(|case| {
            let order: Vec<usize> = (0..case.claims.len()).collect();
            (Just(case), Just(order).prop_shuffle())
        }),
        rule in rule(),
    ) {
        let awards = case.awards(rule);
        let moved = Case {
            claims: order.iter().map(|&at| case.claims[at]).collect(),
            weights: order.iter().map(|&at| case.weights[at]).collect(),
            classes: order.iter().map(|&at| case.classes[at]).collect(),
            ranks: order.iter().map(|&at| case.ranks[at]).collect(),
            ..case
        };
        let expected: Vec<_> = order.iter().map(|&at| awards[at]).collect();
        prop_assert_eq!(moved.awards(rule), expected);
    }

    #[test]
    fn units_of_measure_do_not_matter_and_wide_numbers_agree_with_narrow_ones(
        case in case(),
        rule in rule(),
    ) {
        // Large enough for denominators beyond a word.
        let (units, weights) = (10_000_000_000, 200_000_000);
        let scaled = Case {
            amount: case.amount * units,
            claims: case.claims.iter().map(|claim| claim * units).collect(),
            weights: case.weights.iter().map(|weight| weight * weights).collect(),
            ..case.clone()
        };
        let units = fraction(i128::from(units), 1);
        let expected: Vec<_> = case.ideals(rule).iter().map(|&ideal| ideal * units).collect();
        prop_assert_eq!(scaled.ideals(rule), expected);
    }

    #[test]
    fn losses_are_shared_as_awards_are_by_the_dual(case in case()) {
        let case = Case { amount: case.shared(), weights: vec![1; case.claims.len()], ..case };
        let total: i64 = case.claims.iter().sum();
        let losses = Case { amount: total - case.amount, ..case.clone() };
        for (rule, dual) in [
            (Rule::EqualLosses, Rule::EqualAwards),
            (Rule::EqualAwards, Rule::EqualLosses),
            (Rule::Proportional, Rule::Proportional),
        ] {
            let lost = losses.ideals(dual);
            for ((award, loss), &claim) in case.ideals(rule).iter().zip(lost).zip(&case.claims) {
                prop_assert_eq!(*award + loss, fraction(i128::from(claim), 1));
            }
        }
    }

    #[test]
    fn a_used_workspace_is_as_good_as_a_new_one(cases in prop::collection::vec(case(), 5)) {
        let mut workspace = Workspace::default();
        for case in cases {
            for &rule in Rule::ALL {
                let mut awards = vec![-1; case.claims.len()];
                let mut credits = vec![0; case.claims.len()];
                rule.divide(&case.problem(), &mut credits, &mut workspace, &mut awards);
                prop_assert_eq!(awards, case.awards(rule));
            }
        }
    }
}
