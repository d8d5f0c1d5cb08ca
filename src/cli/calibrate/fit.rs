//! The fit itself: draws, the central fit, the accepted fits played to the end, with and without each measure.

use std::io;

use jiff::civil::Date;

use super::variants::Variants;
use crate::chance::quantiles;
use crate::cli::progress::Progress;
use crate::cli::{interrupt, say};
use crate::language::Word;
use crate::report::calibration::{Calibrated, Fitted, Information, Meaning};
use crate::said;
use crate::scenario::Scenario;
use crate::study::calibrate::conclusions::{Accepted, Course, courses, help, information};
use crate::study::calibrate::evidence::Figure;
use crate::study::calibrate::importance::{Effort, Sample};
use crate::study::calibrate::posterior::{accepted, marginal, quantiles_of, rank_correlation};
use crate::study::calibrate::{Calibration, Fit, centre};
use crate::study::gauge::Gauge;
use crate::study::work::Work;
use crate::units::Day;
use crate::world::draw::Futures;

/// What is fitted.
pub(super) struct Given<'a> {
    /// The scenario as it is needed.
    pub variants: &'a Variants,
    /// Nothing after it is fitted to.
    pub until: Date,
    pub draws: usize,
    pub waves: usize,
    pub fits: usize,
    pub quiet: bool,
}

/// Days after the cut-off on which output is what one would like to know.
const AHEAD: i32 = 28;
/// The error with which a further figure would be reported.
const REPORTED_WITHIN: f64 = 0.1;
/// So many times what chance alone explains is worth telling.
const CHANCE: f64 = 4.0;
/// What further figures might be of.
const FURTHER: [&str; 9] = [
    "installed",
    "commissioned",
    "staffed",
    "effective",
    "output",
    "staffing",
    "worker_return",
    "delivered",
    "served",
];

/// Fits.
pub(super) fn fit(given: &Given<'_>) -> io::Result<Calibrated> {
    let futures = Futures::of(&given.variants.short);
    let calibration = Calibration::of(&given.variants.short, &futures, given.until);
    let effort = Effort {
        draws: given.draws,
        waves: given.waves,
        seed: given.variants.short.seed,
    };
    let draws = Word::of("抽样", "draws");
    let sample = followed(given, &draws, given.draws, |work| {
        calibration.sample(effort, work)
    })?;
    if !given.quiet {
        say(&Word::of("中心拟合", "central fit"));
    }
    let from = middle(&sample, calibration.dimensions());
    let centre = centre::find(&calibration, &from, &interrupt::pause)?;
    let chosen = accepted(&sample.weights, given.fits, given.variants.short.seed);
    let fits: Vec<Accepted> = (chosen.iter())
        .map(|&at| Accepted {
            scores: sample.draws[at].scores.clone(),
            draw: at as u64,
        })
        .collect();
    let gauges = gauges(&given.variants.whole);
    let last = given
        .variants
        .whole
        .date(Day(given.variants.whole.days as i32 - 1));
    let mut days = vec![given.until.min(last), given.variants.whole.target.date];
    days.dedup();
    let on: Vec<Day> = days
        .iter()
        .map(|&date| given.variants.whole.day_of(date))
        .collect();
    let play = |scenario: &Scenario, gauges: &[Gauge], work: &Work<'_, io::Error>| {
        courses(scenario, &fits, gauges, &on, work)
    };
    let runs = given.fits * (1 + given.variants.without.len());
    let accepted_fits = Word::of("可行拟合", "accepted fits");
    let (with, help) = followed(given, &accepted_fits, runs, |work| {
        let with = play(&given.variants.whole, &gauges, work)?;
        let mut told = Vec::new();
        for (measure, scenario) in &given.variants.without {
            told.push(help(measure, &with, &play(scenario, &[], work)?));
        }
        Ok((with, told))
    })?;
    let values = |scores: &[f64]| -> Vec<f64> {
        scores
            .iter()
            .enumerate()
            .map(|(at, &score)| calibration.value(at, score))
            .collect()
    };
    let columns: Vec<Vec<f64>> = (0..calibration.dimensions())
        .map(|at| fits.iter().map(|fit| fit.scores[at]).collect())
        .collect();
    Ok(Calibrated {
        until: given.until,
        draws: sample.draws.len(),
        effective: sample.effective,
        plausible: plausible(given, &calibration, &sample),
        marginals: (0..calibration.dimensions())
            .map(|at| {
                marginal(
                    &sample,
                    at,
                    |fit| calibration.is_plausible(fit),
                    |score| calibration.value(at, score),
                    quantiles::normal_share_below,
                    quantiles::normal,
                )
            })
            .collect(),
        best: values(&centre.scores),
        together: together(&sample, calibration.dimensions()),
        figures: fitted(&calibration, &sample, &centre.fit),
        meanings: meanings(&calibration, &sample, &chosen),
        accepted: fits
            .iter()
            .map(|fit| (fit.draw, values(&fit.scores)))
            .collect(),
        information: further(given, &gauges, &with, &columns),
        courses: with,
        centre,
        days,
        help,
    })
}

