//! Roads: how open they are, and how long goods are under way.

use super::values::Column;
use super::{Pass, Preparation};
use crate::scenario::{County, Grade, Physics, Scenario, Subject};
use crate::units::{Day, MILLION, Share, rounded};
use crate::world::calendar::Calendar;
use crate::world::roads::{Coordinates, Haulage, distances};
use crate::world::{Enterprises, Prefectures, Timetable};

/// What futures may change about roads.
#[derive(Debug)]
pub(super) struct Roads<'a> {
    counties: &'a [County],
    /// County of each enterprise.
    county_of: Vec<usize>,
    /// Counties of each prefecture.
    counties_of: Vec<Vec<usize>>,
    /// Great-circle kilometres from the capital to each enterprise.
    to_gates: Vec<f64>,
    /// To each prefecture's seat.
    to_seats: Vec<f64>,
    openness: Column,
    detour: Column,
    speed: Column,
    handling: Column,
    driving: Column,
    /// Days on which some road may be another than the day before.
    on: Vec<Day>,
}

impl<'a> Roads<'a> {
    pub(super) fn of(preparation: &mut Preparation<'a>) -> Self {
        let scenario = preparation.scenario;
        let (calendar, values) = (&preparation.calendar, &mut preparation.values);
        let physics = &scenario.physics;
        let county_of: Vec<usize> = scenario.enterprises.iter().map(|row| row.county).collect();
        let gates = county_of.iter().map(|&county| {
            let County { lat, lon, .. } = scenario.counties[county];
            Coordinates { lat, lon }
        });
        let seats = scenario.prefectures.iter();
        let seats = seats.map(|row| Coordinates {
            lat: row.lat,
            lon: row.lon,
        });
        Self {
            counties: &scenario.counties,
            to_gates: kilometres(scenario, &gates.collect::<Vec<_>>()),
            to_seats: kilometres(scenario, &seats.collect::<Vec<_>>()),
            county_of,
            counties_of: counties_of(scenario),
            openness: values.together(&["roads.openness"], &physics.openness),
            detour: values.alone(&["roads.detour"], &physics.detour),
            speed: values.alone(&["roads.speed_kmh"], &physics.speed_kmh),
            handling: values.alone(&["roads.handling_hours"], &physics.handling_hours),
            driving: values.alone(&["roads.driving_hours"], &physics.driving_hours),
            on: days_of_change(calendar, scenario.counties.len()),
        }
    }

    pub(super) fn write(
        &self,
        pass: Pass,
        enterprises: &mut Enterprises,
        prefectures: &mut Prefectures,
    ) {
        if pass.touches(&[self.openness]) {
            self.open(pass, enterprises, prefectures);
        }
        let columns = [
            self.openness,
            self.detour,
            self.speed,
            self.handling,
            self.driving,
        ];
        if pass.touches(&columns) {
            let (gates, seats) = (&mut enterprises.lead, &mut prefectures.lead);
            self.write_leads(pass, &self.to_gates, &enterprises.openness, gates);
            self.write_leads(pass, &self.to_seats, &prefectures.openness, seats);
        }
    }

    fn open(&self, pass: Pass, enterprises: &mut Enterprises, prefectures: &mut Prefectures) {
        let by_grade = self.openness.by_grade(pass.numbers);
        let mut counties = Timetable::default();
        counties.rewrite(pass.days, self.counties.len(), &self.on, |day, cells| {
            for (county, cell) in cells.iter_mut().enumerate() {
                *cell = Share::from_decimal(pass.calendar.openness(county, day, by_grade)).0;
            }
        });
        let width = self.county_of.len();
        enterprises
            .openness
            .rewrite(pass.days, width, &self.on, |day, cells| {
                let today = counties.row(day);
                for (cell, &county) in cells.iter_mut().zip(&self.county_of) {
                    *cell = today[county];
                }
            });
        let width = self.counties_of.len();
        prefectures
            .openness
            .rewrite(pass.days, width, &self.on, |day, cells| {
                let today = counties.row(day);
                for (cell, counties) in cells.iter_mut().zip(&self.counties_of) {
                    *cell = mean(counties, |county| today[county]);
                }
            });
    }

    /// Lead times; a place that is closed has that of the worst grade still open.
    fn write_leads(
        &self,
        pass: Pass,
        kilometres: &[f64],
        openness: &Timetable<i64>,
        leads: &mut Timetable<i32>,
    ) {
        let minutes = self.road_minutes(pass.numbers, kilometres);
        let haulage = self.haulage(pass.numbers);
        let by_grade = self.openness.by_grade(pass.numbers);
        let always = by_grade.map(|share| Share::from_decimal(share).0);
        let worst_open = |shares: [i64; 3]| shares.into_iter().filter(|&share| share > 0).min();
        leads.rewrite(pass.days, minutes.len(), &self.on, |day, cells| {
            let grades = [Grade::Low, Grade::Medium, Grade::High].map(|grade| {
                let base = by_grade[grade as usize];
                let share = pass.calendar.value(Subject::Openness(grade), base, day);
                Share::from_decimal(share.clamp(0.0, 1.0)).0
            });
            let detour = worst_open(grades).or(worst_open(always)).unwrap_or(MILLION);
            let places = minutes.iter().zip(openness.row(day));
            for (cell, (&minutes, &open)) in cells.iter_mut().zip(places) {
                *cell = haulage.lead_days(minutes, if open > 0 { open } else { detour });
            }
        });
    }

    /// Great-circle kilometres × detour ÷ speed, in whole minutes.
    fn road_minutes(&self, numbers: &[f64], kilometres: &[f64]) -> Vec<i64> {
        let per_km = 60.0 * self.detour.alone(numbers) / self.speed.alone(numbers);
        kilometres.iter().map(|km| rounded(km * per_km)).collect()
    }

    fn haulage(&self, numbers: &[f64]) -> Haulage {
        Haulage {
            handling_minutes: rounded(self.handling.alone(numbers) * 60.0),
            driving_minutes: rounded(self.driving.alone(numbers) * 60.0).max(1),
        }
    }
}

/// From the capital to each of the places.
fn kilometres(scenario: &Scenario, places: &[Coordinates]) -> Vec<f64> {
    let Physics { capital, .. } = scenario.physics;
    let seat = &scenario.prefectures[capital];
    let seat = Coordinates {
        lat: seat.lat,
        lon: seat.lon,
    };
    distances(places, &[seat]).iter().copied().collect()
}

fn days_of_change(calendar: &Calendar, counties: usize) -> Vec<Day> {
    let grades = [Grade::Low, Grade::Medium, Grade::High].map(Subject::Openness);
    let subjects = (0..counties).map(Subject::CountyOpenness).chain(grades);
    let changes = subjects.flat_map(|subject| calendar.changes_of(subject).iter().copied());
    let turns = calendar.turns(changes);
    calendar.sorted(turns.into_iter().chain(calendar.grade_days()))
}

/// The counties of each prefecture.
pub(super) fn counties_of(scenario: &Scenario) -> Vec<Vec<usize>> {
    let mut counties = vec![Vec::new(); scenario.prefectures.len()];
    for (position, county) in scenario.counties.iter().enumerate() {
        counties[county.prefecture].push(position);
    }
    counties
}

/// Floor of the mean over counties, in ppm; that of an open, low-risk place where there are none.
pub(super) fn mean(counties: &[usize], value: impl Fn(usize) -> i64) -> i64 {
    if counties.is_empty() {
        return MILLION;
    }
    let sum: i64 = counties.iter().map(|&county| value(county)).sum();
    sum.div_euclid(counties.len() as i64)
}
