//! A league of rules: what was measured, as files and as tables for the terminal.

use super::decimals::decimals;
use crate::study::compare::{Plan, Results};
use crate::study::gaming::Gains;
use crate::study::league::{Standing, league};
use crate::study::measure::{MEASURES, PRICE_OF_FAIRNESS, Unit};

mod files;
mod pooled;
mod terminal;

pub use files::{csv, gaming_csv};
pub use pooled::{Pool, pooled_csv};
pub use terminal::{gaming_table, pooled_table, settings_table, table};

/// A league with everything that is shown of it.
#[derive(Clone, Debug)]
pub struct League {
    /// What was measured.
    pub results: Results,
    /// The candidate that the others are compared with.
    pub reference: usize,
    /// The measure by which the table is ordered.
    pub by: usize,
    /// Gains of gaming, by candidate: with and without the link's penalty; none where that was not asked.
    pub gaming: Vec<[Gains; 2]>,
}

impl League {
    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.results.plan
    }

    /// Positions of the measures that were taken.
    pub fn measures(&self) -> impl Iterator<Item = usize> + use<> {
        let bound = self.plan().bound;
        (0..MEASURES.len()).filter(move |&at| bound || at < PRICE_OF_FAIRNESS)
    }

    /// Every setting: positions of tightness and link ratio.
    pub fn settings(&self) -> impl Iterator<Item = [usize; 2]> + use<> {
        let (tightness, links) = (self.plan().tightness.len(), self.plan().link_ratios.len());
        (0..tightness).flat_map(move |at| (0..links).map(move |link| [at, link]))
    }

    /// A measure's standings in a setting.
    #[must_use]
    pub fn standings(&self, setting: [usize; 2], measure: usize) -> Vec<Standing> {
        league(&self.results, setting, measure, self.reference)
    }
}

/// A value as people read it.
#[must_use]
pub fn written(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => format!("{}%", decimals(100.0 * value, 1)),
        Unit::Index => decimals(value, 3),
        Unit::Days => decimals(value, 1),
        Unit::Count => decimals(value, 0),
    }
}
