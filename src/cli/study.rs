//! `maskflow study`: thousands of futures, policies and design points, kept chunk by chunk.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use rayon::ThreadPool;
use serde_json::{Value, json};

use super::check::print_findings;
use super::presentation::Presentation;
use super::progress::Progress;
use super::setting::Setting;
use super::{Ended, interrupt, say};
use crate::chance::Sampler;
use crate::report::store;
use crate::scenario;
use crate::study::candidate::Candidate;
use crate::study::execute::{Prepared, execute};
use crate::study::plan::{Plan, Point};
use crate::study::store::{Store, StoreError, missing};

pub mod assemble;
pub mod kept;
mod probe;
mod trace;
mod vary;

use vary::Variation;

/// Simulate thousands of futures: probabilities, bands, bottlenecks and regret
#[derive(Args, Clone, Debug)]
pub struct StudyArgs {
    /// Scenarios; each is a study of its own
    #[arg(default_value = "scenarios/jiangxi-2020")]
    scenarios: Vec<PathBuf>,
    /// Futures at each point of the design
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    replicates: u64,
    /// Rules to play beside each other, as in `compare`; `given` is the scenario's own policy [default: given]
    #[arg(long, value_delimiter = ',', value_parser = rules)]
    rules: Vec<Rules>,
    /// Values of a path, as a list or a sweep: policy.link_ratio=0.2,0.4 or =0..0.8:5; several make a grid
    #[arg(long, value_name = "PATH=VALUES")]
    vary: Vec<Variation>,
    /// How futures are spread: random, latin or sobol
    #[arg(long, default_value = "random")]
    sampler: Sampler,
    /// Go on with a study that was interrupted
    #[arg(long, conflicts_with = "restart")]
    resume: bool,
    /// Throw away what an interrupted study has kept
    #[arg(long)]
    restart: bool,
    /// Do only a part, to be merged with the others: 2/5 is the second of five
    #[arg(long, value_parser = shard)]
    shard: Option<Shard>,
    /// Write everything about one replicate, as `run` does, instead of a study
    #[arg(long, value_name = "REPLICATE")]
    trace: Option<u64>,
    /// Worlds to a chunk [default: what takes about two seconds]
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    chunk: Option<u64>,
    /// Where results go: a folder for each scenario
    #[arg(long, default_value = "output/study")]
    out: PathBuf,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    presentation: Presentation,
    /// Print one JSON document: the figures to quote
    #[arg(long, conflicts_with_all = ["trace", "shard"])]
    json: bool,
}

/// Rules of a policy, or the scenario's own.
type Rules = (Option<Candidate>,);

fn rules(text: &str) -> Result<Rules, String> {
    match text {
        "given" => Ok((None,)),
        _ => text.parse().map(|rules| (Some(rules),)),
    }
}

