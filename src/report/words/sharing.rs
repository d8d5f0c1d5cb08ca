//! How an amount was shared out, said in numbers: what a rule came to, and why an award is what it is.

use super::{Word, league};
use crate::claims::calculator::{Because, Mixed, Reason};

/// How amounts are written.
pub trait Notation {
    /// An amount, whole units and a fraction of one.
    fn amount(&self, amount: &Mixed) -> String;
    /// The weight that counts as one.
    fn one(&self) -> u128 {
        1
    }
}

/// As they are, in whole units and fractions.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// A fraction over more than this is hard to read.
const LONG: u128 = 10_000;

impl Notation for Plain {
    fn amount(&self, amount: &Mixed) -> String {
        if amount.denominator < LONG {
            return amount.to_string();
        }
        format!("{}.{:06}…", amount.whole, amount.millionths())
    }
}

/// How ideals came about, on one line.
#[must_use]
pub fn reason(reason: &Reason, notation: &dyn Notation) -> Word {
    let amount = |amount: &Mixed| notation.amount(amount);
    match reason {
        Reason::Enough => Word::of(
            "够所有人申请，全部满足",
            "there is enough: all claims are met",
        ),
        Reason::Nothing => Word::of("没有可分的", "there is nothing to share"),
        Reason::Parts {
            left,
            over,
            satisfied,
            weighted,
        } => parts(*left, *over, *satisfied, *weighted, notation),
        Reason::Awards {
            level,
            satisfied,
            weighted,
        } => {
            let one = if *weighted { notation.one() } else { 1 };
            awards(&amount(&level.times(one)), *satisfied, *weighted)
        }
        Reason::Losses {
            loss,
            weight,
            empty,
        } => {
            let weight = weight.map(|weight| weight as f64 / notation.one() as f64);
            losses(&amount(loss), weight, *empty)
        }
        Reason::Halves {
            half,
            beyond,
            losses,
            level,
        } => halves(&amount(half), *beyond, *losses, &amount(level)),
        Reason::Stretched { half, level } => Word::new(
            &format!(
                "可分多于申请总和的一半（{}）：各得申请的一半，不到 {} 的补到 {1}，但不超过申请",
                amount(half),
                amount(level)
            ),
            &format!(
                "more than half of all claims ({}): half of the claim, raised to {} where that is less, but not above the claim",
                amount(half),
                amount(level)
            ),
        ),
        Reason::Orders { claimants, sampled } => orders(*claimants, *sampled),
        Reason::Rights { rights, left, over } => {
            let [rights, left, over] =
                [*rights, *left, *over as i64].map(|units| whole(units, notation));
            Word::new(
                &format!(
                    "先得他人全部满足后必剩的部分，共 {rights}；其余 {left} × 申请所余（最多计 {left}）÷ {over}"
                ),
                &format!(
                    "first what the others leave even if satisfied, {rights} in all; of the other {left}, × what is left of the claim (at most {left}) ÷ {over}"
                ),
            )
        }
        Reason::Overlap { common, beyond } => overlap(&amount(common), *beyond),
        Reason::Cover { days, above } => {
            let days = Plain.amount(days);
            Word::new(
                &format!("补到可用 {days} 天为止，但不超过申请；{above} 家已有更多，不分"),
                &format!(
                    "all are brought up to {days} days of cover, none above its claim (above that already: {above})"
                ),
            )
        }
        Reason::Queue {
            satisfied,
            left,
            within,
        } => queue(*satisfied, &whole(*left, notation), *within),
    }
}

fn whole(units: i64, notation: &dyn Notation) -> String {
    notation.amount(&Mixed {
        whole: units,
        numerator: 0,
        denominator: 1,
    })
}

fn parts(left: i64, over: u128, satisfied: usize, weighted: bool, notation: &dyn Notation) -> Word {
    let left = whole(left, notation);
    let (zh, en, one) = if weighted {
        ("申请 × 权重", "claim × weight", notation.one())
    } else {
        ("申请", "claim", 1)
    };
    let over = notation.amount(&Mixed::ratio(over, one));
    let (first_zh, first_en) = match satisfied {
        0 => (String::new(), String::new()),
        _ => (
            format!("{satisfied} 家按此超过申请，先行满足；其余："),
            format!("met in full first, as that would pass the claim: {satisfied}; the others: "),
        ),
    };
    Word::new(
        &format!("{first_zh}{left} × {zh} ÷ Σ，Σ 为{zh}之和 {over}"),
        &format!("{first_en}{left} × {en} ÷ Σ, with Σ = {over}, the sum of {en}"),
    )
}

