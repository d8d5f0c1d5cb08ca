//! What holds in the accepted fits: which cause binds, whether the target is met, whether measures help; and what further
//! figure would say most about what is to come.

use rayon::prelude::*;

use super::levels;
use super::posterior::rank_correlation;
use crate::chance::Luck;
use crate::engine::{State, simulate};
use crate::ledger::Recorder;
use crate::outcome::{Cause, Reached, Weigher};
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::study::gauge::{Gauge, Readings};
use crate::study::measure;
use crate::study::watch::Watch;
use crate::study::work::Work;
use crate::units::Day;
use crate::world::World;
use crate::world::draw::Futures;

/// A draw that was accepted: the same future as in the fit, whatever the policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// Normal scores of the parameters.
    pub scores: Vec<f64>,
    /// Number of the draw, and with it the luck of everything else.
    pub draw: u64,
}

/// What one accepted fit came to over the whole calendar.
#[derive(Clone, Debug)]
pub struct Course {
    /// Measures of a run by itself, in the order of [`measure::MEASURES`].
    pub figures: Vec<f64>,
    /// When output, effective and nominal capacity reached the target.
    pub reached: [Reached; 3],
    /// The cause that bound the province on each of the days asked for.
    pub binding: Vec<Option<Cause>>,
    /// By gauge, by day.
    pub readings: Vec<Vec<f64>>,
}

/// Measures by which help is told: guaranteed uses, all need, output.
pub const HELP: [&str; 3] = ["guaranteed_fill_rate", "fill_rate", "output"];

/// Shares of accepted fits in which a measure helps and in which it harms, by each of [`HELP`]; in the others the
/// difference is one that nobody would mind.
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    /// Id of the measure.
    pub measure: String,
    /// By what is looked at: helps, harms.
    pub shares: [[f64; 2]; 3],
}

/// Follows one run.
struct Follower<'s> {
    watch: Watch,
    readings: Readings,
    weigher: Weigher,
    on: &'s [Day],
    binding: Vec<Option<Cause>>,
}

impl Recorder for Follower<'_> {
    fn close(&mut self, world: &World, day: Day, state: &State) {
        self.watch.close(world, day, state);
        self.readings.close(world, day, state);
        if self.on.contains(&day) {
            let everyone = 0..world.enterprises.count;
            let bound = self.weigher.bottleneck(world, state, day, everyone);
            self.binding.push(bound);
        }
    }
}

/// Plays accepted fits over the calendar of a scenario: the one that was fitted, or one with a measure switched off.
///
/// # Errors
/// What `go_on` says.
pub fn courses<E: Send>(
    scenario: &Scenario,
    accepted: &[Accepted],
    gauges: &[Gauge],
    on: &[Day],
    work: &Work<'_, E>,
) -> Result<Vec<Course>, E> {
    let futures = Futures::of(scenario);
    let policy = Policy::of(scenario);
    let play = |world: &World| {
        let mut follower = Follower {
            watch: Watch::new(world),
            readings: Readings::new(scenario, gauges),
            weigher: Weigher::new(world),
            on,
            binding: Vec::with_capacity(on.len()),
        };
        simulate(world, &policy, &mut follower);
        let kept = follower.watch.kept(world, scenario);
        let (target, day) = (&scenario.target, scenario.target_day());
        Course {
            reached: (kept.series.each_ref())
                .map(|series| Reached::of(series, target.pieces_per_day, target.sustain_days, day)),
            figures: kept.figures,
            binding: follower.binding,
            readings: follower.readings.series(),
        }
    };
    (accepted.par_iter())
        .map_init(
            || futures.slate(),
            |slate, fit| {
                (work.go_on)()?;
                let levels = levels(&fit.scores);
                let course = play(slate.draw(&Luck::pinned(scenario.seed, fit.draw, &levels)));
                (work.done)();
                Ok(course)
            },
        )
        .collect()
}

