//! Where a study keeps its runs while it goes: a chunk of worlds a file, committed whole (written beside its place,
//! synced, renamed), so that whatever ends the program, what was committed is there and nothing else is.

use std::fs::{self, File};
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;

use super::row::{self, Row};

/// The file that says whose chunks these are.
const PLAN: &str = "plan.json";
const WRITING: &str = ".writing";
/// Rows of a row group: what is held in memory at once.
const GROUP: usize = 1024;

/// A folder of chunks.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    plan: String,
}

/// Why a folder can't take or give a study's chunks.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something else is kept there.
    #[error("{}: holds another study (its plan differs); give --out another folder, or --restart to begin anew", folder.display())]
    Other {
        /// Where.
        folder: PathBuf,
    },
    /// Nothing is kept there.
    #[error("{}: no study is kept there", folder.display())]
    Nothing {
        /// Where.
        folder: PathBuf,
    },
    /// Worlds that another chunk has too.
    #[error("{}: its worlds are in another chunk too; give every part once", file.display())]
    Twice {
        /// Where.
        file: PathBuf,
    },
    /// Disk or file system.
    #[error("{}: {error}", place.display())]
    Disk {
        /// Where.
        place: PathBuf,
        /// What it says.
        error: io::Error,
    },
    /// A chunk that can't be read.
    #[error("{}: {error}; take the file away and --resume: its runs will be done again", file.display())]
    Chunk {
        /// Which.
        file: PathBuf,
        /// What is wrong with it.
        error: ParquetError,
    },
}

impl StoreError {
    fn disk(place: &Path) -> impl Fn(io::Error) -> Self {
        let place = place.to_owned();
        move |error| Self::Disk {
            place: place.clone(),
            error,
        }
    }

    fn chunk(file: &Path) -> impl Fn(ParquetError) -> Self {
        let file = file.to_owned();
        move |error| Self::Chunk {
            file: file.clone(),
            error,
        }
    }
}

impl Store {
    /// Opens a folder for a study's chunks, creating it if need be. `plan` is what tells the study from others.
    ///
    /// # Errors
    /// When another study's chunks are there, or the disk refuses.
    pub fn open(folder: &Path, plan: &str) -> Result<Self, StoreError> {
        let store = Self {
            folder: folder.to_owned(),
            plan: plan.to_owned(),
        };
        let file = folder.join(PLAN);
        match fs::read_to_string(&file) {
            Ok(known) if known == plan => store.tidy()?,
            Ok(_) => {
                return Err(StoreError::Other {
                    folder: folder.to_owned(),
                });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder).map_err(StoreError::disk(folder))?;
                store.commit(PLAN, plan.as_bytes())?;
            }
            Err(error) => return Err(StoreError::disk(&file)(error)),
        }
        Ok(store)
    }

    /// The chunks that another program left, whatever study they are of.
    ///
    /// # Errors
    /// When there are none, or the disk refuses.
    pub fn found(folder: &Path) -> Result<Self, StoreError> {
        match fs::read_to_string(folder.join(PLAN)) {
            Ok(plan) => Ok(Self {
                folder: folder.to_owned(),
                plan,
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::Nothing {
                folder: folder.to_owned(),
            }),
            Err(error) => Err(StoreError::disk(folder)(error)),
        }
    }

    /// What tells the study from others.
    #[must_use]
    pub fn plan(&self) -> &str {
        &self.plan
    }

    /// Takes away what was being written when a program was killed.
    fn tidy(&self) -> Result<(), StoreError> {
        let disk = StoreError::disk(&self.folder);
        for entry in fs::read_dir(&self.folder).map_err(&disk)? {
            let entry = entry.map_err(&disk)?;
            if entry.file_name().to_string_lossy().ends_with(WRITING) {
                fs::remove_file(entry.path()).map_err(&disk)?;
            }
        }
        Ok(())
    }

    /// Writes a file whole or not at all, so that it outlives a power cut once this returns.
    fn commit(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let place = self.folder.join(name);
        let writing = self.folder.join(format!("{name}{WRITING}"));
        let write = || -> io::Result<()> {
            let mut file = File::create(&writing)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&writing, &place)?;
            // Renames are kept by the folder, which some systems can't sync.
            File::open(&self.folder)
                .and_then(|folder| folder.sync_all())
                .or(Ok(()))
        };
        write().map_err(|error| {
            let _ = fs::remove_file(&writing);
            StoreError::disk(&place)(error)
        })
    }

    /// Commits the runs of some worlds.
    ///
    /// # Errors
    /// When the disk refuses; nothing is left of the chunk then.
    pub fn keep(&self, worlds: &Range<u64>, rows: &[Row]) -> Result<usize, StoreError> {
        let name = format!("worlds-{:012}-{:012}.parquet", worlds.start, worlds.end);
        let bytes =
            written(rows, &self.plan).map_err(StoreError::chunk(&self.folder.join(&name)))?;
        self.commit(&name, &bytes)?;
        Ok(bytes.len())
    }

    /// The worlds that are kept, chunk by chunk, in order.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn kept(&self) -> Result<Vec<(Range<u64>, PathBuf)>, StoreError> {
        let disk = StoreError::disk(&self.folder);
        let mut chunks = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(&disk)? {
            let entry = entry.map_err(&disk)?;
            let name = entry.file_name();
            if let Some(worlds) = worlds_of(&name.to_string_lossy()) {
                chunks.push((worlds, entry.path()));
            }
        }
        chunks.sort_by_key(|(worlds, _)| (worlds.start, worlds.end));
        Ok(chunks)
    }

    /// Takes the folder away.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn discard(self) -> Result<(), StoreError> {
        let disk = StoreError::disk(&self.folder);
        fs::remove_dir_all(&self.folder).map_err(disk)
    }
}

