//! A folder of results that appears whole or not at all: written beside its place, then renamed. A run that fails
//! leaves earlier results untouched; a run that is killed leaves them where the next one finds them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// Names of folders that are being written, and that hold what is being replaced, begin like this.
const WRITING: &str = ".writing-";
const REPLACED: &str = ".replaced-";

/// Opens a folder for results, creating it if need be, and tidies up after runs that were killed, unless another run
/// is using it. It counts as in use for as long as the handle lives.
///
/// # Errors
/// When it cannot be created, or leftovers cannot be taken away.
pub fn open(folder: &Path) -> io::Result<Option<File>> {
    fs::create_dir_all(folder)?;
    // Some systems can lock no folder: leftovers stay there, and harm nobody.
    let Ok(handle) = File::open(folder) else {
        return Ok(None);
    };
    if handle.try_lock().is_ok() {
        tidy(folder)?;
        handle.unlock()?;
    }
    let using = handle.lock_shared().is_ok();
    Ok(using.then_some(handle))
}

/// Takes away what killed runs have left, and puts back results that one of them had moved aside.
fn tidy(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(REPLACED) {
            for kept in fs::read_dir(entry.path())? {
                let kept = kept?;
                let place = folder.join(kept.file_name());
                if !place.exists() {
                    fs::rename(kept.path(), place)?;
                }
            }
        }
        if name.starts_with(REPLACED) || name.starts_with(WRITING) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Writes files into `folder`, replacing what stood there only when all of them are written.
///
/// # Errors
/// When the disk is full or read-only; what stood there stays.
pub fn replace(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let fresh = Fresh::beside(folder)?;
    for (name, bytes) in files {
        io::Write::write_all(&mut fresh.file(name)?, bytes)?;
    }
    fresh.place()
}

/// A folder of results that is being written beside the one that it will replace. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Fresh {
    fresh: TempDir,
    folder: PathBuf,
}

impl Fresh {
    /// Begins a folder.
    ///
    /// # Errors
    /// When the disk is full or read-only.
    pub fn beside(folder: &Path) -> io::Result<Self> {
        let parent = folder.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent)?;
        Ok(Self {
            fresh: tempfile::Builder::new()
                .prefix(WRITING)
                .tempdir_in(parent)?,
            folder: folder.to_owned(),
        })
    }

    /// A new file in it; `name` may have folders of its own.
    ///
    /// # Errors
    /// When the disk is full or read-only.
    pub fn file(&self, name: &str) -> io::Result<File> {
        let path = self.fresh.path().join(name);
        if let Some(inner) = path.parent() {
            fs::create_dir_all(inner)?;
        }
        File::create(&path)
    }

    /// Sees to it that everything written outlives a power cut, for results whose making cannot be repeated cheaply.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn sync(&self) -> io::Result<()> {
        sync(self.fresh.path())
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// When that is not possible; what stood there stays.
    pub fn place(self) -> io::Result<()> {
        let folder = &self.folder;
        let parent = folder.parent().unwrap_or(Path::new("."));
        let old = tempfile::Builder::new()
            .prefix(REPLACED)
            .tempdir_in(parent)?;
        let kept = old.path().join(folder.file_name().unwrap_or_default());
        let existed = folder.exists();
        if existed {
            fs::rename(folder, &kept)?;
        }
        let placed = fs::rename(self.fresh.keep(), folder);
        if placed.is_err() && existed {
            fs::rename(&kept, folder)?;
        }
        placed
    }
}

/// Syncs every file below a folder.
fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync(&path)?;
        } else {
            File::open(&path)?.sync_all()?;
        }
    }
    // Names are kept by the folder, which some systems can't sync.
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .or(Ok(()))
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

    #[test]
    fn what_a_killed_run_moved_aside_comes_back_and_the_rest_goes() {
        let place = tempfile::tempdir().expect("a temporary folder");
        for aside in [".replaced-a/lost", ".replaced-b/kept", ".writing-c", "kept"] {
            let folder = place.path().join(aside);
            fs::create_dir_all(&folder).expect("created");
            fs::write(folder.join("a.csv"), aside).expect("written");
        }
        let first = open(place.path()).expect("opened");
        let read = |file: &str| fs::read_to_string(place.path().join(file)).expect("there");
        assert_eq!(read("lost/a.csv"), ".replaced-a/lost");
        assert_eq!(read("kept/a.csv"), "kept");
        assert_eq!(fs::read_dir(place.path()).expect("listed").count(), 2);

        // While one run uses the folder, another leaves alone what looks like leftovers.
        fs::create_dir(place.path().join(".writing-d")).expect("created");
        let second = open(place.path()).expect("opened");
        assert!(place.path().join(".writing-d").exists());
        drop((first, second));
        open(place.path()).expect("opened");
        assert!(!place.path().join(".writing-d").exists());
    }
}
