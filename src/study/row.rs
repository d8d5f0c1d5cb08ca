//! One run of a study, as it is kept: a row of a Parquet table.

use std::sync::Arc;

use parquet::basic::Encoding;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::reader::RowGroupReader;
use parquet::file::writer::SerializedRowGroupWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnPath, TypePtr};

use super::measure::{ALONE, MEASURES};
use super::plan::Plan;
use super::watch::{Kept, WEEK};
use crate::units::limits::MOST_PIECES;

/// One run.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Position of the point in the plan.
    pub point: i32,
    /// Position of the policy in the plan.
    pub policy: i32,
    /// The replicate.
    pub replicate: i64,
    /// What was kept, or why the run failed.
    pub kept: std::result::Result<Kept, String>,
}

impl Row {
    /// Whether every value is one that a run of the plan can have: whatever counts it may take that for granted.
    ///
    /// # Errors
    /// The column, what stands there and what could.
    pub fn hold(&self, plan: &Plan) -> std::result::Result<(), String> {
        let positions = [
            ("point", self.point, plan.points.len()),
            ("policy", self.policy, plan.policies.len()),
        ];
        for (column, found, count) in positions {
            if !usize::try_from(found).is_ok_and(|found| found < count) {
                return Err(format!("{column}: {found}, not one of {count}"));
            }
        }
        let most = plan.replicates;
        if !u64::try_from(self.replicate).is_ok_and(|found| found < most) {
            return Err(format!("replicate: {}, not one of {most}", self.replicate));
        }
        let Ok(kept) = &self.kept else {
            return Ok(());
        };
        let scenario = &plan.points[self.point as usize].scenario;
        let days = scenario.days as usize;
        if kept.figures.len() != ALONE {
            return Err(format!("{} measures, not {ALONE}", kept.figures.len()));
        }
        for (measure, figure) in MEASURES.iter().zip(&kept.figures) {
            if !figure.is_finite() {
                return Err(format!("{}: {figure}, no number", measure.name));
            }
        }
        for (name, values) in SERIES.iter().zip(&kept.series) {
            if values.len() != days {
                let found = values.len();
                return Err(format!("{name}_by_day: {found} days, not {days}"));
            }
            if let Some(found) = values
                .iter()
                .find(|value| !(0..=MOST_PIECES).contains(*value))
            {
                return Err(format!("{name}_by_day: {found}, not 0 to {MOST_PIECES}"));
            }
        }
        let (places, causes) = (
            days / WEEK * scenario.prefectures.len(),
            scenario.materials.len() as i32 + 4,
        );
        if kept.bottlenecks.len() != places {
            let found = kept.bottlenecks.len();
            return Err(format!("{BOTTLENECKS}: {found}, not {places}"));
        }
        match kept
            .bottlenecks
            .iter()
            .find(|cause| !(-1..causes).contains(*cause))
        {
            Some(found) => Err(format!("{BOTTLENECKS}: {found}, not -1 to {}", causes - 1)),
            None => Ok(()),
        }
    }
}

/// Columns that hold a value a day, or a week and prefecture.
const SERIES: [&str; 3] = ["output", "effective", "nominal"];
const BOTTLENECKS: &str = "bottlenecks";

/// The form of the table.
///
/// # Errors
/// Never: the form is written here.
pub(super) fn schema() -> Result<TypePtr> {
    let mut text = "message run { required int32 point; required int32 policy; \
        required int64 replicate; required binary failure (utf8); "
        .to_owned();
    for measure in &MEASURES[..ALONE] {
        text += &format!("required double {}; ", measure.name);
    }
    for series in SERIES {
        text += &format!("repeated int64 {series}_by_day; ");
    }
    text += &format!("repeated int32 {BOTTLENECKS}; }}");
    Ok(Arc::new(parse_message_type(&text)?))
}

