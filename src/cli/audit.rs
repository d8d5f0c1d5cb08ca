//! `maskflow audit`: derive every balance, limit and share of finished runs again, from their files alone.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;
use serde_json::json;

use super::language::chosen;
use super::lines::shown;
use super::setting::pool;
use super::{Ended, interrupt, say_error};
use crate::audit::{self, Digests, Finding, Report};
use crate::files::word_of;
use crate::language::Word;
use crate::said;

/// Findings of one file and law that are printed; the rest are counted.
const SHOWN: usize = 5;

/// Derive every balance, limit and share of finished runs again, from their files alone.
#[derive(Args, Clone, Debug)]
pub struct AuditArgs {
    /// Folders of runs, or folders of such folders
    #[arg(required = true)]
    output: Vec<PathBuf>,
    /// Print one JSON document, with every finding
    #[arg(long)]
    json: bool,
}

/// Audits every run; what is no run is a finding too.
///
/// # Errors
/// When output cannot be written.
pub fn audit(args: &AuditArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let mut runs = Vec::new();
    let mut broken = false;
    for folder in &args.output {
        match audit::discover(folder) {
            Ok(found) => runs.extend(found),
            Err(error) => {
                broken = true;
                say_error(&word_of(&error));
            }
        }
    }
    let reports: io::Result<Vec<Report>> = pool(None)?.install(|| {
        let audited = runs.par_iter().map(|run| {
            interrupt::pause()?;
            audit::run(run, Digests::Compare)
        });
        audited.collect()
    });
    let reports = reports?;
    broken |= reports.iter().any(|report| !report.findings.is_empty());
    if args.json {
        writeln!(out, "{}", json!({ "runs": reports }))?;
    } else {
        reports.iter().try_for_each(|report| print(report, out))?;
    }
    Ok(if broken { Ended::Findings } else { Ended::Done })
}

/// A line a finding, as far as they are shown, and a line that counts.
fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let name = report.run.display();
    let mut groups: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        let group = groups.entry((&finding.file, &finding.law)).or_default();
        group.push(finding);
    }
    for findings in groups.values() {
        for finding in findings.iter().take(SHOWN) {
            let line = format!("{name}/{}", finding.text(chosen()));
            writeln!(out, "{}", shown(&line, &io::stdout()))?;
        }
        if let Some(more) = findings.len().checked_sub(SHOWN + 1) {
            let more = more + 1;
            let line = said!(
                "  …另有同类 {more} 处（--json 全部列出）",
                "  … and {more} more like it (--json shows all)"
            );
            writeln!(out, "{}", line.first(chosen()))?;
        }
    }
    let Word { zh, en } = match report.findings.len() {
        0 => Word::of("全部相符", "in order"),
        1 => Word::of("有 1 处不符", "1 finding"),
        count => said!("有 {count} 处不符", "{count} findings"),
    };
    let (rows, checks) = (report.rows, report.checks);
    let line = said!(
        "{name}：{rows} 行，核对 {checks} 项：{zh}",
        "{name}: {rows} rows, {checks} checks: {en}"
    );
    writeln!(out, "{}", line.first(chosen()))
}
