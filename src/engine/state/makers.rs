//! Makers: what they make and hold, and what they owe, on a clock of their own.

use super::zeros;
use crate::engine::duty::Duty;
use crate::engine::transit::row_of;
use crate::units::{Day, Pieces, Rest};
use crate::world::{MaskMaker, World};

/// All makers, with what each has yet to release and what falls due when.
#[derive(Clone, Debug, Default)]
pub struct Makers {
    /// By position.
    pub each: Vec<MakerState>,
    /// Rate a day that obligations and claims reckon with, in units of the item, by position.
    pub rate: Vec<i64>,
    /// Made today, qualified or not, by position.
    pub(in crate::engine) gross: Vec<i64>,
    /// Qualified and made today, by position.
    pub made: Vec<i64>,
    /// Something waited at a gate when the day began, or was stopped there since.
    pub(in crate::engine) disturbed: bool,
    /// What each has yet to release and what falls due when.
    pub(in crate::engine) queues: Queues,
}

/// What makers have yet to release, and what falls due when.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Queues {
    /// Day by day of their clocks, a cell for every maker: willing pieces and withheld ones.
    due_at: Vec<[Pieces; 2]>,
    days: usize,
    /// Review by review, a cell for every maker.
    due_at_review: Vec<[Pieces; 2]>,
    /// Day by day until the longest hold, today's included: a cell for every maker.
    held: Vec<Pieces>,
    hold_days: usize,
    /// Today's row of that ring.
    today: usize,
    makers: usize,
}

/// One maker's day. Obligations stand on the maker's own clock, which stops while it is held up.
#[derive(Clone, Copy, Debug, Default)]
pub struct MakerState {
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
    /// What its compliance leaves of a piece.
    willing_rest: Rest,
}

impl Makers {
    pub(in crate::engine) fn new(world: &World) -> Self {
        Self {
            each: zeros(world.makers.count),
            rate: zeros(world.makers.count),
            gross: zeros(world.makers.count),
            made: zeros(world.makers.count),
            disturbed: false,
            queues: Queues::new(world),
        }
    }

    /// Behind closed roads, goods for the pool or the depot wait at the gate.
    pub(in crate::engine) fn wait(&mut self, maker: usize, amount: i64) {
        self.disturbed = true;
        self.each[maker].wait(amount);
    }

    /// Puts masks that a maker made so many days before the start into the hold queue.
    pub(in crate::engine) fn open_with(&mut self, maker: usize, days_left: i32, amount: Pieces) {
        self.queues.held[days_left as usize * self.queues.makers + maker] += amount;
        self.each[maker].hold += amount;
    }
}

impl Queues {
    fn new(world: &World) -> Self {
        let (makers, days) = (world.makers.count, world.days);
        let hold_days = world.products.hold_days.iter().copied().max().unwrap_or(0) as usize + 1;
        Self {
            due_at: zeros(makers * days),
            days,
            due_at_review: zeros(makers * days),
            held: zeros(makers * hold_days),
            hold_days,
            today: 0,
            makers,
        }
    }

    pub(in crate::engine) fn open_day(&mut self, day: Day) {
        self.today = day.row() % self.hold_days;
    }

    /// Books an obligation, willing as far as the maker complies; beyond the calendar it never falls due.
    #[inline]
    pub(in crate::engine) fn book(
        &mut self,
        maker: &MaskMaker,
        state: &mut MakerState,
        due_in: i32,
        day: Day,
        pieces: Pieces,
    ) {
        let willing = Pieces(state.willing_rest.carry(pieces.0, maker.compliance.0));
        let withheld = pieces - willing;
        state.booked += willing + withheld;
        state.duty.willing += willing;
        state.duty.withheld += withheld;
        let at = (state.duty.clock(day) + due_in) as usize;
        if at < self.days {
            let entry = &mut self.due_at[at * self.makers + maker.at];
            entry[0] += willing;
            entry[1] += withheld;
        }
    }

    /// What falls due by the maker's clock; nothing a second time while the clock stands.
    #[inline]
    pub(in crate::engine) fn fall_due(&mut self, maker: usize, state: &mut MakerState, day: Day) {
        let duty = &mut state.duty;
        let at = duty.clock(day).max(0) as usize * self.makers + maker;
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
        state: &MakerState,
        review: usize,
        ago: usize,
    ) -> [Pieces; 2] {
        let duty = &state.duty;
        self.due_at_review[review * self.makers + maker] = [duty.willing_due, duty.withheld_due];
        match review.checked_sub(ago) {
            Some(past) => self.due_at_review[past * self.makers + maker],
            None => [Pieces::ZERO; 2],
        }
    }

    /// Puts what a maker of masks made today into the hold queue, and takes out what has been held long enough.
    #[inline]
    pub(in crate::engine) fn release(
        &mut self,
        maker: usize,
        state: &mut MakerState,
        made: Pieces,
        hold_days: i32,
    ) {
        let until = row_of(self.today, hold_days, self.hold_days);
        self.held[until * self.makers + maker] += made;
        state.released = std::mem::take(&mut self.held[self.today * self.makers + maker]);
        state.hold += made - state.released;
    }
}

impl MakerState {
    pub(in crate::engine) fn wait(&mut self, amount: i64) {
        self.waiting += amount;
        self.stopped += amount;
    }

    /// Holds nothing, has released nothing lately, and was never booked anything.
    #[inline]
    pub(in crate::engine) fn is_idle(&self) -> bool {
        let duty = &self.duty;
        let ever_booked = duty.willing.0 | duty.withheld.0;
        self.hold.0 | self.released.0 | ever_booked == 0
    }

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
