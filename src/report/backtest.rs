//! A backtest as tables, and its verdict in words.

use serde_json::{Value, json};

use super::decimals::{decimals, to_four};
use super::sheet::{Cell, File, Sheet, cells};
use super::words::{Word, reality};
use crate::scenario::{Observation, Scenario};
use crate::study::backtest::{Backtest, Point, Role};
use crate::units::Day;

const fn role(role: Role) -> &'static str {
    match role {
        Role::Fitted => "fitted",
        Role::HeldOut => "held_out",
        Role::Tests => "tests",
    }
}

/// Every table.
#[must_use]
pub fn tables(scenario: &Scenario, backtest: &Backtest) -> Vec<File> {
    vec![points(scenario, backtest), bands(scenario, backtest)]
}

fn points(scenario: &Scenario, backtest: &Backtest) -> File {
    let mut sheet = Sheet::new(
        "backtest.csv",
        &[
            "date",
            "scope",
            "metric",
            "reported_as",
            "role",
            "reported",
            "reported_error",
            "q05",
            "q25",
            "median",
            "q75",
            "q95",
            "central",
            "log_error",
            "in_50",
            "in_90",
            "interval_score",
            "naive_q05",
            "naive_median",
            "naive_q95",
            "naive_log_error",
            "naive_interval_score",
            "source",
            "confidence",
        ],
    );
    for point in &backtest.points {
        let (reported, gauge) = (&point.figure.reported, &backtest.gauges[point.gauge]);
        let central = backtest.central[point.gauge][point.figure.day.row()];
        let [half, nine_tenths] = point.inside();
        let mut cells = cells![
            reported.date.to_string(),
            gauge.scope,
            gauge.metric,
            reported.metric,
            role(point.role),
            Cell::number(reported.value),
            Cell::number(reported.error),
        ]
        .to_vec();
        cells.extend(point.band.map(number));
        cells.extend([
            number(central),
            decimal(point.error),
            Cell::number(half),
            Cell::number(nine_tenths),
            decimal(point.score),
        ]);
        match &point.naive {
            Some(naive) => {
                cells.extend(naive.band.map(number));
                cells.extend([decimal(naive.error), decimal(naive.score)]);
            }
            None => cells.extend(std::iter::repeat_n(Cell::EMPTY, 5)),
        }
        let Observation { provenance, .. } = reported;
        cells.extend(cells![provenance.source, provenance.confidence]);
        sheet.row(&cells);
    }
    for figure in without_counterpart(scenario, backtest) {
        let mut cells = cells![
            figure.date.to_string(),
            figure.scope,
            figure.metric,
            figure.metric,
            "not_compared",
            Cell::number(figure.value),
        ]
        .to_vec();
        cells.extend(std::iter::repeat_n(Cell::EMPTY, 16));
        cells.extend(cells![
            figure.provenance.source,
            figure.provenance.confidence
        ]);
        sheet.row(&cells);
    }
    sheet.finish()
}

/// Reported figures that no run has a counterpart for.
fn without_counterpart<'a>(
    scenario: &'a Scenario,
    backtest: &'a Backtest,
) -> impl Iterator<Item = &'a Observation> {
    scenario.observed.iter().filter(|reported| {
        !(backtest.points.iter()).any(|point| point.figure.reported == **reported)
    })
}

fn bands(scenario: &Scenario, backtest: &Backtest) -> File {
    let columns = [
        "date", "scope", "metric", "q05", "q25", "median", "q75", "q95", "central",
    ];
    let mut sheet = Sheet::new("bands.csv", &columns);
    let each = backtest
        .gauges
        .iter()
        .zip(&backtest.bands)
        .zip(&backtest.central);
    for ((gauge, bands), central) in each {
        for (day, (band, central)) in bands.iter().zip(central).enumerate() {
            let date = scenario.date(Day(day as i32));
            let mut cells = cells![date.to_string(), gauge.scope, gauge.metric].to_vec();
            cells.extend(band.map(number));
            cells.push(number(*central));
            sheet.row(&cells);
        }
    }
    sheet.finish()
}

