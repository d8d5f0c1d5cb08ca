//! Why an enterprise got so much scarce material.

use super::{Chain, Step, Told, kilograms, per_cent, step};
use crate::claims::rounding::CREDIT_UNIT;
use crate::claims::{Cover, Problem, Rule, Workspace};
use crate::report::words::{Word, league};
use crate::scenario::{Level, Link};
use crate::units::{Day, Milligrams, muldiv};

/// A claim on the depot and everything beside it that the rule looks at.
struct Claims {
    members: Vec<u32>,
    claims: Vec<i64>,
    weights: Vec<i64>,
    held: Vec<i64>,
    daily_use: Vec<i64>,
    ranks: Vec<u32>,
    awarded: i64,
}

pub(super) fn chains(told: &Told<'_>, enterprise: usize) -> Vec<Chain> {
    let world = told.world;
    (0..world.materials.count)
        .filter(|&material| world.materials.scarce[material])
        .filter_map(|material| {
            let holding = world.holdings.find(enterprise, material)?;
            Some(chain(told, enterprise, material, holding))
        })
        .collect()
}

fn chain(told: &Told<'_>, enterprise: usize, material: usize, holding: usize) -> Chain {
    let (scenario, held) = (told.scenario, &told.state.holdings.each[holding]);
    let mut steps = vec![told.clause()];
    steps.extend(claim(told, enterprise, holding));
    let claims = claims(told, enterprise, material);
    let division = Division::of(told, material, &claims);
    let ideal = division.ideal(holding);
    if held.claim.0 > 0 {
        steps.extend(division.to_share(material));
        if division.is_weighted() {
            steps.push(division.weight(enterprise));
        }
        steps.extend(division.award(holding, ideal));
    }
    if held.award.0 > 0 {
        steps.extend(shipment(told, enterprise, holding, material));
    }
    let (name, id) = (
        &scenario.materials[material].name,
        &scenario.enterprises[enterprise].id,
    );
    Chain {
        title: Word::new(
            &format!("{}统配", name.zh),
            &format!("{} from the depot", name.en),
        ),
        award: held.award.0,
        claimant: id.clone(),
        ideal: ideal.map(|(whole, _)| whole),
        steps,
    }
}

/// S − stock − under way, with S = (cover + lead) × use a day.
fn claim(told: &Told<'_>, enterprise: usize, holding: usize) -> Vec<Step> {
    let (world, regime, day) = (told.world, told.policy.on(told.day), told.day);
    let held = &told.state.holdings.each[holding];
    let transit = &told.state.holdings.transit;
    let (cover, lead) = (
        regime.allocation_cover,
        i64::from(world.enterprises.lead.row(day)[enterprise]),
    );
    let (stock, award) = (held.stock.0, held.award.0);
    let under_way = (transit.under_way[holding] + transit.waiting[holding]).0 - award;
    let goal = (cover + lead) * held.rate.0;
    let mut steps = vec![
        step(
            Word::of("日用量", "use a day"),
            format!("{} kg", kilograms(held.rate.0)),
            "到岗人员下各条线的用量，含即将装好的生产线",
            "of all lines at today's staff, lines soon to be installed included",
        ),
        step(
            Word::of("应备量", "should have"),
            format!("{} kg", kilograms(goal)),
            &format!("（保障 {cover} 天 + 在途 {lead} 天）× 日用量"),
            &format!("({cover} days of cover + {lead} on the road) × use a day"),
        ),
        step(
            Word::of("已有", "has"),
            format!("{} kg", kilograms(stock + under_way)),
            &format!(
                "库存 {} kg，在途 {} kg",
                kilograms(stock),
                kilograms(under_way)
            ),
            &format!(
                "stock {} kg, under way {} kg",
                kilograms(stock),
                kilograms(under_way)
            ),
        ),
    ];
    let open = world.enterprises.openness.row(day)[enterprise] > 0;
    let listed = world.enterprises.listed_from[enterprise] <= day;
    let (zh, en) = if !open {
        ("道路封闭，不申请", "its road is closed: it claims nothing")
    } else if regime.unified_allocation && !listed {
        (
            "未列入省级调度名单，不能申请",
            "not on the provincial dispatch list: it may claim nothing",
        )
    } else {
        ("应备量 − 已有，不小于 0", "should have − has, not below 0")
    };
    steps.push(step(
        Word::of("申请", "claim"),
        format!("{} kg", kilograms(held.claim.0)),
        zh,
        en,
    ));
    steps
}

