//! Lines, makers and holdings: capacities, curves and bills in whole units.

use std::collections::{BTreeMap, BTreeSet};

use libm::exp;

use super::places::borders;
use super::{Draw, rank_of_ids, units_of, whole};
use crate::scenario::{Destination, Item, Line, LineRoute, Quantity, Subject};
use crate::units::{Day, EnterpriseIndex, Fen, MILLION, MaterialIndex, ProductIndex, Share};
use crate::world::{Enterprises, Holdings, Lines, Makers, Timetable};

/// Fen in a yuan.
const FEN: f64 = 100.0;

impl Holdings {
    /// Position of an enterprise's holding of a material.
    #[must_use]
    pub fn find(&self, enterprise: usize, material: usize) -> Option<usize> {
        let held = self.of_material.get(material)?;
        let at = held.binary_search_by_key(&enterprise, |&holding| {
            self.enterprise[holding as usize].at()
        });
        at.ok().map(|position| held[position] as usize)
    }
}

impl Draw<'_> {
    /// Makers and holdings, with their borders written into the enterprises.
    pub(super) fn makers_and_holdings(&self, enterprises: &mut Enterprises) -> (Makers, Holdings) {
        let lines = &self.scenario.lines;
        let holdings = self.holdings(enterprises);
        let mut makers = Makers::default();
        for (position, line) in lines.iter().enumerate() {
            let new = position == 0
                || lines[position - 1].enterprise != line.enterprise
                || lines[position - 1].item != line.item;
            if new {
                makers.push(line, position, &holdings);
            }
        }
        makers.count = makers.enterprise.len();
        makers.first_line.push(lines.len());
        enterprises.first_maker = borders(
            enterprises.count,
            makers.enterprise.iter().map(|owner| owner.at()),
        );
        (makers, holdings)
    }

    /// An enterprise holds what its lines use, what it makes for itself, and what it is given.
    fn holdings(&self, enterprises: &mut Enterprises) -> Holdings {
        let scenario = self.scenario;
        let mut held: BTreeSet<(usize, usize)> = BTreeSet::new();
        for line in &scenario.lines {
            held.extend(
                self.bill(line.item)
                    .iter()
                    .map(|(input, _)| (line.enterprise, *input)),
            );
            if let Item::Material(made) = line.item
                && !scenario.materials[made].scarce
            {
                held.insert((line.enterprise, made));
            }
        }
        let stocked = scenario.stocks.iter().map(|row| (row.place, row.item));
        for entry in stocked.chain(scenario.supply.iter().map(|row| (row.place, row.item))) {
            if let (Destination::Enterprise(enterprise), Item::Material(material)) = entry {
                held.insert((enterprise, material));
            }
        }
        let owners: Vec<usize> = held.iter().map(|&(enterprise, _)| enterprise).collect();
        let mut of_material = vec![Vec::new(); scenario.materials.len()];
        for (position, &(_, material)) in held.iter().enumerate() {
            of_material[material].push(position as u32);
        }
        let owner = |holding: &u32| enterprises.rank[owners[*holding as usize]];
        let rank_of_material = (of_material.iter())
            .map(|members: &Vec<u32>| rank_of_ids(members.iter().map(owner)))
            .collect();
        enterprises.first_holding = borders(
            enterprises.count,
            held.iter().map(|&(enterprise, _)| enterprise),
        );
        Holdings {
            count: held.len(),
            enterprise: held
                .iter()
                .map(|&(enterprise, _)| EnterpriseIndex::from_position(enterprise))
                .collect(),
            material: held
                .iter()
                .map(|&(_, material)| MaterialIndex::from_position(material))
                .collect(),
            of_material,
            rank_of_material,
        }
    }

    fn bill(&self, item: Item) -> &[(usize, Quantity)] {
        match item {
            Item::Material(made) => &self.scenario.materials[made].bill,
            Item::Product(made) => &self.scenario.products[made].bill,
        }
    }

    fn id_of(&self, item: Item) -> &str {
        match item {
            Item::Material(made) => &self.scenario.materials[made].id,
            Item::Product(made) => &self.scenario.products[made].id,
        }
    }

    pub(super) fn lines(
        &self,
        enterprises: &Enterprises,
        makers: &Makers,
        holdings: &Holdings,
    ) -> Lines {
        let (rows, days) = (&self.scenario.lines, self.days());
        let column = |name: &str, pick: fn(&Line) -> &Quantity| {
            self.chooser.column(name, rows, |row| &row.id, pick)
        };
        let speed = column("lines.speed_per_minute", |row| &row.speed_per_minute);
        let speed: Vec<i64> = rows
            .iter()
            .zip(speed)
            .map(|(row, rate)| units_of(row.item, rate))
            .collect();
        let minutes = |hours: f64| whole(hours * 60.0);
        let worked = column("lines.worked_hours", |row| &row.worked_hours);
        let worked_on = |position: usize, day: Day| {
            minutes(
                self.calendar
                    .value(Subject::WorkedHours(position), worked[position], day)
                    .clamp(0.0, 24.0),
            )
        };
        let availability = column("lines.availability", |row| &row.availability);
        let workers = column("lines.workers_per_shift", |row| &row.workers_per_shift);
        let shift = column("lines.shift_hours", |row| &row.shift_hours);
        let nominal = column("lines.nominal_hours", |row| &row.nominal_hours);
        let price = column("lines.price_yuan", |row| &row.price_yuan);
        let mut in_order: Vec<u32> = (0..rows.len() as u32).collect();
        in_order.sort_by_key(|&position| {
            (
                rows[position as usize].ordered_on,
                &rows[position as usize].id,
            )
        });
        let lines = Lines {
            count: rows.len(),
            enterprise: rows
                .iter()
                .map(|row| EnterpriseIndex::from_position(row.enterprise))
                .collect(),
            maker: (0..makers.count)
                .flat_map(|maker| {
                    vec![maker as u32; makers.first_line[maker + 1] - makers.first_line[maker]]
                })
                .collect(),
            intermediate: rows
                .iter()
                .map(|row| matches!(row.item, Item::Material(_)))
                .collect(),
            planned: Timetable::build(days, rows.len(), |day, cells| {
                for (position, cell) in cells.iter_mut().enumerate() {
                    *cell = rows[position].number * speed[position] * worked_on(position, day);
                }
            }),
            nominal: (0..rows.len())
                .map(|at| rows[at].number * speed[at] * minutes(nominal[at]))
                .collect(),
            staff_need: Timetable::build(days, rows.len(), |day, cells| {
                for (position, cell) in cells.iter_mut().enumerate() {
                    let crew = rows[position].number * whole(workers[position] * 1000.0);
                    *cell = crew * worked_on(position, day) / minutes(shift[position]).max(1);
                }
            }),
            availability: Timetable::build(days, rows.len(), |day, cells| {
                for (position, cell) in cells.iter_mut().enumerate() {
                    let share = self.calendar.value(
                        Subject::Availability(position),
                        availability[position],
                        day,
                    );
                    *cell = Share::from_decimal(share.clamp(0.0, 1.0)).0;
                }
            }),
            usual_availability: availability
                .iter()
                .map(|&share| Share::from_decimal(share).0)
                .collect(),
            existing: rows
                .iter()
                .map(|row| row.route == LineRoute::Existing)
                .collect(),
            price: (0..rows.len())
                .map(|at| Fen(rows[at].number * whole(price[at] * FEN)))
                .collect(),
            subsidy_need: column("lines.subsidy_need", |row| &row.subsidy_need)
                .into_iter()
                .map(Share::from_decimal)
                .collect(),
            in_order,
            ..Lines::default()
        };
        let lines = self.with_orders(with_usual_days(lines, days));
        let lines = self.with_curves(lines);
        self.with_bills(lines, enterprises, holdings)
    }

    /// When lines are ordered and how long they take; an existing line was ordered at its age before day 0.
    fn with_orders(&self, mut lines: Lines) -> Lines {
        let rows = &self.scenario.lines;
        let column = |name: &str, pick: fn(&Line) -> &Quantity| {
            self.chooser.column(name, rows, |row| &row.id, pick)
        };
        let age = column("lines.opening_age_days", |row| &row.opening_age_days);
        let delivery = column("lines.delivery_days", |row| &row.delivery_days);
        let install = column("lines.install_days", |row| &row.install_days);
        for (position, row) in rows.iter().enumerate() {
            let (ordered, build) = match row.ordered_on {
                Some(date) if !lines.existing[position] => (
                    self.calendar.day(date),
                    whole(delivery[position]) + whole(install[position]),
                ),
                _ => (Day(-(whole(age[position]) as i32)), 0),
            };
            lines.ordered_on.push(ordered);
            lines.build_days.push(build as i32);
        }
        lines
    }

    /// c(a) = 1 − (1 − c₀)e^(−a/τ) and q(a) = q∞ − (q∞ − q₀)e^(−a/τq) in ppm (model §3, step 3): a value for every
    /// day since installation, or since day 0 for lines that stand then; equal courses are stored once.
    fn with_curves(&self, mut lines: Lines) -> Lines {
        let rows = &self.scenario.lines;
        let column = |name: &str, pick: fn(&Line) -> &Quantity| {
            self.chooser.column(name, rows, |row| &row.id, pick)
        };
        let start = column("lines.commissioning_start", |row| &row.commissioning_start);
        let pace = column("lines.commissioning_days", |row| &row.commissioning_days);
        let first = column("lines.quality_start", |row| &row.quality_start);
        let last = column("lines.quality_end", |row| &row.quality_end);
        let quality_pace = column("lines.quality_days", |row| &row.quality_days);
        let mut known: BTreeMap<[u64; 6], u32> = BTreeMap::new();
        for position in 0..rows.len() {
            let installed = lines.ordered_on[position] + lines.build_days[position];
            let age = (-installed.0).max(0);
            let shape = [
                start[position],
                pace[position],
                first[position],
                last[position],
                quality_pace[position],
            ];
            let [c0, tau, q0, q1, tau_q] = shape;
            let key = [c0, tau, q0, q1, tau_q, f64::from(age)].map(f64::to_bits);
            let at = *known.entry(key).or_insert_with(|| {
                let begin = lines.curves.len() as u32;
                lines.curves.extend((0..=self.days() as i32).map(|day| {
                    [
                        approach(c0, 1.0, tau, age + day),
                        approach(q0, q1, tau_q, age + day),
                    ]
                    .map(|ppm| ppm as u32)
                }));
                begin
            });
            lines.curve.push(at);
            lines.curve_age.push(age);
            lines.first_share.push(approach(c0, 1.0, tau, 0));
            lines.first_quality.push(approach(q0, q1, tau_q, 0));
        }
        lines
    }

    fn with_bills(
        &self,
        mut lines: Lines,
        enterprises: &Enterprises,
        holdings: &Holdings,
    ) -> Lines {
        for row in &self.scenario.lines {
            lines.first_bill.push(lines.bill.len());
            let held = enterprises.first_holding[row.enterprise]
                ..enterprises.first_holding[row.enterprise + 1];
            for holding in held {
                let material = holdings.material[holding].at();
                let entry = self
                    .bill(row.item)
                    .iter()
                    .find(|(input, _)| *input == material);
                let milligrams = entry.map_or(0, |(input, amount)| {
                    whole(self.per_unit(self.id_of(row.item), *input, amount))
                });
                lines.bill.push(milligrams);
            }
        }
        lines
    }
}

