//! What comes in from outside, and what lies somewhere when day 0 opens.

use super::noise::{self, Noise};
use super::values::Column;
use super::{Dated, Pass, Preparation, milligrams, units_in};
use crate::scenario::{Destination, Item, Stock, Subject, Supply};
use crate::units::{
    Day, MaterialIndex, Milligrams, Pieces, PrefectureIndex, ProductIndex, Rest, rounded,
};
use crate::world::rates::first_rests;
use crate::world::{Holdings, Landing, Opening, Rate, Rates, Supplies, Timetable};

/// What futures may change about supply and stocks.
#[derive(Debug)]
pub(super) struct Flows<'a> {
    supply: &'a [Supply],
    stocks: &'a [Stock],
    per_day: Column,
    sends_per_day: Column,
    returns_after: Column,
    amount: Column,
    dated: Dated<'a>,
    /// First and last day of each stream.
    between: Vec<(Day, Day)>,
    noise: Option<Noise>,
    /// What each row begins with of a unit.
    rests: Vec<Rest>,
    /// Where each stock lies.
    lies: Vec<Landing>,
}

impl<'a> Flows<'a> {
    pub(super) fn of(preparation: &mut Preparation<'a>, holdings: &Holdings) -> Self {
        let (supply, stocks) = (
            &preparation.scenario.supply[..],
            &preparation.scenario.stocks[..],
        );
        let (calendar, values) = (&preparation.calendar, &mut preparation.values);
        let between: Vec<(Day, Day)> = supply
            .iter()
            .map(|row| (calendar.day(row.from), calendar.day(row.to)))
            .collect();
        let ends = between.iter().flat_map(|&(from, to)| [from, to + 1]);
        let dated = Dated::of(calendar, supply.len(), Subject::SupplyPerDay);
        let [amount] = Stock::QUANTITIES.map(|column| values.column(column, stocks, |row| &row.id));
        let [per_day, sends_per_day, returns_after] =
            Supply::QUANTITIES.map(|column| values.column(column, supply, |row| &row.id));
        let wavers = preparation.scenario.noise.supply;
        let ids = supply.iter().map(|row| row.id.as_str());
        let noise = values.noise("noise.supply", wavers, ids);
        Self {
            supply,
            stocks,
            noise,
            rests: first_rests(
                supply.len(),
                |row| alike(&supply[row]),
                |row| &supply[row].id,
            ),
            per_day,
            sends_per_day,
            returns_after,
            amount,
            dated: dated.also_on(calendar, ends),
            lies: (stocks.iter())
                .map(|row| landing(row.place, row.item, holdings))
                .collect(),
            between,
        }
    }

    /// What no draw touches: where supply lands.
    pub(super) fn structure(&self, holdings: &Holdings) -> Supplies {
        Supplies {
            count: self.supply.len(),
            landing: (self.supply.iter())
                .map(|row| landing(row.place, row.item, holdings))
                .collect(),
            ..Supplies::default()
        }
    }

    pub(super) fn write(
        &self,
        pass: Pass,
        plain: &mut Timetable<f64>,
        supplies: &mut Supplies,
        opening: &mut Opening,
    ) {
        let numbers = pass.numbers;
        self.write_amounts(pass, plain, &mut supplies.per_day);
        if pass.touches(&[self.sends_per_day]) {
            let sent = self.supply.iter().zip(self.sends_per_day.of(numbers));
            supplies.sends = sent
                .map(|(row, &kilograms)| {
                    let (material, _) = row.sends.as_ref()?;
                    let material = MaterialIndex::from_position(*material);
                    Some((material, milligrams(kilograms).0))
                })
                .collect();
        }
        if pass.touches(&[self.returns_after]) {
            let days = self.returns_after.of(numbers).iter();
            supplies.returns_after = days.map(|&days| (rounded(days) as i32).max(1)).collect();
        }
        if pass.touches(&[self.amount]) {
            self.open(self.amount.of(numbers), opening);
        }
    }

    /// What comes in a day: `plain` is what it is without noise.
    fn write_amounts(&self, pass: Pass, plain: &mut Timetable<f64>, per_day: &mut Rates) {
        let written = pass.touches(&[self.per_day]);
        let rows = self.supply;
        if written {
            let amounts = self.per_day.of(pass.numbers);
            self.dated
                .write(plain, pass.days, amounts, |row, day, amount| {
                    let (from, to) = self.between[row];
                    if from <= day && day <= to {
                        amount.max(0.0)
                    } else {
                        0.0
                    }
                });
        }
        match noise::wavering(&self.noise, pass) {
            Some((noise, mut walk)) => {
                per_day.rewrite(&self.rests, |per_day| {
                    per_day.rewrite(pass.days, rows.len(), pass.every_day, |day, cells| {
                        let amounts = plain.row(day).iter().zip(walk.step()).zip(rows);
                        for (cell, ((&amount, &off), row)) in cells.iter_mut().zip(amounts) {
                            if amount > 0.0 {
                                let units = amount * units_in(row.item);
                                *cell = Rate::of(units * noise.factor(off));
                            }
                        }
                    });
                });
            }
            None if written => {
                per_day.rewrite(&self.rests, |per_day| {
                    per_day.rewrite(pass.days, rows.len(), self.dated.on(), |day, cells| {
                        let amounts = plain.row(day).iter().zip(rows);
                        for (cell, (&amount, row)) in cells.iter_mut().zip(amounts) {
                            *cell = Rate::of(amount * units_in(row.item));
                        }
                    });
                });
            }
            None => {}
        }
    }

    /// Stocks on day 0.
    fn open(&self, amounts: &[f64], opening: &mut Opening) {
        opening.depot.fill(Milligrams::ZERO);
        opening.pool.fill(Pieces::ZERO);
        opening.holdings.fill(Milligrams::ZERO);
        opening.received.fill(Pieces::ZERO);
        let products = opening.pool.len();
        for ((row, &lies), &amount) in self.stocks.iter().zip(&self.lies).zip(amounts) {
            let units = rounded(amount * units_in(row.item));
            match lies {
                Landing::Depot(material) => opening.depot[material.at()] += Milligrams(units),
                Landing::Pool(product) => opening.pool[product.at()] += Pieces(units),
                Landing::Holding(holding) => {
                    opening.holdings[holding as usize] += Milligrams(units);
                }
                Landing::Prefecture(prefecture, product) => {
                    opening.received[prefecture.at() * products + product.at()] += Pieces(units);
                }
            }
        }
    }
}

/// Rows of equal amounts of an item are alike.
fn alike(row: &Supply) -> (Item, u64) {
    (row.item, row.per_day.median().to_bits())
}

fn landing(place: Destination, item: Item, holdings: &Holdings) -> Landing {
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
