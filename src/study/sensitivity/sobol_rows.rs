//! The runs from which Sobol' indices are told, as a table from which anybody can tell them again.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::errors::Result;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, Type, TypePtr};

use super::sobol_indices::{Index, indices};
use super::{OUTCOMES, Run, outcome_name};
use crate::world::draw::Factor;

/// The file of the table.
pub const FILE: &str = "sobol_rows.parquet";
/// Runs of a row group: what is held in memory at once besides the runs and the file.
const GROUP: usize = 65_536;

/// Runs of Saltelli's rows: of each row that of A, that of AB of each part, that of B.
#[derive(Clone, Debug)]
pub struct SobolRows {
    /// The runs, row after row.
    pub runs: Vec<Run>,
    /// How many parts there are.
    pub parts: usize,
    /// How many numbers a future draws, but for daily noise.
    pub numbers: usize,
    /// How many of them are points of the Sobol' sequence; the others are stratified one by one.
    pub numbers_in_sequence: usize,
}

impl SobolRows {
    /// Runs of a row.
    fn width(&self) -> usize {
        self.parts + 2
    }

    /// How many rows each matrix has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.runs.len() / self.width()
    }

    /// Shares of the variance of every outcome that are a part's own, and that it has a hand in: by outcome × part.
    ///
    /// # Panics
    /// Where there are no rows.
    #[must_use]
    pub fn indices(&self) -> Vec<Vec<Index>> {
        let of_outcome = |outcome: usize| {
            let column = |at: usize| -> Vec<f64> {
                let runs = self.runs.iter().skip(at).step_by(self.width());
                runs.map(|(_, outcomes)| outcomes[outcome]).collect()
            };
            let mixed: Vec<Vec<f64>> = (1..=self.parts).map(column).collect();
            indices(&column(0), &column(self.parts + 1), &mixed)
        };
        (0..OUTCOMES).map(of_outcome).collect()
    }

    /// The table: row, matrix (A, AB or B), part (of AB), the mean of what was drawn for each factor but daily noise, and every
    /// outcome. The same bytes for the same runs.
    ///
    /// # Errors
    /// When the table's form is not what the columns say.
    pub fn parquet(&self, parts: &[String], factors: &[Factor]) -> Result<Vec<u8>> {
        let told: Vec<usize> = (0..factors.len())
            .filter(|&at| !factors[at].daily)
            .collect();
        let drawn = told.iter().map(|&at| factors[at].name.as_str());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema(drawn)?, properties())?;
        for first in (0..self.runs.len()).step_by(GROUP) {
            let last = self.runs.len().min(first + GROUP);
            self.write(first..last, parts, &told, writer.next_row_group()?)?;
        }
        writer.into_inner()
    }

    fn write(
        &self,
        range: std::ops::Range<usize>,
        parts: &[String],
        told: &[usize],
        mut group: SerializedRowGroupWriter<'_, Vec<u8>>,
    ) -> Result<()> {
        let width = self.width();
        let runs = &self.runs[range.clone()];
        let rows = range.clone().map(|at| (at / width) as i32);
        column::<Int32Type>(&mut group, rows)?;
        let matrix = |at: usize| match at % width {
            0 => "A",
            within if within == width - 1 => "B",
            _ => "AB",
        };
        let part = |at: usize| {
            let part = (at % width).checked_sub(1).and_then(|at| parts.get(at));
            part.map_or("", String::as_str)
        };
        let matrices = range.clone().map(|at| matrix(at).into());
        column::<ByteArrayType>(&mut group, matrices)?;
        let parts = range.map(|at| ByteArray::from(part(at)));
        column::<ByteArrayType>(&mut group, parts)?;
        for &factor in told {
            let means = runs.iter().map(|(means, _)| means[factor]);
            column::<DoubleType>(&mut group, means)?;
        }
        for outcome in 0..OUTCOMES {
            let figures = runs.iter().map(|(_, outcomes)| outcomes[outcome]);
            column::<DoubleType>(&mut group, figures)?;
        }
        group.close()?;
        Ok(())
    }
}

fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: impl Iterator<Item = T::T>,
) -> Result<()> {
    if let Some(mut column) = group.next_column()? {
        let values: Vec<T::T> = values.collect();
        column.typed::<T>().write_batch(&values, None, None)?;
        column.close()?;
    }
    Ok(())
}

fn schema<'n>(drawn: impl Iterator<Item = &'n str>) -> Result<TypePtr> {
    let field = |name: &str, physical: Physical, logical: Option<LogicalType>| {
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::REQUIRED)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    };
    let mut fields = vec![field("row", Physical::INT32, None)?];
    for name in TEXTS {
        fields.push(field(
            name,
            Physical::BYTE_ARRAY,
            Some(LogicalType::String),
        )?);
    }
    let outcomes = (0..OUTCOMES).map(|at| -> &'n str { outcome_name(at) });
    for name in drawn.chain(outcomes) {
        fields.push(field(name, Physical::DOUBLE, None)?);
    }
    let table = Type::group_type_builder("sobol_rows").with_fields(fields);
    Ok(Arc::new(table.build()?))
}

/// Columns of text, of few different values each.
const TEXTS: [&str; 2] = ["matrix", "part"];

fn properties() -> Arc<WriterProperties> {
    let mut properties = WriterProperties::builder()
        .set_created_by(format!("maskflow {}", env!("CARGO_PKG_VERSION")))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None);
    for name in TEXTS {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(name), true);
    }
    Arc::new(properties.build())
}
