//! An enterprise at work: its stretch of every table. What happens inside its gates, steps 1 to 6 of a day, hangs on
//! nobody else; so it is done enterprise by enterprise, while all of it lies close at hand.

use super::Today;
use super::arrive;
use super::purchase::{self, Market};
use super::state::{
    CentreState, EnterpriseState, Gates, HoldingState, LineState, LocalState, Makers, Road, State,
};
use crate::units::Pieces;
use crate::world::Shop;

/// An enterprise at work.
pub(super) struct Floor<'a> {
    pub today: &'a Today<'a>,
    pub enterprise: usize,
    pub shop: &'a Shop,
    pub state: &'a mut EnterpriseState,
    pub lines: &'a mut [LineState],
    pub holdings: &'a mut [HoldingState],
    /// Everybody's makers: what is owed and held lies beside them.
    pub makers: &'a mut Makers,
    /// Goods on the road to makers, and at their gates.
    pub road: &'a mut Road,
    pub gates: &'a mut Gates,
    /// Another input than the linked material is short today.
    pub held_up: bool,
}

/// What lies outside the gates: where makers buy and deliver.
pub(super) struct Outside<'a> {
    pub market: &'a mut [Market],
    pub centre: &'a mut CentreState,
    pub local: &'a mut LocalState,
}

/// Steps 1 to 6 inside the gates of everybody at work.
pub(super) fn work(today: &Today, state: &mut State) {
    purchase::open_market(today, &mut state.market);
    let State {
        lines,
        enterprises,
        makers,
        holdings,
        market,
        centre,
        local,
        at_work,
        ..
    } = state;
    let mut outside = Outside {
        market,
        centre,
        local,
    };
    outside.local.retained.fill(Pieces::ZERO);
    for &at in at_work.iter() {
        let enterprise = at as usize;
        let shop = &today.world.enterprises.shops[enterprise];
        let mut floor = Floor {
            today,
            enterprise,
            shop,
            state: &mut enterprises[enterprise],
            lines: &mut lines.each[shop.lines.clone()],
            holdings: &mut holdings.each[shop.holdings.clone()],
            makers,
            road: &mut holdings.road,
            gates: &mut holdings.gates,
            held_up: false,
        };
        arrive::receive(&mut floor);
        (today.conditions).run_in(&shop.lines, floor.state.staffing, floor.lines);
        floor.make();
        floor.order(outside.market);
        floor.store(outside.centre);
        floor.deliver(&mut outside);
    }
    outside.local.keep_retained();
    purchase::share_markets(today, state);
}
