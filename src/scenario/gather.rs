//! From a path to one document: a folder with scenario.toml and its tables, or a file that extends another.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::FORMAT;
use super::build::calendar;
use super::document::{Node, Value, parse_csv, parse_toml};
use super::findings::{Findings, Place};
use super::like;
use super::limits::{CHAIN, FILE_BYTES};
use super::overlay;
use super::schema::{Section, csv_sections};
use super::spelling;
use super::written::quantity_of;
use crate::files::is_free;
use crate::files::{self, Action, Trouble, Unreadable};
use crate::language::Word;
use crate::said;

/// The file of a scenario that is a folder.
const SCENARIO: &str = "scenario.toml";

/// A scenario as it is written.
pub(super) struct Gathered {
    /// Everything, what it extends included.
    pub document: Node,
    /// The name of the scenario that all of it extends in the end; none where it extends nothing.
    pub base: Option<Node>,
}

/// The whole document of a scenario; nothing after a finding.
pub(super) fn gather(path: &Path, findings: &Findings) -> Option<Gathered> {
    gather_from(path, &mut Vec::new(), findings)
}

fn gather_from(path: &Path, trail: &mut Vec<PathBuf>, findings: &Findings) -> Option<Gathered> {
    let whole_folder = path.is_dir() || is_file_of_folder(path);
    let file = match path.is_dir() {
        true => path.join(SCENARIO),
        false => path.to_owned(),
    };
    let place = place_of(&file);
    let known = fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
    if trail.contains(&known) {
        let found = Word::of(
            "直接或间接引用自身",
            "itself, or others that lead back here",
        );
        let expected = Word::of(
            "不会引用回本文件的情景",
            "a scenario that does not lead back here",
        );
        findings.add("S021", &place, "extends", found, expected);
        return None;
    }
    if trail.len() == CHAIN {
        let found = said!("引用超过 {CHAIN} 层", "a chain of more than {CHAIN}");
        let expected = said!(
            "情景逐层引用，最多 {CHAIN} 层",
            "at most {CHAIN} scenarios, each of which extends the next",
        );
        findings.add("S021", &place, "extends", found, expected);
        return None;
    }
    trail.push(known);
    let mut document = parse_toml(&place.file, &read(&file, findings)?, findings)?;
    object_to_newer(&document, findings)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    if whole_folder && !add_tables(folder, &mut document, findings) {
        return None;
    }
    if document.get("name").is_none() {
        let value = Value::Text(own_name(path, &file));
        document.put("name", Node { value, place });
    }
    spelling::rewrite(&mut document);
    let Some(base) = document.take("extends") else {
        return like::write_out(&mut document, findings).then_some(Gathered {
            document,
            base: None,
        });
    };
    let Some(base_path) = locate(folder, &base.text()) else {
        let expected = Word::of(
            "与本文件同处一个文件夹的情景文件夹或 .toml 文件的名称",
            "the name of a scenario folder or .toml beside this file",
        );
        findings.add("S001", &base.place, "extends", base.text(), expected);
        return None;
    };
    let below = gather_from(&base_path, trail, findings)?;
    let mut whole = below.document;
    let base = below.base.or_else(|| whole.get("name").cloned());
    let end = calendar::end(&whole);
    overlay::merge(&mut whole, document);
    spelling::rewrite(&mut whole);
    if !like::write_out(&mut whole, findings) {
        return None;
    }
    overlay::apply_own_changes(&mut whole, findings);
    calendar::remember_end(&mut whole, end);
    Some(Gathered {
        document: whole,
        base,
    })
}

/// Whether a path is the scenario.toml of a folder with tables: resolved scenarios stand alone.
fn is_file_of_folder(path: &Path) -> bool {
    let beside = |section: &Section| path.with_file_name(section.file()).is_file();
    path.file_name() == Some(OsStr::new(SCENARIO)) && csv_sections().any(beside)
}