/// A part of a study, counted from 1.
#[derive(Clone, Copy, Debug)]
struct Shard {
    at: u64,
    of: u64,
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text
        .split_once('/')
        .and_then(|(at, of)| Some((at.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((at, of)) if (1..=of).contains(&at) => Ok(Shard { at, of }),
        _ => Err("a part like 2/5: the second of five".into()),
    }
}

/// Runs the study of every scenario.
///
/// # Errors
/// When results cannot be written, or threads cannot be started.
pub fn study(args: &StudyArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let pool = args.setting.pool()?;
    let mut plans = Vec::new();
    for path in &scenario::discover(&args.scenarios)? {
        match plan(args, path)? {
            Some(plan) => plans.push((path.clone(), plan)),
            None => return Ok(Ended::Findings),
        }
    }
    let _using = store::open(&args.out)?;
    let (mut ended, mut documents) = (Ended::Done, Vec::new());
    for (path, plan) in &plans {
        let one = match args.trace {
            Some(replicate) => trace::trace(args, path, plan, replicate, out)?,
            None => one(args, &pool, plan, &mut documents, out)?,
        };
        if one != Ended::Done {
            ended = one;
        }
    }
    if args.json && !documents.is_empty() {
        writeln!(out, "{}", json!({ "studies": documents }))?;
    }
    Ok(ended)
}

/// The plan of one scenario; nothing where the scenario or a point of the design has findings, which are told.
fn plan(args: &StudyArgs, path: &Path) -> io::Result<Option<Plan>> {
    let mut points = Vec::new();
    for sets in vary::grid(&args.vary) {
        let mut all = args.setting.sets();
        all.extend(sets.iter().cloned());
        match scenario::load(path, &all) {
            Ok(scenario) => points.push(Point { sets, scenario }),
            Err(findings) => {
                let place = format!("{} {}", path.display(), sets.join(" "));
                print_findings(place.trim(), &findings, &mut io::stderr())?;
                return Ok(None);
            }
        }
    }
    let policies = match args.rules.is_empty() {
        true => vec![None],
        false => args.rules.iter().map(|rules| rules.0).collect(),
    };
    Ok(Some(Plan {
        points,
        policies,
        replicates: args.replicates,
        sampler: args.sampler,
    }))
}

/// Runs a study; adds its figures to quote to the documents once it is whole.
fn one(
    args: &StudyArgs,
    pool: &ThreadPool,
    plan: &Plan,
    documents: &mut Vec<Value>,
    out: &mut dyn Write,
) -> io::Result<Ended> {
    let name = &plan.points[0].scenario.name;
    let (worlds, label) = match args.shard {
        None => (0..plan.worlds(), format!(".{name}.unfinished")),
        Some(Shard { at, of }) => (plan.shard(at, of), format!("{name}.shard-{at}-of-{of}")),
    };
    let folder = args.out.join(&label);
    if args.restart
        && let Ok(old) = Store::found(&folder)
    {
        old.discard().map_err(io::Error::other)?;
    }
    let store = match Store::open(&folder, &kept::text(plan)?) {
        Ok(store) => store,
        Err(other @ StoreError::Other { .. }) => {
            say(&format!("error: {other}"));
            return Ok(Ended::Usage);
        }
        Err(error) => return Err(io::Error::other(error)),
    };
    let before = store.kept().map_err(io::Error::other)?;
    let left: u64 = missing(worlds.clone(), &before)
        .iter()
        .map(|range| range.end - range.start)
        .sum();
    if !before.is_empty() && !args.resume {
        say(&format!(
            "error: {}: {} of {} worlds are kept there; --resume goes on, --restart begins anew",
            folder.display(),
            worlds.end - worlds.start - left,
            worlds.end - worlds.start
        ));
        return Ok(Ended::Usage);
    }
    kept::write_points(&folder, plan)?;
    let prepared = Prepared::of(plan);
    let threads = pool.current_num_threads();
    let probe = silently(|| probe::Probe::of(&prepared, worlds.clone(), left, threads));
    if !args.presentation.quiet {
        say(&format!(
            "{name}: {} simulations, {} of them to do; {}",
            plan.runs(),
            left * plan.policies.len() as u64,
            probe.estimate()
        ));
    }
    let begun = Instant::now();
    let progress = Progress::of(
        args.presentation.quiet,
        left as usize * plan.policies.len(),
        "simulations",
    );
    let chunk = args
        .chunk
        .unwrap_or_else(|| probe.chunk(plan.policies.len()));
    let add = |runs, _| progress.add(runs);
    let work = || execute(&prepared, &store, worlds.clone(), chunk, interrupted, add);
    let done = silently(|| pool.install(work));
    progress.finish();
    if let Err(error) = done {
        let kept = store.kept().map_err(io::Error::other)?;
        let left: u64 = missing(worlds.clone(), &kept)
            .iter()
            .map(|range| range.end - range.start)
            .sum();
        let all = worlds.end - worlds.start;
        say(&format!(
            "{} of {all} worlds are kept; the same command with --resume goes on",
            all - left
        ));
        return Err(into_io(error));
    }
    if !args.presentation.quiet {
        say(&probe.truth(begun.elapsed()));
    }
    if args.shard.is_some() {
        writeln!(out, "{}", folder.display())?;
        return Ok(Ended::Done);
    }
    let place = args.out.join(name);
    let shown = assemble::Shown {
        lang: args.presentation.lang,
        charts: !args.presentation.no_charts,
        table: !args.presentation.quiet && !args.json,
        estimate: probe.told(begun.elapsed()),
    };
    let (ended, document) =
        assemble::assemble(plan, std::slice::from_ref(&store), &place, &shown, out)?;
    documents.push(document);
    store.discard().map_err(io::Error::other)?;
    Ok(ended)
}

/// A pause before every chunk.
fn interrupted() -> Result<(), Stopped> {
    interrupt::pause().map_err(Stopped::Asked)
}

/// Why a study stopped before its end.
#[derive(Debug)]
enum Stopped {
    /// The user asked for it.
    Asked(io::Error),
    /// The disk refused.
    Disk(StoreError),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Disk(error)
    }
}

fn into_io(stopped: Stopped) -> io::Error {
    match stopped {
        Stopped::Asked(error) => error,
        Stopped::Disk(error) => io::Error::other(error),
    }
}

/// Runs that fail are put down in quarantine.csv: they need not speak in between.
fn silently<T>(work: impl FnOnce() -> T) -> T {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let done = work();
    std::panic::set_hook(usual);
    done
}
