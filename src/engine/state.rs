//! What a day finds and leaves: stocks, queues and obligations, and the flows of the day itself.
//! Everything is allocated here, once; a day only writes into it.

use crate::claims::Workspace;
use crate::units::{Day, Fen, MILLION, Milligrams, Pieces, Share, Staff};
use crate::world::World;

use super::desk::Desk;
use super::rounds::Rounds;
use super::transit::Transit;

mod makers;

pub use makers::MakerState;

/// Lines, by position.
#[derive(Clone, Debug, Default)]
pub struct LineState {
    /// Day of the order; far away until ordered.
    pub ordered_on: Vec<Day>,
    /// Day of age 0; far away until ordered.
    pub installed_on: Vec<Day>,
    /// Ordered and not yet installed.
    pub(super) coming: Vec<u32>,
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
    /// Use a day at the staffed rate; for claims and orders, lines soon to be installed included.
    pub rate: Vec<Milligrams>,
    /// Enterprises short of an input today.
    pub(super) short: Vec<u32>,
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
    /// Days of use for which makers order on the market today, by material.
    pub(super) order_days: Vec<i64>,
    /// Asked of the market today, by material.
    pub(super) asked_of_market: Vec<Milligrams>,
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

/// A grant, and how far it has got.
#[derive(Clone, Debug)]
pub(super) struct Granted {
    pub line: u32,
    pub scheme: u8,
    /// The line has been effective and up to standard.
    pub is_effective: bool,
    pub ordered_on: Day,
    /// Days of sustained output so far.
    pub sustained: i32,
    /// In all.
    pub amount: Fen,
    /// Of that, paid at the order.
    pub advance: Fen,
}

/// Orders and subsidies, by line.
#[derive(Clone, Debug, Default)]
pub struct SubsidyState {
    /// Scheme that pays, if any.
    pub scheme: Vec<Option<u8>>,
    /// Granted in all.
    pub grant: Vec<Fen>,
    /// Committed, by scheme.
    pub committed: [Fen; 2],
    /// Paid today (clawed back where negative), by line × stage.
    pub paid: Vec<[Fen; 3]>,
    /// Lines paid for today.
    pub(super) paid_lines: Vec<u32>,
    /// Grants of which something is still to come.
    pub(super) active: Vec<Granted>,
    /// Lines whose order date has come and that were refused.
    pub(super) refused: Vec<u32>,
    pub(super) next: usize,
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

impl LineState {
    fn new(world: &World) -> Self {
        let count = world.lines.count;
        Self {
            ordered_on: vec![NEVER; count],
            installed_on: vec![NEVER; count],
            coming: Vec::with_capacity(count),
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
            rate: zeros(count),
            short: Vec::with_capacity(world.enterprises.count),
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
            order_days: zeros(materials),
            asked_of_market: zeros(materials),
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
            committed: [Fen::ZERO; 2],
            paid: zeros(count),
            paid_lines: Vec::with_capacity(count),
            active: Vec::with_capacity(count),
            refused: Vec::with_capacity(count),
            next: 0,
        }
    }
}
