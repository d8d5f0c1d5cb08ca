//! Step 2: staff return, and some of those missing are recruited.

use super::Today;
use super::state::{Coming, EnterpriseState, State};
use crate::units::{Day, MILLION, Staff, muldiv, of};
use crate::world::World;

pub(super) fn return_to_work(today: &Today, state: &mut State) {
    let need = today.world.lines.staff_need.row(today.day);
    let coming = &mut state.lines.coming;
    let installed = coming.partition_point(|line| line.installed_on <= today.day);
    for Coming { line, .. } in coming.drain(..installed) {
        let line = line as usize;
        let enterprise = &mut state.enterprises[today.world.lines.enterprise[line].at()];
        enterprise.need.0 += need[line];
    }
    if !today.world.lines.staff_need.is_as_before(today.day) {
        count_need(today.world, today.day, state);
    }
    let returning = today.world.enterprises.staff_return.row(today.day);
    let recruiting = today.world.enterprises.recruit_share.row(today.day);
    let shares = returning.iter().zip(recruiting);
    for (enterprise, (&returning, &recruiting)) in state.enterprises.iter_mut().zip(shares) {
        let returned = of(enterprise.away.0, returning);
        let present = enterprise.present.0 + returned;
        let missing = (enterprise.need.0 - present).max(0);
        enterprise.away.0 -= returned;
        enterprise.present.0 = present + of(missing, recruiting);
        enterprise.staffing = staffing(enterprise);
    }
}

/// min(1, present ÷ need), ppm.
#[inline]
pub(super) fn staffing(enterprise: &EnterpriseState) -> i64 {
    let (present, need) = (enterprise.present.0, enterprise.need.0);
    if present >= need {
        MILLION
    } else {
        muldiv(present, MILLION, need)
    }
}

/// Staff that installed lines need at their worked hours.
pub(super) fn count_need(world: &World, day: Day, state: &mut State) {
    for enterprise in &mut state.enterprises {
        enterprise.need = Staff::ZERO;
    }
    let given = world
        .lines
        .staff_need
        .row(day)
        .iter()
        .zip(&world.lines.enterprise);
    for (line, (&need, enterprise)) in state.lines.each.iter().zip(given) {
        if line.installed_on <= day {
            state.enterprises[enterprise.at()].need.0 += need;
        }
    }
}
