//! The most that lines can make: every line that any policy could fund, with the most staff that there could be.

use crate::engine::{State, simulate};
use crate::ledger::Recorder;
use crate::policy::Policy;
use crate::units::{Day, MILLION, Pieces, Share, muldiv};
use crate::world::World;

/// Staff present, by day × enterprise, when every line is ordered on its date.
#[derive(Debug, Default)]
struct Present(Vec<i64>);

impl Recorder for Present {
    fn close(&mut self, _world: &World, _day: Day, state: &State) {
        self.0
            .extend(state.enterprises.iter().map(|one| one.present.0));
    }
}

/// The most that each line can make (qualified) and run through (gross), by day × line.
#[derive(Debug)]
pub(super) struct Most {
    pub qualified: Vec<i64>,
    /// The best quality by then, ppm, by day × line.
    pub quality: Vec<i64>,
    width: usize,
}

impl Most {
    /// Present staff rises with what lines need, and what lines need rises with lines: so present staff with every
    /// line in place ÷ the need of those that want no subsidy is no less than staffing under any policy. A line that is
    /// ordered later than its date is younger; so shares and qualities are the best of all ages so far. Each
    /// stage carries what is left of a unit to the next day, so that it may be a unit more than its share today.
    pub fn of(world: &World, policy: &Policy) -> Self {
        let mut funded = world.clone();
        funded.lines.subsidy_need.fill(Share::ZERO);
        let mut present = Present::default();
        simulate(&funded, policy, &mut present);
        let lines = &world.lines;
        let mut most = Self {
            qualified: Vec::with_capacity(world.days * lines.count),
            quality: Vec::with_capacity(world.days * lines.count),
            width: lines.count,
        };
        let mut best = vec![[0; 2]; lines.count];
        for day in (0..world.days as i32).map(Day) {
            let mut sure = vec![0; world.enterprises.count];
            let planned = lines.planned.on(day);
            for line in 0..lines.count {
                if lines.subsidy_need[line] == Share::ZERO && installed_on(world, line) <= day {
                    sure[lines.enterprise[line].at()] += lines.staff_need.row(day)[line];
                }
            }
            for line in 0..lines.count {
                let installed = installed_on(world, line);
                let age = (day - installed).min(day.0);
                if age < 0 {
                    most.qualified.push(0);
                    most.quality.push(0);
                    continue;
                }
                let course = lines.curves[lines.curve[line] as usize + age as usize].map(i64::from);
                best[line] = [best[line][0].max(course[0]), best[line][1].max(course[1])];
                let [share, quality] = best[line];
                let enterprise = lines.enterprise[line].at();
                let there = present.0[day.row() * world.enterprises.count + enterprise];
                let staffing = match sure[enterprise] {
                    need if there < need => muldiv(there, MILLION, need),
                    _ => MILLION,
                };
                let stages = [share, lines.availability.row(day)[line], staffing, quality];
                let most_of = |units, &ppm: &i64| Share(ppm).of_rounded_up(Pieces(units)).0;
                let full = planned.units(line);
                most.qualified.push(stages.iter().fold(full, most_of));
                most.quality.push(quality);
            }
        }
        most
    }

    pub fn on(&self, day: Day, line: usize) -> [i64; 2] {
        let at = day.row() * self.width + line;
        [self.qualified[at], self.quality[at]]
    }
}

/// The day of age 0, when the line is ordered on its date.
fn installed_on(world: &World, line: usize) -> Day {
    world.lines.ordered_on[line] + world.lines.build_days[line]
}
