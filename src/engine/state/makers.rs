//! Makers: what they make and hold, and what they owe, on a clock of their own.

use super::zeros;
use crate::engine::duty::Duty;
use crate::units::{Day, Pieces};
use crate::world::World;

/// Makers, by position. Obligations stand on the maker's own clock, which stops while it is held up.
#[derive(Clone, Debug, Default)]
pub struct MakerState {
    /// Rate a day that obligations and claims reckon with, in units of the item.
    pub rate: Vec<i64>,
    /// Qualified and made today.
    pub made: Vec<i64>,
    /// In the hold queue.
    pub hold: Vec<Pieces>,
    /// Released today.
    pub released: Vec<Pieces>,
    /// Of that, sent towards the pool.
    pub delivered: Vec<Pieces>,
    /// Of that, kept in the prefecture.
    pub retained: Vec<Pieces>,
    /// Waiting at a closed gate for the road to pool or depot, in units of the item.
    pub waiting: Vec<i64>,
    /// Joined those waiting today.
    pub stopped: Vec<i64>,
    /// Left the gate today after waiting.
    pub resumed: Vec<i64>,
    /// What each owes.
    pub duty: Vec<Duty>,
    /// Booked today.
    pub booked: Vec<Pieces>,
    /// Fallen due today.
    pub due: Vec<Pieces>,
    /// Defaulted today.
    pub defaulted: Vec<Pieces>,
    /// Something waited at a gate when the day began, or was stopped there since.
    pub(in crate::engine) disturbed: bool,
    due_at: Vec<[Pieces; 2]>,
    due_at_review: Vec<[Pieces; 2]>,
    hold_ring: Vec<Pieces>,
    hold_days: usize,
    days: usize,
}

impl MakerState {
    pub(in crate::engine) fn new(world: &World) -> Self {
        let (count, days) = (world.makers.count, world.days);
        let hold_days = world.products.hold_days.iter().copied().max().unwrap_or(0) as usize + 1;
        let pieces = || zeros::<Pieces>(count);
        Self {
            rate: zeros(count),
            made: zeros(count),
            hold: pieces(),
            released: pieces(),
            delivered: pieces(),
            retained: pieces(),
            waiting: zeros(count),
            stopped: zeros(count),
            resumed: zeros(count),
            duty: zeros(count),
            booked: pieces(),
            due: pieces(),
            defaulted: pieces(),
            disturbed: false,
            due_at: zeros(count * days),
            due_at_review: zeros(count * days),
            hold_ring: zeros(count * hold_days),
            hold_days,
            days,
        }
    }

    /// Owed: booked, neither sent nor given up.
    #[must_use]
    #[inline]
    pub fn owed(&self, maker: usize) -> Pieces {
        self.duty[maker].owed()
    }

    /// Overdue: due by now, neither sent nor given up.
    #[must_use]
    #[inline]
    pub fn overdue(&self, maker: usize) -> Pieces {
        self.duty[maker].overdue()
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
        self.booked[maker] += willing + withheld;
        let duty = &mut self.duty[maker];
        duty.willing += willing;
        duty.withheld += withheld;
        let at = (duty.clock(day) + due_in) as usize;
        if at < self.days {
            let entry = &mut self.due_at[maker * self.days + at];
            entry[0] += willing;
            entry[1] += withheld;
        }
    }

    /// What falls due by the maker's clock; nothing a second time while the clock stands.
    #[inline]
    pub(in crate::engine) fn fall_due(&mut self, maker: usize, day: Day) {
        let duty = &mut self.duty[maker];
        let at = maker * self.days + duty.clock(day).max(0) as usize;
        let [willing, withheld] = std::mem::take(&mut self.due_at[at]);
        duty.willing_due += willing;
        duty.withheld_due += withheld;
        duty.due_in_window += willing + withheld;
        self.due[maker] = willing + withheld;
    }

    /// Remembers what was due at this review, and tells what was due so many reviews ago.
    pub(in crate::engine) fn remember_due(
        &mut self,
        maker: usize,
        review: usize,
        ago: usize,
    ) -> [Pieces; 2] {
        let (count, duty) = (self.rate.len(), &self.duty[maker]);
        self.due_at_review[review * count + maker] = [duty.willing_due, duty.withheld_due];
        match review.checked_sub(ago) {
            Some(past) => self.due_at_review[past * count + maker],
            None => [Pieces::ZERO; 2],
        }
    }

    /// Puts masks made on a day into the hold queue, at the latest so many days before the start as they are held.
    #[inline]
    pub(in crate::engine) fn put_on_hold(
        &mut self,
        maker: usize,
        day: Day,
        hold_days: i32,
        amount: Pieces,
    ) {
        let row = (day + hold_days).row() % self.hold_days;
        self.hold_ring[row * self.rate.len() + maker] += amount;
        self.hold[maker] += amount;
    }

    /// Takes out of the hold queue what has been held long enough.
    pub(in crate::engine) fn take_off_hold(&mut self, day: Day) {
        let (count, row) = (self.rate.len(), day.row() % self.hold_days);
        let due = &mut self.hold_ring[row * count..(row + 1) * count];
        self.released.copy_from_slice(due);
        due.fill(Pieces::ZERO);
        for (hold, released) in self.hold.iter_mut().zip(&self.released) {
            *hold -= *released;
        }
    }
}
