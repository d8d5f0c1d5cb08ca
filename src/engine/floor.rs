//! An enterprise at work: its stretch of every table. What it makes and orders hangs on nobody else; so that is done
//! enterprise by enterprise, while all of it lies close at hand.

use super::Today;
use super::state::{EnterpriseState, HoldingState, LineState, MakerState, Road, State};
use crate::world::Shop;

/// An enterprise at work. All that is done with it is inlined: so it never lies in memory, only what it points to.
pub(super) struct Floor<'a> {
    pub today: &'a Today<'a>,
    pub shop: &'a Shop,
    /// Its road is open.
    pub open: bool,
    /// Days between its gate and depot or pool.
    pub lead: i32,
    /// May be allocated scarce material and owes dispatch.
    pub listed: bool,
    pub state: &'a mut EnterpriseState,
    pub lines: &'a mut [LineState],
    pub holdings: &'a mut [HoldingState],
    pub makers: &'a mut [MakerState],
    /// Goods on the road to makers.
    pub road: &'a mut Road,
}

/// Step 4 inside the gates of everybody at work.
pub(super) fn work(today: &Today, state: &mut State) {
    let State {
        lines,
        enterprises,
        makers,
        holdings,
        market,
        ..
    } = state;
    let own = &today.world.enterprises;
    let given = (own.shops.iter().zip(&own.listed_from)).zip(today.openness.iter().zip(today.lead));
    for (state, ((shop, &listed_from), (&openness, &lead))) in enterprises.iter_mut().zip(given) {
        if !state.at_work {
            continue;
        }
        state.held_up = false;
        let mut floor = Floor {
            today,
            shop,
            open: openness > 0,
            lead,
            listed: listed_from <= today.day,
            state,
            lines: &mut lines.each[shop.lines.clone()],
            holdings: &mut holdings.each[shop.holdings.clone()],
            makers: &mut makers.each[shop.makers.clone()],
            road: &mut holdings.road,
        };
        floor.make(market);
    }
}
