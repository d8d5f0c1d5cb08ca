//! Any bytes as a chunk of a study, behind the fence that every chunk is read behind.
#![no_main]

use maskflow::files::fenced;
use maskflow::study::store::unpack;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let bytes = bytes.to_vec();
    let _ = fenced(|| unpack(bytes.into()));
});
