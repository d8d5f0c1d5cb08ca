//! What a maker owes the province, and how far its clock is behind.

use crate::units::{Day, MILLION, Pieces};

/// One maker's obligations, all of them ever: bookings fall due on the maker's own clock, oldest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Duty {
    /// All willing pieces ever booked.
    pub willing: Pieces,
    /// Of those, fallen due.
    pub willing_due: Pieces,
    /// Of those, settled: sent or expired, oldest first.
    pub willing_settled: Pieces,
    /// All withheld pieces ever booked.
    pub withheld: Pieces,
    /// Of those, fallen due.
    pub withheld_due: Pieces,
    /// Of those, turned willing or expired.
    pub withheld_settled: Pieces,
    /// Delivered ever, for the record.
    pub record: Pieces,
    /// Overdue when the review's window opened.
    pub overdue_at_opening: Pieces,
    /// Fallen due since.
    pub due_in_window: Pieces,
    /// Days for which the clock has stood still.
    days_behind: i32,
    /// And the part of a day besides, ppm.
    part_behind: i64,
}

impl Duty {
    /// Owed: booked, neither sent nor given up.
    #[must_use]
    #[inline]
    pub fn owed(&self) -> Pieces {
        self.willing - self.willing_settled + self.withheld - self.withheld_settled
    }

    /// Overdue: due by now, neither sent nor given up.
    #[must_use]
    #[inline]
    pub fn overdue(&self) -> Pieces {
        (self.willing_due - self.willing_settled).or_zero() + self.withheld_due
            - self.withheld_settled
    }

    /// The maker's clock.
    #[inline]
    pub(super) fn clock(&self, day: Day) -> i32 {
        day.0 - self.days_behind
    }

    /// Puts the clock back by a share of a day; it goes by whole days.
    pub(super) fn fall_behind(&mut self, lost: i64) {
        self.part_behind += lost;
        if self.part_behind >= MILLION {
            self.part_behind -= MILLION;
            self.days_behind += 1;
        }
    }
}
