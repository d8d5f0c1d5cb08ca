//! `maskflow init`: a small commented scenario to start from.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Ended, say};
use crate::files::{name, new_folder};

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
pub(super) fn unfit(folder: &Path) -> Option<String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let objection = name::objection(&name)?;
    Some(format!(
        "{}: {objection}; a scenario's name has {}; `{}` would do",
        folder.display(),
        name::RULE,
        name::near(&name)
    ))
}

/// Writes the template.
///
/// # Errors
/// When the folder cannot be written.
pub fn init(args: &InitArgs, out: &mut dyn Write) -> io::Result<Ended> {
    if args.name.symlink_metadata().is_ok() {
        say(&format!(
            "error: {} exists already; give another name",
            args.name.display()
        ));
        return Ok(Ended::Findings);
    }
    if let Some(why) = unfit(&args.name) {
        say(&format!("error: {why}"));
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
    let name = args.name.display();
    writeln!(
        out,
        "wrote {name}; next: maskflow check {name} && maskflow run {name}"
    )?;
    Ok(Ended::Done)
}
