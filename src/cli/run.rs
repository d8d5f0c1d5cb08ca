//! `maskflow run`: simulate scenarios in parallel; tables, charts and a comparison.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::check::in_order;
use super::presentation::Presentation;
use super::progress::bar;
use super::results::{
    Files, about, add_drawing, add_drawing_as, claimed, object, of_work, pretty, say_kept,
};
use super::setting::Setting;
use super::several::{Sorted, Strict};
use super::{Ended, interrupt, say_error};
use crate::chance::{Future, Sampler};
use crate::files::{Kind, Out};
use crate::language::Word;
use crate::report::compared::Compared;
use crate::report::run::Run;
use crate::report::words::Lang;
use crate::report::{comparison, figures, summary, tables};
use crate::said;
use crate::scenario::{self, Scenario};

/// Runs of one call, each of which writes a folder.
const MOST_RUNS: usize = 100_000;
/// So many only where that is confirmed.
const MANY_RUNS: usize = 1000;
/// The place of what puts runs side by side.
const COMPARISON: &str = "comparison";

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
    #[command(flatten)]
    strict: Strict,
    /// Do it, however much that is
    #[arg(long)]
    yes: bool,
    /// Start CSV files with a byte order mark, for Excel
    #[arg(long)]
    bom: bool,
    /// Print one JSON document: the summaries
    #[arg(long)]
    json: bool,
}

/// Runs every scenario that is in order; findings of the others are told.
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
    if paths.is_empty() {
        say_error(&Word::of(
            "没有找到情景；maskflow init 名称 可写一个作为起点",
            "no scenario found; maskflow init NAME writes one to start from",
        ));
    }
    let loaded = paths.iter().zip(loaded);
    let told = loaded.map(|(path, loaded)| in_order(path, loaded));
    let given = Sorted::of(told.collect::<io::Result<Vec<_>>>()?);
    if !given.begins(args.strict) || has_twins(&given.sound) {
        return Ok(Ended::Findings);
    }
    let worlds = Worlds {
        scenarios: &given.sound,
        replicates: args.replicates,
    };
    if let Some(objection) = worlds.objection(args.yes) {
        say_error(&objection);
        return Ok(Ended::Usage);
    }
    let results = Out::open(&args.out)?;
    let names: Vec<String> = (0..worlds.count()).map(|at| worlds.name(at)).collect();
    let places = names.iter().map(|name| (name.as_str(), Kind::Run));
    let several = worlds.count() > 1;
    let side_by_side = several.then_some((COMPARISON, Kind::Comparison));
    if !claimed(&results, places.chain(side_by_side))? {
        return Ok(Ended::Findings);
    }
    let begun = Instant::now();
    let progress = bar(args.presentation.quiet, worlds.count());
    let runs: io::Result<Vec<(Compared, Option<Value>)>> = pool.install(|| {
        let finished = (0..worlds.count()).into_par_iter().map(|at| {
            let begun = Instant::now();
            interrupt::pause()?;
            let (scenario, future) = worlds.at(at);
            let run = Run::of(scenario, future);
            let summary = write(&args.wanted(), &run, begun, &results, &run.scenario.name)?;
            progress.inc(1);
            Ok((Compared::of(&run), args.json.then_some(summary)))
        });
        finished.collect()
    });
    progress.finish_and_clear();
    interrupt::pause()?;
    let (runs, summaries): (Vec<Compared>, Vec<Option<Value>>) = runs?.into_iter().unzip();
    if several {
        write_comparison(args, &runs, begun, &results)?;
    }
    if args.json {
        let summaries: Vec<Value> = summaries.into_iter().flatten().collect();
        writeln!(out, "{}", json!({ "scenarios": summaries }))?;
    } else if !args.presentation.quiet {
        writeln!(
            out,
            "{}",
            comparison::tables(&runs, args.presentation.lang())
        )?;
        writeln!(out, "{}", args.out.display())?;
    }
    Ok(given.ended())
}

/// The central world of every scenario, or so many of its futures, each under a name of its own.
struct Worlds<'a> {
    scenarios: &'a [Scenario],
    replicates: Option<u64>,
}

