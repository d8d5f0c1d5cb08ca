//! Step 3: the chain planned ≥ installed ≥ commissioned ≥ staffed ≥ effective, per line group, floored at each stage.

use super::state::State;
use crate::units::{Day, of};
use crate::world::World;

pub(super) fn run_in(world: &World, day: Day, state: &mut State) {
    let lines = &world.lines;
    let full = &lines.planned.row(day)[..lines.count];
    let availability = &lines.availability.row(day)[..lines.count];
    let now = &mut state.lines;
    for line in 0..lines.count {
        let age = (day - now.installed_on[line]).min(day.0);
        let planned = if now.ordered_on[line] <= day {
            full[line]
        } else {
            0
        };
        now.planned[line] = planned;
        if age < 0 {
            now.installed[line] = 0;
            now.commissioned[line] = 0;
            now.staffed[line] = 0;
            now.effective[line] = 0;
            continue;
        }
        let [share, quality] =
            lines.curves[lines.curve[line] as usize + age as usize].map(i64::from);
        let commissioned = of(of(planned, share), availability[line]);
        let staffed = of(
            commissioned,
            state.enterprises.staffing[lines.enterprise[line].at()],
        );
        now.quality[line] = quality;
        now.installed[line] = planned;
        now.commissioned[line] = commissioned;
        now.staffed[line] = staffed;
        now.effective[line] = of(staffed, quality);
    }
}
