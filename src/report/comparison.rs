//! Scenarios side by side: a table for the terminal, and comparison.csv with a row per scenario and metric.

use comfy_table::{Table, presets};

use crate::outcome::KINDS;

use super::figures::overall_fill_rate;
use super::run::Run;
use super::sheet::{Cell, File, Sheet, cells};
use super::summary::bottleneck;
use super::words::Lang;

/// Runs that extend the same scenario in the end, family by family, the largest first: only they compare.
#[must_use]
pub fn families(runs: &[Run]) -> Vec<Vec<&Run>> {
    let mut families: Vec<Vec<&Run>> = Vec::new();
    for run in runs {
        let kin = |family: &&mut Vec<&Run>| family[0].scenario.base == run.scenario.base;
        match families.iter_mut().find(kin) {
            Some(family) => family.push(run),
            None => families.push(vec![run]),
        }
    }
    families.sort_by_key(|family| std::cmp::Reverse(family.len()));
    families
}

/// comparison.csv.
#[must_use]
pub fn csv(runs: &[Run]) -> File {
    let mut sheet = Sheet::new("comparison.csv", &["scenario", "metric", "value"]);
    for run in runs {
        for (metric, value) in metrics(run) {
            sheet.row(&cells![run.scenario.name, metric, value]);
        }
    }
    sheet.finish()
}

fn metrics(run: &Run) -> Vec<(String, Cell)> {
    let mut all: Vec<(String, Cell)> = Vec::new();
    for (reached, name) in run
        .outcome
        .reached
        .iter()
        .zip(["output", "effective", "nominal"])
    {
        let on = (reached.from).map_or(Cell::EMPTY, |day| run.date(day).into());
        all.push((format!("{name}_target_reached_on"), on));
        all.push((
            format!("{name}_shortfall_on_target_date"),
            Cell::number(reached.shortfall),
        ));
    }
    all.push((
        "bottleneck_on_target_date".into(),
        (bottleneck(run, run.target_day()).unwrap_or_default()).into(),
    ));
    for (kind, name) in KINDS
        .iter()
        .filter(|(kind, _)| run.world.streams.kind.contains(kind))
    {
        all.push((
            format!("fill_rate_{name}"),
            Cell::number(format_args!(
                "{:.6}",
                overall_fill_rate(run, *kind as usize)
            )),
        ));
    }
    let sufficient = run.outcome.self_sufficient_from.iter().flatten().count();
    all.push((
        "prefectures_self_sufficient".into(),
        Cell::number(sufficient),
    ));
    all.push((
        "obligations_fulfilled".into(),
        fulfilled(run).map_or(Cell::EMPTY, |share| {
            Cell::number(format_args!("{share:.6}"))
        }),
    ));
    all.push((
        "output_total".into(),
        Cell::number(
            (run.outcome.province.iter())
                .map(|day| day.output)
                .sum::<i64>(),
        ),
    ));
    all
}

/// Share of what fell due that was delivered by the end; none where nothing fell due.
fn fulfilled(run: &Run) -> Option<f64> {
    let [_, due, _, defaulted, overdue] = run.outcome.obligations;
    (due.0 > 0).then(|| (due - defaulted - overdue).or_zero().0 as f64 / due.0 as f64)
}

/// The tables that a run ends with, one a family.
#[must_use]
pub fn tables(runs: &[Run], lang: Lang) -> String {
    let tables = families(runs)
        .into_iter()
        .map(|family| table(&family, lang));
    tables.collect::<Vec<_>>().join("\n")
}

fn table(runs: &[&Run], lang: Lang) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    let heads = [
        ("情景", "scenario"),
        ("产量达标", "output reached"),
        ("有效产能达标", "effective reached"),
        ("目标日缺口（万只）", "short on date (k)"),
        ("当日瓶颈", "bottleneck then"),
        ("国家", "national"),
        ("一线", "front line"),
        ("重点工程", "key projects"),
        ("重点企业", "key firms"),
        ("重点用途", "essential"),
        ("群众", "public"),
        ("自产自保", "self-sufficient"),
        ("任务完成", "fulfilled"),
    ];
    table.set_header(heads.map(|(zh, en)| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
        Lang::Both => format!("{zh}\n{en}"),
    }));
    for run in runs {
        table.add_row(row(run, lang));
    }
    table.to_string()
}

fn row(run: &Run, lang: Lang) -> Vec<String> {
    let title = &run.scenario.title;
    let reached = |at: usize| {
        run.outcome.reached[at]
            .from
            .map_or("—".to_owned(), |day| run.date(day)[5..].to_owned())
    };
    let unit = if lang == Lang::En { 1e3 } else { 1e4 };
    let cause = bottleneck(run, run.target_day()).map_or("—".to_owned(), |cause| match lang {
        Lang::En => super::words::named(&cause).en.into_owned(),
        Lang::Zh | Lang::Both => super::words::named(&cause).zh.into_owned(),
    });
    let mut cells = vec![
        match lang {
            Lang::Zh => title.zh.clone(),
            Lang::En => title.en.clone(),
            Lang::Both => run.scenario.name.clone(),
        },
        reached(0),
        reached(1),
        format!("{:.0}", run.outcome.reached[0].shortfall as f64 / unit),
        cause,
    ];
    cells.extend((0..6).map(|kind| format!("{:.0}%", 100.0 * overall_fill_rate(run, kind))));
    let sufficient = run.outcome.self_sufficient_from.iter().flatten().count();
    cells.push(format!("{sufficient}/{}", run.world.prefectures.count));
    cells.push(fulfilled(run).map_or("—".to_owned(), |share| format!("{:.0}%", 100.0 * share)));
    cells
}
