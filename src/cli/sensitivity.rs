//! `maskflow sensitivity`: which inputs matter, how much, and where among them the trouble lies.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};
use comfy_table::{Table, presets};
use rayon::prelude::*;

use super::check::say_findings;
use super::presentation::Presentation;
use super::progress::Progress;
use super::results::{about, add_drawing, claimed, say_kept};
use super::setting::Setting;
use super::{Ended, interrupt, machine, say, say_error};
use crate::files::{Kind, Out};
use crate::language::Word;
use crate::report::decimals::decimals;
use crate::report::figures;
use crate::report::sensitivity::{Discovery, Sensitivity, Shares, Tornado};
use crate::report::terminal::shown;
use crate::said;
use crate::scenario;
use crate::study::sensitivity::{ENDS, Run, Trial, discover, outcome_name, sobol_rows};
use crate::study::work::Work;
use crate::world::draw::Futures;

mod case;

use case::{Case, outcome_named};

/// Which inputs matter: one at a time, Morris screening, Sobol indices, scenario discovery
#[derive(Args, Clone, Debug)]
pub struct SensitivityArgs {
    /// The scenario
    #[arg(default_value = "scenarios/jiangxi-2020")]
    scenario: PathBuf,
    /// What to do
    #[arg(long, value_delimiter = ',', default_values_t = [Method::Tornado, Method::Morris, Method::Sobol, Method::Discovery])]
    methods: Vec<Method>,
    /// The outcome that is shown and by which inputs are ranked; tables have all of them
    #[arg(long, default_value = "output", value_parser = outcome_named)]
    measure: usize,
    /// Trajectories of the screening
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(2..=10_000))]
    trajectories: u64,
    /// Inputs that get Sobol indices of their own, the most influential by the screening; the rest is taken together
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=1000))]
    most: u64,
    /// Rows of the Sobol' designs: a power of two; another number is rounded up to the next
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u64).range(8..=1_048_576))]
    rows: u64,
    /// Futures for scenario discovery
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(20..=1_000_000))]
    futures: u64,
    /// What a case is for scenario discovery: measure>value or measure<value; where most futures are cases, the others are
    /// looked for
    #[arg(long, default_value = "shortfall_on_target_date>0")]
    case: Case,
    /// Where results go: a folder for the scenario
    #[arg(long, default_value = "output/sensitivity")]
    out: PathBuf,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    presentation: Presentation,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// A way to look at inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// Each input at its 5 % and 95 % quantile, everything else at its median
    Tornado,
    /// Elementary effects: which inputs matter at all
    Morris,
    /// Shares of the variance: how much is an input's own, and how much it has a hand in
    Sobol,
    /// Where among the inputs the cases are (PRIM)
    Discovery,
}

impl std::fmt::Display for Method {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = self.to_possible_value();
        out.pad(value.as_ref().map_or("", |value| value.get_name()))
    }
}

impl SensitivityArgs {
    /// Rows of the Sobol' designs, a power of two.
    fn sobol_rows(&self) -> u64 {
        self.rows.next_power_of_two()
    }
}

/// Looks at a scenario's inputs.
///
/// # Errors
/// When results cannot be written, or threads cannot be started.
pub fn sensitivity(args: &SensitivityArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let pool = args.setting.pool()?;
    let sets = args.setting.sets();
    let scenario = match scenario::load(&args.scenario, &sets) {
        Ok(scenario) => scenario,
        Err(findings) => {
            say_findings(&args.scenario.display().to_string(), &findings)?;
            return Ok(Ended::Findings);
        }
    };
    let futures = Futures::of(&scenario);
    let trial = Trial::of(&scenario, &futures);
    if trial.movable().next().is_none() {
        say_error(&Word::of(
            "本情景没有随机量：每个数量都是定值；分布的写法见 docs/scenario.md",
            "nothing is drawn in this scenario: every quantity is a number; docs/scenario.md says how distributions are written",
        ));
        return Ok(Ended::Findings);
    }
    if let Some(objection) = too_large(args, futures.factors().len()) {
        say_error(&objection);
        return Ok(Ended::Usage);
    }
    let begun = Instant::now();
    let results = Out::open(&args.out)?;
    if !claimed(&results, [(scenario.name.as_str(), Kind::Sensitivity)])? {
        return Ok(Ended::Findings);
    }
    let found = pool.install(|| look(args, &trial, &futures))?;
    let document = found.document(&scenario);
    let mut files = found.tables();
    files.push((
        "sensitivity.json".into(),
        format!("{document:#}\n").into_bytes(),
    ));
    if let Some(shares) = &found.shares {
        let rows = shares.rows.parquet(&shares.parts, futures.factors());
        files.push((sobol_rows::FILE.into(), rows.map_err(io::Error::other)?));
    }
    if !args.presentation.no_charts {
        for drawing in
            figures::sensitivity(&scenario, &found, args.measure, args.presentation.lang())
                .map_err(io::Error::other)?
        {
            add_drawing(&mut files, &drawing)?;
        }
    }
    let about = about(&scenario, begun);
    say_kept(&results.write(&scenario.name, Kind::Sensitivity, about, &files)?);
    if args.json {
        writeln!(out, "{document}")?;
    } else if !args.presentation.quiet {
        if found.tornado.is_some() || found.effects.is_some() {
            writeln!(out, "{}", shown(&table(args, &found)))?;
        }
        if let Some(discovery) = &found.discovery {
            writeln!(
                out,
                "{}",
                discovery.sentence().text(args.presentation.lang())
            )?;
        }
        writeln!(out, "{}", results.place(&scenario.name).display())?;
    }
    Ok(Ended::Done)
}

