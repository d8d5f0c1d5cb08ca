//! What a day finds and leaves: stocks, queues and obligations, and the flows of the day itself.
//! Everything is allocated here, once; a day only writes into it.

use crate::claims::Workspace;
use crate::units::{Day, MILLION, Milligrams, Pieces, Rest, Share, Staff};
use crate::world::World;

use super::desk::Desk;
use super::purchase::Market;
use super::rounds::Rounds;
use super::transit::Transit;

mod holdings;
mod local;
mod makers;
mod subsidy;

pub(super) use holdings::Arrival;
pub use holdings::{Gates, Holdings, Road};
pub use local::LocalState;
pub use makers::{MakerState, Makers};
pub(super) use subsidy::Granted;
pub use subsidy::SubsidyState;

/// All lines.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// By position.
    pub each: Vec<LineState>,
    /// Ordered and not yet installed, in the order of their installation.
    pub(super) coming: Vec<Coming>,
}

/// A line that is ordered and not yet installed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coming {
    pub line: u32,
    pub installed_on: Day,
}

/// One line's day.
#[derive(Clone, Copy, Debug)]
pub struct LineState {
    /// Day of the order; far away until ordered.
    pub ordered_on: Day,
    /// Day of age 0; far away until ordered.
    pub installed_on: Day,
    /// Capacity ordered.
    pub planned: i64,
    /// Capacity of age ≥ 0.
    pub installed: i64,
    /// Of it, run in and not broken down.
    pub commissioned: i64,
    /// Of it, with staff.
    pub staffed: i64,
    /// Of it, what would pass the standard.
    pub effective: i64,
    /// Made, qualified or not.
    pub gross: i64,
    /// Qualified.
    pub output: i64,
    /// Quality of the day, ppm.
    pub quality: i64,
    /// Share of the staffed rate that another input than the linked material, or an event, took away, ppm.
    pub held_up: i64,
    /// Material position that bound, or [`UNBOUND`].
    pub bound_by: u32,
    /// What each stage leaves of a unit.
    pub(super) rests: Rests,
}

/// What the stages of a line's chain leave of a unit, carried to the next day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rests {
    pub run_in: Rest,
    pub available: Rest,
    pub staffed: Rest,
    pub effective: Rest,
    /// As the day opens: what today leaves is reckoned when the next one opens, for inputs may still bound what is made.
    pub output: Rest,
}

/// No input was short.
pub const UNBOUND: u32 = u32::MAX;

/// One enterprise's day.
#[derive(Clone, Copy, Debug)]
pub struct EnterpriseState {
    /// Staff at home, back at work.
    pub present: Staff,
    /// Staff away.
    pub away: Staff,
    /// Staff that installed lines need.
    pub need: Staff,
    /// min(1, present ÷ need), ppm.
    pub staffing: i64,
    /// Link factor, ppm.
    pub link_factor: Share,
    /// Fulfilment of the last review, ppm.
    pub fulfilment: Share,
    /// Weight in today's allocation, ppm.
    pub weight: i64,
}

/// Streams of need.
#[derive(Clone, Debug, Default)]
pub struct Streams {
    /// By position.
    pub each: Vec<StreamState>,
    /// Dispatched to it and not yet used, by stream × product.
    pub stock: Vec<Pieces>,
    /// Used today out of that, by stream × product.
    pub used: Vec<Pieces>,
    /// On the road from the pool, by stream × product.
    pub transit: Transit<Pieces>,
    /// All ever added to a backlog, by day × stream.
    pub(super) backlog_added: Vec<Pieces>,
}

/// One stream's day.
#[derive(Clone, Copy, Debug, Default)]
pub struct StreamState {
    /// Asked for again today.
    pub backlog_in: Pieces,
    /// Served today.
    pub served: Pieces,
    /// Of that, fresh need.
    pub served_fresh: Pieces,
    /// Carried into tomorrow.
    pub backlog: Pieces,
    /// Dispatched to it in all and not yet used: in stock, on the road and waiting for one.
    pub(super) position: Pieces,
    /// What rounding owes in the sharing of local stock.
    pub(super) credit: i64,
    /// Ever added to the backlog, and ever taken out of it.
    pub(super) backlog_added: Pieces,
    pub(super) backlog_gone: Pieces,
    /// What its backlog share leaves of a mask.
    pub(super) backlog_rest: Rest,
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
    /// What cooperation leaves of a unit, by supply stream: in parts of the material for a full return × 10⁶.
    pub(super) returning_rest: Vec<i128>,
    /// Landed today, by supply stream.
    pub landed: Vec<i64>,
    /// Sent out today, by supply stream.
    pub lent: Vec<Milligrams>,
}

/// Everything that a simulation carries from day to day.
#[derive(Debug, Default)]
pub struct State {
    /// Lines.
    pub lines: Lines,
    /// The day that this is the state of.
    pub day: Day,
    /// Enterprises, by position.
    pub enterprises: Vec<EnterpriseState>,
    /// Whether another input than the linked material is short today, by enterprise.
    pub(super) held_up: Vec<bool>,
    /// Holdings.
    pub holdings: Holdings,
    /// Makers.
    pub makers: Makers,
    /// Prefectures.
    pub local: LocalState,
    /// Streams.
    pub streams: Streams,
    /// Depot and pool.
    pub centre: CentreState,
    /// Markets of materials.
    pub(super) market: Vec<Market>,
    /// Subsidies.
    pub subsidy: SubsidyState,
    /// Dispatch rounds: claims and awards of the day.
    pub rounds: Rounds,
    /// Weights that stand in the place of the policy's basis, by enterprise, ppm; empty where nobody advises.
    pub advice: Vec<i64>,
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
            lines: Lines::new(world),
            day: Day(0),
            enterprises: enterprises(world),
            held_up: zeros(world.enterprises.count),
            holdings: Holdings::new(world, lead),
            makers: Makers::new(world),
            local: LocalState::new(world, lead),
            streams: Streams::new(world, lead),
            centre: CentreState::new(world, lead),
            market: zeros(world.materials.count),
            subsidy: SubsidyState::new(world),
            rounds: Rounds::new(world),
            advice: Vec::new(),
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

impl Lines {
    fn new(world: &World) -> Self {
        let none = LineState {
            ordered_on: NEVER,
            installed_on: NEVER,
            planned: 0,
            installed: 0,
            commissioned: 0,
            staffed: 0,
            effective: 0,
            gross: 0,
            output: 0,
            quality: 0,
            held_up: 0,
            bound_by: UNBOUND,
            rests: Rests::default(),
        };
        Self {
            each: vec![none; world.lines.count],
            coming: Vec::with_capacity(world.lines.count),
        }
    }
}

fn enterprises(world: &World) -> Vec<EnterpriseState> {
    let enterprises = &world.enterprises;
    let staff = enterprises
        .staff_present
        .iter()
        .zip(&enterprises.staff_away);
    let opening = |(&present, &away)| EnterpriseState {
        present,
        away,
        need: Staff::ZERO,
        staffing: MILLION,
        link_factor: Share::ONE,
        fulfilment: Share::ONE,
        weight: MILLION,
    };
    staff.map(opening).collect()
}

impl Streams {
    fn new(world: &World, lead: usize) -> Self {
        let count = world.streams.count;
        let by_product = count * world.products.count;
        Self {
            each: zeros(count),
            stock: zeros(by_product),
            used: zeros(by_product),
            transit: Transit::new(by_product, lead),
            backlog_added: zeros(count * world.days),
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
            returning_rest: zeros(supplies),
            landed: zeros(supplies),
            lent: zeros(supplies),
        }
    }
}
