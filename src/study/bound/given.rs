//! What the programme is given: the world's figures in kilograms and thousands of pieces, added up by prefecture and product.

use std::collections::BTreeMap;

use super::capacity::Most;
use crate::engine::State;
use crate::ledger::Recorder;
use crate::policy::Policy;
use crate::scenario::Kind;
use crate::units::{Day, MILLION, PrefectureIndex, ProductIndex};
use crate::world::{Landing, World};

/// Milligrams in a kilogram, pieces in a thousand.
pub(super) const KILOGRAM: f64 = 1e6;
pub(super) const THOUSAND: f64 = 1e3;

/// All makers of one product in one prefecture.
#[derive(Debug)]
pub(super) struct Class {
    pub prefecture: usize,
    pub product: usize,
    /// Days between making and release.
    pub hold_days: usize,
    /// By day: the most that can be made, thousands.
    pub most: Vec<f64>,
    /// By day: kilograms of the linked material a thousand qualified pieces, at the best quality of any line.
    pub material: Vec<f64>,
    /// By day: days between depot or pool and the nearest of its makers.
    pub lead: Vec<i32>,
    /// Linked material on day 0, kilograms, and what lands there from outside, by day.
    pub opening: f64,
    pub landing: Vec<f64>,
    /// In hold queues on day 0, thousands.
    pub hold: f64,
}

/// All streams of one kind in one place that accept the same products.
#[derive(Debug)]
pub(super) struct Stream {
    pub kind: Kind,
    pub prefecture: Option<usize>,
    pub products: Vec<usize>,
    /// By day, thousands.
    pub need: Vec<f64>,
}

#[derive(Debug)]
pub(super) struct Given {
    pub classes: Vec<Class>,
    pub streams: Vec<Stream>,
    /// In the depot on day 0 and what comes in, by day, kilograms.
    pub depot: f64,
    pub supply: Vec<f64>,
    /// What the market can have sold by a day, kilograms; none where it sells all that is asked.
    pub market: Option<Vec<f64>>,
    /// By product: in the pool on day 0, and what lands there by day, thousands.
    pub pool: Vec<f64>,
    pub pool_landing: Vec<Vec<f64>>,
    /// By prefecture × product: local stock on day 0, and what lands there by day, thousands.
    pub local: Vec<f64>,
    pub local_landing: Vec<Vec<f64>>,
    /// By prefecture and day: days from the pool.
    pub lead: Vec<Vec<i32>>,
}

/// The state in which day 0 opens.
#[derive(Default)]
struct Opening {
    depot: i64,
    pool: Vec<i64>,
    local: Vec<i64>,
    holdings: Vec<i64>,
    hold: Vec<i64>,
}

impl Recorder for Opening {
    fn open(&mut self, world: &World, state: &State) {
        self.depot = world
            .materials
            .linked
            .map_or(0, |linked| state.centre.depot[linked.at()].0);
        self.pool = state.centre.pool.iter().map(|pieces| pieces.0).collect();
        let local = state.local.own.iter().zip(&state.local.received);
        self.local = local.map(|(own, received)| (*own + *received).0).collect();
        self.holdings = state.holdings.stock.iter().map(|stock| stock.0).collect();
        self.hold = state.makers.each.iter().map(|maker| maker.hold.0).collect();
    }

    fn close(&mut self, _world: &World, _day: Day, _state: &State) {}
}

fn days(world: &World) -> impl Iterator<Item = Day> + use<> {
    (0..world.days as i32).map(Day)
}

impl Given {
    /// The least and the greatest use of linked material, kilograms a thousand qualified pieces; 1 where there is none.
    pub fn uses(&self) -> (f64, f64) {
        let used = self.classes.iter().flat_map(|class| &class.material);
        let ends = used
            .filter(|&&used| used > 0.0)
            .fold((f64::INFINITY, 0.0_f64), |(least, most), &used| {
                (least.min(used), most.max(used))
            });
        if ends.1 > 0.0 { ends } else { (1.0, 1.0) }
    }

