//! Columns that dated changes touch: tables are written on the days on which a change begins or has ended.

use crate::scenario::{Change, Subject};
use crate::units::Day;
use crate::world::Timetable;
use crate::world::calendar::{Calendar, changed};

/// A column's rows that ever change on a date.
#[derive(Debug)]
pub(super) struct Dated<'a> {
    on: Vec<Day>,
    rows: Vec<(usize, Vec<&'a Change>)>,
}

impl<'a> Dated<'a> {
    /// Changes to so many rows of a column.
    pub(super) fn of(calendar: &Calendar<'a>, count: usize, subject: fn(usize) -> Subject) -> Self {
        let rows: Vec<(usize, Vec<&Change>)> = (0..count)
            .map(|row| (row, calendar.changes_of(subject(row)).to_vec()))
            .filter(|(_, changes)| !changes.is_empty())
            .collect();
        let all = rows.iter().flat_map(|(_, changes)| changes.iter().copied());
        Self {
            on: calendar.turns(all),
            rows,
        }
    }

    /// The same, written on these days too.
    pub(super) fn also_on(self, calendar: &Calendar, days: impl Iterator<Item = Day>) -> Self {
        Self {
            on: calendar.sorted(self.on.iter().copied().chain(days)),
            ..self
        }
    }

    /// Days on which rows may differ from those of the day before; day 0 first.
    pub(super) fn on(&self) -> &[Day] {
        &self.on
    }

    /// Writes a table from the column's numbers; `cell` turns a row's number of a day into what stands there.
    pub(super) fn write<T: Copy + PartialEq + Default>(
        &self,
        table: &mut Timetable<T>,
        days: usize,
        numbers: &[f64],
        cell: impl Fn(usize, Day, f64) -> T,
    ) {
        table.rewrite(days, numbers.len(), &self.on, |day, cells| {
            for (row, (place, &number)) in cells.iter_mut().zip(numbers).enumerate() {
                *place = cell(row, day, number);
            }
            for (row, changes) in &self.rows {
                cells[*row] = cell(*row, day, changed(changes, numbers[*row], day));
            }
        });
    }
}
