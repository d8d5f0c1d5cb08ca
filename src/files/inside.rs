//! Names below a folder: relative, and reached by real folders only, never by a link out of it.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// Whether a name, as a manifest writes it, stays inside its folder: parts between single slashes, none of which climbs.
#[must_use]
pub fn is_inside(name: &str) -> bool {
    let parts = || name.split('/');
    name.len() <= 1000
        && !name.contains(['\\', '\0', ':'])
        && parts().all(|part| !part.is_empty() && part != "." && part != "..")
}

/// The regular file of that name below a folder; nothing where there is none, where a link stands on the way, or where that cannot
/// be told.
#[must_use]
pub fn file_inside(folder: &Path, name: &str) -> Option<PathBuf> {
    find_inside(folder, name).ok().flatten()
}

/// The regular file of that name below a folder; nothing where there is none, or where a link stands on the way.
///
/// # Errors
/// When the system does not tell.
pub(super) fn find_inside(folder: &Path, name: &str) -> io::Result<Option<PathBuf>> {
    if !is_inside(name) {
        return Ok(None);
    }
    let mut path = folder.to_owned();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let Some(found) = look(&path)? else {
            return Ok(None);
        };
        let sound = if parts.peek().is_some() {
            found.is_dir()
        } else {
            found.is_file()
        };
        if !sound {
            return Ok(None);
        }
    }
    Ok(Some(path))
}

/// What a name stands for, links not followed; nothing where it is free.
///
/// # Errors
/// When the system does not tell.
pub(super) fn look(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a name stands for nothing, not even for a link that leads nowhere.
///
/// # Errors
/// When the system does not tell.
pub fn is_free(path: &Path) -> io::Result<bool> {
    look(path).map(|found| found.is_none())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Creates the folders that a name below a folder needs.
///
/// # Errors
/// When something else than a folder stands on the way, a link among them, or the system refuses.
pub(super) fn make_way(folder: &Path, name: &str) -> io::Result<()> {
    let mut path = folder.to_owned();
    let parts: Vec<&str> = name.split('/').collect();
    for part in &parts[..parts.len().saturating_sub(1)] {
        path.push(part);
        match look(&path)? {
            Some(found) if found.is_dir() => {}
            Some(_) => return Err(io::ErrorKind::NotADirectory.into()),
            None => fs::create_dir(&path)?,
        }
    }
    Ok(())
}

/// What stands below a folder, links not followed: names relative to it, and whether each is a regular file.
/// Folders themselves are left out, but for empty ones.
///
/// # Errors
/// When a folder cannot be listed.
pub(super) fn everything(folder: &Path) -> io::Result<Vec<(String, bool)>> {
    let mut found = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(prefix) = waiting.pop() {
        let before = found.len() + waiting.len();
        for entry in fs::read_dir(folder.join(&prefix))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let name = if prefix.is_empty() {
                name
            } else {
                format!("{prefix}/{name}")
            };
            if kind.is_dir() {
                waiting.push(name);
            } else {
                found.push((name, kind.is_file()));
            }
        }
        if found.len() + waiting.len() == before && !prefix.is_empty() {
            found.push((prefix, false));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_climb_are_not_inside() {
        for name in ["a.csv", "charts/a.svg", "图/甲.csv", "a..b"] {
            assert!(is_inside(name), "{name}");
        }
        for name in ["", "../a", "/a", "a//b", "a/../b", "a\\b", "c:a", "."] {
            assert!(!is_inside(name), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_out() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let (own, other) = (place.path().join("own"), place.path().join("other"));
        fs::create_dir_all(own.join("charts")).expect("created");
        fs::create_dir(&other).expect("created");
        fs::write(own.join("charts/a"), "a").expect("written");
        fs::write(other.join("a"), "a").expect("written");
        std::os::unix::fs::symlink(&other, own.join("link")).expect("linked");
        assert!(file_inside(&own, "charts/a").is_some());
        assert!(file_inside(&own, "link/a").is_none());
        assert!(make_way(&own, "link/b").is_err());
        let names: Vec<_> = everything(&own).expect("listed");
        assert_eq!(
            names,
            [("charts/a".to_owned(), true), ("link".to_owned(), false)]
        );
    }
}
