//! Results: folders that maskflow fills, each with a manifest. They appear whole or not at all; what the manifest does not list
//! is never touched.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::digest::{digest, digest_of};
use super::lock::Lock;
use super::manifest::{self, Entry, Kind, MANIFEST};
use super::refusal::Refusal;
use super::rename::move_to_free;
use super::staging::Staging;
use super::trouble::{Action, Trouble};

mod place;

pub use place::KeptEdited;

/// The folder in which a verb keeps its results, a folder each.
#[derive(Clone, Debug)]
pub struct Out {
    folder: PathBuf,
}

impl Out {
    /// Opens a folder for results, creating it if need be, and settles what programs that were killed left there.
    ///
    /// # Errors
    /// When it holds a scenario, or cannot be created.
    pub fn open(folder: &Path) -> io::Result<Self> {
        if let Some(refusal) = Refusal::of_out(folder) {
            return Err(refusal.into());
        }
        fs::create_dir_all(folder).map_err(Trouble::at(Action::Create, folder))?;
        settle(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where results of that name are kept.
    #[must_use]
    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Objects when results of some kind must not take the place of that name.
    ///
    /// # Errors
    /// A [`Refusal`]: the name is no name of a folder, or something else is kept there.
    pub fn claim(&self, name: &str, kind: Kind) -> io::Result<()> {
        Refusal::of_place(&self.folder, name, kind).map_or(Ok(()), |refusal| Err(refusal.into()))
    }

    /// Begins results of some kind, for the place of that name.
    ///
    /// # Errors
    /// A [`Refusal`] where something else is kept there; or the disk refuses.
    pub fn begin(&self, name: &str, kind: Kind) -> io::Result<Results> {
        self.claim(name, kind)?;
        Ok(Results {
            staging: Staging::begin(&self.folder, name)?,
            parent: self.folder.clone(),
            kind,
            known: BTreeMap::new(),
        })
    }

    /// Writes results that are in memory.
    ///
    /// # Errors
    /// A [`Refusal`] where something else is kept there; or the disk refuses. What was there before stays.
    pub fn write(
        &self,
        name: &str,
        kind: Kind,
        about: Map<String, Value>,
        files: &[(String, Vec<u8>)],
    ) -> io::Result<Vec<KeptEdited>> {
        let mut results = self.begin(name, kind)?;
        for (file, bytes) in files {
            results.write(file, bytes)?;
        }
        results.place(about)
    }
}

/// Puts in order what programs that are gone left beside a folder of results that is to be read.
///
/// # Errors
/// When something that was being placed cannot be.
pub fn settle_beside(place: &Path) -> io::Result<()> {
    // `.` and `..` have a parent by their full names only.
    let full = fs::canonicalize(place);
    match full.as_deref().unwrap_or(place).parent() {
        Some(parent) if parent.is_dir() => settle(parent),
        _ => Ok(()),
    }
}

/// Puts in order what programs that are gone left in a folder: what was made ready is removed, what was being placed is placed.
///
/// # Errors
/// When something that was being placed cannot be.
pub fn settle(folder: &Path) -> io::Result<()> {
    if Staging::left_in(folder)?.is_empty() {
        return Ok(());
    }
    let _lock = Lock::on(folder)?;
    for mut left in Staging::left_in(folder)? {
        if left.placing.is_some() {
            place::again(folder, left)?;
        } else {
            left.discard();
        }
    }
    Ok(())
}

/// Results that are being made ready. Dropped before they are placed, they leave nothing.
#[derive(Debug)]
pub struct Results {
    staging: Staging,
    parent: PathBuf,
    kind: Kind,
    /// Files whose bytes were in memory.
    known: BTreeMap<String, Entry>,
}

impl Results {
    /// A new file, to be written by the caller; `name` may have folders of its own.
    ///
    /// # Errors
    /// When the disk is full or read-only.
    pub fn file(&mut self, name: &str) -> io::Result<File> {
        let path = self.staging.announce(name)?;
        File::create_new(&path).map_err(Trouble::at(Action::Write, &self.told(name)))
    }

    /// Writes a file.
    ///
    /// # Errors
    /// When the disk is full or read-only.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.file(name)?;
        file.write_all(bytes)
            .map_err(Trouble::at(Action::Write, &self.told(name)))?;
        let entry = Entry {
            bytes: bytes.len() as u64,
            sha256: digest(bytes),
        };
        self.known.insert(name.to_owned(), entry);
        Ok(())
    }

    /// Sees to it that everything written outlives a power cut, for results whose making cannot be repeated cheaply.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn sync(&self) -> io::Result<()> {
        for name in &self.staging.announced {
            File::open(self.staging.new_files().join(name))
                .and_then(|file| file.sync_all())
                .map_err(Trouble::at(Action::Write, &self.told(name)))?;
        }
        // Names are kept by the folder, which some systems can't sync.
        let _ = File::open(self.staging.new_files()).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Puts everything into its place, with a manifest that begins with `about`. Tells which files that somebody had changed
    /// are kept under other names.
    ///
    /// # Errors
    /// A [`Refusal`] where something else is kept there; or the disk refuses. What was there before stays, or is put in order by
    /// whatever reads the place next.
    pub fn place(mut self, about: Map<String, Value>) -> io::Result<Vec<KeptEdited>> {
        let mut files = std::mem::take(&mut self.known);
        for name in &self.staging.announced {
            if !files.contains_key(name) {
                let path = self.staging.new_files().join(name);
                let read = digest_of(&path).map_err(Trouble::at(Action::Read, &path));
                let (sha256, bytes) = read?;
                files.insert(name.clone(), Entry { bytes, sha256 });
            }
        }
        let manifest = manifest::document(self.kind, about, &files);
        self.write(MANIFEST, &manifest)?;
        let _lock = Lock::on(&self.parent)?;
        // Another program may have put something there since this one began.
        if let Some(refusal) = Refusal::of_place(&self.parent, &self.staging.place, self.kind) {
            return Err(refusal.into());
        }
        place::place(&self.parent, self.staging, &digest(&manifest))
    }

    /// The name by which a file is told of: the one that it will have.
    fn told(&self, name: &str) -> PathBuf {
        self.parent.join(&self.staging.place).join(name)
    }
}

/// Writes a new folder that is no results folder, whole or not at all: a scenario.
///
/// # Errors
/// When something has that name, or the disk refuses; nothing is left then.
pub fn new_folder(place: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let parent = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(Trouble::at(Action::Create, parent))?;
    settle(parent)?;
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let mut staging = Staging::begin(parent, &name)?;
    for (file, bytes) in files {
        let path = staging.announce(file)?;
        let write = || File::create_new(&path)?.write_all(bytes);
        write().map_err(Trouble::at(Action::Write, &place.join(file)))?;
    }
    let ready = staging.new_files();
    move_to_free(&ready, place).map_err(Trouble::at(Action::Place, place))?;
    staging.close()
}

#[cfg(test)]
mod tests;
