//! A run as figures: which series of the outcome go into which chart.

use crate::outcome::{KINDS, is_local};
use crate::scenario::Title;
use crate::units::{Day, Pieces};

use super::charts::{
    Capacity, ChartError, Comparison, Contender, Days, Dispatch, Drawing, Figure, FillRate,
    Linkage, Map, Place, Prefecture, Quantity, Reported, SelfSufficiency, Series, Style, Target,
    Waterfall,
};
use super::compared::Compared;
use super::run::Run;
use super::words::{self, Lang, Word};

mod league;
mod reality;
mod sensitivity;
mod study;

pub use league::draw as league;
pub use reality::{backtest, calibration};
pub use sensitivity::draw as sensitivity;
pub use study::draw as study;

/// Milligrams in a tonne.
const TONNE: f64 = 1e9;

/// Every chart of a run.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn draw(run: &Run, lang: Lang) -> Result<Vec<Drawing>, ChartError> {
    let style = style(run, lang);
    let figures: [&dyn Figure; 6] = [
        &capacity(run),
        &waterfall(run),
        &fill_rate(run),
        &linkage(run),
        &self_sufficiency(run),
        &dispatch(run),
    ];
    let map = map(run);
    figures
        .into_iter()
        .chain(map.iter().map(|map| map as &dyn Figure))
        .map(|figure| figure.draw(&style))
        .collect()
}

/// Outlines that are at hand; see assets/maps/NOTICE.txt.
const OUTLINES: &str = include_str!("../../assets/maps/jiangxi.geojson");

/// Output by prefecture on the target date, beside that day's fill rate; nothing for provinces without outlines.
fn map(run: &Run) -> Option<Map> {
    let day = run.target_day();
    let place = |(at, row): (usize, &crate::scenario::Prefecture)| Place {
        code: row.code.clone(),
        label: word(&row.name),
        value: run.outcome.prefectures[day.row() * run.world.prefectures.count + at].output as f64,
        beside: Some(
            (run.outcome.service)
                .sum(std::iter::once(day), |place| place == at, |_| true)
                .fill_rate()
                .to_decimal(),
        ),
    };
    let prefectures = run.scenario.prefectures.iter();
    let known = |code: &str| OUTLINES.contains(&format!("\"adcode\":\"{code}\""));
    let drawn = prefectures.clone().any(|row| known(&row.code));
    drawn.then(|| Map {
        title: words::MAP_TITLE,
        about: words::MAP_ABOUT,
        days: Days {
            first: run.scenario.target.date,
            count: 1,
        },
        quantity: Quantity::PiecesADay,
        outlines: OUTLINES.to_owned(),
        places: prefectures.enumerate().map(place).collect(),
        beside: words::FILL_RATE_TITLE,
    })
}

fn style(run: &Run, lang: Lang) -> Style {
    Style::new(lang, word(&run.scenario.title), &run.scenario.hash)
}

fn word(title: &Title) -> Word {
    Word::new(&title.zh, &title.en)
}

fn days(run: &Run) -> Days {
    Days {
        first: run.scenario.start,
        count: run.world.days,
    }
}

fn by_day(run: &Run, value: impl Fn(Day) -> f64) -> Vec<f64> {
    run.days().map(value).collect()
}

fn sum(row: &[Pieces]) -> f64 {
    row.iter().copied().sum::<Pieces>().0 as f64
}

fn by_prefecture(run: &Run, value: impl Fn(Day, usize) -> f64) -> Vec<Series> {
    let series = |(at, prefecture): (usize, &crate::scenario::Prefecture)| Series {
        label: word(&prefecture.name),
        values: by_day(run, |day| value(day, at)),
    };
    run.scenario
        .prefectures
        .iter()
        .enumerate()
        .map(series)
        .collect()
}

fn capacity(run: &Run) -> Capacity {
    let outcome = &run.outcome;
    let province = |pick: fn(&crate::outcome::Chain) -> i64| {
        by_day(run, |day| pick(&outcome.province[day.row()]) as f64)
    };
    let reported = |metrics: &[&str], label: Word| Reported {
        label,
        points: (run.scenario.observed.iter())
            .filter(|figure| {
                figure.scope == "province" && metrics.contains(&figure.metric.as_str())
            })
            .map(|figure| (figure.date, figure.value))
            .collect(),
    };
    let marks = [
        reported(&["output"], words::REPORTED_OUTPUT),
        reported(
            &["nominal", "effective", "installed", "formed"],
            words::REPORTED_CAPACITY,
        ),
    ];
    Capacity {
        days: days(run),
        output: by_prefecture(run, |day, at| {
            outcome.prefectures[day.row() * run.world.prefectures.count + at].output as f64
        }),
        effective: province(|chain| chain.effective),
        nominal: province(|chain| chain.nominal),
        planned: province(|chain| chain.planned),
        target: Some(Target {
            pieces: run.world.target.0 as f64,
            date: run.scenario.target.date,
        }),
        reached: outcome.reached[0].from.map(|day| run.world.date(day)),
        reported: marks
            .into_iter()
            .filter(|marks| !marks.points.is_empty())
            .collect(),
    }
}

fn waterfall(run: &Run) -> Waterfall {
    let outcome = &run.outcome;
    let (places, causes) = (run.world.prefectures.count, outcome.causes.len());
    let losses = outcome
        .causes
        .iter()
        .enumerate()
        .map(|(at, &cause)| Series {
            label: cause_word(run, &run.cause(cause)),
            values: by_day(run, |day| {
                (0..places)
                    .map(|place| outcome.waterfall[(day.row() * places + place) * causes + at])
                    .sum::<i64>() as f64
            }),
        });
    let losses = losses.filter(|series| series.values.iter().any(|&pieces| pieces != 0.0));
    Waterfall {
        days: days(run),
        output: by_day(run, |day| outcome.province[day.row()].output as f64),
        losses: losses.collect(),
    }
}

