//! What happened: every flow and every stock of every day, in whole units; and who listens to a simulation.

use crate::engine::State;
use crate::engine::rounds::Group;
use crate::engine::state::{EnterpriseState, LineState, MakerState, StreamState};
use crate::units::{Day, Fen, Milligrams, Pieces, Share};
use crate::world::World;

/// Listens to a simulation. What it does not copy is gone with the next day.
pub trait Recorder {
    /// The state in which day 0 opens.
    fn open(&mut self, _world: &World, _state: &State) {}
    /// A day has closed.
    fn close(&mut self, world: &World, day: Day, state: &State);
}

/// Records nothing: for measuring the engine alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Recorder for Nothing {
    fn close(&mut self, _world: &World, _day: Day, _state: &State) {}
}

/// A row a day.
#[derive(Clone, Debug, Default)]
pub struct Grid<T> {
    width: usize,
    cells: Vec<T>,
}

impl<T: Copy> Grid<T> {
    fn push(&mut self, write: impl FnOnce(&mut Vec<T>)) {
        let before = self.cells.len();
        write(&mut self.cells);
        self.width = self.cells.len() - before;
    }

    /// The row of a day.
    #[must_use]
    pub fn on(&self, day: Day) -> &[T] {
        self.row(day.row())
    }

    fn row(&self, row: usize) -> &[T] {
        &self.cells[row * self.width..(row + 1) * self.width]
    }
}

/// Stocks: the opening of day 0, then the close of every day.
#[derive(Clone, Debug, Default)]
pub struct Stocks<T>(Grid<T>);

impl<T: Copy> Stocks<T> {
    /// As a day opens.
    #[must_use]
    pub fn opening(&self, day: Day) -> &[T] {
        self.0.row(day.row())
    }

    /// As a day closes.
    #[must_use]
    pub fn closing(&self, day: Day) -> &[T] {
        self.0.row(day.row() + 1)
    }
}

