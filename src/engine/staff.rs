//! Step 2: staff return, and some of those missing are recruited.

use super::Today;
use super::state::{LineState, State};
use crate::units::{Day, MILLION, Staff, of};
use crate::world::World;

pub(super) fn return_to_work(today: Today, state: &mut State) {
    let installed = state.lines.coming.len();
    let LineState {
        coming,
        installed_on,
        ..
    } = &mut state.lines;
    coming.retain(|&line| installed_on[line as usize] > today.day);
    if coming.len() < installed || !today.world.lines.staff_need.is_as_before(today.day) {
        count_need(today.world, today.day, state);
    }
    let returning = today.world.enterprises.staff_return.row(today.day);
    let recruiting = today.world.enterprises.recruit_share.row(today.day);
    let enterprises = &mut state.enterprises;
    for enterprise in 0..today.world.enterprises.count {
        let returned = of(enterprises.away[enterprise].0, returning[enterprise]);
        let need = enterprises.need[enterprise].0;
        let mut present = enterprises.present[enterprise].0 + returned;
        present += of((need - present).max(0), recruiting[enterprise]);
        enterprises.away[enterprise].0 -= returned;
        enterprises.present[enterprise].0 = present;
        enterprises.staffing[enterprise] = if present >= need {
            MILLION
        } else {
            present * MILLION / need
        };
    }
}

/// Staff that installed lines need at their worked hours.
pub(super) fn count_need(world: &World, day: Day, state: &mut State) {
    let lines = &world.lines;
    let need = lines.staff_need.row(day);
    let enterprises = &mut state.enterprises;
    enterprises.need.fill(Staff::ZERO);
    for line in 0..lines.count {
        let installed = is_installed(state.lines.installed_on[line], day);
        enterprises.need[lines.enterprise[line].at()].0 += need[line] * i64::from(installed);
    }
}

/// Age 0 or more.
#[inline]
pub(super) fn is_installed(installed_on: Day, day: Day) -> bool {
    installed_on <= day
}
