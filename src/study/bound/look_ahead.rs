//! A rule that looks ahead: at every review the province solves the programme for the next days on what it knows that
//! evening, and weights makers so that material goes where the programme would send it (receding horizon: Mayne et al.
//! 2000). It peeks at nothing: capacities, needs, roads and supplies are taken to stay as they were last seen.

use std::collections::BTreeMap;

use super::given::{Class, Given, KILOGRAM, Stream, THOUSAND};
use super::{Question, Unsolved, programme};
use crate::engine::{Adviser, State};
use crate::policy::Policy;
use crate::units::{Day, MILLION};
use crate::world::{Landing, Supplies, World};

/// Advice from a programme over the days ahead.
#[derive(Debug)]
pub struct LookAhead {
    /// Days that the programme looks ahead.
    days: usize,
    /// What it was that kept a programme from being solved, if anything did: the basis counts then.
    pub failed: Option<Unsolved>,
}

/// Days that are looked ahead where nobody says how many: two reviews.
pub const DAYS_AHEAD: u16 = 14;

impl LookAhead {
    /// Looks so many days ahead, at least one.
    #[must_use]
    pub fn over(days: u16) -> Self {
        Self {
            days: usize::from(days.max(1)),
            failed: None,
        }
    }
}

/// Weights stay within these parts of the mean, so that nobody is cut off and nobody takes all on a forecast.
const LEAST: f64 = 0.01;
const MOST: f64 = 100.0;

impl Adviser for LookAhead {
    fn advise(
        &mut self,
        world: &World,
        policy: &Policy,
        day: Day,
        state: &State,
        weights: &mut Vec<i64>,
    ) {
        weights.clear();
        let Some(evening) = (day.0 > 0).then(|| day - 1) else {
            return;
        };
        let given = forecast(world, state, evening, self.days);
        let ahead = World {
            days: self.days,
            supplies: Supplies::default(),
            ..world.clone()
        };
        match programme::solve(&ahead, policy, &given, Question::Service, &[]) {
            Ok(optimum) => weights.extend(weigh(world, state, &given, &optimum.awarded)),
            Err(unsolved) => self.failed = Some(unsolved),
        }
    }
}

/// The days ahead as they are known in the evening: like today.
fn forecast(world: &World, state: &State, evening: Day, days: usize) -> Given {
    let (linked, products) = (world.materials.linked, world.products.count);
    let mean = |of: &dyn Fn(Landing) -> bool, unit: f64| {
        let first = (evening.0 - 6).max(0);
        let here = (0..world.supplies.count).filter(|&at| of(world.supplies.landing[at]));
        let landed: i64 = here
            .map(|at| {
                (first..=evening.0)
                    .map(|past| world.supplies.per_day.on(Day(past)).units(at))
                    .sum::<i64>()
            })
            .sum();
        vec![landed as f64 / f64::from(evening.0 - first + 1) / unit; days]
    };
    let mut supply = mean(
        &|landing| linked.map(Landing::Depot) == Some(landing),
        KILOGRAM,
    );
    for &maker in &world.makers.of_materials {
        if world.makers.material[maker as usize] == linked {
            let made = state.makers.made[maker as usize] as f64 / KILOGRAM;
            supply.iter_mut().for_each(|day| *day += made);
        }
    }
    let depot = linked.map_or(0, |linked| {
        (state.centre.depot[linked.at()] + state.centre.to_depot.under_way[linked.at()]).0
    });
    let pool = |at: usize| {
        (state.centre.pool[at] + state.centre.to_pool.under_way[at]).0 as f64 / THOUSAND
    };
    let local = |at: usize| {
        let there =
            state.local.own[at] + state.local.received[at] + state.local.transit.under_way[at];
        there.0 as f64 / THOUSAND
    };
    let lead = |place: usize| vec![world.prefectures.lead.row(evening)[place]; days];
    Given {
        classes: classes(world, state, evening, days),
        streams: (0..world.streams.count)
            .map(|at| stream(world, state, evening, days, at))
            .collect(),
        depot: depot as f64 / KILOGRAM,
        supply,
        // Listed makers buy none.
        market: Some(vec![0.0; days]),
        pool: (0..products).map(pool).collect(),
        pool_landing: (0..products)
            .map(|product| {
                mean(
                    &|landing| matches!(landing, Landing::Pool(item) if item.at() == product),
                    THOUSAND,
                )
            })
            .collect(),
        local: (0..world.prefectures.count * products).map(local).collect(),
        local_landing: vec![vec![0.0; days]; world.prefectures.count * products],
        lead: (0..world.prefectures.count).map(lead).collect(),
    }
}

