//! `maskflow compare`: rules for material and masks on the same futures, as a league table.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use super::check::in_order;
use super::presentation::Presentation;
use super::progress::bar;
use super::results::{Files, about, add_drawing, claimed, object, of_work, say_kept};
use super::setting::Setting;
use super::several::{Sorted, Strict};
use super::{Ended, interrupt, machine, say, say_error};
use crate::files::{Kind, Out};
use crate::language::{Message, Word};
use crate::report::figures;
use crate::report::league::{self, League, Pool};
use crate::said;
use crate::scenario::{self, Scenario};
use crate::study::candidate::Candidate;
use crate::study::compare::{Plan, compare};
use crate::study::gaming::gaming;
use crate::study::measure::{self, MEASURES, PRICE_OF_FAIRNESS};
use crate::units::Share;

/// Compare rules for sharing material and masks on the same futures
#[derive(Args, Clone, Debug)]
pub struct CompareArgs {
    /// Scenarios; several are several situations, what-ifs with shocks among them
    #[arg(default_value = "scenarios/jiangxi-2020")]
    scenarios: Vec<PathBuf>,
    /// Rules: rule, rule@basis, look_ahead or look_ahead@days for material; with /difficulty=share where a part is
    /// reserved for makers in prefectures in difficulty; with +rule where masks have another [default: every rule]
    #[arg(long, value_delimiter = ',')]
    rules: Vec<Candidate>,
    /// The rule that the others are compared with
    #[arg(long, default_value = "proportional")]
    reference: Candidate,
    /// Link ratios, 0 to 1, or `given` for the scenario's own
    #[arg(long, value_delimiter = ',', default_value = "given", value_parser = share)]
    link_ratios: Vec<Wanted>,
    /// Supply of the linked material as a share of what makers could use: 0 to 2, or `given`
    #[arg(long, value_delimiter = ',', default_value = "given,0.1,0.25,0.5,0.75,1,1.2", value_parser = share)]
    tightness: Vec<Wanted>,
    /// Futures in each setting
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
    replicates: u64,
    /// The measure that orders the table; league.csv names them all
    #[arg(long, default_value = "fill_rate", value_parser = measure_named)]
    by: usize,
    /// Solve the clairvoyant bound of every future, and show each rule's gap and its price of fairness
    #[arg(long)]
    bound: bool,
    /// Leave out what claiming too much and holding back bring
    #[arg(long)]
    no_gaming: bool,
    #[command(flatten)]
    strict: Strict,
    /// Where results go: a folder for each scenario
    #[arg(long, default_value = "output/compare")]
    out: PathBuf,
    #[command(flatten)]
    setting: Setting,
    #[command(flatten)]
    presentation: Presentation,
}

/// A share, or the scenario's own value.
#[derive(Clone, Copy, Debug)]
struct Wanted(Option<Share>);

fn share(text: &str) -> Result<Wanted, Message> {
    if text == "given" {
        return Ok(Wanted(None));
    }
    match text.parse::<f64>() {
        Ok(share) if (0.0..=2.0).contains(&share) => Ok(Wanted(Some(Share::from_decimal(share)))),
        _ => Err(Message(Word::of(
            "应为 0.4 这样的比例，或者 given",
            "a share like 0.4, or `given`",
        ))),
    }
}

fn measure_named(name: &str) -> Result<usize, Message> {
    measure::position(name).ok_or_else(|| {
        let names: Vec<&str> = MEASURES.iter().map(|measure| measure.name).collect();
        no_measure(&names)
    })
}

/// What is said where no measure has a name.
pub(super) fn no_measure(names: &[&str]) -> Message {
    let (zh, en) = (names.join("、"), names.join(", "));
    Message(said!(
        "没有这个指标；指标有 {zh}",
        "no measure is called so; measures are {en}"
    ))
}

/// The folder of what concerns all situations.
const POOLED: &str = "all-situations";

/// How many futures gaming is tried in: it needs a run for everybody who tries.
const GAMED: u64 = 3;

