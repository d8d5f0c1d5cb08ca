//! What a day finds and leaves: stocks, queues and obligations, and the flows of the day itself.
//! Everything is allocated here, once; a day only writes into it.

use crate::claims::Workspace;
use crate::units::{Day, Fen, MILLION, Milligrams, Pieces, Share, Staff};
use crate::world::World;

use super::rounds::Rounds;

/// A queue of goods under way: a ring of days × places.
#[derive(Clone, Debug, Default)]
pub struct Transit<T> {
    width: usize,
    days: usize,
    due: Vec<T>,
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

impl<T: Copy + Default + std::ops::AddAssign + std::ops::SubAssign> Transit<T> {
    fn new(width: usize, longest_lead: usize) -> Self {
        let days = longest_lead + 1;
        let row = || vec![T::default(); width];
        Self {
            width,
            days,
            due: vec![T::default(); width * days],
            under_way: row(),
            waiting: row(),
            arrived: row(),
            sent: row(),
            stopped: row(),
            resumed: row(),
            returned: row(),
        }
    }

    /// Sends so much to a place, to arrive after `lead` days.
    #[inline]
    pub(super) fn send(&mut self, day: Day, lead: i32, place: usize, amount: T) {
        let row = (day + lead).row() % self.days;
        self.due[row * self.width + place] += amount;
        self.under_way[place] += amount;
        self.sent[place] += amount;
    }

    /// Puts so much at the gate of a closed place.
    #[inline]
    pub(super) fn hold(&mut self, place: usize, amount: T) {
        self.waiting[place] += amount;
        self.stopped[place] += amount;
    }

    /// Clears the day's flows and moves what is due out of transit, into `arrived`.
    pub(super) fn arrive(&mut self, day: Day) {
        let start = (day.row() % self.days) * self.width;
        let due = &mut self.due[start..start + self.width];
        self.arrived.copy_from_slice(due);
        due.fill(T::default());
        for (under_way, arrived) in self.under_way.iter_mut().zip(&self.arrived) {
            *under_way -= *arrived;
        }
        self.sent.fill(T::default());
        self.stopped.fill(T::default());
        self.resumed.fill(T::default());
        self.returned.fill(T::default());
    }

    /// Turns what arrived at a closed place back to its gate.
    pub(super) fn turn_back(&mut self, place: usize) {
        let amount = self.arrived[place];
        self.arrived[place] = T::default();
        self.returned[place] += amount;
        self.hold(place, amount);
    }