/// The same as one document.
#[must_use]
pub fn document(scenario: &Scenario, backtest: &Backtest) -> Value {
    let points: Vec<Value> = backtest
        .points
        .iter()
        .map(|point| told(backtest, point))
        .collect();
    let skill = backtest.skill().map(|[ours, naive]| {
        json!({
            "figures": backtest.compared().count(),
            "mean_absolute_log_error": { "maskflow": to_four(ours[0]), "naive_growth": to_four(naive[0]) },
            "mean_interval_score": { "maskflow": to_four(ours[1]), "naive_growth": to_four(naive[1]) },
        })
    });
    let verdict = verdict(scenario, backtest);
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": scenario.name,
        "hash": scenario.hash,
        "seed": scenario.seed,
        "replicates": backtest.replicates,
        "until": backtest.until.to_string(),
        "fitted_until": scenario.fitted_until.map(|date| date.to_string()),
        "points": points,
        "tests": skill,
        "verdict_zh": verdict.iter().map(|word| word.zh.clone()).collect::<Vec<_>>(),
        "verdict_en": verdict.iter().map(|word| word.en.clone()).collect::<Vec<_>>(),
    })
}

fn told(backtest: &Backtest, point: &Point) -> Value {
    let gauge = &backtest.gauges[point.gauge];
    let [half, nine_tenths] = point.inside();
    json!({
        "date": point.figure.reported.date.to_string(),
        "scope": gauge.scope,
        "metric": gauge.metric,
        "role": role(point.role),
        "reported": point.figure.reported.value,
        "band": point.band.map(to_four),
        "log_error": to_four(point.error),
        "in_50": half,
        "in_90": nine_tenths,
        "interval_score": to_four(point.score),
        "naive": point.naive.map(|naive| json!({
            "band": naive.band.map(to_four),
            "log_error": to_four(naive.error),
            "interval_score": to_four(naive.score),
        })),
    })
}

/// A difference in errors of logarithms that nobody would call one.
const ALIKE: f64 = 0.02;
/// Fewer figures than this say nothing about how often bands cover.
const ENOUGH: usize = 30;

/// Which is nearer to what was reported, the medians or naive growth: metric by metric, for a mean over metrics hides that
/// one is forecast well and another badly.
fn by_metric(scenario: &Scenario, backtest: &Backtest) -> Vec<Word> {
    let mut gauges: Vec<usize> = backtest.compared().map(|(point, _)| point.gauge).collect();
    gauges.sort_unstable();
    gauges.dedup();
    let sentence = |gauge: usize| {
        let of = || {
            backtest
                .compared()
                .filter(move |(point, _)| point.gauge == gauge)
        };
        let count = of().count();
        let ours = of().map(|(point, _)| point.error.abs()).sum::<f64>() / count as f64;
        let naive = of().map(|(_, naive)| naive.error.abs()).sum::<f64>() / count as f64;
        let metric = reality::gauge(scenario, &backtest.gauges[gauge]);
        let (zh, en) = if (ours - naive).abs() <= ALIKE {
            ("两者相当", "both do about as well")
        } else if ours < naive {
            ("中位数更接近公布数据", "the medians are nearer")
        } else {
            ("朴素外推更接近公布数据", "naive growth is nearer")
        };
        Word::new(
            &format!(
                "{}（{count} 个）：对数误差 {ours:.3}，朴素外推 {naive:.3}；{zh}。",
                metric.zh
            ),
            &format!(
                "{} ({count}): log error {ours:.3}, of naive growth {naive:.3}; {en}.",
                metric.en
            ),
        )
    };
    gauges.into_iter().map(sentence).collect()
}

