//! Rates a day that come out in whole units: what is left of a unit is carried to the next day.

use super::Timetable;
use crate::units::{Day, MILLION, Rest, rounded};

/// So much a day, to a millionth of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    whole: i64,
    millionths: u32,
}

impl Rate {
    /// Nothing.
    pub const ZERO: Self = Self {
        whole: 0,
        millionths: 0,
    };

    /// The nearest rate to so many units a day; nothing where that is negative.
    #[must_use]
    pub fn of(units: f64) -> Self {
        let whole = units.max(0.0) as i64;
        match rounded((units.max(0.0) - whole as f64) * MILLION as f64) {
            MILLION => Self::of_whole(whole + 1),
            millionths => Self {
                whole,
                millionths: millionths as u32,
            },
        }
    }

    /// So many whole units a day.
    #[must_use]
    pub fn of_whole(whole: i64) -> Self {
        Self {
            whole,
            millionths: 0,
        }
    }

    /// Nothing a day.
    #[must_use]
    #[inline]
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// Millionths of a unit a day.
    #[must_use]
    pub fn in_millionths(self) -> i128 {
        i128::from(self.whole) * i128::from(MILLION) + i128::from(self.millionths)
    }

    /// Units a day, for programmes in floating point; never fed back into the engine.
    #[must_use]
    pub fn to_decimal(self) -> f64 {
        self.whole as f64 + f64::from(self.millionths) / MILLION as f64
    }

    /// Whole units on a day, so many days after one that opened with this rest.
    #[inline]
    fn on(self, rest: Rest, after: i64) -> i64 {
        if self.millionths == 0 {
            return self.whole;
        }
        let (rest, part) = (rest.millionths(), i64::from(self.millionths));
        let units = |days: i64| ((rest + part * days) as u64 / MILLION as u64) as i64;
        self.whole + units(after + 1) - units(after)
    }

    /// Whole units on a day that opens with this rest, which becomes that of the next.
    #[must_use]
    #[inline]
    pub fn carry(self, rest: &mut Rest) -> i64 {
        self.whole + rest.carry(1, i64::from(self.millionths))
    }

    /// The rest with which a day opens, so many days after one that opened with this rest.
    fn rest(self, rest: Rest, after: i64) -> Rest {
        let sum = rest.millionths() + i64::from(self.millionths) * after;
        Rest::spread((sum % MILLION) as usize, MILLION as usize)
    }
}

/// Rates of several rows, day by day. Over any span of days, whole units add up to the rates to within one unit.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    rates: Timetable<Rate>,
    /// The rest with which the first day of each row that is stored opens.
    rests: Vec<Rest>,
    width: usize,
}

/// One day of [`Rates`].
#[derive(Clone, Copy, Debug)]
pub struct RatesOfDay<'a> {
    rates: &'a [Rate],
    rests: &'a [Rest],
    after: i64,
}

impl Rates {
    /// Builds the rates from `fill`, which writes the row of the day that it is given.
    #[must_use]
    pub fn build(days: usize, width: usize, fill: impl FnMut(Day, &mut [Rate])) -> Self {
        let mut rates = Self {
            rates: Timetable::build(days, width, fill),
            ..Self::default()
        };
        rates.carry(&vec![Rest::default(); width]);
        rates
    }

    /// Writes the rates anew where they lie: `write` writes them, `first` are the rests with which day 0 opens.
    pub fn rewrite(&mut self, first: &[Rest], write: impl FnOnce(&mut Timetable<Rate>)) {
        write(&mut self.rates);
        self.carry(first);
    }

    fn carry(&mut self, first: &[Rest]) {
        let Self {
            rates,
            rests,
            width,
        } = self;
        *width = first.len();
        rests.clear();
        let mut before: Option<(Day, &[Rate])> = None;
        for (day, row) in rates.rows() {
            match before {
                None => rests.extend(first),
                Some((from, row)) => {
                    let last = rests.len() - row.len();
                    let after = i64::from(day - from);
                    for (at, rate) in row.iter().enumerate() {
                        rests.push(rate.rest(rests[last + at], after));
                    }
                }
            }
            before = Some((day, row));
        }
    }

