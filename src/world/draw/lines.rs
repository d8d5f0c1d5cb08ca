//! Lines: capacities, staff, availability, prices and bills in whole units.

use super::curves::Curves;
use super::items::Items;
use super::noise::{self, Noise};
use super::orders::Orders;
use super::values::Column;
use super::{Dated, Pass, Preparation, units_in};
use crate::chance::walk::Walk;
use crate::scenario::{Item, Line, LineRoute, Subject};
use crate::units::{Day, EnterpriseIndex, Fen, Rest, Share, rounded};
use crate::world::rates::first_rests;
use crate::world::{Lines, Makers, Rate, Timetable};

/// Fen in a yuan.
const FEN: f64 = 100.0;
const MINUTES: f64 = 60.0;
/// Thousandths of a full-time person.
const STAFF: f64 = 1000.0;

/// What futures may change about lines.
#[derive(Debug)]
pub(super) struct Machines<'a> {
    rows: &'a [Line],
    speed: Column,
    worked: Column,
    availability: Column,
    workers: Column,
    shift: Column,
    nominal: Column,
    price: Column,
    subsidy_need: Column,
    orders: Orders,
    curves: Curves,
    /// Changes to worked hours.
    hours: Dated<'a>,
    /// Changes to availability.
    breaks: Dated<'a>,
    noise: Option<Noise>,
    /// What each row's capacity a day begins with of a unit.
    rests: Vec<Rest>,
    /// What stands in each place of [`Makers::amounts`].
    bill: Vec<Column>,
}

impl<'a> Machines<'a> {
    pub(super) fn of(preparation: &mut Preparation<'a>) -> Self {
        let rows = &preparation.scenario.lines[..];
        let values = &mut preparation.values;
        let [
            speed,
            worked,
            availability,
            workers,
            shift,
            nominal,
            price,
            subsidy_need,
            age,
            delivery,
            install,
            start,
            pace,
            first,
            last,
            quality_pace,
        ] = Line::QUANTITIES.map(|column| values.column(column, rows, |row| &row.id));
        let wavers = preparation.scenario.noise.availability;
        let ids = rows.iter().map(|row| row.id.as_str());
        let noise = values.noise("noise.availability", wavers, ids);
        let orders = Orders::of(preparation, [age, delivery, install]);
        let courses = [start, pace, first, last, quality_pace];
        let curves = Curves::of(&preparation.values, rows.len(), &orders, courses);
        let calendar = &preparation.calendar;
        Self {
            rows,
            speed,
            worked,
            availability,
            workers,
            shift,
            nominal,
            price,
            subsidy_need,
            orders,
            curves,
            hours: Dated::of(calendar, rows.len(), Subject::WorkedHours),
            breaks: Dated::of(calendar, rows.len(), Subject::Availability),
            noise,
            rests: first_rests(rows.len(), |row| alike(&rows[row]), |row| &rows[row].id),
            bill: Vec::new(),
        }
    }

    /// What no draw touches.
    pub(super) fn structure(&self, days: usize, makers: &Makers) -> Lines {
        let rows = self.rows;
        let order = |&position: &u32| {
            let row = &rows[position as usize];
            (row.ordered_on, &row.id)
        };
        let mut in_order: Vec<u32> = (0..rows.len() as u32).collect();
        in_order.sort_by_key(order);
        let maker_of = |maker: usize| {
            let own = makers.first_line[maker]..makers.first_line[maker + 1];
            own.map(move |_| maker as u32)
        };
        let mut lines = Lines {
            count: rows.len(),
            enterprise: (rows.iter())
                .map(|row| EnterpriseIndex::from_position(row.enterprise))
                .collect(),
            maker: (0..makers.count).flat_map(maker_of).collect(),
            intermediate: (rows.iter())
                .map(|row| matches!(row.item, Item::Material(_)))
                .collect(),
            existing: (rows.iter())
                .map(|row| row.route == LineRoute::Existing)
                .collect(),
            in_order,
            ..Lines::default()
        };
        self.curves.structure(&mut lines, days);
        lines
    }

    /// Remembers what each maker takes.
    pub(super) fn lay_out_bills(&mut self, items: &Items, makers: &Makers) {
        for &line in &makers.first_line[..makers.count] {
            let bill = items.bill(self.rows[line].item);
            self.bill.extend(bill.map(|(_, amount)| amount));
        }
    }

    pub(super) fn write(
        &self,
        pass: Pass,
        decays: &mut Vec<f64>,
        availability: &mut Timetable<f64>,
        lines: &mut Lines,
    ) {
        self.write_rates(pass, lines);
        self.write_availability(pass, availability, lines);
        self.write_money(pass, lines);
        self.orders.write(pass, lines);
        self.curves.write(pass, decays, lines);
    }

    pub(super) fn write_bills(&self, pass: Pass, makers: &mut Makers) {
        let milligrams = |amount: &Column| rounded(amount.alone(pass.numbers));
        makers.amounts.clear();
        makers.amounts.extend(self.bill.iter().map(milligrams));
    }

