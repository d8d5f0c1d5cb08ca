//! `maskflow why`: one award explained, from the clause to the shipment.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};
use comfy_table::{Table, presets};
use jiff::civil::Date;
use serde_json::json;

use super::check::say_findings;
use super::language::Language;
use super::{Ended, say_error};
use crate::chance::Future;
use crate::files::{Manifest, NoManifest, settle_beside};
use crate::inert;
use crate::language::Message;
use crate::report::run::future_of;
use crate::report::terminal::shown;
use crate::report::why::{Chain, Subject, why};
use crate::report::words::{Lang, Word};
use crate::said;
use crate::scenario::{self, Scenario, Title};
use crate::units::Day;

/// Explain an award of a finished run: claim, weight, rule, rounding, shipment
#[derive(Args, Clone, Debug)]
#[command(group(ArgGroup::new("whose").required(true).args(["prefecture", "enterprise"])))]
pub struct WhyArgs {
    /// Folder of a run
    #[arg(default_value = "output/jiangxi-2020")]
    output: PathBuf,
    /// The day of the award: 2020-03-09
    #[arg(long)]
    date: Date,
    /// Masks from the pool for a prefecture: code or name, 赣州
    #[arg(long)]
    prefecture: Option<String>,
    /// Scarce material for an enterprise: id or name
    #[arg(long)]
    enterprise: Option<String>,
    #[command(flatten)]
    language: Language,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

const RESOLVED: &str = "scenario.resolved.toml";

/// Simulates the run again from what it says it simulated, and explains the day.
///
/// # Errors
/// When output cannot be written.
pub fn explain(args: &WhyArgs, out: &mut dyn Write) -> io::Result<Ended> {
    settle_beside(&args.output)?;
    if let Err(newer @ NoManifest::Newer { .. }) = Manifest::read(&args.output) {
        let (folder, Word { zh, en }) = (args.output.display(), newer.word());
        say_error(&said!("{folder}：{zh}", "{folder}: {en}"));
        return Ok(Ended::Findings);
    }
    let given = args.output.join(RESOLVED);
    if !given.is_file() {
        let folder = args.output.display();
        say_error(&said!(
            "{folder}：此处没有模拟结果：没有 {RESOLVED}；maskflow run 会写入",
            "{folder}: no run here: it has no {RESOLVED}; maskflow run writes one"
        ));
        return Ok(Ended::Findings);
    }
    let scenario = match scenario::load(&given, &[]) {
        Ok(scenario) => scenario,
        Err(findings) => {
            say_findings(&given.display().to_string(), &findings)?;
            return Ok(Ended::Findings);
        }
    };
    let (day, subject) = match (day_of(&scenario, args.date), subject(&scenario, args)) {
        (Ok(day), Ok(subject)) => (day, subject),
        (Err(error), _) | (_, Err(error)) => {
            say_error(&error);
            return Ok(Ended::Findings);
        }
    };
    let chains = why(&scenario, future(args), day, subject);
    if let Some(differs) = chains
        .iter()
        .find_map(|chain| differs(&args.output, args.date, subject, chain).transpose())
    {
        let (Word { zh, en }, given) = (differs?, given.display());
        say_error(&said!(
            "{zh}；该结果由另一版本写成；请重新模拟：maskflow run {given}",
            "{en}; the run was made by another version; run it again: maskflow run {given}"
        ));
        return Ok(Ended::Findings);
    }
    if args.json {
        writeln!(out, "{:#}", document(&chains))?;
        return Ok(Ended::Done);
    }
    if chains.is_empty() {
        writeln!(out, "{}", nothing(subject).text(args.language.lang))?;
    }
    for chain in &chains {
        let heading = format!(
            "{} — {}",
            chain.claimant,
            chain.title.text(args.language.lang)
        );
        writeln!(out, "{}", inert::on_terminal(&heading))?;
        writeln!(out, "{}", shown(&table(chain, args.language.lang)))?;
    }
    Ok(Ended::Done)
}

/// The future that the run's manifest names; a run without one was of the central world.
fn future(args: &WhyArgs) -> Option<Future> {
    future_of(&Manifest::read(&args.output).ok()?.document)
}

fn nothing(subject: Subject) -> Word {
    match subject {
        Subject::Enterprise(_) => Word::of(
            "该企业不用紧缺原料",
            "this enterprise uses no scarce material",
        ),
        Subject::Prefecture(_) => Word::of("当日没有申请", "nothing was claimed that day"),
    }
}

fn day_of(scenario: &Scenario, date: Date) -> Result<Day, Word> {
    let days = i64::from(date.duration_since(scenario.start).as_hours() as i32 / 24);
    if (0..i64::from(scenario.days)).contains(&days) {
        return Ok(Day(days as i32));
    }
    let first = scenario.start;
    let last = first.saturating_add(jiff::Span::new().days(i64::from(scenario.days) - 1));
    Err(said!(
        "--date {date}：不在模拟期内，模拟期为 {first} 至 {last}",
        "--date {date}: outside the run, which goes from {first} to {last}"
    ))
}

fn subject(scenario: &Scenario, args: &WhyArgs) -> Result<Subject, Word> {
    match (&args.prefecture, &args.enterprise) {
        (Some(name), _) => {
            let rows = scenario.prefectures.iter();
            let rows: Vec<_> = rows.map(|row| (row.code.as_str(), &row.name)).collect();
            find("--prefecture", name, &rows).map(Subject::Prefecture)
        }
        (None, name) => {
            let rows = scenario.enterprises.iter();
            let rows: Vec<_> = rows.map(|row| (row.id.as_str(), &row.name)).collect();
            find("--enterprise", name.as_deref().unwrap_or(""), &rows).map(Subject::Enterprise)
        }
    }
}

/// The row of this id or name; a name may be cut short as long as it means one row only.
fn find(flag: &str, asked: &str, rows: &[(&str, &Title)]) -> Result<usize, Word> {
    let names: Vec<[&str; 3]> = (rows.iter())
        .map(|(id, name)| [id, name.zh.as_str(), name.en.as_str()])
        .collect();
    if let Some(at) = names.iter().position(|names| names.contains(&asked)) {
        return Ok(at);
    }
    let alike: Vec<usize> = (names.iter().enumerate())
        .filter(|(_, names)| names.iter().any(|name| name.starts_with(asked)))
        .map(|(at, _)| at)
        .collect();
    if let [at] = alike[..] {
        return Ok(at);
    }
    let known = names.iter().flatten();
    let near = known.max_by(|one, other| {
        strsim::jaro_winkler(one, asked).total_cmp(&strsim::jaro_winkler(other, asked))
    });
    let near = near.unwrap_or(&"");
    let Word { zh, en } = if alike.is_empty() {
        Word::of("没有这个名称", "nothing is called so")
    } else {
        Word::of("有几个以此开头", "several begin so")
    };
    Err(said!(
        "{flag} {asked}：{zh}；最接近的是 `{near}`",
        "{flag} {asked}: {en}; the nearest is `{near}`"
    ))
}

/// What the run's own table says of an award, where that is something else.
fn differs(output: &Path, date: Date, subject: Subject, chain: &Chain) -> io::Result<Option<Word>> {
    let (file, owner) = match subject {
        Subject::Enterprise(_) => ("allocation.csv", "claimant"),
        Subject::Prefecture(_) => ("dispatch.csv", "recipient"),
    };
    let path = output.join(file);
    let mut reader = csv::Reader::from_path(&path).map_err(io::Error::other)?;
    let heads = reader.headers().map_err(io::Error::other)?.clone();
    let column = |name: &str| {
        let at = heads
            .iter()
            .position(|head| head.trim_start_matches('\u{feff}') == name);
        let path = path.display();
        let missing = || said!("{path}：没有 `{name}` 列", "{path}: no column `{name}`");
        at.ok_or_else(|| io::Error::other(Message(missing())))
    };
    let award = if owner == "claimant" {
        "award_mg"
    } else {
        "award"
    };
    let [on, whose, award] = [column("date")?, column(owner)?, column(award)?];
    let date = date.to_string();
    let mut awards = Vec::new();
    for row in reader.records() {
        let row = row.map_err(io::Error::other)?;
        if row[on] == *date && inert::from_cell(&row[whose]) == chain.claimant {
            awards.push(row[award].to_owned());
        }
    }
    let shown = awards.is_empty() && chain.award == 0 || awards.contains(&chain.award.to_string());
    Ok((!shown).then(|| {
        let (path, claimant, award) = (path.display(), &chain.claimant, chain.award);
        said!(
            "{path}：{date}，{claimant}：没有 {award} 的分配",
            "{path}: {date}, {claimant}: no award of {award}"
        )
    }))
}

fn table(chain: &Chain, lang: Lang) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    for step in &chain.steps {
        table.add_row([
            step.what.text(lang),
            step.figure.clone(),
            two_lines(&step.how, lang),
        ]);
    }
    table
}

/// Chinese above English.
fn two_lines(word: &Word, lang: Lang) -> String {
    match word.second(lang) {
        Some(second) => format!("{}\n{second}", word.first(lang)),
        None => word.first(lang).to_owned(),
    }
}

fn document(chains: &[Chain]) -> serde_json::Value {
    let chain = |chain: &Chain| {
        let steps = chain.steps.iter().map(|step| {
            json!({
                "what_zh": step.what.zh, "what_en": step.what.en, "figure": step.figure,
                "how_zh": step.how.zh, "how_en": step.how.en,
            })
        });
        json!({
            "claimant": chain.claimant, "title_zh": chain.title.zh, "title_en": chain.title.en,
            "award": chain.award, "steps": steps.collect::<Vec<_>>(),
        })
    };
    json!({ "awards": chains.iter().map(chain).collect::<Vec<_>>() })
}
