//! Any text as a quantity.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| maskflow::scenario::fuzzing::quantity(text));