/// Compares the rules in every scenario.
///
/// # Errors
/// When results cannot be written, or threads cannot be started.
pub fn compare_rules(args: &CompareArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let mut candidates = if args.rules.is_empty() {
        Candidate::all()
    } else {
        args.rules.clone()
    };
    if !candidates.contains(&args.reference) {
        candidates.insert(0, args.reference);
    }
    if let Some(ratio) = args
        .link_ratios
        .iter()
        .filter_map(|ratio| ratio.0)
        .find(|ratio| *ratio > Share::ONE)
    {
        let ratio = ratio.to_decimal();
        say_error(&said!(
            "挂钩比例 {ratio} 超过所分原料能产出的全部口罩；应为 0 至 1",
            "a link ratio of {ratio} is more than all that an award makes; 0 to 1"
        ));
        return Ok(Ended::Usage);
    }
    if args.by >= PRICE_OF_FAIRNESS && !args.bound {
        let name = MEASURES[args.by].name;
        say_error(&said!(
            "--by {name}：不加 --bound 就不求解上界",
            "--by {name}: no bound is solved without --bound"
        ));
        return Ok(Ended::Usage);
    }
    let plan = Plan {
        candidates,
        link_ratios: args.link_ratios.iter().map(|setting| setting.0).collect(),
        tightness: args.tightness.iter().map(|setting| setting.0).collect(),
        replicates: args.replicates,
        bound: args.bound,
    };
    if let Some(objection) = too_large(&plan) {
        say_error(&objection);
        return Ok(Ended::Usage);
    }
    let pool = args.setting.pool()?;
    let sets = args.setting.sets();
    let paths = scenario::discover(&args.scenarios)?;
    let loaded = paths
        .iter()
        .map(|path| in_order(path, scenario::load(path, &sets)));
    let given = Sorted::of(loaded.collect::<io::Result<Vec<_>>>()?);
    if !given.begins(args.strict) {
        return Ok(Ended::Findings);
    }
    let scenarios = &given.sound;
    let results = Out::open(&args.out)?;
    let places = scenarios.iter().map(|scenario| scenario.name.as_str());
    let pooled = (scenarios.len() > 1).then_some(POOLED);
    if !claimed(
        &results,
        places.chain(pooled).map(|name| (name, Kind::League)),
    )? {
        return Ok(Ended::Findings);
    }
    let begun = Instant::now();
    let mut leagues = Vec::new();
    for scenario in scenarios {
        let begun = Instant::now();
        let league = pool.install(|| played(args, scenario, plan.clone()))?;
        write(args, scenario, &league, begun, &results)?;
        if !args.presentation.quiet {
            show(args, &league, out)?;
            writeln!(out, "{}", args.out.join(&scenario.name).display())?;
        }
        leagues.push((scenario.name.clone(), league));
    }
    if !leagues.is_empty() {
        pool_situations(args, &leagues, begun, &results, out)?;
    }
    Ok(given.ended())
}

/// Simulations of a league at most.
const MOST_RUNS: u128 = 100_000_000;

/// Why a league is not played: it has more simulations than can be kept in memory.
fn too_large(plan: &Plan) -> Option<Word> {
    let settings = plan.candidates.len() * plan.link_ratios.len() * plan.tightness.len();
    let runs = settings as u128 * u128::from(plan.replicates);
    if runs > MOST_RUNS {
        return Some(said!(
            "{runs} 次模拟：一次规则比较最多 {MOST_RUNS} 次",
            "{runs} simulations: at most {MOST_RUNS} in a league"
        ));
    }
    let figures = runs * measure::COUNT as u128;
    machine::too_much_memory(figures * size_of::<f64>() as u128)
}