fn classes(world: &World, state: &State, evening: Day, days: usize) -> Vec<Class> {
    let mut classes: BTreeMap<(usize, usize), Class> = BTreeMap::new();
    for maker in &world.mask_makers {
        let enterprise = world.makers.enterprise[maker.at].at();
        let (place, product) = (
            world.enterprises.prefecture[enterprise].at(),
            maker.product.at(),
        );
        let lead = world.enterprises.lead.row(evening)[enterprise];
        let class = classes.entry((place, product)).or_insert_with(|| Class {
            prefecture: place,
            product,
            hold_days: maker.hold_days as usize,
            most: vec![0.0; days],
            material: vec![0.0; days],
            lead: vec![lead; days],
            opening: 0.0,
            landing: vec![0.0; days],
            hold: 0.0,
        });
        let nearest = class.lead[0].min(lead);
        class.lead.fill(nearest);
        let lines = &state.lines.each[maker.lines.clone()];
        let running = || {
            lines
                .iter()
                .filter(|line| line.effective > 0 && line.installed > 0)
        };
        let could: i64 = running().map(|line| line.effective).sum();
        let most = class.most[0] + could as f64 / THOUSAND;
        class.most.fill(most);
        for line in running() {
            let used = maker.linked_use as f64 / 1e3 * MILLION as f64 / line.quality as f64;
            let least = if class.material[0] > 0.0 {
                class.material[0].min(used)
            } else {
                used
            };
            class.material.fill(least);
        }
        class.hold += state.makers.each[maker.at].hold.0 as f64 / THOUSAND;
        let held = world
            .materials
            .linked
            .and_then(|linked| world.holdings.find(enterprise, linked.at()));
        if let Some(at) = held {
            let there = state.holdings.position[at];
            // Each of its products has a part of it.
            let parts = (world.mask_makers.iter())
                .filter(|other| world.makers.enterprise[other.at].at() == enterprise);
            class.opening += there.0 as f64 / KILOGRAM / parts.count() as f64;
        }
    }
    classes.into_values().collect()
}

/// A stream's expected need, less what it holds already.
fn stream(world: &World, state: &State, evening: Day, days: usize, at: usize) -> Stream {
    let products: Vec<usize> = world.streams.products[at]
        .iter()
        .map(|product| product.at())
        .collect();
    let place = |product: usize| at * world.products.count + product;
    let held = |&product: &usize| {
        (state.streams.stock[place(product)] + state.streams.transit.under_way[place(product)]).0
    };
    let mut left = products.iter().map(held).sum::<i64>() as f64 / THOUSAND;
    let expected = world.streams.expected.row(evening)[at] as f64 / THOUSAND;
    let need = (0..days).map(|_| {
        let own = left.min(expected);
        left -= own;
        expected - own
    });
    Stream {
        kind: world.streams.kind[at],
        prefecture: world.streams.prefecture[at].map(crate::units::PrefectureIndex::at),
        need: need.collect(),
        products,
    }
}

/// Weights that turn shares by use into the programme's shares: a class's part of what it awards ÷ its part of what all use,
/// for every enterprise by the classes that it belongs to.
fn weigh(world: &World, state: &State, given: &Given, awarded: &[f64]) -> Vec<i64> {
    let use_of = |at: usize| {
        let maker = &world.mask_makers[at];
        state.makers.rate[maker.at].max(0) as f64 * maker.linked_use as f64 / KILOGRAM
    };
    let class_of = |at: usize| {
        let maker = &world.mask_makers[at];
        let place = world.enterprises.prefecture[world.makers.enterprise[maker.at].at()].at();
        given
            .classes
            .iter()
            .position(|class| class.prefecture == place && class.product == maker.product.at())
    };
    let mut used = vec![0.0; given.classes.len()];
    for at in 0..world.mask_makers.len() {
        if let Some(class) = class_of(at) {
            used[class] += use_of(at);
        }
    }
    let (all_used, all_awarded): (f64, f64) = (used.iter().sum(), awarded.iter().sum());
    if all_used <= 0.0 || all_awarded <= 0.0 {
        return Vec::new();
    }
    // What each enterprise should get and what it uses.
    let mut shares = vec![[0.0; 2]; world.enterprises.count];
    for at in 0..world.mask_makers.len() {
        let Some(class) = class_of(at).filter(|&class| used[class] > 0.0) else {
            continue;
        };
        let share = &mut shares[world.makers.enterprise[world.mask_makers[at].at].at()];
        share[0] += awarded[class] / all_awarded * use_of(at) / used[class];
        share[1] += use_of(at) / all_used;
    }
    let weight = |[due, used]: &[f64; 2]| if *used > 0.0 { due / used } else { 1.0 };
    shares
        .iter()
        .map(|share| (weight(share).clamp(LEAST, MOST) * MILLION as f64).round() as i64)
        .collect()
}
