//! What many runs come to: counts and quantiles that do not hang on the order in which runs are added.

use super::bins::{Bin, Bins};
use super::measure::{ALONE, Better, MEASURES, Unit};
use super::plan::Plan;
use super::row::Row;
use super::watch::WEEK;
use crate::outcome::Reached;
use crate::units::MILLION;

/// Everything that is told of a study.
#[derive(Clone, Debug)]
pub struct Summary {
    /// By point × policy.
    pub cells: Vec<Cell>,
    /// Runs that failed, and why.
    pub failed: Vec<Failure>,
    policies: usize,
    /// Rows of the replicate that is being read.
    together: Vec<(usize, Vec<f64>)>,
    replicate: i64,
}

/// A run that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Position of the point.
    pub point: usize,
    /// Position of the policy.
    pub policy: usize,
    /// The replicate.
    pub replicate: u64,
    /// Why.
    pub why: String,
}

/// One policy at one point.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Runs counted.
    pub runs: u64,
    /// Runs that failed.
    pub failed: u64,
    /// Output, effective and nominal capacity, by day.
    pub series: [Vec<Bins>; 3],
    /// Runs in which output, effective and nominal capacity first reached the target for so many days, by day.
    pub reached: [Vec<u64>; 3],
    /// Target − output on the target date, 0 where it is met.
    pub shortfall: Bins,
    /// Measures of one run by itself, in whole steps ([`steps_in`]).
    pub measures: Vec<Bins>,
    /// What a run loses against the best policy or point on the same future, in whole steps.
    pub regrets: Vec<Bins>,
    /// Runs in which a cause binds, by week × prefecture × (cause, or none).
    pub bottlenecks: Vec<u64>,
}

/// Measures are kept in whole steps, so many in one of its unit: millionths of shares and indices, whole days, pieces and
/// person-days.
#[must_use]
pub fn steps_in(unit: Unit) -> f64 {
    match unit {
        Unit::Share | Unit::Index => MILLION as f64,
        Unit::Days | Unit::Count => 1.0,
    }
}

fn steps(measure: usize, value: f64) -> i64 {
    (value * steps_in(MEASURES[measure].unit)).round().max(0.0) as i64
}

impl Summary {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let policies = plan.policies.len();
        let cell = |cell: usize| {
            let scenario = &plan.points[cell / policies].scenario;
            let days = scenario.days as usize;
            let causes = scenario.materials.len() + 5;
            Cell {
                series: std::array::from_fn(|_| vec![Bins::default(); days]),
                reached: std::array::from_fn(|_| vec![0; days]),
                measures: vec![Bins::default(); ALONE],
                regrets: vec![Bins::default(); ALONE],
                bottlenecks: vec![0; days / WEEK * scenario.prefectures.len() * causes],
                ..Cell::default()
            }
        };
        Self {
            cells: (0..plan.points.len() * policies).map(cell).collect(),
            failed: Vec::new(),
            policies,
            together: Vec::new(),
            replicate: -1,
        }
    }

    /// Adds a run; runs of one replicate come one after the other.
    pub fn add(&mut self, plan: &Plan, row: &Row) {
        if row.replicate != self.replicate {
            self.settle();
            self.replicate = row.replicate;
        }
        let (point, policy) = (row.point as usize, row.policy as usize);
        let at = point * self.policies + policy;
        let cell = &mut self.cells[at];
        match &row.kept {
            Err(why) => {
                cell.failed += 1;
                self.failed.push(Failure {
                    point,
                    policy,
                    replicate: row.replicate as u64,
                    why: why.clone(),
                });
            }
            Ok(kept) => {
                let scenario = &plan.points[point].scenario;
                cell.count(scenario, &kept.series, &kept.bottlenecks);
                for (measure, &value) in kept.figures.iter().enumerate() {
                    cell.measures[measure].add(steps(measure, value));
                }
                self.together.push((at, kept.figures.clone()));
            }
        }
    }

    /// Nothing more comes.
    pub fn close(&mut self) {
        self.settle();
    }

    /// Regret (Savage 1951): what each run of a future loses against the best of them.
    fn settle(&mut self) {
        let together = std::mem::take(&mut self.together);
        if self.cells.len() > 1 {
            for measure in 0..ALONE {
                let values = together.iter().map(|(_, figures)| figures[measure]);
                let best = match MEASURES[measure].better {
                    Better::Higher => values.fold(f64::NEG_INFINITY, f64::max),
                    Better::Lower => values.fold(f64::INFINITY, f64::min),
                };
                for (cell, figures) in &together {
                    let lost = MEASURES[measure].gain(best, figures[measure]);
                    self.cells[*cell].regrets[measure].add(steps(measure, lost));
                }
            }
        }
    }
}

