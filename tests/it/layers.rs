//! Data flows one way: a room uses only rooms that stand before it.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms in the order in which data flows. `ledger` listens to the engine's state, so it stands after it; the engine
/// may know its `Recorder`.
const ROOMS: [&str; 17] = [
    "inert", "language", "files", "units", "chance", "claims", "generate", "scenario", "world",
    "policy", "engine", "ledger", "outcome", "study", "report", "audit", "cli",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("src can be listed")
        .map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    files
        .into_iter()
        .chain(folders.iter().flat_map(|folder| sources(folder)))
        .collect()
}

fn room_of(path: &Path) -> Option<usize> {
    let first = path.strip_prefix("src").ok()?.components().next()?;
    let name = first.as_os_str().to_string_lossy().replace(".rs", "");
    ROOMS.iter().position(|room| *room == name)
}

/// Arrows that run back in a source text of a room.
fn arrows_back(room: usize, text: &str) -> Vec<String> {
    let uses = text
        .match_indices("crate::")
        .map(|(at, found)| &text[at + found.len()..]);
    let used = uses.map(|rest| {
        rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .next()
            .unwrap_or("")
    });
    let allowed = |name: &str| name == "ledger" && ROOMS[room] == "engine";
    used.filter(|name| {
        ROOMS
            .iter()
            .position(|room| room == name)
            .is_some_and(|used| used > room)
    })
    .filter(|name| !allowed(name))
    .map(str::to_owned)
    .collect()
}

#[test]
fn nothing_imports_upward() {
    for path in sources(Path::new("src")) {
        let Some(room) = room_of(&path) else { continue };
        let text = fs::read_to_string(&path).expect("a source file");
        let code: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let back = arrows_back(room, &code.join("\n"));
        assert!(
            back.is_empty(),
            "{} uses {back:?}, which stand after {}",
            path.display(),
            ROOMS[room]
        );
    }
}

#[test]
fn an_arrow_back_is_seen() {
    assert_eq!(arrows_back(4, "use crate::engine::State;"), ["engine"]);
    assert!(arrows_back(11, "use crate::ledger::Ledger;").is_empty());
}
