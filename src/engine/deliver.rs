//! Step 6: of today's release, makers send what they owe towards the pool, oldest obligation first, and leave the rest
//! to their prefecture.

use super::Today;
use super::duty::Duty;
use super::floor::{Floor, Outside};
use super::purchase::is_listed;
use super::state::LineState;
use crate::policy::Regime;
use crate::scenario::Link;
use crate::units::{MILLION, Pieces, Share, muldiv, of};
use crate::world::MaskMaker;

impl Floor<'_> {
    /// What the enterprise's makers send and keep of what was released today.
    #[inline]
    pub(super) fn deliver(&mut self, outside: &mut Outside) {
        let today = self.today;
        let books = today.regime.link == Link::None && is_listed(today, self.enterprise);
        for maker in &today.world.mask_makers[self.shop.mask_makers.clone()] {
            let entry = &mut self.makers.each[maker.at];
            entry.booked = Pieces::ZERO;
            entry.defaulted = Pieces::ZERO;
            entry.due = Pieces::ZERO;
            entry.delivered = Pieces::ZERO;
            entry.retained = entry.released;
            if entry.released == Pieces::ZERO && entry.duty.is_done() {
                continue;
            }
            if entry.duty.owed() > Pieces::ZERO {
                let lost = match today.openness[self.enterprise] {
                    0 => MILLION,
                    _ if today.runs_as_usual && !self.held_up => 0,
                    _ => lost_share(today, self.lines_of(maker), maker, self.state.staffing),
                };
                self.makers.each[maker.at].duty.fall_behind(lost);
            }
            if books {
                self.book_share(maker);
            }
            self.send(maker, outside);
        }
    }

    fn lines_of(&self, maker: &MaskMaker) -> &[LineState] {
        let first = self.shop.lines.start;
        &self.lines[maker.lines.start - first..maker.lines.end - first]
    }

    /// Before the link: a share of the release is owed, and due at once.
    fn book_share(&mut self, maker: &MaskMaker) {
        let released = self.makers.each[maker.at].released;
        let booking = self.today.regime.dispatch_share.of_rounded_up(released);
        let willing = maker.compliance.of(booking);
        (self.makers).book(maker.at, 0, self.today.day, willing, booking - willing);
    }

    fn send(&mut self, maker: &MaskMaker, outside: &mut Outside) {
        let entry = &mut self.makers.each[maker.at];
        let sent = to_send(&entry.duty, entry.released, self.today.scheduled_share);
        entry.duty.willing_settled += sent;
        entry.duty.record += sent;
        entry.delivered = sent;
        entry.retained -= sent;
        outside.local.retained[maker.local] += entry.retained;
        self.makers.fall_due(maker.at, self.today.day);
        if sent > Pieces::ZERO {
            if self.today.openness[self.enterprise] > 0 {
                let lead = self.today.lead[self.enterprise];
                outside.centre.to_pool.send(lead, maker.product.at(), sent);
            } else {
                self.makers.wait(maker.at, sent.0);
            }
        }
    }
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
