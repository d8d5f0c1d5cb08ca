//! One claims problem worked out by hand: what everybody gets, and why.

use std::fmt;

use super::{Classes, Cover, Problem, Rule, Workspace};
pub use reason::Reason;
pub use refusal::Unanswerable;

mod reason;
mod refusal;

/// A claims problem as a person would put it, claimants in order.
#[derive(Clone, Debug)]
pub struct Question {
    /// How to share out.
    pub rule: Rule,
    /// How much.
    pub amount: i64,
    /// What each claims.
    pub claims: Vec<i64>,
    /// What each weighs, if it matters. Only ratios do.
    pub weights: Option<Vec<i64>>,
    /// What each holds and uses a day under [`Rule::EqualCover`].
    pub cover: Option<Stocks>,
    /// The class of each under [`Rule::Priority`]; otherwise the order given is the order of service.
    pub classes: Option<Vec<u32>>,
    /// The rule within a class.
    pub within: Rule,
}

/// What claimants hold already and use a day.
#[derive(Clone, Debug)]
pub struct Stocks {
    /// What each holds.
    pub held: Vec<i64>,
    /// What each uses a day.
    pub daily_use: Vec<i64>,
}

/// Awards, in the order of claims, and how they came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What each gets, in whole units.
    pub awards: Vec<i64>,
    /// How the rule came to its ideals.
    pub reason: Reason,
    /// Units that were left over after rounding every ideal down.
    pub left_over: i64,
    /// How each award came about.
    pub steps: Vec<Step>,
}

/// How one award came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was claimed.
    pub claim: i64,
    /// What the rule would give if units could be split.
    pub ideal: Mixed,
    /// What the claimant gets.
    pub award: i64,
    /// Why that much.
    pub because: Because,
}

/// A whole number and a fraction in lowest terms: 66 2/3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mixed {
    /// The floor.
    pub whole: i64,
    /// Above the line, less than below it.
    pub numerator: u128,
    /// Below the line.
    pub denominator: u128,
}

impl Mixed {
    fn new(whole: i64, numerator: u128, denominator: u128) -> Self {
        let (mut a, mut b) = (denominator, numerator);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        Self {
            whole,
            numerator: numerator / a,
            denominator: denominator / a,
        }
    }

    /// A fraction with a whole part below 2⁶³; nothing where there is nothing below the line.
    pub(crate) fn ratio(numerator: u128, denominator: u128) -> Self {
        let denominator = denominator.max(1);
        let whole = (numerator / denominator) as i64;
        Self::new(whole, numerator % denominator, denominator)
    }

    /// So many times as much; that much, times the denominator, has to fit.
    pub(crate) fn times(self, factor: u128) -> Self {
        let numerator = self.whole as u128 * self.denominator + self.numerator;
        Self::ratio(numerator * factor, self.denominator)
    }

    /// The fraction in millionths, rounded down.
    #[must_use]
    pub fn millionths(&self) -> u64 {
        (self.numerator * 1_000_000 / self.denominator) as u64
    }
}

impl fmt::Display for Mixed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.whole, self.numerator) {
            (whole, 0) => out.pad(&whole.to_string()),
            (0, numerator) => out.pad(&format!("{numerator}/{}", self.denominator)),
            (whole, numerator) => out.pad(&format!("{whole} {numerator}/{}", self.denominator)),
        }
    }
}

/// Why an award is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The claim is met in full.
    Satisfied,
    /// Nothing was claimed, or nothing is due.
    Nothing,
    /// The ideal is a whole number.
    Whole,
    /// A unit left over, for one of the largest fractions.
    LargeFraction,
    /// A unit left over, by turn among equal fractions.
    Turn,
    /// Rounded down: others had larger fractions.
    SmallFraction,
    /// Rounded down: others with the same fraction had their turn before.
    LaterTurn,
}

