//! What a value is on a day: its base, and what dated changes make of it.

use jiff::civil::Date;

use crate::scenario::{Action, Change, Grade, Kind, Scenario, Subject};
use crate::units::Day;

/// The scenario's calendar: dates to days, and dated changes to values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar<'a> {
    scenario: &'a Scenario,
}

impl<'a> Calendar<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
        Self { scenario }
    }

    /// The day of a date, negative before the start.
    pub(super) fn day(self, date: Date) -> Day {
        let since = date.duration_since(self.scenario.start);
        Day((since.as_hours() / 24) as i32)
    }

    /// A value on a day: `base`, then every change to `subject` in force, in the scenario's order.
    pub(super) fn value(self, subject: Subject, base: f64, day: Day) -> f64 {
        self.in_force(subject, day)
            .fold(base, |value, change| match change.action {
                Action::Set(to) => to,
                Action::Scale(by) => value * by,
                Action::SetGrade(_) => value,
            })
    }

    /// Whether any dated change ever touches the subject.
    pub(super) fn changes(self, subject: Subject) -> bool {
        self.scenario
            .changes
            .iter()
            .any(|change| change.subject == subject)
    }

    /// The risk grade of a county on a day; before its first known date the first grade holds (assumed).
    pub(super) fn grade(self, county: usize, day: Day) -> Grade {
        let known = &self.scenario.counties[county].risk;
        let latest = known
            .iter()
            .rev()
            .find(|(date, _)| self.day(*date) <= day)
            .or(known.first());
        let base = latest.map_or(Grade::Low, |(_, grade)| *grade);
        self.in_force(Subject::Risk(county), day)
            .fold(base, |grade, change| match change.action {
                Action::SetGrade(to) => to,
                Action::Set(_) | Action::Scale(_) => grade,
            })
    }

    /// Openness of a county's roads, a share.
    pub(super) fn openness(self, county: usize, day: Day, by_grade: [f64; 3]) -> f64 {
        let grade = self.grade(county, day);
        let of_grade = self.value(Subject::Openness(grade), by_grade[grade as usize], day);
        self.value(Subject::CountyOpenness(county), of_grade, day)
            .clamp(0.0, 1.0)
    }

    /// Demand factor of a kind in a county.
    pub(super) fn demand_factor(
        self,
        kind: Kind,
        county: usize,
        day: Day,
        by_grade: [f64; 3],
    ) -> f64 {
        let grade = self.grade(county, day);
        self.value(
            Subject::DemandFactor(kind, grade),
            by_grade[grade as usize],
            day,
        )
    }

    /// A profile's value: straight lines between its points, level outside them.
    pub(super) fn profile(self, profile: Option<usize>, day: Day) -> f64 {
        let Some(profile) = profile else { return 1.0 };
        let points = &self.scenario.profiles[profile].points;
        let after = points.partition_point(|(date, _)| self.day(*date) <= day);
        match (
            after.checked_sub(1).map(|before| points[before]),
            points.get(after),
        ) {
            (Some((from, low)), Some(&(to, high))) => {
                let (from, to) = (self.day(from), self.day(to));
                low + (high - low) * f64::from(day - from) / f64::from(to - from)
            }
            (Some((_, level)), None) => level,
            (None, Some(&(_, level))) => level,
            (None, None) => 1.0,
        }
    }

    fn in_force(self, subject: Subject, day: Day) -> impl Iterator<Item = &'a Change> {
        self.scenario.changes.iter().filter(move |change| {
            let on = day.0 as u32;
            change.subject == subject
                && change.from <= on
                && change.to.is_none_or(|last| on <= last)
        })
    }
}
