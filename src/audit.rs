//! The audit: every balance, limit and share of a run, derived again from its written files alone.
//!
//! It trusts nothing that the run says. `scenario.resolved.toml` gives what was given (its world and policy in whole
//! units); everything that happened is read from the tables, and every number in them is derived again from others.
//! Neither the engine nor the outcome is asked.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

mod accounts;
mod bottleneck;
mod capacity;
mod chinese;
mod division;
mod duties;
mod evidence;
mod figures;
mod files;
mod finding;
mod form;
mod forms;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod making;
mod market;
mod masks;
mod material;
mod money;
mod needs;
mod obligations;
mod reviews;
mod roads;
mod sums;
mod supply;
mod table;

pub use finding::Finding;

use crate::files::{Action, Kind, Manifest, NoManifest, Trouble, settle, settle_beside};
use crate::language::Message;
use crate::said;
use finding::Docket;

/// Whether the digests of the manifest count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digests {
    /// Sizes and SHA-256 have to agree.
    Compare,
    /// They are passed over: what is altered has to be found by what the numbers say.
    Ignore,
}

/// What came of auditing one run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Folder of the run.
    pub run: PathBuf,
    /// Rows of tables that were read.
    pub rows: usize,
    /// Comparisons that were made.
    pub checks: u64,
    /// Everything that does not agree.
    pub findings: Vec<Finding>,
}

/// Audits the run in a folder.
///
/// # Errors
/// When the folder is no run, or cannot be read.
pub fn run(folder: &Path, digests: Digests) -> io::Result<Report> {
    if !is_run(folder) {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            format!(
                "{}: no run here: a run's folder has manifest.json; maskflow run writes one",
                folder.display()
            ),
        ));
    }
    let mut docket = Docket::default();
    files::check(folder, digests, &mut docket);
    let evidence = if files::of_an_earlier_model(folder, &mut docket) {
        None
    } else {
        evidence::Evidence::read(folder, &mut docket)
    };
    let rows = evidence.as_ref().map_or(0, evidence::Evidence::rows);
    if let Some(evidence) = evidence {
        judge(&evidence, &mut docket);
    }
    let (checks, findings) = docket.close();
    Ok(Report {
        run: folder.to_owned(),
        rows,
        checks,
        findings,
    })
}

/// Every law, in the order of a day.
fn judge(evidence: &evidence::Evidence, docket: &mut Docket) {
    let making = making::Making::again(evidence);
    accounts::check(evidence, docket);
    capacity::check(evidence, &making, docket);
    sums::check(evidence, &making, docket);
    let supplied = supply::Supplied::again(evidence);
    supply::check(evidence, &supplied, docket);
    roads::check(evidence, &making, &supplied, docket);
    market::check(evidence, &making, docket);
    let standing = reviews::Standing::again(evidence);
    duties::check(evidence, &standing, docket);
    reviews::check(evidence, &standing, docket);
    needs::check(evidence, &standing, docket);
    masks::check(evidence, docket);
    material::check(evidence, &making, &standing, docket);
    obligations::check(evidence, &making, docket);
    money::check(evidence, &making, docket);
    figures::check(evidence, &making, docket);
}

/// A folder whose manifest lists a run, or cannot be read: then that is what there is to find.
fn is_run(folder: &Path) -> bool {
    match Manifest::read(folder) {
        Ok(manifest) => manifest.kind == Kind::Run,
        Err(NoManifest::Missing) => false,
        Err(_) => true,
    }
}

/// The runs that a folder stands for: itself, or every run in it, by name. Folders of comparisons are no runs.
///
/// # Errors
/// When the folder does not exist, cannot be listed, or has no run in it.
pub fn discover(folder: &Path) -> io::Result<Vec<PathBuf>> {
    // What a program that was killed was placing there, or in there, is placed first.
    settle_beside(folder)?;
    if folder.is_dir() {
        settle(folder)?;
    }
    if is_run(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let list = Trouble::at(Action::List, folder);
    let mut runs = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(&list)? {
        let path = entry.map_err(&list)?.path();
        if is_run(&path) {
            runs.push(path);
        }
    }
    if runs.is_empty() {
        let folder = folder.display();
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            Message(said!(
                "{folder}：此处没有模拟结果：它和其中的文件夹都没有 manifest.json；maskflow run 会写入",
                "{folder}: no run here: neither it nor a folder in it has manifest.json; maskflow run writes one"
            )),
        ));
    }
    runs.sort();
    Ok(runs)
}
