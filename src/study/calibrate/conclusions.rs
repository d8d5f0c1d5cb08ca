//! What holds in the accepted fits: which cause binds, whether the target is met, whether measures help; and what further
//! figure would say most about what is to come.

use std::collections::BTreeSet;

use libm::log;
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
    /// The cause that bound the province on each of the days asked for, in their order.
    pub binding: Vec<Option<Cause>>,
    /// By gauge, by day.
    pub readings: Vec<Vec<f64>>,
}

/// Measures by which help is told: guaranteed uses, all need, output.
pub const HELP: [&str; 3] = ["guaranteed_fill_rate", "fill_rate", "output"];

/// Whether a measure helps, fit by fit, by each of [`HELP`].
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    /// Id of the measure.
    pub measure: String,
    /// By what is looked at, by fit: 1 helps, −1 harms, 0 makes a difference that nobody would mind.
    pub effects: [Vec<i8>; 3],
}

impl Help {
    /// Shares of some fits in which it helps and in which it harms.
    #[must_use]
    pub fn shares(&self, among: &[bool]) -> [[f64; 2]; 3] {
        self.effects
            .each_ref()
            .map(|effects| [1, -1].map(|sign| share(among, |fit| effects[fit] == sign)))
    }
}

/// The share of some fits of which something is so; 0 where there are none.
#[must_use]
pub fn share(among: &[bool], so: impl Fn(usize) -> bool) -> f64 {
    let fits = || (0..among.len()).filter(|&fit| among[fit]);
    fits().filter(|&fit| so(fit)).count() as f64 / fits().count().max(1) as f64
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
        for (on, binding) in self.on.iter().zip(&mut self.binding) {
            if *on == day {
                let everyone = 0..world.enterprises.count;
                *binding = self.weigher.bottleneck(world, state, day, everyone);
            }
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
            binding: vec![None; on.len()],
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

/// In what share of some fits each cause binds on one of the days, the most frequent first; no cause where nothing alone
/// would raise output. Causes that bind in none of all the fits are not told.
#[must_use]
pub fn causes(courses: &[Course], day: usize, among: &[bool]) -> Vec<(Option<Cause>, f64)> {
    let binding = |fit: usize| courses[fit].binding.get(day).copied().flatten();
    let known: BTreeSet<Option<Cause>> = (0..courses.len()).map(binding).collect();
    let mut shares: Vec<(Option<Cause>, f64)> = (known.into_iter())
        .map(|cause| (cause, share(among, |fit| binding(fit) == cause)))
        .collect();
    shares.sort_by(|one, other| other.1.total_cmp(&one.1));
    shares
}

/// Whether a measure helps, fit by fit: the same futures with it and without it.
#[must_use]
pub fn help(measure: &str, with: &[Course], without: &[Course]) -> Help {
    let effects = HELP.map(|name| {
        let Some(at) = measure::position(name) else {
            return vec![0; with.len()];
        };
        let told = &measure::MEASURES[at];
        let reference =
            without.iter().map(|course| course.figures[at]).sum::<f64>() / without.len() as f64;
        let zone = match told.zone {
            measure::Zone::Within(zone) => zone,
            measure::Zone::Share(share) => share * reference.abs(),
        };
        let gains = with
            .iter()
            .zip(without)
            .map(|(with, without)| told.gain(with.figures[at], without.figures[at]));
        gains
            .map(|gain| i8::from(gain > zone) - i8::from(gain < -zone))
            .collect()
    });
    Help {
        measure: measure.to_owned(),
        effects,
    }
}

/// How much of the variance of what is to come would go if something were known, by the square of its rank correlation.
/// A figure that would be reported with an error, a share of it, tells the less the more of its own spread is error.
#[must_use]
pub fn information(known: &[f64], outcome: &[f64], error: f64) -> f64 {
    let correlation = rank_correlation(known, outcome);
    let logs: Vec<f64> = known.iter().map(|value| log(value.max(1e-9))).collect();
    let mean = logs.iter().sum::<f64>() / logs.len() as f64;
    let variance = logs.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / logs.len() as f64;
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
        let shares = causes(&courses, 0, &[true; 4]);
        assert_eq!(shares[0], (Some(Cause::Ramp), 0.5));
        assert_eq!(shares.len(), 3);
        let of_two = causes(&courses, 0, &[true, true, false, false]);
        assert!(of_two.contains(&(Some(Cause::Staff), 0.5)) && of_two.contains(&(None, 0.0)));
    }

    #[test]
    fn help_is_told_fit_by_fit_and_small_differences_are_none() {
        let with = [0.9, 0.8, 0.703].map(|rate| course(None, rate));
        let without = [0.8, 0.9, 0.7].map(|rate| course(None, rate));
        let third = 1.0 / 3.0;
        let help = help("link", &with, &without);
        assert_eq!(help.effects[0], [1, -1, 0]);
        assert_eq!(
            help.shares(&[true; 3]),
            [[third, third], [0.0, 0.0], [0.0, 0.0]]
        );
        assert_eq!(help.shares(&[true, false, false])[0], [1.0, 0.0]);
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
