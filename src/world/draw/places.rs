//! Enterprises and prefectures: where they are, staff, compliance.

use super::values::Column;
use super::{Dated, Pass, Preparation, rank_of_ids};
use crate::scenario::{Enterprise, Grade, Scenario, Subject};
use crate::units::{Day, PrefectureIndex, ProductIndex, Share, Staff, rounded};
use crate::world::calendar::Calendar;
use crate::world::{Enterprises, Prefectures};

/// Thousandths of a person.
const MILLI: f64 = 1000.0;

/// What futures may change about enterprises.
#[derive(Debug)]
pub(super) struct Workplaces<'a> {
    rows: &'a [Enterprise],
    staff_present: Column,
    staff_away: Column,
    recruit_share: Column,
    compliance: Column,
    returns: Column,
    recruits: Dated<'a>,
    /// Days on which shares of returning staff may be others than the day before.
    returns_on: Vec<Day>,
}

impl<'a> Workplaces<'a> {
    pub(super) fn of(preparation: &mut Preparation<'a>) -> Self {
        let scenario = preparation.scenario;
        let rows = &scenario.enterprises[..];
        let (calendar, values) = (&preparation.calendar, &mut preparation.values);
        let returns = values.together(&["staff.return_per_day"], &scenario.physics.staff_return);
        let [staff_present, staff_away, recruit_share, compliance] =
            Enterprise::QUANTITIES.map(|column| values.column(column, rows, |row| &row.id));
        Self {
            rows,
            returns,
            staff_present,
            staff_away,
            recruit_share,
            compliance,
            recruits: Dated::of(calendar, rows.len(), Subject::RecruitShare),
            returns_on: days_of_return(calendar),
        }
    }

    /// What no draw touches.
    pub(super) fn structure(&self, scenario: &Scenario, calendar: &Calendar) -> Enterprises {
        let never = Day(i32::MAX / 4);
        let rows = self.rows;
        Enterprises {
            count: rows.len(),
            prefecture: rows
                .iter()
                .map(|row| scenario.counties[row.county].prefecture)
                .map(PrefectureIndex::from_position)
                .collect(),
            county: rows.iter().map(|row| row.county as u32).collect(),
            rank: rank_of_ids(rows.iter().map(|row| row.id.as_str())),
            listed_from: rows
                .iter()
                .map(|row| row.listed_on.map_or(never, |date| calendar.day(date)))
                .collect(),
            first_line: borders(
                rows.len(),
                scenario.lines.iter().map(|line| line.enterprise),
            ),
            ..Enterprises::default()
        }
    }

    pub(super) fn write(&self, pass: Pass, enterprises: &mut Enterprises) {
        let staff = |column: Column| -> Vec<Staff> {
            let persons = column.of(pass.numbers).iter();
            persons
                .map(|&count| Staff(rounded(count * MILLI)))
                .collect()
        };
        if pass.touches(&[self.staff_present]) {
            enterprises.staff_present = staff(self.staff_present);
        }
        if pass.touches(&[self.staff_away]) {
            enterprises.staff_away = staff(self.staff_away);
        }
        if pass.touches(&[self.recruit_share]) {
            let (shares, table) = (
                self.recruit_share.of(pass.numbers),
                &mut enterprises.recruit_share,
            );
            self.recruits
                .write(table, pass.days, shares, |_, _, share| {
                    Share::from_decimal(share.clamp(0.0, 1.0)).0
                });
        }
        if pass.touches(&[self.compliance]) {
            let shares = self.compliance.of(pass.numbers).iter();
            enterprises.compliance.clear();
            enterprises
                .compliance
                .extend(shares.map(|&share| Share::from_decimal(share)));
        }
        if pass.touches(&[self.returns]) {
            self.write_returns(pass, enterprises);
        }
    }

    fn write_returns(&self, pass: Pass, enterprises: &mut Enterprises) {
        let by_grade = self.returns.by_grade(pass.numbers);
        let (width, on) = (self.rows.len(), &self.returns_on);
        enterprises
            .staff_return
            .rewrite(pass.days, width, on, |day, cells| {
                let grades = [Grade::Low, Grade::Medium, Grade::High].map(|grade| {
                    let base = by_grade[grade as usize];
                    let share = pass.calendar.value(Subject::StaffReturn(grade), base, day);
                    Share::from_decimal(share.clamp(0.0, 1.0)).0
                });
                for (cell, row) in cells.iter_mut().zip(self.rows) {
                    *cell = grades[pass.calendar.grade(row.county, day) as usize];
                }
            });
    }
}

fn days_of_return(calendar: &Calendar) -> Vec<Day> {
    let grades = [Grade::Low, Grade::Medium, Grade::High].map(Subject::StaffReturn);
    let subjects = grades.into_iter();
    let changes = subjects.flat_map(|subject| calendar.changes_of(subject).iter().copied());
    let turns = calendar.turns(changes);
    calendar.sorted(turns.into_iter().chain(calendar.grade_days()))
}

/// Prefectures, apart from what roads and needs write.
pub(super) fn prefectures(
    scenario: &Scenario,
    local_products: Vec<Vec<ProductIndex>>,
) -> Prefectures {
    let count = scenario.prefectures.len();
    let home = |row: &Enterprise| scenario.counties[row.county].prefecture;
    Prefectures {
        count,
        population: (scenario.prefectures.iter())
            .map(|row| row.population)
            .collect(),
        first_enterprise: borders(count, scenario.enterprises.iter().map(home)),
        local_products,
        ..Prefectures::default()
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
