//! Questions that are no claims problem, or too large a one to share exactly.

use std::fmt;

use super::{Question, Stocks};
use crate::claims::{LARGEST_CLAIM, LARGEST_WEIGHT, MOST_CLAIMANTS, Rule};
use crate::language::Word;
use crate::said;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswerable {
    /// No claims, or more than can be shared exactly.
    Claimants(usize),
    /// An amount below zero.
    Amount(i64),
    /// The claim at this place (from 1) is below zero or too large.
    Claim(usize, i64),
    /// The weight at this place (from 1) is below zero or too large.
    Weight(usize, i64),
    /// The stock or use at this place (from 1) is below zero or too large.
    Stock(usize, i64),
    /// So many of these, but so many claims.
    Length(&'static str, usize, usize),
    /// The rule has no weights.
    Weightless(Rule),
    /// The rule takes no notice of stocks.
    Coverless(Rule),
    /// The rule has no classes.
    Classless(Rule),
    /// Classes within classes.
    Within,
}

impl Unanswerable {
    /// What is told of it.
    #[must_use]
    pub fn word(&self) -> Word {
        match self {
            Self::Claimants(count) => said!(
                "有 {count} 项申请：应为 1 至 {MOST_CLAIMANTS} 项",
                "{count} claims: there must be 1 to {MOST_CLAIMANTS}"
            ),
            Self::Amount(amount) => {
                said!("总量 {amount} 小于零", "amount {amount} is below zero")
            }
            Self::Claim(place, claim) => said!(
                "第 {place} 项申请为 {claim}：应为 0 至 {LARGEST_CLAIM}",
                "claim {place} is {claim}: it must be 0 to {LARGEST_CLAIM}"
            ),
            Self::Weight(place, weight) => said!(
                "第 {place} 个权重为 {weight}：应为 0 至 {LARGEST_WEIGHT}",
                "weight {place} is {weight}: it must be 0 to {LARGEST_WEIGHT}"
            ),
            Self::Stock(place, amount) => said!(
                "第 {place} 个申请者的库存或日用量为 {amount}：应为 0 至 {LARGEST_CLAIM}",
                "what claimant {place} holds or uses is {amount}: it must be 0 to {LARGEST_CLAIM}"
            ),
            Self::Length(what, given, claims) => {
                let chinese = match *what {
                    "classes" => "等级",
                    "stocks" => "库存",
                    "uses" => "日用量",
                    "weights" => "权重",
                    other => other,
                };
                said!(
                    "{claims} 项申请，却有 {given} 个{chinese}：请一一给出",
                    "{given} {what} for {claims} claims: give one each"
                )
            }
            Self::Weightless(rule) => said!(
                "{rule} 不加权：请去掉权重",
                "{rule} takes no weights: leave them out"
            ),
            Self::Coverless(rule) => said!(
                "{rule} 不计库存：只有 equal_cover 计库存",
                "{rule} takes no stocks: only equal_cover does"
            ),
            Self::Classless(rule) => said!(
                "{rule} 不分等级：只有 priority 分等级",
                "{rule} takes no classes: only priority does"
            ),
            Self::Within => Word::of(
                "同一等级之内再用 priority 无从分配：请改用其他规则",
                "priority within a class decides nothing: name another rule",
            ),
        }
    }
}

impl fmt::Display for Unanswerable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.word().en)
    }
}

impl std::error::Error for Unanswerable {}

impl Question {
    pub(super) fn check(&self) -> Result<(), Unanswerable> {
        let count = self.claims.len();
        if !(1..=MOST_CLAIMANTS).contains(&count) {
            return Err(Unanswerable::Claimants(count));
        }
        if self.amount < 0 {
            return Err(Unanswerable::Amount(self.amount));
        }
        if let Some((place, claim)) = outside(&self.claims, LARGEST_CLAIM) {
            return Err(Unanswerable::Claim(place, claim));
        }
        if let Some(weights) = &self.weights {
            self.check_weights(weights)?;
        }
        if let Some(stocks) = &self.cover {
            self.check_stocks(stocks)?;
        }
        if let Some(classes) = &self.classes {
            if self.rule != Rule::Priority {
                return Err(Unanswerable::Classless(self.rule));
            }
            if classes.len() != count {
                return Err(Unanswerable::Length("classes", classes.len(), count));
            }
        }
        if self.within == Rule::Priority {
            return Err(Unanswerable::Within);
        }
        Ok(())
    }

