//! The manifest: every file is there, as long as it was and with the same digest, and no other file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Digests;
use super::finding::{Docket, of_file};
use crate::report::store;

const MANIFEST: &str = "manifest.json";

pub(super) fn check(folder: &Path, digests: Digests, docket: &mut Docket) {
    let Some(manifest) = json(folder, MANIFEST, docket) else {
        return;
    };
    let mut listed = BTreeSet::from([MANIFEST.to_owned()]);
    let list = manifest["files"].as_array();
    docket.compare(list.is_some(), || {
        of_file(
            MANIFEST,
            "no list",
            "a list `files`",
            "the manifest lists every file",
        )
    });
    for entry in list.into_iter().flatten() {
        let name = entry["file"].as_str().unwrap_or_default();
        listed.insert(name.to_owned());
        match fs::read(folder.join(name)) {
            Err(error) => {
                let finding = of_file(
                    name,
                    error,
                    "a file",
                    "every file of manifest.json is there",
                );
                docket.compare(false, || finding);
            }
            Ok(bytes) if digests == Digests::Compare => {
                let size = entry["bytes"].as_u64();
                docket.compare(size == Some(bytes.len() as u64), || {
                    let expected = format!("{} bytes", size.unwrap_or(0));
                    of_file(
                        name,
                        format!("{} bytes", bytes.len()),
                        expected,
                        "a file is as long as manifest.json says",
                    )
                });
                let (found, expected) = (
                    store::digest(&bytes),
                    entry["sha256"].as_str().unwrap_or("nothing"),
                );
                docket.compare(found == expected, || {
                    of_file(name, &found, expected, "SHA-256 is that of manifest.json")
                });
            }
            Ok(_) => {}
        }
    }
    for name in names(folder, "") {
        docket.compare(listed.contains(&name), || {
            of_file(&name, "a file", "nothing", "manifest.json lists every file")
        });
    }
}

/// Reads a JSON document; what is wrong with it is a finding.
pub(super) fn json(folder: &Path, name: &str, docket: &mut Docket) -> Option<Value> {
    let read = fs::read(folder.join(name)).map_err(|error| error.to_string());
    let read =
        read.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|error| error.to_string()));
    docket.compare(read.is_ok(), || {
        let error = read.as_ref().err().cloned().unwrap_or_default();
        of_file(
            name,
            error,
            "a JSON document",
            "every document is there and can be read",
        )
    });
    read.ok()
}

/// Files under a folder, as the manifest names them.
fn names(folder: &Path, prefix: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all = Vec::new();
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            all.extend(names(&entry.path(), &format!("{name}/")));
        } else {
            all.push(name);
        }
    }
    all
}
