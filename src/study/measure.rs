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
pub const COUNT: usize = 19;

/// Every measure. The last three compare with what is best on the same future: with the best rule, and twice with the
/// clairvoyant bound.
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
        measure("loss_to_best_rule", Lower, Zone::Within(0.005), Unit::Share),
        measure("price_of_fairness", Lower, Zone::Within(0.005), Unit::Share),
        measure("gap_to_bound", Lower, Zone::Within(0.005), Unit::Share),
    ]
};

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

/// What a run came to, in the order of [`MEASURES`]; the loss to the best rule is left at 0, and `bound` is the greatest
/// share of all need that anybody could serve.
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
    let whole = ratio(tally.whole[1], tally.whole[0]);
    let reached = |values: &[i64]| days_to(values, world.target.0, scenario.target.sustain_days);
    [
        fill(&everywhere, &everywhere),
        fill(&|kind| !local(kind), &everywhere),
        fill(&local, &everywhere),
        tally.unmet as f64 / 1000.0,
        reached(&tally.output),
        reached(&tally.effective),
        tally.output.iter().sum::<i64>() as f64,
        tally.duties[3] as f64,
        fulfilment(tally.duties),
        lowest(&of_places),
        tally.lowest_by_day as f64 / (tally.days.max(1) * MILLION) as f64,
        gini(&of_places),
        gini(&heads),
        jain(&of_places),
        gini(&used),
        churn(tally.churn),
        0.0,
        if bound > 0.0 {
            (bound - whole) / bound
        } else {
            0.0
        },
        bound - whole,
    ]
}

/// Position of the loss to the best of the rules compared: served less than by it on the same future, as a share of that.
pub const LOSS_TO_BEST_RULE: usize = COUNT - 3;

/// Position of the price of fairness: served less than anybody could, as a share of that, over the whole calendar
/// (Bertsimas, Farias and Trichakis 2011, section 2.2, with the programme for the total as the efficient solution).
/// Without a meaning, as all from here, where no bound was asked for.
pub const PRICE_OF_FAIRNESS: usize = COUNT - 2;

/// Position of the gap to the clairvoyant bound: the same difference in shares of need.
pub const GAP_TO_BOUND: usize = COUNT - 1;

/// Fills in the loss to the best rule of runs on the same future.
pub fn compare_with_best(of_future: &mut [[f64; COUNT]]) {
    let best = of_future.iter().map(|run| run[0]).fold(0.0, f64::max);
    for run in of_future {
        run[LOSS_TO_BEST_RULE] = if best > 0.0 { 1.0 - run[0] / best } else { 0.0 };
    }
}

/// Of what fell due, what was neither given up nor still overdue at the end; 1 where nothing did.
fn fulfilment([due, defaulted, overdue, _]: [i64; 4]) -> f64 {
    ratio((due - defaulted - overdue).max(0), due)
}

/// Mean part of the material that went to somebody else than at the allocation before; 0 where there was no second one.
fn churn([moved, changes]: [i64; 2]) -> f64 {
    moved as f64 / (changes.max(1) * MILLION) as f64
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_met_from_the_first_day_on_which_it_holds_for_long_enough() {
        let course = [1, 5, 5, 4, 5, 6, 7];
        assert_eq!(days_to(&course, 5, 1), 1.0);
        assert_eq!(days_to(&course, 5, 2), 1.0);
        assert_eq!(days_to(&course, 5, 3), 4.0);
        assert_eq!(days_to(&course, 5, 4), 7.0, "never: all days");
        assert_eq!(days_to(&[], 5, 1), 0.0);
    }

    #[test]
    fn what_was_given_up_or_is_overdue_is_not_fulfilled() {
        assert_eq!(fulfilment([200, 30, 20, 900]), 0.75);
        assert_eq!(fulfilment([0, 0, 0, 0]), 1.0, "nobody owed anything");
        assert_eq!(fulfilment([10, 20, 5, 0]), 0.0);
    }

    #[test]
    fn churn_is_the_mean_of_what_changed_hands() {
        assert_eq!(churn([600_000, 3]), 0.2);
        assert_eq!(churn([0, 0]), 0.0);
    }

    #[test]
    fn losses_are_to_the_best_rule_of_the_same_future() {
        let mut runs = [[0.8; COUNT], [1.0; COUNT], [0.5; COUNT]];
        compare_with_best(&mut runs);
        let losses = runs.map(|run| run[LOSS_TO_BEST_RULE]);
        assert!((losses[0] - 0.2).abs() < 1e-12);
        assert_eq!(losses[1..], [0.0, 0.5]);
    }
}
