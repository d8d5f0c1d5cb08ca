//! `maskflow init`: a small commented scenario to start from.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::language::chosen;
use super::{Ended, say_error};
use crate::files::{name, new_folder};
use crate::language::Word;
use crate::said;

/// Write a small commented scenario to start from.
#[derive(Args, Clone, Debug)]
pub struct InitArgs {
    /// Folder to write; it must not exist yet
    name: PathBuf,
}

/// The template's files.
const FILES: [(&str, &str); 11] = [
    (
        "scenario.toml",
        include_str!("../../assets/template/scenario.toml"),
    ),
    (
        "prefectures.csv",
        include_str!("../../assets/template/prefectures.csv"),
    ),
    (
        "counties.csv",
        include_str!("../../assets/template/counties.csv"),
    ),
    ("risk.csv", include_str!("../../assets/template/risk.csv")),
    (
        "enterprises.csv",
        include_str!("../../assets/template/enterprises.csv"),
    ),
    ("lines.csv", include_str!("../../assets/template/lines.csv")),
    (
        "stocks.csv",
        include_str!("../../assets/template/stocks.csv"),
    ),
    (
        "supply.csv",
        include_str!("../../assets/template/supply.csv"),
    ),
    (
        "demand.csv",
        include_str!("../../assets/template/demand.csv"),
    ),
    (
        "profiles.csv",
        include_str!("../../assets/template/profiles.csv"),
    ),
    (
        "observed.csv",
        include_str!("../../assets/template/observed.csv"),
    ),
];

/// Why a folder's name cannot be that of a scenario.
pub(super) fn unfit(folder: &Path) -> Option<Word> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let Word { zh, en } = name::objection(&name)?.word();
    let (folder, near) = (folder.display(), name::near(&name));
    let (rule_zh, rule) = (name::RULE_ZH, name::RULE);
    Some(said!(
        "{folder}：{zh}；情景的名称应为{rule_zh}；可用 `{near}`",
        "{folder}: {en}; a scenario's name has {rule}; `{near}` would do"
    ))
}

/// Says that a folder is there already.
pub(super) fn say_exists(folder: &Path) {
    let folder = folder.display();
    say_error(&said!(
        "{folder} 已经存在；请另起名称",
        "{folder} exists already; give another name"
    ));
}

/// Says which scenario was written, and what comes next.
pub(super) fn wrote(folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    let name = folder.display();
    let line = said!(
        "已写入 {name}；接下来：maskflow check {name} && maskflow run {name}",
        "wrote {name}; next: maskflow check {name} && maskflow run {name}"
    );
    writeln!(out, "{}", line.first(chosen()))
}

/// Writes the template.
///
/// # Errors
/// When the folder cannot be written.
pub fn init(args: &InitArgs, out: &mut dyn Write) -> io::Result<Ended> {
    if args.name.symlink_metadata().is_ok() {
        say_exists(&args.name);
        return Ok(Ended::Findings);
    }
    if let Some(why) = unfit(&args.name) {
        say_error(&why);
        return Ok(Ended::Findings);
    }
    let file = |(file, text): (&str, &str)| {
        // Tables open in Excel as UTF-8 only with a byte order mark.
        let mark = if file.ends_with(".csv") {
            "\u{feff}"
        } else {
            ""
        };
        (file.to_owned(), format!("{mark}{text}").into_bytes())
    };
    new_folder(&args.name, &FILES.map(file))?;
    wrote(&args.name, out)?;
    Ok(Ended::Done)
}