/// How it is written: small, and the same bytes for the same rows. `plan` travels along for whoever reads the file alone.
pub(super) fn properties(plan: &str) -> WriterPropertiesPtr {
    let mut properties = WriterProperties::builder()
        .set_created_by(format!("maskflow {}", env!("CARGO_PKG_VERSION")))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_key_value_metadata(Some(vec![KeyValue::new(
            "maskflow".into(),
            plan.to_owned(),
        )]));
    let whole = ["point", "policy", "replicate", BOTTLENECKS].map(str::to_owned);
    for column in whole
        .into_iter()
        .chain(SERIES.map(|name| format!("{name}_by_day")))
    {
        properties =
            properties.set_column_encoding(ColumnPath::from(column), Encoding::DELTA_BINARY_PACKED);
    }
    Arc::new(properties.build())
}

/// Writes rows as one row group.
pub(super) fn write<W: std::io::Write + Send>(
    rows: &[Row],
    mut group: SerializedRowGroupWriter<'_, W>,
) -> Result<()> {
    let mut at = 0;
    while let Some(mut column) = group.next_column()? {
        let kept = |row: &Row| row.kept.as_ref().ok().cloned().unwrap_or_default();
        match at {
            0 | 1 => {
                let pick = |row: &Row| if at == 0 { row.point } else { row.policy };
                let values: Vec<i32> = rows.iter().map(pick).collect();
                column
                    .typed::<Int32Type>()
                    .write_batch(&values, None, None)?;
            }
            2 => {
                let values: Vec<i64> = rows.iter().map(|row| row.replicate).collect();
                column
                    .typed::<Int64Type>()
                    .write_batch(&values, None, None)?;
            }
            3 => {
                let failure = |row: &Row| {
                    let text = row.kept.as_ref().err();
                    ByteArray::from(text.map_or("", String::as_str))
                };
                let values: Vec<ByteArray> = rows.iter().map(failure).collect();
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&values, None, None)?;
            }
            _ if at < 4 + ALONE => {
                let figure = |row: &Row| {
                    let kept = row.kept.as_ref().ok();
                    kept.map_or(f64::NAN, |kept| kept.figures[at - 4])
                };
                let values: Vec<f64> = rows.iter().map(figure).collect();
                column
                    .typed::<DoubleType>()
                    .write_batch(&values, None, None)?;
            }
            _ if at < 4 + ALONE + SERIES.len() => {
                let each = rows
                    .iter()
                    .map(|row| kept(row).series[at - 4 - ALONE].clone());
                let (values, levels) = Levels::of(each);
                let column = column.typed::<Int64Type>();
                column.write_batch(&values, Some(&levels.there), Some(&levels.within))?;
            }
            _ => {
                let (values, levels) = Levels::of(rows.iter().map(|row| kept(row).bottlenecks));
                let column = column.typed::<Int32Type>();
                column.write_batch(&values, Some(&levels.there), Some(&levels.within))?;
            }
        }
        column.close()?;
        at += 1;
    }
    group.close()?;
    Ok(())
}

/// Where lists begin and whether there is anything in them: definition and repetition levels (Melnik et al. 2010).
#[derive(Default)]
struct Levels {
    there: Vec<i16>,
    within: Vec<i16>,
}

impl Levels {
    fn of<T>(lists: impl Iterator<Item = Vec<T>>) -> (Vec<T>, Self) {
        let (mut values, mut levels) = (Vec::new(), Self::default());
        for list in lists {
            let count = list.len();
            levels
                .there
                .extend(std::iter::repeat_n(i16::from(count > 0), count.max(1)));
            levels.within.push(0);
            levels
                .within
                .extend(std::iter::repeat_n(1, count.saturating_sub(1)));
            values.extend(list);
        }
        (values, levels)
    }

    /// The lists that values make.
    fn lists<T: Copy>(&self, values: &[T]) -> Vec<Vec<T>> {
        let mut lists: Vec<Vec<T>> = Vec::new();
        let mut values = values.iter();
        for (&there, &within) in self.there.iter().zip(&self.within) {
            if within == 0 {
                lists.push(Vec::new());
            }
            if there == 1
                && let (Some(list), Some(&value)) = (lists.last_mut(), values.next())
            {
                list.push(value);
            }
        }
        lists
    }
}

