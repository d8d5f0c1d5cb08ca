//! What a study keeps of a run: the measures of a league, daily capacity, and once a week what holds each prefecture back.

use super::measure::{self, ALONE};
use super::tally::Tally;
use crate::engine::State;
use crate::ledger::Recorder;
use crate::outcome::{Cause, Weigher};
use crate::scenario::Scenario;
use crate::units::Day;
use crate::world::World;

/// Days from one look at the bottlenecks to the next: the last day of every seven.
pub const WEEK: usize = 7;

/// Listens to one run.
#[derive(Debug)]
pub struct Watch {
    tally: Tally,
    nominal: Vec<i64>,
    bottlenecks: Vec<Option<Cause>>,
    weigher: Weigher,
}

/// What is kept of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The measures of one run by itself, in the order of [`measure::MEASURES`].
    pub figures: Vec<f64>,
    /// Output, effective and nominal capacity, by day.
    pub series: [Vec<i64>; 3],
    /// The cause that binds, as its place in the chain, by week × prefecture; −1 where nothing would raise output.
    pub bottlenecks: Vec<i32>,
}

impl Watch {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(world: &World) -> Self {
        Self {
            tally: Tally::new(world, Day(0)),
            nominal: Vec::with_capacity(world.days),
            bottlenecks: Vec::new(),
            weigher: Weigher::new(world),
        }
    }

    /// What the run came to.
    #[must_use]
    pub fn kept(self, world: &World, scenario: &Scenario) -> Kept {
        let figures = measure::of(&self.tally, world, scenario, 0.0);
        let causes = self.weigher.causes();
        let place = |cause: &Option<Cause>| {
            let at = causes.iter().position(|known| Some(*known) == *cause);
            at.map_or(-1, |at| at as i32)
        };
        Kept {
            figures: figures[..ALONE].to_vec(),
            bottlenecks: self.bottlenecks.iter().map(place).collect(),
            series: [self.tally.output, self.tally.effective, self.nominal],
        }
    }
}

impl Recorder for Watch {
    fn close(&mut self, world: &World, day: Day, state: &State) {
        self.tally.close(world, day, state);
        let lines = state
            .lines
            .each
            .iter()
            .zip(world.lines.nominal.on(day).all());
        let standing = lines
            .zip(&world.lines.intermediate)
            .filter(|((line, _), material)| line.installed_on <= day && !**material);
        self.nominal
            .push(standing.map(|((_, nominal), _)| nominal).sum());
        if day.row() % WEEK == WEEK - 1 {
            let first = &world.prefectures.first_enterprise;
            for prefecture in first.windows(2) {
                let bound =
                    self.weigher
                        .bottleneck(world, state, day, prefecture[0]..prefecture[1]);
                self.bottlenecks.push(bound);
            }
        }
    }
}
