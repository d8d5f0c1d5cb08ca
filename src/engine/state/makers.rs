//! Makers: what they make and hold, and what they owe, on a clock of their own.

use super::zeros;
use crate::engine::duty::Duty;
use crate::engine::transit::row_of;
use crate::units::{Day, Pieces};
use crate::world::World;

/// All makers, with what each has yet to release and what falls due when.
#[derive(Clone, Debug, Default)]
pub struct Makers {
    /// By position.
    pub each: Vec<MakerState>,
    /// Something waited at a gate when the day began, or was stopped there since.
    pub(in crate::engine) disturbed: bool,
    /// Maker by maker, a cell for every day of its clock: willing pieces and withheld ones.
    due_at: Vec<[Pieces; 2]>,
    /// Review by review, a cell for every maker.
    due_at_review: Vec<[Pieces; 2]>,
    /// Maker by maker, a ring of days.
    hold_ring: Vec<Pieces>,
    hold_days: usize,
    /// Today's row of the ring.
    today: usize,
    days: usize,
}

/// One maker's day. Obligations stand on the maker's own clock, which stops while it is held up.
#[derive(Clone, Copy, Debug, Default)]
pub struct MakerState {
    /// Rate a day that obligations and claims reckon with, in units of the item.
    pub rate: i64,
    /// Qualified and made today.
    pub made: i64,
    /// In the hold queue.
    pub hold: Pieces,
    /// Released today.
    pub released: Pieces,
    /// Of that, sent towards the pool.
    pub delivered: Pieces,
    /// Of that, kept in the prefecture.
    pub retained: Pieces,
    /// Waiting at a closed gate for the road to pool or depot, in units of the item.
    pub waiting: i64,
    /// Joined those waiting today.
    pub stopped: i64,
    /// Left the gate today after waiting.
    pub resumed: i64,
    /// What it owes.
    pub duty: Duty,
    /// Booked today.
    pub booked: Pieces,
    /// Fallen due today.
    pub due: Pieces,
    /// Defaulted today.
    pub defaulted: Pieces,
}

impl Makers {
    pub(in crate::engine) fn new(world: &World) -> Self {
        let (count, days) = (world.makers.count, world.days);
        let hold_days = world.products.hold_days.iter().copied().max().unwrap_or(0) as usize + 1;
        Self {
            each: zeros(count),
            disturbed: false,
            due_at: zeros(count * days),
            due_at_review: zeros(count * days),
            hold_ring: zeros(count * hold_days),
            hold_days,
            today: 0,
            days,
        }
    }

    pub(in crate::engine) fn open_day(&mut self, day: Day) {
        self.today = day.row() % self.hold_days;
    }

    /// Behind closed roads, goods for the pool or the depot wait at the gate.
    pub(in crate::engine) fn wait(&mut self, maker: usize, amount: i64) {
        self.disturbed = true;
        self.each[maker].waiting += amount;
        self.each[maker].stopped += amount;
    }

    /// Books an obligation; beyond the calendar it never falls due.
    pub(in crate::engine) fn book(
        &mut self,
        maker: usize,
        due_in: i32,
        day: Day,
        willing: Pieces,
        withheld: Pieces,
    ) {
        let state = &mut self.each[maker];
        state.booked += willing + withheld;
        state.duty.willing += willing;
        state.duty.withheld += withheld;
        let at = (state.duty.clock(day) + due_in) as usize;
        if at < self.days {
            let entry = &mut self.due_at[maker * self.days + at];
            entry[0] += willing;
            entry[1] += withheld;
        }
    }

    /// What falls due by the maker's clock; nothing a second time while the clock stands.
    #[inline]
    pub(in crate::engine) fn fall_due(&mut self, maker: usize, day: Day) {
        let state = &mut self.each[maker];
        let duty = &mut state.duty;
        let at = maker * self.days + duty.clock(day).max(0) as usize;
        let [willing, withheld] = std::mem::take(&mut self.due_at[at]);
        duty.willing_due += willing;
        duty.withheld_due += withheld;
        duty.due_in_window += willing + withheld;
        state.due = willing + withheld;
    }

    /// Remembers what was due at this review, and tells what was due so many reviews ago.
    pub(in crate::engine) fn remember_due(
        &mut self,
        maker: usize,
        review: usize,
        ago: usize,
    ) -> [Pieces; 2] {
        let (count, duty) = (self.each.len(), &self.each[maker].duty);
        self.due_at_review[review * count + maker] = [duty.willing_due, duty.withheld_due];
        match review.checked_sub(ago) {
            Some(past) => self.due_at_review[past * count + maker],
            None => [Pieces::ZERO; 2],
        }
    }

    /// Puts masks that a maker made so many days before the start into the hold queue.
    pub(in crate::engine) fn open_with(&mut self, maker: usize, days_left: i32, amount: Pieces) {
        self.hold_ring[maker * self.hold_days + days_left as usize] += amount;
        self.each[maker].hold += amount;
    }

    /// Puts what a maker of masks made today into the hold queue, and takes out what has been held long enough.
    #[inline]
    pub(in crate::engine) fn hold(&mut self, maker: usize, hold_days: i32) {
        let entry = &mut self.each[maker];
        let ring = &mut self.hold_ring[maker * self.hold_days..][..self.hold_days];
        let made = Pieces(entry.made);
        ring[row_of(self.today, hold_days, self.hold_days)] += made;
        entry.released = std::mem::take(&mut ring[self.today]);
        entry.hold += made - entry.released;
    }
}

impl MakerState {
    /// Owed: booked, neither sent nor given up.
    #[must_use]
    #[inline]
    pub fn owed(&self) -> Pieces {
        self.duty.owed()
    }

    /// Overdue: due by now, neither sent nor given up.
    #[must_use]
    #[inline]
    pub fn overdue(&self) -> Pieces {
        self.duty.overdue()
    }
}
