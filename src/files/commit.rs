//! Single files that appear whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::digest::digest;
use super::inside::is_free;
use super::trouble::{Action, Trouble};

const PREFIX: &str = ".maskflow-";
const WRITING: &str = ".writing";

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Writes a file whole or not at all, so that it outlives a power cut once this returns. What had the name is replaced: the caller
/// knows that it may be.
///
/// # Errors
/// When the disk refuses; what had the name stays.
pub fn commit(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    let writing = folder.join(format!("{PREFIX}{}{WRITING}", digest(bytes)));
    let write = || -> io::Result<()> {
        let mut file = start(&writing, bytes)?;
        file.set_len(0)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&writing, path)?;
        // Renames are kept by the folder, which some systems can't sync.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    };
    write().map_err(|error| {
        if is_beginning(&writing, bytes) {
            let _ = fs::remove_file(&writing);
        }
        Trouble::at(Action::Write, path)(error)
    })
}

/// Opens the file in which bytes are written before they get their name. One that a killed program left has their beginning.
fn start(writing: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    match options.open(writing) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if !is_beginning(writing, bytes) {
                return Err(error);
            }
            OpenOptions::new().write(true).open(writing)
        }
        opened => opened,
    }
}

fn is_beginning(file: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(file).is_ok_and(|found| found.is_file())
        && super::regular(file, bytes.len() as u64).is_ok_and(|found| bytes.starts_with(&found))
}

/// Removes files that killed programs were writing in a folder: named as [`commit`] names them, and beginning with `mark` or empty.
///
/// # Errors
/// When the folder cannot be listed, or one of them cannot be removed.
pub fn sweep(folder: &Path, mark: &[u8]) -> io::Result<()> {
    let list = Trouble::at(Action::List, folder);
    for entry in fs::read_dir(folder).map_err(&list)? {
        let entry = entry.map_err(&list)?;
        let named = is_named(&entry.file_name().to_string_lossy());
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if named && is_file && begins_with(&entry.path(), mark) {
            let path = entry.path();
            fs::remove_file(&path).map_err(Trouble::at(Action::Remove, &path))?;
        }
    }
    Ok(())
}

fn is_named(name: &str) -> bool {
    let digest = name
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.strip_suffix(WRITING));
    digest.is_some_and(|digest| {
        digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn begins_with(file: &Path, mark: &[u8]) -> bool {
    let mut start = Vec::new();
    let read =
        File::open(file).and_then(|file| file.take(mark.len() as u64).read_to_end(&mut start));
    read.is_ok() && mark.starts_with(&start)
}

/// A name beside a file under which it can be kept: `<name>.<why>-N`, the first that is free.
#[must_use]
pub fn free_beside(path: &Path, why: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let named = |at: u32| path.with_file_name(format!("{name}.{why}-{at}"));
    (1..)
        .map(named)
        .find(|free| is_free(free).unwrap_or(false))
        .unwrap_or_else(|| named(0))
}

/// Moves a file to a free name beside it, and gives that back.
///
/// # Errors
/// When the system refuses.
pub fn set_aside(path: &Path, why: &str) -> io::Result<PathBuf> {
    let aside = free_beside(path, why);
    super::rename::move_to_free(path, &aside).map_err(Trouble::at(Action::Place, path))?;
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leftovers_are_known_by_content() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("plan.json");
        commit(&path, b"one").expect("written");
        // What a killed program left of the same bytes.
        let left = place
            .path()
            .join(format!("{PREFIX}{}{WRITING}", digest(b"other")));
        fs::write(&left, b"oth").expect("written");
        commit(&path, b"other").expect("written again");
        assert_eq!(fs::read(&path).expect("there"), b"other");
        assert_eq!(fs::read_dir(place.path()).expect("listed").count(), 1);

        fs::write(&left, b"the user's").expect("written");
        assert!(commit(&path, b"other").is_err());
        sweep(place.path(), b"PAR1").expect("swept");
        assert_eq!(fs::read(&left).expect("there"), b"the user's");
        fs::write(&left, b"PAR1...").expect("written");
        sweep(place.path(), b"PAR1").expect("swept");
        assert!(!left.exists());
    }

    #[test]
    fn what_is_set_aside_takes_the_first_free_name() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("a");
        for expected in ["a.damaged-1", "a.damaged-2"] {
            fs::write(&path, b"1").expect("written");
            let aside = set_aside(&path, "damaged").expect("moved");
            assert_eq!(aside, place.path().join(expected));
        }
    }
}