    fn check_stocks(&self, stocks: &Stocks) -> Result<(), Unanswerable> {
        if self.rule != Rule::EqualCover {
            return Err(Unanswerable::Coverless(self.rule));
        }
        for (what, amounts) in [("stocks", &stocks.held), ("uses", &stocks.daily_use)] {
            if amounts.len() != self.claims.len() {
                let (given, claims) = (amounts.len(), self.claims.len());
                return Err(Unanswerable::Length(what, given, claims));
            }
            if let Some((place, amount)) = outside(amounts, LARGEST_CLAIM) {
                return Err(Unanswerable::Stock(place, amount));
            }
        }
        Ok(())
    }

    fn check_weights(&self, weights: &[i64]) -> Result<(), Unanswerable> {
        let divides = if self.rule == Rule::Priority {
            self.within
        } else {
            self.rule
        };
        if !divides.takes_weights() {
            return Err(Unanswerable::Weightless(divides));
        }
        if weights.len() != self.claims.len() {
            return Err(Unanswerable::Length(
                "weights",
                weights.len(),
                self.claims.len(),
            ));
        }
        outside(weights, LARGEST_WEIGHT).map_or(Ok(()), |(place, weight)| {
            Err(Unanswerable::Weight(place, weight))
        })
    }
}

/// The first number that is below zero or too large, and its place from 1.
fn outside(numbers: &[i64], largest: i64) -> Option<(usize, i64)> {
    let mut places = (1..).zip(numbers.iter().copied());
    places.find(|(_, number)| !(0..=largest).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_claims_problem_is_refused_with_the_place() {
        let refused = |question: Question| question.answer().unwrap_err();
        let good = Question {
            rule: Rule::Proportional,
            amount: 10,
            claims: vec![10, 20],
            weights: None,
            cover: None,
            classes: None,
            within: Rule::Proportional,
        };
        let with = |change: fn(&mut Question)| {
            let mut bad = good.clone();
            change(&mut bad);
            refused(bad)
        };
        assert_eq!(with(|q| q.claims.clear()), Unanswerable::Claimants(0));
        assert_eq!(with(|q| q.amount = -1), Unanswerable::Amount(-1));
        assert_eq!(with(|q| q.claims[1] = -3), Unanswerable::Claim(2, -3));
        assert_eq!(
            with(|q| q.weights = Some(vec![1])),
            Unanswerable::Length("weights", 1, 2)
        );
        assert_eq!(
            with(|q| q.weights = Some(vec![1, -1])),
            Unanswerable::Weight(2, -1)
        );
        assert_eq!(
            with(|q| q.classes = Some(vec![1, 1])),
            Unanswerable::Classless(Rule::Proportional)
        );
        assert_eq!(with(|q| q.within = Rule::Priority), Unanswerable::Within);
        let stocked = |held: Vec<i64>, rule: Rule| {
            let daily_use = vec![1, 1];
            refused(Question {
                rule,
                cover: Some(Stocks { held, daily_use }),
                ..good.clone()
            })
        };
        assert_eq!(
            stocked(vec![1, 1], Rule::Talmud),
            Unanswerable::Coverless(Rule::Talmud)
        );
        assert_eq!(
            stocked(vec![1], Rule::EqualCover),
            Unanswerable::Length("stocks", 1, 2)
        );
        assert_eq!(
            stocked(vec![1, -1], Rule::EqualCover),
            Unanswerable::Stock(2, -1)
        );
    }
}
