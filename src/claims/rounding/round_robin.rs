//! Deficit round robin (Shreedhar and Varghese 1996), played to the letter beside equal awards with carried credit.

use std::collections::VecDeque;

use proptest::prelude::*;

use super::fairness::Run;
use crate::claims::Rule;

/// Rounds go on from day to day: whoever was being served when the amount ran out keeps what is left of its quantum, its
/// deficit, and is served first.
struct RoundRobin {
    quantum: i64,
    active: VecDeque<usize>,
    deficits: Vec<i64>,
    totals: Vec<i64>,
}

impl RoundRobin {
    fn new(quantum: i64, claimants: usize) -> Self {
        Self {
            quantum,
            active: VecDeque::new(),
            deficits: vec![0; claimants],
            totals: vec![0; claimants],
        }
    }

    fn divide(&mut self, mut amount: i64, claims: &[i64]) -> Vec<i64> {
        let mut awards = vec![0; claims.len()];
        self.active.retain(|&at| claims[at] > 0);
        for at in 0..claims.len() {
            if claims[at] == 0 {
                self.deficits[at] = 0;
            } else if !self.active.contains(&at) {
                self.active.push_back(at);
            }
        }
        while amount > 0
            && let Some(at) = self.active.pop_front()
        {
            if self.deficits[at] == 0 {
                self.deficits[at] = self.quantum;
            }
            let served = self.deficits[at].min(claims[at] - awards[at]).min(amount);
            amount -= served;
            awards[at] += served;
            self.deficits[at] -= served;
            if awards[at] == claims[at] {
                self.deficits[at] = 0;
            } else if self.deficits[at] > 0 {
                self.active.push_front(at);
            } else {
                self.active.push_back(at);
            }
        }
        for (total, award) in self.totals.iter_mut().zip(&awards) {
            *total += award;
        }
        awards
    }
}

proptest! {
    #[test]
    fn with_a_quantum_of_one_unit_it_is_equal_awards_with_carried_credit(
        days in prop::collection::vec((prop::collection::vec(0i64..30, 6), 0i64..101), 1..200),
    ) {
        let mut rounds = RoundRobin::new(1, 6);
        let mut credits = Run::new(Rule::EqualAwards, 6);
        for (claims, part) in days {
            let amount = claims.iter().sum::<i64>() * part / 100;
            let (one, other) = (
                rounds.divide(amount, &claims),
                credits.divide(amount, &claims, &[1; 6]),
            );
            for (one, other) in one.iter().zip(other) {
                prop_assert!((one - other).abs() <= 1, "on the same day");
            }
        }
    }
}

#[test]
fn a_larger_quantum_parts_equals_by_more_than_a_unit() {
    let apart = |quantum: i64| {
        let mut rounds = RoundRobin::new(quantum, 11);
        let spread = |totals: &[i64]| totals.iter().max().unwrap() - totals.iter().min().unwrap();
        let days = (0..120).map(|_| {
            rounds.divide(60, &[10; 11]);
            spread(&rounds.totals)
        });
        days.max().unwrap()
    };
    assert_eq!(apart(1), 1);
    assert!(apart(5) > 1);
}
