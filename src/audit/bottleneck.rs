//! The bottleneck: the cause whose removal alone would raise a day's output most, with everything else as it was.

use super::evidence::{Evidence, date};
use super::finding::Docket;
use super::making::Making;
use crate::units::{MILLION, muldiv, of};

/// A cause of the waterfall, in the order of the chain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    NotDelivered,
    Ramp,
    Staff,
    Material(usize),
    Quality,
}

fn causes(evidence: &Evidence) -> Vec<Cause> {
    let mut causes = vec![Cause::NotDelivered, Cause::Ramp, Cause::Staff];
    causes.extend((0..evidence.world.materials.count).map(Cause::Material));
    causes.push(Cause::Quality);
    causes
}

pub(super) fn check(
    evidence: &Evidence,
    making: &Making,
    day: usize,
    enterprise: usize,
    docket: &mut Docket,
) {
    let cell = evidence
        .enterprises
        .cell(evidence.enterprise(day, enterprise), "bottleneck");
    let gains = gains(evidence, making, day, enterprise);
    let law =
        "the cause whose removal alone would raise output most, the earlier in the chain on a tie";
    docket.equal(cell, greatest(&gains) as i64, law);
}

/// Name of the province's bottleneck on a day.
pub(super) fn of_province(evidence: &Evidence, making: &Making, day: usize) -> Option<String> {
    let mut sums = vec![0; causes(evidence).len()];
    for enterprise in 0..evidence.world.enterprises.count {
        let gains = gains(evidence, making, day, enterprise);
        sums.iter_mut()
            .zip(gains)
            .for_each(|(sum, gain)| *sum += gain);
    }
    let cell = evidence.enterprises.form.columns.last()?;
    let name = cell.kind.show(greatest(&sums) as i64, evidence.calendar());
    (!name.is_empty()).then_some(name)
}

/// Position of the greatest gain; one beyond the last where nothing would gain.
fn greatest(gains: &[i64]) -> usize {
    let most = gains.iter().copied().max().unwrap_or(0);
    let first = gains.iter().position(|&gain| gain == most && gain > 0);
    first.unwrap_or(gains.len())
}

/// What each cause alone takes from the output of an enterprise's product lines.
fn gains(evidence: &Evidence, making: &Making, day: usize, enterprise: usize) -> Vec<i64> {
    let what_if = WhatIf {
        evidence,
        making,
        day,
        enterprise,
    };
    let actual = what_if.output(None);
    causes(evidence)
        .into_iter()
        .map(|cause| what_if.output(Some(cause)) - actual)
        .collect()
}

struct WhatIf<'a> {
    evidence: &'a Evidence,
    making: &'a Making,
    day: usize,
    enterprise: usize,
}

impl WhatIf<'_> {
    /// Output without one cause; short inputs are shared in proportion to need.
    fn output(&self, removed: Option<Cause>) -> i64 {
        let world = &self.evidence.world;
        let lines = world.enterprises.first_line[self.enterprise]
            ..world.enterprises.first_line[self.enterprise + 1];
        let rates: Vec<(usize, i64, i64)> = lines
            .filter(|&line| !world.lines.intermediate[line])
            .map(|line| {
                let (staffed, quality) = self.staffed(line, removed);
                (line, staffed, quality)
            })
            .collect();
        let mut part = (1, 1);
        for &holding in world.holdings.of_enterprise(self.enterprise) {
            let holding = holding as usize;
            if removed == Some(Cause::Material(world.holdings.material[holding].at())) {
                continue;
            }
            let need: i64 = rates
                .iter()
                .map(|&(line, staffed, _)| staffed * world.taken_by(line, holding))
                .sum();
            let stock = self.making.on(self.day).stock[holding];
            let scarcer =
                i128::from(stock) * i128::from(part.1) < i128::from(part.0) * i128::from(need);
            if stock < need && scarcer {
                part = (stock, need);
            }
        }
        rates
            .iter()
            .map(|&(_, staffed, quality)| of(muldiv(staffed, part.0, part.1), quality))
            .sum()
    }

    /// Staffed rate and quality; a line not yet there counts with the curves of age 0.
    fn staffed(&self, at: usize, removed: Option<Cause>) -> (i64, i64) {
        let (world, made) = (&self.evidence.world, self.making.on(self.day));
        let line = made.lines[at];
        let absent = line.planned > 0 && line.installed == 0;
        let commissioned = match removed {
            Some(Cause::NotDelivered) if absent => of(
                of(line.planned, world.lines.first_share[at]),
                world.lines.availability.row(date(self.day))[at],
            ),
            Some(Cause::Ramp) => line.installed,
            _ => line.commissioned,
        };
        let staffing = if removed == Some(Cause::Staff) {
            MILLION
        } else {
            made.staffing[self.enterprise]
        };
        let quality = match removed {
            Some(Cause::Quality) => MILLION,
            _ if absent => world.lines.first_quality[at],
            _ => line.quality,
        };
        (of(commissioned, staffing), quality)
    }
}
