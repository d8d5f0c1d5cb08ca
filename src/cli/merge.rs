//! `maskflow merge`: join the shards of a study, to the bytes of one whole study.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::presentation::Presentation;
use super::study::{assemble, kept};
use super::{Ended, say};
use crate::report::store as results;
use crate::study::store::{Store, missing};

/// Join the shards of a study
#[derive(Args, Clone, Debug)]
pub struct MergeArgs {
    /// Folders of shards, all of one study
    #[arg(required = true)]
    shards: Vec<PathBuf>,
    /// Where results go: a folder for the scenario
    #[arg(long, default_value = "output/study")]
    out: PathBuf,
    #[command(flatten)]
    presentation: Presentation,
    /// Print one JSON document: the figures to quote
    #[arg(long)]
    json: bool,
}

/// Joins shards. Parts of different studies, missing worlds and worlds that are there twice are findings.
///
/// # Errors
/// When shards cannot be read or results cannot be written.
pub fn merge(args: &MergeArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let mut stores = Vec::new();
    for folder in &args.shards {
        match Store::found(folder) {
            Ok(store) => stores.push(store),
            Err(error) => {
                say(&format!("error: {error}"));
                return Ok(Ended::Findings);
            }
        }
    }
    if let Some(at) = stores
        .iter()
        .position(|store| store.plan() != stores[0].plan())
    {
        let (one, other) = (args.shards[0].display(), args.shards[at].display());
        say(&format!(
            "error: {one} and {other} are parts of different studies: their plan.json differ"
        ));
        return Ok(Ended::Findings);
    }
    let plan = kept::read(&args.shards[0], stores[0].plan())?;
    let mut worlds = Vec::new();
    for store in &stores {
        worlds.extend(store.kept().map_err(io::Error::other)?);
    }
    worlds.sort_by_key(|(range, _)| (range.start, range.end));
    let lacking = missing(0..plan.worlds(), &worlds);
    if let Some(range) = lacking.first() {
        let count: u64 = lacking.iter().map(|range| range.end - range.start).sum();
        say(&format!(
            "error: {count} of {} worlds are in no part, the first of them {} to {}; give all parts, or --resume the one that was interrupted",
            plan.worlds(),
            range.start,
            range.end - 1
        ));
        return Ok(Ended::Findings);
    }
    let _using = results::open(&args.out)?;
    let shown = assemble::Shown {
        lang: args.presentation.lang,
        charts: !args.presentation.no_charts,
        table: !args.presentation.quiet && !args.json,
        estimate: json!({ "merged": args.shards.len() }),
    };
    let place = args.out.join(&plan.points[0].scenario.name);
    let (ended, document) = assemble::assemble(&plan, &stores, &place, &shown, out)?;
    if args.json {
        writeln!(out, "{document}")?;
    }
    Ok(ended)
}
