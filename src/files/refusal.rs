//! Places that results must not take: what is there was not written by maskflow, or belongs to something else.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{Kind, MANIFEST, Manifest, NoManifest};
use super::name;
use crate::language::Word;

/// Why results are not written to a place. Nothing there was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Code, listed in docs/findings.md.
    pub code: &'static str,
    /// The place.
    pub place: PathBuf,
    /// What is there.
    pub found: String,
    /// What may be.
    pub expected: String,
    /// What to do.
    pub remedy: Word,
}

/// Every kind of refusal: code, what it means, what to do.
pub const REFUSALS: &[(&str, Word, Word)] = &[
    (
        "F001",
        Word::of(
            "结果将写入情景的文件之中",
            "Results would be written among the files of a scenario",
        ),
        Word::of("用 --out 指定其他位置", "name another place with --out"),
    ),
    (
        "F002",
        Word::of(
            "结果的位置上有不是 maskflow 写的东西",
            "Something that maskflow did not write stands where results would be",
        ),
        Word::of(
            "将其移走，或者用 --out 指定其他位置",
            "move it away, or name another place with --out",
        ),
    ),
    (
        "F003",
        Word::of(
            "结果的位置上有另一种结果，或者更新版本的结果",
            "Results of another kind, or of a later version, stand where results would be",
        ),
        Word::of(
            "将其移走，或者用 --out 指定其他位置",
            "move them away, or name another place with --out",
        ),
    ),
    (
        "F004",
        Word::of(
            "不能作为结果文件夹的名称",
            "A name that is no name of a folder of results",
        ),
        Word::of(
            "给情景另起名称：在 scenario.toml 中写 name = \"…\"",
            "give the scenario another name: name = \"…\" in scenario.toml",
        ),
    ),
];

impl Refusal {
    pub(super) fn new(code: &'static str, place: &Path, found: String, expected: String) -> Self {
        let remedy = REFUSALS
            .iter()
            .find(|known| known.0 == code)
            .map_or_else(Word::default, |known| known.2.clone());
        Self {
            code,
            place: place.to_owned(),
            found,
            expected,
            remedy,
        }
    }

    /// Why a folder is none in which results are kept.
    pub(super) fn of_out(folder: &Path) -> Option<Self> {
        holds_scenario(folder).then(|| {
            let found = "a scenario: the folder has scenario.toml".to_owned();
            let expected = "a folder for results, apart from scenarios".to_owned();
            Self::new("F001", folder, found, expected)
        })
    }

    /// Why results of some kind must not take the place of a name in a folder.
    pub(super) fn of_place(folder: &Path, name: &str, kind: Kind) -> Option<Self> {
        let place = folder.join(name);
        if let Some(why) = name::objection_to_place(name) {
            let found = format!("`{name}`: {why}");
            return Some(Self::new("F004", folder, found, name::RULE.to_owned()));
        }
        let found = fs::symlink_metadata(&place).ok()?;
        let expected = || format!("nothing, or results of kind {kind} that maskflow wrote");
        let refuse = |code, found: String| Some(Self::new(code, &place, found, expected()));
        if found.is_symlink() {
            return refuse("F002", "a link".to_owned());
        }
        if !found.is_dir() {
            return refuse("F002", "a file".to_owned());
        }
        if holds_scenario(&place) {
            let found = "a scenario: the folder has scenario.toml".to_owned();
            return refuse("F001", found);
        }
        match Manifest::read(&place) {
            Ok(known) if known.kind == kind => None,
            Ok(known) => refuse("F003", format!("results of kind {}", known.kind)),
            Err(NoManifest::Missing) if is_empty(&place) => None,
            Err(why @ NoManifest::Newer { .. }) => refuse("F003", why.to_string()),
            Err(NoManifest::Missing) => refuse(
                "F002",
                format!("a folder with other files, and no {MANIFEST}"),
            ),
            Err(why) => refuse("F002", why.to_string()),
        }
    }
}

fn holds_scenario(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join("scenario.toml")).is_ok()
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!(
            "{} {}\n    found:    {}\n    expected: {}\n    remedy:   {}",
            self.code,
            self.place.display(),
            self.found,
            self.expected,
            self.remedy.en
        );
        out.write_str(&crate::inert::on_terminal(&text))
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::new(io::ErrorKind::AlreadyExists, refusal)
    }
}