impl Question {
    /// Works the answer out, as on day 0 and with nobody owed anything.
    ///
    /// # Errors
    /// If it isn't a claims problem, or too large a one to share exactly.
    pub fn answer(&self) -> Result<Answer, Unanswerable> {
        self.check()?;
        let count = self.claims.len();
        let ranks: Vec<_> = (0..count as u32).collect();
        let problem = Problem {
            amount: self.amount,
            claims: &self.claims,
            weights: self.weights.as_deref(),
            classes: match &self.classes {
                _ if self.rule != Rule::Priority => None,
                Some(of) => Some(Classes {
                    of,
                    within: self.within,
                }),
                None => Some(Classes {
                    of: &ranks,
                    within: self.within,
                }),
            },
            cover: self.cover.as_ref().map(|stocks| Cover {
                held: &stocks.held,
                daily_use: &stocks.daily_use,
            }),
            ranks: &ranks,
            turn: 0,
        };
        let mut workspace = Workspace::with_capacity(count);
        let mut awards = vec![0; count];
        self.rule
            .divide(&problem, &mut vec![0; count], &mut workspace, &mut awards);
        let mut ideals = vec![Mixed::new(0, 0, 1); count];
        let exact = self.rule.ideals(&problem, &mut workspace);
        for ideal in exact.each() {
            let whole = ideal.whole as i64;
            ideals[ideal.at as usize] = Mixed::new(whole, ideal.numerator, exact.denominator());
        }
        let reason = Reason::of(self.rule, &problem, exact);
        let steps = self.explain(&ideals, &awards);
        let shared: i64 = awards.iter().sum();
        let left_over = shared - ideals.iter().map(|ideal| ideal.whole).sum::<i64>();
        Ok(Answer {
            awards,
            reason,
            left_over,
            steps,
        })
    }

    fn explain(&self, ideals: &[Mixed], awards: &[i64]) -> Vec<Step> {
        let raised = |at: usize| awards[at] > ideals[at].whole;
        let same = |one: usize, other: usize| {
            (ideals[one].numerator, ideals[one].denominator)
                == (ideals[other].numerator, ideals[other].denominator)
        };
        let step = |at: usize| {
            let (claim, ideal, award) = (self.claims[at], ideals[at], awards[at]);
            let by_turn = || (0..awards.len()).any(|o| same(at, o) && raised(o) != raised(at));
            let because = match ideal.numerator {
                0 if award == 0 => Because::Nothing,
                0 if award == claim => Because::Satisfied,
                0 => Because::Whole,
                _ => match (raised(at), by_turn()) {
                    (true, false) => Because::LargeFraction,
                    (true, true) => Because::Turn,
                    (false, false) => Because::SmallFraction,
                    (false, true) => Because::LaterTurn,
                },
            };
            Step {
                claim,
                ideal,
                award,
                because,
            }
        };
        (0..awards.len()).map(step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(rule: Rule, amount: i64, claims: &[i64]) -> Question {
        let within = Rule::Proportional;
        Question {
            rule,
            amount,
            claims: claims.to_vec(),
            weights: None,
            cover: None,
            classes: None,
            within,
        }
    }

    #[test]
    fn an_answer_says_where_each_unit_went() {
        let answer = question(Rule::EqualAwards, 200, &[50, 200, 300, 0])
            .answer()
            .unwrap();
        assert_eq!(answer.awards, [50, 75, 75, 0]);
        let answer = question(Rule::Proportional, 100, &[100, 200, 300])
            .answer()
            .unwrap();
        let told: Vec<_> = answer
            .steps
            .iter()
            .map(|step| step.ideal.to_string())
            .collect();
        assert_eq!(told, ["16 2/3", "33 1/3", "50"]);
        assert_eq!((answer.awards, answer.left_over), (vec![17, 33, 50], 1));
        let because: Vec<_> = answer.steps.iter().map(|step| step.because).collect();
        assert_eq!(
            because,
            [
                Because::LargeFraction,
                Because::SmallFraction,
                Because::Whole
            ]
        );
        let answer = question(Rule::EqualAwards, 100, &[100, 200, 300])
            .answer()
            .unwrap();
        let because: Vec<_> = answer.steps.iter().map(|step| step.because).collect();
        assert_eq!(
            because,
            [Because::Turn, Because::LaterTurn, Because::LaterTurn]
        );
    }

    #[test]
    fn days_of_cover_are_levelled_from_below() {
        let mut levelled = question(Rule::EqualCover, 60, &[100, 100, 100]);
        assert_eq!(levelled.answer().unwrap().awards, [20, 20, 20]);
        levelled.cover = Some(Stocks {
            held: vec![0, 30, 500],
            daily_use: vec![10, 20, 10],
        });
        // (0 + 30) ÷ 10 = (30 + 30) ÷ 20 = 3 days; the third has fifty.
        assert_eq!(levelled.answer().unwrap().awards, [30, 30, 0]);
    }

    #[test]
    fn priority_serves_in_the_order_given_unless_there_are_classes() {
        let mut order = question(Rule::Priority, 250, &[100, 200, 300]);
        assert_eq!(order.answer().unwrap().awards, [100, 150, 0]);
        order.classes = Some(vec![1, 1, 0]);
        assert_eq!(order.answer().unwrap().awards, [0, 0, 250]);
    }
}
