//! Step 5: masks leave the hold queue when they have been held long enough.

use super::Today;
use super::state::State;

pub(super) fn release(today: Today, state: &mut State) {
    state.makers.take_off_hold(today.day);
}
