//! `maskflow calibrate`: fit named parameters to reported figures, and write what is left of them as an overlay scenario.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use jiff::civil::Date;

use super::check::say_findings;
use super::presentation::Presentation;
use super::results::{about, add_drawing, claimed, say_kept};
use super::setting::Setting;
use super::{Ended, machine, say, say_error};
use crate::files::{Kind, Out};
use crate::language::Word;
use crate::report::calibration::{overlay, page};
use crate::report::figures;
use crate::said;
use crate::scenario::{self, Scenario};
use crate::study::calibrate::evidence::Figure;
use crate::study::gauge::Gauge;
use crate::units::Day;

mod fit;
mod target;
mod variants;

use fit::{Given, fit};
use target::Target;
use variants::Variants;

/// Fit named parameters to reported figures: the whole set of values that agrees, and what holds in it
#[derive(Args, Clone, Debug)]
pub struct CalibrateArgs {
    /// The scenario, with `[[parameter]]` rows that have a prior
    #[arg(default_value = "scenarios/jiangxi-2020")]
    scenario: PathBuf,
    /// Nothing after this date is fitted to [default: the last date of figures for fitting]
    #[arg(long)]
    until: Option<Date>,
    /// Draws from the priors and from where they agree best, each simulated up to the last figure
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(100..=10_000_000))]
    draws: u64,
    /// Waves in which they are drawn, each aimed by those before
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=100))]
    waves: u64,
    /// Accepted fits that are simulated to the end, and once more without each measure
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(20..=100_000))]
    fits: u64,
    /// The overlay scenario that is written [default: SCENARIO-fitted.toml beside the scenario]
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
    /// Where the report goes: a folder for the scenario
    #[arg(long, default_value = "output/calibration")]
    out: PathBuf,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    presentation: Presentation,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Fits a scenario's parameters.
///
/// # Errors
/// When results cannot be written, or threads cannot be started.
pub fn calibrate(args: &CalibrateArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let pool = args.setting.pool()?;
    let base = match scenario::load(&args.scenario, &args.setting.sets()) {
        Ok(scenario) => scenario,
        Err(findings) => return refused(&args.scenario, &findings),
    };
    let target = Target::of(&args.scenario, args.overlay.as_deref());
    let target = match target.and_then(|target| objection(&base).map_or(Ok(target), Err)) {
        Ok(target) => target,
        Err(why) => return told(&args.scenario, &why),
    };
    let figures = Figure::all(&base, &Gauge::of_figures(&base));
    let until = args.until.unwrap_or_else(|| last_fitted(&figures, &base));
    let Some(last) = figures
        .iter()
        .filter(|figure| figure.is_fitted(until))
        .map(|figure| figure.day)
        .max()
    else {
        let why = said!(
            "截至 {until} 没有可用于校准的数据：observed.csv 中须有 use = fit 的行，其指标须是模拟中有的",
            "no figure to fit to up to {until}: observed.csv needs rows with use = fit of things that a run has a counterpart for"
        );
        return told(&args.scenario, &why);
    };
    let sets = args.setting.sets();
    let variants = match Variants::of(&args.scenario, &sets, &base, last) {
        Ok(variants) => variants,
        Err(findings) => return refused(&args.scenario, &findings),
    };
    let figures_a_draw = base.parameters.len() + 2 * figures.len() + 16;
    let bytes = u128::from(args.draws) * figures_a_draw as u128 * size_of::<f64>() as u128;
    if let Some(objection) = machine::too_much_memory(bytes) {
        let (draws, Word { zh, en }) = (args.draws, objection);
        say_error(&said!("--draws {draws}：{zh}", "--draws {draws}: {en}"));
        return Ok(Ended::Usage);
    }
    // Hours are not spent on what could not be written then.
    target.try_out()?;
    let begun = Instant::now();
    let results = Out::open(&args.out)?;
    if !claimed(&results, [(base.name.as_str(), Kind::Calibration)])? {
        return Ok(Ended::Findings);
    }
    let given = Given {
        variants: &variants,
        until,
        draws: args.draws as usize,
        waves: args.waves as usize,
        fits: args.fits as usize,
        quiet: args.presentation.quiet,
    };
    let found = pool.install(|| fit(&given))?;
    let document = found.document(&base);
    let page = page::write(&base, &found, args.presentation.lang());
    let mut files = found.tables(&base);
    files.push((
        "calibration.json".into(),
        format!("{document:#}\n").into_bytes(),
    ));
    files.push(("report.md".into(), page.clone().into_bytes()));
    if !args.presentation.no_charts {
        for drawing in figures::calibration(&base, &found, args.presentation.lang())
            .map_err(io::Error::other)?
        {
            add_drawing(&mut files, &drawing)?;
        }
    }
    let about = about(&base, begun);
    say_kept(&results.write(&base.name, Kind::Calibration, about, &files)?);
    let overlay = overlay::write(&base, &target::name_of(&args.scenario), &sets, &found);
    if let Some(kept) = target.write(&overlay)? {
        let (file, kept) = (target.path().display(), kept.display());
        say(&said!(
            "{file} 写成之后有改动，已另存为 {kept}",
            "{file} had been changed since it was written; it is kept as {kept}"
        ));
    }
    if args.json {
        writeln!(out, "{document}")?;
    } else if !args.presentation.quiet {
        writeln!(out, "{page}")?;
        writeln!(out, "{}", results.place(&base.name).display())?;
        writeln!(out, "{}", target.path().display())?;
    }
    Ok(Ended::Done)
}

fn refused(path: &Path, findings: &[scenario::Finding]) -> io::Result<Ended> {
    say_findings(&path.display().to_string(), findings)?;
    Ok(Ended::Findings)
}

fn told(path: &Path, why: &Word) -> io::Result<Ended> {
    let (path, Word { zh, en }) = (path.display(), why);
    say_error(&said!("{path}：{zh}", "{path}: {en}"));
    Ok(Ended::Findings)
}

/// Parameters at most.
const MOST: usize = 50;

/// Why a scenario cannot be fitted.
fn objection(base: &Scenario) -> Option<Word> {
    let count = base.parameters.len();
    if count == 0 {
        return Some(Word::of(
            "没有可校准的 [[parameter]]：写法见 docs/scenario.md",
            "no [[parameter]] to fit: docs/scenario.md says how one is written",
        ));
    }
    if count > MOST {
        return Some(said!(
            "{count} 个参数：公布数据很少，最多能校准 {MOST} 个",
            "{count} parameters: a few reported figures say nothing about more than {MOST}"
        ));
    }
    let fitted = base
        .parameters
        .iter()
        .find(|parameter| parameter.value.is_some())?;
    let id = &fitted.id;
    Some(said!(
        "parameters[\"{id}\"] 已有取值：请校准原情景",
        "parameters[\"{id}\"] has a value already: fit the scenario that this one extends"
    ))
}

/// The date of the last figure that may be fitted to.
fn last_fitted(figures: &[Figure], base: &Scenario) -> Date {
    let last = base.date(Day(base.days as i32 - 1));
    let fitted = figures.iter().filter(|figure| figure.is_fitted(last));
    let dates = fitted.map(|figure| figure.reported.date);
    dates.max().unwrap_or(last)
}