/// Reads a row group.
pub(super) fn read(group: &dyn RowGroupReader) -> Result<Vec<Row>> {
    let count = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    let mut columns = Columns {
        group,
        at: 0,
        count,
    };
    let point = columns.whole()?;
    let policy = columns.whole()?;
    let replicate = columns.long()?;
    let failure = columns.text()?;
    let figures: Vec<Vec<f64>> = (0..ALONE).map(|_| columns.real()).collect::<Result<_>>()?;
    let series: Vec<Vec<Vec<i64>>> = (0..SERIES.len())
        .map(|_| columns.long_lists())
        .collect::<Result<_>>()?;
    let bottlenecks = columns.whole_lists()?;
    let lengths = [point.len(), policy.len(), replicate.len(), failure.len()];
    let lengths = (lengths.into_iter().chain(figures.iter().map(Vec::len)))
        .chain(series.iter().map(Vec::len))
        .chain([bottlenecks.len()]);
    if let Some(at) = lengths.into_iter().position(|length| length != count) {
        return Err(misplaced(at));
    }
    let row = |at: usize| Row {
        point: point[at],
        policy: policy[at],
        replicate: replicate[at],
        kept: match failure[at].is_empty() {
            false => Err(failure[at].clone()),
            true => Ok(Kept {
                figures: figures.iter().map(|column| column[at]).collect(),
                series: [0, 1, 2].map(|which: usize| series[which][at].clone()),
                bottlenecks: bottlenecks[at].clone(),
            }),
        },
    };
    Ok((0..count).map(row).collect())
}

/// The columns of a row group, one after the other.
struct Columns<'a> {
    group: &'a dyn RowGroupReader,
    at: usize,
    count: usize,
}

/// A column that is not of the kind that its place asks for: the file is no table of runs.
fn misplaced(at: usize) -> ParquetError {
    ParquetError::General(format!(
        "column {at} is not of the kind that a table of runs has there"
    ))
}

impl Columns<'_> {
    fn next(&mut self) -> Result<ColumnReader> {
        self.at += 1;
        self.group.get_column_reader(self.at - 1)
    }

    fn all<T: DataType>(&self, mut column: ColumnReaderImpl<T>) -> Result<(Vec<T::T>, Levels)> {
        let (mut values, mut levels) = (Vec::new(), Levels::default());
        let mut left = self.count;
        while left > 0 {
            let (there, within) = (&mut levels.there, &mut levels.within);
            let (records, _, _) =
                column.read_records(left, Some(there), Some(within), &mut values)?;
            if records == 0 {
                return Err(misplaced(self.at));
            }
            left -= records;
        }
        Ok((values, levels))
    }

    fn whole(&mut self) -> Result<Vec<i32>> {
        match self.next()? {
            ColumnReader::Int32ColumnReader(column) => Ok(self.all(column)?.0),
            _ => Err(misplaced(self.at)),
        }
    }

    fn long(&mut self) -> Result<Vec<i64>> {
        match self.next()? {
            ColumnReader::Int64ColumnReader(column) => Ok(self.all(column)?.0),
            _ => Err(misplaced(self.at)),
        }
    }

    fn real(&mut self) -> Result<Vec<f64>> {
        match self.next()? {
            ColumnReader::DoubleColumnReader(column) => Ok(self.all(column)?.0),
            _ => Err(misplaced(self.at)),
        }
    }

    fn text(&mut self) -> Result<Vec<String>> {
        match self.next()? {
            ColumnReader::ByteArrayColumnReader(column) => {
                let bytes = self.all(column)?.0;
                let text = |bytes: &ByteArray| Ok(bytes.as_utf8()?.to_owned());
                bytes.iter().map(text).collect()
            }
            _ => Err(misplaced(self.at)),
        }
    }

    fn long_lists(&mut self) -> Result<Vec<Vec<i64>>> {
        match self.next()? {
            ColumnReader::Int64ColumnReader(column) => {
                let (values, levels) = self.all(column)?;
                Ok(levels.lists(&values))
            }
            _ => Err(misplaced(self.at)),
        }
    }

    fn whole_lists(&mut self) -> Result<Vec<Vec<i32>>> {
        match self.next()? {
            ColumnReader::Int32ColumnReader(column) => {
                let (values, levels) = self.all(column)?;
                Ok(levels.lists(&values))
            }
            _ => Err(misplaced(self.at)),
        }
    }
}

#[cfg(test)]
mod tests;
