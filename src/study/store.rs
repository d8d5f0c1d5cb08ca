//! Where a study keeps its runs while it goes: a chunk of worlds a file, committed whole (written beside its place,
//! synced, renamed), so that whatever ends the program, what was committed is there and nothing else is.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::plan::point_folder;
use crate::files::{
    Action, FORMAT, Trouble, commit, digest, file_inside, is_free, regular, set_aside, sweep,
    word_of,
};
use crate::language::{Message, Word};
use crate::said;

mod chunk;
mod parts;

pub use chunk::{Chunk, unpack, written};
pub use parts::Parts;

/// The file that says whose chunks these are.
pub const PLAN: &str = "plan.json";
/// A plan names each point.
const MOST_PLAN: u64 = 256 << 20;
/// The file that whoever works on the store holds.
const IN_USE: &str = "maskflow.lock";
/// Rows of a row group: what is held in memory at once.
const GROUP: usize = 1024;

/// A folder of chunks.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    plan: String,
    /// Held while a study works on it.
    in_use: Option<File>,
}

/// Why a folder can't take or give a study's chunks.
#[derive(Debug)]
pub enum StoreError {
    /// Something else is kept there.
    Other {
        /// Where.
        folder: PathBuf,
    },
    /// Nothing is kept there.
    Nothing {
        /// Where.
        folder: PathBuf,
    },
    /// Another program works on it.
    Busy {
        /// Where.
        folder: PathBuf,
        /// Who, where that is known.
        by: Option<String>,
    },
    /// Another version's format.
    Format {
        /// The plan.
        file: PathBuf,
        /// Its format.
        format: u64,
        /// Who wrote it.
        version: String,
        /// The chunks beside it.
        chunks: String,
    },
    /// Worlds that another chunk has too.
    Twice {
        /// Where.
        file: PathBuf,
    },
    /// Disk or file system.
    Disk(io::Error),
    /// A file that is not what was written.
    Damaged {
        /// Which.
        file: PathBuf,
        /// What is wrong with it.
        why: Word,
    },
}

impl StoreError {
    /// What is told of it.
    #[must_use]
    pub fn word(&self) -> Word {
        match self {
            Self::Other { folder } => {
                let folder = folder.display();
                said!(
                    "{folder}：其中存有另一项重复模拟（plan.json 不同）；用 --out 指定其他文件夹，或者用 --restart 重新开始",
                    "{folder}: holds another study (its plan differs); give --out another folder, or --restart to begin anew"
                )
            }
            Self::Nothing { folder } => {
                let folder = folder.display();
                said!(
                    "{folder}：其中没有重复模拟",
                    "{folder}: no study is kept there"
                )
            }
            Self::Busy { folder, by } => {
                let (folder, by) = (folder.display(), by.as_deref());
                let by_zh = by.map_or_else(String::new, |by| format!("（{by}）"));
                let by = by.map_or_else(String::new, |by| format!(" ({by})"));
                said!(
                    "{folder}：另一程序{by_zh}正在做这项重复模拟；请待其结束，或者用 --out 指定其他文件夹",
                    "{folder}: another program works on this study{by}; wait for its end, or give --out another folder"
                )
            }
            Self::Format {
                file,
                format,
                version,
                chunks,
            } => {
                let (file, this) = (file.display(), env!("CARGO_PKG_VERSION"));
                said!(
                    "{file}：格式为 {format}，由 maskflow {version} 写成；本程序是 maskflow {this}，读格式 {FORMAT}（{chunks} 的名称中没有校验和，无从得知是否损坏）；同一 `maskflow study` 命令加 --restart 即重新做，原有文件不动",
                    "{file}: format {format}, written by maskflow {version}; this is maskflow {this}, which reads format {FORMAT} (no checksum stands in the names of {chunks}: damage could not be told); the same `maskflow study` command with --restart does the work anew, and leaves what is there"
                )
            }
            Self::Twice { file } => {
                let file = file.display();
                said!(
                    "{file}：其中的未来另一文件中也有；每一份只给一次",
                    "{file}: its worlds are in another chunk too; give every part once"
                )
            }
            Self::Disk(error) => word_of(error),
            Self::Damaged { file, why } => {
                let (file, Word { zh, en }) = (file.display(), why);
                said!(
                    "{file}：已损坏：{zh}；当初的 `maskflow study` 命令加 --resume 会将其移开并重做",
                    "{file}: damaged: {en}; the `maskflow study` command that made it, with --resume, sets it aside and does its runs again"
                )
            }
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.word().en)
    }
}

