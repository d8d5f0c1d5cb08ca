//! Values that change on some days: a row a day, stored once for as long as it stays the same.

use crate::units::Day;

/// A table of `days` rows × `width` values in which equal neighbouring rows share their storage.
#[derive(Clone, Debug, Default)]
pub struct Timetable<T> {
    width: usize,
    row_of_day: Vec<u32>,
    /// The first day of each row that is stored.
    first_days: Vec<Day>,
    cells: Vec<T>,
}

impl<T: Copy + PartialEq + Default> Timetable<T> {
    /// Builds the table from `fill`, which writes the row of the day that it is given.
    pub fn build(days: usize, width: usize, fill: impl FnMut(Day, &mut [T])) -> Self {
        let every_day: Vec<Day> = (0..days).map(|day| Day(day as i32)).collect();
        let mut table = Self::default();
        table.rewrite(days, width, &every_day, fill);
        table
    }

    /// Writes the table anew where it lies. `fill` is asked for the rows of the days `on`, ascending from day 0; the days
    /// between have the row of the day before.
    pub fn rewrite(
        &mut self,
        days: usize,
        width: usize,
        on: &[Day],
        mut fill: impl FnMut(Day, &mut [T]),
    ) {
        self.width = width;
        self.row_of_day.clear();
        self.first_days.clear();
        self.cells.clear();
        let ends = on.iter().skip(1).map(|next| next.row()).chain([days]);
        for (&day, end) in on.iter().zip(ends) {
            let start = self.cells.len();
            self.cells.resize(start + width, T::default());
            fill(day, &mut self.cells[start..]);
            let before = start.saturating_sub(width);
            if start > 0 && self.cells[before..start] == self.cells[start..] {
                self.cells.truncate(start);
            }
            let rows = self.cells.len().checked_div(width).unwrap_or(1);
            self.row_of_day.resize(end, rows as u32 - 1);
            self.first_days.resize(rows, day);
        }
    }

    /// The values of a day.
    #[must_use]
    #[inline]
    pub fn row(&self, day: Day) -> &[T] {
        let start = self.row_of_day[day.row()] as usize * self.width;
        &self.cells[start..start + self.width]
    }

    /// The rows that are stored, each with its first day.
    pub fn rows(&self) -> impl Iterator<Item = (Day, &[T])> {
        let rows = self.cells.chunks_exact(self.width.max(1));
        self.first_days.iter().copied().zip(rows)
    }

    /// The first of the days, up to this one, that have this day's row.
    #[must_use]
    #[inline]
    pub fn same_since(&self, day: Day) -> Day {
        self.first_days[self.row_of_day[day.row()] as usize]
    }

    /// Position of a day's row among those that are stored.
    #[must_use]
    #[inline]
    pub fn position(&self, day: Day) -> usize {
        self.row_of_day[day.row()] as usize
    }

    /// Whether the row is that of the day before; never on day 0.
    #[must_use]
    #[inline]
    pub fn is_as_before(&self, day: Day) -> bool {
        let at = day.row();
        at > 0 && self.row_of_day[at] == self.row_of_day[at - 1]
    }

    /// The days on which the row differs from the day before; never day 0.
    pub fn change_days(&self) -> impl Iterator<Item = Day> + '_ {
        let pairs = self.row_of_day.windows(2).enumerate();
        pairs
            .filter(|(_, pair)| pair[0] != pair[1])
            .map(|(before, _)| Day(before as i32 + 1))
    }

    /// Changes the cells of every row that is stored, each with its column.
    pub fn change(&mut self, mut change: impl FnMut(usize, &mut T)) {
        for row in self.cells.chunks_exact_mut(self.width.max(1)) {
            for (column, cell) in row.iter_mut().enumerate() {
                change(column, cell);
            }
        }
    }

    /// Every distinct value row after another, for bounds over the whole calendar.
    pub fn values(&self) -> impl Iterator<Item = T> + '_ {
        self.cells.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_neighbours_are_stored_once() {
        let table = Timetable::build(5, 2, |day, row| row.fill(i64::from(day.0 >= 3)));
        assert_eq!(table.cells.len(), 4);
        assert_eq!(table.row(Day(2)), [0, 0]);
        assert_eq!(table.row(Day(3)), [1, 1]);
        assert_eq!(table.change_days().collect::<Vec<_>>(), [Day(3)]);
    }

    #[test]
    fn a_table_can_be_written_anew_on_the_days_that_matter() {
        let mut table = Timetable::build(5, 1, |day, row| row.fill(i64::from(day.0)));
        table.rewrite(5, 2, &[Day(0), Day(2), Day(4)], |day, row| {
            row.fill(i64::from(day.0 >= 4));
        });
        let again = Timetable::build(5, 2, |day, row| row.fill(i64::from(day.0 >= 4)));
        assert_eq!(format!("{table:?}"), format!("{again:?}"));
    }

    #[test]
    fn a_table_of_no_columns_has_empty_rows() {
        let table = Timetable::<i64>::build(3, 0, |_, _| {});
        assert!(table.row(Day(2)).is_empty());
    }
}
