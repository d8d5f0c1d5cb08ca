//! What a value is on a day: its base, and what dated changes make of it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::scenario::{Action, Change, Grade, Profile, Scenario, Subject};
use crate::units::Day;

/// The scenario's calendar: dates to days, and dated changes to values. Changes are found by their subject, dates
/// are turned into days once: a world asks for millions of values.
#[derive(Debug)]
pub(super) struct Calendar<'a> {
    start: Date,
    changes: BTreeMap<Subject, Vec<&'a Change>>,
    /// Risk grades, by county × day.
    grades: Vec<Grade>,
    days: usize,
    /// Points of each profile.
    profiles: Vec<Vec<(Day, f64)>>,
}

impl<'a> Calendar<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
        let mut changes: BTreeMap<Subject, Vec<&Change>> = BTreeMap::new();
        for change in &scenario.changes {
            changes.entry(change.subject).or_default().push(change);
        }
        let mut calendar = Self {
            start: scenario.start,
            changes,
            grades: Vec::new(),
            days: scenario.days as usize,
            profiles: Vec::new(),
        };
        calendar.grades = (0..scenario.counties.len())
            .flat_map(|county| calendar.grades_of(&scenario.counties[county].risk, county))
            .collect();
        let points = |profile: &Profile| {
            let points = profile.points.iter();
            points
                .map(|&(date, value)| (calendar.day(date), value))
                .collect()
        };
        calendar.profiles = scenario.profiles.iter().map(points).collect();
        calendar
    }

    /// The day of a date, negative before the start.
    pub(super) fn day(&self, date: Date) -> Day {
        let since = date.duration_since(self.start);
        Day((since.as_hours() / 24) as i32)
    }

    /// A county's grades, day by day; before its first known date the first grade holds (assumed).
    fn grades_of(&self, known: &[(Date, Grade)], county: usize) -> Vec<Grade> {
        let known: Vec<(Day, Grade)> = (known.iter())
            .map(|&(date, grade)| (self.day(date), grade))
            .collect();
        let on = |day: Day| {
            let latest = known.iter().rev().find(|(date, _)| *date <= day);
            let base = latest
                .or(known.first())
                .map_or(Grade::Low, |(_, grade)| *grade);
            self.in_force(Subject::Risk(county), day)
                .fold(base, |grade, change| match change.action {
                    Action::SetGrade(to) => to,
                    Action::Set(_) | Action::Scale(_) => grade,
                })
        };
        (0..self.days).map(|day| on(Day(day as i32))).collect()
    }

    /// A value on a day: `base`, then every change to `subject` in force, in the scenario's order.
    pub(super) fn value(&self, subject: Subject, base: f64, day: Day) -> f64 {
        changed(self.changes_of(subject), base, day)
    }

    /// Changes to a subject, in the scenario's order.
    pub(super) fn changes_of(&self, subject: Subject) -> &[&'a Change] {
        self.changes.get(&subject).map_or(&[], Vec::as_slice)
    }

    /// Day 0 and the days on which any of these changes begins or has ended.
    pub(super) fn turns<'c>(&self, changes: impl Iterator<Item = &'c Change>) -> Vec<Day> {
        let ends = changes.flat_map(|change| [Some(change.from), change.to.map(|to| to + 1)]);
        let days = ends.flatten().map(|day| Day(day as i32));
        self.sorted(days)
    }

    /// Days of the calendar, ascending, each once, from day 0.
    pub(super) fn sorted(&self, days: impl Iterator<Item = Day>) -> Vec<Day> {
        let inside = |day: &Day| 0 < day.0 && (day.0 as usize) < self.days;
        let mut days: Vec<Day> = days.filter(inside).chain([Day(0)]).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Days on which any county's grade is another than the day before, or day 0.
    pub(super) fn grade_days(&self) -> impl Iterator<Item = Day> + '_ {
        let turns = |county: &[Grade]| -> Vec<Day> {
            let pairs = county.windows(2).enumerate();
            let turns = pairs.filter(|(_, pair)| pair[0] != pair[1]);
            turns.map(|(before, _)| Day(before as i32 + 1)).collect()
        };
        self.grades.chunks(self.days).flat_map(turns)
    }

    /// Days in the calendar.
    pub(super) fn days(&self) -> usize {
        self.days
    }

    /// The risk grade of a county on a day.
    pub(super) fn grade(&self, county: usize, day: Day) -> Grade {
        self.grades[county * self.days + day.row()]
    }

    /// Openness of a county's roads, a share.
    pub(super) fn openness(&self, county: usize, day: Day, by_grade: [f64; 3]) -> f64 {
        let grade = self.grade(county, day);
        let of_grade = self.value(Subject::Openness(grade), by_grade[grade as usize], day);
        self.value(Subject::CountyOpenness(county), of_grade, day)
            .clamp(0.0, 1.0)
    }

    /// A profile's value: straight lines between its points, level outside them.
    pub(super) fn profile(&self, profile: Option<usize>, day: Day) -> f64 {
        let Some(profile) = profile else { return 1.0 };
        let points = &self.profiles[profile];
        let after = points.partition_point(|(date, _)| *date <= day);
        match (
            after.checked_sub(1).map(|before| points[before]),
            points.get(after),
        ) {
            (Some((from, low)), Some(&(to, high))) => {
                low + (high - low) * f64::from(day - from) / f64::from(to - from)
            }
            (Some((_, level)), None) => level,
            (None, Some(&(_, level))) => level,
            (None, None) => 1.0,
        }
    }

    fn in_force(&self, subject: Subject, day: Day) -> impl Iterator<Item = &'a Change> {
        in_force(self.changes_of(subject), day)
    }
}

/// A value on a day: `base`, then every change in force, in order.
pub(super) fn changed(changes: &[&Change], base: f64, day: Day) -> f64 {
    in_force(changes, day).fold(base, |value, change| match change.action {
        Action::Set(to) => to,
        Action::Scale(by) => value * by,
        Action::SetGrade(_) => value,
    })
}

fn in_force<'a>(changes: &[&'a Change], day: Day) -> impl Iterator<Item = &'a Change> {
    changes.iter().copied().filter(move |change| {
        let on = day.0 as u32;
        change.from <= on && change.to.is_none_or(|last| on <= last)
    })
}
