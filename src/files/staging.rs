//! A folder in which results are made ready, beside the place where they will be. Its journal says what maskflow writes there and
//! where it belongs, so that what a killed program left is known by content, and what was being placed can be placed.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::inside::{everything, file_inside, is_inside, look, make_way};
use super::manifest::FORMAT;
use super::trouble::{Action, Trouble};
use crate::language::{Message, Word};

const PREFIX: &str = ".maskflow-";
const JOURNAL: &str = "journal.json";
/// A journal has a line a file.
const MOST_BYTES: u64 = 64 << 20;

/// Below it, what is made ready; later, what stood in the place before.
pub(super) const NEW: &str = "results";
/// Below it, what was taken out of the place file by file.
pub(super) const REMOVED: &str = "removed";

/// A folder in which something is made ready. Dropped before it is placed, it leaves nothing.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    journal: File,
    /// The name of the place, in the folder in which this one lies.
    pub place: String,
    /// Names of the files that are made ready.
    pub announced: BTreeSet<String>,
    /// SHA-256 of the new manifest, once it is being placed.
    pub placing: Option<String>,
    /// Whether it stays when dropped.
    kept: bool,
}

impl Staging {
    /// Begins one in `parent`, for the place of that name there.
    ///
    /// # Errors
    /// When the disk is full or read-only.
    pub fn begin(parent: &Path, place: &str) -> io::Result<Self> {
        let create = Trouble::at(Action::Create, parent);
        let prefix = format!("{PREFIX}{}-", std::process::id());
        let folder = tempfile::Builder::new()
            .prefix(&prefix)
            .tempdir_in(parent)
            .map_err(create)?;
        let path = folder.path().join(JOURNAL);
        let mut journal = OpenOptions::new();
        let journal = journal.read(true).append(true).create_new(true).open(&path);
        let journal = journal.map_err(Trouble::at(Action::Write, &path))?;
        // Where files cannot be locked, what killed programs left stays: it harms nobody.
        let _ = journal.lock();
        let new = folder.path().join(NEW);
        fs::create_dir(&new).map_err(Trouble::at(Action::Create, &new))?;
        let mut staging = Self {
            folder: folder.keep(),
            journal,
            place: place.to_owned(),
            announced: BTreeSet::new(),
            placing: None,
            kept: false,
        };
        staging.say(&json!({
            "program": "maskflow", "format": FORMAT, "place": place, "process": std::process::id(),
        }))?;
        Ok(staging)
    }

