//! What is compared of a run: the few figures that stand side by side with those of others, so that the run itself need not be kept.

use jiff::civil::Date;

use super::figures::overall_fill_rate;
use super::run::Run;
use super::summary::bottleneck;
use crate::outcome::KINDS;
use crate::scenario::Title;

/// The figures of one run.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Name of the scenario.
    pub name: String,
    /// The scenario that it extends in the end; only runs of the same one compare.
    pub base: String,
    /// Title for people.
    pub title: Title,
    /// Whether it is a what-if.
    pub asks: bool,
    /// SHA-256 of the resolved scenario.
    pub hash: String,
    /// Day 0.
    pub start: Date,
    /// Length of the calendar.
    pub days: usize,
    /// The date of the target.
    pub target_date: Date,
    /// When output, effective and nominal capacity reached the target for good.
    pub reached: [Option<Date>; 3],
    /// What each lacked on the date of the target, pieces.
    pub shortfall: [i64; 3],
    /// The province's bottleneck on that date, by its name in tables.
    pub bottleneck: Option<String>,
    /// Fill rate over the calendar by kind of need; `None` where the scenario has no such need.
    pub fill_rates: Vec<Option<f64>>,
    /// Prefectures that became self-sufficient.
    pub sufficient: usize,
    /// Prefectures in all.
    pub prefectures: usize,
    /// Share of what fell due that was delivered by the end; none where nothing fell due.
    pub fulfilled: Option<f64>,
    /// Output over the calendar, pieces.
    pub output: i64,
}

impl Compared {
    /// Of a run.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        let (scenario, outcome) = (&run.scenario, &run.outcome);
        let reached = [0, 1, 2].map(|at| &outcome.reached[at]);
        let fill_rate = |(kind, _): &(_, _)| {
            let is_there = run.world.streams.kind.contains(kind);
            is_there.then(|| overall_fill_rate(run, *kind as usize))
        };
        let [_, due, _, defaulted, overdue] = outcome.obligations;
        Self {
            name: scenario.name.clone(),
            base: scenario.base.clone(),
            title: scenario.title.clone(),
            asks: !scenario.question.zh.is_empty(),
            hash: scenario.hash.clone(),
            start: scenario.start,
            days: run.world.days,
            target_date: scenario.target.date,
            reached: reached.map(|one| one.from.map(|day| run.world.date(day))),
            shortfall: reached.map(|one| one.shortfall),
            bottleneck: bottleneck(run, run.target_day()),
            fill_rates: KINDS.iter().map(fill_rate).collect(),
            sufficient: outcome.self_sufficient_from.iter().flatten().count(),
            prefectures: run.world.prefectures.count,
            fulfilled: (due.0 > 0)
                .then(|| (due - defaulted - overdue).or_zero().0 as f64 / due.0 as f64),
            output: outcome.province.iter().map(|day| day.output).sum(),
        }
    }
}
