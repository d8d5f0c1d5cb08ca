//! Streams of need, tabulated day by day, and what prefectures expect of them.

use super::noise::{self, Noise};
use super::roads::{counties_of, mean};
use super::values::Column;
use super::{Dated, Pass, Preparation, rank_of_ids};
use crate::chance::walk::Walk;
use crate::scenario::{Demand, Grade, Kind, Scenario, Subject};
use crate::units::{Day, MILLION, PrefectureIndex, ProductIndex, Rest, Share, div_up, rounded};
use crate::world::calendar::Calendar;
use crate::world::rates::{Rate, first_rests};
use crate::world::{Prefectures, Streams, Timetable};

const GRADES: [Grade; 3] = [Grade::Low, Grade::Medium, Grade::High];

/// What futures may change about need.
#[derive(Debug)]
pub(super) struct Need<'a> {
    rows: &'a [Demand],
    counties_of: Vec<Vec<usize>>,
    persons: Column,
    masks: Column,
    backlog_share: Column,
    backlog_days: Column,
    /// By kind.
    by_grade: [Column; Kind::ALL.len()],
    dated: Dated<'a>,
    noise: Option<Noise>,
    /// What each row's need begins with of a mask.
    rests: Vec<Rest>,
    /// Days on which a demand factor may be another than the day before.
    factors_on: Vec<Day>,
    /// Profiles, by day × profile; 1 in the last place, for streams without one.
    courses: Vec<f64>,
    /// Place of each stream's profile among them.
    course_of: Vec<usize>,
    /// Place of each stream's factor: kind × prefecture, and 1 in the last place for streams that are nowhere.
    factor_of: Vec<usize>,
}

/// What need is reckoned from, kept from one future to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Basis {
    /// Demand factors of kinds × prefectures.
    factors: Timetable<f64>,
    /// Masks a person and day.
    masks: Timetable<f64>,
}

impl<'a> Need<'a> {
    pub(super) fn of(preparation: &mut Preparation<'a>) -> Self {
        let scenario = preparation.scenario;
        let rows = &scenario.demand[..];
        let (calendar, values) = (&preparation.calendar, &mut preparation.values);
        let written = &scenario.physics.demand_factor;
        let by_grade = Kind::ALL
            .map(|kind| values.together(&["demand_factor", kind.name()], &written[kind as usize]));
        let [persons, masks, backlog_share, backlog_days] =
            Demand::QUANTITIES.map(|column| values.column(column, rows, |row| &row.id));
        let wavers = scenario.noise.demand;
        let ids = rows.iter().map(|row| row.id.as_str());
        let noise = values.noise("noise.demand", wavers, ids);
        let (places, profiles) = (scenario.prefectures.len(), scenario.profiles.len());
        let factor_of = |row: &Demand| match row.prefecture {
            Some(place) => row.kind as usize * places + place,
            None => Kind::ALL.len() * places,
        };
        Self {
            rows,
            counties_of: counties_of(scenario),
            persons,
            masks,
            backlog_share,
            backlog_days,
            by_grade,
            noise,
            rests: first_rests(rows.len(), |row| alike(&rows[row]), |row| &rows[row].id),
            dated: Dated::of(calendar, rows.len(), Subject::MasksPerPersonDay),
            factors_on: days_of_factors(calendar),
            courses: courses(scenario, calendar),
            course_of: rows
                .iter()
                .map(|row| row.profile.unwrap_or(profiles))
                .collect(),
            factor_of: rows.iter().map(factor_of).collect(),
        }
    }

    /// What no draw touches.
    pub(super) fn structure(&self) -> Streams {
        let rows = self.rows;
        let turn = |&position: &u32| {
            let row = &rows[position as usize];
            (row.prefecture, row.kind, &row.products)
        };
        let mut serving: Vec<u32> = (0..rows.len() as u32).collect();
        serving.sort_by(|one, other| turn(one).cmp(&turn(other)));
        let turns = serving.chunk_by(|one, other| turn(one) == turn(other));
        let first_serving = turns.scan(0, |next, group| {
            *next += group.len();
            Some(*next)
        });
        let first_serving = std::iter::once(0).chain(first_serving).collect();
        let products = |row: &Demand| {
            let accepted = row.products.iter();
            accepted
                .map(|&product| ProductIndex::from_position(product))
                .collect()
        };
        Streams {
            count: rows.len(),
            kind: rows.iter().map(|row| row.kind).collect(),
            prefecture: (rows.iter())
                .map(|row| row.prefecture.map(PrefectureIndex::from_position))
                .collect(),
            rank: rank_of_ids(rows.iter().map(|row| row.id.as_str())),
            products: rows.iter().map(products).collect(),
            serving,
            first_serving,
            ..Streams::default()
        }
    }

