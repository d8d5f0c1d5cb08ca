//! All runs of a study in files of the same size, however they were cut before.

use std::fs::File;
use std::io;

use parquet::file::writer::SerializedFileWriter;

use super::GROUP;
use crate::study::row::{self, Row};

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
