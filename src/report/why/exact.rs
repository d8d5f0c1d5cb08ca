//! What a rule makes of a division exactly, and how that became whole units.

use super::{Step, Unit, step};
use crate::claims::calculator::{Mixed, Reason};
use crate::claims::ideals::Ideals;
use crate::claims::rounding::CREDIT_UNIT;
use crate::claims::{Problem, Rule, Workspace};
use crate::report::words::sharing::{Notation, reason};
use crate::report::words::{Word, league};

/// One claimant's part of a division in which there was not enough for all.
pub(super) struct Exact {
    rule: Rule,
    ideal: Mixed,
    reason: Reason,
}

impl Exact {
    /// Of the claimant at this place; nothing where there is enough for all, or where it claims nothing.
    pub fn of(rule: Rule, problem: &Problem<'_>, at: usize) -> Option<Self> {
        if problem.amount >= problem.claims.iter().sum() {
            return None;
        }
        let mut workspace = Workspace::default();
        let ideals = rule.ideals(problem, &mut workspace);
        Some(Self {
            rule,
            ideal: ideal_at(ideals, at)?,
            reason: Reason::of(rule, problem, ideals),
        })
    }

    /// The floor.
    pub fn whole(&self) -> u64 {
        self.ideal.whole as u64
    }

    /// The ideal and how it came about; the award and how it was rounded, with what rounding owed before, in
    /// 2⁻⁴⁰ units.
    pub fn steps(&self, award: i64, credit: i64, unit: Unit) -> [Step; 2] {
        let (rule, how) = (league::rule(self.rule.name()), reason(&self.reason, &unit));
        let ideal = step(
            Word::of("应得", "ideal"),
            unit.amount(&self.ideal),
            &format!("规则：{}；{}", rule.zh, how.zh),
            &format!("rule: {}; {}", rule.en, how.en),
        );
        [ideal, self.rounded(award, credit, unit)]
    }

    fn rounded(&self, award: i64, credit: i64, unit: Unit) -> Step {
        let (what, figure) = (Word::of("分配", "award"), unit.whole(award));
        if self.ideal.numerator == 0 {
            return step(
                what,
                figure,
                "应得恰为整数，无需取整",
                "the ideal is a whole number: nothing to round",
            );
        }
        let [zh, en] = if award > self.ideal.whole {
            ["进一", "up"]
        } else {
            ["舍去", "down"]
        };
        let (owed, least) = (credit as f64 / CREDIT_UNIT as f64, unit.least());
        step(
            what,
            figure,
            &format!(
                "取整{zh}；此前取整累计欠其 {owed:.3} {}，条件相同者累计差不超过 1 {0}",
                least.zh
            ),
            &format!(
                "rounded {en}; rounding owed it {owed:.3} {} so far; equals never drift apart by more than 1",
                least.en
            ),
        )
    }
}

fn ideal_at(ideals: &Ideals, at: usize) -> Option<Mixed> {
    let own = ideals.each().iter().find(|ideal| ideal.at as usize == at)?;
    let numerator = u128::from(own.whole) * ideals.denominator() + own.numerator;
    Some(Mixed::ratio(numerator, ideals.denominator()))
}

/// The award where there is enough for all.
pub(super) fn met(award: i64, unit: Unit) -> Step {
    step(
        Word::of("分配", "award"),
        unit.whole(award),
        "够所有人申请，全部满足，无需取整",
        "there is enough for all claims: nothing to share or to round",
    )
}

/// What all claim together, beside what there is.
pub(super) fn all_claims(available: i64, claims: &[i64], unit: Unit) -> Step {
    let total: i64 = claims.iter().sum();
    let count = claims.iter().filter(|&&claim| claim > 0).count();
    let what = Word::of("全部申请", "all claims");
    if available >= total {
        return step(
            what,
            unit.whole(total),
            &format!("{count} 家；足够有余"),
            &format!("of {count}; there is more than enough"),
        );
    }
    let share = super::per_cent(crate::units::muldiv(available, 1_000_000, total));
    step(
        what,
        unit.whole(total),
        &format!("{count} 家；可分为申请的 {share}"),
        &format!("of {count}; there is {share} of it"),
    )
}