    /// Products that each prefecture's local streams accept, by their best place in any stream's list.
    pub(super) fn local_products(&self) -> Vec<Vec<ProductIndex>> {
        let mut best: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.counties_of.len()];
        for row in self.rows {
            let (Some(prefecture), Kind::Essential | Kind::Public) = (row.prefecture, row.kind)
            else {
                continue;
            };
            let best = &mut best[prefecture];
            for (place, &product) in row.products.iter().enumerate() {
                match best.iter_mut().find(|(_, known)| *known == product) {
                    Some(entry) => entry.0 = entry.0.min(place),
                    None => best.push((place, product)),
                }
            }
        }
        let in_order = |mut best: Vec<(usize, usize)>| {
            best.sort_unstable();
            let products = best.into_iter();
            products
                .map(|(_, product)| ProductIndex::from_position(product))
                .collect()
        };
        best.into_iter().map(in_order).collect()
    }

    pub(super) fn write(
        &self,
        pass: Pass,
        basis: &mut Basis,
        streams: &mut Streams,
        prefectures: &mut Prefectures,
    ) {
        let numbers = pass.numbers;
        if pass.touches(&self.by_grade) {
            self.write_factors(pass, &mut basis.factors);
        }
        if pass.touches(&[self.masks]) {
            let masks = self.masks.of(numbers);
            self.dated
                .write(&mut basis.masks, pass.days, masks, |_, _, each| each);
            streams.masks_per_person.clear();
            streams
                .masks_per_person
                .extend(masks.iter().map(|each| rounded(each * MILLION as f64)));
        }
        let wavering = noise::wavering(&self.noise, pass);
        let drawn = pass.touches(&self.by_grade) || pass.touches(&[self.masks, self.persons]);
        if drawn || wavering.is_some() {
            self.write_need(pass, wavering, basis, &mut streams.need);
            seven_day_mean(pass, &streams.need, &mut streams.expected);
            expect(pass, streams, prefectures);
        }
        if pass.touches(&[self.backlog_share]) {
            let shares = self.backlog_share.of(numbers).iter();
            streams.backlog_share = shares.map(|&share| Share::from_decimal(share)).collect();
        }
        if pass.touches(&[self.backlog_days]) {
            let days = self.backlog_days.of(numbers).iter();
            streams.backlog_days = days.map(|&days| rounded(days) as i32).collect();
        }
    }

    /// Mean demand factor of each kind over each prefecture's counties.
    fn write_factors(&self, pass: Pass, factors: &mut Timetable<f64>) {
        let places = self.counties_of.len();
        factors.rewrite(
            pass.days,
            Kind::ALL.len() * places + 1,
            &self.factors_on,
            |day, cells| {
                for (kind, column) in Kind::ALL.into_iter().zip(&self.by_grade) {
                    let base = column.by_grade(pass.numbers);
                    let by_grade = GRADES.map(|grade| {
                        let subject = Subject::DemandFactor(kind, grade);
                        let factor = pass.calendar.value(subject, base[grade as usize], day);
                        Share::from_decimal(factor).0
                    });
                    let row = &mut cells[kind as usize * places..][..places];
                    for (cell, counties) in row.iter_mut().zip(&self.counties_of) {
                        let of_county =
                            |county| by_grade[pass.calendar.grade(county, day) as usize];
                        *cell = Share(mean(counties, of_county)).to_decimal();
                    }
                }
                cells[Kind::ALL.len() * places] = 1.0;
            },
        );
    }

    /// Need a day = persons × masks a person × profile × demand factor of the kind, and noise. What is left of a mask is
    /// needed on the next day.
    fn write_need(
        &self,
        pass: Pass,
        mut wavering: Option<(&Noise, Walk)>,
        basis: &Basis,
        need: &mut Timetable<i64>,
    ) {
        let persons = self.persons.of(pass.numbers);
        let width = self.courses.len() / pass.days;
        let mut today = vec![0.0; self.rows.len()];
        let mut rests = self.rests.clone();
        need.rewrite(pass.days, self.rows.len(), pass.every_day, |day, cells| {
            let (masks, factors) = (basis.masks.row(day), basis.factors.row(day));
            let courses = &self.courses[day.row() * width..][..width];
            let places = self.course_of.iter().zip(&self.factor_of);
            let rows = persons.iter().zip(masks).zip(places);
            for (pieces, ((persons, each), (&course, &factor))) in today.iter_mut().zip(rows) {
                *pieces = persons * each * courses[course] * factors[factor];
            }
            if let Some((noise, walk)) = &mut wavering {
                for (pieces, &off) in today.iter_mut().zip(walk.step()) {
                    *pieces *= noise.factor(off);
                }
            }
            for (cell, (&pieces, rest)) in cells.iter_mut().zip(today.iter().zip(&mut rests)) {
                *cell = Rate::of(pieces).carry(rest);
            }
        });
    }
}

