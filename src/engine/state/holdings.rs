//! What makers hold of materials, and what is on the road to them or waits at their gates.

use std::ops::Range;

use super::zeros;
use crate::engine::transit::row_of;
use crate::units::{Day, Milligrams, Pieces};
use crate::world::World;

/// All holdings: a column for each quantity, by position.
#[derive(Clone, Debug, Default)]
pub struct Holdings {
    /// At the maker.
    pub stock: Vec<Milligrams>,
    /// Inventory position: at the maker, on the road to it and at its gate.
    pub position: Vec<Milligrams>,
    /// Arrived today.
    pub arrived: Vec<Milligrams>,
    /// Set out for the maker today.
    pub sent: Vec<Milligrams>,
    /// Used today.
    pub used: Vec<Milligrams>,
    /// Use a day at the staffed rate; for claims and orders, lines soon to be installed included.
    pub rate: Vec<Milligrams>,
    /// Ordered on the market today.
    pub ordered: Vec<Milligrams>,
    /// Claimed of the depot today.
    pub claim: Vec<Milligrams>,
    /// Awarded from the depot today.
    pub award: Vec<Milligrams>,
    /// Masks booked for the award.
    pub obligation: Vec<Pieces>,
    /// Days from the award until the masks booked for it are due; 0 where none are.
    pub due_in: Vec<i32>,
    /// Supplied from outside today.
    pub supplied: Vec<Milligrams>,
    /// What rounding owes in the allocation and on the market.
    pub credit: Vec<i64>,
    /// On the road to the makers.
    pub(in crate::engine) road: Road,
    /// At the gates of closed makers.
    pub gates: Gates,
    /// Awarded something today.
    pub(in crate::engine) awarded: Vec<u32>,
}

/// Material on its way: a ring of days × holdings.
#[derive(Clone, Debug, Default)]
pub struct Road {
    today: usize,
    days: usize,
    holdings: usize,
    /// Day by day until the longest lead, today's included: a cell for every holding.
    due: Vec<Milligrams>,
}

/// The day on which something arrives: where its cells begin.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Arrival(usize);

impl Road {
    fn new(holdings: usize, longest_lead: usize) -> Self {
        let days = longest_lead + 1;
        Self {
            today: 0,
            days,
            holdings,
            due: zeros(holdings * days),
        }
    }

    pub(in crate::engine) fn open_day(&mut self, day: Day) {
        self.today = day.row() % self.days;
    }

    /// What is due today, by holding.
    pub(in crate::engine) fn due_today(&mut self) -> &mut [Milligrams] {
        &mut self.due[self.today * self.holdings..][..self.holdings]
    }

    /// When it arrives what sets out today for `lead` days, at least one and no more than the longest lead.
    #[inline]
    pub(in crate::engine) fn arrival(&self, lead: i32) -> Arrival {
        Arrival(row_of(self.today, lead, self.days) * self.holdings)
    }

    /// What arrives then, by holding.
    pub(in crate::engine) fn due_on(&mut self, arrival: Arrival) -> &mut [Milligrams] {
        &mut self.due[arrival.0..][..self.holdings]
    }
}

/// Goods at the gates of closed makers, by holding.
#[derive(Clone, Debug, Default)]
pub struct Gates {
    /// Something waited when the day began, or was stopped since.
    pub(in crate::engine) disturbed: bool,
    /// Waiting until the place reopens.
    pub waiting: Vec<Milligrams>,
    /// Joined those waiting today, for want of an open road.
    pub stopped: Vec<Milligrams>,
    /// Left those waiting today.
    pub resumed: Vec<Milligrams>,
    /// Came off the road today only to join those waiting.
    pub returned: Vec<Milligrams>,
}

impl Gates {
    fn new(holdings: usize) -> Self {
        Self {
            disturbed: false,
            waiting: zeros(holdings),
            stopped: zeros(holdings),
            resumed: zeros(holdings),
            returned: zeros(holdings),
        }
    }

    /// Clears the day's flows.
    pub(in crate::engine) fn open_day(&mut self) {
        if self.disturbed {
            self.stopped.fill(Milligrams::ZERO);
            self.resumed.fill(Milligrams::ZERO);
            self.returned.fill(Milligrams::ZERO);
            let waits = |&waiting: &Milligrams| waiting != Milligrams::ZERO;
            self.disturbed = self.waiting.iter().any(waits);
        }
    }

    /// Puts so much at the gate of a closed maker.
    pub(in crate::engine) fn hold(&mut self, at: usize, amount: Milligrams) {
        self.disturbed = true;
        self.waiting[at] += amount;
        self.stopped[at] += amount;
    }

    /// Lets what waits at a gate that is open again leave.
    pub(in crate::engine) fn resume(&mut self, at: usize) -> Milligrams {
        let amount = std::mem::take(&mut self.waiting[at]);
        self.resumed[at] += amount;
        amount
    }
}

impl Holdings {
    pub(in crate::engine) fn new(world: &World, lead: usize) -> Self {
        let count = world.holdings.count;
        let amounts = || zeros::<Milligrams>(count);
        Self {
            stock: world.opening.holdings.clone(),
            position: world.opening.holdings.clone(),
            arrived: amounts(),
            sent: amounts(),
            used: amounts(),
            rate: amounts(),
            ordered: amounts(),
            claim: amounts(),
            award: amounts(),
            obligation: zeros(count),
            due_in: zeros(count),
            supplied: amounts(),
            credit: zeros(count),
            road: Road::new(count, lead),
            gates: Gates::new(count),
            awarded: Vec::with_capacity(count),
        }
    }

    /// On the road to a holding.
    #[must_use]
    pub fn under_way(&self, at: usize) -> Milligrams {
        self.position[at] - self.stock[at] - self.gates.waiting[at]
    }

    /// Sends so much more to a holding.
    #[inline]
    pub(in crate::engine) fn send(&mut self, arrival: Arrival, at: usize, amount: Milligrams) {
        self.position[at] += amount;
        self.set_out(arrival, at, amount);
    }

    /// Sends what counts as the holding's already.
    #[inline]
    pub(in crate::engine) fn set_out(&mut self, arrival: Arrival, at: usize, amount: Milligrams) {
        self.road.due[arrival.0 + at] += amount;
        self.sent[at] += amount;
    }

    /// Sends what some of them ordered.
    pub(in crate::engine) fn send_orders(&mut self, arrival: Arrival, some: Range<usize>) {
        let due = &mut self.road.due_on(arrival)[some.clone()];
        let under_way = (self.position[some.clone()].iter_mut())
            .zip(&mut self.sent[some.clone()])
            .zip(due);
        for (((position, sent), due), &ordered) in under_way.zip(&self.ordered[some]) {
            *position += ordered;
            *sent += ordered;
            *due += ordered;
        }
    }

    /// Turns what arrived at a closed maker back to its gate.
    pub(in crate::engine) fn turn_back(&mut self, at: usize) {
        let amount = std::mem::take(&mut self.arrived[at]);
        self.stock[at] -= amount;
        self.gates.returned[at] += amount;
        self.gates.hold(at, amount);
    }
}
