//! Simulated bands beside reported figures, with errors that suit few and correlated points, and the same errors of
//! naive growth.

use jiff::civil::Date;
use libm::log;
use rayon::prelude::*;

use super::bins::Bins;
use super::calibrate::evidence::Figure;
use super::gauge::{Gauge, Readings};
use super::work::Work;
use crate::chance::{Luck, Sampler};
use crate::engine::simulate;
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::units::MILLION;
use crate::world::draw::Futures;

pub mod growth;

use growth::Growth;

/// Quantiles of a band: 5 %, 25 %, 50 %, 75 %, 95 %.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Futures that are read at a time.
const TOGETHER: u64 = 64;

/// What a scenario's futures come to beside what was reported.
#[derive(Clone, Debug)]
pub struct Backtest {
    /// Figures after this date are for testing; those up to it that are for fitting have been seen.
    pub until: Date,
    /// Futures simulated.
    pub replicates: u64,
    /// What was read off.
    pub gauges: Vec<Gauge>,
    /// By gauge, by day: the quantiles at [`LEVELS`].
    pub bands: Vec<Vec<[f64; 5]>>,
    /// By gauge, by day: the central world.
    pub central: Vec<Vec<f64>>,
    /// Every figure that a run has a counterpart for, by date; of those with two meanings, both.
    pub points: Vec<Point>,
}

/// One reported figure beside the futures.
#[derive(Clone, Debug)]
pub struct Point {
    /// As reported.
    pub figure: Figure,
    /// Position of the gauge.
    pub gauge: usize,
    /// Quantiles of the futures, at [`LEVELS`].
    pub band: [f64; 5],
    /// Logarithm of median ÷ reported.
    pub error: f64,
    /// Interval score of the 90 % band, in logarithms.
    pub score: f64,
    /// What it is in this test.
    pub role: Role,
    /// Naive growth from the last fitted figures of the same kind; only of figures that test.
    pub naive: Option<Naive>,
}

/// What a figure is in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It has been fitted to.
    Fitted,
    /// Not fitted to, but from the stretch that was: it shows, and tests little.
    HeldOut,
    /// After the cut-off.
    Tests,
}

/// What naive growth says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Naive {
    /// Its 5 %, 50 % and 95 % quantiles.
    pub band: [f64; 3],
    /// Logarithm of its median ÷ reported.
    pub error: f64,
    /// Interval score of its 90 % band, in logarithms.
    pub score: f64,
}

/// Interval score of a 90 % band in logarithms: its width, and twenty times what a value lies outside (Gneiting and Raftery
/// 2007, section 6.2, with α = 0.1; on logarithms as Bosse et al. 2023 do for counts that grow). Less is better.
#[must_use]
pub fn interval_score(low: f64, high: f64, value: f64) -> f64 {
    let least = 1e-6 * value;
    let (low, high, value) = (log(low.max(least)), log(high.max(least)), log(value));
    (high - low) + 20.0 * ((low - value).max(0.0) + (value - high).max(0.0))
}

/// Shares are counted in millionths, everything else in whole pieces.
fn step(gauge: &Gauge) -> f64 {
    let share = ["utilisation", "staffing", "worker_return"].contains(&gauge.metric.as_str());
    if share { 1.0 / MILLION as f64 } else { 1.0 }
}

