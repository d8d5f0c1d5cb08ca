//! What was divided, among whom, by which rule, and what the rule makes of it exactly.

use super::super::exact::{Exact, all_claims, met};
use super::super::{Step, Told, Unit, kilograms, per_cent, step};
use super::Claims;
use crate::claims::{Cover, Problem, Rule};
use crate::report::words::{Word, league};
use crate::scenario::Level;
use crate::units::Milligrams;

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
        let all = all_claims(self.available, &self.claims.claims, Unit::Kilograms);
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

    /// What the rule makes exactly of a holding's claim; nothing where there is enough, or where parts are reserved.
    pub fn exact(&self, holding: usize) -> Option<Exact> {
        if self.has_reserves() {
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
            turn: i64::from(self.told.day.0),
        };
        let at = (self.claims.members.iter()).position(|&member| member == holding)?;
        Exact::of(self.rule, &problem, at)
    }

    pub fn award(&self, holding: usize, exact: Option<&Exact>) -> Vec<Step> {
        let award = self.told.state.holdings.award[holding].0;
        if let Some(exact) = exact {
            let credit = self.told.before.credit[holding];
            return exact.steps(award, credit, Unit::Kilograms).to_vec();
        }
        if self.available >= self.total {
            return vec![met(award, Unit::Kilograms)];
        }
        let name = league::rule(self.rule.name());
        vec![step(
            Word::of("分配", "award"),
            Unit::Kilograms.whole(award),
            &format!("先分预留部分，再由全体分其余；规则：{}", name.zh),
            &format!(
                "reserved parts first, then the rest among all; rule: {}",
                name.en
            ),
        )]
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