impl Cell {
    fn count(
        &mut self,
        scenario: &crate::scenario::Scenario,
        series: &[Vec<i64>; 3],
        bottlenecks: &[i32],
    ) {
        self.runs += 1;
        let (target, day) = (&scenario.target, scenario.target_day());
        let against = series
            .each_ref()
            .map(|values| Reached::of(values, target.pieces_per_day, target.sustain_days, day));
        for (at, values) in series.iter().enumerate() {
            for (bins, &value) in self.series[at].iter_mut().zip(values) {
                bins.add(value);
            }
            if let Some(day) = against[at].from {
                self.reached[at][day.row()] += 1;
            }
        }
        self.shortfall.add(against[0].shortfall);
        let width = scenario.materials.len() + 5;
        for (at, &cause) in bottlenecks.iter().enumerate() {
            let cause = usize::try_from(cause).unwrap_or(width - 1);
            self.bottlenecks[at * width + cause] += 1;
        }
    }

    /// Share of runs in which a series had reached the target by each day: output, effective, nominal.
    #[must_use]
    pub fn probability(&self, series: usize) -> Vec<f64> {
        let by_then = self.reached[series].iter().scan(0, |sum, runs| {
            *sum += runs;
            Some(*sum)
        });
        by_then
            .map(|runs| runs as f64 / self.runs.max(1) as f64)
            .collect()
    }
}

