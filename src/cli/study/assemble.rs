//! From chunks to results: the same bytes, however the runs were cut into chunks and shards.

use std::io::{self, Write};

use comfy_table::{Table, presets};
use serde_json::{Map, Value};

use super::super::results::{Files, add_drawing, of_scenario, pretty, say_kept};
use super::super::{Ended, interrupt, say};
use super::into_io;
use crate::files::{Action, Kind, Out, Trouble};
use crate::report::figures;
use crate::report::study::Study;
use crate::report::words::Lang;
use crate::said;
use crate::study::measure::MEASURES;
use crate::study::plan::Plan;
use crate::study::store::{self, Parts, Store};
use crate::study::summary::Summary;

/// What is shown of a study.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Language of charts.
    pub lang: Lang,
    /// Whether charts are drawn.
    pub charts: bool,
    /// A table in the terminal.
    pub table: bool,
    /// What the manifest says besides: what the study took, beside the estimate; the only thing that differs from one run of it to
    /// the next.
    pub about: Map<String, Value>,
}

/// Puts a study's results together: how that ended, and the figures to quote.
///
/// # Errors
/// When chunks cannot be read or results cannot be written.
pub fn assemble(
    plan: &Plan,
    stores: &[Store],
    results: &Out,
    shown: &Shown,
    out: &mut dyn Write,
) -> io::Result<(Ended, Value)> {
    let scenario = &plan.points[0].scenario;
    let place = results.place(&scenario.name);
    let mut fresh = results.begin(&scenario.name, Kind::Study)?;
    let mut summary = Summary::new(plan);
    let mut parts = Parts::new(&plan.id());
    let told = Trouble::at(Action::Write, &place);
    for chunk in store::in_order(stores).map_err(into_io)? {
        interrupt::pause()?;
        let rows = chunk.rows(stores[0].plan(), plan).map_err(into_io)?;
        rows.iter().for_each(|row| summary.add(plan, row));
        parts.add(rows, |name| fresh.file(name)).map_err(&told)?;
    }
    summary.close();
    parts.close(|name| fresh.file(name)).map_err(&told)?;
    let study = Study {
        plan,
        summary: &summary,
    };
    let mut document = study.document();
    if let Some(hint) = plan.sampler.hint(plan.replicates) {
        document["sampler_hint"] = hint.en.into();
    }
    let mut files: Files = study.tables();
    files.extend(study.scenarios());
    files.push(("study.json".into(), pretty(&document)));
    if shown.charts {
        for drawing in figures::study(study, shown.lang).map_err(io::Error::other)? {
            add_drawing(&mut files, &drawing)?;
        }
    }
    for (name, bytes) in &files {
        fresh.write(name, bytes)?;
    }
    fresh.sync()?;
    let mut about = of_scenario(scenario);
    about.extend(shown.about.clone());
    say_kept(&fresh.place(about)?);
    if shown.table {
        writeln!(out, "{}", crate::report::terminal::shown(&table(study)))?;
        writeln!(out, "{}", place.display())?;
    }
    let failed = summary.failed.len();
    if failed > 0 {
        let (runs, list) = (plan.runs(), place.join("quarantine.csv"));
        let list = list.display();
        say(&said!(
            "{runs} 次模拟中有 {failed} 次失败；{list} 列出原因，以及在其文件夹中重做每一次的命令",
            "{failed} of {runs} simulations failed; {list} says why, and by which command (given in its folder) to see each again"
        ));
        return Ok((Ended::Quarantine, document));
    }
    Ok((Ended::Done, document))
}

/// The figures to quote, a row for every policy and point.
fn table(study: Study<'_>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header([
        "方案\npolicy",
        "设定\nset",
        "次数\nruns",
        "目标日产量达标\noutput on target",
        "目标日产能达标\ncapacity on target",
        "期望缺口 万只\nshortfall, 10k",
        "满足率 5–50–95 %\nfill rate",
        "最差5%缺口人日 万\nworst 5 % unmet, 10k",
    ]);
    let fill = MEASURES
        .iter()
        .position(|measure| measure.name == "fill_rate")
        .unwrap_or(0);
    let document = study.document();
    for (at, (_, [set, policy], cell)) in study.cells().enumerate() {
        let told = &document["cells"][at];
        let number = |value: &Value, scale: f64| {
            value
                .as_f64()
                .map_or("–".into(), |value| format!("{:.1}", value * scale))
        };
        let rates = [0.05, 0.5, 0.95].map(|share| {
            let rate = cell.measures[fill].quantile(share).unwrap_or(0);
            format!("{:.1}", rate as f64 / 1e4)
        });
        table.add_row([
            policy,
            set,
            cell.runs.to_string(),
            format!(
                "{} %",
                number(&told["probability_on_target_date"]["output"], 100.0)
            ),
            format!(
                "{} %",
                number(&told["probability_on_target_date"]["effective"], 100.0)
            ),
            number(&told["expected_shortfall_on_target_date"], 1e-4),
            rates.join("–"),
            number(&told["unmet_person_days_mean_of_worst_5_per_cent"], 1e-4),
        ]);
    }
    table
}
