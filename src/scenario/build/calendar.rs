//! The calendar, and dates held against it.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::said;
use crate::scenario::document::{Node, Value};
use crate::scenario::reader::Reader;
use crate::scenario::spelling::date_of;

/// Starts outside would leave the years that dates are written in.
const EARLIEST: Date = Date::constant(1900, 1, 1);
const LATEST: Date = Date::constant(2199, 12, 31);

/// The key that says how far dates go where fewer days are simulated.
const DATES_UNTIL: &str = "dates_until";

fn last(start: Date, days: i64) -> Date {
    start.saturating_add((days - 1).days())
}

/// The last day that a document says it simulates, where it says so readably.
pub(in crate::scenario) fn end(document: &Node) -> Option<Date> {
    let start = date_of(&document.get("start")?.text()).ok()?;
    let days: i64 = document.get("days")?.text().parse().ok()?;
    (1..=1_000_000).contains(&days).then(|| last(start, days))
}

/// Whoever cuts a calendar short need not take out what was to come after: how far the longer one went is kept.
pub(in crate::scenario) fn remember_end(document: &mut Node, before: Option<Date>) {
    let (Some(before), Some(now)) = (before, end(document)) else {
        return;
    };
    if now < before && document.get(DATES_UNTIL).is_none() {
        let place = document.get("days").map(|days| days.place.clone());
        let place = place.unwrap_or_else(|| document.place.clone());
        let value = Value::Text(before.to_string());
        document.put(DATES_UNTIL, Node { value, place });
    }
}

/// Day 0 and length. Where they can't be read no date is held against them: one finding is enough.
pub(super) struct Calendar {
    pub start: Date,
    pub days: u32,
    /// The last date that rows may name.
    known_until: Date,
    sound: bool,
}

impl Calendar {
    pub(super) fn of(top: &Reader) -> Self {
        let start = top.date("start");
        let days = top.sound_whole("days");
        let in_years = start.is_some_and(|start| (EARLIEST..=LATEST).contains(&start));
        if let (Some(found), false) = (start, in_years) {
            let expected = said!("{EARLIEST} 至 {LATEST}", "from {EARLIEST} to {LATEST}");
            top.object("S010", "start", found.to_string(), expected);
        }
        let mut calendar = Self {
            start: start.filter(|_| in_years).unwrap_or(EARLIEST),
            days: days.unwrap_or(1) as u32,
            known_until: Date::MIN,
            sound: in_years && days.is_some(),
        };
        let until = top.date(DATES_UNTIL);
        calendar.known_until = calendar.last().max(until.unwrap_or(Date::MIN));
        calendar
    }

    fn last(&self) -> Date {
        last(self.start, i64::from(self.days))
    }

    /// Objects to a date that no day simulated has.
    pub(super) fn object_unless_simulated(&self, row: &Reader, key: &str, date: Option<Date>) {
        let strict = Self {
            known_until: self.last(),
            ..*self
        };
        strict.object_outside(row, key, date);
    }

    /// The day of a date, negative before the start.
    pub(super) fn day(&self, date: Date) -> i32 {
        (date.duration_since(self.start).as_hours() / 24) as i32
    }

    /// Objects to a date outside.
    pub(super) fn object_outside(&self, row: &Reader, key: &str, date: Option<Date>) {
        self.object_unless(row, key, date, |date| self.start <= date);
    }

    /// Objects to a date after the end; what came before the start may still be known.
    pub(super) fn object_after(&self, row: &Reader, key: &str, date: Option<Date>) {
        self.object_unless(row, key, date, |_| true);
    }

    fn object_unless(
        &self,
        row: &Reader,
        key: &str,
        date: Option<Date>,
        begun: impl Fn(Date) -> bool,
    ) {
        let (start, last) = (self.start, self.known_until);
        if let Some(date) = date
            && self.sound
            && !(begun(date) && date <= last)
        {
            let expected = if begun(date) && begun(Date::MIN) {
                said!("不晚于 {last}", "{last} at the latest")
            } else {
                said!("{start} 至 {last}", "from {start} to {last}")
            };
            row.object("S010", key, date.to_string(), expected);
        }
    }

    /// Objects to a stretch of days that ends before it begins, or that no day of the calendar belongs to.
    pub(super) fn object_to_stretch(&self, row: &Reader, from: Option<Date>, to: Option<Date>) {
        if let (Some(first), Some(last)) = (from, to)
            && last < first
        {
            let expected = said!("不早于 {first}", "{first} or later");
            row.object("S010", "to", last.to_string(), expected);
            return;
        }
        self.object_after(row, "from", from);
        if let Some(last) = to
            && self.sound
            && last < self.start
        {
            let start = self.start;
            let expected = said!("不早于 {start}", "{start} or later");
            row.object("S010", "to", last.to_string(), expected);
        }
    }
}
