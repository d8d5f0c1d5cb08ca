//! Why a prefecture, or the uses in it, got so many masks of the pool.

use super::{Chain, Step, Told, per_cent, step};
use crate::engine::rounds::{Group, is_guaranteed};
use crate::report::words::{Word, league, named};
use crate::scenario::Tier;
use crate::units::muldiv;

pub(super) fn chains(told: &Told<'_>, prefecture: usize) -> Vec<Chain> {
    let rounds = &told.state.rounds;
    let mut chains = Vec::new();
    for &tier in told
        .policy
        .on(told.day)
        .tier_order
        .iter()
        .chain(&[Tier::Support, Tier::Market])
    {
        let of_tier = rounds
            .groups
            .iter()
            .filter(|group| group.tier == tier && group.held);
        for group in of_tier {
            for slot in group.slots.clone() {
                let claimant = rounds.claimant[slot] as usize;
                let here = match tier {
                    Tier::Support => Some(claimant),
                    _ => told.world.streams.prefecture[claimant]
                        .map(crate::units::PrefectureIndex::at),
                };
                if here == Some(prefecture) && rounds.claim[slot] > 0 {
                    chains.push(chain(told, group, slot, claimant));
                }
            }
        }
    }
    // Both passes of a tier stand together in the groups, but the first passes of all tiers are held first.
    chains.sort_by_key(|(pass, _)| *pass);
    chains.into_iter().map(|(_, chain)| chain).collect()
}

/// The name of a tier in files.
fn name_of(tier: Tier) -> &'static str {
    match tier {
        Tier::National => "national",
        Tier::Frontline => "frontline",
        Tier::KeyProjects => "key_projects",
        Tier::KeyEnterprises => "key_enterprises",
        Tier::Support => "support",
        Tier::Market => "market",
    }
}

/// A chain, and when it comes: first passes, second passes, then support and the market.
fn chain(told: &Told<'_>, group: &Group, slot: usize, claimant: usize) -> (u8, Chain) {
    let (scenario, rounds, regime) = (told.scenario, &told.state.rounds, told.policy.on(told.day));
    let (claim, award) = (rounds.claim[slot], rounds.award[slot]);
    let total: i64 = rounds.claim[group.slots.clone()].iter().sum();
    let tier = named(name_of(group.tier));
    let product = &scenario.products[group.product.at()].name;
    let pass = if is_guaranteed(group.tier) {
        group.pass
    } else {
        2
    };
    let mut steps = vec![told.clause()];
    let place = regime
        .tier_order
        .iter()
        .position(|&tier| tier == group.tier);
    let order = place.map_or_else(
        || if group.tier == Tier::Support { 5 } else { 6 },
        |place| place + 1,
    );
    steps.push(step(
        Word::of("层级", "tier"),
        order.to_string(),
        &format!("{}，第 {} 轮", tier.zh, group.pass + 1),
        &format!("{}, round {}", tier.en, group.pass + 1),
    ));
    steps.push(claimed(told, group, claimant, claim));
    steps.push(step(
        Word::of("可分", "to share"),
        group.available.0.to_string(),
        &format!("统调库存中高于{}的{}", floor_of(told, group).0, product.zh),
        &format!(
            "{} in the pool above {}",
            product.en,
            floor_of(told, group).1
        ),
    ));
    let claimants = group
        .slots
        .clone()
        .filter(|&slot| rounds.claim[slot] > 0)
        .count();
    let share = per_cent(muldiv(group.available.0, 1_000_000, total.max(1)));
    steps.push(step(
        Word::of("全部申请", "all claims"),
        total.to_string(),
        &format!("{claimants} 个；可分为申请的 {share}"),
        &format!("of {claimants}; there is {share} of it"),
    ));
    let rule = league::rule(regime.dispatch_rule.name());
    steps.push(if group.available.0 >= total {
        step(
            Word::of("分配", "award"),
            award.to_string(),
            "够所有人申请，全部满足",
            "there is enough for all claims",
        )
    } else {
        step(
            Word::of("分配", "award"),
            award.to_string(),
            &format!(
                "规则：{}；得申请的 {}",
                rule.zh,
                per_cent(muldiv(award, 1_000_000, claim))
            ),
            &format!(
                "rule: {}; {} of the claim",
                rule.en,
                per_cent(muldiv(award, 1_000_000, claim))
            ),
        )
    });
    if award > 0 {
        steps.push(shipped(told, group.tier, claimant));
    }
    let id = match group.tier {
        Tier::Support => &scenario.prefectures[claimant].code,
        _ => &scenario.demand[claimant].id,
    };
    let title = Word::new(
        &format!("{}：{}（第 {} 轮）", tier.zh, product.zh, group.pass + 1),
        &format!("{}: {} (round {})", tier.en, product.en, group.pass + 1),
    );
    (
        pass,
        Chain {
            title,
            award,
            claimant: id.clone(),
            ideal: None,
            steps,
        },
    )
}

