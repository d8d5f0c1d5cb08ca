//! What makers order on the market: what is missing to their cover, shared in proportion where the market is short.

use super::evidence::{Evidence, date};
use super::finding::{Docket, of_file};
use super::making::Making;
use crate::claims::{Rule, Workspace};

/// Ordered by a maker: what set out for it and was neither awarded, nor its own, nor had waited.
pub(super) fn ordered(evidence: &Evidence, making: &Making, day: usize, holding: usize) -> i64 {
    let (owner, material) = owner(evidence, holding);
    let held = evidence.held(holding);
    held.transit[day].incoming
        - held.waiting[day].outgoing
        - evidence.award(day, material, owner)
        - making.kept(evidence, day, holding)
}

fn owner(evidence: &Evidence, holding: usize) -> (usize, usize) {
    let holdings = &evidence.world.holdings;
    (
        holdings.enterprise[holding].at(),
        holdings.material[holding].at(),
    )
}

/// What a maker lacks to so many days of use, with all that it has and that is under way, before `late` set out.
pub(super) fn missing(
    evidence: &Evidence,
    making: &Making,
    day: usize,
    holding: usize,
    days: i64,
    late: i64,
) -> i64 {
    let held = evidence.held(holding);
    let all = [held.stock, held.transit, held.waiting].map(|account| account[day].closing);
    let there = all.iter().sum::<i64>() - late;
    (days * making.on(day).rate[holding] - there).max(0)
}

pub(super) fn check(evidence: &Evidence, making: &Making, docket: &mut Docket) {
    let mut workspace = Workspace::default();
    for day in evidence.days() {
        for material in 0..evidence.world.materials.count {
            let members = evidence.world.holdings.of_material[material].clone();
            let orders: Vec<i64> = (members.clone())
                .map(|at| ordered(evidence, making, day, at))
                .collect();
            let wanted: Vec<i64> = (members.clone())
                .zip(&orders)
                .map(|(at, &order)| wanted(evidence, making, day, at, order))
                .collect();
            let limit = evidence.world.materials.market_per_day.row(date(day))[material].0;
            let bounds = bounds(&wanted, limit, &mut workspace);
            for ((holding, &order), (least, most)) in members.zip(&orders).zip(bounds) {
                let id = evidence.enterprise_id(evidence.world.holdings.enterprise[holding]);
                docket.compare((least..=most).contains(&order), || {
                    let key = format!("{} transit:{id} {}", evidence.calendar().date(day as i64), evidence.scenario.materials[material].id);
                    let expected = format!("{least} to {most} mg of it ordered on the market");
                    let law = "a maker orders what is missing to its cover, in proportion where the market is short (allocation.csv, lines.csv)";
                    super::Finding { key, column: "in".into(), ..of_file("balances.csv", format!("{order} mg"), expected, law) }
                });
            }
        }
    }
}

/// What a maker would order of an unlimited market; listed makers do not buy what is allocated.
fn wanted(evidence: &Evidence, making: &Making, day: usize, holding: usize, order: i64) -> i64 {
    let (world, regime) = (&evidence.world, evidence.policy.on(date(day)));
    let (owner, material) = owner(evidence, holding);
    let scarce = world.materials.scarce[material];
    let listed = world.enterprises.listed_from[owner] <= date(day);
    if !evidence.is_open(day, owner) || scarce && listed {
        return 0;
    }
    let cover = if scarce {
        regime.allocation_cover
    } else {
        regime.input_cover
    };
    let days = cover + i64::from(world.materials.market_lead[material]);
    // What it made for itself today sets out after it has ordered.
    let made = making.kept(evidence, day, holding);
    let late = order + made + evidence.award(day, material, owner);
    missing(evidence, making, day, holding, days, late)
}

/// Floor and ceiling of what each should get.
fn bounds(wanted: &[i64], limit: i64, workspace: &mut Workspace) -> Vec<(i64, i64)> {
    if wanted.iter().sum::<i64>() <= limit {
        return wanted.iter().map(|&wanted| (wanted, wanted)).collect();
    }
    let ranks: Vec<u32> = (0..wanted.len() as u32).collect();
    super::division::floors_and_ceilings(
        Rule::Proportional,
        limit,
        wanted,
        None,
        None,
        &ranks,
        0,
        workspace,
    )
}
