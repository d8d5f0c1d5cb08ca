//! Steps 5 and 6: products leave the hold queue; of today's release, makers send what they owe towards the pool, oldest
//! obligation first, and leave the rest to their prefecture.

use super::Today;
use super::duty::Duty;
use super::purchase::is_listed;
use super::state::{LineState, Makers, State};
use crate::policy::Regime;
use crate::scenario::Link;
use crate::units::{MILLION, Pieces, Share, muldiv, of};
use crate::world::MaskMaker;

/// What makers release today, and of that send and keep.
pub(super) fn deliver(today: &Today, state: &mut State) {
    let State {
        makers,
        enterprises,
        held_up,
        lines,
        local,
        centre,
        ..
    } = state;
    let Makers {
        each,
        made,
        queues,
        disturbed,
        ..
    } = makers;
    local.retained.fill(Pieces::ZERO);
    let before_link = today.regime.link == Link::None;
    for maker in &today.world.mask_makers {
        let (state, made) = (&mut each[maker.at], Pieces(made[maker.at]));
        if made == Pieces::ZERO && state.is_idle() {
            continue;
        }
        let open = today.openness[maker.enterprise] > 0;
        state.booked = Pieces::ZERO;
        state.defaulted = Pieces::ZERO;
        queues.release(maker.at, state, made, maker.hold_days);
        let as_usual = open && today.runs_as_usual && !held_up[maker.enterprise];
        if !as_usual && state.duty.owed() > Pieces::ZERO {
            let own = &lines.each[maker.lines.clone()];
            let lost = match open {
                true => lost_share(today, own, maker, enterprises[maker.enterprise].staffing),
                false => MILLION,
            };
            state.duty.fall_behind(lost);
        }
        if before_link && is_listed(today, maker.enterprise) {
            // Before the link, a share of the release is owed, and due at once.
            let booking = today.regime.dispatch_share.of_rounded_up(state.released);
            queues.book(maker, state, 0, today.day, booking);
        }
        let sent = to_send(&state.duty, state.released, today.scheduled_share);
        state.duty.willing_settled += sent;
        state.duty.record += sent;
        state.delivered = sent;
        state.retained = state.released - sent;
        local.retained[maker.local] += state.retained;
        queues.fall_due(maker.at, state, today.day);
        if open {
            let lead = today.lead[maker.enterprise];
            centre.to_pool.send(lead, maker.product.at(), sent);
        } else if sent > Pieces::ZERO {
            state.wait(sent.0);
            *disturbed = true;
        }
    }
    local.keep_retained();
}

/// The share of a release that may go towards what is not yet due.
pub(super) fn scheduled_share(regime: &Regime) -> Share {
    match regime.link {
        Link::None => regime.dispatch_share,
        Link::Ratio => regime.link_ratio,
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
fn lost_share(today: &Today, lines: &[LineState], maker: &MaskMaker, staffing: i64) -> i64 {
    let availability = &today.conditions.availability[maker.lines.clone()];
    // Noise is usual: only what an event takes besides counts as lost.
    let usual = match today.runs_as_usual {
        true => availability,
        false => &today.world.lines.usual.row(today.day)[maker.lines.clone()],
    };
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