/// Mean of the worst share of all values: conditional value at risk (Rockafellar and Uryasev 2000); nothing where there are
/// no values.
///
/// The value on the border counts for the part that is needed. Of a bin only a part of which is needed, what is taken is
/// its mean or what [`Bins::quantile`] says of it, the worse: the mean of the worst is then never better than the mean of all
/// or the quantile on the border. All other values count exactly.
#[must_use]
pub fn mean_of_worst(bins: &Bins, share: f64, better: Better) -> Option<f64> {
    let (least, most) = (bins.least()? as f64, bins.most()? as f64);
    let mut groups: Vec<Bin> = bins.groups().collect();
    let mut worse: fn(f64, f64) -> f64 = f64::min;
    if better == Better::Lower {
        groups.reverse();
        worse = f64::max;
    }
    let wanted = share * bins.count() as f64;
    let (mut taken, mut mean) = (0.0, 0.0);
    for group in groups {
        let count = (group.count() as f64).min(wanted - taken);
        if count <= 0.0 {
            break;
        }
        let value = if count < group.count() as f64 {
            worse(group.mean()?, group.middle()? as f64)
        } else {
            group.mean()?
        };
        taken += count;
        mean += (value - mean) * (count / taken);
    }
    (wanted > 0.0).then(|| mean.clamp(least, most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection;
    use proptest::prelude::*;

    #[test]
    fn the_mean_of_the_worst_counts_the_border_for_its_part() {
        let mut bins = Bins::default();
        (1..=10).for_each(|value| bins.add(value));
        let worst = |share, better| mean_of_worst(&bins, share, better).unwrap();
        assert_eq!(worst(0.2, Better::Lower), 9.5);
        assert_eq!(worst(0.15, Better::Lower), (10.0 + 0.5 * 9.0) / 1.5);
        assert_eq!(worst(0.1, Better::Higher), 1.0);
        assert_eq!(mean_of_worst(&Bins::default(), 0.1, Better::Lower), None);
    }

    #[test]
    fn one_future_has_one_figure() {
        for value in [0, 7, 893_760, 123_456_789_123] {
            for count in [1, 2, 30] {
                let mut bins = Bins::default();
                (0..count).for_each(|_| bins.add(value));
                let told = [
                    bins.mean(),
                    mean_of_worst(&bins, 0.05, Better::Lower),
                    mean_of_worst(&bins, 0.05, Better::Higher),
                ];
                assert_eq!(told, [Some(value as f64); 3]);
                for percent in 0..=100 {
                    assert_eq!(bins.quantile(f64::from(percent) / 100.0), Some(value));
                }
            }
        }
    }

    /// Values of every size, some of them equal, some of them close to each other.
    fn samples() -> impl Strategy<Value = Vec<i64>> {
        let size = 0_u32..44;
        (size, any::<bool>()).prop_flat_map(|(size, close)| {
            let base = if close { 1_i64 << size } else { 0 };
            let value = (0..=1_i64 << size, 0..=size)
                .prop_map(move |(value, shift)| base + (value >> if close { 4 } else { shift }));
            collection::vec(value, 1..300)
        })
    }

    /// The mean of the worst twentieth of sorted values, by definition.
    fn mean_of_the_worst_twentieth<'a>(worst_first: impl Iterator<Item = &'a i64>) -> (f64, f64) {
        let values: Vec<i128> = worst_first.map(|&value| value.into()).collect();
        let (whole, part) = (values.len() / 20, values.len() % 20);
        let border = values[whole.min(values.len() - 1)];
        // In twentieths, so that everything is a whole number.
        let sum = 20 * values[..whole].iter().sum::<i128>() + part as i128 * border;
        (sum as f64 / values.len() as f64, border as f64)
    }

    proptest! {
        #[test]
        fn what_is_told_is_possible_and_near_what_is_exact(values in samples(), cut in 0_usize..300) {
            let mut bins = Bins::default();
            values.iter().for_each(|&value| bins.add(value));
            // In parts, and the later part first: the same.
            let (one, other) = values.split_at(cut.min(values.len()));
            let mut merged = Bins::default();
            for part in [other, one] {
                let mut bins = Bins::default();
                part.iter().for_each(|&value| bins.add(value));
                merged.merge(&bins);
            }
            prop_assert_eq!(&merged, &bins);

            let mut sorted = values.clone();
            sorted.sort_unstable();
            let (least, most) = (sorted[0], sorted[sorted.len() - 1]);
            let possible = least as f64..=most as f64;
            let mut before = least;
            for percent in 0..=100 {
                // As numpy's `inverted_cdf`.
                let exact = sorted[(percent * sorted.len()).div_ceil(100).max(1) - 1];
                let told = bins.quantile(percent as f64 / 100.0).unwrap();
                prop_assert!((least..=most).contains(&told) && told >= before);
                prop_assert!(i128::from(told - exact).abs() * 512 <= exact.into());
                before = told;
            }
            let mean = bins.mean().unwrap();
            let exact = sorted.iter().map(|&value| i128::from(value)).sum::<i128>();
            let exact = exact as f64 / sorted.len() as f64;
            prop_assert!(possible.contains(&mean));
            prop_assert!((mean - exact).abs() <= 1e-12 * exact);

            let lost = 1e-12 * most as f64;
            for (better, (exact, border)) in [
                (Better::Lower, mean_of_the_worst_twentieth(sorted.iter().rev())),
                (Better::Higher, mean_of_the_worst_twentieth(sorted.iter())),
            ] {
                let tail = mean_of_worst(&bins, 0.05, better).unwrap();
                prop_assert!(possible.contains(&tail));
                prop_assert!((tail - exact).abs() <= border / 512.0 + lost);
                let (quantile, order) = match better {
                    Better::Lower => (bins.quantile(0.95), 1.0),
                    Better::Higher => (bins.quantile(0.05), -1.0),
                };
                // Never better than the mean of all, or the quantile on the border.
                for other in [mean, quantile.unwrap() as f64] {
                    prop_assert!(order * (tail - other) >= -lost);
                }
            }
        }
    }
}
