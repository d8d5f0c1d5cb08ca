//! Rounding over many days: who is equal stays equal, and nothing owed is lost.

use proptest::prelude::*;

use super::CREDIT_UNIT;
use crate::claims::{Classes, Problem, Rule, Workspace};

/// Divides day after day; what each claimant has got in total so far is in `totals`.
pub(super) struct Run {
    rule: Rule,
    day: i64,
    credits: Vec<i64>,
    totals: Vec<i64>,
    workspace: Workspace,
}

impl Run {
    pub fn new(rule: Rule, claimants: usize) -> Self {
        let (credits, totals) = (vec![0; claimants], vec![0; claimants]);
        Self {
            rule,
            day: 0,
            credits,
            totals,
            workspace: Workspace::default(),
        }
    }

    pub fn divide(&mut self, amount: i64, claims: &[i64], weights: &[i64]) -> Vec<i64> {
        let ranks: Vec<_> = (0..claims.len() as u32).rev().collect();
        let of = vec![0; claims.len()];
        let problem = Problem {
            amount,
            claims,
            weights: Some(weights),
            classes: Some(Classes {
                of: &of,
                within: Rule::EqualLosses,
            }),
            cover: None,
            ranks: &ranks,
            turn: self.day,
        };
        let mut awards = vec![0; claims.len()];
        self.rule.divide(
            &problem,
            &mut self.credits,
            &mut self.workspace,
            &mut awards,
        );
        self.day += 1;
        for (total, award) in self.totals.iter_mut().zip(&awards) {
            *total += award;
        }
        awards
    }
}

fn spread(numbers: &[i64]) -> i64 {
    numbers.iter().max().unwrap() - numbers.iter().min().unwrap()
}

/// Those that treat equals equally; priority has but one class here.
fn fair_rules() -> Vec<Rule> {
    let fair = |rule: &Rule| rule.treats_equals_equally() || *rule == Rule::Priority;
    Rule::ALL.iter().copied().filter(fair).collect()
}

#[test]
fn eleven_equals_stay_within_a_unit_for_a_season() {
    for &rule in Rule::ALL {
        let mut run = Run::new(rule, 11);
        for _ in 0..120 {
            let awards = run.divide(60, &[10; 11], &[1; 11]);
            assert_eq!(awards.iter().sum::<i64>(), 60);
            if fair_rules().contains(&rule) {
                assert!(
                    spread(&awards) <= 1 && spread(&run.totals) <= 1,
                    "{rule}: {awards:?}"
                );
            }
        }
        if !fair_rules().contains(&rule) {
            assert!(spread(&run.totals) > 1, "{rule} is a straw man");
        }
    }
}

/// Two equals, of whom the second is owed a unit, are passed over in favour of a crowd with more
/// credit, until both are owed more than the clip: who is first of the two must be remembered.
#[test]
fn a_crowd_does_not_make_rounding_forget_which_equal_is_owed() {
    const CROWD: usize = 600;
    for start in 0..30 {
        let mut run = Run::new(Rule::Proportional, CROWD + 2);
        run.day = start * 20;
        let weights = vec![1; CROWD + 2];
        let mut claims = vec![0; CROWD + 2];
        let equals = [0, CROWD + 1];
        claims[equals[0]] = 1;
        claims[equals[1]] = 1;
        run.divide(1, &claims, &weights);
        claims[equals[0]] = 0;
        claims[equals[1]] = 0;
        claims[1..=CROWD].fill(1);
        // Whoever gets a unit leaves, so that those who stay are owed more and more.
        for round in 0..CROWD - 5 {
            if round == CROWD / 2 {
                claims[equals[0]] = 1;
                claims[equals[1]] = 1;
            }
            let awards = run.divide(1, &claims, &weights);
            for at in 1..=CROWD {
                claims[at] -= awards[at];
            }
        }
        claims[1..=CROWD].fill(0);
        for _ in 0..9 {
            let awards = run.divide(1, &claims, &weights);
            assert_eq!(awards[0] + awards[CROWD + 1], 1);
            let apart = run.totals[0] - run.totals[CROWD + 1];
            assert!(apart.abs() <= 1, "{apart} apart from day {}", start * 20);
        }
    }
}

proptest! {
    #[test]
    fn equals_stay_within_a_unit_whoever_else_there_is_and_whatever_there_is_to_share(
        rule in prop::sample::select(fair_rules()),
        equals in 2usize..6,
        days in prop::collection::vec(
            (1i64..40, 1i64..4, prop::collection::vec((0i64..60, 1i64..4), 4), 0i64..101),
            1..300,
        ),
    ) {
        let mut run = Run::new(rule, equals + 4);
        for (claim, weight, others, part) in days {
            let (mut claims, mut weights) = (vec![claim; equals], vec![weight; equals]);
            claims.extend(others.iter().map(|other| other.0));
            weights.extend(others.iter().map(|other| other.1));
            let amount = claims.iter().sum::<i64>() * part / 100;
            let awards = run.divide(amount, &claims, &weights);
            prop_assert!(spread(&awards[..equals]) <= 1);
            prop_assert!(spread(&run.totals[..equals]) <= 1);
            prop_assert!(spread(&run.credits[..equals]) % CREDIT_UNIT == 0);
        }
    }

    #[test]
    fn rounding_owes_in_total_what_it_says(amounts in prop::collection::vec(0i64..60, 1..200)) {
        let mut run = Run::new(Rule::Proportional, 3);
        let (claims, mut due) = ([10, 20, 30], [0; 3]);
        for amount in amounts {
            run.divide(amount, &claims, &[1; 3]);
            for (due, claim) in due.iter_mut().zip(claims) {
                *due += amount * claim;
            }
        }
        for ((due, total), credit) in due.into_iter().zip(run.totals).zip(run.credits) {
            // Rounded down by less than 2⁻⁴⁰ on each of up to 200 days.
            let owed = (i128::from(due) - 60 * i128::from(total)) << 40;
            let missing = owed - 60 * i128::from(credit);
            prop_assert!((0..60 * 200).contains(&missing));
        }
    }
}