/// In what share of the fits each cause binds on one of the days, the most frequent first; no cause where nothing alone
/// would raise output.
#[must_use]
pub fn causes(courses: &[Course], day: usize) -> Vec<(Option<Cause>, f64)> {
    let mut shares: Vec<(Option<Cause>, f64)> = Vec::new();
    for course in courses {
        let Some(&cause) = course.binding.get(day) else {
            continue;
        };
        match shares.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, count)) => *count += 1.0,
            None => shares.push((cause, 1.0)),
        }
    }
    shares
        .iter_mut()
        .for_each(|(_, count)| *count /= courses.len() as f64);
    shares.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    shares
}

/// Whether a measure helps, fit by fit: the same futures with it and without it.
#[must_use]
pub fn help(measure: &str, with: &[Course], without: &[Course]) -> Help {
    let shares = HELP.map(|name| {
        let Some(at) = measure::position(name) else {
            return [0.0; 2];
        };
        let told = &measure::MEASURES[at];
        let reference =
            without.iter().map(|course| course.figures[at]).sum::<f64>() / without.len() as f64;
        let zone = match told.zone {
            measure::Zone::Within(zone) => zone,
            measure::Zone::Share(share) => share * reference.abs(),
        };
        let gains = with.iter().zip(without);
        let gains: Vec<f64> = gains
            .map(|(with, without)| told.gain(with.figures[at], without.figures[at]))
            .collect();
        let share = |of: &dyn Fn(f64) -> bool| {
            gains.iter().filter(|&&gain| of(gain)).count() as f64 / gains.len() as f64
        };
        [share(&|gain| gain > zone), share(&|gain| gain < -zone)]
    });
    Help {
        measure: measure.to_owned(),
        shares,
    }
}

/// How much of the variance of what is to come would go if something were known, by the square of its rank correlation.
/// A figure that would be reported with an error, a share of it, tells the less the more of its own spread is error.
#[must_use]
pub fn information(known: &[f64], outcome: &[f64], error: f64) -> f64 {
    let correlation = rank_correlation(known, outcome);
    let logs: Vec<f64> = known.iter().map(|value| value.max(1e-9).ln()).collect();
    let mean = logs.iter().sum::<f64>() / logs.len() as f64;
    let variance = logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / logs.len() as f64;
    if variance > 0.0 {
        correlation * correlation * variance / (variance + error * error)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(cause: Option<Cause>, guaranteed: f64) -> Course {
        let mut figures = vec![0.5; measure::ALONE];
        figures[measure::position("guaranteed_fill_rate").unwrap()] = guaranteed;
        Course {
            figures,
            reached: [Reached {
                from: None,
                shortfall: 0,
            }; 3],
            binding: vec![cause],
            readings: Vec::new(),
        }
    }

    #[test]
    fn causes_are_told_by_how_often_they_bind() {
        let courses = [
            course(Some(Cause::Ramp), 0.5),
            course(Some(Cause::Staff), 0.5),
            course(Some(Cause::Ramp), 0.5),
            course(None, 0.5),
        ];
        let shares = causes(&courses, 0);
        assert_eq!(shares[0], (Some(Cause::Ramp), 0.5));
        assert_eq!(shares.len(), 3);
    }

    #[test]
    fn help_is_told_fit_by_fit_and_small_differences_are_none() {
        let with = [0.9, 0.8, 0.703].map(|rate| course(None, rate));
        let without = [0.8, 0.9, 0.7].map(|rate| course(None, rate));
        let third = 1.0 / 3.0;
        let help = help("link", &with, &without);
        assert_eq!(help.shares, [[third, third], [0.0, 0.0], [0.0, 0.0]]);
    }

    #[test]
    fn what_is_known_without_error_tells_all_that_hangs_on_it() {
        let known = [1.0, 2.0, 4.0];
        assert!((information(&known, &[1.0, 5.0, 9.0], 0.0) - 1.0).abs() < 1e-12);
        let blurred = information(&known, &[1.0, 5.0, 9.0], 1.0);
        assert!(blurred > 0.2 && blurred < 0.3, "{blurred}");
        assert_eq!(information(&[1.0; 3], &[1.0, 5.0, 9.0], 0.1), 0.0);
    }
}