/// The first setting in full, then what others make of the measure by which the table is ordered.
fn show(args: &CompareArgs, league: &League, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{}",
        league::table(league, [0, 0], args.presentation.lang())
    )?;
    if league.settings().count() > 1 {
        for link in 0..league.plan().link_ratios.len() {
            writeln!(
                out,
                "{}",
                league::settings_table(league, link, args.presentation.lang())
            )?;
        }
    }
    if let Some(table) = league::gaming_table(league, [0, 0], args.presentation.lang()) {
        writeln!(out, "{table}")?;
    }
    Ok(())
}

/// Where there are several situations: the rules over all of them.
fn pool_situations(
    args: &CompareArgs,
    leagues: &[(String, League)],
    begun: Instant,
    results: &Out,
    out: &mut dyn Write,
) -> io::Result<()> {
    let pool = Pool { leagues };
    if pool.situations() == 1 {
        return Ok(());
    }
    let files = [league::pooled_csv(pool)];
    let names: Vec<&str> = leagues.iter().map(|(name, _)| name.as_str()).collect();
    let mut about = object(json!({ "scenarios": names }));
    about.extend(of_work(begun));
    say_kept(&results.write(POOLED, Kind::League, about, &files)?);
    if !args.presentation.quiet {
        writeln!(
            out,
            "{}",
            league::pooled_table(pool, args.presentation.lang())
        )?;
        writeln!(out, "{}", results.place(POOLED).display())?;
    }
    Ok(())
}

fn played(args: &CompareArgs, scenario: &Scenario, plan: Plan) -> io::Result<League> {
    let futures = plan.futures();
    if !args.presentation.quiet {
        let (name, runs) = (&scenario.name, plan.runs());
        say(&said!(
            "{name}：{futures} 个未来，{runs} 次模拟",
            "{name}: {runs} simulations in {futures} futures"
        ));
    }
    let progress = bar(args.presentation.quiet, futures);
    let results = compare(scenario, plan, interrupt::pause, || progress.inc(1))?;
    progress.finish_and_clear();
    let candidates = &results.plan.candidates;
    let gaming = if args.no_gaming {
        Vec::new()
    } else {
        let futures = args.replicates.min(GAMED);
        let progress = bar(
            args.presentation.quiet,
            2 * candidates.len() * futures as usize,
        );
        let gains = gaming(scenario, candidates, futures, interrupt::pause, || {
            progress.inc(1);
        })?;
        progress.finish_and_clear();
        gains
    };
    let reference = candidates
        .iter()
        .position(|candidate| *candidate == args.reference);
    Ok(League {
        reference: reference.unwrap_or(0),
        by: args.by,
        gaming,
        results,
    })
}

fn write(
    args: &CompareArgs,
    scenario: &Scenario,
    league: &League,
    begun: Instant,
    results: &Out,
) -> io::Result<()> {
    let plan = league.plan();
    let shares = |settings: &[Option<Share>]| -> Vec<serde_json::Value> {
        let decimal =
            |share: &Option<Share>| share.map_or(json!("given"), |share| json!(share.to_decimal()));
        settings.iter().map(decimal).collect()
    };
    let source = json!({
        "program": "maskflow",
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": scenario.name,
        "hash": scenario.hash,
        "seed": scenario.seed,
        "replicates": plan.replicates,
        "rules": plan.candidates.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "reference": args.reference.to_string(),
        "tightness": shares(&plan.tightness),
        "link_ratios": shares(&plan.link_ratios),
        "confidence": crate::study::league::CONFIDENCE,
    });
    let mut files: Files = vec![
        ("league.csv".to_owned(), league::csv(league)),
        (
            "league.json".to_owned(),
            format!("{source:#}\n").into_bytes(),
        ),
    ];
    if !league.gaming.is_empty() {
        files.push(("gaming.csv".to_owned(), league::gaming_csv(league)));
    }
    if !args.presentation.no_charts {
        for drawing in
            figures::league(scenario, league, args.presentation.lang()).map_err(io::Error::other)?
        {
            add_drawing(&mut files, &drawing)?;
        }
    }
    let about = about(scenario, begun);
    say_kept(&results.write(&scenario.name, Kind::League, about, &files)?);
    Ok(())
}
