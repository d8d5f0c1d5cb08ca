//! A study at work: chunks of worlds in parallel, each committed when it is done. A run that fails is kept as such, and
//! the rest goes on.

use std::ops::Range;

use rayon::prelude::*;

use super::plan::{Place, Plan};
use super::row::Row;
use super::store::{Store, StoreError, missing};
use super::watch::{Kept, Watch};
use crate::engine::simulate;
use crate::files::fenced;
use crate::policy::Policy;
use crate::world::draw::{Futures, Slate};

/// A plan with everything prepared that its worlds share.
#[derive(Debug)]
pub struct Prepared<'p> {
    plan: &'p Plan,
    futures: Vec<Futures<'p>>,
    /// By point × policy.
    policies: Vec<Policy>,
}

impl<'p> Prepared<'p> {
    /// Prepares a plan.
    #[must_use]
    pub fn of(plan: &'p Plan) -> Self {
        let policies = plan.points.iter().flat_map(|point| {
            let own = Policy::of(&point.scenario);
            let applied = |rules: &Option<super::candidate::Candidate>| match rules {
                Some(rules) => rules.apply(&own, None),
                None => own.clone(),
            };
            plan.policies.iter().map(applied).collect::<Vec<_>>()
        });
        Self {
            policies: policies.collect(),
            futures: plan
                .points
                .iter()
                .map(|point| Futures::of(&point.scenario))
                .collect(),
            plan,
        }
    }

    /// The futures of a point.
    #[must_use]
    pub fn futures(&self, point: usize) -> &Futures<'p> {
        &self.futures[point]
    }

    /// The runs of some worlds, in order.
    #[must_use]
    pub fn play(&self, worlds: Range<u64>) -> Vec<Row> {
        let mut slates: Vec<Option<Slate<'_>>> = self.futures.iter().map(|_| None).collect();
        let mut rows = Vec::new();
        for world in worlds {
            let place = self.plan.place(world);
            let slate =
                slates[place.point].get_or_insert_with(|| self.futures[place.point].slate());
            let before = rows.len();
            if let Err(why) = fenced(|| self.play_one(place, slate, &mut rows)) {
                // Whatever it was writing on is not to be trusted.
                slates[place.point] = None;
                self.give_up(place, &mut rows, before, &why);
            }
        }
        rows
    }

    /// Every policy in one world.
    fn play_one(&self, place: Place, slate: &mut Slate<'_>, rows: &mut Vec<Row>) {
        let scenario = &self.plan.points[place.point].scenario;
        let luck = self
            .plan
            .sampler
            .luck(scenario.seed, place.replicate, self.plan.replicates);
        let world = slate.draw(&luck);
        let count = self.plan.policies.len();
        for (at, rules) in self.plan.policies.iter().enumerate() {
            let policy = &self.policies[place.point * count + at];
            let mut watch = Watch::new(world);
            let end = match rules {
                Some(rules) => rules.simulate(world, policy, &mut watch),
                None => {
                    simulate(world, policy, &mut watch);
                    Ok(())
                }
            };
            let kept = end.map(|()| watch.kept(world, scenario));
            rows.push(row(
                place,
                at,
                kept.map_err(|unsolved| unsolved.to_string()),
            ));
        }
    }

    /// Puts down what could not be done: from where it stopped on, every policy of the world.
    fn give_up(&self, place: Place, rows: &mut Vec<Row>, before: usize, why: &str) {
        for policy in rows.len() - before..self.plan.policies.len() {
            rows.push(row(place, policy, Err(why.to_owned())));
        }
    }
}

fn row(place: Place, policy: usize, kept: Result<Kept, String>) -> Row {
    Row {
        point: place.point as i32,
        policy: policy as i32,
        replicate: place.replicate as i64,
        kept,
    }
}

/// Does what is missing of some worlds, in chunks of so many. `go_on` is asked before each chunk; `done` hears how many
/// runs were committed and how many bytes they take.
///
/// # Errors
/// What `go_on` says when it says stop, or that the disk refuses. What was committed stays.
pub fn execute<E: Send + From<StoreError>>(
    prepared: &Prepared<'_>,
    store: &Store,
    worlds: Range<u64>,
    chunk: u64,
    go_on: impl Fn() -> Result<(), E> + Sync,
    done: impl Fn(usize, usize) + Sync,
) -> Result<(), E> {
    let pieces = chunks(missing(worlds, &store.kept()?), chunk.max(1));
    pieces.into_par_iter().try_for_each(|worlds| {
        go_on()?;
        let rows = prepared.play(worlds.clone());
        let bytes = store.keep(&worlds, &rows)?;
        done(rows.len(), bytes);
        Ok(())
    })
}

fn chunks(ranges: Vec<Range<u64>>, size: u64) -> Vec<Range<u64>> {
    let cut = |range: Range<u64>| {
        let end = range.end;
        (range.start..end)
            .step_by(size as usize)
            .map(move |start| start..(start + size).min(end))
    };
    ranges.into_iter().flat_map(cut).collect()
}