fn awards(level: &str, satisfied: usize, weighted: bool) -> Word {
    let (zh, en) = if weighted {
        (" × 权重", " × weight")
    } else {
        ("", "")
    };
    Word::new(
        &format!("各得 {level}{zh}，但不超过申请；{satisfied} 家满足"),
        &format!("{level}{en} each, but no more than the claim (met in full: {satisfied})"),
    )
}

fn losses(loss: &str, weight: Option<f64>, empty: usize) -> Word {
    let (zh, en) = match weight {
        None => (
            format!("各短缺 {loss}"),
            format!("everybody goes short of {loss}"),
        ),
        Some(weight) => (
            format!("短缺与权重成反比，权重 {weight} 者短缺 {loss}"),
            format!("shortfalls go by 1 ÷ weight: {loss} for a weight of {weight}"),
        ),
    };
    Word::new(
        &format!("{zh}，但不超过申请；{empty} 家不得"),
        &format!("{en}, but of no more than the claim (with nothing: {empty})"),
    )
}

fn halves(half: &str, beyond: bool, losses: bool, level: &str) -> Word {
    let (zh, en) = if beyond {
        (
            format!("可分多于申请总和的一半（{half}）"),
            format!("more than half of all claims ({half})"),
        )
    } else {
        (
            format!("可分不多于申请总和的一半（{half}）"),
            format!("no more than half of all claims ({half})"),
        )
    };
    let (how_zh, how_en) = match (beyond, losses) {
        (false, false) => (
            format!("各得 {level}，但不超过申请的一半"),
            format!("{level} each, but no more than half of the claim"),
        ),
        (false, true) => (
            format!("各得申请的一半减 {level}，不小于 0"),
            format!("half of the claim less {level}, but not below 0"),
        ),
        (true, false) => (
            format!("各得申请的一半加 {level}，但不超过申请"),
            format!("half of the claim and {level} more, but no more than the claim"),
        ),
        (true, true) => (
            format!("各短缺 {level}，但不超过申请的一半"),
            format!("everybody goes short of {level}, but of no more than half of the claim"),
        ),
    };
    Word::new(&format!("{zh}：{how_zh}"), &format!("{en}: {how_en}"))
}

fn orders(claimants: usize, sampled: bool) -> Word {
    if sampled {
        return Word::new(
            &format!("先到先得，{claimants}! 种到达顺序中抽样的平均"),
            &format!("first come, first served: the mean over a sample of the {claimants}! orders"),
        );
    }
    Word::new(
        &format!("先到先得，全部 {claimants}! 种到达顺序的平均"),
        &format!("first come, first served: the mean over all {claimants}! orders of arrival"),
    )
}

fn overlap(common: &str, beyond: bool) -> Word {
    if beyond {
        return Word::new(
            &format!("申请在 {common} 以内重叠，每份由重叠者平分；超出部分各自独得"),
            &format!(
                "claims lie over each other up to {common}, where those who claim a unit share it equally; what they have beyond is theirs alone"
            ),
        );
    }
    Word::new(
        &format!("有申请不少于可分的 {common}：申请全部从同一端重叠，每份由重叠者平分"),
        &format!(
            "some claim all {common}: claims lie over each other from the same end, and those who claim a unit share it equally"
        ),
    )
}

fn queue(satisfied: usize, left: &str, within: Option<crate::claims::Rule>) -> Word {
    let Some(within) = within else {
        return Word::new(
            &format!("依次满足 {satisfied} 个，下一个得所余 {left}，再往后不得"),
            &format!(
                "met in full, in turn: {satisfied}; the next gets the {left} left, the others nothing"
            ),
        );
    };
    let rule = league::rule(within.name());
    Word::new(
        &format!(
            "依次满足 {satisfied} 个等级，下一等级{}分所余 {left}，再往后不得",
            rule.zh
        ),
        &format!(
            "classes met in full, in turn: {satisfied}; the next shares the {left} left ({}), the others get nothing",
            rule.en
        ),
    )
}

