//! Places that results must not take: what is there was not written by maskflow, or belongs to something else.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{Kind, MANIFEST, Manifest, NoManifest};
use super::name;
use crate::inert::on_terminal;
use crate::language::Word;
use crate::said;

/// Why results are not written to a place. Nothing there was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Code, listed in docs/findings.md.
    pub code: &'static str,
    /// The place.
    pub place: PathBuf,
    /// What is there.
    pub found: Word,
    /// What may be.
    pub expected: Word,
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
    pub(super) fn new(code: &'static str, place: &Path, found: Word, expected: Word) -> Self {
        let known = REFUSALS.iter().find(|known| known.0 == code);
        let remedy = known.map_or_else(Word::default, |known| known.2.clone());
        Self {
            code,
            place: place.to_owned(),
            found,
            expected,
            remedy,
        }
    }

    /// What is told of it.
    #[must_use]
    pub fn word(&self) -> Word {
        let (code, place) = (self.code, self.place.display());
        let [found, expected, remedy] = [&self.found, &self.expected, &self.remedy];
        let chinese = format!(
            "{code} {place}\n    实际：{}\n    应为：{}\n    处理：{}",
            found.zh, expected.zh, remedy.zh
        );
        let english = format!(
            "{code} {place}\n    found:    {}\n    expected: {}\n    remedy:   {}",
            found.en, expected.en, remedy.en
        );
        Word::new(&on_terminal(&chinese), &on_terminal(&english))
    }

    /// Why a folder is none in which results are kept.
    pub(super) fn of_out(folder: &Path) -> Option<Self> {
        holds_scenario(folder).then(|| {
            let expected = Word::of(
                "与情景分开的结果文件夹",
                "a folder for results, apart from scenarios",
            );
            Self::new("F001", folder, A_SCENARIO, expected)
        })
    }

    /// Why results of some kind must not take the place of a name in a folder.
    pub(super) fn of_place(folder: &Path, name: &str, kind: Kind) -> Option<Self> {
        let place = folder.join(name);
        if let Some(why) = name::objection_to_place(name) {
            let Word { zh, en } = why.word();
            let found = said!("`{name}`：{zh}", "`{name}`: {en}");
            let expected = Word::of(name::RULE_ZH, name::RULE);
            return Some(Self::new("F004", folder, found, expected));
        }
        let found = fs::symlink_metadata(&place).ok()?;
        let Word { zh, en } = kind.word();
        let expected = || {
            said!(
                "空位，或者 maskflow 写的{zh}结果",
                "nothing, or results of kind {en} that maskflow wrote"
            )
        };
        let refuse = |code, found: Word| Some(Self::new(code, &place, found, expected()));
        if found.is_symlink() {
            return refuse("F002", Word::of("链接", "a link"));
        }
        if !found.is_dir() {
            return refuse("F002", Word::of("文件", "a file"));
        }
        if holds_scenario(&place) {
            return refuse("F001", A_SCENARIO);
        }
        match Manifest::read(&place) {
            Ok(known) if known.kind == kind => None,
            Ok(known) => {
                let Word { zh, en } = known.kind.word();
                refuse("F003", said!("{zh}结果", "results of kind {en}"))
            }
            Err(NoManifest::Missing) if is_empty(&place) => None,
            Err(why @ NoManifest::Newer { .. }) => refuse("F003", why.word()),
            Err(NoManifest::Missing) => refuse(
                "F002",
                said!(
                    "文件夹中有其他文件，没有 {MANIFEST}",
                    "a folder with other files, and no {MANIFEST}"
                ),
            ),
            Err(why) => refuse("F002", why.word()),
        }
    }
}

const A_SCENARIO: Word = Word::of(
    "情景：文件夹中有 scenario.toml",
    "a scenario: the folder has scenario.toml",
);

fn holds_scenario(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join("scenario.toml")).is_ok()
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.word().en)
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::new(io::ErrorKind::AlreadyExists, refusal)
    }
}