    /// Lets what waits at a gate that is open again set out.
    pub(super) fn resume(&mut self, day: Day, lead: i32, place: usize) {
        let amount = std::mem::take(&mut self.waiting[place]);
        self.resumed[place] += amount;
        self.send(day, lead, place, amount);
    }
}

/// Lines, by position.
#[derive(Clone, Debug, Default)]
pub struct LineState {
    /// Day of the order; far away until ordered.
    pub ordered_on: Vec<Day>,
    /// Day of age 0; far away until ordered.
    pub installed_on: Vec<Day>,
    /// Capacity ordered.
    pub planned: Vec<i64>,
    /// Capacity of age ≥ 0.
    pub installed: Vec<i64>,
    /// Of it, run in and not broken down.
    pub commissioned: Vec<i64>,
    /// Of it, with staff.
    pub staffed: Vec<i64>,
    /// Of it, what would pass the standard.
    pub effective: Vec<i64>,
    /// Made, qualified or not.
    pub gross: Vec<i64>,
    /// Qualified.
    pub output: Vec<i64>,
    /// Quality of the day, ppm.
    pub quality: Vec<i64>,
    /// Material position that bound, or [`UNBOUND`].
    pub bound_by: Vec<u32>,
    /// Share of the staffed rate that another input than the linked material, or an event, took away, ppm.
    pub held_up: Vec<i64>,
}

/// No input was short.
pub const UNBOUND: u32 = u32::MAX;

/// Enterprises, by position.
#[derive(Clone, Debug, Default)]
pub struct EnterpriseState {
    /// Staff at home, back at work.
    pub present: Vec<Staff>,
    /// Staff away.
    pub away: Vec<Staff>,
    /// Staff that installed lines need.
    pub need: Vec<Staff>,
    /// min(1, present ÷ need), ppm.
    pub staffing: Vec<i64>,
    /// Link factor, ppm.
    pub link_factor: Vec<Share>,
    /// Fulfilment of the last review, ppm.
    pub fulfilment: Vec<Share>,
    /// Weight in today's allocation, ppm.
    pub weight: Vec<i64>,
}

/// Holdings, by position.
#[derive(Clone, Debug, Default)]
pub struct HoldingState {
    /// At the maker.
    pub stock: Vec<Milligrams>,
    /// Used today.
    pub used: Vec<Milligrams>,
    /// Needed today at the staffed rate.
    pub need: Vec<Milligrams>,
    /// Use a day that claims and orders reckon with, lines soon to be installed included.
    pub rate: Vec<Milligrams>,
    /// On the road to the maker.
    pub transit: Transit<Milligrams>,
    /// Ordered on the market today.
    pub ordered: Vec<Milligrams>,
    /// Claimed of the depot today.
    pub claim: Vec<Milligrams>,
    /// Awarded from the depot today.
    pub award: Vec<Milligrams>,
    /// Masks booked for the award.
    pub obligation: Vec<Pieces>,
    /// When they are due; the award's own day where none.
    pub due_on: Vec<Day>,
    /// Supplied from outside today.
    pub supplied: Vec<Milligrams>,
    /// What rounding owes in the allocation and on the market.
    pub credit: Vec<i64>,
}

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
    /// Days for which the clock has stood still, and the part of a day besides, ppm.
    pub postponed: Vec<(i32, i64)>,
    /// Booked today.
    pub booked: Vec<Pieces>,
    /// Fallen due today.
    pub due: Vec<Pieces>,
    /// Defaulted today.
    pub defaulted: Vec<Pieces>,
    /// All willing pieces ever booked.
    pub willing: Vec<Pieces>,
    /// Of those, fallen due.
    pub willing_due: Vec<Pieces>,
    /// Of those, settled: sent or expired, oldest first.
    pub willing_settled: Vec<Pieces>,
    /// All withheld pieces ever booked.
    pub withheld: Vec<Pieces>,
    /// Of those, fallen due.
    pub withheld_due: Vec<Pieces>,
    /// Of those, turned willing or expired.
    pub withheld_settled: Vec<Pieces>,
    /// Delivered ever, for the record.
    pub record: Vec<Pieces>,
    /// Overdue when the review's window opened.
    pub overdue_at_opening: Vec<Pieces>,
    /// Fallen due since.
    pub due_in_window: Vec<Pieces>,
    due_at: Vec<[Pieces; 2]>,
    due_at_review: Vec<[Pieces; 2]>,
    hold_ring: Vec<Pieces>,
    hold_days: usize,
    days: usize,
}

impl MakerState {
    /// Owed: booked, neither sent nor given up.
    #[must_use]
    #[inline]
    pub fn owed(&self, maker: usize) -> Pieces {
        self.willing[maker] - self.willing_settled[maker] + self.withheld[maker]
            - self.withheld_settled[maker]
    }

    /// Overdue: due by now, neither sent nor given up.
    #[must_use]
    #[inline]
    pub fn overdue(&self, maker: usize) -> Pieces {
        (self.willing_due[maker] - self.willing_settled[maker]).or_zero() + self.withheld_due[maker]
            - self.withheld_settled[maker]
    }

    /// The maker's clock.
    #[inline]
    pub(super) fn clock(&self, maker: usize, day: Day) -> i32 {
        day.0 - self.postponed[maker].0
    }

    /// Books an obligation; beyond the calendar it never falls due.
    pub(super) fn book(
        &mut self,
        maker: usize,
        due_in: i32,
        day: Day,
        willing: Pieces,
        withheld: Pieces,
    ) {
        self.booked[maker] += willing + withheld;
        self.willing[maker] += willing;
        self.withheld[maker] += withheld;
        let at = (self.clock(maker, day) + due_in) as usize;
        if at < self.days {
            let entry = &mut self.due_at[maker * self.days + at];
            entry[0] += willing;
            entry[1] += withheld;
        }
    }

    /// What falls due by the maker's clock; nothing a second time while the clock stands.
    #[inline]
    pub(super) fn fall_due(&mut self, maker: usize, day: Day) {
        let at = maker * self.days + self.clock(maker, day).max(0) as usize;
        let [willing, withheld] = std::mem::take(&mut self.due_at[at]);
        self.willing_due[maker] += willing;
        self.withheld_due[maker] += withheld;
        self.due[maker] += willing + withheld;
        self.due_in_window[maker] += willing + withheld;
    }

    /// Remembers what was due at this review, and tells what was due so many reviews ago.
    pub(super) fn remember_due(&mut self, maker: usize, review: usize, ago: usize) -> [Pieces; 2] {
        let count = self.rate.len();
        self.due_at_review[review * count + maker] =
            [self.willing_due[maker], self.withheld_due[maker]];
        match review.checked_sub(ago) {
            Some(past) => self.due_at_review[past * count + maker],
            None => [Pieces::ZERO; 2],
        }
    }