/// Why an award is what it is.
#[must_use]
pub fn because(because: Because) -> Word {
    match because {
        Because::Satisfied => Word::of("申请全部满足", "claim met in full"),
        Because::Nothing => Word::of("不得", "nothing due"),
        Because::Whole => Word::of("恰为整数", "a whole number"),
        Because::LargeFraction => Word::of(
            "分得余下一个：小数部分较大",
            "a unit left over: among the largest fractions",
        ),
        Because::Turn => Word::of(
            "分得余下一个：小数部分相同，轮到",
            "a unit left over: same fraction, first by turn",
        ),
        Because::SmallFraction => Word::of(
            "舍去小数：他人小数部分较大",
            "rounded down: others have larger fractions",
        ),
        Because::LaterTurn => Word::of(
            "舍去小数：小数部分相同，未轮到",
            "rounded down: same fraction, later by turn",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::Rule;
    use crate::claims::calculator::Question;

    /// What is said of claims (100, 200, 300) under a rule.
    fn said(rule: Rule, amount: i64, weights: Option<Vec<i64>>) -> Word {
        let question = Question {
            rule,
            amount,
            claims: vec![100, 200, 300],
            weights,
            cover: None,
            classes: None,
            within: Rule::Proportional,
        };
        let answer = question.answer().expect("a claims problem");
        reason(&answer.reason, &Plain)
    }

    #[test]
    fn each_rule_says_on_one_line_how_its_ideals_came_about() {
        let expected = [
            "250 × claim ÷ Σ, with Σ = 600, the sum of claim",
            "83 1/3 each, but no more than the claim (met in full: 0)",
            "everybody goes short of 125, but of no more than the claim (with nothing: 1)",
            "no more than half of all claims (300): 100 each, but no more than half of the claim",
            "no more than half of all claims (300): half of the claim less 16 2/3, but not below 0",
            "no more than half of all claims (300): 100 each, but no more than half of the claim",
            "no more than half of all claims (300): 100 each, but no more than half of the claim",
            "first come, first served: the mean over all 3! orders of arrival",
            "first what the others leave even if satisfied, 0 in all; of the other 250, × what is left of the claim (at most 250) ÷ 550",
            "some claim all 250: claims lie over each other from the same end, and those who claim a unit share it equally",
            "250 × claim ÷ Σ, with Σ = 600, the sum of claim",
            "met in full, in turn: 1; the next gets the 150 left, the others nothing",
            "met in full, in turn: 1; the next gets the 150 left, the others nothing",
            "met in full, in turn: 1; the next gets the 150 left, the others nothing",
        ];
        for (&rule, expected) in Rule::ALL.iter().zip(expected) {
            let word = said(rule, 250, None);
            assert_eq!(word.en, expected, "{rule}");
            assert!(
                !word.zh.contains(|c: char| c.is_ascii_alphabetic()),
                "{}",
                word.zh
            );
        }
        let beyond = [
            (
                Rule::Talmud,
                "more than half of all claims (300): everybody goes short of 75, but of no more than half of the claim",
            ),
            (
                Rule::ConstrainedEgalitarian,
                "more than half of all claims (300): half of the claim, raised to 150 where that is less, but not above the claim",
            ),
            (
                Rule::MinimalOverlap,
                "claims lie over each other up to 100, where those who claim a unit share it equally; what they have beyond is theirs alone",
            ),
        ];
        for (rule, expected) in beyond {
            assert_eq!(said(rule, 400, None).en, expected);
        }
    }

    #[test]
    fn weights_are_told_where_they_make_a_difference() {
        let of = |rule, amount, weights: [i64; 3]| said(rule, amount, Some(weights.to_vec())).en;
        assert_eq!(
            of(Rule::Proportional, 200, [10, 1, 2]),
            "met in full first, as that would pass the claim: 1; the others: 100 × claim × weight ÷ Σ, with Σ = 800, the sum of claim × weight"
        );
        assert_eq!(
            of(Rule::EqualLosses, 400, [1, 1, 2]),
            "shortfalls go by 1 ÷ weight: 40 for a weight of 2, but of no more than the claim (with nothing: 0)"
        );
        assert_eq!(
            of(Rule::Proportional, 200, [3, 3, 3]),
            "200 × claim ÷ Σ, with Σ = 600, the sum of claim"
        );
    }

    #[test]
    fn long_fractions_are_cut() {
        assert_eq!(Plain.amount(&Mixed::ratio(1, 30_001)), "0.000033…");
    }
}
