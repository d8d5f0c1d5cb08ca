//! The manifest: every file that it lists is there, as long as it was and with the same digest. What it does not list is somebody
//! else's, and is not read.

use std::path::Path;

use serde_json::Value;

use super::Digests;
use super::finding::{Docket, of_file};
use crate::files::{MANIFEST, Manifest, digest_of, file_inside, regular};

/// A table or document of results is smaller than that.
pub(super) const MOST_BYTES: u64 = 8 << 30;

pub(super) fn check(folder: &Path, digests: Digests, docket: &mut Docket) {
    let manifest = match Manifest::read(folder) {
        Ok(manifest) => manifest,
        Err(why) => {
            let law = "manifest.json lists files inside its folder, as maskflow writes it";
            docket.compare(false, || of_file(MANIFEST, why, "a manifest", law));
            return;
        }
    };
    for (name, entry) in &manifest.files {
        let Some(path) = file_inside(folder, name) else {
            docket.compare(false, || {
                let law = "every file of manifest.json is there";
                of_file(name, "none, or a link", "a file", law)
            });
            continue;
        };
        if digests == Digests::Ignore {
            continue;
        }
        match digest_of(&path) {
            Err(error) => {
                let law = "every file of manifest.json can be read";
                docket.compare(false, || of_file(name, error, "a file", law));
            }
            Ok((sha256, bytes)) => {
                docket.compare(entry.bytes == bytes, || {
                    let (found, expected) = (format!("{bytes} bytes"), entry.bytes);
                    let law = "a file is as long as manifest.json says";
                    of_file(name, found, format!("{expected} bytes"), law)
                });
                docket.compare(entry.sha256 == sha256, || {
                    let law = "SHA-256 is that of manifest.json";
                    of_file(name, &sha256, &entry.sha256, law)
                });
            }
        }
    }
}

/// Whether a run was made under an earlier model, whose figures cannot be derived again under this one: that is a finding.
pub(super) fn of_an_earlier_model(folder: &Path, docket: &mut Docket) -> bool {
    let Ok(manifest) = Manifest::read(folder) else {
        return false;
    };
    let earlier = manifest.document["format"].is_null();
    docket.compare(!earlier, || {
        let resolved = folder.join("scenario.resolved.toml");
        let expected = format!(
            "a run of maskflow {}: maskflow run {}",
            env!("CARGO_PKG_VERSION"),
            resolved.display()
        );
        let law = "a run is audited under the model that made it: until 0.1, rates were rounded day by day";
        of_file(MANIFEST, &manifest.document["version"], expected, law)
    });
    earlier
}

/// Reads a JSON document; what is wrong with it is a finding.
pub(super) fn json(folder: &Path, name: &str, docket: &mut Docket) -> Option<Value> {
    let read = regular(&folder.join(name), MOST_BYTES).map_err(|error| error.to_string());
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
