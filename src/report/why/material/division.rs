//! What was divided, among whom, by which rule, and what the rule makes of it exactly.

use super::super::{Step, Told, kilograms, per_cent, step};
use super::Claims;
use crate::claims::rounding::CREDIT_UNIT;
use crate::claims::{Cover, Problem, Rule, Workspace};
use crate::report::words::{Word, league};
use crate::scenario::Level;
use crate::units::{Milligrams, muldiv};

/// What there is to share, with whom, and by which weight; then what the rule makes of it.
pub(super) struct Division<'a> {
    told: &'a Told<'a>,
    claims: &'a Claims,
    rule: Rule,
    by_place: bool,
    available: i64,
    total: i64,
}

impl<'a> Division<'a> {
    pub fn of(told: &'a Told<'a>, material: usize, claims: &'a Claims) -> Self {
        let regime = told.policy.on(told.day);
        let by_place = regime.unified_allocation && regime.allocation_level != Level::Enterprise;
        let available = if by_place {
            claims.awarded
        } else {
            (depot(told, material) - regime.depot_floor[material])
                .or_zero()
                .0
        };
        let rule = match (regime.unified_allocation, by_place) {
            (false, _) => Rule::Proportional,
            (true, false) => regime.allocation_rule,
            (true, true) => regime.allocation_second_rule,
        };
        Self {
            told,
            claims,
            rule,
            by_place,
            available,
            total: claims.claims.iter().sum(),
        }
    }

    /// Some of it goes to some first: then no single division tells an award.
    fn has_reserves(&self) -> bool {
        let regime = self.told.policy.on(self.told.day);
        regime.unified_allocation && !regime.reserves.is_empty()
    }

    pub fn is_weighted(&self) -> bool {
        self.told.policy.on(self.told.day).unified_allocation && self.rule.takes_weights()
    }

    pub fn to_share(&self, material: usize) -> [Step; 2] {
        let regime = self.told.policy.on(self.told.day);
        let available = format!("{} kg", kilograms(self.available));
        let to_share = if self.by_place {
            let place = place_word(regime.allocation_level);
            let what = Word::of("本地可分", "to share here");
            let zh = format!("省级先分到{}，再在其中分", place.zh);
            step(
                what,
                available,
                &zh,
                &format!("the province shares among {} first", place.en),
            )
        } else {
            let stock = kilograms(depot(self.told, material).0);
            let floor = kilograms(regime.depot_floor[material].0);
            let zh = format!("省级库存 {stock} kg − 底线 {floor} kg");
            step(
                Word::of("可分", "to share"),
                available,
                &zh,
                &format!("depot {stock} kg − floor {floor} kg"),
            )
        };
        let claimants = self
            .claims
            .claims
            .iter()
            .filter(|&&claim| claim > 0)
            .count();
        let share = per_cent(muldiv(self.available, 1_000_000, self.total.max(1)));
        let all = step(
            Word::of("全部申请", "all claims"),
            format!("{} kg", kilograms(self.total)),
            &format!("{claimants} 家；可分为申请的 {share}"),
            &format!("of {claimants} makers; there is {share} of it"),
        );
        [to_share, all]
    }

    pub fn weight(&self, enterprise: usize) -> Step {
        let told = self.told;
        let factor = per_cent(told.before.link_factor[enterprise].0);
        let fulfilled = per_cent(told.before.fulfilment[enterprise].0);
        step(
            Word::of("权重", "weight"),
            per_cent(told.state.enterprises[enterprise].weight),
            &format!("基数 × 挂钩系数 {factor}（上次评价任务完成率 {fulfilled}）"),
            &format!("basis × link factor {factor} (fulfilled at the last review: {fulfilled})"),
        )
    }

    /// The exact ideal of a holding: whole milligrams and a fraction of one.
    pub fn ideal(&self, holding: usize) -> Option<(u64, f64)> {
        let told = self.told;
        if self.available >= self.total || self.has_reserves() {
            return None;
        }
        let problem = Problem {
            amount: self.available,
            claims: &self.claims.claims,
            weights: self.is_weighted().then_some(&self.claims.weights[..]),
            classes: None,
            cover: (self.rule == Rule::EqualCover).then_some(Cover {
                held: &self.claims.held,
                daily_use: &self.claims.daily_use,
            }),
            ranks: &self.claims.ranks,
            turn: i64::from(told.day.0),
        };
        let mut workspace = Workspace::default();
        let ideals = self.rule.ideals(&problem, &mut workspace);
        let at = (self.claims.members.iter()).position(|&member| member as usize == holding)?;
        let own = ideals.each().iter().find(|ideal| ideal.at as usize == at)?;
        Some((
            own.whole,
            own.numerator as f64 / ideals.denominator() as f64,
        ))
    }

    pub fn award(&self, holding: usize, ideal: Option<(u64, f64)>) -> Vec<Step> {
        let award = self.told.state.holdings.each[holding].award.0;
        let what = Word::of("分配", "award");
        let figure = format!("{} kg", kilograms(award));
        if ideal.is_none() && self.available < self.total {
            let name = league::rule(self.rule.name());
            return vec![step(
                what,
                figure,
                &format!("先分预留部分，再由全体分其余；规则：{}", name.zh),
                &format!(
                    "reserved parts first, then the rest among all; rule: {}",
                    name.en
                ),
            )];
        }
        let Some((whole, fraction)) = ideal else {
            return vec![step(
                what,
                figure,
                "够所有人申请，全部满足",
                "there is enough for all claims",
            )];
        };
        let name = league::rule(self.rule.name());
        let credit = self.told.before.credit[holding] as f64 / CREDIT_UNIT as f64;
        let [zh, en] = if award > whole as i64 {
            ["进一", "up"]
        } else {
            ["舍去", "down"]
        };
        vec![
            step(
                Word::of("应得", "ideal"),
                format!("{} kg + {fraction:.6} mg", kilograms(whole as i64)),
                &format!("规则：{}", name.zh),
                &format!("rule: {}", name.en),
            ),
            step(
                what,
                figure,
                &format!("取整{zh}；此前累计应补 {credit:.3} mg，条件相同者累计差不超过 1 mg"),
                &format!(
                    "rounded {en}; rounding owed {credit:.3} mg so far; equals never drift apart by more than 1 mg"
                ),
            ),
        ]
    }
}

/// What the depot had to share out, its floor included.
fn depot(told: &Told<'_>, material: usize) -> Milligrams {
    told.state.centre.depot[material] + told.state.centre.depot_awarded[material]
}

fn place_word(level: Level) -> Word {
    match level {
        Level::County => Word::of("县（市、区）", "counties"),
        Level::Prefecture | Level::Enterprise => Word::of("设区市", "prefectures"),
    }
}