/// A cause's word; materials that the words do not know go by the scenario's own name.
fn cause_word(run: &Run, cause: &str) -> Word {
    let known = words::named(cause);
    let material = cause
        .strip_prefix("material:")
        .and_then(|id| run.scenario.materials.iter().find(|row| row.id == id));
    match material {
        Some(material) if known.zh == cause => word(&material.name),
        _ => known,
    }
}

fn fill_rate(run: &Run) -> FillRate {
    let service = &run.outcome.service;
    let uses = KINDS
        .iter()
        .filter(|(kind, _)| run.world.streams.kind.contains(kind))
        .map(|&(kind, name)| Series {
            label: words::named(name),
            values: by_day(run, |day| {
                service
                    .sum(std::iter::once(day), |_| true, |at| at == kind as usize)
                    .fill_rate()
                    .to_decimal()
            }),
        });
    FillRate {
        days: days(run),
        uses: uses.collect(),
        prefectures: by_prefecture(run, |day, at| {
            service
                .sum(std::iter::once(day), |place| place == at, |_| true)
                .fill_rate()
                .to_decimal()
        }),
    }
}

fn linkage(run: &Run) -> Linkage {
    let ledger = &run.ledger;
    let linked = run.world.materials.linked;
    let material = linked.map_or(Word::new("", ""), |linked| {
        word(&run.scenario.materials[linked.at()].name)
    });
    let tonnes = |row: &[crate::units::Milligrams]| {
        linked.map_or(0.0, |linked| row[linked.at()].0 as f64 / TONNE)
    };
    let mut defaulted = 0.0;
    Linkage {
        days: days(run),
        material,
        awarded: by_day(run, |day| tonnes(ledger.depot_awarded.on(day))),
        depot: by_day(run, |day| tonnes(ledger.depot.closing(day))),
        due: by_day(run, |day| sum(ledger.due.on(day))),
        delivered: by_day(run, |day| sum(ledger.delivered.on(day))),
        arrears: by_day(run, |day| sum(ledger.overdue.closing(day))),
        defaulted: run
            .days()
            .map(|day| {
                defaulted += sum(ledger.defaulted.on(day));
                defaulted
            })
            .collect(),
    }
}

fn self_sufficiency(run: &Run) -> SelfSufficiency {
    let prefecture = |(at, row): (usize, &crate::scenario::Prefecture)| Prefecture {
        label: word(&row.name),
        shares: by_day(run, |day| {
            run.ledger.self_sufficiency.on(day)[at].to_decimal()
        }),
        holds_from: run.outcome.self_sufficient_from[at].map(|day| run.world.date(day)),
    };
    SelfSufficiency {
        days: days(run),
        prefectures: run
            .scenario
            .prefectures
            .iter()
            .enumerate()
            .map(prefecture)
            .collect(),
    }
}

fn dispatch(run: &Run) -> Dispatch {
    let ledger = &run.ledger;
    let tiers = crate::engine::rounds::TIERS;
    let names = [
        "national",
        "frontline",
        "key_projects",
        "key_enterprises",
        "support",
        "market",
    ];
    let sent = tiers.iter().zip(names).map(|(&tier, name)| Series {
        label: words::named(name),
        values: by_day(run, |day| {
            let groups = ledger.groups.iter().filter(|group| group.tier == tier);
            let slots = groups.flat_map(|group| group.slots.clone());
            slots
                .map(|slot| ledger.dispatch_award.on(day)[slot])
                .sum::<i64>() as f64
        }),
    });
    Dispatch {
        days: days(run),
        sent: sent.collect(),
        pool: by_day(run, |day| sum(ledger.pool.closing(day))),
        reserve: Vec::new(),
    }
}

/// Scenarios side by side; the first that does not ask a question is the base.
///
/// # Errors
/// When the chart cannot be drawn.
pub fn compare(runs: &[&Compared], lang: Lang) -> Result<Option<Drawing>, ChartError> {
    let Some(&base) = runs.iter().find(|run| !run.asks).or(runs.first()) else {
        return Ok(None);
    };
    let kinds: Vec<usize> = (0..KINDS.len())
        .filter(|&kind| base.fill_rates[kind].is_some())
        .collect();
    let contender = |run: &Compared| Contender {
        label: word(&run.title),
        base: std::ptr::eq(run, base),
        output_day: run.reached[0],
        effective_day: run.reached[1],
        nominal_day: run.reached[2],
        shortfall: run.shortfall[0] as f64,
        fill_rates: (kinds.iter())
            .map(|&kind| run.fill_rates[kind].unwrap_or(1.0))
            .collect(),
    };
    let figure = Comparison {
        days: Days {
            first: base.start,
            count: base.days,
        },
        target_date: Some(base.target_date),
        uses: (kinds.iter())
            .map(|&kind| words::named(KINDS[kind].1))
            .collect(),
        contenders: runs.iter().map(|&run| contender(run)).collect(),
    };
    let style = Style::new(lang, word(&base.title), &base.hash);
    figure.draw(&style).map(Some)
}

/// Fill rate of a kind of need over the whole calendar.
#[must_use]
pub fn overall_fill_rate(run: &Run, kind: usize) -> f64 {
    run.outcome
        .service
        .sum(run.days(), |_| true, |at| at == kind)
        .fill_rate()
        .to_decimal()
}

/// Fill rate of local duties over the whole calendar.
#[must_use]
pub fn local_fill_rate(run: &Run) -> f64 {
    let local = |at: usize| is_local(KINDS[at].0);
    run.outcome
        .service
        .sum(run.days(), |_| true, local)
        .fill_rate()
        .to_decimal()
}