fn followed<T>(
    given: &Given<'_>,
    what: &Word,
    runs: usize,
    play: impl FnOnce(&Work<'_, io::Error>) -> io::Result<T>,
) -> io::Result<T> {
    if !given.quiet {
        let Word { zh, en } = what;
        say(&said!("{zh}：{runs} 次模拟", "{en}: {runs} simulations"));
    }
    let progress = Progress::of(given.quiet, runs);
    let done = play(&Work {
        go_on: &interrupt::pause,
        done: &|| progress.add(1),
    });
    progress.finish();
    done
}

/// The weighted mean of the scores.
fn middle(sample: &Sample<Fit>, dimensions: usize) -> Vec<f64> {
    let draws = || sample.draws.iter().zip(&sample.weights);
    (0..dimensions)
        .map(|at| draws().map(|(draw, weight)| weight * draw.scores[at]).sum())
        .collect()
}

/// Of the first wave, which comes from the priors alone, the share that no figure speaks against.
fn plausible(given: &Given<'_>, calibration: &Calibration<'_>, sample: &Sample<Fit>) -> f64 {
    let first = given.draws / given.waves;
    let found = sample.draws[..first]
        .iter()
        .filter(|draw| calibration.is_plausible(&draw.result));
    found.count() as f64 / first.max(1) as f64
}

/// Draws with equal weights from which correlations are told.
const EQUAL: usize = 4000;

fn together(sample: &Sample<Fit>, dimensions: usize) -> Vec<Vec<f64>> {
    let equal = accepted(&sample.weights, EQUAL, 1);
    let column = |at: usize| -> Vec<f64> {
        equal
            .iter()
            .map(|&draw| sample.draws[draw].scores[at])
            .collect()
    };
    let columns: Vec<Vec<f64>> = (0..dimensions).map(column).collect();
    let row = |one: &Vec<f64>| {
        columns
            .iter()
            .map(|other| rank_correlation(one, other))
            .collect()
    };
    columns.iter().map(row).collect()
}

/// Which of a figure's gauges a draw is nearest to.
fn nearest(figure: &Figure, readings: &[f64]) -> usize {
    let distances: Vec<f64> = figure.distances(readings).map(f64::abs).collect();
    let nearest =
        (0..distances.len()).min_by(|&one, &other| distances[one].total_cmp(&distances[other]));
    nearest.unwrap_or(0)
}

fn meanings(calibration: &Calibration<'_>, sample: &Sample<Fit>, chosen: &[usize]) -> Vec<Meaning> {
    let figures = calibration
        .figures
        .iter()
        .enumerate()
        .filter(|(_, figure)| figure.gauges.len() > 1);
    let each = figures.flat_map(|(at, figure)| {
        figure
            .gauges
            .iter()
            .enumerate()
            .map(move |(meaning, &gauge)| (at, figure, meaning, gauge))
    });
    each.map(|(at, figure, meaning, gauge)| Meaning {
        reported: figure.reported.metric.clone(),
        metric: calibration.gauges[gauge].metric.clone(),
        fits: (chosen.iter())
            .map(|&draw| nearest(figure, &sample.draws[draw].result.readings[at]) == meaning)
            .collect(),
    })
    .collect()
}

fn fitted(calibration: &Calibration<'_>, sample: &Sample<Fit>, centre: &Fit) -> Vec<Fitted> {
    let of = |(at, figure): (usize, &Figure)| {
        let readings = |gauge: usize| -> Vec<f64> {
            sample
                .draws
                .iter()
                .map(|draw| draw.result.readings[at][gauge])
                .collect()
        };
        let read = figure.gauges.iter().enumerate().map(|(meaning, &gauge)| {
            let quantiles = quantiles_of(&readings(meaning), &sample.weights, &[0.05, 0.5, 0.95]);
            let gauge = calibration.gauges[gauge].clone();
            (
                gauge,
                [quantiles[0], quantiles[1], quantiles[2]],
                centre.readings[at][meaning],
            )
        });
        let mut meant = vec![0.0; figure.gauges.len()];
        for (draw, weight) in sample.draws.iter().zip(&sample.weights) {
            meant[nearest(figure, &draw.result.readings[at])] += weight;
        }
        Fitted {
            figure: figure.clone(),
            read: read.collect(),
            meant,
        }
    };
    calibration.figures.iter().enumerate().map(of).collect()
}

/// What was reported, and what might be.
fn gauges(scenario: &Scenario) -> Vec<Gauge> {
    let further = FURTHER.iter().map(|metric| Gauge {
        scope: "province".into(),
        metric: (*metric).into(),
    });
    let mut all: Vec<Gauge> = Gauge::of_figures(scenario)
        .into_iter()
        .chain(further)
        .collect();
    all.sort();
    all.dedup();
    all
}

fn further(
    given: &Given<'_>,
    gauges: &[Gauge],
    courses: &[Course],
    scores: &[Vec<f64>],
) -> Information {
    let last = Day(given.variants.whole.days as i32 - 1);
    let until = given.variants.whole.day_of(given.until).min(last);
    let on = (until + AHEAD).min(last);
    let read = |gauge: usize, day: Day| -> Vec<f64> {
        courses
            .iter()
            .map(|course| course.readings[gauge][day.row()])
            .collect()
    };
    let province = |metric: &str| {
        gauges
            .iter()
            .position(|gauge| gauge.scope == "province" && gauge.metric == metric)
    };
    let output = province("output").map_or_else(Vec::new, |gauge| read(gauge, on));
    let spread = quantiles_of(&output, &vec![1.0; output.len()], &[0.05, 0.5, 0.95]);
    let parameters =
        given
            .variants
            .whole
            .parameters
            .iter()
            .zip(scores)
            .map(|(parameter, scores)| {
                let correlation = rank_correlation(scores, &output);
                (parameter.id.clone(), correlation * correlation)
            });
    let figures = FURTHER.iter().filter_map(|metric| {
        let known = read(province(metric)?, until);
        Some((
            (*metric).to_owned(),
            information(&known, &output, REPORTED_WITHIN),
        ))
    });
    let ranked = |list: &mut dyn Iterator<Item = (String, f64)>| {
        // The square of a correlation of so many fits that have nothing in common is 1 ÷ fits in the mean.
        let least = CHANCE / courses.len() as f64;
        let mut list: Vec<(String, f64)> = list.filter(|(_, share)| *share > least).collect();
        list.sort_by(|one, other| other.1.total_cmp(&one.1));
        list
    };
    Information {
        on: given.variants.whole.date(on),
        spread: [spread[0], spread[1], spread[2]],
        parameters: ranked(&mut { parameters }),
        figures: ranked(&mut { figures }),
    }
}
