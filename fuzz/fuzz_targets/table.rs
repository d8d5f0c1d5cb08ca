//! Any bytes as a table of results.
#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use maskflow::audit::fuzzing::Given;

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/it/old/run/scenario.resolved.toml");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static GIVEN: OnceLock<Given> = OnceLock::new();
    let given = GIVEN.get_or_init(|| Given::load(Path::new(SCENARIO)).expect("a scenario in order"));
    given.table(bytes);
});
