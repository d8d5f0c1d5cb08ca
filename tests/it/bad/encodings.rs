//! One scenario, saved as people's programs save it.

use std::fs;

use maskflow::scenario::load;

use super::template;

/// Saves every file of the template by way of `save` and gives the hash of what is loaded.
fn hash_of(save: impl Fn(&str) -> Vec<u8>) -> String {
    let place = template();
    let folder = place.path().join("small");
    for entry in fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a text");
        fs::write(&path, save(&text)).expect("written");
    }
    load(&folder, &[]).expect("a scenario in order").hash
}

#[test]
fn the_same_scenario_loads_from_every_encoding() {
    let plain = hash_of(|text| text.as_bytes().to_vec());
    let marked = hash_of(|text| [b"\xef\xbb\xbf", text.as_bytes()].concat());
    let gbk = hash_of(|text| {
        let (bytes, _, lossy) = encoding_rs::GBK.encode(text);
        assert!(!lossy);
        bytes.into_owned()
    });
    let windows = hash_of(|text| text.replace('\n', "\r\n").into_bytes());
    let blank = hash_of(|text| format!("\n\n{text}\n\n").into_bytes());
    assert_eq!([&marked, &gbk, &windows, &blank], [&plain; 4]);
}