    pub fn of(world: &World, policy: &Policy) -> Self {
        let mut opening = Opening::default();
        let mut first_day = world.clone();
        first_day.days = 0;
        crate::engine::simulate(&first_day, policy, &mut opening);
        let most = Most::of(world, policy);
        let thousands = |pieces: i64| pieces as f64 / THOUSAND;
        let by_day = |of: &dyn Fn(Landing) -> bool, unit: f64| -> Vec<f64> {
            let landed = |day: Day| {
                let here = (0..world.supplies.count).filter(|&at| {
                    world.supplies.sends[at].is_none() && of(world.supplies.landing[at])
                });
                here.map(|at| world.supplies.per_day.on(day).units(at))
                    .sum::<i64>() as f64
                    / unit
            };
            days(world).map(landed).collect()
        };
        let linked = world.materials.linked;
        let local = |at: usize| {
            let (prefecture, product) = (at / world.products.count, at % world.products.count);
            by_day(
                &|landing| matches!(landing, Landing::Prefecture(place, item) if place.at() == prefecture && item.at() == product),
                THOUSAND,
            )
        };
        let streams = streams(world);
        // More than could ever be used is no more, and numbers of one size solve better.
        let need: f64 = streams.iter().flat_map(|stream| &stream.need).sum();
        let mut given = Self {
            classes: classes(world, &opening, &most),
            streams,
            depot: opening.depot as f64 / KILOGRAM,
            supply: supply(
                world,
                &most,
                &by_day(
                    &|landing| linked.map(Landing::Depot) == Some(landing),
                    KILOGRAM,
                ),
            ),
            market: market(world),
            pool: opening
                .pool
                .iter()
                .map(|&pieces| thousands(pieces).min(need))
                .collect(),
            pool_landing: (0..world.products.count)
                .map(|product| {
                    by_day(
                        &|landing| landing == Landing::Pool(ProductIndex::from_position(product)),
                        THOUSAND,
                    )
                })
                .collect(),
            local_landing: (0..opening.local.len()).map(local).collect(),
            local: opening
                .local
                .iter()
                .map(|&pieces| thousands(pieces).min(need))
                .collect(),
            lead: (0..world.prefectures.count)
                .map(|place| {
                    days(world)
                        .map(|day| world.prefectures.lead.row(day)[place])
                        .collect()
                })
                .collect(),
        };
        given.depot = given.depot.min(need * given.uses().1);
        given
    }
}

fn classes(world: &World, opening: &Opening, most: &Most) -> Vec<Class> {
    let mut members: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, maker) in world.mask_makers.iter().enumerate() {
        let place = world.enterprises.prefecture[world.makers.enterprise[maker.at].at()].at();
        members
            .entry((place, maker.product.at()))
            .or_default()
            .push(at);
    }
    let class = |((prefecture, product), members): ((usize, usize), Vec<usize>)| {
        let makers = || members.iter().map(|&at| &world.mask_makers[at]);
        let owner = |maker: usize| world.makers.enterprise[maker].at();
        let made = |day: Day| {
            makers()
                .flat_map(|maker| maker.lines.clone())
                .map(|line| most.on(day, line)[0])
                .sum::<i64>() as f64
                / THOUSAND
        };
        let material = |day: Day| {
            let lines = makers().flat_map(|maker| {
                maker
                    .lines
                    .clone()
                    .map(move |line| (maker.linked_use, line))
            });
            let used = lines
                .filter(|&(_, line)| most.on(day, line)[0] > 0)
                .map(|(used, line)| {
                    used as f64 / 1e3 * MILLION as f64 / most.on(day, line)[1] as f64
                });
            used.fold(f64::INFINITY, f64::min)
        };
        let lead = |day: Day| {
            makers()
                .map(|maker| world.enterprises.lead.row(day)[owner(maker.at)])
                .min()
                .unwrap_or(1)
        };
        let mut class = Class {
            prefecture,
            product,
            hold_days: makers().map(|maker| maker.hold_days).min().unwrap_or(0) as usize,
            most: days(world).map(made).collect(),
            material: days(world)
                .map(material)
                .map(|used| if used.is_finite() { used } else { 0.0 })
                .collect(),
            lead: days(world).map(lead).collect(),
            opening: 0.0,
            landing: vec![0.0; world.days],
            hold: makers().map(|maker| opening.hold[maker.at]).sum::<i64>() as f64 / THOUSAND,
        };
        if let Some(linked) = world.materials.linked {
            for maker in makers() {
                let Some(holding) = world.holdings.find(owner(maker.at), linked.at()) else {
                    continue;
                };
                // What an enterprise with several products holds counts for each of them: that only relaxes.
                class.opening += opening.holdings[holding] as f64 / KILOGRAM;
                for supply in 0..world.supplies.count {
                    if world.supplies.landing[supply] == Landing::Holding(holding as u32) {
                        for day in days(world) {
                            class.landing[day.row()] +=
                                world.supplies.per_day.on(day).units(supply) as f64 / KILOGRAM;
                        }
                    }
                }
            }
        }
        class
    };
    members.into_iter().map(class).collect()
}

