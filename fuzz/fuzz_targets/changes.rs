//! Any lines as changes (`--set`) of a small scenario: paths, values, overlays.
#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use maskflow::scenario::fuzzing::{Document, changes};

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/it/old/run/scenario.resolved.toml");

libfuzzer_sys::fuzz_target!(|lines: &str| {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| Document::read(Path::new(SCENARIO)).expect("a scenario in order"));
    changes(document, lines);
});
