//! The days that a figure spans and how dates are written.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::report::words::{Lang, Word};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// So many days from the first one on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Date,
    /// How many.
    pub count: usize,
}

impl Days {
    /// The date of a day counted from 0.
    #[must_use]
    pub fn date(&self, day: usize) -> Date {
        i64::try_from(day)
            .ok()
            .and_then(|day| self.first.checked_add(day.days()).ok())
            .unwrap_or(Date::MAX)
    }

    /// The day of a date, where it falls within the span.
    #[must_use]
    pub fn day(&self, date: Date) -> Option<usize> {
        let day = usize::try_from(date.since(self.first).ok()?.get_days()).ok()?;
        (day < self.count).then_some(day)
    }

    /// Days that carry a date on an axis with room for `most` of them: weekly where possible.
    pub(super) fn ticks(&self, most: f64) -> Vec<usize> {
        let steps = [1, 7, 14, 28, 56, 91, 182, 364];
        let step = steps
            .into_iter()
            .find(|&step| (self.count as f64 / step as f64) <= most.max(1.0));
        (0..self.count)
            .step_by(step.unwrap_or(self.count.max(1)))
            .collect()
    }

    /// From when to when.
    pub(super) fn range(&self) -> Word {
        let (a, b) = (self.first, self.date(self.count.saturating_sub(1)));
        let (from, to) = (short(a), short(b));
        let zh = match (self.count, a.year() == b.year()) {
            (0 | 1, _) => format!("{}年{}", a.year(), from.zh),
            (_, true) => format!("{}年{}至{}", a.year(), from.zh, to.zh),
            (_, false) => format!("{}年{}至{}年{}", a.year(), from.zh, b.year(), to.zh),
        };
        let en = match (self.count, a.year() == b.year()) {
            (0 | 1, _) => format!("{} {}", from.en, a.year()),
            (_, true) => format!("{} – {} {}", from.en, to.en, b.year()),
            (_, false) => format!("{} {} – {} {}", from.en, a.year(), to.en, b.year()),
        };
        Word::new(&zh, &en)
    }
}

/// A date without its year.
pub(super) fn short(date: Date) -> Word {
    let month = MONTHS[usize::try_from(date.month() - 1).unwrap_or(0)];
    Word::new(
        &format!("{}月{}日", date.month(), date.day()),
        &format!("{} {month}", date.day()),
    )
}

/// A date inside a text: one form is enough even where both languages are shown.
pub(super) fn plain(date: Date, lang: Lang) -> String {
    short(date).first(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_and_dates_agree_across_a_leap_day() {
        let days = Days {
            first: date(2020, 2, 1),
            count: 60,
        };
        assert_eq!(days.date(29), date(2020, 3, 1));
        assert_eq!(days.day(date(2020, 3, 1)), Some(29));
        assert_eq!(
            (days.day(date(2020, 1, 31)), days.day(date(2020, 4, 1))),
            (None, None)
        );
        assert_eq!(
            days.range(),
            Word::new("2020年2月1日至3月31日", "1 Feb – 31 Mar 2020")
        );
    }

    #[test]
    fn ticks_are_weekly_where_there_is_room() {
        let days = Days {
            first: date(2020, 2, 1),
            count: 60,
        };
        assert_eq!(days.ticks(12.0), [0, 7, 14, 21, 28, 35, 42, 49, 56]);
        assert_eq!(Days { count: 0, ..days }.ticks(12.0), Vec::<usize>::new());
        assert_eq!(Days { count: 1, ..days }.ticks(12.0), [0]);
    }
}
