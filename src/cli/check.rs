//! `maskflow check`: every finding, none hidden.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use super::language::{Language, chosen};
use super::lines::shown;
use super::progress::bar;
use super::{Ended, errors, interrupt};
use crate::inert::on_one_line;
use crate::said;
use crate::scenario::{self, Finding, Scenario};

/// Find everything that is wrong with scenarios.
#[derive(Args, Clone, Debug)]
pub struct CheckArgs {
    /// Folders with scenario.toml, files that extend one, or a folder of them
    #[arg(default_value = "scenarios")]
    scenarios: Vec<PathBuf>,
    /// Change a value first: policy.link_ratio=0.4
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Print the whole resolved scenario
    #[arg(long)]
    explain: bool,
    /// Print one JSON document
    #[arg(long, conflicts_with = "explain")]
    json: bool,
    #[command(flatten)]
    _language: Language,
}

/// Checks, and prints what was found.
///
/// # Errors
/// When output cannot be written or a folder cannot be listed.
pub fn check(args: &CheckArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let mut all: Vec<(String, Vec<Finding>)> = Vec::new();
    let paths = scenario::discover(&args.scenarios)?;
    let (begun, mut progress) = (Instant::now(), None);
    for (at, path) in paths.iter().enumerate() {
        interrupt::pause()?;
        // Whoever waits is told how long; nobody else is bothered.
        if begun.elapsed() > LONG {
            let bar = progress.get_or_insert_with(|| bar(args.json, paths.len()));
            bar.set_position(at as u64);
        }
        let name = path.display().to_string();
        match scenario::load(path, &args.sets) {
            Ok(loaded) => {
                if args.explain {
                    let (name, hash) = (on_one_line(&name), &loaded.hash);
                    let head = said!("# {name}，SHA-256 {hash}", "# {name}, SHA-256 {hash}");
                    writeln!(out, "{}\n{}", head.first(chosen()), loaded.resolved)?;
                }
                all.push((name, Vec::new()));
            }
            Err(findings) => all.push((name, findings)),
        }
    }
    if let Some(bar) = progress {
        bar.finish_and_clear();
    }
    interrupt::pause()?;
    let broken = all.iter().any(|(_, findings)| !findings.is_empty());
    if args.json {
        let list = all
            .iter()
            .map(|(name, findings)| json!({ "scenario": name, "findings": findings }));
        writeln!(out, "{}", json!({ "scenarios": list.collect::<Vec<_>>() }))?;
    } else if !args.explain || broken {
        for (name, findings) in &all {
            print_findings(name, findings, &io::stdout(), out)?;
        }
    }
    Ok(if broken { Ended::Findings } else { Ended::Done })
}

/// After this time progress is shown.
const LONG: Duration = Duration::from_secs(2);

/// A scenario that is in order; where it is not, its findings are told.
///
/// # Errors
/// When they cannot be written.
pub(super) fn in_order(
    path: &Path,
    loaded: Result<Scenario, Vec<Finding>>,
) -> io::Result<Option<Scenario>> {
    match loaded {
        Ok(scenario) => Ok(Some(scenario)),
        Err(findings) => {
            say_findings(&path.display().to_string(), &findings)?;
            Ok(None)
        }
    }
}

/// The findings of a scenario that a verb cannot use, on standard error.
///
/// # Errors
/// When they cannot be written.
pub(super) fn say_findings(name: &str, findings: &[Finding]) -> io::Result<()> {
    print_findings(name, findings, &io::stderr(), &mut errors())
}

/// A block a finding, and a line that counts them.
fn print_findings(
    name: &str,
    findings: &[Finding],
    to: &impl IsTerminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in findings {
        let text = finding.text(chosen());
        writeln!(out, "{}", shown(&text, to))?;
    }
    let name = on_one_line(name);
    let line = match findings.len() {
        0 => said!("{name}：无问题", "{name}: in order"),
        1 => said!("{name}：1 项问题", "{name}: 1 finding"),
        count => said!("{name}：{count} 项问题", "{name}: {count} findings"),
    };
    writeln!(out, "{}", line.first(chosen()))
}
