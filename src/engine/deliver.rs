//! Step 6: of today's release, makers send what they owe towards the pool, oldest obligation first, and leave the rest
//! to their prefecture.

use super::Today;
use super::arrive::leave_gate;
use super::purchase::is_listed;
use super::state::State;
use crate::scenario::Link;
use crate::units::{MILLION, Pieces, Share, of};

pub(super) fn deliver(today: Today, state: &mut State) {
    let world = today.world;
    state.local.retained.fill(Pieces::ZERO);
    let makers = &mut state.makers;
    makers.due.fill(Pieces::ZERO);
    makers.booked.fill(Pieces::ZERO);
    makers.defaulted.fill(Pieces::ZERO);
    for &maker in &world.makers.of_products {
        let maker = maker as usize;
        hold_up(today, state, maker);
        let released = state.makers.released[maker];
        let enterprise = world.makers.enterprise[maker].at();
        let share = scheduled_share(today);
        if today.regime.link == Link::None && is_listed(today, enterprise) {
            let booking = today.regime.dispatch_share.of_rounded_up(released);
            let willing = world.enterprises.compliance[enterprise].of(booking);
            state
                .makers
                .book(maker, 0, today.day, willing, booking - willing);
        }
        let sent = to_send(state, maker, released, share);
        let makers = &mut state.makers;
        makers.willing_settled[maker] += sent;
        makers.delivered[maker] = sent;
        makers.record[maker] += sent;
        makers.retained[maker] = released - sent;
        makers.fall_due(maker, today.day);
        if sent > Pieces::ZERO {
            leave_gate(today, state, maker, sent.0);
        }
        if let Some(product) = world.makers.product[maker] {
            let place = world.local(world.enterprises.prefecture[enterprise], product);
            state.local.retained[place] += released - sent;
        }
    }
    for (own, retained) in state.local.own.iter_mut().zip(&state.local.retained) {
        *own += *retained;
    }
}

/// The share of a release that may go towards what is not yet due.
fn scheduled_share(today: Today) -> Share {
    match today.regime.link {
        Link::None => today.regime.dispatch_share,
        Link::Ratio => today.regime.link_ratio,
        Link::Quota => Share::ONE,
    }
}

/// scheduled = min(not yet due, ⌈release × share⌉); catch-up = min(overdue, release − scheduled).
fn to_send(state: &State, maker: usize, released: Pieces, share: Share) -> Pieces {
    let makers = &state.makers;
    let settled = makers.willing_settled[maker];
    let overdue = (makers.willing_due[maker] - settled).or_zero();
    let not_yet_due = makers.willing[maker] - settled - overdue;
    let scheduled = not_yet_due.min(share.of_rounded_up(released)).min(released);
    scheduled + overdue.min(released - scheduled)
}

/// Whoever owes and is held up by another input, a closed road or an event has the due dates moved by that share of
/// a day; whole days stop the maker's clock.
fn hold_up(today: Today, state: &mut State, maker: usize) {
    if state.makers.owed(maker) == Pieces::ZERO {
        return;
    }
    let world = today.world;
    let enterprise = world.makers.enterprise[maker].at();
    let lost = if world.enterprises.openness.row(today.day)[enterprise] == 0 {
        MILLION
    } else {
        lost_share(today, state, maker)
    };
    let (days, part) = &mut state.makers.postponed[maker];
    *part += lost;
    if *part >= MILLION {
        *part -= MILLION;
        *days += 1;
    }
}

/// Share of a day's rate lost, over the maker's lines.
fn lost_share(today: Today, state: &State, maker: usize) -> i64 {
    let lines = &today.world.lines;
    let availability = lines.availability.row(today.day);
    let (mut could, mut did) = (0_i64, 0_i64);
    for line in super::produce::run(&today.world.makers.first_line, maker) {
        let staffed = state.lines.staffed[line];
        let usual = lines.usual_availability[line];
        let undisturbed = if availability[line] < usual {
            of(
                of(state.lines.installed[line], usual),
                state.enterprises.staffing[lines.enterprise[line].at()],
            )
            .max(staffed)
        } else {
            staffed
        };
        could += undisturbed;
        did += of(staffed, MILLION - state.lines.held_up[line]);
    }
    if could == 0 {
        0
    } else {
        MILLION - crate::units::muldiv(did.min(could), MILLION, could)
    }
}
