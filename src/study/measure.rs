//! The columns of a league table: what is measured, which way is better, and what difference nobody would mind.

use super::fairness::{gini, jain, lowest};
use super::tally::Tally;
use crate::scenario::Scenario;
use crate::units::MILLION;
use crate::world::World;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More.
    Higher,
    /// Less.
    Lower,
}

/// A difference that nobody would mind: whatever lies within counts as alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zone {
    /// In the measure's own unit.
    Within(f64),
    /// As a share of the reference's mean.
    Share(f64),
}

/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share, written in per cent.
    Share,
    /// A number between 0 and 1, written as such.
    Index,
    /// Days.
    Days,
    /// Pieces, or person-days.
    Count,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Its name in tables and on the command line.
    pub name: &'static str,
    /// Which way is better.
    pub better: Better,
    /// What is alike.
    pub zone: Zone,
    /// How it is written.
    pub unit: Unit,
}

const fn measure(name: &'static str, better: Better, zone: Zone, unit: Unit) -> Measure {
    Measure {
        name,
        better,
        zone,
        unit,
    }
}

/// How many measures there are.
pub const COUNT: usize = 18;

/// Every measure. The last two compare with the best rule, and with the clairvoyant bound, of the same future.
pub const MEASURES: [Measure; COUNT] = {
    use Better::{Higher, Lower};
    [
        measure("fill_rate", Higher, Zone::Within(0.005), Unit::Share),
        measure(
            "guaranteed_fill_rate",
            Higher,
            Zone::Within(0.005),
            Unit::Share,
        ),
        measure("local_fill_rate", Higher, Zone::Within(0.005), Unit::Share),
        measure("unmet_person_days", Lower, Zone::Share(0.01), Unit::Count),
        measure("days_to_target", Lower, Zone::Within(1.0), Unit::Days),
        measure("days_to_capacity", Lower, Zone::Within(1.0), Unit::Days),
        measure("output", Higher, Zone::Share(0.005), Unit::Count),
        measure("delivered", Higher, Zone::Share(0.01), Unit::Count),
        measure("fulfilment", Higher, Zone::Within(0.01), Unit::Share),
        measure("lowest_fill_rate", Higher, Zone::Within(0.01), Unit::Share),
        measure(
            "lowest_fill_rate_daily",
            Higher,
            Zone::Within(0.01),
            Unit::Share,
        ),
        measure("gini_per_need", Lower, Zone::Within(0.005), Unit::Index),
        measure("gini_per_head", Lower, Zone::Within(0.005), Unit::Index),
        measure("jain_per_need", Higher, Zone::Within(0.005), Unit::Index),
        measure("gini_makers", Lower, Zone::Within(0.005), Unit::Index),
        measure("churn", Lower, Zone::Within(0.01), Unit::Share),
        measure("price_of_fairness", Lower, Zone::Within(0.005), Unit::Share),
        measure("gap_to_bound", Lower, Zone::Within(0.005), Unit::Share),
    ]
};

/// How many of them are of one run by itself, and come first.
pub const ALONE: usize = COUNT - 2;

/// Position of a measure by its name.
#[must_use]
pub fn position(name: &str) -> Option<usize> {
    MEASURES.iter().position(|measure| measure.name == name)
}

impl Measure {
    /// How much better one value is than another; negative where it is worse.
    #[must_use]
    pub fn gain(&self, value: f64, than: f64) -> f64 {
        match self.better {
            Better::Higher => value - than,
            Better::Lower => than - value,
        }
    }
}

/// What a run came to, in the order of [`MEASURES`]; the price of fairness is left at 0, and `bound` is the share of all
/// need that the clairvoyant bound serves.
#[must_use]
pub fn of(tally: &Tally, world: &World, scenario: &Scenario, bound: f64) -> [f64; COUNT] {
    let places = world.prefectures.count;
    let fill = |kinds: &dyn Fn(usize) -> bool, place: &dyn Fn(usize) -> bool| {
        let sum = |cells: &[[i64; 6]]| -> i64 {
            let chosen = cells.iter().enumerate().filter(|(at, _)| place(*at));
            let rows = chosen.map(|(_, row)| {
                (0..6)
                    .filter(|&kind| kinds(kind))
                    .map(|kind| row[kind])
                    .sum::<i64>()
            });
            rows.sum()
        };
        ratio(sum(&tally.served), sum(&tally.need))
    };
    let everywhere = |_: usize| true;
    let local = |kind: usize| kind >= 4;
    let of_places: Vec<f64> = (0..places)
        .map(|at| fill(&everywhere, &|place| place == at))
        .collect();
    let per_head = |at: usize| {
        let served: i64 = tally.served[at].iter().sum();
        served as f64 / world.prefectures.population[at].max(1) as f64
    };
    let heads: Vec<f64> = (0..places).map(per_head).collect();
    let used: Vec<f64> = (tally.made.iter())
        .filter(|[_, could]| *could > 0)
        .map(|[made, could]| ratio(*made, *could))
        .collect();
    let [due, defaulted, overdue, delivered] = tally.duties;
    let reached = |values: &[i64]| days_to(values, world.target.0, scenario.target.sustain_days);
    [
        fill(&everywhere, &everywhere),
        fill(&|kind| !local(kind), &everywhere),
        fill(&local, &everywhere),
        tally.unmet as f64 / 1000.0,
        reached(&tally.output),
        reached(&tally.effective),
        tally.output.iter().sum::<i64>() as f64,
        delivered as f64,
        ratio((due - defaulted - overdue).max(0), due),
        lowest(&of_places),
        tally.lowest_by_day as f64 / (tally.days.max(1) * MILLION) as f64,
        gini(&of_places),
        gini(&heads),
        jain(&of_places),
        gini(&used),
        tally.churn[0] as f64 / (tally.churn[1].max(1) * MILLION) as f64,
        0.0,
        bound - ratio(tally.whole[1], tally.whole[0]),
    ]
}

/// Position of the price of fairness: served less than the best on the same future, as a share of that (Bertsimas,
/// Farias and Trichakis 2011).
pub const PRICE_OF_FAIRNESS: usize = COUNT - 2;

/// Position of the gap to the clairvoyant bound; without a meaning where no bound was asked for.
pub const GAP_TO_BOUND: usize = COUNT - 1;

/// Fills in the price of fairness of runs on the same future.
pub fn price(of_future: &mut [[f64; COUNT]]) {
    let best = of_future.iter().map(|run| run[0]).fold(0.0, f64::max);
    for run in of_future {
        run[PRICE_OF_FAIRNESS] = if best > 0.0 { 1.0 - run[0] / best } else { 0.0 };
    }
}

/// Part ÷ whole; 1 where there is no whole.
fn ratio(part: i64, whole: i64) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// Days from the start to the first of so many days at or above the target; all days where that never comes.
fn days_to(values: &[i64], target: i64, sustain_days: u32) -> f64 {
    let mut run = 0;
    let end = values.iter().position(|&value| {
        run = if value >= target { run + 1 } else { 0 };
        run >= sustain_days
    });
    end.map_or(values.len(), |end| end + 1 - sustain_days as usize) as f64
}
