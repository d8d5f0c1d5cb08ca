//! `maskflow backtest`: simulated bands beside reported figures.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use comfy_table::{CellAlignment, Table, presets};
use jiff::civil::Date;
use serde_json::json;

use super::check::in_order;
use super::presentation::Presentation;
use super::progress::Progress;
use super::results::{about, add_drawing, claimed, say_kept};
use super::setting::Setting;
use super::several::{Sorted, Strict};
use super::{Ended, interrupt, say_error};
use crate::chance::Sampler;
use crate::files::{Kind, Out};
use crate::report::calibration::page::quantity_of;
use crate::report::decimals::signed;
use crate::report::words::{Lang, reality};
use crate::report::{backtest as tables, figures};
use crate::said;
use crate::scenario::{self, Scenario, Use};
use crate::study::backtest::{self, Backtest, Role};
use crate::study::work::Work;

/// Simulated beside reported: bands, errors against naive growth, and a verdict in words
#[derive(Args, Clone, Debug)]
pub struct BacktestArgs {
    /// The scenarios
    #[arg(default_values = ["scenarios/jiangxi-2020-fitted.toml", "scenarios/china-2020-fitted.toml"])]
    scenarios: Vec<PathBuf>,
    /// Figures after this date test; it must not lie before those that the scenario was fitted to
    /// [default: `fitted_until` of the scenario, or else the last date of figures for fitting]
    #[arg(long)]
    until: Option<Date>,
    /// Futures
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(20..=10_000_000))]
    replicates: u64,
    /// How futures are spread: random, latin or sobol
    #[arg(long, default_value = "random")]
    sampler: Sampler,
    #[command(flatten)]
    strict: Strict,
    /// Where results go: a folder for each scenario
    #[arg(long, default_value = "output/backtest")]
    out: PathBuf,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    presentation: Presentation,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Holds scenarios against what was reported.
///
/// # Errors
/// When results cannot be written, or threads cannot be started.
pub fn hold_against_reports(args: &BacktestArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let pool = args.setting.pool()?;
    // Whatever is wrong with any of them is told before hours are spent on the first.
    let ready = args.scenarios.iter().map(|path| prepared(args, path));
    let ready = Sorted::of(ready.collect::<io::Result<Vec<_>>>()?);
    if !ready.begins(args.strict) {
        return Ok(Ended::Findings);
    }
    let results = Out::open(&args.out)?;
    let places = (ready.sound.iter()).map(|(scenario, _)| (scenario.name.as_str(), Kind::Backtest));
    if !claimed(&results, places)? {
        return Ok(Ended::Findings);
    }
    let mut documents = Vec::new();
    for (scenario, until) in &ready.sound {
        let begun = Instant::now();
        let found = pool.install(|| played(args, scenario, *until))?;
        let document = tables::document(scenario, &found);
        let mut files = tables::tables(scenario, &found);
        files.push((
            "backtest.json".into(),
            format!("{document:#}\n").into_bytes(),
        ));
        if !args.presentation.no_charts {
            let drawing = figures::backtest(scenario, &found, args.presentation.lang())
                .map_err(io::Error::other)?;
            add_drawing(&mut files, &drawing)?;
        }
        let about = about(scenario, begun);
        say_kept(&results.write(&scenario.name, Kind::Backtest, about, &files)?);
        if !args.json && !args.presentation.quiet {
            print(args.presentation.lang(), scenario, &found, out)?;
            writeln!(out, "{}\n", results.place(&scenario.name).display())?;
        }
        documents.push(document);
    }
    if args.json {
        writeln!(out, "{}", json!({ "backtests": documents }))?;
    }
    Ok(ready.ended())
}

/// The scenario and its cut-off; nothing after it was said what is wrong.
fn prepared(args: &BacktestArgs, path: &Path) -> io::Result<Option<(Scenario, Date)>> {
    let loaded = scenario::load(path, &args.setting.sets());
    let Some(scenario) = in_order(path, loaded)? else {
        return Ok(None);
    };
    let figures = || scenario.observed.iter();
    let fitted = figures()
        .filter(|figure| figure.use_for == Use::Fit)
        .map(|figure| figure.date)
        .max();
    let Some(until) = args.until.or(scenario.fitted_until).or(fitted) else {
        let path = path.display();
        say_error(&said!(
            "{path}：没有可用于校准的公布数据，也没有 --until：在 observed.csv 中列出数据，或者指明从何日起用于检验",
            "{path}: no reported figure to fit to and no --until: list figures in observed.csv, or say from when on they test"
        ));
        return Ok(None);
    };
    if let Some(seen) = scenario.fitted_until.filter(|seen| until < *seen) {
        let path = path.display();
        say_error(&said!(
            "{path}：--until {until} 早于 fitted_until = {seen}：本情景的数值已按截至 {seen} 的数据调整过，这些数据不能用来检验；\
             去掉 --until，或者改用数值未按 {until} 以后数据调整过的情景",
            "{path}: --until {until} lies before fitted_until = {seen}: the values of this scenario have been adjusted to figures up \
             to {seen}, which cannot test it; leave --until out, or give a scenario whose values have seen none after {until}"
        ));
        return Ok(None);
    }
    Ok(Some((scenario, until)))
}

fn played(args: &BacktestArgs, scenario: &Scenario, until: Date) -> io::Result<Backtest> {
    let progress = Progress::of(args.presentation.quiet, args.replicates as usize);
    let work = Work {
        go_on: &interrupt::pause,
        done: &|| progress.add(1),
    };
    let found = backtest::backtest(scenario, until, args.replicates, args.sampler, &work);
    progress.finish();
    found
}

fn print(lang: Lang, scenario: &Scenario, found: &Backtest, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    let say = |zh: &str, en: &str| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
        Lang::Both => format!("{zh} {en}"),
    };
    table.set_header([
        say("日期", "date"),
        say("指标", "metric"),
        say("用途", "role"),
        say("公布", "reported"),
        say("中位数", "median"),
        say("90%区间", "middle 90%"),
        say("误差", "error"),
        say("朴素外推", "naive growth"),
    ]);
    for point in &found.points {
        let gauge = &found.gauges[point.gauge];
        let quantity = quantity_of(&gauge.metric);
        let text = |value: f64| quantity.short(value, lang);
        let per_cent = |error: f64| format!("{}%", signed(100.0 * (error.exp() - 1.0), 0));
        let role = match point.role {
            Role::Fitted => reality::FITTED,
            Role::HeldOut => reality::HELD_OUT,
            Role::Tests => reality::TESTS,
        };
        let inside = if point.inside()[1] { "" } else { " ✗" };
        table.add_row([
            point.figure.reported.date.to_string(),
            reality::gauge(scenario, gauge).text(lang),
            role.text(lang),
            text(point.figure.reported.value),
            text(point.band[2]),
            format!("{} – {}{inside}", text(point.band[0]), text(point.band[4])),
            per_cent(point.error),
            point.naive.map_or_else(String::new, |naive| {
                format!("{} ({})", text(naive.band[1]), per_cent(naive.error))
            }),
        ]);
    }
    for column in [3, 4, 6] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    writeln!(out, "{}", crate::report::terminal::shown(&table))?;
    for sentence in tables::verdict(scenario, found) {
        writeln!(out, "{}", sentence.text(lang))?;
    }
    Ok(())
}
