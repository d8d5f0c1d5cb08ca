//! Step 5: masks leave the hold queue when they have been held long enough.

use super::Today;
use super::state::State;

pub(super) fn release(today: Today, state: &mut State) {
    for &enterprise in &state.at_work {
        for maker in today.world.enterprises.shops[enterprise as usize]
            .makers
            .clone()
        {
            state.makers.take_off_hold(maker, today.day);
        }
    }
}
