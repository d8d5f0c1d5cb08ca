//! Obligations: what is owed follows from what was booked, delivered and given up; nobody delivers more than release
//! and obligation allow.

use super::evidence::{Evidence, date};
use super::finding::{Docket, of_file};
use super::reviews::Standing;
use crate::policy::Regime;
use crate::scenario::Link;
use crate::units::{Pieces, Share};

pub(super) fn check(evidence: &Evidence, standing: &Standing, docket: &mut Docket) {
    let mut owed = vec![0; evidence.world.enterprises.count];
    for day in evidence.days() {
        for (enterprise, owed) in owed.iter_mut().enumerate() {
            let (table, row) = (&evidence.enterprises, evidence.enterprise(day, enterprise));
            let moved = standing.on(day, enterprise);
            *owed += moved.booked - moved.delivered - moved.defaulted;
            let law = "owed yesterday + booked − delivered − defaulted = owed (obligations.csv)";
            docket.equal(table.cell(row, "owed"), *owed, law);
            docket.equal(
                table.cell(row, "overdue"),
                moved.overdue,
                "the sum over products in obligations.csv",
            );
            docket.at_most(table.cell(row, "overdue"), *owed, "overdue ≤ owed");
            docket.equal(
                table.cell(row, "delivered"),
                moved.delivered,
                "the sum over products in obligations.csv",
            );
            docket.at_most(
                table.cell(row, "delivered"),
                table.get(row, "released"),
                "delivered ≤ released",
            );
        }
    }
    for maker in 0..evidence.world.makers.count {
        if evidence.world.makers.product[maker].is_some() {
            Duty::new(evidence, maker).check(docket);
        }
    }
    only_makers(evidence, docket);
}

fn only_makers(evidence: &Evidence, docket: &mut Docket) {
    let (makers, table) = (&evidence.world.makers, &evidence.obligations);
    let made = (0..makers.count).filter_map(|maker| {
        Some((
            makers.enterprise[maker].at() as i64,
            makers.product[maker]?.at() as i64,
        ))
    });
    let made: std::collections::BTreeSet<(i64, i64)> = made.collect();
    for row in 0..table.len() {
        let makes = made.contains(&(table.get(row, "enterprise"), table.get(row, "product")));
        docket.compare(makes, || {
            let expected = "a product that the enterprise makes".to_owned();
            table
                .cell(row, "product")
                .finding(expected, "only makers owe")
        });
    }
}

/// One maker's obligations, added up over the calendar.
struct Duty<'a> {
    evidence: &'a Evidence,
    enterprise: usize,
    product: usize,
    compliance: Share,
    booked: i64,
    due: i64,
    settled: i64,
    overdue: i64,
}

impl<'a> Duty<'a> {
    fn new(evidence: &'a Evidence, maker: usize) -> Self {
        let enterprise = evidence.world.makers.enterprise[maker].at();
        Self {
            evidence,
            enterprise,
            product: evidence.world.makers.product[maker].map_or(0, crate::units::ProductIndex::at),
            compliance: evidence.world.enterprises.compliance[enterprise],
            booked: 0,
            due: 0,
            settled: 0,
            overdue: 0,
        }
    }

    fn check(mut self, docket: &mut Docket) {
        for day in self.evidence.days() {
            self.day(day, docket);
        }
    }

    fn day(&mut self, day: usize, docket: &mut Docket) {
        let (evidence, table) = (self.evidence, &self.evidence.obligations);
        let row = table.find(&[day as i64, self.enterprise as i64, self.product as i64]);
        let get = |column| row.map_or(0, |row| table.get(row, column));
        let regime = evidence.policy.on(date(day));
        let released = evidence.hold(self.enterprise, self.product)[day].outgoing;
        let before = self.booked;
        self.booked += get("booked");
        let sent = self.to_send(
            regime,
            released,
            if regime.link == Link::None {
                self.booked
            } else {
                before
            },
        );
        self.due += get("due");
        self.settled += get("delivered") + get("defaulted");
        let Some(row) = row else {
            let dues = self.overdue == 0
                && self
                    .booking(regime, day, released)
                    .is_none_or(|booking| booking == 0);
            docket.compare(dues, || {
                let id = &evidence.scenario.enterprises[self.enterprise].id;
                super::Finding {
                    key: format!(
                        "{} {id} {}",
                        evidence.calendar().date(day as i64),
                        evidence.scenario.products[self.product].id
                    ),
                    ..of_file(
                        "obligations.csv",
                        "no row",
                        "a row",
                        "whoever books, delivers or is overdue has a row",
                    )
                }
            });
            return;
        };
        if let Some(booking) = self.booking(regime, day, released) {
            docket.equal(
                table.cell(row, "booked"),
                booking,
                "without a link, a listed maker books its dispatch share of what it releases",
            );
        }
        let delivered = table.cell(row, "delivered");
        docket.at_most(
            delivered,
            released.min(sent.1),
            "delivered ≤ released (balances.csv), and ≤ owed",
        );
        if self.compliance == Share::ONE {
            docket.equal(
                delivered,
                sent.0,
                "scheduled = min(not yet due, share of release); catch-up = min(overdue, the rest)",
            );
        }
        docket.at_most(
            table.cell(row, "due"),
            get("due") + self.booked - self.due,
            "nothing falls due that was not booked",
        );
        let overdue = table.cell(row, "overdue");
        let least = (self.due - self.settled).max(0);
        let most = (self.overdue + get("due")).min(self.booked - self.settled);
        if self.compliance == Share::ONE {
            docket.equal(
                overdue,
                least,
                "overdue = fallen due − settled, where that is something",
            );
        } else {
            docket.between(
                overdue,
                least,
                most,
                "overdue ≥ fallen due − settled; ≤ owed, and ≤ yesterday's + fallen due",
            );
        }
        self.overdue = overdue.value();
    }

    /// What a maker books of a release without a link; none where bookings come with awards.
    fn booking(&self, regime: &Regime, day: usize, released: i64) -> Option<i64> {
        if regime.link != Link::None {
            return (!regime.unified_allocation).then_some(0);
        }
        let listed = self.evidence.world.enterprises.listed_from[self.enterprise] <= date(day);
        Some(if listed {
            regime.dispatch_share.of_rounded_up(Pieces(released)).0
        } else {
            0
        })
    }

    /// What a wholly willing maker sends of a release, and the most that anybody may.
    fn to_send(&self, regime: &Regime, released: i64, booked: i64) -> (i64, i64) {
        let share = match regime.link {
            Link::None => regime.dispatch_share,
            Link::Ratio => regime.link_ratio,
            Link::Quota => Share::ONE,
        };
        let owed = booked - self.settled;
        let overdue = (self.due - self.settled).max(0);
        let scheduled = (owed - overdue)
            .min(share.of_rounded_up(Pieces(released)).0)
            .min(released);
        (scheduled + overdue.min(released - scheduled), owed)
    }
}
