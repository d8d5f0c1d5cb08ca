//! The least and the greatest that a value can be on any day, in any world, dated changes included.

use std::collections::BTreeMap;

use super::place_of;
use crate::said;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::schema::range_of;
use crate::scenario::{Action, Change, Quantity, Scenario, Subject};

/// Ends of what a value can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ends {
    /// The least above zero; infinite where there is none.
    pub least: f64,
    /// The greatest.
    pub most: f64,
    /// Whether it can be 0.
    pub zero: bool,
}

impl Ends {
    fn of(low: f64, high: f64) -> Self {
        Self {
            least: if low > 0.0 { low } else { f64::INFINITY },
            most: high,
            zero: low <= 0.0,
        }
    }

    /// Those of either.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            most: self.most.max(other.most),
            zero: self.zero || other.zero,
        }
    }
}

/// The greatest that any world has of a quantity.
pub(super) fn most(quantity: &Quantity) -> f64 {
    quantity.extremes().1
}

/// Dated changes by what they change, in their order.
pub(super) struct Changes<'a> {
    days: u32,
    of: BTreeMap<Subject, Vec<&'a Change>>,
}

impl<'a> Changes<'a> {
    pub(super) fn of(scenario: &'a Scenario) -> Self {
        let mut of: BTreeMap<Subject, Vec<&Change>> = BTreeMap::new();
        for change in &scenario.changes {
            of.entry(change.subject).or_default().push(change);
        }
        let days = scenario.days;
        Self { days, of }
    }

    /// What a value can be on any day.
    pub(super) fn ends(&self, subject: Subject, base: &Quantity) -> Ends {
        let (low, high) = base.extremes();
        self.days_of_change(subject)
            .map(|day| {
                let on = |value| self.value_on(subject, value, day);
                Ends::of(on(low), on(high))
            })
            .fold(Ends::of(low, high), Ends::or)
    }

    fn value_on(&self, subject: Subject, base: f64, day: u32) -> f64 {
        self.in_force(subject, day)
            .fold(base, |value, change| match change.action {
                Action::Set(to) => to,
                Action::Scale(by) => value * by,
                Action::SetGrade(_) => value,
            })
    }

    fn of_subject(&self, subject: Subject) -> &[&'a Change] {
        self.of.get(&subject).map_or(&[], Vec::as_slice)
    }

    fn in_force(&self, subject: Subject, day: u32) -> impl Iterator<Item = &'a Change> {
        let all = self.of_subject(subject).iter().copied();
        all.filter(move |change| change.from <= day && change.to.is_none_or(|to| day <= to))
    }

    /// Days on which a value may begin to be another.
    fn days_of_change(&self, subject: Subject) -> impl Iterator<Item = u32> {
        let days = self.days;
        self.of_subject(subject)
            .iter()
            .flat_map(|change| [Some(change.from), change.to.map(|to| to + 1)])
            .flatten()
            .filter(move |&day| day < days)
    }
}

/// Objects to factors that take a value out of the range of its field.
pub(super) fn check(
    scenario: &Scenario,
    changes: &Changes<'_>,
    document: &Node,
    findings: &Findings,
) {
    for change in &scenario.changes {
        let (Action::Scale(by), Some(range), Some(base)) = (
            change.action,
            range_of(change.subject),
            base(scenario, change.subject),
        ) else {
            continue;
        };
        let value = changes.value_on(change.subject, base.median(), change.from);
        if !range.holds(value) {
            let (table, plural) = match document.get("event").map(Node::rows) {
                Some(rows)
                    if rows
                        .iter()
                        .any(|row| row.id().as_ref() == Some(&change.cause)) =>
                {
                    ("event", "events")
                }
                _ => ("measure", "measures"),
            };
            let field = format!("{plural}[\"{}\"].scale", change.cause);
            // Of a product of decimals, its last digits say nothing.
            let value = format!("{value:.12e}").parse().unwrap_or(value);
            let found = said!("{by}，使该值成为 {value}", "{by}, which makes {value}");
            let place = place_of(document, table, &change.cause);
            findings.add("S008", &place, &field, found, range.word());
        }
    }
}

/// The value that a change starts from; none for a county's own openness, which is that of its grade.
pub(super) fn base(scenario: &Scenario, subject: Subject) -> Option<&Quantity> {
    let physics = &scenario.physics;
    match subject {
        Subject::Risk(_) | Subject::CountyOpenness(_) => None,
        Subject::Openness(grade) => Some(&physics.openness[grade as usize]),
        Subject::StaffReturn(grade) => Some(&physics.staff_return[grade as usize]),
        Subject::DemandFactor(kind, grade) => {
            Some(&physics.demand_factor[kind as usize][grade as usize])
        }
        Subject::RecruitShare(at) => Some(&scenario.enterprises[at].recruit_share),
        Subject::Availability(at) => Some(&scenario.lines[at].availability),
        Subject::WorkedHours(at) => Some(&scenario.lines[at].worked_hours),
        Subject::SupplyPerDay(at) => Some(&scenario.supply[at].per_day),
        Subject::MasksPerPersonDay(at) => Some(&scenario.demand[at].masks_per_person_day),
        Subject::MarketPerDay(at) => scenario.materials[at].market_per_day.as_ref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_no_least_but_is_remembered() {
        let ends = Ends::of(0.0, 1.0).or(Ends::of(0.2, 0.4));
        assert_eq!((ends.least, ends.most, ends.zero), (0.2, 1.0, true));
    }
}