/// Streams of equal need are alike.
fn alike(row: &Demand) -> (Kind, u64, u64) {
    let quantities = [&row.persons, &row.masks_per_person_day];
    let [persons, masks] = quantities.map(|quantity| quantity.median().to_bits());
    (row.kind, persons, masks)
}

fn days_of_factors(calendar: &Calendar) -> Vec<Day> {
    let subjects = Kind::ALL
        .into_iter()
        .flat_map(|kind| GRADES.map(|grade| Subject::DemandFactor(kind, grade)));
    let changes = subjects.flat_map(|subject| calendar.changes_of(subject).iter().copied());
    let turns = calendar.turns(changes);
    calendar.sorted(turns.into_iter().chain(calendar.grade_days()))
}

/// Every profile on every day, and 1 after them.
fn courses(scenario: &Scenario, calendar: &Calendar) -> Vec<f64> {
    let profiles = scenario.profiles.len();
    let on = |day: usize| {
        let value = move |profile| calendar.profile(profile, Day(day as i32));
        (0..profiles).map(Some).chain([None]).map(value)
    };
    (0..calendar.days()).flat_map(on).collect()
}

/// The mean of a window of the last 7 days (or the days there are), rounded up.
fn seven_day_mean(pass: Pass, of: &Timetable<i64>, means: &mut Timetable<i64>) {
    let mut sums = vec![0_i64; of.row(Day(0)).len()];
    means.rewrite(pass.days, sums.len(), pass.every_day, |day, cells| {
        for (sum, value) in sums.iter_mut().zip(of.row(day)) {
            *sum += value;
        }
        if day.0 >= WEEK {
            for (sum, value) in sums.iter_mut().zip(of.row(day - WEEK)) {
                *sum -= value;
            }
        }
        let known = i64::from((day.0 + 1).min(WEEK));
        for (cell, &sum) in cells.iter_mut().zip(&sums) {
            // Division by a number that the compiler knows is several times as fast.
            *cell = if known == i64::from(WEEK) {
                div_up(sum, i64::from(WEEK))
            } else {
                div_up(sum, known)
            };
        }
    });
}

/// Days in the window of expected need.
const WEEK: i32 = 7;

/// Expected need of each prefecture: local, and of its front line.
fn expect(pass: Pass, streams: &Streams, prefectures: &mut Prefectures) {
    let expected_of = |table: &mut Timetable<i64>, kinds: &[Kind]| {
        let places = streams.kind.iter().zip(&streams.prefecture).enumerate();
        let counted: Vec<(usize, usize)> = places
            .filter(|(_, (kind, _))| kinds.contains(kind))
            .filter_map(|(stream, (_, place))| Some((stream, (*place)?.at())))
            .collect();
        table.rewrite(
            pass.days,
            prefectures.count,
            pass.every_day,
            |day, cells| {
                let expected = streams.expected.row(day);
                for &(stream, place) in &counted {
                    cells[place] += expected[stream];
                }
            },
        );
    };
    expected_of(
        &mut prefectures.local_need,
        &[Kind::Essential, Kind::Public],
    );
    expected_of(&mut prefectures.frontline_need, &[Kind::Frontline]);
}
