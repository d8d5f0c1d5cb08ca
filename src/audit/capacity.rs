//! The capacity chain, what became of it, who was there to work, and what held each maker back.

use super::evidence::{Evidence, date};
use super::finding::Docket;
use super::form::EMPTY;
use super::making::{Line, Making};
use crate::units::{Day, MILLION, Share};

type Stage = (&'static str, fn(&Line) -> i64);

/// Columns of the chain that add up over lines.
pub(super) const STAGES: [Stage; 8] = [
    ("nominal", |line| line.nominal),
    ("planned", |line| line.planned),
    ("installed", |line| line.installed),
    ("commissioned", |line| line.commissioned),
    ("staffed", |line| line.staffed),
    ("effective", |line| line.effective),
    ("gross", |line| line.gross),
    ("output", |line| line.output),
];

pub(super) fn check(evidence: &Evidence, making: &Making, docket: &mut Docket) {
    orders(evidence, docket);
    for day in evidence.days() {
        for enterprise in 0..evidence.world.enterprises.count {
            maker(evidence, making, day, enterprise, docket);
        }
        used(evidence, making, day, docket);
    }
}

/// Lines are ordered on their date, or later where they had to wait for a grant.
fn orders(evidence: &Evidence, docket: &mut Docket) {
    let (table, lines) = (&evidence.lines, &evidence.world.lines);
    for line in 0..lines.count {
        let (cell, planned) = (table.cell(line, "ordered_on"), lines.ordered_on[line]);
        let waits = !lines.existing[line] && lines.subsidy_need[line] > Share::ZERO;
        let in_calendar = planned < Day(evidence.world.days as i32);
        if cell.value() == EMPTY {
            docket.compare(waits || !in_calendar, || {
                cell.finding(
                    evidence.calendar().date(i64::from(planned.0)),
                    "a line that needs no subsidy is ordered on its date",
                )
            });
            docket.equal(
                table.cell(line, "installed_on"),
                EMPTY,
                "what is not ordered is not installed",
            );
            continue;
        }
        let last = if waits {
            evidence.world.days as i64 - 1
        } else {
            i64::from(planned.0)
        };
        docket.between(
            cell,
            i64::from(planned.0),
            last,
            "a line is ordered on its date, or later for want of a subsidy it needs",
        );
        let installed = cell.value() + i64::from(lines.build_days[line]);
        docket.equal(
            table.cell(line, "installed_on"),
            installed,
            "installed = ordered + delivery and install days",
        );
    }
}

fn maker(evidence: &Evidence, making: &Making, day: usize, enterprise: usize, docket: &mut Docket) {
    let (world, table, made) = (&evidence.world, &evidence.enterprises, making.on(day));
    let row = evidence.enterprise(day, enterprise);
    let lines =
        world.enterprises.first_line[enterprise]..world.enterprises.first_line[enterprise + 1];
    let lines: Vec<&Line> = lines
        .filter(|&line| !world.lines.intermediate[line])
        .map(|line| &made.lines[line])
        .collect();
    for (column, stage) in STAGES {
        let sum = lines.iter().map(|line| stage(line)).sum();
        docket.equal(
            table.cell(row, column),
            sum,
            "the capacity chain and production done again (lines.csv, balances.csv)",
        );
    }
    for (material, item) in evidence.scenario.materials.iter().enumerate() {
        let lost = lines
            .iter()
            .filter(|line| line.bound_by == Some(material))
            .map(|line| line.staffed - line.gross)
            .sum();
        docket.equal(
            table.cell(row, &format!("lost_to_{}", item.id)),
            lost,
            "staffed − gross of the lines that the material held back",
        );
        let holding = world.holdings.find(enterprise, material);
        let stock = holding.map_or(0, |holding| evidence.held(holding).stock[day].closing);
        docket.equal(
            table.cell(row, &format!("{}_stock_mg", item.id)),
            stock,
            "stock = closing of the account in balances.csv",
        );
    }
    docket.equal(
        table.cell(row, "staffing"),
        made.staffing[enterprise],
        "staffing = present ÷ needed, at most 1; return and recruitment done again",
    );
    super::bottleneck::check(evidence, making, day, enterprise, docket);
}

/// What makers used, by the bill of what they made; what they put on hold, and what is released.
fn used(evidence: &Evidence, making: &Making, day: usize, docket: &mut Docket) {
    let (world, made) = (&evidence.world, making.on(day));
    for holding in 0..world.holdings.count {
        let id = evidence.enterprise_id(world.holdings.enterprise[holding]);
        let at = (id, world.holdings.material[holding].at(), day);
        let entry = evidence.held(holding).stock[day];
        docket.entry(
            evidence,
            entry,
            at,
            "out",
            made.used[holding],
            "material used = Σ gross × bill",
        );
    }
    for maker in 0..world.makers.count {
        let Some(product) = world.makers.product[maker] else {
            continue;
        };
        let hold = evidence.hold(world.makers.enterprise[maker].at(), product.at());
        let at = (
            evidence.enterprise_id(world.makers.enterprise[maker]),
            evidence.product_item(product.at()),
            day,
        );
        let output = making.output(evidence, day, maker);
        docket.entry(
            evidence,
            hold[day],
            at,
            "in",
            output,
            "what is made goes on hold (enterprise_daily.csv)",
        );
        let hold_days = world.products.hold_days[product.at()].max(0) as usize;
        let released = match day.checked_sub(hold_days) {
            Some(past) => hold[past].incoming,
            // The warm start: the queue holds what running lines could have made before.
            None => warm_start(
                evidence,
                making,
                world.makers.first_line[maker]..world.makers.first_line[maker + 1],
            ),
        };
        docket.entry(
            evidence,
            hold[day],
            at,
            "out",
            released,
            "what was made is released after its hold days",
        );
    }
}

/// A day's effective capacity of lines that stood when day 0 opened, at the staffing with which it opened.
fn warm_start(evidence: &Evidence, making: &Making, lines: std::ops::Range<usize>) -> i64 {
    let world = &evidence.world;
    let first = date(0);
    let effective = lines.map(|line| {
        let built = world.lines.ordered_on[line] + world.lines.build_days[line] <= first;
        let ran = built && (world.lines.existing[line] || world.lines.ordered_on[line] < first);
        if !ran {
            return 0;
        }
        let today = &making.on(0).lines[line];
        let staffed = crate::units::of(
            today.commissioned,
            opening_staffing(evidence, world.lines.enterprise[line].at()),
        );
        crate::units::of(staffed, today.quality)
    });
    effective.sum()
}

fn opening_staffing(evidence: &Evidence, enterprise: usize) -> i64 {
    let world = &evidence.world;
    let lines =
        world.enterprises.first_line[enterprise]..world.enterprises.first_line[enterprise + 1];
    let stood = lines.filter(|&line| {
        let ordered = world.lines.ordered_on[line];
        (world.lines.existing[line] || ordered < date(0))
            && ordered + world.lines.build_days[line] <= date(0)
    });
    let need: i64 = stood
        .map(|line| world.lines.staff_need.row(date(0))[line])
        .sum();
    let present = world.enterprises.staff_present[enterprise].0;
    if present >= need {
        MILLION
    } else {
        crate::units::muldiv(present, MILLION, need)
    }
}