fn worlds_of(name: &str) -> Option<Range<u64>> {
    let (start, end) = name
        .strip_prefix("worlds-")?
        .strip_suffix(".parquet")?
        .split_once('-')?;
    Some(start.parse().ok()?..end.parse().ok()?)
}

/// The worlds of `all` that no chunk holds, in order.
#[must_use]
pub fn missing(all: Range<u64>, kept: &[(Range<u64>, PathBuf)]) -> Vec<Range<u64>> {
    let mut missing = Vec::new();
    let mut next = all.start;
    for (worlds, _) in kept {
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

/// Rows as a file.
///
/// # Errors
/// When the table's form is not what the columns say.
pub fn written(rows: &[Row], plan: &str) -> parquet::errors::Result<Vec<u8>> {
    let mut writer = SerializedFileWriter::new(Vec::new(), row::schema()?, row::properties(plan))?;
    for group in rows.chunks(GROUP) {
        row::write(group, writer.next_row_group()?)?;
    }
    writer.into_inner()
}

/// Hands on the rows of a file, a row group at a time.
///
/// # Errors
/// When the file can't be read, and what `each` says.
pub fn read<E: From<StoreError>>(
    path: &Path,
    mut each: impl FnMut(Vec<Row>) -> Result<(), E>,
) -> Result<(), E> {
    let file = File::open(path).map_err(StoreError::disk(path))?;
    let broken = StoreError::chunk(path);
    let reader = SerializedFileReader::new(file).map_err(&broken)?;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(&broken)?;
        each(row::read(group.as_ref()).map_err(&broken)?)?;
    }
    Ok(())
}

/// The chunks of several stores in the order of worlds.
///
/// # Errors
/// When the disk refuses, or some world is there twice.
pub fn in_order(stores: &[Store]) -> Result<Vec<PathBuf>, StoreError> {
    let mut chunks = Vec::new();
    for store in stores {
        chunks.extend(store.kept()?);
    }
    chunks.sort_by_key(|(worlds, _)| (worlds.start, worlds.end));
    if let Some(pair) = chunks
        .windows(2)
        .find(|pair| pair[0].0.end > pair[1].0.start)
    {
        return Err(StoreError::Twice {
            file: pair[1].1.clone(),
        });
    }
    Ok(chunks.into_iter().map(|(_, path)| path).collect())
}

/// Runs of a file of results: a few files, however large the study.
const PART: usize = 16 * GROUP;

/// All runs of a study, in files of the same size however they were cut before.
pub struct Parts {
    plan: String,
    waiting: Vec<Row>,
    open: Option<SerializedFileWriter<File>>,
    files: usize,
    /// Rows in the file that is open.
    rows: usize,
}

impl Parts {
    /// No run yet; `plan` travels along in every file.
    #[must_use]
    pub fn new(plan: &str) -> Self {
        Self {
            plan: plan.to_owned(),
            waiting: Vec::with_capacity(2 * GROUP),
            open: None,
            files: 0,
            rows: 0,
        }
    }

    /// Adds runs; `create` opens files by their names.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add(
        &mut self,
        rows: Vec<Row>,
        mut create: impl FnMut(&str) -> io::Result<File>,
    ) -> io::Result<()> {
        self.waiting.extend(rows);
        while self.waiting.len() >= GROUP {
            let rest = self.waiting.split_off(GROUP);
            let group = std::mem::replace(&mut self.waiting, rest);
            self.write(&group, &mut create)?;
        }
        Ok(())
    }

    fn write(
        &mut self,
        group: &[Row],
        create: &mut impl FnMut(&str) -> io::Result<File>,
    ) -> io::Result<()> {
        if self.open.is_none() {
            let file = create(&format!("runs/part-{:05}.parquet", self.files))?;
            let form = row::schema()?;
            self.open = Some(SerializedFileWriter::new(
                file,
                form,
                row::properties(&self.plan),
            )?);
            self.files += 1;
            self.rows = 0;
        }
        if let Some(writer) = &mut self.open {
            row::write(group, writer.next_row_group()?)?;
            self.rows += group.len();
        }
        if self.rows >= PART {
            self.finish()?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if let Some(writer) = self.open.take() {
            writer.into_inner()?;
        }
        Ok(())
    }

    /// Nothing more comes.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn close(mut self, mut create: impl FnMut(&str) -> io::Result<File>) -> io::Result<()> {
        let rest = std::mem::take(&mut self.waiting);
        if !rest.is_empty() {
            self.write(&rest, &mut create)?;
        }
        self.finish()
    }
}
