//! The manifest of a results folder: what maskflow wrote there, by name, length and SHA-256.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::digest::digest;
use super::inside::{find_inside, is_inside};
use super::read::{Unreadable, regular};

/// The manifest's name.
pub const MANIFEST: &str = "manifest.json";

/// The format of manifests, journals and plans. 1: maskflow 0.1; 2: from 0.2 on.
pub const FORMAT: u64 = 2;

/// A manifest lists less than that.
const MOST_BYTES: u64 = 64 << 20;

/// What kind of results a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One simulated future: `run`, and a traced replicate of `study`.
    Run,
    /// Runs side by side.
    Comparison,
    /// A league of rules: `compare`.
    League,
    /// `study` and `merge`.
    Study,
    /// `sensitivity`.
    Sensitivity,
    /// `backtest`.
    Backtest,
    /// `calibrate`.
    Calibration,
}

impl Kind {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Run, "run"),
        (Self::Comparison, "comparison"),
        (Self::League, "league"),
        (Self::Study, "study"),
        (Self::Sensitivity, "sensitivity"),
        (Self::Backtest, "backtest"),
        (Self::Calibration, "calibration"),
    ];

    fn of(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(kind, _)| *kind)
    }

    /// Its name in manifests.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// What a manifest says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

/// A manifest that was read.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// What is kept in the folder.
    pub kind: Kind,
    /// The files that maskflow wrote, by names that stay inside the folder.
    pub files: BTreeMap<String, Entry>,
    /// All that it says.
    pub document: Value,
    /// SHA-256 of the manifest itself.
    pub sha256: String,
}

/// Why a folder has no manifest that can be read.
#[derive(Debug)]
pub enum NoManifest {
    /// It has none at all.
    Missing,
    /// The system does not let it be read.
    Unreadable(io::Error),
    /// It is none that maskflow writes; why.
    Unsound(String),
    /// A later version wrote it.
    Newer {
        /// The version that wrote it.
        version: String,
        /// Its format.
        format: u64,
    },
}

impl fmt::Display for NoManifest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(out, "no {MANIFEST}"),
            Self::Unreadable(error) => write!(out, "{MANIFEST}: {error}"),
            Self::Unsound(why) => write!(out, "{MANIFEST}: {why}"),
            Self::Newer { version, format } => write!(
                out,
                "{MANIFEST} of format {format}, written by maskflow {version}; this is maskflow {}, which reads formats up to {FORMAT}",
                env!("CARGO_PKG_VERSION")
            ),
        }
    }
}

impl Manifest {
    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// When there is none, or it is none that maskflow writes: names that leave the folder among them.
    pub fn read(folder: &Path) -> Result<Self, NoManifest> {
        let bytes = match regular(&folder.join(MANIFEST), MOST_BYTES) {
            Ok(bytes) => bytes,
            Err(Unreadable::Missing) => return Err(NoManifest::Missing),
            Err(Unreadable::Refused(error)) => return Err(NoManifest::Unreadable(error)),
            Err(why) => return Err(NoManifest::Unsound(why.to_string())),
        };
        Self::parse(&bytes)
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, NoManifest> {
        let unsound = |why: &str| NoManifest::Unsound(why.to_owned());
        let document: Value = serde_json::from_slice(bytes)
            .map_err(|error| NoManifest::Unsound(error.to_string()))?;
        if document["program"] != "maskflow" {
            return Err(unsound("not written by maskflow"));
        }
        let format = document["format"].as_u64().unwrap_or(1);
        if format > FORMAT {
            let version = document["version"].as_str().unwrap_or("of a later version");
            return Err(NoManifest::Newer {
                version: version.to_owned(),
                format,
            });
        }
        // Version 0.1 wrote manifests of runs only, and did not say so.
        let kind = match document["kind"].as_str() {
            Some(name) => Kind::of(name),
            None if format == 1 && document["scenario"].is_string() => Some(Kind::Run),
            None => None,
        };
        let kind = kind.ok_or_else(|| unsound("it does not say what kind of results it lists"))?;
        let list = document["files"].as_array();
        let list = list.ok_or_else(|| unsound("it has no list `files`"))?;
        let files: Option<BTreeMap<String, Entry>> = list.iter().map(entry).collect();
        let files = files.ok_or_else(|| {
            unsound("a file in its list has a name that leaves the folder, or no length or SHA-256")
        })?;
        Ok(Self {
            kind,
            files,
            sha256: digest(bytes),
            document,
        })
    }

    /// Whether any listed file lies below the folder of that name.
    pub(super) fn has_folder(&self, name: &str) -> bool {
        let prefix = format!("{name}/");
        let mut from = self.files.range(prefix.clone()..);
        from.next()
            .is_some_and(|(file, _)| file.starts_with(&prefix))
    }
}

fn entry(value: &Value) -> Option<(String, Entry)> {
    let sha256 = value["sha256"].as_str()?;
    let file = value["file"].as_str()?;
    let sound = is_inside(file)
        && file != MANIFEST
        && sha256.len() == 64
        && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    let entry = Entry {
        bytes: value["bytes"].as_u64()?,
        sha256: sha256.to_owned(),
    };
    sound.then(|| (file.to_owned(), entry))
}

/// A manifest as it is written: who wrote what, then `about`, then the files.
pub(super) fn document(
    kind: Kind,
    about: Map<String, Value>,
    files: &BTreeMap<String, Entry>,
) -> Vec<u8> {
    let mut document = Map::new();
    document.insert("program".into(), "maskflow".into());
    document.insert("format".into(), FORMAT.into());
    document.insert("version".into(), env!("CARGO_PKG_VERSION").into());
    document.insert("commit".into(), json!(option_env!("MASKFLOW_COMMIT")));
    document.insert("kind".into(), kind.name().into());
    document.extend(about);
    let list = files
        .iter()
        .map(|(file, entry)| json!({ "file": file, "bytes": entry.bytes, "sha256": entry.sha256 }));
    document.insert("files".into(), list.collect());
    format!("{:#}\n", Value::Object(document)).into_bytes()
}

/// Whether a file below a folder still is what an entry says.
///
/// # Errors
/// When the system does not tell.
pub(super) fn is_unchanged(folder: &Path, name: &str, entry: &Entry) -> io::Result<bool> {
    match find_inside(folder, name)? {
        Some(path) => Ok(super::digest::digest_of(&path)?.0 == entry.sha256),
        None => Ok(false),
    }
}