    /// What programs that are gone have left in a folder.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn left_in(parent: &Path) -> io::Result<Vec<Self>> {
        let list = Trouble::at(Action::List, parent);
        let mut found = Vec::new();
        for entry in fs::read_dir(parent).map_err(&list)? {
            let entry = entry.map_err(&list)?;
            let named = entry.file_name().to_string_lossy().starts_with(PREFIX);
            if named && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                let left = Self::left(&entry.path());
                if left.is_none() {
                    remove_if_barely_begun(&entry.path());
                }
                found.extend(left);
            }
        }
        Ok(found)
    }

    /// One that was left: its journal is sound, and no living program holds it.
    fn left(folder: &Path) -> Option<Self> {
        let path = file_inside(folder, JOURNAL)?;
        let mut options = OpenOptions::new();
        let journal = options.read(true).append(true).open(path).ok()?;
        match journal.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => return None,
        }
        let mut text = String::new();
        let mut start = (&journal).take(MOST_BYTES);
        start.read_to_string(&mut text).ok()?;
        // A last line that was cut short is no line.
        let mut lines = text
            .lines()
            .map_while(|line| serde_json::from_str::<Value>(line).ok());
        let head = lines.next()?;
        let place = head["place"].as_str()?;
        let sound = head["program"] == "maskflow"
            && head["format"] == FORMAT
            && is_inside(place)
            && !place.contains('/');
        if !sound {
            return None;
        }
        let mut staging = Self {
            folder: folder.to_owned(),
            journal,
            place: place.to_owned(),
            announced: BTreeSet::new(),
            placing: None,
            kept: true,
        };
        for line in lines {
            if let Some(name) = line["file"].as_str() {
                staging.announced.insert(name.to_owned());
            }
            if let Some(manifest) = line["placing"].as_str() {
                staging.placing = Some(manifest.to_owned());
            }
        }
        Some(staging)
    }

    fn say(&mut self, line: &Value) -> io::Result<()> {
        let text = format!("{line}\n");
        let written = self.journal.write_all(text.as_bytes());
        written.map_err(Trouble::at(Action::Write, &self.folder.join(JOURNAL)))
    }

    /// The folder that is made ready.
    pub fn new_files(&self) -> PathBuf {
        self.folder.join(NEW)
    }

    /// Where files go that are taken out of the place.
    pub fn removed_files(&self) -> PathBuf {
        self.folder.join(REMOVED)
    }

    /// Announces a file, and makes way for it; gives back where it is to be written.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn announce(&mut self, name: &str) -> io::Result<PathBuf> {
        if !is_inside(name) {
            let climbs = io::Error::new(
                io::ErrorKind::InvalidInput,
                Message(Word::of("不是文件夹内的名称", "no name inside a folder")),
            );
            return Err(Trouble::at(Action::Write, Path::new(name))(climbs));
        }
        self.say(&json!({ "file": name }))?;
        self.announced.insert(name.to_owned());
        let path = self.new_files().join(name);
        make_way(&self.new_files(), name).map_err(Trouble::at(Action::Create, &path))?;
        Ok(path)
    }

    /// Says that everything is ready and its names are being given. From here on, it stays until all of them are.
    ///
    /// # Errors
    /// When the disk refuses; nothing is being placed then.
    pub fn begin_placing(&mut self, manifest: &str) -> io::Result<()> {
        self.say(&json!({ "placing": manifest }))?;
        self.placing = Some(manifest.to_owned());
        self.kept = true;
        Ok(())
    }

    /// Nothing has been placed: it need not stay.
    pub fn give_up(&mut self) {
        self.kept = false;
    }

    /// Removes it once it holds nothing but folders and its journal.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn close(mut self) -> io::Result<()> {
        self.kept = true;
        for folder in [self.new_files(), self.removed_files()] {
            remove_empty(&folder).map_err(Trouble::at(Action::Remove, &folder))?;
        }
        let journal = self.folder.join(JOURNAL);
        fs::remove_file(&journal).map_err(Trouble::at(Action::Remove, &journal))?;
        fs::remove_dir(&self.folder).map_err(Trouble::at(Action::Remove, &self.folder))
    }

    /// Removes what was made ready and never placed: announced files, no others.
    pub fn discard(&mut self) {
        let new = self.new_files();
        let files = (self.announced.iter()).filter_map(|name| file_inside(&new, name));
        for path in files {
            let _ = fs::remove_file(path);
        }
        let empty = remove_empty(&new).is_ok() && remove_empty(&self.removed_files()).is_ok();
        // What somebody else put there keeps the folder, and its journal.
        if empty && everything(&self.folder).is_ok_and(|rest| rest.len() <= 1) {
            let _ = fs::remove_file(self.folder.join(JOURNAL));
            let _ = fs::remove_dir(&self.folder);
        }
        self.kept = true;
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.kept {
            self.discard();
        }
    }
}

/// Removes a folder that a program which is gone had made and written nothing into: it holds an empty journal and empty folders
/// at the most.
fn remove_if_barely_begun(folder: &Path) {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let process = name
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split_once('-'))
        .and_then(|(process, _)| process.parse::<u32>().ok());
    // Only where processes can be seen is it known that one is gone.
    let is_gone = |process: u32| {
        let all = Path::new("/proc");
        all.join("self").exists() && !all.join(process.to_string()).exists()
    };
    if !process.is_some_and(is_gone) {
        return;
    }
    let journal = folder.join(JOURNAL);
    let is_empty = |name: &str| {
        name == NEW
            || name == JOURNAL
                && fs::symlink_metadata(&journal)
                    .is_ok_and(|file| file.is_file() && file.len() == 0)
    };
    if everything(folder).is_ok_and(|all| all.iter().all(|(name, _)| is_empty(name))) {
        let _ = remove_empty(&folder.join(NEW));
        let _ = fs::remove_file(journal);
        let _ = fs::remove_dir(folder);
    }
}

/// Removes a folder in which there are only folders; one that is not there is no error.
fn remove_empty(folder: &Path) -> io::Result<()> {
    match look(folder)? {
        Some(found) if found.is_dir() => {}
        Some(_) => return Err(io::ErrorKind::NotADirectory.into()),
        None => return Ok(()),
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
}
