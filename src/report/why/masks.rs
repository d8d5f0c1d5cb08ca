//! Why a prefecture, or the uses in it, got so many masks of the pool.

use std::collections::{BTreeMap, VecDeque};

use super::exact::{Exact, all_claims, met};
use super::{Chain, Step, Told, Unit, step};
use crate::claims::Workspace;
use crate::claims::rounding::CREDIT_UNIT;
use crate::engine::State;
use crate::engine::rounds::is_guaranteed;
use crate::report::words::{Word, named};
use crate::scenario::Tier;
use crate::units::Pieces;

mod claim;
mod course;
mod pool;

use course::{Course, Round};

/// What the close of a day no longer shows of the days before.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// What prefectures retained on each of the last seven days, by prefecture × product.
    retained: VecDeque<Vec<Pieces>>,
    /// What rounding owes, by tier and claimant, in 2⁻⁴⁰ masks.
    owed: BTreeMap<(usize, u32), i64>,
}

impl Memory {
    /// Goes through the rounds of a day as they were held; the chains of a prefecture if that is asked for.
    pub fn follow(&mut self, told: &Told<'_>, asked: Option<usize>) -> Vec<Chain> {
        self.keep_retained(told.state);
        let course = Course::of(told, self.retained.make_contiguous());
        let mut chains = Vec::new();
        for round in course.rounds() {
            let own = asked.into_iter().flat_map(|at| course.slots_of(round, at));
            chains.extend(own.map(|slot| {
                let account = (round.tier() as usize, course.claimant(slot));
                let owed = self.owed.get(&account).copied().unwrap_or(0);
                chain(&course, round, slot, owed)
            }));
            settle(&mut self.owed, &course, round);
        }
        chains
    }

    fn keep_retained(&mut self, state: &State) {
        self.retained.truncate(6);
        self.retained.push_front(state.local.retained.clone());
    }
}

/// Books what rounding owes after a round, as [`rounding`](crate::claims::rounding) does: fraction less unit.
fn settle(owed: &mut BTreeMap<(usize, u32), i64>, course: &Course<'_>, round: Round<'_>) {
    let division = course.division(round);
    let problem = division.problem();
    if problem.amount <= 0 || problem.amount >= problem.claims.iter().sum() {
        return;
    }
    let mut workspace = Workspace::default();
    let ideals = division.rule.ideals(&problem, &mut workspace);
    for ideal in ideals.each().iter().filter(|ideal| ideal.numerator > 0) {
        let slot = round.slots().start + ideal.at as usize;
        let fraction = ideal.numerator * CREDIT_UNIT as u128 / ideals.denominator();
        let unit = course.award(slot) - ideal.whole as i64;
        let account = (round.tier() as usize, course.claimant(slot));
        *owed.entry(account).or_insert(0) += fraction as i64 - unit * CREDIT_UNIT;
    }
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

fn chain(course: &Course<'_>, round: Round<'_>, slot: usize, owed: i64) -> Chain {
    let (told, claimant) = (course.told, course.claimant(slot) as usize);
    let (award, division) = (course.award(slot), course.division(round));
    let problem = division.problem();
    let exact = Exact::of(division.rule, &problem, slot - round.slots().start);
    let mut steps = vec![told.clause(), tier(told, round)];
    steps.extend(claim::steps(course, round, claimant));
    steps.push(pool::to_share(course, round));
    steps.push(all_claims(problem.amount, problem.claims, Unit::Pieces));
    steps.push(step(
        Word::of("权重", "weight"),
        "1",
        "统调口罩只按申请分，不加权",
        "masks of the pool are shared by claim alone: all weigh the same",
    ));
    match &exact {
        Some(exact) => steps.extend(exact.steps(award, owed, Unit::Pieces)),
        None => steps.push(met(award, Unit::Pieces)),
    }
    if award > 0 {
        steps.push(shipped(told, round.tier(), claimant));
    }
    Chain {
        title: title(told, round),
        award,
        claimant: match round.tier() {
            Tier::Support => told.scenario.prefectures[claimant].code.clone(),
            _ => told.scenario.demand[claimant].id.clone(),
        },
        ideal: exact.map(|exact| exact.whole()),
        steps,
    }
}

fn title(told: &Told<'_>, round: Round<'_>) -> Word {
    let (tier, pass) = (named(name_of(round.tier())), round.pass() + 1);
    let product = &told.scenario.products[round.product()].name;
    Word::new(
        &format!("{}：{}（第 {pass} 轮）", tier.zh, product.zh),
        &format!("{}: {} (round {pass})", tier.en, product.en),
    )
}

/// Which in turn the tier is, and in which of its rounds this is.
fn tier(told: &Told<'_>, round: Round<'_>) -> Step {
    let (tier, pass) = (named(name_of(round.tier())), round.pass() + 1);
    let order = &told.policy.on(told.day).tier_order;
    let place = order.iter().position(|&tier| tier == round.tier());
    let place = place.unwrap_or(match round.tier() {
        Tier::Support => order.len(),
        _ => order.len() + 1,
    });
    step(
        Word::of("层级", "tier"),
        (place + 1).to_string(),
        &format!("{}，第 {pass} 轮", tier.zh),
        &format!("{}, round {pass}", tier.en),
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
