//! A chunk: the runs of some worlds in a Parquet file. Its name says which worlds, and carries a checksum over the study, the worlds
//! and the bytes: a chunk that was damaged, cut short, renamed or taken from another study is known before it is read.

use std::ops::Range;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use sha2::{Digest, Sha256};

use super::{GROUP, StoreError};
use crate::files::{fenced, regular};
use crate::language::Word;
use crate::said;
use crate::study::plan::Plan;
use crate::study::row::{self, Row};

/// A chunk has a few hundred runs.
const MOST_BYTES: u64 = 1 << 30;
/// What a chunk may hold once it is unpacked.
const MOST_UNPACKED: i64 = 4 << 30;

/// The first bytes of every Parquet file.
pub(super) const MARK: &[u8] = b"PAR1";

/// A chunk by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Its worlds.
    pub worlds: Range<u64>,
    /// Where it lies.
    pub path: PathBuf,
    checksum: String,
}

/// The checksum that a chunk's name carries.
fn checksum(plan: &str, worlds: &Range<u64>, bytes: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("maskflow chunk\n{}\n", plan.len()));
    hash.update(plan);
    hash.update(format!("{}-{}\n", worlds.start, worlds.end));
    hash.update(bytes);
    let digest = hash.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of a chunk.
pub(super) fn name_of(plan: &str, worlds: &Range<u64>, bytes: &[u8]) -> String {
    let checksum = checksum(plan, worlds, bytes);
    format!(
        "worlds-{:012}-{:012}-{checksum}.parquet",
        worlds.start, worlds.end
    )
}

impl Chunk {
    /// The chunk of a file's name; nothing where it is no such name.
    pub(super) fn named(folder: &Path, name: &str) -> Option<Self> {
        let parts = name.strip_prefix("worlds-")?.strip_suffix(".parquet")?;
        let mut parts = parts.split('-');
        let mut number = || parts.next()?.parse::<u64>().ok();
        let worlds = number()?..number()?;
        // Chunks of version 0.1 carry no checksum.
        let checksum = parts.next().unwrap_or_default().to_owned();
        (worlds.start < worlds.end && parts.next().is_none()).then(|| Self {
            worlds,
            path: folder.join(name),
            checksum,
        })
    }

    /// Its bytes, if they are what was written.
    fn bytes(&self, plan: &str) -> Result<Vec<u8>, StoreError> {
        let damaged = |why: Word| StoreError::Damaged {
            file: self.path.clone(),
            why,
        };
        let bytes = regular(&self.path, MOST_BYTES).map_err(|why| damaged(why.word()))?;
        if self.checksum.is_empty() {
            return Err(damaged(Word::of(
                "名称中没有校验和",
                "its name carries no checksum",
            )));
        }
        if checksum(plan, &self.worlds, &bytes) != self.checksum {
            return Err(damaged(Word::of(
                "内容与名称中的校验和不符",
                "its bytes are not those that its name's checksum is of",
            )));
        }
        Ok(bytes)
    }

    /// Holds its bytes against its checksum.
    ///
    /// # Errors
    /// When it is not what was written.
    pub fn check(&self, plan: &str) -> Result<(), StoreError> {
        self.bytes(plan).map(|_| ())
    }

    /// Its runs: every policy in each of its worlds, in order.
    ///
    /// # Errors
    /// When it is not what was written, or its runs are not those that the plan has for its worlds.
    pub fn rows(&self, text: &str, plan: &Plan) -> Result<Vec<Row>, StoreError> {
        let damaged = |why: Word| StoreError::Damaged {
            file: self.path.clone(),
            why,
        };
        let bytes = Bytes::from(self.bytes(text)?);
        let read = fenced(|| unpack(bytes)).unwrap_or_else(|why| Err(ParquetError::General(why)));
        let rows = read.map_err(|error| damaged(said!("不是模拟结果的表：{error}", "{error}")))?;
        let policies = plan.policies.len();
        let worlds = self.worlds.end - self.worlds.start;
        let is_expected = |(at, row): (usize, &Row)| {
            let place = plan.place(self.worlds.start + (at / policies) as u64);
            row.point as usize == place.point
                && row.policy as usize == at % policies
                && row.replicate as u64 == place.replicate
        };
        if let Some(why) = rows.iter().find_map(|row| row.hold(plan).err()) {
            return Err(damaged(Word::verbatim(why)));
        }
        let whole = rows.len() as u64 == worlds.saturating_mul(policies as u64);
        if whole && rows.iter().enumerate().all(is_expected) {
            Ok(rows)
        } else {
            Err(damaged(Word::of(
                "其中的模拟不是名称所说的那些未来的",
                "its runs are not those of the worlds that its name says",
            )))
        }
    }
}

/// Rows as a file.
///
/// # Errors
/// When the table's form is not what the columns say.
pub fn written(rows: &[Row], plan: &str) -> ParquetResult<Vec<u8>> {
    let mut writer = SerializedFileWriter::new(Vec::new(), row::schema()?, row::properties(plan))?;
    for group in rows.chunks(GROUP) {
        row::write(group, writer.next_row_group()?)?;
    }
    writer.into_inner()
}

/// The rows of a file.
///
/// # Errors
/// When it is no table of runs.
pub fn unpack(bytes: Bytes) -> ParquetResult<Vec<Row>> {
    let reader = SerializedFileReader::new(bytes)?;
    let groups = reader.metadata().row_groups();
    let unpacked = groups
        .iter()
        .try_fold(0_i64, |sum, group| sum.checked_add(group.total_byte_size()));
    if !unpacked.is_some_and(|bytes| (0..=MOST_UNPACKED).contains(&bytes)) {
        return Err(ParquetError::General("it unpacks to too much".into()));
    }
    let mut rows = Vec::new();
    for group in 0..reader.num_row_groups() {
        rows.extend(row::read(reader.get_row_group(group)?.as_ref())?);
    }
    Ok(rows)
}
