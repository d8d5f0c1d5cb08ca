//! A folder of results that appears whole or not at all: written beside its place, then renamed. A run that fails
//! leaves earlier results untouched.

use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

/// Writes files into `folder`, replacing what stood there only when all of them are written.
///
/// # Errors
/// When the disk is full or read-only; what stood there stays.
pub fn replace(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let parent = folder.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let fresh = tempfile::Builder::new()
        .prefix(".writing-")
        .tempdir_in(parent)?;
    for (name, bytes) in files {
        let path = fresh.path().join(name);
        if let Some(inner) = path.parent() {
            fs::create_dir_all(inner)?;
        }
        let file = fs::File::create(&path)?;
        io::Write::write_all(&mut &file, bytes)?;
    }
    let old = tempfile::Builder::new()
        .prefix(".replaced-")
        .tempdir_in(parent)?;
    let kept = old.path().join("old");
    let existed = folder.exists();
    if existed {
        fs::rename(folder, &kept)?;
    }
    let placed = fs::rename(fresh.keep(), folder);
    if placed.is_err() && existed {
        fs::rename(&kept, folder)?;
    }
    placed
}

/// SHA-256, hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_replaced_whole_and_leaves_nothing_behind() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("run");
        replace(
            &folder,
            &[
                ("a.csv".into(), b"1".to_vec()),
                ("old.csv".into(), b"2".to_vec()),
            ],
        )
        .expect("written");
        replace(&folder, &[("a.csv".into(), b"3".to_vec())]).expect("written again");
        assert_eq!(fs::read(folder.join("a.csv")).expect("there"), b"3");
        assert!(!folder.join("old.csv").exists());
        assert_eq!(fs::read_dir(place.path()).expect("listed").count(), 1);
    }
}
