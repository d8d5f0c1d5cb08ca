//! What awards of the linked material make their makers owe, and when it is due.

use super::evidence::{Evidence, date};
use super::finding::Docket;
use super::form::EMPTY;
use super::making::Making;
use crate::scenario::Link;
use crate::units::{Pieces, div_up, muldiv};

pub(super) fn check(evidence: &Evidence, making: &Making, docket: &mut Docket) {
    let table = &evidence.allocation;
    let linked = evidence.world.materials.linked;
    for row in 0..table.len() {
        let get = |column| table.get(row, column) as usize;
        let award = Award {
            evidence,
            making,
            day: get("date"),
            enterprise: get("claimant"),
            amount: table.get(row, "award_mg"),
        };
        let regime = evidence.policy.on(date(award.day));
        let links = regime.unified_allocation && regime.link != Link::None;
        if !links || linked.is_none_or(|linked| linked.at() != get("material")) || award.amount == 0
        {
            docket.equal(
                table.cell(row, "obligation"),
                0,
                "only awards of the linked material under the link oblige",
            );
            docket.equal(
                table.cell(row, "due_date"),
                EMPTY,
                "nothing is due where nothing is owed",
            );
            continue;
        }
        let mut due = EMPTY;
        let mut total = 0;
        for (product, masks) in award.masks() {
            let owed = regime.link_ratio.of(masks).0;
            let key = [award.day as i64, award.enterprise as i64, product as i64];
            let booked = evidence
                .obligations
                .find(&key)
                .map(|row| evidence.obligations.cell(row, "booked"));
            let found = booked.map_or(0, super::table::Cell::value);
            total += found;
            if found > 0 {
                due =
                    due.max(award.due(linked.map_or(0, crate::units::MaterialIndex::at), product));
            }
            if let Some(booked) = booked {
                match regime.link {
                    Link::Ratio => docket.equal(
                        booked,
                        owed,
                        "masks that the award makes × allowed yield × link_ratio (allocation.csv)",
                    ),
                    _ => docket.at_most(
                        booked,
                        masks.0,
                        "a quota is at most what the award makes (allocation.csv)",
                    ),
                }
            }
            if regime.link == Link::Ratio {
                docket.compare(found == owed, || {
                    table.cell(row, "obligation").finding(
                        owed.to_string(),
                        "masks that the award makes are booked in obligations.csv",
                    )
                });
            }
        }
        docket.equal(
            table.cell(row, "obligation"),
            total,
            "obligation = booked in obligations.csv",
        );
        docket.equal(
            table.cell(row, "due_date"),
            due,
            "award day + max(lead, days that stocks last) + making days + hold days",
        );
    }
    booked_without(evidence, docket);
}

/// Under the link, nothing is booked without an award.
fn booked_without(evidence: &Evidence, docket: &mut Docket) {
    let (table, linked) = (&evidence.obligations, evidence.world.materials.linked);
    for row in 0..table.len() {
        let day = table.get(row, "date") as usize;
        let linked = linked.filter(|_| evidence.policy.on(date(day)).link != Link::None);
        if let Some(linked) = linked
            && evidence.award(day, linked.at(), table.get(row, "enterprise") as usize) == 0
        {
            docket.equal(
                table.cell(row, "booked"),
                0,
                "without an award in allocation.csv nothing is booked",
            );
        }
    }
}

/// An award of the linked material.
struct Award<'a> {
    evidence: &'a Evidence,
    making: &'a Making,
    day: usize,
    enterprise: usize,
    amount: i64,
}

impl Award<'_> {
    /// Masks by product: the award split by use at staffed rates, ÷ use a piece, × the allowed yield.
    fn masks(&self) -> Vec<(usize, Pieces)> {
        let world = &self.evidence.world;
        let makers = world.enterprises.first_maker[self.enterprise]
            ..world.enterprises.first_maker[self.enterprise + 1];
        let products: Vec<(usize, i64)> = makers
            .filter_map(|maker| {
                let product = world.makers.product[maker]?.at();
                let rate = self.making.on(self.day).maker_rate[maker];
                Some((product, rate * world.products.linked_use[product]))
            })
            .collect();
        let all: i64 = products.iter().map(|(_, a_day)| a_day).sum();
        let masks = |&(product, a_day): &(usize, i64)| {
            let piece = world.products.linked_use[product];
            let made = if a_day > 0 {
                muldiv(self.amount, a_day, all) / piece
            } else {
                0
            };
            (
                product,
                world.products.allowed_yield[product].of(Pieces(made)),
            )
        };
        products.iter().map(masks).collect()
    }

    fn due(&self, linked: usize, product: usize) -> i64 {
        let world = &self.evidence.world;
        let id = &self.evidence.scenario.enterprises[self.enterprise].id;
        let there: i64 = ["enterprise", "transit", "waiting"]
            .iter()
            .map(|kind| self.evidence.account(&format!("{kind}:{id}"), linked)[self.day].closing)
            .sum();
        let lead = i64::from(world.enterprises.lead.row(date(self.day))[self.enterprise]);
        let rate = world
            .holdings
            .find(self.enterprise, linked)
            .map_or(0, |holding| self.making.on(self.day).rate[holding]);
        let lasts = if rate > 0 { div_up(there, rate) } else { lead };
        self.day as i64
            + lead.max(lasts)
            + i64::from(world.making_days)
            + i64::from(world.products.hold_days[product])
    }
}