/// Why that much is not looked at: inputs and outcomes of all runs are in memory at once, those of Sobol' rows once more as the
/// file that keeps them.
fn too_large(args: &SensitivityArgs, factors: usize) -> Option<Word> {
    let wants = |method, bytes: u128| {
        if args.methods.contains(&method) {
            bytes
        } else {
            0
        }
    };
    let figure = size_of::<f64>() as u128;
    let run = size_of::<Run>() as u128 + factors as u128 * figure;
    // The told parts, daily noise, the rest, A and B.
    let width = args.most.min(factors as u64) + 4;
    // Beside the run and its row in the file, a column of each matrix while indices are told.
    let rows = u128::from(args.sobol_rows()) * u128::from(width) * (2 * run + 2 * figure);
    let inputs = u128::from(args.futures) * (run + factors as u128 * figure);
    machine::too_much_memory(wants(Method::Sobol, rows) + wants(Method::Discovery, inputs))
}

fn look(
    args: &SensitivityArgs,
    trial: &Trial<'_>,
    futures: &Futures<'_>,
) -> io::Result<Sensitivity> {
    let wants = |method: Method| args.methods.contains(&method);
    let mut found = Sensitivity {
        groups: trial.movable().map(|group| group.name.clone()).collect(),
        ..Sensitivity::default()
    };
    let count = found.groups.len();
    if wants(Method::Tornado) {
        let told = Word::of("逐一变动", "one at a time");
        let (base, ends) = followed(args, &told, 2 * count + 1, |work| trial.one_at_a_time(work))?;
        found.tornado = Some(Tornado { base, ends });
    }
    if wants(Method::Morris) || wants(Method::Sobol) {
        let trajectories = args.trajectories as usize;
        let runs = trajectories * (count + 1);
        let told = Word::of("筛选", "screening");
        found.effects = Some(followed(args, &told, runs, |work| {
            trial.screen(trajectories, work)
        })?);
    }
    if wants(Method::Sobol) {
        let (names, parts) = parts(args, trial, &found);
        let rows = args.sobol_rows();
        let runs = rows as usize * (parts.len() + 2);
        if rows != args.rows {
            let asked = args.rows;
            say(&said!(
                "--rows {asked}：Sobol' 点数须为二的幂才均匀；取 {rows} 行",
                "--rows {asked}: Sobol' points are spread evenly in powers of two; {rows} rows are taken"
            ));
        }
        let told = Word::of("Sobol 指数", "Sobol indices");
        let rows = followed(args, &told, runs, |work| {
            trial.shares(&parts, rows as usize, work)
        })?;
        found.shares = Some(Shares {
            parts: names,
            indices: rows.indices(),
            rows,
        });
    }
    if wants(Method::Discovery) {
        let rows = args.futures as usize;
        let told = Word::of("情形发现", "discovery");
        let sample = followed(args, &told, rows, |work| trial.sample(rows, work))?;
        // Daily noise has no one value in a future.
        let told: Vec<usize> = (0..futures.factors().len())
            .filter(|&at| !futures.factors()[at].daily)
            .collect();
        let inputs: Vec<Vec<f64>> = sample
            .par_iter()
            .map(|(means, _)| told.iter().map(|&at| means[at]).collect())
            .collect();
        let case = args.case.rarer(sample.iter().map(|(_, outcomes)| outcomes));
        let cases: Vec<bool> = sample
            .iter()
            .map(|(_, outcomes)| case.holds(outcomes))
            .collect();
        found.discovery = Some(Discovery {
            case: case.to_string(),
            inputs: told
                .iter()
                .map(|&at| futures.factors()[at].name.clone())
                .collect(),
            rows: [rows, cases.iter().filter(|&&case| case).count()],
            found: discover(&inputs, &cases),
        });
    }
    Ok(found)
}

