//! Streams of need, tabulated day by day.

use super::{Draw, rank_of_ids, whole};
use crate::scenario::{Kind, Subject};
use crate::units::{PrefectureIndex, ProductIndex, Share};
use crate::world::{Streams, Timetable};

impl Draw<'_> {
    pub(super) fn streams(&self) -> Streams {
        let rows = &self.scenario.demand;
        let column =
            |name: &str, pick: fn(&crate::scenario::Demand) -> &crate::scenario::Quantity| {
                self.chooser.column(name, rows, |row| &row.id, pick)
            };
        let persons = column("demand.persons", |row| &row.persons);
        let masks = column("demand.masks_per_person_day", |row| {
            &row.masks_per_person_day
        });
        let factors: Vec<[f64; 3]> = (rows.iter())
            .map(|row| {
                let written = &self.scenario.physics.demand_factor[row.kind as usize];
                self.by_grade(&["demand_factor", row.kind.name()], written)
            })
            .collect();
        let need = Timetable::build(self.days(), rows.len(), |day, cells| {
            for (position, cell) in cells.iter_mut().enumerate() {
                let row = &rows[position];
                let each =
                    self.calendar
                        .value(Subject::MasksPerPersonDay(position), masks[position], day);
                let factor = row.prefecture.map_or(1.0, |place| {
                    self.demand_factor(row.kind, factors[position], place, day)
                });
                *cell = whole(
                    persons[position] * each * self.calendar.profile(row.profile, day) * factor,
                )
                .max(0);
            }
        });
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
        Streams {
            count: rows.len(),
            kind: rows.iter().map(|row| row.kind).collect::<Vec<Kind>>(),
            prefecture: rows
                .iter()
                .map(|row| row.prefecture.map(PrefectureIndex::from_position))
                .collect(),
            rank: rank_of_ids(rows.iter().map(|row| row.id.as_str())),
            products: rows
                .iter()
                .map(|row| {
                    row.products
                        .iter()
                        .map(|&product| ProductIndex::from_position(product))
                        .collect()
                })
                .collect(),
            expected: self.expected(rows.len(), &need),
            need,
            backlog_share: column("demand.backlog_share", |row| &row.backlog_share)
                .into_iter()
                .map(Share::from_decimal)
                .collect(),
            backlog_days: column("demand.backlog_days", |row| &row.backlog_days)
                .into_iter()
                .map(|days| whole(days) as i32)
                .collect(),
            serving,
            first_serving,
            masks_per_person: masks.iter().map(|each| whole(each * 1000.0)).collect(),
        }
    }
}
