//! Step 3: the chain planned ≥ installed ≥ commissioned ≥ staffed ≥ effective, per line group, floored at each stage.

use super::state::{Coming, Lines, State, UNBOUND};
use crate::units::{Day, of};
use crate::world::{self, World};

/// What a day gives every line.
#[derive(Clone, Copy)]
pub(super) struct Conditions<'a> {
    day: Day,
    lines: &'a world::Lines,
    /// Capacity at worked hours.
    pub full: &'a [i64],
    /// Share of commissioned capacity that runs, ppm.
    pub availability: &'a [i64],
}

impl<'a> Conditions<'a> {
    pub(super) fn on(world: &'a World, day: Day) -> Self {
        Self {
            day,
            lines: &world.lines,
            full: world.lines.planned.row(day),
            availability: world.lines.availability.row(day),
        }
    }

    /// What is ordered and not yet installed counts as planned.
    pub(super) fn plan(&self, lines: &mut Lines) {
        for &Coming { line, .. } in &lines.coming {
            lines.each[line as usize].planned = self.full[line as usize];
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
        let given = (self.full.iter().zip(self.availability)).zip(&self.lines.curve);
        let owners = self.lines.enterprise.iter().zip(&self.lines.maker);
        let lines = lines.each.iter_mut().zip(given.zip(owners));
        for (line, (((&full, &availability), &curve), (owner, &maker))) in lines {
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
            line.commissioned = of(of(full, share), availability);
            line.staffed = of(line.commissioned, staffing);
            line.effective = of(line.staffed, quality);
            line.quality = quality;
            line.gross = line.staffed;
            line.output = line.effective;
            line.bound_by = UNBOUND;
            line.held_up = 0;
            makers.rate[maker as usize] += line.staffed;
            makers.made[maker as usize] += line.effective;
        }
    }
}
