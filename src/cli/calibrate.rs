//! `maskflow calibrate`: fit named parameters to reported figures, and write what is left of them as an overlay scenario.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::check::print_findings;
use super::presentation::Presentation;
use super::run::add_drawing;
use super::setting::Setting;
use super::{Ended, say};
use crate::report::calibration::overlay::{self, MARK};
use crate::report::calibration::page;
use crate::report::{figures, store};
use crate::scenario::{self, Scenario};
use crate::study::calibrate::evidence::Figure;
use crate::study::gauge::Gauge;
use crate::units::Day;

mod fit;
mod variants;

use fit::{Given, fit};
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
    let target = match overlay_of(args).and_then(|target| objection(&base).map_or(Ok(target), Err))
    {
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
        let why = format!(
            "no figure to fit to up to {until}: observed.csv needs rows with use = fit of things that a run has a counterpart for"
        );
        return told(&args.scenario, &why);
    };
    let sets = args.setting.sets();
    let variants = match Variants::of(&args.scenario, &sets, &base, last) {
        Ok(variants) => variants,
        Err(findings) => return refused(&args.scenario, &findings),
    };
    let fresh = begun(&target)?;
    let _using = store::open(&args.out)?;
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
    let page = page::write(&base, &found, args.presentation.lang);
    let mut files = found.tables(&base);
    files.push((
        "calibration.json".into(),
        format!("{document:#}\n").into_bytes(),
    ));
    files.push(("report.md".into(), page.clone().into_bytes()));
    if !args.presentation.no_charts {
        for drawing in
            figures::calibration(&base, &found, args.presentation.lang).map_err(io::Error::other)?
        {
            add_drawing(&mut files, &drawing)?;
        }
    }
    let place = args.out.join(&base.name);
    store::replace(&place, &files)?;
    let overlay = overlay::write(&base, &name_of(&args.scenario), &sets, &found);
    placed(fresh, &target, &overlay)?;
    if args.json {
        writeln!(out, "{document}")?;
    } else if !args.presentation.quiet {
        writeln!(out, "{page}")?;
        writeln!(out, "{}", place.display())?;
        writeln!(out, "{}", target.display())?;
    }
    Ok(Ended::Done)
}

fn refused(path: &Path, findings: &[scenario::Finding]) -> io::Result<Ended> {
    print_findings(&path.display().to_string(), findings, &mut io::stderr())?;
    Ok(Ended::Findings)
}

fn told(path: &Path, why: &str) -> io::Result<Ended> {
    say(&format!("error: {}: {why}", path.display()));
    Ok(Ended::Findings)
}

/// Parameters at most.
const MOST: usize = 50;

/// Why a scenario cannot be fitted.
fn objection(base: &Scenario) -> Option<String> {
    if base.parameters.is_empty() {
        return Some("no [[parameter]] to fit: docs/scenario.md says how one is written".into());
    }
    if base.parameters.len() > MOST {
        return Some(format!(
            "{} parameters: figures that are counted on fingers say nothing about more than {MOST}",
            base.parameters.len()
        ));
    }
    let fitted = base
        .parameters
        .iter()
        .find(|parameter| parameter.value.is_some())?;
    Some(format!(
        "parameters[\"{}\"] has a value already: fit the scenario that this one extends",
        fitted.id
    ))
}

/// The date of the last figure that may be fitted to.
fn last_fitted(figures: &[Figure], base: &Scenario) -> Date {
    let last = base.date(Day(base.days as i32 - 1));
    let fitted = figures.iter().filter(|figure| figure.is_fitted(last));
    let dates = fitted.map(|figure| figure.reported.date);
    dates.max().unwrap_or(last)
}

/// The name by which an overlay beside a scenario extends it: that of its folder, or of its file with the ending.
fn name_of(path: &Path) -> String {
    let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = absolute.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Where the overlay goes; a file that no calibration wrote is not replaced.
fn overlay_of(args: &CalibrateArgs) -> Result<PathBuf, String> {
    let absolute = fs::canonicalize(&args.scenario).unwrap_or_else(|_| args.scenario.clone());
    let folder = absolute.parent().unwrap_or(Path::new("."));
    let target = match &args.overlay {
        Some(file) => file.clone(),
        None => args.scenario.with_file_name(format!(
            "{}-fitted.toml",
            name_of(&args.scenario).trim_end_matches(".toml")
        )),
    };
    let beside = target
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if fs::canonicalize(beside).ok().as_deref() != Some(folder) {
        return Err(format!(
            "the overlay {} has to lie beside the scenario that it extends, in {}",
            target.display(),
            folder.display()
        ));
    }
    match fs::read(&target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(target),
        Err(error) => Err(format!(
            "{}: {error}: name another with --overlay",
            target.display()
        )),
        Ok(bytes) if bytes.starts_with(MARK.as_bytes()) => Ok(target),
        Ok(_) => Err(format!(
            "{} is there and was not written by a calibration: name another with --overlay",
            target.display()
        )),
    }
}

/// A file that will take the overlay's place: begun before hours are spent on what could not be written then.
fn begun(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", target.display()));
    let folder = target
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let fresh = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(named)?;
    // A temporary file is its owner's alone; a scenario is everybody's.
    #[cfg(unix)]
    (fresh.as_file()).set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    Ok(fresh)
}

fn placed(mut fresh: tempfile::NamedTempFile, target: &Path, text: &str) -> io::Result<()> {
    fresh.write_all(text.as_bytes())?;
    fresh.persist(target).map_err(|error| error.error)?;
    Ok(())
}