/// What to make of it, in sentences.
#[must_use]
pub fn verdict(scenario: &Scenario, backtest: &Backtest) -> Vec<Word> {
    let until = backtest.until.to_string();
    // A figure with two meanings is one figure, and inside where either is.
    let count = |role: Role| {
        let points: Vec<&Point> = (backtest.points.iter())
            .filter(|point| point.role == role)
            .collect();
        let figures = points.chunk_by(|one, other| one.figure.reported == other.figure.reported);
        let inside = figures.map(|meanings| meanings.iter().any(|point| point.inside()[1]));
        let inside: Vec<bool> = inside.collect();
        (
            inside.len(),
            inside.iter().filter(|&&inside| inside).count(),
        )
    };
    let mut said = Vec::new();
    let (fitted, within) = count(Role::Fitted);
    if fitted > 0 {
        said.push(Word::new(
            &format!("标为校准用的数据 {fitted} 个（截至 {until}），其中 {within} 个在90%区间内：这说明拟合，不算检验。"),
            &format!(
                "Of {fitted} figures for fitting (up to {until}), {within} lie in the middle 90%: that shows the fit and tests nothing."
            ),
        ));
    }
    let (tests, within) = count(Role::Tests);
    let Some([ours, naive]) = backtest.skill() else {
        said.push(if tests == 0 {
            Word::new(
                &format!("{until} 之后没有模型可对照的公布数据：预测部分未经检验。"),
                &format!("No figure after {until} has a counterpart in the model: the forecast is untested."),
            )
        } else {
            Word::new(
                &format!("{until} 之后有 {tests} 个数据，但同一指标用于校准的数据不足两个，无法与朴素外推相比。"),
                &format!("{tests} figures after {until}, but none of a kind of which two were fitted to: naive growth has no say on them."),
            )
        });
        return said;
    };
    let compared = backtest.compared().count();
    let factor = |error: f64| error.exp();
    said.push(Word::new(
        &format!(
            "{until} 之后的检验数据 {tests} 个（彼此相关），{within} 个在90%区间内；其中 {compared} 个可与朴素外推相比：平均相差约 {:.2} 倍（对数误差 {:.3}），朴素外推约 {:.2} 倍（{:.3}）；区间得分 {:.2}，朴素外推 {:.2}（越小越好）。",
            factor(ours[0]), ours[0], factor(naive[0]), naive[0], ours[1], naive[1]
        ),
        &format!(
            "Of {tests} test figures after {until} (which hang together), {within} lie in the middle 90%; over the {compared} that naive growth speaks of, too, the medians are off by a factor of {:.2} in the mean (log error {:.3}), naive growth by {:.2} ({:.3}); interval score {:.2}, of naive growth {:.2} (less is better).",
            factor(ours[0]), ours[0], factor(naive[0]), naive[0], ours[1], naive[1]
        ),
    ));
    said.extend(by_metric(scenario, backtest));
    if tests < ENOUGH {
        said.push(Word::new(
            &format!("检验数据仅 {tests} 个，不能据此判断区间的覆盖率。"),
            &format!("{tests} figures say nothing about how often the bands cover."),
        ));
    }
    let points = || (backtest.points.iter()).filter(|point| point.role == Role::Tests);
    let all =
        |off: &dyn Fn(f64) -> bool| points().count() > 1 && points().all(|point| off(point.error));
    for (off, zh, en) in [
        (all(&|error| error < -ALIKE), "偏低", "too low"),
        (all(&|error| error > ALIKE), "偏高", "too high"),
    ] {
        said.extend(off.then(|| {
            Word::new(
                &format!("所有检验数据处中位数都{zh}。"),
                &format!("All medians are {en} on the test figures."),
            )
        }));
    }
    if scenario
        .parameters
        .iter()
        .all(|parameter| parameter.value.is_none())
        && scenario.fitted_until.is_some()
    {
        said.push(Word::new(
            "本情景的数值由人工按公布数据调整，未经 maskflow calibrate 校准。",
            "Values of this scenario were adjusted by hand, not fitted by maskflow calibrate.",
        ));
    }
    said
}

fn number(value: f64) -> Cell {
    if value.abs() >= 100.0 {
        Cell::number(decimals(value, 0))
    } else {
        decimal(value)
    }
}

fn decimal(value: f64) -> Cell {
    Cell::number(decimals(value, 4))
}
