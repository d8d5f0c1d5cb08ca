//! The bottleneck: the cause whose removal alone would raise a day's output most, with everything else as it was.

use crate::ledger::Ledger;
use crate::units::{Day, MILLION, MaterialIndex, muldiv, of};
use crate::world::World;

/// What can hold output back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Ordered, not yet installed.
    NotDelivered,
    /// Running in, or broken down.
    Ramp,
    /// Staff away.
    Staff,
    /// An input short.
    Material(MaterialIndex),
    /// Below the standard.
    Quality,
}

impl Cause {
    /// All causes in the order of the chain.
    pub(super) fn all(materials: usize) -> Vec<Self> {
        let inputs =
            (0..materials).map(|material| Self::Material(MaterialIndex::from_position(material)));
        [Self::NotDelivered, Self::Ramp, Self::Staff]
            .into_iter()
            .chain(inputs)
            .chain([Self::Quality])
            .collect()
    }
}

type Binding = Vec<Option<Cause>>;

/// The bottleneck of every day and enterprise, and of every day.
pub(super) fn find(world: &World, ledger: &Ledger, causes: &[Cause]) -> (Binding, Binding) {
    let mut of_enterprises = Vec::with_capacity(world.days * world.enterprises.count);
    let mut of_province = Vec::with_capacity(world.days);
    let mut gains = vec![0_i64; causes.len()];
    for day in (0..world.days as i32).map(Day) {
        let mut sums = vec![0_i64; causes.len()];
        for enterprise in 0..world.enterprises.count {
            let actual = output_if(world, ledger, day, enterprise, None);
            for ((gain, sum), &cause) in gains.iter_mut().zip(&mut sums).zip(causes) {
                *gain = output_if(world, ledger, day, enterprise, Some(cause)) - actual;
                *sum += *gain;
            }
            of_enterprises.push(most(&gains, causes));
        }
        of_province.push(most(&sums, causes));
    }
    (of_enterprises, of_province)
}

/// The cause with the greatest gain, the earlier in the chain on a tie; none where nothing would gain.
fn most(gains: &[i64], causes: &[Cause]) -> Option<Cause> {
    let best = gains
        .iter()
        .enumerate()
        .max_by_key(|(at, gain)| (**gain, std::cmp::Reverse(*at)))?;
    (*best.1 > 0).then(|| causes[best.0])
}

/// Output of an enterprise's product lines on a day if one cause had not been there. Short inputs are shared in
/// proportion to need.
fn output_if(
    world: &World,
    ledger: &Ledger,
    day: Day,
    enterprise: usize,
    removed: Option<Cause>,
) -> i64 {
    let lines =
        world.enterprises.first_line[enterprise]..world.enterprises.first_line[enterprise + 1];
    let held = world.enterprises.first_holding[enterprise]
        ..world.enterprises.first_holding[enterprise + 1];
    let staffing = if removed == Some(Cause::Staff) {
        MILLION
    } else {
        ledger.staffing.on(day)[enterprise]
    };
    let rate = |line: usize| staffed_if(world, ledger, day, line, staffing, removed);
    // The scarcest input decides what part of the rates can be made; at most a handful of inputs.
    let mut part = (1_i64, 1_i64);
    for holding in held.clone() {
        if removed == Some(Cause::Material(world.holdings.material[holding])) {
            continue;
        }
        let coefficient =
            |line: usize| world.lines.bill[world.lines.first_bill[line] + holding - held.start];
        let need: i64 = lines
            .clone()
            .filter(|&line| !world.lines.intermediate[line])
            .map(|line| rate(line).0 * coefficient(line))
            .sum();
        let stock = ledger.holding.closing(day)[holding].0 + ledger.used.on(day)[holding].0;
        let scarcer =
            i128::from(stock) * i128::from(part.1) < i128::from(part.0) * i128::from(need);
        if stock < need && scarcer {
            part = (stock, need);
        }
    }
    let product_lines = lines.filter(|&line| !world.lines.intermediate[line]);
    let output = product_lines.map(|line| {
        let (staffed, quality) = rate(line);
        of(muldiv(staffed, part.0, part.1), quality)
    });
    output.sum()
}

/// Staffed rate and quality of a line if one cause had not been there; a line not yet there counts with the curves
/// of age 0.
fn staffed_if(
    world: &World,
    ledger: &Ledger,
    day: Day,
    line: usize,
    staffing: i64,
    removed: Option<Cause>,
) -> (i64, i64) {
    let planned = ledger.planned.on(day)[line];
    let installed = ledger.installed.on(day)[line];
    let absent = planned > 0 && installed == 0;
    let availability = world.lines.availability.row(day)[line];
    let quality = if absent {
        world.lines.first_quality[line]
    } else {
        ledger.quality.on(day)[line]
    };
    let commissioned = match removed {
        Some(Cause::NotDelivered) if absent => {
            of(of(planned, world.lines.first_share[line]), availability)
        }
        Some(Cause::Ramp) => installed,
        _ => ledger.commissioned.on(day)[line],
    };
    let quality = if removed == Some(Cause::Quality) {
        MILLION
    } else {
        quality
    };
    (of(commissioned, staffing), quality)
}