impl Worlds<'_> {
    /// Worlds of each scenario.
    fn each(&self) -> usize {
        let each = self.replicates.unwrap_or(1);
        usize::try_from(each).unwrap_or(usize::MAX)
    }

    fn count(&self) -> usize {
        self.scenarios.len().saturating_mul(self.each())
    }

    /// Why so many are not run.
    fn objection(&self, confirmed: bool) -> Option<Word> {
        let count = self.count();
        if count > MOST_RUNS {
            return Some(said!(
                "{count} 次模拟，每次写一个文件夹：最多 {MOST_RUNS} 次；maskflow study 可模拟更多次，只保留数据",
                "{count} runs, each with a folder of its own: at most {MOST_RUNS}; maskflow study simulates more and keeps their figures"
            ));
        }
        (count > MANY_RUNS && !confirmed).then(|| {
            said!(
                "{count} 次模拟，每次写一个约十兆字节的文件夹：加 --yes 即全部写入；maskflow study 只保留数据",
                "{count} runs, each with a folder of some ten megabytes: --yes writes them all; maskflow study keeps their figures only"
            )
        })
    }

    fn name(&self, at: usize) -> String {
        let scenario = &self.scenarios[at / self.each()];
        match self.replicates {
            None => scenario.name.clone(),
            Some(_) => format!("{}-replicate-{}", scenario.name, at % self.each()),
        }
    }

    fn at(&self, at: usize) -> (Scenario, Option<Future>) {
        let mut scenario = self.scenarios[at / self.each()].clone();
        scenario.name = self.name(at);
        let future = self.replicates.map(|of| Future {
            replicate: (at % self.each()) as u64,
            of,
            sampler: Sampler::Random,
        });
        (scenario, future)
    }
}

/// Two scenarios of one name would write over each other; on some systems names that differ by capitals only are one.
fn has_twins(scenarios: &[Scenario]) -> bool {
    let mut names: Vec<(String, &str)> = (scenarios.iter())
        .map(|scenario| (scenario.name.to_lowercase(), scenario.name.as_str()))
        .collect();
    names.sort_unstable();
    let twin = names.windows(2).find(|pair| pair[0].0 == pair[1].0);
    if let Some(pair) = twin {
        let (one, other) = (pair[0].1, pair[1].1);
        say_error(&said!(
            "两个情景分别名为 `{one}` 和 `{other}`；请给其中一个另起名称",
            "two scenarios are called `{one}` and `{other}`; give one of them another name"
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
            lang: self.presentation.lang(),
            charts: !self.presentation.no_charts,
            bom: self.bom,
        }
    }
}

/// Writes a run's folder and returns its summary.
pub(super) fn write(
    wanted: &Wanted,
    run: &Run,
    begun: Instant,
    results: &Out,
    name: &str,
) -> io::Result<Value> {
    let summary = summary::summary(run);
    let mut files: Files = tables::all(run);
    if wanted.bom {
        for (_, bytes) in &mut files {
            bytes.splice(0..0, *b"\xef\xbb\xbf");
        }
    }
    files.push((
        "scenario.resolved.toml".into(),
        run.scenario.resolved.clone().into_bytes(),
    ));
    files.push(("summary.json".into(), pretty(&summary)));
    if wanted.charts {
        for drawing in figures::draw(run, wanted.lang).map_err(io::Error::other)? {
            interrupt::pause()?;
            add_drawing(&mut files, &drawing)?;
        }
    }
    interrupt::pause()?;
    let mut about = about(&run.scenario, begun);
    about.extend(object(json!({
        "replicate": run.future.map(|future| future.replicate),
        "replicates": run.future.map(|future| future.of),
        "sampler": run.future.map(|future| future.sampler.to_string()),
    })));
    say_kept(&results.write(name, Kind::Run, about, &files)?);
    Ok(summary)
}

fn write_comparison(
    args: &RunArgs,
    runs: &[Compared],
    begun: Instant,
    results: &Out,
) -> io::Result<()> {
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
            figures::compare(family, args.presentation.lang()).map_err(io::Error::other)?
        {
            let name = match at {
                0 => COMPARISON.to_owned(),
                _ => format!("{COMPARISON}-{}", family[0].base),
            };
            add_drawing_as(&mut files, &name, &drawing)?;
        }
    }
    let mut about = object(json!({
        "scenarios": runs.iter().map(|run| json!({ "scenario": run.name, "hash": run.hash })).collect::<Vec<_>>(),
    }));
    about.extend(of_work(begun));
    say_kept(&results.write(COMPARISON, Kind::Comparison, about, &files)?);
    Ok(())
}
