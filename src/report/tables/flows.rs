//! Tables of what was shared out, owed, served and paid.

use super::{File, Sheet, cells, decimal};
use crate::engine::rounds::{is_guaranteed, kind_of};
use crate::outcome::KINDS;
use crate::report::run::Run;
use crate::scenario::{Kind, Tier};
use crate::units::{Day, Milligrams, Pieces, Share};
use crate::world::MaskMaker;

/// Claims and awards of scarce material; only rows with a claim.
pub(super) fn allocation(run: &Run) -> File {
    let columns = [
        "date",
        "material",
        "claimant",
        "claim_mg",
        "weight_ppm",
        "award_mg",
        "obligation",
        "due_date",
        "arrives",
    ];
    let mut sheet = Sheet::new("allocation.csv", &columns);
    let (world, ledger) = (&run.world, &run.ledger);
    for day in run.days() {
        let lead = world.enterprises.lead.row(day);
        for material in
            (0..world.materials.count).filter(|&material| world.materials.scarce[material])
        {
            for holding in world.holdings.of_material[material].clone() {
                let claim = ledger.claim.on(day)[holding];
                if claim == Milligrams::ZERO {
                    continue;
                }
                let enterprise = world.holdings.enterprise[holding].at();
                let (award, obligation) = (
                    ledger.award.on(day)[holding],
                    ledger.obligation.on(day)[holding],
                );
                let due = ledger.due_on.on(day)[holding];
                sheet.row(&cells![
                    run.date(day),
                    run.scenario.materials[material].id,
                    run.scenario.enterprises[enterprise].id,
                    claim,
                    ledger.weight.on(day)[enterprise],
                    award,
                    obligation,
                    if obligation > Pieces::ZERO {
                        run.date(due)
                    } else {
                        String::new()
                    },
                    if award > Milligrams::ZERO {
                        run.date(day + lead[enterprise])
                    } else {
                        String::new()
                    },
                ]);
            }
        }
    }
    sheet.finish()
}

fn tier_name(tier: Tier) -> &'static str {
    match (tier, kind_of(tier)) {
        (Tier::Support, _) => "support",
        (Tier::Market, _) => "market",
        (_, Some(kind)) => KINDS[kind as usize].1,
        (_, None) => "",
    }
}

/// Every round of dispatch with a claim: what was there to share, what was claimed, what was awarded.
pub(super) fn dispatch(run: &Run) -> File {
    let columns = [
        "date",
        "tier",
        "round",
        "product",
        "recipient",
        "available",
        "claim",
        "award",
        "arrives",
    ];
    let mut sheet = Sheet::new("dispatch.csv", &columns);
    for day in run.days() {
        for (at, group) in run.ledger.groups.iter().enumerate() {
            let Some(available) = run.ledger.available.on(day)[at] else {
                continue;
            };
            for slot in group.slots.clone() {
                let claim = run.ledger.dispatch_claim.on(day)[slot];
                if claim == 0 {
                    continue;
                }
                let award = run.ledger.dispatch_award.on(day)[slot];
                let (recipient, lead) =
                    recipient(run, day, group.tier, run.ledger.claimants[slot] as usize);
                let arrives = if award > 0 {
                    run.date(day + lead)
                } else {
                    String::new()
                };
                sheet.row(&cells![
                    run.date(day),
                    tier_name(group.tier),
                    group.pass + 1,
                    run.product(group.product),
                    recipient,
                    available,
                    claim,
                    award,
                    arrives,
                ]);
            }
        }
    }
    sheet.finish()
}

/// A stream's id, or a prefecture's code for support; and the days until goods arrive.
fn recipient(run: &Run, day: Day, tier: Tier, claimant: usize) -> (&str, i32) {
    let lead = run.world.prefectures.lead.row(day);
    if tier == Tier::Support {
        return (&run.scenario.prefectures[claimant].code, lead[claimant]);
    }
    let place = run.world.streams.prefecture[claimant];
    let days = place
        .filter(|_| is_guaranteed(tier) || tier == Tier::Market)
        .map_or(1, |place| lead[place.at()]);
    (&run.scenario.demand[claimant].id, days)
}