    /// The rates of a day.
    #[must_use]
    #[inline]
    pub fn on(&self, day: Day) -> RatesOfDay<'_> {
        let start = self.rates.position(day) * self.width;
        RatesOfDay {
            rates: self.rates.row(day),
            rests: &self.rests[start..start + self.width],
            after: i64::from(day - self.rates.same_since(day)),
        }
    }

    /// From now on these rows have no rate on any day.
    pub fn stop(&mut self, rows: impl Fn(usize) -> bool) {
        self.rates.change(|row, rate| {
            if rows(row) {
                *rate = Rate::ZERO;
            }
        });
    }
}

impl RatesOfDay<'_> {
    /// A row's rate.
    #[must_use]
    #[inline]
    pub fn rate(&self, row: usize) -> Rate {
        self.rates[row]
    }

    /// A row's whole units.
    #[must_use]
    #[inline]
    pub fn units(&self, row: usize) -> i64 {
        self.rates[row].on(self.rests[row], self.after)
    }

    /// Whole units of all rows, in order.
    #[inline]
    pub fn all(self) -> impl Iterator<Item = i64> {
        let rows = self.rates.iter().zip(self.rests);
        rows.map(move |(rate, &rest)| rate.on(rest, self.after))
    }
}

/// The rests with which day 0 opens: those of rows that are alike are spread evenly over a unit, in the order of their ids, so
/// that together they come out as one row of their sum would. `alike` says what makes rows alike.
#[must_use]
pub fn first_rests<Key: Ord, Id: Ord>(
    rows: usize,
    alike: impl Fn(usize) -> Key,
    id: impl Fn(usize) -> Id,
) -> Vec<Rest> {
    let mut order: Vec<usize> = (0..rows).collect();
    order.sort_by_cached_key(|&row| (alike(row), id(row)));
    let mut rests = vec![Rest::default(); rows];
    for group in order.chunk_by(|&one, &other| alike(one) == alike(other)) {
        for (place, &row) in group.iter().enumerate() {
            rests[row] = Rest::spread(place, group.len());
        }
    }
    rests
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(days: usize, rows: &[&dyn Fn(usize) -> f64]) -> Rates {
        Rates::build(days, rows.len(), |day, cells| {
            for (cell, rate) in cells.iter_mut().zip(rows) {
                *cell = Rate::of(rate(day.row()));
            }
        })
    }

    fn units(rates: &Rates, days: usize, row: usize) -> Vec<i64> {
        let day = |day| rates.on(Day(day as i32)).units(row);
        (0..days).map(day).collect()
    }

    #[test]
    fn a_rate_keeps_what_was_written() {
        assert_eq!(Rate::of(0.4 * 2.0 * 60.0 * 8.0), Rate::of_whole(384));
        assert_eq!(Rate::of(383.999_999_999_999_94), Rate::of_whole(384));
        assert_eq!(Rate::of(0.000_48).in_millionths(), 480);
        assert_eq!(Rate::of(-1.0), Rate::ZERO);
        assert!((Rate::of(1e12 + 0.25).to_decimal() - 1e12 - 0.25).abs() < 1e-3);
    }

    #[test]
    fn less_than_a_unit_a_day_comes_on_some_days() {
        let rates = rates(10, &[&|_| 0.4, &|_| 0.6, &|_| 1.0]);
        assert_eq!(units(&rates, 10, 0), [0, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
        assert_eq!(units(&rates, 10, 1), [0, 1, 0, 1, 1, 0, 1, 0, 1, 1]);
        assert_eq!(units(&rates, 10, 2), [1; 10]);
    }

    #[test]
    fn the_rest_is_carried_over_changes_of_the_rate() {
        let course = |day: usize| if day < 5 { 0.3 } else { 2.15 };
        let rates = rates(400, &[&course, &|_| 0.0]);
        let mut exact = 0.0;
        let mut sum = 0;
        for (day, units) in units(&rates, 400, 0).into_iter().enumerate() {
            exact += course(day);
            sum += units;
            assert!((exact - sum as f64 - 0.5).abs() <= 0.5 + 1e-6, "day {day}");
        }
        assert_eq!(units(&rates, 400, 1).iter().sum::<i64>(), 0);
    }

    #[test]
    fn rows_that_are_alike_come_out_together() {
        let ids = ["c", "a", "b", "alone"];
        let rests = first_rests(4, |row| row / 3, |row| ids[row]);
        assert_eq!(
            rests,
            [(2, 3), (0, 3), (1, 3), (0, 1)].map(|(at, of)| Rest::spread(at, of))
        );
    }

    #[test]
    fn rates_of_no_rows_have_no_units() {
        assert_eq!(rates(3, &[]).on(Day(2)).all().count(), 0);
    }
}
