//! The manifest of a results folder: what maskflow wrote there, by name, length and SHA-256.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::digest::digest;
use super::inside::{find_inside, is_inside};
use super::read::{Unreadable, regular};
use super::word::word_of;
use crate::language::Word;
use crate::said;

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

    /// Its name for people.
    #[must_use]
    pub fn word(self) -> Word {
        let chinese = match self {
            Self::Run => "模拟",
            Self::Comparison => "情景比较",
            Self::League => "规则比较",
            Self::Study => "重复模拟",
            Self::Sensitivity => "敏感性分析",
            Self::Backtest => "回测",
            Self::Calibration => "校准",
        };
        Word::of(chinese, self.name())
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
    Unsound(Word),
    /// A later version wrote it.
    Newer {
        /// The version that wrote it.
        version: String,
        /// Its format.
        format: u64,
    },
}

impl NoManifest {
    /// What is told of it.
    #[must_use]
    pub fn word(&self) -> Word {
        match self {
            Self::Missing => said!("没有 {MANIFEST}", "no {MANIFEST}"),
            Self::Unreadable(error) => of_manifest(&word_of(error)),
            Self::Unsound(why) => of_manifest(why),
            Self::Newer { version, format } => {
                let this = env!("CARGO_PKG_VERSION");
                said!(
                    "{MANIFEST} 的格式为 {format}，由 maskflow {version} 写成；本程序是 maskflow {this}，最多能读到格式 {FORMAT}",
                    "{MANIFEST} of format {format}, written by maskflow {version}; this is maskflow {this}, which reads formats up to {FORMAT}"
                )
            }
        }
    }
}

fn of_manifest(why: &Word) -> Word {
    let Word { zh, en } = why;
    said!("{MANIFEST}：{zh}", "{MANIFEST}: {en}")
}

impl fmt::Display for NoManifest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.word().en)
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
            Err(why) => return Err(NoManifest::Unsound(why.word())),
        };
        Self::parse(&bytes)
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, NoManifest> {
        let unsound = |zh, en| NoManifest::Unsound(Word::of(zh, en));
        let document: Value = serde_json::from_slice(bytes)
            .map_err(|error| NoManifest::Unsound(said!("不是 JSON：{error}", "{error}")))?;
        if document["program"] != "maskflow" {
            return Err(unsound("不是 maskflow 写的", "not written by maskflow"));
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
        let kind = kind.ok_or_else(|| {
            unsound(
                "没有写明所列结果的种类",
                "it does not say what kind of results it lists",
            )
        })?;
        let list = document["files"].as_array();
        let list = list.ok_or_else(|| unsound("没有 `files` 一列表", "it has no list `files`"))?;
        let files: Option<BTreeMap<String, Entry>> = list.iter().map(entry).collect();
        let files = files.ok_or_else(|| {
            unsound(
                "所列文件中，有名称指向文件夹之外的，或者没有长度或 SHA-256 的",
                "a file in its list has a name that leaves the folder, or no length or SHA-256",
            )
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
