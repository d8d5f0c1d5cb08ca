//! `maskflow bound`: the clairvoyant optimum, and each rule's gap to it.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use comfy_table::{CellAlignment, Table, presets};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::check::say_findings;
use super::language::Language;
use super::setting::pool;
use super::{Ended, interrupt, say};
use crate::policy::Policy;
use crate::report::decimals::decimals;
use crate::report::words::{self, Lang, Word, league as named};
use crate::said;
use crate::scenario::{self, Kind, Scenario};
use crate::study::bound::{
    Optimum, Question, Served, Size, Unsolved, bound, counting, order, simulated,
};
use crate::study::candidate::Candidate;
use crate::world::{self, World};

/// Bound what any rule could serve: a linear programme that knows the future
#[derive(Args, Clone, Debug)]
pub struct BoundArgs {
    /// A scenario
    #[arg(default_value = "scenarios/jiangxi-2020")]
    scenario: PathBuf,
    /// Rules whose gaps are shown, written as for `compare` [default: every rule]
    #[arg(long, value_delimiter = ',')]
    rules: Vec<Candidate>,
    /// One of many futures instead of the central world
    #[arg(long, value_name = "K")]
    replicate: Option<u64>,
    /// Change a value first: policy.link_ratio=0.4
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    #[command(flatten)]
    language: Language,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// No progress
    #[arg(long)]
    quiet: bool,
}

/// The questions, in the order of the table.
const QUESTIONS: [Question; 5] = [
    Question::Service,
    Question::Total,
    Question::ServiceWithLink,
    Question::ServiceWithReserves,
    Question::Evenness,
];

/// Solves the programmes and simulates the rules.
///
/// # Errors
/// When a programme has no optimum, or output cannot be written.
pub fn solve(args: &BoundArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let scenario = match scenario::load(&args.scenario, &args.sets) {
        Ok(scenario) => scenario,
        Err(findings) => {
            say_findings(&args.scenario.display().to_string(), &findings)?;
            return Ok(Ended::Findings);
        }
    };
    let world = match args.replicate {
        None => world::central(&scenario),
        Some(replicate) => world::replicate(&scenario, replicate),
    };
    let policy = Policy::of(&scenario);
    let pool = pool(None)?;
    let optima: io::Result<Vec<Optimum>> = pool.install(|| {
        let solved = QUESTIONS.par_iter().map(|&question| {
            interrupt::pause()?;
            let optimum = bound(&world, &policy, question)?;
            if !args.quiet {
                let Size {
                    columns,
                    rows,
                    seconds,
                } = optimum.size;
                let Word { zh, en } = name(question);
                say(&said!(
                    "{zh}：{columns} 列，{rows} 行，{seconds:.1} 秒",
                    "{en}: {columns} columns, {rows} rows, {seconds:.1} s"
                ));
            }
            Ok(optimum)
        });
        solved.collect()
    });
    let optima = optima?;
    let rules = if args.rules.is_empty() {
        Candidate::all()
    } else {
        args.rules.clone()
    };
    let simulations: Result<Vec<(Candidate, Served)>, Unsolved> = pool.install(|| {
        let played = rules.into_par_iter().map(|rule| {
            let mut count = counting(&world);
            rule.simulate(&world, &rule.apply(&policy, None), &mut count)?;
            Ok((rule, count.served))
        });
        played.collect()
    });
    let answer = Answer {
        kinds: kinds(&world, &policy),
        given: simulated(&world, &policy),
        optima,
        simulations: simulations?,
    };
    if args.json {
        writeln!(out, "{:#}", document(&scenario, args, &answer))?;
    } else {
        writeln!(
            out,
            "{}\n{}",
            programmes(&answer, args.language.lang),
            gaps(&answer, args.language.lang)
        )?;
    }
    Ok(Ended::Done)
}

struct Answer {
    /// Kinds of need that there are, in the lexicographic order.
    kinds: Vec<Kind>,
    /// The scenario's own policy.
    given: Served,
    /// By [`QUESTIONS`].
    optima: Vec<Optimum>,
    simulations: Vec<(Candidate, Served)>,
}

impl Answer {
    fn to(&self, question: Question) -> &Optimum {
        let at = QUESTIONS.iter().position(|&asked| asked == question);
        &self.optima[at.unwrap_or(0)]
    }
}

fn kinds(world: &World, policy: &Policy) -> Vec<Kind> {
    let order = order(policy).into_iter();
    order
        .filter(|kind| world.streams.kind.contains(kind))
        .collect()
}

