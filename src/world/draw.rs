//! Scenario → World: possible futures, in whole numbers.

use self::dated::Dated;
use self::flows::Flows;
use self::items::Items;
use self::lines::Machines;
use self::need::{Basis, Need};
use self::places::Workplaces;
use self::roads::Roads;
use self::values::{Column, Values, any_drawn};
use super::calendar::Calendar;
use super::{Opening, Timetable, World};
use crate::chance::{Future, Luck};
use crate::scenario::{Item, Scenario};
use crate::units::{Day, MILLION, Milligrams, Pieces, Share, rounded};

mod correlated;
mod curves;
mod dated;
mod factor;
mod flows;
mod items;
mod lines;
mod machines;
mod mask_makers;
mod need;
mod noise;
mod orders;
mod places;
mod roads;
mod values;

pub use factor::Factor;

/// The central world: shared quantities at their median, per-row ones at stratified quantiles, no noise.
#[must_use]
pub fn central(scenario: &Scenario) -> World {
    Futures::of(scenario).central.world
}

/// One future of many: replicate after replicate, every distribution drawn anew under the scenario's seed. It is the same
/// world whatever the policy, the threads or the other replicates. Whoever wants many keeps [`Futures`].
#[must_use]
pub fn replicate(scenario: &Scenario, replicate: u64) -> World {
    Futures::of(scenario).replicate(replicate)
}

/// The world of a future, or the central one where none is given.
#[must_use]
pub fn world_of(scenario: &Scenario, future: Option<Future>) -> World {
    let futures = Futures::of(scenario);
    let Some(future) = future else {
        return futures.central.world;
    };
    let mut slate = futures.slate();
    slate.draw(&future.luck(scenario.seed));
    slate.page.world
}

/// All futures of a scenario, prepared: everything of the world that no draw touches, and what is drawn.
#[derive(Debug)]
pub struct Futures<'a> {
    seed: u64,
    calendar: Calendar<'a>,
    every_day: Vec<Day>,
    values: Values<'a>,
    items: Items<'a>,
    roads: Roads<'a>,
    workplaces: Workplaces<'a>,
    machines: Machines<'a>,
    flows: Flows<'a>,
    need: Need<'a>,
    working_stock: Column,
    central: Page,
}

/// A world, and what it is reckoned from.
#[derive(Clone, Debug)]
struct Page {
    world: World,
    numbers: Vec<f64>,
    decays: Vec<f64>,
    /// Availability of lines without noise.
    availability: Timetable<f64>,
    /// Supply without noise.
    supply: Timetable<f64>,
    need: Basis,
}

/// Where one future after the other is written over the last, which is several times as fast as a new world each.
#[derive(Debug)]
pub struct Slate<'f> {
    futures: &'f Futures<'f>,
    page: Page,
}

impl Slate<'_> {
    /// The future of this luck.
    pub fn draw(&mut self, luck: &Luck) -> &World {
        self.futures.values.draw(luck, &mut self.page.numbers);
        self.futures.write(&mut self.page, Some(luck));
        &self.page.world
    }

    /// The central world but for factors of one number, each at its quantile of a level between 0 and 1; where there is
    /// none (past the end, or not a number) a factor stands as in the central world.
    pub fn central_but(&mut self, levels: &[f64]) -> &World {
        self.futures
            .values
            .central_but(levels, &mut self.page.numbers);
        self.futures.write(&mut self.page, None);
        &self.page.world
    }

    /// The mean of what was drawn for each factor in the last future; not a number for daily noise.
    #[must_use]
    pub fn means(&self) -> Vec<f64> {
        self.futures.values.means(&self.page.numbers)
    }

    /// The future of a replicate under the scenario's seed.
    pub fn replicate(&mut self, replicate: u64) -> &World {
        self.draw(&Luck::new(self.futures.seed, replicate))
    }
}

/// What the parts of a draw are prepared from.
struct Preparation<'a> {
    scenario: &'a Scenario,
    calendar: Calendar<'a>,
    values: Values<'a>,
}

/// One world's numbers on their way into its tables.
#[derive(Clone, Copy, Debug)]
struct Pass<'a> {
    numbers: &'a [f64],
    calendar: &'a Calendar<'a>,
    days: usize,
    every_day: &'a [Day],
    /// Also what no draw touches.
    everything: bool,
    /// Where noise comes from; none in the central world.
    luck: Option<&'a Luck<'a>>,
}

impl Pass<'_> {
    /// Whether a table that hangs on these columns is to be written.
    fn touches(&self, columns: &[Column]) -> bool {
        self.everything || any_drawn(columns)
    }
}

