//! The bottleneck: the cause whose removal alone would raise a day's output most, with everything else as it was.

use std::ops::Range;

use crate::engine::State;
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

/// What a day's bottlenecks are found from.
pub(super) trait Evidence {
    /// Capacity ordered.
    fn planned(&self, line: usize) -> i64;
    /// Capacity installed.
    fn installed(&self, line: usize) -> i64;
    /// Of it, run in and not broken down.
    fn commissioned(&self, line: usize) -> i64;
    /// Quality of the day, ppm.
    fn quality(&self, line: usize) -> i64;
    /// Staff there ÷ staff needed, ppm.
    fn staffing(&self, enterprise: usize) -> i64;
    /// What there was of an input before any was used, by holding.
    fn available(&self, holding: usize) -> i64;
}

struct Recorded<'a>(&'a Ledger, Day);

impl Evidence for Recorded<'_> {
    fn planned(&self, line: usize) -> i64 {
        self.0.planned.on(self.1)[line]
    }
    fn installed(&self, line: usize) -> i64 {
        self.0.installed.on(self.1)[line]
    }
    fn commissioned(&self, line: usize) -> i64 {
        self.0.commissioned.on(self.1)[line]
    }
    fn quality(&self, line: usize) -> i64 {
        self.0.quality.on(self.1)[line]
    }
    fn staffing(&self, enterprise: usize) -> i64 {
        self.0.staffing.on(self.1)[enterprise]
    }
    fn available(&self, holding: usize) -> i64 {
        (self.0.holding.closing(self.1)[holding] + self.0.used.on(self.1)[holding]).0
    }
}

/// As the day closes: nothing arrives or leaves between use and then but what is on the road.
impl Evidence for State {
    fn planned(&self, line: usize) -> i64 {
        self.lines.each[line].planned
    }
    fn installed(&self, line: usize) -> i64 {
        self.lines.each[line].installed
    }
    fn commissioned(&self, line: usize) -> i64 {
        self.lines.each[line].commissioned
    }
    fn quality(&self, line: usize) -> i64 {
        self.lines.each[line].quality
    }
    fn staffing(&self, enterprise: usize) -> i64 {
        self.enterprises[enterprise].staffing
    }
    fn available(&self, holding: usize) -> i64 {
        (self.holdings.stock[holding] + self.holdings.used[holding]).0
    }
}

/// Weighs causes against each other while a run goes.
#[derive(Clone, Debug)]
pub struct Weigher {
    causes: Vec<Cause>,
    gains: Vec<i64>,
}

impl Weigher {
    /// For worlds with the same materials.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let causes = Cause::all(world.materials.count);
        Self {
            gains: vec![0; causes.len()],
            causes,
        }
    }

    /// The causes, in the order of the chain.
    #[must_use]
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// The bottleneck of some enterprises together, on the day that has just closed.
    pub fn bottleneck(
        &mut self,
        world: &World,
        state: &State,
        day: Day,
        enterprises: Range<usize>,
    ) -> Option<Cause> {
        self.gains.fill(0);
        let first = &world.enterprises.first_line;
        for enterprise in enterprises {
            let own = &state.lines.each[first[enterprise]..first[enterprise + 1]];
            if own.iter().any(|line| line.planned > 0) {
                add_gains(world, state, day, enterprise, &self.causes, &mut self.gains);
            }
        }
        most(&self.gains, &self.causes)
    }
}

/// Adds what an enterprise's output would gain without each cause. Where a cause takes nothing away, nothing is reckoned;
/// quality, the last in the chain, takes what was made and did not qualify.
fn add_gains(
    world: &World,
    evidence: &impl Evidence,
    day: Day,
    enterprise: usize,
    causes: &[Cause],
    gains: &mut [i64],
) {
    let first = &world.enterprises.first_line;
    let own = || first[enterprise]..first[enterprise + 1];
    let actual = output_if(world, evidence, day, enterprise, None);
    let takes = |cause: Cause| match cause {
        Cause::NotDelivered => own().any(|line| is_absent(evidence, line)),
        Cause::Ramp => own().any(|line| evidence.commissioned(line) != evidence.installed(line)),
        Cause::Staff => evidence.staffing(enterprise) < MILLION,
        Cause::Material(material) => actual.scarcest == Some(material),
        Cause::Quality => true,
    };
    for (gain, &cause) in gains.iter_mut().zip(causes) {
        *gain += match cause {
            Cause::Quality => actual.gross - actual.pieces,
            _ if takes(cause) => {
                let without = output_if(world, evidence, day, enterprise, Some(cause));
                without.pieces - actual.pieces
            }
            _ => 0,
        };
    }
}

