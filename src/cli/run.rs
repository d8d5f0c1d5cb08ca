//! `maskflow run`: simulate scenarios in parallel; tables, charts and a comparison.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::check::print_findings;
use super::presentation::Presentation;
use super::progress::bar;
use super::setting::Setting;
use super::{Ended, interrupt, say};
use crate::chance::{Future, Sampler};
use crate::report::run::Run;
use crate::report::words::Lang;
use crate::report::{comparison, figures, store, summary, tables};
use crate::scenario;

/// Simulate scenarios: tables, charts and a comparison.
#[derive(Args, Clone, Debug)]
pub struct RunArgs {
    /// Folders with scenario.toml, files that extend one, or a folder of them
    #[arg(default_value = "scenarios")]
    scenarios: Vec<PathBuf>,
    /// Where results go: a folder for each scenario
    #[arg(long, default_value = "output")]
    out: PathBuf,
    /// Futures to simulate instead of the central world, each with all that a run writes; `study` is for many
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    replicates: Option<u64>,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    presentation: Presentation,
    /// Start CSV files with a byte order mark, for Excel
    #[arg(long)]
    bom: bool,
    /// Print one JSON document: the summaries
    #[arg(long)]
    json: bool,
}

/// Runs every scenario; none is simulated when any has a finding.
///
/// # Errors
/// When results cannot be written, or threads cannot be started.
pub fn run(args: &RunArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let pool = args.setting.pool()?;
    let paths = scenario::discover(&args.scenarios)?;
    let sets = args.setting.sets();
    let loaded: Vec<_> = pool.install(|| {
        paths
            .par_iter()
            .map(|path| scenario::load(path, &sets))
            .collect()
    });
    let mut scenarios = Vec::new();
    let mut broken = paths.is_empty();
    if broken {
        say("error: no scenario found; maskflow init NAME writes one to start from");
    }
    for (path, result) in paths.iter().zip(loaded) {
        match result {
            Ok(scenario) => scenarios.push(scenario),
            Err(findings) => {
                broken = true;
                print_findings(&path.display().to_string(), &findings, &mut io::stderr())?;
            }
        }
    }
    if broken || has_twins(&scenarios) {
        return Ok(Ended::Findings);
    }
    let _using = store::open(&args.out)?;
    let worlds = worlds(scenarios, args.replicates);
    let progress = bar(args.presentation.quiet, worlds.len());
    let runs: io::Result<Vec<(Run, Value)>> = pool.install(|| {
        let finished = worlds.into_par_iter().map(|(scenario, future)| {
            let begun = Instant::now();
            interrupt::pause()?;
            let run = Run::of(scenario, future);
            let place = args.out.join(&run.scenario.name);
            let summary = write(&args.wanted(), &run, begun, &place)?;
            progress.inc(1);
            Ok((run, summary))
        });
        finished.collect()
    });
    progress.finish_and_clear();
    interrupt::pause()?;
    let (runs, summaries): (Vec<Run>, Vec<Value>) = runs?.into_iter().unzip();
    if runs.len() > 1 {
        write_comparison(args, &runs)?;
    }
    if args.json {
        writeln!(out, "{}", json!({ "scenarios": summaries }))?;
    } else if !args.presentation.quiet {
        writeln!(out, "{}", comparison::tables(&runs, args.presentation.lang))?;
        writeln!(out, "{}", args.out.display())?;
    }
    Ok(Ended::Done)
}

/// The central world of every scenario, or so many of its futures, each under a name of its own.
fn worlds(
    scenarios: Vec<scenario::Scenario>,
    replicates: Option<u64>,
) -> Vec<(scenario::Scenario, Option<Future>)> {
    let Some(of) = replicates else {
        return scenarios
            .into_iter()
            .map(|scenario| (scenario, None))
            .collect();
    };
    let futures = |scenario: scenario::Scenario| {
        (0..of).map(move |replicate| {
            let mut scenario = scenario.clone();
            scenario.name += &format!("-replicate-{replicate}");
            let sampler = Sampler::Random;
            (
                scenario,
                Some(Future {
                    replicate,
                    of,
                    sampler,
                }),
            )
        })
    };
    scenarios.into_iter().flat_map(futures).collect()
}