impl<'a> Futures<'a> {
    /// Prepares the futures of a scenario, the central world among them.
    #[must_use]
    pub fn of(scenario: &'a Scenario) -> Self {
        let mut preparation = Preparation {
            scenario,
            calendar: Calendar::new(scenario),
            values: Values::default(),
        };
        (preparation.values).take_parameters(&scenario.parameters);
        let roads = Roads::of(&mut preparation);
        let workplaces = Workplaces::of(&mut preparation);
        let items = Items::of(&mut preparation);
        let mut machines = Machines::of(&mut preparation);
        let physics = &scenario.physics;
        let stock = &physics.working_stock_days;
        let working_stock = (preparation.values).alone(&["warm_start.working_stock_days"], stock);

        let mut enterprises = workplaces.structure(scenario, &preparation.calendar);
        let (makers, holdings) = machines::makers_and_holdings(scenario, &mut enterprises);
        let days = scenario.days as usize;
        let lines = machines.structure(days, &makers);
        machines.lay_out_bills(&items, &makers);
        let flows = Flows::of(&mut preparation, &holdings);
        let need = Need::of(&mut preparation);
        preparation.values.correlate(&scenario.correlations);
        preparation.values.scale_central();
        let (materials, products) = items.structure();
        let prefectures = places::prefectures(scenario, need.local_products());
        let world = World {
            start: scenario.start,
            days,
            target: Pieces(scenario.target.pieces_per_day),
            opening: Opening {
                depot: vec![Milligrams::ZERO; materials.count],
                pool: vec![Pieces::ZERO; products.count],
                holdings: vec![Milligrams::ZERO; holdings.count],
                received: vec![Pieces::ZERO; prefectures.count * products.count],
            },
            overclaim: None,
            longest_lead: 1,
            making_days: physics.making_days as i32,
            working_stock: Share::ZERO,
            green_channel: physics.green_channel,
            mask_makers: Vec::new(),
            supplies: flows.structure(&holdings),
            streams: need.structure(),
            products,
            materials,
            prefectures,
            enterprises,
            lines,
            makers,
            holdings,
        };
        let Preparation {
            calendar, values, ..
        } = preparation;
        let mut futures = Self {
            seed: scenario.seed,
            central: Page {
                world,
                numbers: values.central().to_vec(),
                decays: Vec::new(),
                availability: Timetable::default(),
                supply: Timetable::default(),
                need: Basis::default(),
            },
            every_day: (0..days).map(|day| Day(day as i32)).collect(),
            calendar,
            values,
            items,
            roads,
            workplaces,
            machines,
            flows,
            need,
            working_stock,
        };
        let mut central = futures.central.clone();
        futures.write(&mut central, None);
        futures.central = central;
        futures
    }

    /// The central world.
    #[must_use]
    pub fn central(&self) -> &World {
        &self.central.world
    }

    /// What is drawn, in groups whose influence a study can tell apart: positions are those of [`Luck`]'s levels.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        self.values.factors()
    }

    /// One future's world, new; see [`slate`](Self::slate) for many.
    #[must_use]
    pub fn replicate(&self, replicate: u64) -> World {
        let mut slate = self.slate();
        slate.replicate(replicate);
        slate.page.world
    }

    /// Something to write futures on.
    #[must_use]
    pub fn slate(&self) -> Slate<'_> {
        Slate {
            futures: self,
            page: self.central.clone(),
        }
    }

    /// Writes a page's numbers into its world: what draws touch under this luck, or everything of the central world.
    fn write(&self, page: &mut Page, luck: Option<&Luck>) {
        let Page {
            world,
            numbers,
            decays,
            availability,
            supply,
            need,
        } = page;
        let pass = Pass {
            numbers,
            calendar: &self.calendar,
            days: world.days,
            every_day: &self.every_day,
            everything: luck.is_none(),
            luck,
        };
        self.items
            .write(pass, &mut world.materials, &mut world.products);
        self.workplaces.write(pass, &mut world.enterprises);
        self.roads
            .write(pass, &mut world.enterprises, &mut world.prefectures);
        self.machines
            .write(pass, decays, availability, &mut world.lines);
        if pass.everything || self.items.bills_are_drawn() {
            self.machines.write_bills(pass, &mut world.makers);
        }
        self.need
            .write(pass, need, &mut world.streams, &mut world.prefectures);
        self.flows
            .write(pass, supply, &mut world.supplies, &mut world.opening);
        if pass.touches(&[self.working_stock]) {
            world.working_stock = Share::from_decimal(self.working_stock.alone(numbers));
        }
        world.mask_makers = mask_makers::of(&world.makers, &world.products, &world.enterprises);
        world.longest_lead = longest_lead(world);
    }
}

/// The longest that anything can be under way, in days.
fn longest_lead(world: &World) -> usize {
    let market = world.materials.market_lead.iter().copied();
    let back = world.supplies.returns_after.iter().copied();
    let gates = world.enterprises.lead.values();
    let roads = gates.chain(world.prefectures.lead.values());
    market.chain(back).chain(roads).fold(1, i32::max) as usize
}

/// Whole units in what scenarios count in: pieces of a product as they are, kilograms of a material as milligrams.
fn units_in(item: Item) -> f64 {
    match item {
        Item::Material(_) => MILLION as f64,
        Item::Product(_) => 1.0,
    }
}

fn milligrams(kilograms: f64) -> Milligrams {
    Milligrams(rounded(kilograms * MILLION as f64))
}

/// Ranks of ids, from 0.
fn rank_of_ids<Id: Ord>(ids: impl Iterator<Item = Id>) -> Vec<u32> {
    let ids: Vec<Id> = ids.collect();
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by(|&one, &other| ids[one].cmp(&ids[other]));
    let mut ranks = vec![0; ids.len()];
    for (rank, position) in order.into_iter().enumerate() {
        ranks[position] = rank as u32;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{drawn, load};

    #[test]
    fn correlations_know_every_factor_by_its_name() {
        for path in ["scenarios/jiangxi-2020", "assets/template"] {
            let scenario = load(path.as_ref(), &[]).unwrap();
            let futures = Futures::of(&scenario);
            let mut factors: Vec<(&str, bool)> = (futures.factors().iter())
                .filter(|factor| !factor.daily)
                .map(|factor| (factor.name.as_str(), factor.own > 0))
                .collect();
            factors.sort_unstable();
            let names = drawn::names(&scenario);
            let names: Vec<(&str, bool)> = (names.iter())
                .map(|(name, table)| (name.as_str(), table.is_some()))
                .collect();
            assert_eq!(names, factors, "{path}");
        }
    }
}
