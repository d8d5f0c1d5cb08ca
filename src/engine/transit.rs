//! Goods on the road, and at the gates of closed places.

use std::ops::{AddAssign, SubAssign};

use crate::units::Day;

/// A queue of goods under way: a ring of days × places.
#[derive(Clone, Debug, Default)]
pub struct Transit<T> {
    today: usize,
    days: usize,
    /// Day by day until the longest lead, today's included: a cell for every place.
    due: Vec<T>,
    /// Something waited at a gate when the day began, or was stopped there since.
    disturbed: bool,
    /// All under way to each place.
    pub under_way: Vec<T>,
    /// At the gate of a closed place, until it reopens.
    pub waiting: Vec<T>,
    /// Arrived today.
    pub arrived: Vec<T>,
    /// Set out today.
    pub sent: Vec<T>,
    /// Joined those waiting today, for want of an open road.
    pub stopped: Vec<T>,
    /// Left those waiting today.
    pub resumed: Vec<T>,
    /// Came out of transit today only to join those waiting.
    pub returned: Vec<T>,
}

impl<T: Copy + Default + PartialEq + AddAssign + SubAssign> Transit<T> {
    pub(super) fn new(width: usize, longest_lead: usize) -> Self {
        let row = || vec![T::default(); width];
        Self {
            today: 0,
            days: longest_lead + 1,
            due: vec![T::default(); width * (longest_lead + 1)],
            disturbed: false,
            under_way: row(),
            waiting: row(),
            arrived: row(),
            sent: row(),
            stopped: row(),
            resumed: row(),
            returned: row(),
        }
    }

    /// Sends so much to a place, to arrive after `lead` days, at least one and no more than the longest lead.
    #[inline]
    pub(super) fn send(&mut self, lead: i32, place: usize, amount: T) {
        let row = row_of(self.today, lead, self.days);
        self.due[row * self.sent.len() + place] += amount;
        self.under_way[place] += amount;
        self.sent[place] += amount;
    }

    /// Puts so much at the gate of a closed place.
    #[inline]
    pub(super) fn hold(&mut self, place: usize, amount: T) {
        self.disturbed = true;
        self.waiting[place] += amount;
        self.stopped[place] += amount;
    }

    /// Clears the day's flows and moves what is due out of transit, into `arrived`.
    pub(super) fn arrive(&mut self, day: Day) {
        self.today = day.row() % self.days;
        let width = self.arrived.len();
        let due = &mut self.due[self.today * width..][..width];
        let places = self.under_way.iter_mut().zip(&mut self.arrived);
        for (due, (under_way, arrived)) in due.iter_mut().zip(places) {
            *arrived = std::mem::take(due);
            *under_way -= *arrived;
        }
        self.sent.fill(T::default());
        if self.disturbed {
            self.stopped.fill(T::default());
            self.resumed.fill(T::default());
            self.returned.fill(T::default());
            self.disturbed = self.waiting.iter().any(|&waiting| waiting != T::default());
        }
    }

    /// Whether something waits at a gate: without, and with all roads open, whatever arrived is there.
    #[inline]
    pub(super) fn is_disturbed(&self) -> bool {
        self.disturbed
    }

    /// Turns what arrived at a closed place back to its gate.
    pub(super) fn turn_back(&mut self, place: usize) {
        let amount = self.arrived[place];
        self.arrived[place] = T::default();
        self.returned[place] += amount;
        self.hold(place, amount);
    }

    /// Lets what waits at a gate that is open again set out.
    pub(super) fn resume(&mut self, lead: i32, place: usize) {
        let amount = std::mem::take(&mut self.waiting[place]);
        self.resumed[place] += amount;
        self.send(lead, place, amount);
    }
}

/// The row of a ring of days in which a lead from today ends.
#[inline]
pub(super) fn row_of(today: usize, lead: i32, days: usize) -> usize {
    let row = today + lead as usize;
    if row < days { row } else { row - days }
}
