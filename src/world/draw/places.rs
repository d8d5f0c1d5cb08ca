//! Prefectures and enterprises: grades, roads, staff.

use super::{Draw, rank_of_ids, seven_day_mean, whole};
use crate::scenario::{Grade, Kind, Subject};
use crate::units::{Day, PrefectureIndex, ProductIndex, Share, Staff, of};
use crate::world::roads::Coordinates;
use crate::world::{Enterprises, Prefectures, Streams, Timetable};

/// Thousandths of a person.
const MILLI: f64 = 1000.0;

impl Draw<'_> {
    /// The enterprises, and where each prefecture's begin.
    pub(super) fn enterprises(&self) -> (Enterprises, Vec<usize>) {
        let (scenario, days) = (self.scenario, self.days());
        let rows = &scenario.enterprises;
        let count = rows.len();
        let prefecture: Vec<usize> = rows
            .iter()
            .map(|row| scenario.counties[row.county].prefecture)
            .collect();
        let first = (0..=scenario.prefectures.len())
            .map(|border| prefecture.partition_point(|&position| position < border))
            .collect();
        let column =
            |name: &str, pick: fn(&crate::scenario::Enterprise) -> &crate::scenario::Quantity| {
                self.chooser.column(name, rows, |row| &row.id, pick)
            };
        let recruit = column("enterprises.recruit_share", |row| &row.recruit_share);
        let to_staff = |persons: Vec<f64>| {
            persons
                .iter()
                .map(|&count| Staff(whole(count * MILLI)))
                .collect()
        };
        let never = Day(i32::MAX / 4);
        let returns = self.by_grade(&["staff.return_per_day"], &scenario.physics.staff_return);
        let openness = self.county_openness();
        let enterprises = Enterprises {
            count,
            prefecture: prefecture
                .iter()
                .map(|&position| PrefectureIndex::from_position(position))
                .collect(),
            county: rows.iter().map(|row| row.county as u32).collect(),
            rank: rank_of_ids(rows.iter().map(|row| row.id.as_str())),
            listed_from: rows
                .iter()
                .map(|row| row.listed_on.map_or(never, |date| self.calendar.day(date)))
                .collect(),
            staff_present: to_staff(column("enterprises.staff_present", |row| {
                &row.staff_present
            })),
            staff_away: to_staff(column("enterprises.staff_away", |row| &row.staff_away)),
            staff_return: Timetable::build(days, count, |day, cells| {
                let grades = self.by_grade_on(day, |grade| {
                    self.calendar
                        .value(Subject::StaffReturn(grade), returns[grade as usize], day)
                });
                for (cell, row) in cells.iter_mut().zip(rows) {
                    *cell = grades[self.calendar.grade(row.county, day) as usize];
                }
            }),
            recruit_share: Timetable::build(days, count, |day, cells| {
                for (position, cell) in cells.iter_mut().enumerate() {
                    let share = self.calendar.value(
                        Subject::RecruitShare(position),
                        recruit[position],
                        day,
                    );
                    *cell = Share::from_decimal(share.clamp(0.0, 1.0)).0;
                }
            }),
            compliance: column("enterprises.compliance", |row| &row.compliance)
                .into_iter()
                .map(Share::from_decimal)
                .collect(),
            openness: Timetable::build(days, count, |day, cells| {
                for (cell, row) in cells.iter_mut().zip(rows) {
                    *cell = openness.row(day)[row.county];
                }
            }),
            lead: Timetable::default(),
            first_line: borders(count, scenario.lines.iter().map(|line| line.enterprise)),
            first_maker: Vec::new(),
            first_holding: Vec::new(),
            shops: Vec::new(),
        };
        let gates = rows.iter().map(|row| &scenario.counties[row.county]);
        let gates: Vec<_> = gates
            .map(|county| Coordinates {
                lat: county.lat,
                lon: county.lon,
            })
            .collect();
        let lead = self.leads(&gates, &enterprises.openness);
        (
            Enterprises {
                lead,
                ..enterprises
            },
            first,
        )
    }

    pub(super) fn prefectures(
        &self,
        streams: &Streams,
        first_enterprise: Vec<usize>,
    ) -> Prefectures {
        let (scenario, days) = (self.scenario, self.days());
        let count = scenario.prefectures.len();
        let counties = self.county_openness();
        let openness = Timetable::build(days, count, |day, cells| {
            for (position, cell) in cells.iter_mut().enumerate() {
                *cell =
                    self.mean_over_counties(position, |county| counties.row(day)[county] as f64);
            }
        });
        let seats: Vec<_> = scenario
            .prefectures
            .iter()
            .map(|seat| Coordinates {
                lat: seat.lat,
                lon: seat.lon,
            })
            .collect();
        let expected_of = |kinds: &[Kind]| {
            Timetable::build(days, count, |day, cells| {
                cells.fill(0);
                for (position, cell) in streams.expected.row(day).iter().enumerate() {
                    if let (true, Some(place)) = (
                        kinds.contains(&streams.kind[position]),
                        streams.prefecture[position],
                    ) {
                        cells[place.at()] += cell;
                    }
                }
            })
        };
        Prefectures {
            count,
            population: scenario
                .prefectures
                .iter()
                .map(|row| row.population)
                .collect(),
            lead: self.leads(&seats, &openness),
            openness,
            first_enterprise,
            local_need: expected_of(&[Kind::Essential, Kind::Public]),
            frontline_need: expected_of(&[Kind::Frontline]),
            local_products: (0..count)
                .map(|position| self.local_products(streams, position))
                .collect(),
        }
    }

    /// Products that local streams of a prefecture accept, by their best place in any stream's list.
    fn local_products(&self, streams: &Streams, prefecture: usize) -> Vec<ProductIndex> {
        let mut best: Vec<(usize, usize)> = Vec::new();
        for stream in 0..streams.count {
            let here = streams.prefecture[stream].is_some_and(|place| place.at() == prefecture);
            if !here || !matches!(streams.kind[stream], Kind::Essential | Kind::Public) {
                continue;
            }
            for (place, product) in streams.products[stream].iter().enumerate() {
                match best.iter_mut().find(|(_, known)| *known == product.at()) {
                    Some(entry) => entry.0 = entry.0.min(place),
                    None => best.push((place, product.at())),
                }
            }
        }
        best.sort_unstable();
        best.into_iter()
            .map(|(_, product)| ProductIndex::from_position(product))
            .collect()
    }

    fn county_openness(&self) -> Timetable<i64> {
        let by_grade = self.by_grade(&["roads.openness"], &self.scenario.physics.openness);
        Timetable::build(self.days(), self.scenario.counties.len(), |day, cells| {
            for (county, cell) in cells.iter_mut().enumerate() {
                *cell = Share::from_decimal(self.calendar.openness(county, day, by_grade)).0;
            }
        })
    }

    /// Lead times; a place that is closed has that of the worst grade still open.
    fn leads(&self, places: &[Coordinates], openness: &Timetable<i64>) -> Timetable<i32> {
        let (minutes, haulage) = (self.road_minutes(places), self.haulage());
        let by_grade = self.by_grade(&["roads.openness"], &self.scenario.physics.openness);
        Timetable::build(self.days(), places.len(), |day, cells| {
            let grades = self.by_grade_on(day, |grade| {
                self.calendar
                    .value(Subject::Openness(grade), by_grade[grade as usize], day)
            });
            let always = by_grade.map(|share| Share::from_decimal(share).0);
            let worst_open = |shares: [i64; 3]| shares.into_iter().filter(|&share| share > 0).min();
            let detour = worst_open(grades)
                .or(worst_open(always))
                .unwrap_or(crate::units::MILLION);
            for (position, cell) in cells.iter_mut().enumerate() {
                let open = openness.row(day)[position];
                *cell = haulage.lead_days(minutes[position], if open > 0 { open } else { detour });
            }
        })
    }

    /// Floor of the mean over a prefecture's counties; the value of an open, low-risk place where it has none.
    fn mean_over_counties(&self, prefecture: usize, value: impl Fn(usize) -> f64) -> i64 {
        let inside = |&county: &usize| self.scenario.counties[county].prefecture == prefecture;
        let counties: Vec<usize> = (0..self.scenario.counties.len()).filter(inside).collect();
        if counties.is_empty() {
            return of(crate::units::MILLION, crate::units::MILLION);
        }
        let sum: f64 = counties.iter().map(|&county| value(county)).sum();
        (sum / counties.len() as f64).floor() as i64
    }

    /// Mean demand factor of a kind over a prefecture's counties.
    pub(super) fn demand_factor(
        &self,
        kind: Kind,
        by_grade: [f64; 3],
        prefecture: usize,
        day: Day,
    ) -> f64 {
        let ppm = self.mean_over_counties(prefecture, |county| {
            Share::from_decimal(self.calendar.demand_factor(kind, county, day, by_grade)).0 as f64
        });
        Share(ppm).to_decimal()
    }

    fn by_grade_on(&self, _day: Day, value: impl Fn(Grade) -> f64) -> [i64; 3] {
        [Grade::Low, Grade::Medium, Grade::High]
            .map(|grade| Share::from_decimal(value(grade).clamp(0.0, 1.0)).0)
    }

    /// Expected need of each stream.
    pub(super) fn expected(&self, width: usize, need: &Timetable<i64>) -> Timetable<i64> {
        seven_day_mean(self.days(), width, need)
    }
}

/// Where each owner's run begins in a list sorted by owner: `borders[o]..borders[o + 1]`.
pub(super) fn borders(owners: usize, sorted: impl Iterator<Item = usize> + Clone) -> Vec<usize> {
    let mut first = vec![0; owners + 1];
    for owner in sorted {
        first[owner + 1] += 1;
    }
    for owner in 0..owners {
        first[owner + 1] += first[owner];
    }
    first
}