macro_rules! ledger {
    (stocks { $($(#[$of_stock:meta])* $stock:ident: $unit:ty = $held:expr,)* }
     flows { $($(#[$of_flow:meta])* $flow:ident: $kind:ty = $moved:expr,)* }) => {
        /// Everything that happened in one run: a row a day, positions as in the world.
        #[derive(Clone, Debug, Default)]
        pub struct Ledger {
            $($(#[$of_stock])* pub $stock: Stocks<$unit>,)*
            $($(#[$of_flow])* pub $flow: Grid<$kind>,)*
            /// Days on which a review was held.
            pub reviews: Vec<Day>,
            /// The rounds of dispatch, as laid out for the world.
            pub groups: Vec<Group>,
            /// Claimant of each slot of the rounds.
            pub claimants: Vec<u32>,
            /// Amount divided in each round, or nothing where it was not held.
            pub available: Grid<Option<Pieces>>,
            /// Day of order of each line; none where it never was.
            pub ordered_on: Vec<Option<Day>>,
        }

        impl Ledger {
            fn record_stocks(&mut self, state: &State) {
                $(self.$stock.0.push(|cells| $held(state, cells));)*
            }

            fn record_flows(&mut self, state: &State) {
                $(self.$flow.push(|cells| $moved(state, cells));)*
            }
        }
    };
}

/// A field of everyone's state.
fn each<S, T>(
    everyone: impl for<'a> Fn(&'a State) -> &'a [S],
    pick: impl Fn(&S) -> T,
) -> impl Fn(&State, &mut Vec<T>) {
    move |state, cells| cells.extend(everyone(state).iter().map(&pick))
}

fn line<T>(pick: impl Fn(&LineState) -> T) -> impl Fn(&State, &mut Vec<T>) {
    each(|state| &state.lines.each, pick)
}

fn enterprise<T>(pick: impl Fn(&EnterpriseState) -> T) -> impl Fn(&State, &mut Vec<T>) {
    each(|state| &state.enterprises, pick)
}

fn maker<T>(pick: impl Fn(&MakerState) -> T) -> impl Fn(&State, &mut Vec<T>) {
    each(|state| &state.makers.each, pick)
}

fn stream<T>(pick: impl Fn(&StreamState) -> T) -> impl Fn(&State, &mut Vec<T>) {
    each(|state| &state.streams.each, pick)
}

/// A column that is kept as such.
fn column<T: Copy>(pick: impl for<'a> Fn(&'a State) -> &'a [T]) -> impl Fn(&State, &mut Vec<T>) {
    move |state, cells| cells.extend_from_slice(pick(state))
}

ledger! {
    stocks {
        /// At makers, by holding.
        holding: Milligrams = column(|state| &state.holdings.stock),
        /// On the road to makers, by holding.
        holding_under_way: Milligrams = |state: &State, cells: &mut Vec<Milligrams>| {
            cells.extend((0..state.holdings.stock.len()).map(|at| state.holdings.under_way(at)));
        },
        /// At closed makers' gates, by holding.
        holding_waiting: Milligrams = column(|state| &state.holdings.gates.waiting),
        /// In hold queues, by maker.
        hold: Pieces = maker(|maker| maker.hold),
        /// Inside closed makers' gates, by maker, in units of the item.
        gate: i64 = maker(|maker| maker.waiting),
        /// Owed, by maker.
        owed: Pieces = maker(MakerState::owed),
        /// Overdue, by maker.
        overdue: Pieces = maker(MakerState::overdue),
        /// Willing pieces fallen due ever, by maker.
        willing_due: Pieces = maker(|maker| maker.duty.willing_due),
        /// Willing pieces settled ever, by maker.
        willing_settled: Pieces = maker(|maker| maker.duty.willing_settled),
        /// Withheld pieces fallen due ever, by maker.
        withheld_due: Pieces = maker(|maker| maker.duty.withheld_due),
        /// Withheld pieces settled ever, by maker.
        withheld_settled: Pieces = maker(|maker| maker.duty.withheld_settled),
        /// Depot, by material.
        depot: Milligrams = column(|state| &state.centre.depot),
        /// On the road to the depot.
        to_depot: Milligrams = column(|state| &state.centre.to_depot.under_way),
        /// Pool, by product.
        pool: Pieces = column(|state| &state.centre.pool),
        /// On the road to the pool.
        to_pool: Pieces = column(|state| &state.centre.to_pool.under_way),
        /// Own stock, by prefecture × product.
        own: Pieces = column(|state| &state.local.own),
        /// Received stock, by prefecture × product.
        received: Pieces = column(|state| &state.local.received),
        /// On the road to prefectures.
        local_under_way: Pieces = column(|state| &state.local.transit.under_way),
        /// Waiting for closed prefectures.
        local_waiting: Pieces = column(|state| &state.local.transit.waiting),
        /// Dispatched to streams, by stream × product.
        dispatched: Pieces = column(|state| &state.streams.stock),
        /// On the road to streams.
        stream_under_way: Pieces = column(|state| &state.streams.transit.under_way),
        /// Waiting for streams in closed prefectures.
        stream_waiting: Pieces = column(|state| &state.streams.transit.waiting),
        /// Backlog, by stream.
        backlog: Pieces = stream(|stream| stream.backlog),
    }
    flows {
        /// By line, in units of the item.
        planned: i64 = line(|line| line.planned),
        /// By line.
        installed: i64 = line(|line| line.installed),
        /// By line.
        commissioned: i64 = line(|line| line.commissioned),
        /// By line.
        staffed: i64 = line(|line| line.staffed),
        /// By line.
        effective: i64 = line(|line| line.effective),
        /// By line.
        gross: i64 = line(|line| line.gross),
        /// By line.
        output: i64 = line(|line| line.output),
        /// By line, ppm.
        quality: i64 = line(|line| line.quality),
        /// By line: material position, or `state::UNBOUND`.
        bound_by: u32 = line(|line| line.bound_by),
        /// By enterprise, ppm.
        staffing: i64 = enterprise(|enterprise| enterprise.staffing),
        /// By enterprise.
        fulfilment: Share = enterprise(|enterprise| enterprise.fulfilment),
        /// By enterprise.
        link_factor: Share = enterprise(|enterprise| enterprise.link_factor),
        /// By enterprise, ppm.
        weight: i64 = enterprise(|enterprise| enterprise.weight),
        /// By holding.
        used: Milligrams = column(|state| &state.holdings.used),
        /// By holding: reached the maker.
        holding_arrived: Milligrams = column(|state| &state.holdings.arrived),
        /// By holding: set out for the maker.
        holding_sent: Milligrams = column(|state| &state.holdings.sent),
        /// By holding: stopped at the gate.
        holding_stopped: Milligrams = column(|state| &state.holdings.gates.stopped),
        /// By holding: left the gate.
        holding_resumed: Milligrams = column(|state| &state.holdings.gates.resumed),
        /// By holding: came out of transit only to be stopped.
        holding_returned: Milligrams = column(|state| &state.holdings.gates.returned),
        /// By holding: landed from outside.
        holding_supplied: Milligrams = column(|state| &state.holdings.supplied),
        /// By holding: ordered on the market.
        ordered: Milligrams = column(|state| &state.holdings.ordered),
        /// By holding: claimed of the depot.
        claim: Milligrams = column(|state| &state.holdings.claim),
        /// By holding: awarded.
        award: Milligrams = column(|state| &state.holdings.award),
        /// By holding: masks booked for the award.
        obligation: Pieces = column(|state| &state.holdings.obligation),
        /// By holding: when they are due.
        due_on: Day = |state: &State, cells: &mut Vec<Day>| {
            cells.extend(state.holdings.due_in.iter().map(|&due_in| state.day + due_in));
        },
        /// By maker, in units of the item.
        made: i64 = column(|state| &state.makers.made),
        /// By maker.
        released: Pieces = maker(|maker| maker.released),
        /// By maker.
        delivered: Pieces = maker(|maker| maker.delivered),
        /// By maker.
        retained: Pieces = maker(|maker| maker.retained),
        /// By maker, in units of the item: stopped at the gate.
        gate_stopped: i64 = maker(|maker| maker.stopped),
        /// By maker, in units of the item: left the gate.
        gate_resumed: i64 = maker(|maker| maker.resumed),
        /// By maker.
        booked: Pieces = maker(|maker| maker.booked),
        /// By maker.
        due: Pieces = maker(|maker| maker.due),
        /// By maker.
        defaulted: Pieces = maker(|maker| maker.defaulted),
        /// By material: supplied to the depot.
        depot_supplied: Milligrams = column(|state| &state.centre.depot_supplied),
        /// By material: sent out for cooperation.
        depot_lent: Milligrams = column(|state| &state.centre.depot_lent),
        /// By material: awarded.
        depot_awarded: Milligrams = column(|state| &state.centre.depot_awarded),
        /// By material: reached the depot from makers.
        depot_arrived: Milligrams = column(|state| &state.centre.to_depot.arrived),
        /// By material: set out for the depot.
        depot_sent: Milligrams = column(|state| &state.centre.to_depot.sent),
        /// By product: supplied to the pool.
        pool_supplied: Pieces = column(|state| &state.centre.pool_supplied),
        /// By product: reached the pool.
        pool_arrived: Pieces = column(|state| &state.centre.to_pool.arrived),
        /// By product: set out for the pool.
        pool_sent: Pieces = column(|state| &state.centre.to_pool.sent),
        /// By product: dispatched.
        pool_dispatched: Pieces = column(|state| &state.centre.pool_dispatched),
        /// By prefecture × product.
        local_retained: Pieces = column(|state| &state.local.retained),
        /// By prefecture × product: used from own stock.
        from_own: Pieces = column(|state| &state.local.from_own),
        /// By prefecture × product: used from received stock.
        from_received: Pieces = column(|state| &state.local.from_received),
        /// By prefecture × product: bought into the pool.
        bought: Pieces = column(|state| &state.local.bought),
        /// By prefecture × product: landed from outside.
        local_supplied: Pieces = column(|state| &state.local.supplied),
        /// By prefecture × product: arrived.
        local_arrived: Pieces = column(|state| &state.local.transit.arrived),
        /// By prefecture × product: set out.
        local_sent: Pieces = column(|state| &state.local.transit.sent),
        /// By prefecture × product: stopped.
        local_stopped: Pieces = column(|state| &state.local.transit.stopped),
        /// By prefecture × product: resumed.
        local_resumed: Pieces = column(|state| &state.local.transit.resumed),
        /// By prefecture × product: came out of transit only to be stopped.
        local_returned: Pieces = column(|state| &state.local.transit.returned),
        /// By prefecture: local need served from own stock, local need.
        own_served: [Pieces; 2] = column(|state| &state.local.own_served),
        /// By prefecture: seven-day self-sufficiency.
        self_sufficiency: Share = column(|state| &state.local.self_sufficiency),
        /// By prefecture.
        in_difficulty: bool = column(|state| &state.local.in_difficulty),
        /// By stream × product: used of what was dispatched.
        stream_used: Pieces = column(|state| &state.streams.used),
        /// By stream × product: arrived.
        stream_arrived: Pieces = column(|state| &state.streams.transit.arrived),
        /// By stream × product: set out.
        stream_sent: Pieces = column(|state| &state.streams.transit.sent),
        /// By stream × product: stopped.
        stream_stopped: Pieces = column(|state| &state.streams.transit.stopped),
        /// By stream × product: came out of transit only to be stopped.
        stream_returned: Pieces = column(|state| &state.streams.transit.returned),
        /// By stream × product: resumed.
        stream_resumed: Pieces = column(|state| &state.streams.transit.resumed),
        /// By stream.
        backlog_in: Pieces = stream(|stream| stream.backlog_in),
        /// By stream.
        served: Pieces = stream(|stream| stream.served),
        /// By stream.
        served_fresh: Pieces = stream(|stream| stream.served_fresh),
        /// By slot of the rounds of dispatch.
        dispatch_claim: i64 = column(|state| &state.rounds.claim),
        /// By slot of the rounds of dispatch.
        dispatch_award: i64 = column(|state| &state.rounds.award),
        /// By supply stream, in units of the item.
        landed: i64 = column(|state| &state.centre.landed),
        /// By supply stream: material sent out for it.
        lent: Milligrams = column(|state| &state.centre.lent),
        /// By line: paid by stage, clawed back where negative.
        paid: [Fen; 3] = column(|state| &state.subsidy.paid),
        /// By line: the scheme that pays.
        scheme: Option<u8> = column(|state| &state.subsidy.scheme),
    }
}

impl Recorder for Ledger {
    fn open(&mut self, _world: &World, state: &State) {
        self.record_stocks(state);
        self.groups.clone_from(&state.rounds.groups);
        self.claimants.clone_from(&state.rounds.claimant);
    }

    fn close(&mut self, world: &World, day: Day, state: &State) {
        self.record_stocks(state);
        self.record_flows(state);
        self.available.push(|cells| {
            let groups = state.rounds.groups.iter();
            cells.extend(groups.map(|group| group.held.then_some(group.available)));
        });
        if state.reviews > self.reviews.len() {
            self.reviews.push(day);
        }
        if day.row() + 1 == world.days {
            let ordered = (state.lines.each.iter())
                .map(|line| (line.ordered_on <= day).then_some(line.ordered_on));
            self.ordered_on = ordered.collect();
        }
    }
}
