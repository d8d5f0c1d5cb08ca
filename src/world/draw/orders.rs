//! When lines are ordered and how long they take; an existing line was ordered at its age before day 0.

use super::values::{Column, Identity, Values};
use super::{Pass, Preparation};
use crate::scenario::{Line, LineRoute};
use crate::units::{Day, rounded};
use crate::world::Lines;

/// What futures may change about orders.
#[derive(Debug)]
pub(super) struct Orders {
    /// Day of the order; none for existing lines.
    ordered_on: Vec<Option<Day>>,
    age: Column,
    delivery: Column,
    install: Column,
}

/// What decides a line's age on day 0: equal ones lead to the same age in every future.
pub(super) type Start = (Option<Day>, [Option<Identity>; 2]);

impl Orders {
    pub(super) fn of(preparation: &Preparation, [age, delivery, install]: [Column; 3]) -> Self {
        let calendar = &preparation.calendar;
        let order = |row: &Line| match row.ordered_on {
            Some(date) if row.route != LineRoute::Existing => Some(calendar.day(date)),
            _ => None,
        };
        Self {
            ordered_on: preparation.scenario.lines.iter().map(order).collect(),
            age,
            delivery,
            install,
        }
    }

    pub(super) fn columns(&self) -> [Column; 3] {
        [self.age, self.delivery, self.install]
    }

    /// What decides a line's age on day 0.
    pub(super) fn start(&self, values: &Values, line: usize) -> Start {
        let of = |column: Column| Some(column.identity(values, line));
        match self.ordered_on[line] {
            // Whatever is ordered later is not there yet.
            Some(day) if day >= Day(0) => (Some(Day(0)), [None, None]),
            Some(day) => (Some(day), [of(self.delivery), of(self.install)]),
            None => (None, [of(self.age), None]),
        }
    }

    pub(super) fn write(&self, pass: Pass, lines: &mut Lines) {
        if !pass.touches(&self.columns()) {
            return;
        }
        let [age, delivery, install] = self.columns().map(|column| column.of(pass.numbers));
        lines.ordered_on.clear();
        lines.build_days.clear();
        for (line, &order) in self.ordered_on.iter().enumerate() {
            let standing = Day(-(rounded(age[line]) as i32));
            let build = order.map_or(0, |_| rounded(delivery[line]) + rounded(install[line]));
            lines.ordered_on.push(order.unwrap_or(standing));
            lines.build_days.push(build as i32);
        }
    }
}