    /// Puts today's masks into the hold queue.
    #[inline]
    pub(super) fn put_on_hold(&mut self, maker: usize, day: i64, hold_days: i32, amount: Pieces) {
        let row = (day + i64::from(hold_days)).rem_euclid(self.hold_days as i64) as usize;
        self.hold_ring[row * self.rate.len() + maker] += amount;
        self.hold[maker] += amount;
    }

    /// Takes out of the hold queue what has been held long enough.
    pub(super) fn take_off_hold(&mut self, day: Day) {
        let (count, row) = (self.rate.len(), day.row() % self.hold_days);
        let due = &mut self.hold_ring[row * count..(row + 1) * count];
        self.released.copy_from_slice(due);
        due.fill(Pieces::ZERO);
        for (hold, released) in self.hold.iter_mut().zip(&self.released) {
            *hold -= *released;
        }
    }
}

/// Prefectures × products.
#[derive(Clone, Debug, Default)]
pub struct LocalState {
    /// Made here and retained.
    pub own: Vec<Pieces>,
    /// From support, market and supply.
    pub received: Vec<Pieces>,
    /// Retained today.
    pub retained: Vec<Pieces>,
    /// Served today from own stock.
    pub from_own: Vec<Pieces>,
    /// Served today from received stock.
    pub from_received: Vec<Pieces>,
    /// Bought into the pool today.
    pub bought: Vec<Pieces>,
    /// Supplied from outside today.
    pub supplied: Vec<Pieces>,
    /// On the road from the pool.
    pub transit: Transit<Pieces>,
    /// Last seven days' retained pieces: a ring of days × (prefectures × products), and its sum.
    pub(super) retained_ring: Vec<Pieces>,
    pub(super) retained_sum: Vec<Pieces>,
    /// By prefecture: local need served from own stock today, and local need.
    pub own_served: Vec<[Pieces; 2]>,
    pub(super) own_ring: Vec<[Pieces; 2]>,
    pub(super) own_sum: Vec<[Pieces; 2]>,
    /// By prefecture: seven-day self-sufficiency, ppm.
    pub self_sufficiency: Vec<Share>,
    /// By prefecture.
    pub in_difficulty: Vec<bool>,
}

/// Streams of need.
#[derive(Clone, Debug, Default)]
pub struct StreamState {
    /// Dispatched to it and not yet used, by stream × product.
    pub stock: Vec<Pieces>,
    /// Used today out of that, by stream × product.
    pub used: Vec<Pieces>,
    /// On the road from the pool, by stream × product.
    pub transit: Transit<Pieces>,
    /// Asked for again today.
    pub backlog_in: Vec<Pieces>,
    /// Served today.
    pub served: Vec<Pieces>,
    /// Of that, fresh need.
    pub served_fresh: Vec<Pieces>,
    /// Carried into tomorrow.
    pub backlog: Vec<Pieces>,
    /// What rounding owes in the sharing of local stock.
    pub(super) credit: Vec<i64>,
    /// Ever added to the backlog, by day; and ever taken out of it.
    pub(super) backlog_added: Vec<Pieces>,
    pub(super) backlog_gone: Vec<Pieces>,
}

/// Depot and pool.
#[derive(Clone, Debug, Default)]
pub struct CentreState {
    /// In the depot, by material.
    pub depot: Vec<Milligrams>,
    /// Supplied to it today.
    pub depot_supplied: Vec<Milligrams>,
    /// Sent out for cooperation today.
    pub depot_lent: Vec<Milligrams>,
    /// Awarded out of it today.
    pub depot_awarded: Vec<Milligrams>,
    /// Scarce material made in the province, on its way to the depot.
    pub to_depot: Transit<Milligrams>,
    /// In the pool, by product.
    pub pool: Vec<Pieces>,
    /// Supplied to it today, cooperation's returns included.
    pub pool_supplied: Vec<Pieces>,
    /// Dispatched out of it today.
    pub pool_dispatched: Vec<Pieces>,
    /// Masks on their way to the pool.
    pub to_pool: Transit<Pieces>,
    /// Made in neighbouring provinces of our material, by supply stream: a ring of days.
    pub(super) returning: Vec<i64>,
    /// Landed today, by supply stream.
    pub landed: Vec<i64>,
    /// Sent out today, by supply stream.
    pub lent: Vec<Milligrams>,
}