/// Everyone who shares with this enterprise: all, or those of its county or prefecture.
fn claims(told: &Told<'_>, enterprise: usize, material: usize) -> Claims {
    let (world, state, regime) = (told.world, told.state, told.policy.on(told.day));
    let place = |enterprise: usize| match regime.allocation_level {
        _ if !regime.unified_allocation => 0,
        Level::Enterprise => 0,
        Level::County => world.enterprises.county[enterprise],
        Level::Prefecture => world.enterprises.prefecture[enterprise].0,
    };
    let owner = |&holding: &u32| world.holdings.enterprise[holding as usize].at();
    let members: Vec<u32> = (world.holdings.of_material[material].iter().copied())
        .filter(|holding| place(owner(holding)) == place(enterprise))
        .collect();
    let rank = |holding: &u32| world.enterprises.rank[owner(holding)];
    let ranks = members.iter().map(|one| {
        members
            .iter()
            .filter(|other| rank(other) < rank(one))
            .count() as u32
    });
    let each = |pick: &dyn Fn(usize) -> i64| {
        members
            .iter()
            .map(|&holding| pick(holding as usize))
            .collect::<Vec<i64>>()
    };
    let transit = &state.holdings.transit;
    Claims {
        claims: each(&|at| state.holdings.each[at].claim.0),
        weights: members
            .iter()
            .map(|holding| state.enterprises[owner(holding)].weight)
            .collect(),
        held: each(&|at| {
            let held = &state.holdings.each[at];
            (held.stock + transit.under_way[at] + transit.waiting[at] - held.award).0
        }),
        daily_use: each(&|at| state.holdings.each[at].rate.0),
        awarded: each(&|at| state.holdings.each[at].award.0).iter().sum(),
        ranks: ranks.collect(),
        members,
    }
}

/// What there is to share, with whom, and by which weight; then what the rule makes of it.
struct Division<'a> {
    told: &'a Told<'a>,
    claims: &'a Claims,
    rule: Rule,
    by_place: bool,
    available: i64,
    total: i64,
}

impl<'a> Division<'a> {
    fn of(told: &'a Told<'a>, material: usize, claims: &'a Claims) -> Self {
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

    fn is_weighted(&self) -> bool {
        self.told.policy.on(self.told.day).unified_allocation && self.rule.takes_weights()
    }

    fn to_share(&self, material: usize) -> [Step; 2] {
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

    fn weight(&self, enterprise: usize) -> Step {
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
    fn ideal(&self, holding: usize) -> Option<(u64, f64)> {
        if self.available >= self.total {
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
        let mut workspace = Workspace::default();
        let ideals = self.rule.ideals(&problem, &mut workspace);
        let at = (self.claims.members.iter()).position(|&member| member as usize == holding)?;
        let own = ideals.each().iter().find(|ideal| ideal.at as usize == at)?;
        Some((
            own.whole,
            own.numerator as f64 / ideals.denominator() as f64,
        ))
    }

    fn award(&self, holding: usize, ideal: Option<(u64, f64)>) -> Vec<Step> {
        let award = self.told.state.holdings.each[holding].award.0;
        let what = Word::of("分配", "award");
        let figure = format!("{} kg", kilograms(award));
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

fn shipment(told: &Told<'_>, enterprise: usize, holding: usize, material: usize) -> Vec<Step> {
    let (world, regime) = (told.world, told.policy.on(told.day));
    let held = &told.state.holdings.each[holding];
    let lead = world.enterprises.lead.row(told.day)[enterprise];
    let mut steps = vec![step(
        Word::of("发运", "shipment"),
        told.date(told.day + lead),
        &format!("路上 {lead} 天"),
        &format!("{lead} days on the road"),
    )];
    let linked = world
        .materials
        .linked
        .is_some_and(|linked| linked.at() == material);
    if linked && regime.unified_allocation && regime.link != Link::None {
        let ratio = per_cent(regime.link_ratio.0);
        let (zh, en) = if regime.link == Link::Ratio {
            (
                format!("分配量可产口罩 × 计划合格率 × 挂钩比例 {ratio}"),
                format!("masks that the award makes × allowed yield × link ratio {ratio}"),
            )
        } else {
            (
                "省级保障尚缺的部分，按各家可产量分摊".to_owned(),
                "what guaranteed uses still lack, by what each award makes".to_owned(),
            )
        };
        steps.push(step(
            Word::of("统调任务", "obligation"),
            format!("{} 只 pieces", held.obligation.0),
            &zh,
            &en,
        ));
        if held.obligation.0 > 0 {
            let due: Day = told.day + held.due_in;
            steps.push(step(
                Word::of("到期", "due"),
                told.date(due),
                "在途或用完已有原料的天数 + 生产 + 待放行；被耽误则顺延",
                "road or days until what is there is used, + making + hold; moved on by whatever holds the maker up",
            ));
        }
    }
    steps
}
