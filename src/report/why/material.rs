//! Why an enterprise got so much scarce material.

use super::{Chain, Step, Told, kilograms, per_cent, step};
use crate::report::words::Word;
use crate::scenario::{Level, Link};
use crate::units::Day;

mod division;

use division::Division;

/// A claim on the depot and everything beside it that the rule looks at.
struct Claims {
    members: Vec<usize>,
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
    let (scenario, held) = (told.scenario, &told.state.holdings);
    let [claimed, awarded] = [held.claim[holding], held.award[holding]];
    let mut steps = vec![told.clause()];
    steps.extend(claim(told, enterprise, holding));
    let claims = claims(told, enterprise, material);
    let division = Division::of(told, material, &claims);
    let exact = division.exact(holding);
    if claimed.0 > 0 {
        steps.extend(division.to_share(material));
        if division.is_weighted() {
            steps.push(division.weight(enterprise));
        }
        steps.extend(division.award(holding, exact.as_ref()));
    }
    if awarded.0 > 0 {
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
        award: awarded.0,
        claimant: id.clone(),
        ideal: exact.map(|exact| exact.whole()),
        steps,
    }
}

/// S − stock − under way, with S = (cover + lead) × use a day.
fn claim(told: &Told<'_>, enterprise: usize, holding: usize) -> Vec<Step> {
    let (world, regime, day) = (told.world, told.policy.on(told.day), told.day);
    let held = &told.state.holdings;
    let (cover, lead) = (
        regime.allocation_cover,
        i64::from(world.enterprises.lead.row(day)[enterprise]),
    );
    let (stock, award, rate) = (
        held.stock[holding].0,
        held.award[holding].0,
        held.rate[holding].0,
    );
    let under_way = held.position[holding].0 - stock - award;
    let goal = (cover + lead) * rate;
    let mut steps = vec![
        step(
            Word::of("日用量", "use a day"),
            format!("{} kg", kilograms(rate)),
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
        format!("{} kg", kilograms(held.claim[holding].0)),
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
    let owner = |&holding: &usize| world.holdings.enterprise[holding].at();
    let members: Vec<usize> = (world.holdings.of_material[material].clone())
        .filter(|holding| place(owner(holding)) == place(enterprise))
        .collect();
    let rank = |holding: &usize| world.enterprises.rank[owner(holding)];
    let ranks = members.iter().map(|one| {
        members
            .iter()
            .filter(|other| rank(other) < rank(one))
            .count() as u32
    });
    let each = |pick: &dyn Fn(usize) -> i64| {
        members
            .iter()
            .map(|&holding| pick(holding))
            .collect::<Vec<i64>>()
    };
    Claims {
        claims: each(&|at| state.holdings.claim[at].0),
        weights: members
            .iter()
            .map(|holding| state.enterprises[owner(holding)].weight)
            .collect(),
        held: each(&|at| (state.holdings.position[at] - state.holdings.award[at]).0),
        daily_use: each(&|at| state.holdings.rate[at].0),
        awarded: each(&|at| state.holdings.award[at].0).iter().sum(),
        ranks: ranks.collect(),
        members,
    }
}

fn shipment(told: &Told<'_>, enterprise: usize, holding: usize, material: usize) -> Vec<Step> {
    let (world, regime) = (told.world, told.policy.on(told.day));
    let held = &told.state.holdings;
    let (obligation, due_in) = (held.obligation[holding].0, held.due_in[holding]);
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
            format!("{obligation} 只 pieces"),
            &zh,
            &en,
        ));
        if obligation > 0 {
            let due: Day = told.day + due_in;
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