impl std::error::Error for StoreError {}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl Store {
    /// Opens a folder for a study's chunks, creating it if need be, and holds it. `plan` is what tells the study from others.
    ///
    /// # Errors
    /// When another study's chunks are there, another program works on it, or the disk refuses.
    pub fn open(folder: &Path, plan: &str) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(Trouble::at(Action::Create, folder))?;
        let in_use = hold(folder)?;
        let file = folder.join(PLAN);
        if !is_free(&file).map_err(Trouble::at(Action::Read, &file))? {
            let known = Self::found(folder)?;
            if known.plan != plan {
                return Err(StoreError::Other {
                    folder: folder.to_owned(),
                });
            }
        } else {
            commit(&file, plan.as_bytes())?;
        }
        sweep(folder, chunk::MARK)?;
        Ok(Self {
            folder: folder.to_owned(),
            plan: plan.to_owned(),
            in_use: Some(in_use),
        })
    }

    /// The chunks that another program left, whatever study they are of.
    ///
    /// # Errors
    /// When there are none, they are of a format that is not read, or the disk refuses.
    pub fn found(folder: &Path) -> Result<Self, StoreError> {
        let file = folder.join(PLAN);
        if is_free(&file).map_err(Trouble::at(Action::Read, &file))? {
            return Err(StoreError::Nothing {
                folder: folder.to_owned(),
            });
        }
        let damaged = |why: Word| StoreError::Damaged {
            file: file.clone(),
            why,
        };
        let bytes = regular(&file, MOST_PLAN).map_err(|why| damaged(why.word()))?;
        let plan = String::from_utf8(bytes)
            .map_err(|error| damaged(said!("不是 UTF-8 文本：{error}", "{error}")))?;
        let document: Value = serde_json::from_str(&plan)
            .map_err(|error| damaged(said!("不是 JSON：{error}", "{error}")))?;
        let format = document["format"].as_u64().unwrap_or(1);
        if document["program"] != "maskflow" {
            return Err(damaged(Word::of(
                "不是 maskflow 写的",
                "not written by maskflow",
            )));
        }
        if format != FORMAT {
            let version = document["version"].as_str().unwrap_or("of another version");
            return Err(StoreError::Format {
                version: version.to_owned(),
                chunks: names(&chunks_in(folder)?),
                file,
                format,
            });
        }
        Ok(Self {
            folder: folder.to_owned(),
            plan,
            in_use: None,
        })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What tells the study from others.
    #[must_use]
    pub fn plan(&self) -> &str {
        &self.plan
    }

    /// Keeps the scenario of a point beside the chunks. Something else that stands there is set aside.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_point(&self, point: usize, scenario: &str) -> Result<(), StoreError> {
        let folder = self.folder.join(point_folder(point));
        let file = folder.join("scenario.toml");
        match regular(&file, scenario.len() as u64) {
            Ok(bytes) if bytes == scenario.as_bytes() => return Ok(()),
            _ if !is_free(&file).map_err(Trouble::at(Action::Read, &file))? => {
                set_aside(&file, "edited")?;
            }
            _ => fs::create_dir_all(&folder).map_err(Trouble::at(Action::Create, &folder))?,
        }
        Ok(commit(&file, scenario.as_bytes())?)
    }

    /// Commits the runs of some worlds.
    ///
    /// # Errors
    /// When the disk refuses; nothing is left of the chunk then.
    pub fn keep(&self, worlds: &Range<u64>, rows: &[super::row::Row]) -> Result<usize, StoreError> {
        let bytes = written(rows, &self.plan).map_err(io::Error::other)?;
        let name = chunk::name_of(&self.plan, worlds, &bytes);
        commit(&self.folder.join(name), &bytes)?;
        Ok(bytes.len())
    }

    /// The chunks that are kept, by name, in the order of worlds. Whether they are sound is not looked at.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn kept(&self) -> Result<Vec<Chunk>, StoreError> {
        Ok(chunks_in(&self.folder)?)
    }

    /// Sets damaged chunks aside, so that their worlds count as missing; tells which, why, and where they are now.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn set_damaged_aside(&self) -> Result<Vec<(StoreError, PathBuf)>, StoreError> {
        let mut aside = Vec::new();
        for chunk in self.kept()? {
            if let Err(why) = chunk.check(&self.plan) {
                aside.push((why, set_aside(&chunk.path, "damaged")?));
            }
        }
        in_order(std::slice::from_ref(self))?;
        Ok(aside)
    }

    /// Removes what the study kept: sound chunks, the scenarios of its points and its plan. Whatever else lies there stays.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn discard(mut self) -> Result<(), StoreError> {
        if self.in_use.is_none() {
            self.in_use = Some(hold(&self.folder)?);
        }
        let remove = |file: &Path| fs::remove_file(file).map_err(Trouble::at(Action::Remove, file));
        for chunk in self.kept()? {
            if chunk.check(&self.plan).is_ok() {
                remove(&chunk.path)?;
            }
        }
        sweep(&self.folder, chunk::MARK)?;
        let document: Value = serde_json::from_str(&self.plan).map_err(io::Error::other)?;
        for (at, point) in document["points"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            let name = format!("{}/scenario.toml", point_folder(at));
            let Some(file) = file_inside(&self.folder, &name) else {
                continue;
            };
            let sound = regular(&file, MOST_PLAN)
                .is_ok_and(|bytes| point["resolved_sha256"] == digest(&bytes));
            if sound {
                remove(&file)?;
                let _ = fs::remove_dir(self.folder.join(point_folder(at)));
            }
        }
        remove(&self.folder.join(PLAN))?;
        remove(&self.folder.join(IN_USE))?;
        // Whatever else lies there keeps the folder.
        let _ = fs::remove_dir(&self.folder);
        Ok(())
    }
}

