//! Any bytes as a CSV table of a scenario.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| maskflow::scenario::fuzzing::csv(bytes));
