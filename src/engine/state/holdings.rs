//! What makers hold of materials, and what is on the road to them or waits at their gates.

use super::zeros;
use crate::engine::transit::row_of;
use crate::units::{Day, Milligrams, Pieces};
use crate::world::World;

/// All holdings.
#[derive(Clone, Debug, Default)]
pub struct Holdings {
    /// By position.
    pub each: Vec<HoldingState>,
    /// On the road to the makers.
    pub(in crate::engine) road: Road,
    /// At the gates of closed makers.
    pub gates: Gates,
    /// Awarded something today.
    pub(in crate::engine) awarded: Vec<u32>,
}

/// One holding's day.
#[derive(Clone, Copy, Debug, Default)]
pub struct HoldingState {
    /// At the maker.
    pub stock: Milligrams,
    /// Inventory position: at the maker, on the road to it and at its gate.
    pub position: Milligrams,
    /// Arrived today.
    pub arrived: Milligrams,
    /// Set out for the maker today.
    pub sent: Milligrams,
    /// Used today.
    pub used: Milligrams,
    /// Use a day at the staffed rate; for claims and orders, lines soon to be installed included.
    pub rate: Milligrams,
    /// Ordered on the market today.
    pub ordered: Milligrams,
    /// Claimed of the depot today.
    pub claim: Milligrams,
    /// Awarded from the depot today.
    pub award: Milligrams,
    /// Masks booked for the award.
    pub obligation: Pieces,
    /// Supplied from outside today.
    pub supplied: Milligrams,
    /// What rounding owes in the allocation and on the market.
    pub credit: i64,
    /// Days from the award until the masks booked for it are due; 0 where none are.
    pub due_in: i32,
}

impl HoldingState {
    /// Uses so much up.
    #[inline]
    pub(in crate::engine) fn use_up(&mut self, used: Milligrams) {
        self.used = used;
        self.stock -= used;
        self.position -= used;
    }
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

    /// Sends so much more to a holding.
    #[inline]
    pub(in crate::engine) fn send(
        &mut self,
        arrival: Arrival,
        at: usize,
        holding: &mut HoldingState,
        amount: Milligrams,
    ) {
        holding.position += amount;
        self.set_out(arrival, at, holding, amount);
    }

    /// Sends what counts as the holding's already.
    #[inline]
    pub(in crate::engine) fn set_out(
        &mut self,
        arrival: Arrival,
        at: usize,
        holding: &mut HoldingState,
        amount: Milligrams,
    ) {
        self.due[arrival.0 + at] += amount;
        holding.sent += amount;
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

    /// Turns what arrived at a closed maker back to its gate.
    pub(in crate::engine) fn turn_back(&mut self, at: usize, holding: &mut HoldingState) {
        let amount = std::mem::take(&mut holding.arrived);
        holding.stock -= amount;
        self.returned[at] += amount;
        self.hold(at, amount);
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
        let opening = |&stock| HoldingState {
            stock,
            position: stock,
            ..HoldingState::default()
        };
        let count = world.holdings.count;
        Self {
            each: world.opening.holdings.iter().map(opening).collect(),
            road: Road::new(count, lead),
            gates: Gates::new(count),
            awarded: Vec::with_capacity(count),
        }
    }

    /// On the road to a holding.
    #[must_use]
    pub fn under_way(&self, at: usize) -> Milligrams {
        self.each[at].position - self.each[at].stock - self.gates.waiting[at]
    }
}