/// Chunks by name, in the order of worlds.
fn chunks_in(folder: &Path) -> io::Result<Vec<Chunk>> {
    let list = Trouble::at(Action::List, folder);
    let mut chunks = Vec::new();
    for entry in fs::read_dir(folder).map_err(&list)? {
        let name = entry.map_err(&list)?.file_name();
        chunks.extend(Chunk::named(folder, &name.to_string_lossy()));
    }
    chunks.sort_by_key(|chunk| (chunk.worlds.start, chunk.worlds.end));
    Ok(chunks)
}

/// The names of some chunks, for a message.
fn names(chunks: &[Chunk]) -> String {
    const SHOWN: usize = 3;
    let shown = chunks.iter().take(SHOWN);
    let names: Vec<_> = shown
        .filter_map(|chunk| Some(chunk.path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    match chunks.len().checked_sub(SHOWN + 1) {
        Some(more) => format!("{} and {} more", names.join(", "), more + 1),
        None if names.is_empty() => "chunks".to_owned(),
        None => names.join(", "),
    }
}

/// Holds a folder for whoever works on it.
fn hold(folder: &Path) -> Result<File, StoreError> {
    const HEAD: &str = "maskflow, process ";
    let path = folder.join(IN_USE);
    let told = Trouble::at(Action::Lock, &path);
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    let opened = options.clone().create_new(true).open(&path);
    let mut file = match opened {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            options.open(&path).map_err(&told)?
        }
        opened => opened.map_err(&told)?,
    };
    let mut text = String::new();
    let busy = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    let _ = (&file).take(200).read_to_string(&mut text);
    if busy {
        return Err(StoreError::Busy {
            folder: folder.to_owned(),
            by: text
                .strip_prefix("maskflow, ")
                .map(|by| by.trim().to_owned()),
        });
    }
    if !(text.is_empty() || text.starts_with(HEAD)) {
        let other = io::Error::new(
            io::ErrorKind::AlreadyExists,
            Message(Word::of(
                "有不是 maskflow 写的文件",
                "a file that maskflow did not write",
            )),
        );
        return Err(told(other).into());
    }
    let mut write = || -> io::Result<()> {
        file.set_len(0)?;
        io::Seek::rewind(&mut file)?;
        file.write_all(format!("{HEAD}{}\n", std::process::id()).as_bytes())
    };
    write().map_err(&told)?;
    Ok(file)
}

/// The worlds of `all` that no chunk holds, in order.
#[must_use]
pub fn missing(all: Range<u64>, kept: &[Chunk]) -> Vec<Range<u64>> {
    let mut missing = Vec::new();
    let mut next = all.start;
    for chunk in kept {
        let worlds = &chunk.worlds;
        if worlds.start > next {
            missing.push(next..worlds.start.min(all.end));
        }
        next = next.max(worlds.end);
    }
    if next < all.end {
        missing.push(next..all.end);
    }
    missing.retain(|worlds| worlds.start < worlds.end);
    missing
}

/// The chunks of several stores in the order of worlds.
///
/// # Errors
/// When the disk refuses, or some world is there twice.
pub fn in_order(stores: &[Store]) -> Result<Vec<Chunk>, StoreError> {
    let mut chunks = Vec::new();
    for store in stores {
        chunks.extend(store.kept()?);
    }
    chunks.sort_by_key(|chunk| (chunk.worlds.start, chunk.worlds.end));
    let twice = chunks
        .windows(2)
        .find(|pair| pair[0].worlds.end > pair[1].worlds.start);
    match twice {
        Some(pair) => Err(StoreError::Twice {
            file: pair[1].path.clone(),
        }),
        None => Ok(chunks),
    }
}
