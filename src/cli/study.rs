//! `maskflow study`: thousands of futures, policies and design points, kept chunk by chunk.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use rayon::ThreadPool;
use serde_json::{Value, json};

use super::check::say_findings;
use super::presentation::Presentation;
use super::progress::Progress;
use super::results::claimed;
use super::setting::Setting;
use super::several::{Sorted, Strict};
use super::{Ended, interrupt, machine, say, say_error};
use crate::chance::Sampler;
use crate::files::{Kind, Out, free_beside};
use crate::language::{Message, Word};
use crate::said;
use crate::scenario;
use crate::study::candidate::Candidate;
use crate::study::execute::{Prepared, execute};
use crate::study::plan::{MOST_POINTS, Plan, Point};
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
    #[command(flatten)]
    strict: Strict,
    /// Do it, however long it takes and however much room it needs
    #[arg(long)]
    yes: bool,
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

fn rules(text: &str) -> Result<Rules, Message> {
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

fn shard(text: &str) -> Result<Shard, Message> {
    let parts = text
        .split_once('/')
        .and_then(|(at, of)| Some((at.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((at, of)) if (1..=of).contains(&at) => Ok(Shard { at, of }),
        _ => Err(Message(Word::of(
            "应为 2/5 这样的写法：五份中的第二份",
            "a part like 2/5: the second of five",
        ))),
    }
}

/// Runs the study of every scenario.
///
/// # Errors
/// When results cannot be written, or threads cannot be started.
pub fn study(args: &StudyArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let pool = args.setting.pool()?;
    if let Some(objection) = vary::objection(&args.vary) {
        say_error(&objection);
        return Ok(Ended::Usage);
    }
    let mut plans = Vec::new();
    for path in &scenario::discover(&args.scenarios)? {
        match plan(args, path)? {
            Ok(plan) => plans.push(Some((path.clone(), plan))),
            Err(Ended::Findings) => plans.push(None),
            Err(ended) => return Ok(ended),
        }
    }
    let given = Sorted::of(plans);
    if !given.begins(args.strict) {
        return Ok(Ended::Findings);
    }
    let plans = &given.sound;
    let results = Out::open(&args.out)?;
    let mut places = Vec::new();
    for (_, plan) in plans {
        match (args.trace, args.shard) {
            (Some(replicate), _) => {
                let names = trace::names(plan, replicate).into_iter();
                places.extend(names.map(|name| (name, Kind::Run)));
            }
            (None, Some(_)) => {}
            (None, None) => places.push((plan.points[0].scenario.name.clone(), Kind::Study)),
        }
    }
    let claims = places.iter().map(|(name, kind)| (name.as_str(), *kind));
    if !claimed(&results, claims)? {
        return Ok(Ended::Findings);
    }
    if let (Some(hint), None) = (args.sampler.hint(args.replicates), args.trace) {
        say(&hint);
    }
    let (mut ended, mut documents) = (given.ended(), Vec::new());
    for (path, plan) in plans {
        let one = match args.trace {
            Some(replicate) => trace::trace(args, path, plan, replicate, &results, out)?,
            None => one(args, &pool, plan, &results, &mut documents, out)?,
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

/// The plan of one scenario. Where the scenario or a point of the design has findings, or all points together need more memory
/// than there is, that is told.
fn plan(args: &StudyArgs, path: &Path) -> io::Result<Result<Plan, Ended>> {
    let mut points = Vec::new();
    let grid = vary::grid(&args.vary);
    let before = machine::resident();
    for sets in &grid {
        interrupt::pause()?;
        let mut all = args.setting.sets();
        all.extend(sets.iter().cloned());
        match scenario::load(path, &all) {
            Ok(scenario) => points.push(Point {
                sets: sets.clone(),
                scenario,
            }),
            Err(findings) => {
                let place = format!("{} {}", path.display(), sets.join(" "));
                say_findings(place.trim(), &findings)?;
                return Ok(Err(Ended::Findings));
            }
        }
        if let Some(objection) = too_large(before, points.len(), grid.len()) {
            let (path, Word { zh, en }) = (path.display(), objection);
            say_error(&said!("{path}：{zh}", "{path}: {en}"));
            return Ok(Err(Ended::Usage));
        }
    }
    let policies = match args.rules.is_empty() {
        true => vec![None],
        false => args.rules.iter().map(|rules| rules.0).collect(),
    };
    Ok(Ok(Plan {
        points,
        policies,
        replicates: args.replicates,
        sampler: args.sampler,
    }))
}

/// Points after which it is foreseen what all of them take.
const FORESEEN: usize = 8;

/// Whether the points of a design need more memory than there is, once a few of them are loaded.
fn too_large(before: Option<u64>, loaded: usize, all: usize) -> Option<Word> {
    if loaded != FORESEEN.min(all) {
        return None;
    }
    let taken = machine::resident()?.checked_sub(before?)?;
    // A point is its scenario, and as much again once it is prepared.
    let needed = 2 * taken as u128 * all as u128 / loaded as u128;
    let free = machine::free_memory()?;
    (needed > u128::from(free)).then(|| {
        let (needed, free) = (needed >> 20, free >> 20);
        said!(
            "{all} 个设计点约需内存 {needed} MiB，空闲 {free} MiB；请减少取值（最多 {MOST_POINTS} 个点）",
            "{all} points of the design need about {needed} MiB of memory; {free} MiB are free; vary fewer values (at most {MOST_POINTS})"
        )
    })
}

/// Runs a study; adds its figures to quote to the documents once it is whole.
fn one(
    args: &StudyArgs,
    pool: &ThreadPool,
    plan: &Plan,
    results: &Out,
    documents: &mut Vec<Value>,
    out: &mut dyn Write,
) -> io::Result<Ended> {
    let name = &plan.points[0].scenario.name;
    let prepared = Prepared::of(plan);
    let probe = probe::Probe::of(&prepared, plan, pool.current_num_threads());
    if let Some(objection) = probe.objection(plan, args.shard.map(|shard| shard.of), args) {
        let Word { zh, en } = objection;
        say_error(&said!("{name}：{zh}", "{name}: {en}"));
        return Ok(Ended::Usage);
    }
    let (worlds, label) = match args.shard {
        None => (0..plan.worlds(), format!(".{name}.unfinished")),
        Some(Shard { at, of }) => (plan.shard(at, of), format!("{name}.shard-{at}-of-{of}")),
    };
    let folder = args.out.join(&label);
    if args.restart {
        begin_anew(&folder)?;
    }
    let store = match Store::open(&folder, &kept::text(plan)?) {
        Ok(store) => store,
        Err(other @ (StoreError::Other { .. } | StoreError::Format { .. })) => {
            say_error(&other.word());
            return Ok(Ended::Usage);
        }
        Err(error) => return Err(into_io(error)),
    };
    for (why, aside) in store.set_damaged_aside().map_err(into_io)? {
        let (Word { zh, en }, aside) = (why.word(), aside.display());
        say(&said!("{zh}；现已移至 {aside}", "{en}; it is {aside} now"));
    }
    let before = store.kept().map_err(into_io)?;
    let count = |ranges: Vec<std::ops::Range<u64>>| -> u64 {
        ranges.iter().map(|range| range.end - range.start).sum()
    };
    let (all, left) = (
        worlds.end - worlds.start,
        count(missing(worlds.clone(), &before)),
    );
    if !before.is_empty() && !args.resume {
        let (folder, kept) = (folder.display(), all - left);
        say_error(&said!(
            "{folder}：其中已存 {all} 个未来中的 {kept} 个；--resume 续做，--restart 重新开始",
            "{folder}: {kept} of {all} worlds are kept there; --resume goes on, --restart begins anew"
        ));
        return Ok(Ended::Usage);
    }
    for (at, point) in plan.points.iter().enumerate() {
        store
            .keep_point(at, &point.scenario.resolved)
            .map_err(into_io)?;
    }
    if !args.presentation.quiet {
        let (runs, to_do) = (plan.runs(), left * plan.policies.len() as u64);
        let Word { zh, en } = probe.estimate(all, left);
        say(&said!(
            "{name}：{runs} 次模拟，待做 {to_do} 次；{zh}",
            "{name}: {runs} simulations, {to_do} of them to do; {en}"
        ));
    }
    let begun = Instant::now();
    let progress = Progress::of(args.presentation.quiet, left as usize * plan.policies.len());
    let chunk = args
        .chunk
        .unwrap_or_else(|| probe.chunk(left, plan.policies.len()));
    let add = |runs, _| progress.add(runs);
    let work = || execute(&prepared, &store, worlds.clone(), chunk, interrupted, add);
    let done = pool.install(work);
    progress.finish();
    if let Err(error) = done {
        if let Ok(kept) = store.kept() {
            let kept = all - count(missing(worlds, &kept));
            say(&said!(
                "{all} 个未来中已存 {kept} 个；同一命令加 --resume 即可续做",
                "{kept} of {all} worlds are kept; the same command with --resume goes on"
            ));
        }
        return Err(match error {
            Stopped::Asked(error) => error,
            Stopped::Store(error) => into_io(error),
        });
    }
    if !args.presentation.quiet {
        say(&probe.truth(left, begun.elapsed()));
    }
    if args.shard.is_some() {
        writeln!(out, "{}", folder.display())?;
        return Ok(Ended::Done);
    }
    let shown = assemble::Shown {
        lang: args.presentation.lang(),
        charts: !args.presentation.no_charts,
        table: !args.presentation.quiet && !args.json,
        about: probe.told(all, left, begun.elapsed()),
    };
    let stores = std::slice::from_ref(&store);
    let (ended, document) = assemble::assemble(plan, stores, results, &shown, out)?;
    documents.push(document);
    store.discard().map_err(into_io)?;
    Ok(ended)
}

/// Removes what an interrupted study has kept; what another version kept is moved aside.
fn begin_anew(folder: &Path) -> io::Result<()> {
    match Store::found(folder) {
        Ok(old) => old.discard().map_err(into_io),
        Err(StoreError::Nothing { .. }) => Ok(()),
        Err(StoreError::Format { .. } | StoreError::Damaged { .. }) => {
            let aside = free_beside(folder, "kept");
            fs::rename(folder, &aside).map_err(crate::files::Trouble::at(
                crate::files::Action::Place,
                folder,
            ))?;
            let (folder, aside) = (folder.display(), aside.display());
            say(&said!(
                "{folder}：原来所存的无法读取，现已移至 {aside}",
                "{folder}: what was kept there cannot be read; it is {aside} now"
            ));
            Ok(())
        }
        Err(error) => Err(into_io(error)),
    }
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
    /// Chunks cannot be kept.
    Store(StoreError),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Errors of the disk keep their place.
pub(super) fn into_io(error: StoreError) -> io::Error {
    match error {
        StoreError::Disk(error) => error,
        other => io::Error::other(Message(other.word())),
    }
}