/// The days on which events take nothing away.
fn with_usual_days(mut lines: Lines, days: usize) -> Lines {
    let as_usual = |day: usize| {
        let now = lines.availability.row(Day(day as i32));
        now.iter()
            .zip(&lines.usual_availability)
            .all(|(now, usual)| now >= usual)
    };
    lines.runs_as_usual = (0..days).map(as_usual).collect();
    lines
}

impl Makers {
    fn push(&mut self, line: &Line, first_line: usize, holdings: &Holdings) {
        let position = self.enterprise.len() as u32;
        self.enterprise
            .push(EnterpriseIndex::from_position(line.enterprise));
        self.first_line.push(first_line);
        let (product, material) = match line.item {
            Item::Product(made) => (Some(ProductIndex::from_position(made)), None),
            Item::Material(made) => (None, Some(MaterialIndex::from_position(made))),
        };
        if material.is_some() {
            self.of_materials.push(position);
        }
        let own = material.and_then(|made| holdings.find(line.enterprise, made.at()));
        self.own_holding.push(own.unwrap_or(0) as u32);
        self.product.push(product);
        self.material.push(material);
    }
}

/// The value at an age of a quantity that goes from `first` to `last` with time constant `pace` (days), in ppm.
fn approach(first: f64, last: f64, pace: f64, age: i32) -> i64 {
    let left = if pace > 0.0 {
        exp(-f64::from(age) / pace)
    } else {
        f64::from(u8::from(age == 0))
    };
    ((last - (last - first) * left) * MILLION as f64).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_start_where_they_should_and_approach_their_end() {
        assert_eq!(approach(0.3, 1.0, 5.0, 0), 300_000);
        assert_eq!(approach(0.3, 1.0, 5.0, 5), 742_484, "1 − 0.7/e");
        assert_eq!(approach(0.3, 1.0, 5.0, 500), MILLION);
        assert_eq!(approach(0.3, 1.0, 0.0, 0), 300_000);
        assert_eq!(approach(0.3, 1.0, 0.0, 1), MILLION);
    }
}
