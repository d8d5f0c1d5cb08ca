//! Step 3: the chain planned ≥ installed ≥ commissioned ≥ staffed ≥ effective, per line group, in whole units: at each stage
//! what is left of a unit is carried to the next day.

use super::state::{Coming, Lines, State, UNBOUND};
use crate::units::Day;
use crate::world::{self, RatesOfDay, World};

/// What a day gives every line.
#[derive(Clone, Copy)]
pub(super) struct Conditions<'a> {
    day: Day,
    lines: &'a world::Lines,
    /// Capacity at worked hours.
    pub full: RatesOfDay<'a>,
    /// Share of commissioned capacity that runs, ppm.
    pub availability: &'a [i64],
}

impl<'a> Conditions<'a> {
    pub(super) fn on(world: &'a World, day: Day) -> Self {
        Self {
            day,
            lines: &world.lines,
            full: world.lines.planned.on(day),
            availability: world.lines.availability.row(day),
        }
    }

    /// What is ordered and not yet installed counts as planned.
    pub(super) fn plan(&self, lines: &mut Lines) {
        for &Coming { line, .. } in &lines.coming {
            lines.each[line as usize].planned = self.full.units(line as usize);
        }
    }

    /// Capacity of all lines, and of their makers. Until inputs are counted, a line makes what staff allow.
    pub(super) fn run_in(&self, state: &mut State) {
        let State {
            lines,
            enterprises,
            makers,
            ..
        } = state;
        makers.rate.fill(0);
        makers.made.fill(0);
        let given = (self.full.all().zip(self.availability)).zip(&self.lines.curve);
        let owners = self.lines.enterprise.iter().zip(&self.lines.maker);
        let lines = lines.each.iter_mut().zip(given.zip(owners));
        for (line, (((full, &availability), &curve), (owner, &maker))) in lines {
            let age = (self.day - line.installed_on).min(self.day.0);
            if age < 0 {
                continue;
            }
            let staffing = enterprises[owner.at()].staffing;
            let at = curve as usize + age as usize;
            let [share, quality] = self.lines.curves[at];
            let (share, quality) = (i64::from(share), i64::from(quality));
            line.planned = full;
            line.installed = full;
            let rests = &mut line.rests;
            rests.output.settle(line.gross, line.quality, line.output);
            let run_in = rests.run_in.carry(full, share);
            line.commissioned = rests.available.carry(run_in, availability);
            line.staffed = rests.staffed.carry(line.commissioned, staffing);
            line.effective = rests.effective.carry(line.staffed, quality);
            line.quality = quality;
            line.gross = line.staffed;
            line.output = rests.output.whole_of(line.gross, quality);
            line.bound_by = UNBOUND;
            line.held_up = 0;
            makers.rate[maker as usize] += line.staffed;
            makers.made[maker as usize] += line.output;
        }
    }
}