fn heads(first: &Word, answer: &Answer, lang: Lang) -> Vec<String> {
    let mut heads = vec![first.text(lang)];
    heads.extend(
        answer
            .kinds
            .iter()
            .map(|kind| words::named(kind.name()).text(lang)),
    );
    heads.push(Word::of("合计", "All").text(lang));
    heads.push(Word::of("最低设区市", "Lowest prefecture").text(lang));
    heads
}

fn blank(heads: Vec<String>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(heads);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn rates(answer: &Answer, served: &Served) -> Vec<f64> {
    let mut rates: Vec<f64> = answer
        .kinds
        .iter()
        .map(|&kind| served.fill_rate(kind))
        .collect();
    rates.extend([served.overall(), served.lowest()]);
    rates
}

/// Fill rates of the programmes, the simulation's first.
fn programmes(answer: &Answer, lang: Lang) -> Table {
    let mut table = blank(heads(&Word::of("满足率", "Fill rate"), answer, lang));
    let mut add = |name: &Word, rates: Vec<f64>| {
        let mut cells = vec![name.text(lang)];
        let per_cent = |rate: &f64| format!("{}%", decimals(100.0 * rate, 2));
        cells.extend(rates.iter().map(per_cent));
        table.add_row(cells);
    };
    add(
        &Word::of("模拟（情景的政策）", "Simulated (the scenario's policy)"),
        rates(answer, &answer.given),
    );
    for (question, optimum) in QUESTIONS.iter().zip(&answer.optima) {
        add(&name(*question), rates(answer, &optimum.served));
    }
    table
}

fn name(question: Question) -> Word {
    match question {
        Question::Service => Word::of("上界，逐级优先", "Bound, tier by tier"),
        Question::Total => Word::of("上界，供应总量最大", "Bound, most in all"),
        Question::ServiceWithLink => {
            Word::of("上界，须按挂钩比例上交", "Bound, linked share delivered")
        }
        Question::ServiceWithReserves => Word::of("上界，须守储备底线", "Bound, reserves kept"),
        Question::Evenness => Word::of("上界，使最低设区市最高", "Bound, lowest prefecture first"),
    }
}

/// Each rule's gap to the bound, points: of a kind to the bound tier by tier, which a rule that serves an earlier tier worse
/// may beat; of all to the bound on the total; of the lowest prefecture to the bound that puts it first.
fn gaps(answer: &Answer, lang: Lang) -> Table {
    let mut table = blank(heads(
        &Word::of("与上界的差距（百分点）", "Gap to the bound (points)"),
        answer,
        lang,
    ));
    for (rule, served) in &answer.simulations {
        let mut cells = vec![named::candidate(rule).text(lang)];
        let points = gap(answer, served).into_iter();
        cells.extend(points.map(|gap| decimals(100.0 * gap, 2)));
        table.add_row(cells);
    }
    table
}

fn gap(answer: &Answer, served: &Served) -> Vec<f64> {
    let of_kinds = answer.kinds.iter().map(|&kind| {
        let best = answer.to(Question::Service).served.fill_rate(kind);
        best - served.fill_rate(kind)
    });
    let most = answer.to(Question::Total).served.overall();
    let even = answer.to(Question::Evenness).even.unwrap_or(1.0);
    let mut gaps: Vec<f64> = of_kinds.collect();
    gaps.extend([most - served.overall(), even - served.lowest()]);
    gaps
}

fn document(scenario: &Scenario, args: &BoundArgs, answer: &Answer) -> Value {
    let service = |served: &Served| {
        let by_kind: serde_json::Map<String, Value> = (answer.kinds.iter())
            .map(|&kind| (kind.name().to_owned(), json!(served.fill_rate(kind))))
            .collect();
        json!({ "fill_rate": by_kind, "overall": served.overall(), "lowest_prefecture": served.lowest() })
    };
    let programme = |(question, optimum): (&Question, &Optimum)| {
        let size = optimum.size;
        json!({
            "programme": format!("{question:?}"), "service": service(&optimum.served), "every_prefecture_at_least": optimum.even,
            "columns": size.columns, "rows": size.rows, "seconds": size.seconds,
        })
    };
    let rule = |(rule, served): &(Candidate, Served)| json!({ "rule": rule.to_string(), "service": service(served), "gap": gap(answer, served) });
    json!({
        "scenario": scenario.name, "hash": scenario.hash, "seed": scenario.seed, "replicate": args.replicate,
        "version": env!("CARGO_PKG_VERSION"),
        "simulated": service(&answer.given),
        "programmes": QUESTIONS.iter().zip(&answer.optima).map(programme).collect::<Vec<_>>(),
        "rules": answer.simulations.iter().map(rule).collect::<Vec<_>>(),
    })
}