/// The name of a scenario that says none: the file's, or for scenario.toml that of its folder, wherever the path to it
/// begins.
fn own_name(path: &Path, file: &Path) -> String {
    let of_folder = |folder: &Path| match folder.file_name() {
        Some(name) => Some(name.to_owned()),
        None => {
            let folder = match folder.as_os_str().is_empty() {
                true => Path::new("."),
                false => folder,
            };
            let whole = fs::canonicalize(folder).ok()?;
            whole.file_name().map(OsStr::to_owned)
        }
    };
    let name = match (path.is_dir(), file.file_name()) {
        (true, _) => of_folder(path),
        (false, Some(name)) if name == SCENARIO => file.parent().and_then(of_folder),
        (false, _) => file.file_stem().map(OsStr::to_owned),
    };
    name.map_or_else(
        || "scenario".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Objects to a file whose format is newer than this program; nothing then, for whatever else it says may mean something
/// else.
fn object_to_newer(document: &Node, findings: &Findings) -> Option<()> {
    let Some(node) = document.get("format") else {
        return Some(());
    };
    let version = quantity_of(node).and_then(|version| version.number());
    if version.is_none_or(|version| version <= f64::from(FORMAT)) {
        return Some(());
    }
    let program = env!("CARGO_PKG_VERSION");
    let expected = said!(
        "格式 {FORMAT} 或更早，即 maskflow {program} 所能读取的格式",
        "format {FORMAT} or older, which maskflow {program} reads",
    );
    let version = node.text();
    let found = said!("格式 {version}", "format {version}");
    findings.add("S033", &node.place, "format", found, expected);
    None
}

fn locate(folder: &Path, name: &str) -> Option<PathBuf> {
    let candidates = [folder.join(name), folder.join(format!("{name}.toml"))];
    candidates
        .into_iter()
        .find(|candidate| candidate.is_file() || is_there(&candidate.join(SCENARIO)))
}

/// Whether there is anything of a name: a link that leads nowhere is something too.
fn is_there(path: &Path) -> bool {
    // What the system refuses to tell is there as far as anybody knows, and is told when it is read.
    !is_free(path).unwrap_or(false)
}

/// Whether every table beside scenario.toml could be read. Without one of them the others would look wrong.
fn add_tables(folder: &Path, document: &mut Node, findings: &Findings) -> bool {
    object_to_near_names(folder, findings);
    let mut sound = true;
    for section in csv_sections() {
        let path = folder.join(section.file());
        if is_there(&path) {
            let rows = read(&path, findings).and_then(|bytes| {
                parse_csv(&path.display().to_string(), &bytes, section, findings)
            });
            match rows {
                Some(rows) if rows.rows().is_empty() && document.get(section.key).is_some() => {}
                Some(rows) => {
                    object_to_both(document, section, findings);
                    document.put(section.key, rows);
                }
                None => sound = false,
            }
        }
    }
    sound
}

/// Objects to rows in scenario.toml beside those of the table: one of the two would be left aside in silence.
fn object_to_both(document: &Node, section: &Section, findings: &Findings) {
    if let Some(node) = document.get(section.key) {
        let file = section.file();
        let found = said!("此处和 {file} 都有数据行", "rows here and in {file}");
        let expected = Word::of("数据行只在其中一处", "rows in one of the two");
        findings.add("S011", &node.place, section.plural, found, expected);
    }
}

/// Objects to a table whose name is nearly that of one which is read: it would be left aside in silence. Other files
/// beside a scenario are nobody's business.
fn object_to_near_names(folder: &Path, findings: &Findings) {
    let known: Vec<String> = csv_sections().map(Section::file).collect();
    let known = || known.iter().map(String::as_str);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".csv") || known().any(|file| file == name) {
            continue;
        }
        let near = |file: &str| {
            file.len().abs_diff(name.len()) <= 3 && strsim::damerau_levenshtein(file, &name) <= 3
        };
        if known().any(near) {
            let place = place_of(&entry.path());
            let expected = findings.one_of(known(), &name);
            findings.add("S005", &place, "", &name, expected);
        }
    }
}

fn read(path: &Path, findings: &Findings) -> Option<Vec<u8>> {
    files::regular(path, FILE_BYTES)
        .map_err(|why| {
            let expected = match why {
                Unreadable::Missing => Word::of(
                    "含 scenario.toml 的文件夹，或 .toml 文件；maskflow init 名称 可生成一个作为起点",
                    "a folder with scenario.toml, or a .toml file; maskflow init NAME writes one to start from",
                ),
                _ => {
                    let most = FILE_BYTES >> 20;
                    said!(
                        "不超过 {most} MiB 的普通文件",
                        "a regular file of at most {most} MiB",
                    )
                }
            };
            findings.add("S001", &place_of(path), "", why.word(), expected);
        })
        .ok()
}

/// A file as a whole.
fn place_of(path: &Path) -> Place {
    Place {
        file: path.display().to_string().into(),
        line: 0,
    }
}

/// Scenarios under the given paths: folders with scenario.toml, files that extend one, and all of those in a folder
/// that holds many, in the order of their names; hidden ones are left aside. A path that leads to none stands for itself:
/// loading it says what is wrong.
///
/// # Errors
/// When a folder cannot be listed.
pub fn discover(paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        let first = found.len();
        if path.is_dir() && !is_there(&path.join(SCENARIO)) {
            found.extend(inside(path).map_err(Trouble::at(Action::List, path))?);
            found[first..].sort();
        }
        if found.len() == first {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn inside(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut scenarios = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        let hidden = name.as_encoded_bytes().starts_with(b".");
        let ending = path.extension().is_some_and(|ending| ending == "toml");
        if !hidden && (ending || is_there(&path.join(SCENARIO))) {
            scenarios.push(path);
        }
    }
    Ok(scenarios)
}