/// Ordered, and not yet there.
fn is_absent(evidence: &impl Evidence, line: usize) -> bool {
    evidence.planned(line) > 0 && evidence.installed(line) == 0
}

/// What an enterprise makes, what of it qualifies, and the input that decides.
struct Output {
    gross: i64,
    pieces: i64,
    scarcest: Option<MaterialIndex>,
}

/// The bottleneck of every day and enterprise, and of every day.
pub(super) fn find(world: &World, ledger: &Ledger, causes: &[Cause]) -> (Binding, Binding) {
    let mut of_enterprises = Vec::with_capacity(world.days * world.enterprises.count);
    let mut of_province = Vec::with_capacity(world.days);
    let mut gains = vec![0_i64; causes.len()];
    for day in (0..world.days as i32).map(Day) {
        let mut sums = vec![0_i64; causes.len()];
        for enterprise in 0..world.enterprises.count {
            gains.fill(0);
            add_gains(
                world,
                &Recorded(ledger, day),
                day,
                enterprise,
                causes,
                &mut gains,
            );
            for (sum, gain) in sums.iter_mut().zip(&gains) {
                *sum += gain;
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
    evidence: &impl Evidence,
    day: Day,
    enterprise: usize,
    removed: Option<Cause>,
) -> Output {
    let lines =
        world.enterprises.first_line[enterprise]..world.enterprises.first_line[enterprise + 1];
    let staffing = if removed == Some(Cause::Staff) {
        MILLION
    } else {
        evidence.staffing(enterprise)
    };
    let rate = |line: usize| staffed_if(world, evidence, day, line, staffing, removed);
    // The scarcest input decides what part of the rates can be made; at most a handful of inputs.
    let mut part = (1_i64, 1_i64);
    let mut scarcest = None;
    for &holding in world.holdings.of_enterprise(enterprise) {
        let holding = holding as usize;
        if removed == Some(Cause::Material(world.holdings.material[holding])) {
            continue;
        }
        let need: i64 = lines
            .clone()
            .filter(|&line| !world.lines.intermediate[line])
            .map(|line| rate(line).0 * world.taken_by(line, holding))
            .sum();
        let stock = evidence.available(holding);
        let scarcer =
            i128::from(stock) * i128::from(part.1) < i128::from(part.0) * i128::from(need);
        if stock < need && scarcer {
            part = (stock, need);
            scarcest = Some(world.holdings.material[holding]);
        }
    }
    let product_lines = lines.filter(|&line| !world.lines.intermediate[line]);
    let (mut gross, mut pieces) = (0, 0);
    for line in product_lines {
        let (staffed, quality) = rate(line);
        let made = muldiv(staffed, part.0, part.1);
        gross += made;
        pieces += of(made, quality);
    }
    Output {
        gross,
        pieces,
        scarcest,
    }
}

/// Staffed rate and quality of a line if one cause had not been there; a line not yet there counts with the curves
/// of age 0.
fn staffed_if(
    world: &World,
    evidence: &impl Evidence,
    day: Day,
    line: usize,
    staffing: i64,
    removed: Option<Cause>,
) -> (i64, i64) {
    let planned = evidence.planned(line);
    let installed = evidence.installed(line);
    let absent = is_absent(evidence, line);
    let availability = world.lines.availability.row(day)[line];
    let quality = if absent {
        world.lines.first_quality[line]
    } else {
        evidence.quality(line)
    };
    let commissioned = match removed {
        Some(Cause::NotDelivered) if absent => {
            of(of(planned, world.lines.first_share[line]), availability)
        }
        Some(Cause::Ramp) => installed,
        _ => evidence.commissioned(line),
    };
    (of(commissioned, staffing), quality)
}

#[cfg(test)]
mod tests;
