//! Scenario → World: one possible future, in whole numbers.

use nalgebra::DMatrix;

use self::chooser::Chooser;
use super::calendar::Calendar;
use super::recipes::requirements;
use super::roads::{Coordinates, Haulage, distances};
use super::{Landing, Materials, Opening, Products, Supplies, Timetable, World};
use crate::chance::Luck;
use crate::scenario::{Destination, Item, Product, Quantity, Scenario, Subject};
use crate::units::{
    Day, MILLION, MaterialIndex, Milligrams, Pieces, PrefectureIndex, ProductIndex, Share,
};

mod chooser;
mod machines;
mod need;
mod places;
mod shops;

/// The central world: shared quantities at their median, per-row ones at stratified quantiles, no noise.
#[must_use]
pub fn central(scenario: &Scenario) -> World {
    Draw::new(scenario, Chooser::Central).world()
}

/// One future of many: replicate after replicate, every distribution drawn anew under the scenario's seed. It is the same
/// world whatever the policy, the threads or the other replicates.
#[must_use]
pub fn replicate(scenario: &Scenario, replicate: u64) -> World {
    let luck = Luck::new(scenario.seed, replicate);
    Draw::new(scenario, Chooser::Replicate(luck)).world()
}

/// What the parts of a draw share.
struct Draw<'a> {
    scenario: &'a Scenario,
    calendar: Calendar<'a>,
    chooser: Chooser,
}

impl<'a> Draw<'a> {
    fn new(scenario: &'a Scenario, chooser: Chooser) -> Self {
        let calendar = Calendar::new(scenario);
        Self {
            scenario,
            calendar,
            chooser,
        }
    }
}

