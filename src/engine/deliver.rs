//! Step 6: of today's release, makers send what they owe towards the pool, oldest obligation first, and leave the rest
//! to their prefecture.

use super::Today;
use super::arrive::leave_gate;
use super::duty::Duty;
use super::purchase::is_listed;
use super::state::{LineState, MakerState, State};
use crate::scenario::Link;
use crate::units::{MILLION, Pieces, Share, of};

pub(super) fn deliver(today: Today, state: &mut State) {
    let world = today.world;
    let State {
        lines,
        enterprises,
        makers,
        local,
        centre,
        ..
    } = state;
    local.retained.fill(Pieces::ZERO);
    makers.booked.fill(Pieces::ZERO);
    makers.defaulted.fill(Pieces::ZERO);
    let unlinked = today.regime.link == Link::None;
    let share = scheduled_share(today);
    for &maker in &world.makers.of_products {
        let maker = maker as usize;
        let released = makers.released[maker];
        let duty = &makers.duty[maker];
        if released == Pieces::ZERO && duty.is_done() {
            makers.delivered[maker] = Pieces::ZERO;
            makers.retained[maker] = Pieces::ZERO;
            makers.due[maker] = Pieces::ZERO;
            continue;
        }
        if duty.owed() > Pieces::ZERO {
            hold_up(today, makers, lines, &enterprises.staffing, maker);
        }
        let enterprise = world.makers.enterprise[maker].at();
        if unlinked && is_listed(today, enterprise) {
            let booking = today.regime.dispatch_share.of_rounded_up(released);
            let willing = world.enterprises.compliance[enterprise].of(booking);
            makers.book(maker, 0, today.day, willing, booking - willing);
        }
        let duty = &mut makers.duty[maker];
        let sent = to_send(duty, released, share);
        duty.willing_settled += sent;
        duty.record += sent;
        makers.delivered[maker] = sent;
        makers.retained[maker] = released - sent;
        makers.fall_due(maker, today.day);
        if sent > Pieces::ZERO {
            leave_gate(today, makers, centre, maker, sent.0);
        }
        if let Some(product) = world.makers.product[maker] {
            let place = world.local(world.enterprises.prefecture[enterprise], product);
            local.retained[place] += released - sent;
        }
    }
    for (own, retained) in local.own.iter_mut().zip(&local.retained) {
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
fn to_send(duty: &Duty, released: Pieces, share: Share) -> Pieces {
    let settled = duty.willing_settled;
    let overdue = (duty.willing_due - settled).or_zero();
    let not_yet_due = duty.willing - settled - overdue;
    let scheduled = not_yet_due.min(share.of_rounded_up(released)).min(released);
    scheduled + overdue.min(released - scheduled)
}

/// Whoever owes and is held up by another input, a closed road or an event has the due dates moved by that share of
/// a day; whole days stop the maker's clock.
fn hold_up(
    today: Today,
    makers: &mut MakerState,
    lines: &LineState,
    staffing: &[i64],
    maker: usize,
) {
    let lost = match today.openness[today.world.makers.enterprise[maker].at()] {
        0 => MILLION,
        _ => lost_share(today, lines, staffing, maker),
    };
    makers.duty[maker].fall_behind(lost);
}

/// Share of a day's rate lost, over the maker's lines.
fn lost_share(today: Today, state: &LineState, staffing: &[i64], maker: usize) -> i64 {
    let lines = &today.world.lines;
    let availability = lines.availability.row(today.day);
    let shop = super::produce::run(&today.world.makers.first_line, maker);
    let runs_as_usual = |line: usize| {
        state.held_up[line] == 0 && availability[line] >= lines.usual_availability[line]
    };
    if shop.clone().all(runs_as_usual) {
        return 0;
    }
    let (mut could, mut did) = (0_i64, 0_i64);
    for line in shop {
        let staffed = state.staffed[line];
        let usual = lines.usual_availability[line];
        let undisturbed = if availability[line] < usual {
            of(
                of(state.installed[line], usual),
                staffing[lines.enterprise[line].at()],
            )
            .max(staffed)
        } else {
            staffed
        };
        could += undisturbed;
        did += of(staffed, MILLION - state.held_up[line]);
    }
    if could == 0 {
        0
    } else {
        MILLION - crate::units::muldiv(did.min(could), MILLION, could)
    }
}