/// Orders and subsidies, by line.
#[derive(Clone, Debug, Default)]
pub struct SubsidyState {
    /// Scheme that pays, if any.
    pub scheme: Vec<Option<u8>>,
    /// Granted in all.
    pub grant: Vec<Fen>,
    /// Advance paid.
    pub advance: Vec<Fen>,
    /// Stage reached: 0 ordered, 1 effective, 2 sustained, 3 failed.
    pub stage: Vec<u8>,
    /// Days of sustained output so far.
    pub sustained: Vec<i32>,
    /// Committed, by scheme.
    pub committed: [Fen; 2],
    /// Paid today (clawed back where negative), by line × stage.
    pub paid: Vec<[Fen; 3]>,
    /// Lines granted and not yet at their last stage.
    pub(super) active: Vec<u32>,
    /// Lines whose order date has come and that were refused.
    pub(super) refused: Vec<u32>,
    pub(super) next: usize,
}

/// Buffers of a day's sharing out.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    pub claims: Vec<i64>,
    pub weights: Vec<i64>,
    pub ranks: Vec<u32>,
    order: Vec<u32>,
    pub credits: Vec<i64>,
    pub awards: Vec<i64>,
    pub members: Vec<u32>,
    pub groups: Vec<i64>,
    pub group_awards: Vec<i64>,
    pub group_credits: Vec<i64>,
    pub group_ranks: Vec<u32>,
    pub group_weights: Vec<i64>,
    pub inside: Vec<u32>,
}

/// Everything that a simulation carries from day to day.
#[derive(Debug, Default)]
pub struct State {
    /// Lines.
    pub lines: LineState,
    /// Enterprises.
    pub enterprises: EnterpriseState,
    /// Holdings.
    pub holdings: HoldingState,
    /// Makers.
    pub makers: MakerState,
    /// Prefectures.
    pub local: LocalState,
    /// Streams.
    pub streams: StreamState,
    /// Depot and pool.
    pub centre: CentreState,
    /// Subsidies.
    pub subsidy: SubsidyState,
    /// Dispatch rounds: claims and awards of the day.
    pub rounds: Rounds,
    /// Reviews held so far.
    pub reviews: usize,
    pub(super) desk: Desk,
    pub(super) workspace: Workspace,
}

/// Far beyond any calendar.
pub(super) const NEVER: Day = Day(i32::MAX / 4);

impl State {
    /// A state of the world's size, at the opening of day 0.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let lead = world.longest_lead;
        let most = world
            .holdings
            .count
            .max(world.streams.count)
            .max(world.enterprises.count)
            .max(world.lines.count);
        let mut state = Self {
            lines: LineState::new(world),
            enterprises: EnterpriseState::new(world),
            holdings: HoldingState::new(world, lead),
            makers: MakerState::new(world),
            local: LocalState::new(world, lead),
            streams: StreamState::new(world, lead),
            centre: CentreState::new(world, lead),
            subsidy: SubsidyState::new(world),
            rounds: Rounds::new(world),
            reviews: 0,
            desk: Desk::with_capacity(most),
            workspace: Workspace::with_capacity(most),
        };
        super::warm_start::open(world, &mut state);
        state
    }
}

fn zeros<T: Clone + Default>(count: usize) -> Vec<T> {
    vec![T::default(); count]
}

impl Desk {
    fn with_capacity(most: usize) -> Self {
        let whole = || Vec::with_capacity(most);
        let rank = || Vec::with_capacity(most);
        Self {
            claims: whole(),
            weights: whole(),
            ranks: rank(),
            order: rank(),
            credits: whole(),
            awards: whole(),
            members: rank(),
            groups: whole(),
            group_awards: whole(),
            group_credits: zeros(most),
            group_ranks: rank(),
            group_weights: whole(),
            inside: rank(),
        }
    }
}

impl Desk {
    /// Lays out claims and credits of some members.
    pub(super) fn gather(&mut self, members: &[u32], claim: impl Fn(usize) -> i64, credit: &[i64]) {
        self.claims.clear();
        self.credits.clear();
        self.awards.clear();
        self.claims
            .extend(members.iter().map(|&member| claim(member as usize)));
        self.credits
            .extend(members.iter().map(|&member| credit[member as usize]));
        self.awards.resize(members.len(), 0);
    }

    /// Lays out the ranks of some members' ids among themselves, from 0, whatever larger order `rank` is a place in.
    pub(super) fn rank(&mut self, members: &[u32], rank: impl Fn(usize) -> u32) {
        self.order.clear();
        self.order.extend(0..members.len() as u32);
        self.order
            .sort_unstable_by_key(|&at| rank(members[at as usize] as usize));
        self.ranks.clear();
        self.ranks.resize(members.len(), 0);
        for (rank, &at) in self.order.iter().enumerate() {
            self.ranks[at as usize] = rank as u32;
        }
    }
}