impl Draw<'_> {
    fn world(&self) -> World {
        let scenario = self.scenario;
        let (mut enterprises, prefectures_of) = self.enterprises();
        let (mut makers, holdings) = self.makers_and_holdings(&mut enterprises);
        let lines = self.lines(&enterprises, &makers, &holdings);
        makers.recipes = shops::recipes(&makers, &lines, &enterprises);
        enterprises.shops = shops::shops(&makers, &lines, &enterprises);
        let streams = self.streams();
        let prefectures = self.prefectures(&streams, prefectures_of);
        let materials = self.materials();
        let products = self.products(materials.linked);
        let supplies = self.supplies(&holdings);
        let market = materials.market_lead.iter().copied().max().unwrap_or(1);
        let back = supplies.returns_after.iter().copied().max().unwrap_or(1);
        let roads = enterprises
            .lead
            .values()
            .chain(prefectures.lead.values())
            .max()
            .unwrap_or(1);
        World {
            start: scenario.start,
            days: scenario.days as usize,
            target: Pieces(scenario.target.pieces_per_day),
            opening: self.opening(&holdings),
            overclaim: None,
            longest_lead: market.max(back).max(roads).max(1) as usize,
            making_days: scenario.physics.making_days as i32,
            working_stock: Share::from_decimal(self.chooser.value(
                &["warm_start.working_stock_days"],
                &scenario.physics.working_stock_days,
            )),
            green_channel: scenario.physics.green_channel,
            mask_makers: shops::mask_makers(&makers, &products, &enterprises),
            products,
            materials,
            prefectures,
            enterprises,
            lines,
            makers,
            holdings,
            streams,
            supplies,
        }
    }

    fn materials(&self) -> Materials {
        let materials = &self.scenario.materials;
        let count = materials.len();
        let market: Vec<Option<f64>> = materials
            .iter()
            .map(|material| {
                material.market_per_day.as_ref().map(|kg| {
                    self.chooser
                        .value(&["item.market_per_day", &material.id], kg)
                })
            })
            .collect();
        Materials {
            count,
            scarce: materials.iter().map(|material| material.scarce).collect(),
            linked: materials
                .iter()
                .position(|material| material.linked)
                .map(MaterialIndex::from_position),
            market_lead: materials
                .iter()
                .map(|material| {
                    self.days_of(
                        &["item.market_lead_days", &material.id],
                        &material.market_lead_days,
                    )
                    .max(1)
                })
                .collect(),
            market_per_day: Timetable::build(self.days(), count, |day, row| {
                for (position, cell) in row.iter_mut().enumerate() {
                    let subject = Subject::MarketPerDay(position);
                    let limited = market[position].is_some() || self.calendar.changes(subject);
                    let kg = self.calendar.value(
                        subject,
                        market[position].unwrap_or(f64::INFINITY),
                        day,
                    );
                    *cell = if limited && kg.is_finite() {
                        milligrams(kg)
                    } else {
                        Milligrams(i64::MAX)
                    };
                }
            }),
            requirements: self.requirements(),
        }
    }

    fn requirements(&self) -> DMatrix<f64> {
        let (materials, products) = (&self.scenario.materials, &self.scenario.products);
        let mut of_materials = DMatrix::zeros(materials.len(), materials.len());
        for (made, material) in materials.iter().enumerate() {
            for (input, amount) in &material.bill {
                of_materials[(*input, made)] =
                    self.per_unit(&material.id, *input, amount) / MILLION as f64;
            }
        }
        let mut of_products = DMatrix::zeros(materials.len(), products.len());
        for (made, product) in products.iter().enumerate() {
            for (input, amount) in &product.bill {
                of_products[(*input, made)] = self.per_unit(&product.id, *input, amount);
            }
        }
        requirements(&of_materials, &of_products).unwrap_or(of_products)
    }

    fn products(&self, linked: Option<MaterialIndex>) -> Products {
        let products = &self.scenario.products;
        let linked_use = |product: &Product| {
            let entry = (product.bill.iter())
                .find(|(input, _)| linked.is_some_and(|material| material.at() == *input));
            entry.map_or(0, |(input, amount)| {
                whole(self.per_unit(&product.id, *input, amount))
            })
        };
        Products {
            count: products.len(),
            hold_days: products
                .iter()
                .map(|product| self.days_of(&["item.hold_days", &product.id], &product.hold_days))
                .collect(),
            allowed_yield: products
                .iter()
                .map(|product| {
                    Share::from_decimal(
                        self.chooser
                            .value(&["item.allowed_yield", &product.id], &product.allowed_yield),
                    )
                })
                .collect(),
            linked_use: products.iter().map(linked_use).collect(),
        }
    }

    fn supplies(&self, holdings: &super::Holdings) -> Supplies {
        let rows = &self.scenario.supply;
        let per_day =
            self.chooser
                .column("supply.per_day", rows, |row| &row.id, |row| &row.per_day);
        let sent = |row: &crate::scenario::Supply| {
            let (material, kg) = row.sends.as_ref()?;
            Some((
                MaterialIndex::from_position(*material),
                milligrams(self.chooser.value(&["supply.sends_per_day", &row.id], kg)).0,
            ))
        };
        Supplies {
            count: rows.len(),
            landing: rows
                .iter()
                .map(|row| landing(row.place, row.item, holdings))
                .collect(),
            per_day: Timetable::build(self.days(), rows.len(), |day, cells| {
                for (position, cell) in cells.iter_mut().enumerate() {
                    let row = &rows[position];
                    let on = self.calendar.day(row.from) <= day && day <= self.calendar.day(row.to);
                    let amount = self.calendar.value(
                        Subject::SupplyPerDay(position),
                        per_day[position],
                        day,
                    );
                    *cell = if on {
                        units_of(row.item, amount.max(0.0))
                    } else {
                        0
                    };
                }
            }),
            sends: rows.iter().map(sent).collect(),
            returns_after: rows
                .iter()
                .map(|row| {
                    self.days_of(
                        &["supply.returns_after_days", &row.id],
                        &row.returns_after_days,
                    )
                    .max(1)
                })
                .collect(),
        }
    }

    fn opening(&self, holdings: &super::Holdings) -> Opening {
        let scenario = self.scenario;
        let rows = &scenario.stocks;
        let amounts = self
            .chooser
            .column("stocks.amount", rows, |row| &row.id, |row| &row.amount);
        let mut opening = Opening {
            depot: vec![Milligrams::ZERO; scenario.materials.len()],
            pool: vec![Pieces::ZERO; scenario.products.len()],
            holdings: vec![Milligrams::ZERO; holdings.count],
            received: vec![Pieces::ZERO; scenario.prefectures.len() * scenario.products.len()],
        };
        for (row, amount) in rows.iter().zip(amounts) {
            let units = units_of(row.item, amount);
            match landing(row.place, row.item, holdings) {
                Landing::Depot(material) => opening.depot[material.at()] += Milligrams(units),
                Landing::Pool(product) => opening.pool[product.at()] += Pieces(units),
                Landing::Holding(holding) => {
                    opening.holdings[holding as usize] += Milligrams(units);
                }
                Landing::Prefecture(prefecture, product) => {
                    opening.received[prefecture.at() * scenario.products.len() + product.at()] +=
                        Pieces(units);
                }
            }
        }
        opening
    }

    /// Great-circle kilometres × detour ÷ speed, in whole minutes, from the capital to each of the places.
    fn road_minutes(&self, places: &[Coordinates]) -> Vec<i64> {
        let physics = &self.scenario.physics;
        let seat = &self.scenario.prefectures[physics.capital];
        let kilometres = distances(
            places,
            &[Coordinates {
                lat: seat.lat,
                lon: seat.lon,
            }],
        );
        let per_km = 60.0 * self.chooser.value(&["roads.detour"], &physics.detour)
            / self.chooser.value(&["roads.speed_kmh"], &physics.speed_kmh);
        kilometres.iter().map(|km| whole(km * per_km)).collect()
    }

    fn haulage(&self) -> Haulage {
        let physics = &self.scenario.physics;
        Haulage {
            handling_minutes: whole(
                self.chooser
                    .value(&["roads.handling_hours"], &physics.handling_hours)
                    * 60.0,
            ),
            driving_minutes: whole(
                self.chooser
                    .value(&["roads.driving_hours"], &physics.driving_hours)
                    * 60.0,
            )
            .max(1),
        }
    }

    /// One draw for all grades: they keep their order.
    fn by_grade(&self, path: &[&str], quantities: &[Quantity; 3]) -> [f64; 3] {
        [0, 1, 2].map(|grade| self.chooser.value(path, &quantities[grade]))
    }

    fn days_of(&self, path: &[&str], quantity: &Quantity) -> i32 {
        whole(self.chooser.value(path, quantity)) as i32
    }

    /// What a bill of material asks of one input.
    fn per_unit(&self, made: &str, input: usize, amount: &Quantity) -> f64 {
        let input = &self.scenario.materials[input].id;
        self.chooser.value(&["item.bill", made, input], amount)
    }

    fn days(&self) -> usize {
        self.scenario.days as usize
    }
}

