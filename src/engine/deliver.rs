//! Step 6: of today's release, makers send what they owe towards the pool, oldest obligation first, and leave the rest
//! to their prefecture.

use super::Today;
use super::arrive::leave_gate;
use super::duty::Duty;
use super::purchase::is_listed;
use super::state::{LineState, State};
use crate::scenario::Link;
use crate::units::{MILLION, Pieces, Share, muldiv, of};
use crate::world::MaskMaker;

pub(super) fn deliver(today: Today, state: &mut State) {
    let world = today.world;
    let State {
        lines,
        enterprises,
        makers,
        local,
        centre,
        at_work,
        ..
    } = state;
    local.retained.fill(Pieces::ZERO);
    let unlinked = today.regime.link == Link::None;
    let share = scheduled_share(today);
    for &enterprise in at_work.iter() {
        let enterprise = enterprise as usize;
        let shop = &world.enterprises.shops[enterprise];
        let books = unlinked && is_listed(today, enterprise);
        for maker in &world.mask_makers[shop.mask_makers.clone()] {
            let entry = &mut makers.each[maker.at];
            let released = entry.released;
            entry.booked = Pieces::ZERO;
            entry.defaulted = Pieces::ZERO;
            entry.due = Pieces::ZERO;
            entry.delivered = Pieces::ZERO;
            entry.retained = Pieces::ZERO;
            if released == Pieces::ZERO && entry.duty.is_done() {
                continue;
            }
            if entry.duty.owed() > Pieces::ZERO {
                let staffing = enterprises[enterprise].staffing;
                let lost = match today.openness[enterprise] {
                    0 => MILLION,
                    _ => lost_share(today, &lines.each[maker.lines.clone()], maker, staffing),
                };
                entry.duty.fall_behind(lost);
            }
            if books {
                let booking = today.regime.dispatch_share.of_rounded_up(released);
                let willing = maker.compliance.of(booking);
                makers.book(maker.at, 0, today.day, willing, booking - willing);
            }
            let entry = &mut makers.each[maker.at];
            let sent = to_send(&entry.duty, released, share);
            entry.duty.willing_settled += sent;
            entry.duty.record += sent;
            entry.delivered = sent;
            entry.retained = released - sent;
            local.retained[maker.local] += released - sent;
            makers.fall_due(maker.at, today.day);
            if sent > Pieces::ZERO {
                leave_gate(today, makers, centre, maker.at, sent.0);
            }
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
/// a day; whole days stop the maker's clock. The share of a day's rate lost, over the maker's lines.
fn lost_share(today: Today, lines: &[LineState], maker: &MaskMaker, staffing: i64) -> i64 {
    if today.runs_as_usual && lines.iter().all(|line| line.held_up == 0) {
        return 0;
    }
    let availability = &today.world.lines.availability.row(today.day)[maker.lines.clone()];
    let usual = &today.world.lines.usual_availability[maker.lines.clone()];
    let (mut could, mut did) = (0_i64, 0_i64);
    for (line, (&now, &usual)) in lines.iter().zip(availability.iter().zip(usual)) {
        let undisturbed = if now < usual {
            of(of(line.installed, usual), staffing).max(line.staffed)
        } else {
            line.staffed
        };
        could += undisturbed;
        did += of(line.staffed, MILLION - line.held_up);
    }
    if could == 0 || did >= could {
        0
    } else {
        MILLION - muldiv(did, MILLION, could)
    }
}