    /// Capacities and the staff that they need.
    fn write_rates(&self, pass: Pass, lines: &mut Lines) {
        let (rows, numbers) = (self.rows, pass.numbers);
        let of_a_day = |hours: f64| hours.clamp(0.0, 24.0);
        let (speed, worked) = (self.speed.of(numbers), self.worked.of(numbers));
        let an_hour = |row: usize| {
            let minute = rows[row].number as f64 * speed[row] * units_in(rows[row].item);
            minute * MINUTES
        };
        if pass.touches(&[self.speed, self.worked]) {
            let rate: Vec<f64> = (0..rows.len()).map(an_hour).collect();
            lines.planned.rewrite(&self.rests, |planned| {
                self.hours
                    .write(planned, pass.days, worked, |row, _, hours| {
                        Rate::of(rate[row] * of_a_day(hours))
                    });
            });
        }
        if pass.touches(&[self.speed, self.nominal]) {
            let hours = self.nominal.of(numbers);
            lines.nominal.rewrite(&self.rests, |nominal| {
                nominal.rewrite(pass.days, rows.len(), &[Day(0)], |_, cells| {
                    for (row, cell) in cells.iter_mut().enumerate() {
                        *cell = Rate::of(an_hour(row) * hours[row]);
                    }
                });
            });
        }
        if pass.touches(&[self.workers, self.shift, self.worked]) {
            let (workers, shift) = (self.workers.of(numbers), self.shift.of(numbers));
            self.hours
                .write(&mut lines.staff_need, pass.days, worked, |row, _, hours| {
                    let crew = rows[row].number as f64 * workers[row] * STAFF;
                    rounded(crew * of_a_day(hours) / shift[row])
                });
        }
    }

    /// Availability, and what it would be without events: `plain` is what it is without noise.
    fn write_availability(&self, pass: Pass, plain: &mut Timetable<f64>, lines: &mut Lines) {
        let shares = self.availability.of(pass.numbers);
        let (on, written) = (self.breaks.on(), pass.touches(&[self.availability]));
        if written {
            self.breaks.write(plain, pass.days, shares, |_, _, share| {
                share.clamp(0.0, 1.0)
            });
            let usual = shares.iter().map(|&share| Share::from_decimal(share).0);
            lines.usual_availability.clear();
            lines.usual_availability.extend(usual);
            lines.runs_as_usual.clear();
            let ends = on.iter().skip(1).map(|next| next.row());
            for (&day, end) in on.iter().zip(ends.chain([pass.days])) {
                let as_usual = plain
                    .row(day)
                    .iter()
                    .zip(shares)
                    .all(|(now, usual)| now >= usual);
                lines.runs_as_usual.resize(end, as_usual);
            }
        }
        match noise::wavering(&self.noise, pass) {
            Some((noise, walk)) => self.write_wavering(pass, noise, walk, plain, lines),
            None if written => {
                let ppm = |cells: &mut [i64], shares: &[f64]| {
                    for (cell, &share) in cells.iter_mut().zip(shares) {
                        *cell = Share::from_decimal(share).0;
                    }
                };
                let (days, width) = (pass.days, shares.len());
                (lines.availability)
                    .rewrite(days, width, on, |day, cells| ppm(cells, plain.row(day)));
                (lines.usual).rewrite(days, width, &on[..1], |_, cells| ppm(cells, shares));
            }
            None => {}
        }
    }

    fn write_wavering(
        &self,
        pass: Pass,
        noise: &Noise,
        mut walk: Walk,
        plain: &Timetable<f64>,
        lines: &mut Lines,
    ) {
        let (days, shares) = (pass.days, self.availability.of(pass.numbers));
        let ppm = |cells: &mut [i64], shares: &[f64], deviations: &[f64]| {
            for (cell, (&share, &off)) in cells.iter_mut().zip(shares.iter().zip(deviations)) {
                *cell = Share::from_decimal(noise.share(share, off)).0;
            }
        };
        // Day 0 first, then the days on which events take something away.
        let mut disturbed = vec![Day(0)];
        let mut remembered = Vec::new();
        let as_usual = &lines.runs_as_usual;
        (lines.availability).rewrite(days, shares.len(), pass.every_day, |day, cells| {
            let deviations = walk.step();
            ppm(cells, plain.row(day), deviations);
            if day > Day(0) && !as_usual[day.row()] {
                disturbed.push(day);
            }
            if day == Day(0) || !as_usual[day.row()] {
                remembered.extend_from_slice(deviations);
            }
        });
        let mut remembered = remembered.chunks(shares.len().max(1));
        (lines.usual).rewrite(days, shares.len(), &disturbed, |_, cells| {
            ppm(cells, shares, remembered.next().unwrap_or(&[]));
        });
    }

    fn write_money(&self, pass: Pass, lines: &mut Lines) {
        let numbers = pass.numbers;
        if pass.touches(&[self.price]) {
            let prices = self.rows.iter().zip(self.price.of(numbers));
            let prices = prices.map(|(row, &yuan)| Fen(row.number * rounded(yuan * FEN)));
            lines.price.clear();
            lines.price.extend(prices);
        }
        if pass.touches(&[self.subsidy_need]) {
            let shares = self.subsidy_need.of(numbers).iter();
            lines.subsidy_need = shares.map(|&share| Share::from_decimal(share)).collect();
        }
    }
}

/// Rows of equal machines are alike.
fn alike(row: &Line) -> (Item, i64, u64) {
    let speed = row.speed_per_minute.median();
    (row.item, row.number, speed.to_bits())
}
