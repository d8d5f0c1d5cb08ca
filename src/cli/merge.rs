//! `maskflow merge`: join the shards of a study, to the bytes of one whole study.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::presentation::Presentation;
use super::results::{claimed, object};
use super::study::{assemble, into_io, kept};
use super::{Ended, say_error};
use crate::files::{Kind, Out};
use crate::said;
use crate::study::store::{Store, StoreError, missing};

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
            Err(nothing @ StoreError::Nothing { .. }) => {
                say_error(&nothing.word());
                return Ok(Ended::Findings);
            }
            Err(error) => return Err(into_io(error)),
        }
    }
    if let Some(at) = stores
        .iter()
        .position(|store| store.plan() != stores[0].plan())
    {
        let (one, other) = (args.shards[0].display(), args.shards[at].display());
        say_error(&said!(
            "{one} 与 {other} 不属于同一项重复模拟：二者的 plan.json 不同",
            "{one} and {other} are parts of different studies: their plan.json differ"
        ));
        return Ok(Ended::Findings);
    }
    let plan = kept::read(&args.shards[0], stores[0].plan())?;
    let mut chunks = Vec::new();
    let mut damaged = false;
    for store in &stores {
        for chunk in store.kept().map_err(into_io)? {
            if let Err(why) = chunk.check(store.plan()) {
                damaged = true;
                say_error(&why.word());
            }
            chunks.push(chunk);
        }
    }
    if damaged {
        return Ok(Ended::Quarantine);
    }
    chunks.sort_by_key(|chunk| (chunk.worlds.start, chunk.worlds.end));
    let lacking = missing(0..plan.worlds(), &chunks);
    if let Some(range) = lacking.first() {
        let count: u64 = lacking.iter().map(|range| range.end - range.start).sum();
        let (worlds, first, last) = (plan.worlds(), range.start, range.end - 1);
        say_error(&said!(
            "{worlds} 个未来中有 {count} 个不在任何一份中，最前面的是 {first} 至 {last}；请给出全部各份，或者用 --resume 续做中断的一份",
            "{count} of {worlds} worlds are in no part, the first of them {first} to {last}; give all parts, or --resume the one that was interrupted"
        ));
        return Ok(Ended::Findings);
    }
    let results = Out::open(&args.out)?;
    let name = plan.points[0].scenario.name.as_str();
    if !claimed(&results, [(name, Kind::Study)])? {
        return Ok(Ended::Findings);
    }
    let shown = assemble::Shown {
        lang: args.presentation.lang(),
        charts: !args.presentation.no_charts,
        table: !args.presentation.quiet && !args.json,
        about: object(json!({ "merged": args.shards.len() })),
    };
    let (ended, document) = assemble::assemble(&plan, &stores, &results, &shown, out)?;
    if args.json {
        writeln!(out, "{document}")?;
    }
    Ok(ended)
}