/// Simulates a scenario's futures and lays reported figures beside them.
///
/// # Errors
/// What `go_on` says.
pub fn backtest<E: Send>(
    scenario: &Scenario,
    until: Date,
    replicates: u64,
    sampler: Sampler,
    work: &Work<'_, E>,
) -> Result<Backtest, E> {
    let futures = Futures::of(scenario);
    let policy = Policy::of(scenario);
    let gauges = Gauge::of_figures(scenario);
    let read = |world: &_| {
        let mut readings = Readings::new(scenario, &gauges);
        simulate(world, &policy, &mut readings);
        readings.series()
    };
    let days = scenario.days as usize;
    let empty = || vec![vec![Bins::default(); days]; gauges.len()];
    let chunks: Vec<u64> = (0..replicates).step_by(TOGETHER as usize).collect();
    let counted = chunks
        .into_par_iter()
        .map(|first| {
            let (mut slate, mut bins) = (futures.slate(), empty());
            for replicate in first..(first + TOGETHER).min(replicates) {
                (work.go_on)()?;
                let luck = Luck::spread(scenario.seed, replicate, replicates, sampler);
                let series = read(slate.draw(&luck));
                for ((bins, series), gauge) in bins.iter_mut().zip(&series).zip(&gauges) {
                    for (bins, value) in bins.iter_mut().zip(series) {
                        bins.add((value / step(gauge)).round() as i64);
                    }
                }
                (work.done)();
            }
            Ok(bins)
        })
        .try_reduce(empty, |mut one, other| {
            for (one, other) in one.iter_mut().flatten().zip(other.iter().flatten()) {
                one.merge(other);
            }
            Ok(one)
        })?;
    let bands: Vec<Vec<[f64; 5]>> = (counted.iter().zip(&gauges))
        .map(|(days, gauge)| {
            let quantile = |bins: &Bins, level| {
                bins.quantile(level)
                    .map_or(f64::NAN, |it| it as f64 * step(gauge))
            };
            (days.iter())
                .map(|bins| LEVELS.map(|level| quantile(bins, level)))
                .collect()
        })
        .collect();
    let points = points(scenario, until, &gauges, &bands);
    Ok(Backtest {
        until,
        replicates,
        central: read(futures.central()),
        gauges,
        bands,
        points,
    })
}

fn points(
    scenario: &Scenario,
    until: Date,
    gauges: &[Gauge],
    bands: &[Vec<[f64; 5]>],
) -> Vec<Point> {
    let figures = Figure::all(scenario, gauges);
    let each = figures
        .iter()
        .flat_map(|figure| figure.gauges.iter().map(move |&gauge| (figure, gauge)));
    each.map(|(figure, gauge)| {
        let (value, band) = (figure.reported.value, bands[gauge][figure.day.row()]);
        let role = if figure.reported.date > until {
            Role::Tests
        } else if figure.is_fitted(until) {
            Role::Fitted
        } else {
            Role::HeldOut
        };
        let growth = || Growth::of(&figures, gauge, until);
        let naive = (role == Role::Tests).then(growth).flatten();
        Point {
            gauge,
            band,
            error: log(band[2].max(1e-6 * value) / value),
            score: interval_score(band[0], band[4], value),
            role,
            naive: naive.map(|growth| {
                let band = growth.on(figure.day);
                Naive {
                    band,
                    error: log(band[1] / value),
                    score: interval_score(band[0], band[2], value),
                }
            }),
            figure: figure.clone(),
        }
    })
    .collect()
}

impl Point {
    /// Whether the figure lies inside the middle half and the middle nine tenths of the futures.
    #[must_use]
    pub fn inside(&self) -> [bool; 2] {
        let value = self.figure.reported.value;
        [
            (self.band[1]..=self.band[3]).contains(&value),
            (self.band[0]..=self.band[4]).contains(&value),
        ]
    }
}

impl Backtest {
    /// Figures that test and that naive growth has a say on.
    pub fn compared(&self) -> impl Iterator<Item = (&Point, &Naive)> {
        self.points
            .iter()
            .filter_map(|point| Some((point, point.naive.as_ref()?)))
    }

    /// Mean absolute error of the logarithm and mean interval score, of the futures and of naive growth; nothing where no
    /// figure tests.
    #[must_use]
    pub fn skill(&self) -> Option<[[f64; 2]; 2]> {
        let count = self.compared().count() as f64;
        let mean = |of: &dyn Fn(&Point, &Naive) -> f64| -> f64 {
            self.compared()
                .map(|(point, naive)| of(point, naive))
                .sum::<f64>()
                / count
        };
        (count > 0.0).then(|| {
            [
                [
                    mean(&|point, _| point.error.abs()),
                    mean(&|point, _| point.score),
                ],
                [
                    mean(&|_, naive| naive.error.abs()),
                    mean(&|_, naive| naive.score),
                ],
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_score_is_width_and_twenty_times_what_lies_outside() {
        let e = std::f64::consts::E;
        assert!((interval_score(1.0, e, 2.0) - 1.0).abs() < 1e-12);
        assert!((interval_score(1.0, e, e * e) - 21.0).abs() < 1e-12);
        assert!((interval_score(e, e, 1.0) - 20.0).abs() < 1e-12);
        assert!(interval_score(0.0, 0.0, 1.0).is_finite());
    }
}