fn landing(place: Destination, item: Item, holdings: &super::Holdings) -> Landing {
    match (place, item) {
        (Destination::Depot, Item::Material(material)) => {
            Landing::Depot(MaterialIndex::from_position(material))
        }
        (Destination::Enterprise(enterprise), Item::Material(material)) => Landing::Holding(
            holdings
                .find(enterprise, material)
                .expect("draw gives every stocked or supplied material a holding")
                as u32,
        ),
        (Destination::Prefecture(prefecture), Item::Product(product)) => Landing::Prefecture(
            PrefectureIndex::from_position(prefecture),
            ProductIndex::from_position(product),
        ),
        (_, Item::Product(product)) => Landing::Pool(ProductIndex::from_position(product)),
        (_, Item::Material(material)) => Landing::Depot(MaterialIndex::from_position(material)),
    }
}

/// Pieces of a product as they are, kilograms of a material as milligrams.
fn units_of(item: Item, amount: f64) -> i64 {
    match item {
        Item::Material(_) => milligrams(amount).0,
        Item::Product(_) => whole(amount),
    }
}

fn milligrams(kilograms: f64) -> Milligrams {
    Milligrams(whole(kilograms * MILLION as f64))
}

fn whole(value: f64) -> i64 {
    value.round() as i64
}

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

/// The mean of a window of the last 7 days (or the days there are), rounded up.
fn seven_day_mean(days: usize, width: usize, value: &Timetable<i64>) -> Timetable<i64> {
    Timetable::build(days, width, |day, row| {
        let first = (day.0 - 6).max(0);
        let count = i64::from(day.0 - first + 1);
        row.fill(0);
        for past in first..=day.0 {
            for (sum, cell) in row.iter_mut().zip(value.row(Day(past))) {
                *sum += cell;
            }
        }
        for cell in row {
            *cell = crate::units::div_up(*cell, count);
        }
    })
}