fn floor_of(told: &Told<'_>, group: &Group) -> (String, String) {
    let regime = told.policy.on(told.day);
    if regime.below_floor[group.tier as usize] {
        return (
            "零（本层级可动用储备）".to_owned(),
            "nothing: this tier may use the reserve".to_owned(),
        );
    }
    let floor = regime.reserve_floor[group.product.at()];
    (
        format!("储备底线 {floor} 只"),
        format!("the reserve of {floor}"),
    )
}

fn claimed(told: &Told<'_>, group: &Group, claimant: usize, claim: i64) -> Step {
    let (world, state, regime, day) = (told.world, told.state, told.policy.on(told.day), told.day);
    let what = Word::of("申请", "claim");
    let cover = regime.dispatch_cover;
    if group.tier == Tier::Support {
        let lead = world.prefectures.lead.row(day)[claimant];
        let share = per_cent(state.local.self_sufficiency[claimant].0);
        let days = cover + i64::from(lead);
        return step(
            what,
            claim.to_string(),
            &format!(
                "自给率 {share}，列为困难地区；（{cover} + 在途 {lead}）= {days} 天 ×（辖区日需求 − 日均自产留用）− 本地库存 − 在途"
            ),
            &format!(
                "self-sufficiency {share}, in difficulty; ({cover} + {lead} on the road) = {days} days × (local need − kept a day) − local stock − under way"
            ),
        );
    }
    let lead =
        world.streams.prefecture[claimant].map_or(1, |at| world.prefectures.lead.row(day)[at.at()]);
    let expected = world.streams.expected.row(day)[claimant];
    let backlog = state.streams.backlog[claimant].0;
    let beyond = if group.pass == 0 && group.tier != Tier::Market {
        1
    } else {
        cover.max(1)
    };
    let days = i64::from(lead) + beyond;
    step(
        what,
        claim.to_string(),
        &format!(
            "（{beyond} + 在途 {lead}）= {days} 天 × 预计日需求 {expected} + 欠供 {backlog} − 已有、在途和本轮前所得"
        ),
        &format!(
            "({beyond} + {lead} on the road) = {days} days × {expected} expected a day + backlog {backlog} − what it has, what is under way and what it got before"
        ),
    )
}

fn shipped(told: &Told<'_>, tier: Tier, claimant: usize) -> Step {
    let world = told.world;
    let place = match tier {
        Tier::Support => Some(claimant),
        _ => world.streams.prefecture[claimant].map(crate::units::PrefectureIndex::at),
    };
    let open = place.is_none_or(|at| world.prefectures.openness.row(told.day)[at] > 0);
    let passes = open || world.green_channel && (tier == Tier::Frontline || !is_guaranteed(tier));
    let lead = place.map_or(1, |at| world.prefectures.lead.row(told.day)[at]);
    if passes {
        step(
            Word::of("发运", "shipment"),
            told.date(told.day + lead),
            &format!("路上 {lead} 天"),
            &format!("{lead} days on the road"),
        )
    } else {
        step(
            Word::of("发运", "shipment"),
            "—",
            "道路封闭，待放行",
            "the road is closed: it waits at the gate",
        )
    }
}