/// Bookings and what became of them; only rows where something moves or is overdue.
pub(super) fn obligations(run: &Run) -> File {
    let columns = [
        "date",
        "enterprise",
        "product",
        "booked",
        "due",
        "delivered",
        "overdue",
        "defaulted",
    ];
    let mut sheet = Sheet::new("obligations.csv", &columns);
    let ledger = &run.ledger;
    for day in run.days() {
        for &MaskMaker {
            at: maker, product, ..
        } in &run.world.mask_makers
        {
            let moved = [
                &ledger.booked,
                &ledger.due,
                &ledger.delivered,
                &ledger.defaulted,
            ]
            .map(|grid| grid.on(day)[maker]);
            let overdue = ledger.overdue.closing(day)[maker];
            if overdue == Pieces::ZERO && moved == [Pieces::ZERO; 4] {
                continue;
            }
            let [booked, due, delivered, defaulted] = moved;
            let enterprise = &run.scenario.enterprises[run.world.makers.enterprise[maker].at()].id;
            sheet.row(&cells![
                run.date(day),
                enterprise,
                run.product(product),
                booked,
                due,
                delivered,
                overdue,
                defaulted
            ]);
        }
    }
    sheet.finish()
}

/// The weekly reviews: a row an enterprise that owed anything.
pub(super) fn reviews(run: &Run) -> File {
    let columns = [
        "date",
        "enterprise",
        "due",
        "settled",
        "overdue",
        "fulfilment_ppm",
        "link_factor_ppm",
    ];
    let mut sheet = Sheet::new("reviews.csv", &columns);
    let (world, ledger) = (&run.world, &run.ledger);
    let mut opened = Day(0);
    let policy = crate::policy::Policy::of(&run.scenario);
    for &day in &ledger.reviews {
        let response = policy.on(day).response;
        for enterprise in 0..world.enterprises.count {
            let makers = world.enterprises.first_maker[enterprise]
                ..world.enterprises.first_maker[enterprise + 1];
            let sum = |row: &[Pieces]| row[makers.clone()].iter().copied().sum::<Pieces>();
            let due: Pieces = (opened.0..=day.0)
                .map(|past| sum(ledger.due.on(Day(past))))
                .sum();
            let before = sum(ledger.overdue.opening(opened));
            let overdue: Pieces = makers
                .clone()
                .map(|maker| overdue_at_review(run, day, response, maker))
                .sum();
            if due + before == Pieces::ZERO {
                continue;
            }
            sheet.row(&cells![
                run.date(day),
                run.scenario.enterprises[enterprise].id,
                due,
                before + due - overdue,
                overdue,
                ledger.fulfilment.on(day)[enterprise],
                ledger.link_factor.on(day)[enterprise],
            ]);
        }
        opened = day + 1;
    }
    sheet.finish()
}

/// Overdue as the review found it: before withheld pieces turned willing and arrears expired.
fn overdue_at_review(run: &Run, day: Day, response: Share, maker: usize) -> Pieces {
    let ledger = &run.ledger;
    let withheld =
        ledger.withheld_due.closing(day)[maker] - ledger.withheld_settled.opening(day)[maker];
    let turned = response.of(withheld);
    let due = ledger.willing_due.closing(day)[maker] - turned;
    let settled = ledger.willing_settled.opening(day)[maker] + ledger.delivered.on(day)[maker];
    (due - settled).or_zero() + withheld
}

/// Need and service by kind; national requisitions have no prefecture.
pub(super) fn service(run: &Run) -> File {
    let columns = [
        "date",
        "prefecture",
        "kind",
        "need",
        "backlog_in",
        "served",
        "served_fresh",
        "unmet",
        "backlog_out",
        "fill_rate",
    ];
    let mut sheet = Sheet::new("service.csv", &columns);
    for day in run.days() {
        for place in 0..run.outcome.service.places() {
            for (kind, name) in KINDS {
                let cell = run.outcome.service.cell(day, place, kind as usize);
                if !cell.exists {
                    continue;
                }
                let code = run
                    .scenario
                    .prefectures
                    .get(place)
                    .map_or("", |prefecture| prefecture.code.as_str());
                sheet.row(&cells![
                    run.date(day),
                    if kind == Kind::National { "" } else { code },
                    name,
                    cell.need,
                    cell.backlog_in,
                    cell.served,
                    cell.served_fresh,
                    cell.unmet(),
                    cell.backlog_out,
                    decimal(cell.fill_rate()),
                ]);
            }
        }
    }
    sheet.finish()
}

/// Payments by stage and source; negative where an advance is clawed back.
pub(super) fn subsidy(run: &Run) -> File {
    let mut sheet = Sheet::new("subsidy.csv", &["date", "line", "stage", "source", "fen"]);
    for day in run.days() {
        for (line, paid) in run.ledger.paid.on(day).iter().enumerate() {
            let Some(scheme) = run.ledger.scheme.on(day)[line] else {
                continue;
            };
            let source = ["central", "provincial"][usize::from(scheme)];
            for (fen, stage) in paid.iter().zip(["advance", "effective", "sustained"]) {
                if fen.0 != 0 {
                    sheet.row(&cells![
                        run.date(day),
                        run.scenario.lines[line].id,
                        stage,
                        source,
                        fen
                    ]);
                }
            }
        }
    }
    sheet.finish()
}