fn streams(world: &World) -> Vec<Stream> {
    let mut together: BTreeMap<(Kind, Option<usize>, Vec<usize>), Vec<f64>> = BTreeMap::new();
    for stream in 0..world.streams.count {
        let mut products: Vec<usize> = world.streams.products[stream]
            .iter()
            .map(|product| product.at())
            .collect();
        products.sort_unstable();
        let place = world.streams.prefecture[stream].map(PrefectureIndex::at);
        let need = together
            .entry((world.streams.kind[stream], place, products))
            .or_insert_with(|| vec![0.0; world.days]);
        for day in days(world) {
            need[day.row()] += world.streams.need.row(day)[stream] as f64 / THOUSAND;
        }
    }
    let stream = |((kind, prefecture, products), need)| Stream {
        kind,
        prefecture,
        products,
        need,
    };
    together.into_iter().map(stream).collect()
}

/// Linked material into the depot by day: supply from outside, and the most that makers in the province can make of it.
fn supply(world: &World, most: &Most, outside: &[f64]) -> Vec<f64> {
    let mut supply = outside.to_vec();
    for &maker in &world.makers.of_materials {
        let maker = maker as usize;
        if world.makers.material[maker] != world.materials.linked {
            continue;
        }
        let enterprise = world.makers.enterprise[maker].at();
        for day in days(world) {
            let lines = world.makers.first_line[maker]..world.makers.first_line[maker + 1];
            let made: i64 = lines.map(|line| most.on(day, line)[0]).sum();
            let arrives = earliest(world.days, day.row(), |at| {
                world.enterprises.lead.row(Day(at as i32))[enterprise]
            });
            if arrives < world.days {
                supply[arrives] += made as f64 / KILOGRAM;
            }
        }
    }
    supply
}

/// What the market of the linked material can deliver by day.
fn market(world: &World) -> Option<Vec<f64>> {
    let linked = world.materials.linked?.at();
    let lead = world.materials.market_lead[linked] as usize;
    let on = |day: usize| world.materials.market_per_day.row(Day(day as i32))[linked].0;
    if (0..world.days).any(|day| on(day) == i64::MAX) {
        return None;
    }
    let delivered = |day: usize| {
        day.checked_sub(lead)
            .map_or(0.0, |ordered| on(ordered) as f64 / KILOGRAM)
    };
    Some((0..world.days).map(delivered).collect())
}

/// The first day on which goods can arrive that are ready to leave on a day; after the calendar where they cannot.
pub(super) fn earliest(days: usize, ready: usize, lead: impl Fn(usize) -> i32) -> usize {
    (ready..days)
        .map(|leaves| leaves + lead(leaves) as usize)
        .min()
        .unwrap_or(days)
}

/// The last day on which goods can leave to be there on a day.
pub(super) fn latest(there: usize, lead: impl Fn(usize) -> i32) -> Option<usize> {
    (0..there)
        .rev()
        .find(|&leaves| leaves + lead(leaves) as usize <= there)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_leave_as_late_and_arrive_as_early_as_roads_allow() {
        let lead = |day: usize| [3, 1, 1, 2][day];
        assert_eq!(earliest(4, 0, lead), 2, "waiting a day is faster");
        assert_eq!(latest(3, lead), Some(2));
        assert_eq!(latest(0, lead), None);
    }
}