impl LineState {
    fn new(world: &World) -> Self {
        let count = world.lines.count;
        Self {
            ordered_on: vec![NEVER; count],
            installed_on: vec![NEVER; count],
            planned: zeros(count),
            installed: zeros(count),
            commissioned: zeros(count),
            staffed: zeros(count),
            effective: zeros(count),
            gross: zeros(count),
            output: zeros(count),
            quality: zeros(count),
            bound_by: vec![UNBOUND; count],
            held_up: zeros(count),
        }
    }
}

impl EnterpriseState {
    fn new(world: &World) -> Self {
        let count = world.enterprises.count;
        Self {
            present: world.enterprises.staff_present.clone(),
            away: world.enterprises.staff_away.clone(),
            need: zeros(count),
            staffing: vec![MILLION; count],
            link_factor: vec![Share::ONE; count],
            fulfilment: vec![Share::ONE; count],
            weight: vec![MILLION; count],
        }
    }
}

impl HoldingState {
    fn new(world: &World, lead: usize) -> Self {
        let count = world.holdings.count;
        Self {
            stock: world.opening.holdings.clone(),
            used: zeros(count),
            need: zeros(count),
            rate: zeros(count),
            transit: Transit::new(count, lead),
            ordered: zeros(count),
            claim: zeros(count),
            award: zeros(count),
            obligation: zeros(count),
            due_on: zeros(count),
            supplied: zeros(count),
            credit: zeros(count),
        }
    }
}

impl MakerState {
    fn new(world: &World) -> Self {
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
            postponed: zeros(count),
            booked: pieces(),
            due: pieces(),
            defaulted: pieces(),
            willing: pieces(),
            willing_due: pieces(),
            willing_settled: pieces(),
            withheld: pieces(),
            withheld_due: pieces(),
            withheld_settled: pieces(),
            record: pieces(),
            overdue_at_opening: pieces(),
            due_in_window: pieces(),
            due_at: zeros(count * days),
            due_at_review: zeros(count * days),
            hold_ring: zeros(count * hold_days),
            hold_days,
            days,
        }
    }
}

impl LocalState {
    fn new(world: &World, lead: usize) -> Self {
        let places = world.prefectures.count;
        let count = places * world.products.count;
        let pieces = || zeros::<Pieces>(count);
        Self {
            own: pieces(),
            received: world.opening.received.clone(),
            retained: pieces(),
            from_own: pieces(),
            from_received: pieces(),
            bought: pieces(),
            supplied: pieces(),
            transit: Transit::new(count, lead),
            retained_ring: zeros(7 * count),
            retained_sum: pieces(),
            own_served: zeros(places),
            own_ring: zeros(7 * places),
            own_sum: zeros(places),
            self_sufficiency: vec![Share::ONE; places],
            in_difficulty: vec![false; places],
        }
    }
}

impl StreamState {
    fn new(world: &World, lead: usize) -> Self {
        let count = world.streams.count;
        let by_product = count * world.products.count;
        Self {
            stock: zeros(by_product),
            used: zeros(by_product),
            transit: Transit::new(by_product, lead),
            backlog_in: zeros(count),
            served: zeros(count),
            served_fresh: zeros(count),
            backlog: zeros(count),
            credit: zeros(count),
            backlog_added: zeros(count * world.days),
            backlog_gone: zeros(count),
        }
    }
}

impl CentreState {
    fn new(world: &World, lead: usize) -> Self {
        let (materials, products, supplies) = (
            world.materials.count,
            world.products.count,
            world.supplies.count,
        );
        Self {
            depot: world.opening.depot.clone(),
            depot_supplied: zeros(materials),
            depot_lent: zeros(materials),
            depot_awarded: zeros(materials),
            to_depot: Transit::new(materials, lead),
            pool: world.opening.pool.clone(),
            pool_supplied: zeros(products),
            pool_dispatched: zeros(products),
            to_pool: Transit::new(products, lead),
            returning: zeros(supplies * (lead + 1)),
            landed: zeros(supplies),
            lent: zeros(supplies),
        }
    }
}

impl SubsidyState {
    fn new(world: &World) -> Self {
        let count = world.lines.count;
        Self {
            scheme: zeros(count),
            grant: zeros(count),
            advance: zeros(count),
            stage: zeros(count),
            sustained: zeros(count),
            committed: [Fen::ZERO; 2],
            paid: zeros(count),
            active: Vec::with_capacity(count),
            refused: Vec::with_capacity(count),
            next: 0,
        }
    }
}
