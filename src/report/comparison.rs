//! Scenarios side by side: a table for the terminal, and comparison.csv with a row per scenario and metric.

use comfy_table::{Table, presets};

use crate::outcome::KINDS;

use super::compared::Compared;
use super::sheet::{Cell, File, Sheet, cells};
use super::terminal::shown;
use super::words::Lang;

/// Runs that extend the same scenario in the end, family by family, the largest first: only they compare.
#[must_use]
pub fn families(runs: &[Compared]) -> Vec<Vec<&Compared>> {
    let mut families: Vec<Vec<&Compared>> = Vec::new();
    for run in runs {
        let kin = |family: &&mut Vec<&Compared>| family[0].base == run.base;
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
pub fn csv(runs: &[Compared]) -> File {
    let mut sheet = Sheet::new("comparison.csv", &["scenario", "metric", "value"]);
    for run in runs {
        for (metric, value) in metrics(run) {
            sheet.row(&cells![run.name, metric, value]);
        }
    }
    sheet.finish()
}

fn metrics(run: &Compared) -> Vec<(String, Cell)> {
    let mut all: Vec<(String, Cell)> = Vec::new();
    for (at, name) in ["output", "effective", "nominal"].iter().enumerate() {
        let on = run.reached[at].map_or(Cell::EMPTY, |date| date.to_string().into());
        all.push((format!("{name}_target_reached_on"), on));
        all.push((
            format!("{name}_shortfall_on_target_date"),
            Cell::number(run.shortfall[at]),
        ));
    }
    all.push((
        "bottleneck_on_target_date".into(),
        run.bottleneck.clone().unwrap_or_default().into(),
    ));
    let share = |share: f64| Cell::number(format_args!("{share:.6}"));
    for ((_, name), rate) in KINDS.iter().zip(&run.fill_rates) {
        if let Some(rate) = rate {
            all.push((format!("fill_rate_{name}"), share(*rate)));
        }
    }
    all.push((
        "prefectures_self_sufficient".into(),
        Cell::number(run.sufficient),
    ));
    all.push((
        "obligations_fulfilled".into(),
        run.fulfilled.map_or(Cell::EMPTY, share),
    ));
    all.push(("output_total".into(), Cell::number(run.output)));
    all
}

/// The tables that a run ends with, one a family.
#[must_use]
pub fn tables(runs: &[Compared], lang: Lang) -> String {
    let tables = families(runs)
        .into_iter()
        .map(|family| table(&family, lang));
    tables.collect::<Vec<_>>().join("\n")
}

fn table(runs: &[&Compared], lang: Lang) -> String {
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
    shown(&table)
}

fn row(run: &Compared, lang: Lang) -> Vec<String> {
    let reached = |at: usize| {
        run.reached[at].map_or("—".to_owned(), |date| date.to_string()[5..].to_owned())
    };
    let unit = if lang == Lang::En { 1e3 } else { 1e4 };
    let cause = (run.bottleneck.as_deref()).map_or("—".to_owned(), |cause| match lang {
        Lang::En => super::words::named(cause).en.into_owned(),
        Lang::Zh | Lang::Both => super::words::named(cause).zh.into_owned(),
    });
    let mut cells = vec![
        match lang {
            Lang::Zh => run.title.zh.clone(),
            Lang::En => run.title.en.clone(),
            Lang::Both => run.name.clone(),
        },
        reached(0),
        reached(1),
        format!("{:.0}", run.shortfall[0] as f64 / unit),
        cause,
    ];
    let percent = |share: f64| format!("{:.0}%", 100.0 * share);
    // Nobody goes short of what nobody needs.
    cells.extend((run.fill_rates.iter()).map(|rate| percent(rate.unwrap_or(1.0))));
    cells.push(format!("{}/{}", run.sufficient, run.prefectures));
    cells.push(run.fulfilled.map_or("—".to_owned(), percent));
    cells
}
