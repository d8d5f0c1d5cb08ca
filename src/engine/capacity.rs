//! Step 3: the chain planned ≥ installed ≥ commissioned ≥ staffed ≥ effective, per line group, floored at each stage.

use super::state::{State, UNBOUND};
use crate::units::{Day, of};
use crate::world::World;

/// Until inputs are counted, a line makes what staff allow.
pub(super) fn run_in(world: &World, day: Day, state: &mut State) {
    let lines = &world.lines;
    let (full, availability) = (lines.planned.row(day), lines.availability.row(day));
    for &line in &state.lines.coming {
        state.lines.each[line as usize].planned = full[line as usize];
    }
    for &enterprise in &state.at_work {
        let own = world.enterprises.shops[enterprise as usize].lines.clone();
        let staffing = state.enterprises[enterprise as usize].staffing;
        let rows = full[own.clone()].iter().zip(&availability[own.clone()]);
        let given = rows.zip(&lines.curve[own.clone()]);
        for (line, ((&full, &availability), &curve)) in state.lines.each[own].iter_mut().zip(given)
        {
            let age = (day - line.installed_on).min(day.0);
            if age < 0 {
                continue;
            }
            let [share, quality] = lines.curves[curve as usize + age as usize].map(i64::from);
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
        }
    }
}