/// Work with its progress.
fn followed<T>(
    args: &SensitivityArgs,
    what: &Word,
    runs: usize,
    work: impl FnOnce(&Work<'_, io::Error>) -> io::Result<T>,
) -> io::Result<T> {
    if !args.presentation.quiet {
        let Word { zh, en } = what;
        say(&said!("{zh}：{runs} 次模拟", "{en}: {runs} simulations"));
    }
    let progress = Progress::of(args.presentation.quiet, runs);
    let done = work(&Work {
        go_on: &interrupt::pause,
        done: &|| progress.add(1),
    });
    progress.finish();
    done
}

/// The most influential groups one by one, then daily noise and whatever else there is together.
fn parts(
    args: &SensitivityArgs,
    trial: &Trial<'_>,
    found: &Sensitivity,
) -> (Vec<String>, Vec<Vec<usize>>) {
    let groups = trial.groups();
    let movable: Vec<usize> = (0..groups.len()).filter(|&at| !groups[at].daily).collect();
    let mut ranked: Vec<usize> = (0..movable.len()).collect();
    if let Some(effects) = &found.effects {
        let effects = &effects[args.measure];
        ranked.sort_by(|&one, &other| effects[other].mu_star.total_cmp(&effects[one].mu_star));
    }
    let (mut names, mut parts) = (Vec::new(), Vec::new());
    for &at in ranked.iter().take(args.most as usize) {
        names.push(groups[movable[at]].name.clone());
        parts.push(vec![movable[at]]);
    }
    for (name, rest) in [
        (
            "daily noise",
            (0..groups.len())
                .filter(|&at| groups[at].daily)
                .collect::<Vec<_>>(),
        ),
        (
            "everything else",
            ranked
                .iter()
                .skip(args.most as usize)
                .map(|&at| movable[at])
                .collect(),
        ),
    ] {
        if !rest.is_empty() {
            names.push(name.to_owned());
            parts.push(rest);
        }
    }
    (names, parts)
}

/// Inputs that a table shows.
const SHOWN: usize = 12;

/// The most influential inputs on the measure that was asked for.
fn table(args: &SensitivityArgs, found: &Sensitivity) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    let head = format!("输入 input → {}", outcome_name(args.measure));
    let quantiles = ENDS.map(|end| format!("{:.0}%", 100.0 * end));
    table.set_header([
        head,
        quantiles[0].clone(),
        quantiles[1].clone(),
        "μ*".into(),
        "一阶 first".into(),
        "总 total".into(),
    ]);
    let strength = |at: usize| -> f64 {
        let effects = found
            .effects
            .as_ref()
            .map(|effects| effects[args.measure][at].mu_star);
        let spread = found.tornado.as_ref().map(|tornado| {
            let [low, high] = &tornado.ends[at];
            (high[args.measure] - low[args.measure]).abs()
        });
        effects.or(spread).unwrap_or(0.0)
    };
    let mut order: Vec<usize> = (0..found.groups.len()).collect();
    order.sort_by(|&one, &other| strength(other).total_cmp(&strength(one)));
    for at in order.into_iter().take(SHOWN) {
        let end = |which: usize| {
            let tornado = found.tornado.as_ref();
            tornado.map_or("–".into(), |tornado| {
                number(tornado.ends[at][which][args.measure])
            })
        };
        let index = found.shares.as_ref().and_then(|shares| {
            let part = shares
                .parts
                .iter()
                .position(|part| *part == found.groups[at])?;
            Some(shares.indices[args.measure][part])
        });
        let share = |value: Option<f64>| {
            value.map_or("–".into(), |value| {
                format!("{} %", decimals(100.0 * value, 0))
            })
        };
        let effect = found
            .effects
            .as_ref()
            .map(|effects| effects[args.measure][at].mu_star);
        table.add_row([
            found.groups[at].clone(),
            end(0),
            end(1),
            effect.map_or("–".into(), number),
            share(index.map(|index| index.first)),
            share(index.map(|index| index.total)),
        ]);
    }
    table
}

fn number(value: f64) -> String {
    if value.abs() >= 100.0 {
        decimals(value, 0)
    } else {
        decimals(value, 3)
    }
}
