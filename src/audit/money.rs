//! Subsidies: one source a line, each stage once and when it was earned, within the budget.

use super::evidence::{Evidence, date};
use super::finding::{Docket, Finding, of_file};
use super::form::EMPTY;
use super::forms::{SOURCES, STAGES};
use super::making::Making;
use crate::policy::Regime;
use crate::units::{Fen, of};

pub(super) fn check(evidence: &Evidence, making: &Making, docket: &mut Docket) {
    let mut paid = 0;
    for line in 0..evidence.world.lines.count {
        paid += grant(evidence, making, line, docket);
    }
    let rows = evidence.subsidy.len();
    docket.compare(paid == rows, || {
        of_file(
            "subsidy.csv",
            format!("{rows} rows"),
            format!("{paid} rows"),
            "only lines with a grant are paid (lines.csv)",
        )
    });
}

/// Follows one line's grant through its stages; how many payments there are.
fn grant(evidence: &Evidence, making: &Making, line: usize, docket: &mut Docket) -> usize {
    let (table, lines) = (&evidence.lines, &evidence.world.lines);
    let (source, ordered) = (table.get(line, "source"), table.get(line, "ordered_on"));
    let Some(scheme) = usize::try_from(source)
        .ok()
        .filter(|&scheme| scheme < SOURCES.len())
    else {
        docket.equal(
            table.cell(line, "grant_fen"),
            0,
            "without a source there is no grant",
        );
        return 0;
    };
    let Some(first) = usize::try_from(ordered).ok().filter(|_| ordered != EMPTY) else {
        docket.compare(false, || {
            table.cell(line, "source").finding(
                "nothing".into(),
                "lines ordered before the calendar, or never, stand outside the schemes",
            )
        });
        return 0;
    };
    docket.at_most(
        table.cell(line, "ordered_on"),
        evidence.world.days as i64 - 1,
        "what is granted was ordered within the calendar",
    );
    if first >= evidence.world.days {
        return 0;
    }
    let share = evidence.policy.on(date(first)).subsidy.schemes[scheme].share;
    let grant = share.of(lines.price[line]);
    docket.equal(
        table.cell(line, "grant_fen"),
        grant.0,
        "grant = the scheme's share of the price",
    );
    let (mut stage, mut sustained, mut advance, mut payments) = (0, 0, Fen::ZERO, 0);
    for day in first..evidence.world.days {
        let regime = evidence.policy.on(date(day));
        let stages = regime.subsidy.schemes[scheme].stages;
        let made = making.on(day).lines[line];
        let mut due = [Fen::ZERO; 3];
        if day == first {
            advance = stages[0].of(grant);
            due[0] = advance;
        }
        if stage == 0 {
            if is_effective(regime, &made) {
                stage = 1;
                due[1] = stages[1].of(grant);
            } else if (day - first) as i64 >= i64::from(regime.subsidy.deadline_days) {
                stage = 3;
                due[0] -= advance;
            }
        }
        if stage == 1 {
            sustained +=
                i32::from(made.output >= of(made.installed, regime.subsidy.sustained_threshold.0));
            if sustained >= regime.subsidy.sustained_days {
                stage = 2;
                due[2] = grant - stages[0].of(grant) - stages[1].of(grant);
            }
        }
        for (at, fen) in due.into_iter().enumerate() {
            payments += usize::from(pay(evidence, (day, line, at), (fen, source), docket));
        }
        if stage >= 2 {
            break;
        }
    }
    payments
}

/// Commissioned at or above the threshold of installed, and quality at or above the standard.
fn is_effective(regime: &Regime, made: &super::making::Line) -> bool {
    let terms = &regime.subsidy;
    made.installed > 0
        && made.commissioned >= of(made.installed, terms.effective_threshold.0)
        && made.quality >= terms.quality_standard.0
}

/// Whether a payment has its row; the row has to be exactly so much, from the line's one source.
fn pay(
    evidence: &Evidence,
    (day, line, stage): (usize, usize, usize),
    (fen, source): (Fen, i64),
    docket: &mut Docket,
) -> bool {
    let table = &evidence.subsidy;
    let row = table.find(&[day as i64, line as i64, stage as i64]);
    docket.compare(row.is_some() == (fen != Fen::ZERO), || Finding {
        key: format!("{} {} {}", evidence.calendar().date(day as i64), evidence.scenario.lines[line].id, STAGES[stage]),
        ..of_file("subsidy.csv", if row.is_some() { "a payment" } else { "none" }, format!("{fen} fen"), "a stage is paid once, on the day on which it is earned (lines.csv, enterprise_daily.csv)")
    });
    if let Some(row) = row {
        docket.equal(
            table.cell(row, "fen"),
            fen.0,
            "the stage's share of the grant; the last takes what is left (lines.csv)",
        );
        docket.equal(
            table.cell(row, "source"),
            source,
            "central or provincial, never both (lines.csv)",
        );
    }
    row.is_some()
}