/// Two scenarios of one name would write over each other.
fn has_twins(scenarios: &[scenario::Scenario]) -> bool {
    let mut names: Vec<&str> = scenarios
        .iter()
        .map(|scenario| scenario.name.as_str())
        .collect();
    names.sort_unstable();
    let twin = names.windows(2).find(|pair| pair[0] == pair[1]);
    if let Some(pair) = twin {
        say(&format!(
            "error: two scenarios are called `{}`; give one of them another name",
            pair[0]
        ));
    }
    twin.is_some()
}

/// What is wanted of a run's results.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub lang: Lang,
    pub charts: bool,
    /// Start CSV files with a byte order mark.
    pub bom: bool,
}

impl RunArgs {
    fn wanted(&self) -> Wanted {
        Wanted {
            lang: self.presentation.lang,
            charts: !self.presentation.no_charts,
            bom: self.bom,
        }
    }
}

/// Writes a run's folder and returns its summary.
pub(super) fn write(wanted: &Wanted, run: &Run, begun: Instant, place: &Path) -> io::Result<Value> {
    let summary = summary::summary(run);
    let mut files = tables::all(run);
    if wanted.bom {
        for (_, bytes) in &mut files {
            bytes.splice(0..0, *b"\xef\xbb\xbf");
        }
    }
    files.push((
        "scenario.resolved.toml".into(),
        run.scenario.resolved.clone().into_bytes(),
    ));
    files.push(("summary.json".into(), pretty(&summary)?));
    if wanted.charts {
        for drawing in figures::draw(run, wanted.lang).map_err(io::Error::other)? {
            interrupt::pause()?;
            add_drawing(&mut files, &drawing)?;
        }
    }
    interrupt::pause()?;
    files.push((
        "manifest.json".into(),
        pretty(&manifest(run, &files, begun))?,
    ));
    store::replace(place, &files)?;
    Ok(summary)
}

pub(super) fn add_drawing(
    files: &mut Vec<(String, Vec<u8>)>,
    drawing: &crate::report::charts::Drawing,
) -> io::Result<()> {
    let png = drawing.png(2.0).map_err(io::Error::other)?;
    files.push((
        format!("charts/{}.svg", drawing.name),
        drawing.svg.clone().into_bytes(),
    ));
    files.push((format!("charts/{}.png", drawing.name), png));
    Ok(())
}

fn write_comparison(args: &RunArgs, runs: &[Run]) -> io::Result<()> {
    let mut files = vec![comparison::csv(runs)];
    let families = if args.presentation.no_charts {
        Vec::new()
    } else {
        comparison::families(runs)
    };
    for (at, family) in families
        .iter()
        .enumerate()
        .filter(|(_, family)| family.len() > 1)
    {
        if let Some(drawing) =
            figures::compare(family, args.presentation.lang).map_err(io::Error::other)?
        {
            let first = files.len();
            add_drawing(&mut files, &drawing)?;
            if at > 0 {
                let own = format!("comparison-{}", family[0].scenario.base);
                for (name, _) in &mut files[first..] {
                    *name = name.replace("comparison", &own);
                }
            }
        }
    }
    store::replace(&args.out.join("comparison"), &files)
}

/// Everything needed to know where results come from; only this file differs from one run to the next.
fn manifest(run: &Run, files: &[(String, Vec<u8>)], begun: Instant) -> Value {
    let list = files.iter().map(|(name, bytes)| json!({ "file": name, "bytes": bytes.len(), "sha256": store::digest(bytes) }));
    json!({
        "program": "maskflow",
        "version": env!("CARGO_PKG_VERSION"),
        "commit": option_env!("MASKFLOW_COMMIT"),
        "scenario": run.scenario.name,
        "hash": run.scenario.hash,
        "seed": run.scenario.seed,
        "replicate": run.future.map(|future| future.replicate),
        "replicates": run.future.map(|future| future.of),
        "sampler": run.future.map(|future| future.sampler.to_string()),
        "started": started(),
        "seconds": begun.elapsed().as_secs_f64(),
        "threads": rayon::current_num_threads(),
        "platform": format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH),
        "files": list.collect::<Vec<_>>(),
    })
}

fn started() -> String {
    jiff::Timestamp::now().to_string()
}

fn pretty(value: &Value) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
