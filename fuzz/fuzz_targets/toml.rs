//! Any bytes as a TOML document of a scenario.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| maskflow::scenario::fuzzing::toml(bytes));
