//! What verbs with results have in common: their places are claimed before work begins, manifests say where results come from,
//! and whoever changed a file is told where it is kept.

use std::io;
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::say;
use crate::files::{KeptEdited, Kind, Out, Refusal, word_of};
use crate::report::charts::Drawing;
use crate::said;
use crate::scenario::Scenario;

/// Files of results in memory: names and bytes.
pub(super) type Files = Vec<(String, Vec<u8>)>;

/// Claims places for results; tells every refusal. Nothing has been written when one of them is refused.
///
/// # Errors
/// When a place cannot be looked at.
pub(super) fn claimed<'a>(
    out: &Out,
    places: impl IntoIterator<Item = (&'a str, Kind)>,
) -> io::Result<bool> {
    let mut free = true;
    for (name, kind) in places {
        match out.claim(name, kind) {
            Ok(()) => {}
            Err(error) if is_refusal(&error) => {
                free = false;
                say(&word_of(&error));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(free)
}

/// Whether an error says that a place is refused.
pub(super) fn is_refusal(error: &io::Error) -> bool {
    matches!(error.get_ref(), Some(inner) if inner.is::<Refusal>())
}

/// What a manifest says of results of a scenario, and what they took.
pub(super) fn about(scenario: &Scenario, begun: Instant) -> Map<String, Value> {
    let mut about = of_scenario(scenario);
    about.extend(of_work(begun));
    about
}

/// Which scenario results are of.
pub(super) fn of_scenario(scenario: &Scenario) -> Map<String, Value> {
    object(json!({ "scenario": scenario.name, "hash": scenario.hash, "seed": scenario.seed }))
}

/// When and where results were made, and how long it took.
pub(super) fn of_work(begun: Instant) -> Map<String, Value> {
    object(json!({
        "started": jiff::Timestamp::now().to_string(),
        "seconds": begun.elapsed().as_secs_f64(),
        "threads": rayon::current_num_threads(),
        "platform": format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH),
    }))
}

/// The entries of a JSON object.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(entries) => entries,
        _ => Map::new(),
    }
}

/// Tells where files are kept that somebody had changed.
pub(super) fn say_kept(kept: &[KeptEdited]) {
    for one in kept {
        let (file, kept) = (one.file.display(), one.kept.display());
        say(&said!(
            "{file} 由 maskflow 写成之后有改动，已另存为 {kept}",
            "{file} had been changed since maskflow wrote it; it is kept as {kept}"
        ));
    }
}

/// A chart as two files.
pub(super) fn add_drawing(files: &mut Files, drawing: &Drawing) -> io::Result<()> {
    add_drawing_as(files, drawing.name, drawing)
}

/// A chart as two files of another name.
pub(super) fn add_drawing_as(files: &mut Files, name: &str, drawing: &Drawing) -> io::Result<()> {
    let png = drawing.png(2.0).map_err(io::Error::other)?;
    let name = |ending: &str| format!("charts/{name}.{ending}");
    files.push((name("svg"), drawing.svg.clone().into_bytes()));
    files.push((name("png"), png));
    Ok(())
}

/// A JSON document as a file.
pub(super) fn pretty(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}
