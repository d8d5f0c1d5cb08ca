//! From a path to one document: a folder with scenario.toml and its tables, or a file that extends another.

use std::fs;
use std::path::{Path, PathBuf};

use super::build::calendar;
use super::document::{Node, parse_csv, parse_toml};
use super::findings::{Findings, Place, one_of};
use super::overlay;
use super::schema::{Section, csv_sections};

/// The whole document of a scenario, what it extends included, and the name of the scenario that all of it extends in the
/// end: its own where it extends none.
pub(super) fn gather(path: &Path, findings: &Findings) -> Option<(Node, String)> {
    gather_from(path, &mut Vec::new(), findings)
}

fn gather_from(
    path: &Path,
    trail: &mut Vec<PathBuf>,
    findings: &Findings,
) -> Option<(Node, String)> {
    let file = if path.is_dir() {
        path.join("scenario.toml")
    } else {
        path.to_owned()
    };
    let name = file.display().to_string();
    let place = Place {
        file: name.as_str().into(),
        line: 0,
    };
    let known = fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
    if trail.contains(&known) {
        findings.add(
            "S021",
            &place,
            "extends",
            "itself, by way of others",
            "a scenario that does not lead back here",
        );
        return None;
    }
    trail.push(known);
    let mut document = parse_toml(&name, &read(&file, findings)?, findings)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    if path.is_dir() && !add_tables(folder, &mut document, findings) {
        return None;
    }
    if document.get("name").is_none() {
        let own = if path.is_dir() {
            path.file_name()
        } else {
            file.file_stem()
        };
        let own = own.map_or_else(
            || "scenario".to_owned(),
            |own| own.to_string_lossy().into_owned(),
        );
        document.put(
            "name",
            Node {
                value: super::document::Value::Text(own),
                place,
            },
        );
    }
    let Some(base) = document.take("extends") else {
        let name = document.get("name").map_or_else(String::new, Node::text);
        return Some((document, name));
    };
    let base_path = locate(folder, &base.text());
    let Some(base_path) = base_path else {
        let found = base.text();
        findings.add(
            "S001",
            &base.place,
            "extends",
            &found,
            "the name of a scenario folder or .toml beside this file",
        );
        return None;
    };
    let (mut whole, root) = gather_from(&base_path, trail, findings)?;
    let end = calendar::end(&whole);
    overlay::merge(&mut whole, document);
    overlay::apply_own_changes(&mut whole, findings);
    calendar::remember_end(&mut whole, end);
    Some((whole, root))
}

fn locate(folder: &Path, name: &str) -> Option<PathBuf> {
    let candidates = [folder.join(name), folder.join(format!("{name}.toml"))];
    candidates
        .into_iter()
        .find(|candidate| candidate.is_file() || candidate.join("scenario.toml").is_file())
}

/// Whether every table beside scenario.toml could be read. Without one of them the others would look wrong.
fn add_tables(folder: &Path, document: &mut Node, findings: &Findings) -> bool {
    object_to_near_names(folder, findings);
    let mut sound = true;
    for section in csv_sections() {
        let path = folder.join(section.file());
        if path.is_file() {
            let rows = read(&path, findings)
                .and_then(|bytes| parse_csv(&path.display().to_string(), &bytes, findings));
            match rows {
                Some(rows) => document.put(section.key, rows),
                None => sound = false,
            }
        }
    }
    sound
}

/// Objects to a table whose name is nearly that of one which is read: it would be left aside in silence. Other files
/// beside a scenario are nobody's business.
fn object_to_near_names(folder: &Path, findings: &Findings) {
    let known: Vec<String> = csv_sections().map(Section::file).collect();
    let known = || known.iter().map(String::as_str);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let near = known().any(|file| strsim::damerau_levenshtein(file, &name) <= 3);
        if name.ends_with(".csv") && near && !known().any(|file| file == name) {
            let place = Place {
                file: entry.path().display().to_string().into(),
                line: 0,
            };
            findings.add("S005", &place, "", &name, one_of(known(), &name));
        }
    }
}

fn read(path: &Path, findings: &Findings) -> Option<Vec<u8>> {
    fs::read(path)
        .map_err(|error| {
            let place = Place {
                file: path.display().to_string().into(),
                line: 0,
            };
            findings.add("S001", &place, "", &error.to_string(), "a readable file");
        })
        .ok()
}

/// Scenarios under the given paths: folders with scenario.toml, files that extend one, and all of those in a folder
/// that holds many, in the order of their names.
///
/// # Errors
/// When a folder cannot be listed.
pub fn discover(paths: &[PathBuf]) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() && !path.join("scenario.toml").is_file() {
            let mut inside: Vec<PathBuf> = fs::read_dir(path)?
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<_, _>>()?;
            inside.retain(|entry| {
                entry.join("scenario.toml").is_file()
                    || entry.extension().is_some_and(|ending| ending == "toml")
            });
            inside.sort();
            found.extend(inside);
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}
