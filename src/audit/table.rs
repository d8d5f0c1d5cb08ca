//! A table of a run as read: whole numbers in the columns of its form.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::files::MOST_BYTES;
use super::finding::{Docket, Finding, of_file};
use super::form::{Form, Kind, Rows};
use crate::files::regular;
use crate::inert;
use crate::units::limits::MOST_IN_A_COLUMN;

/// The rows of a file, each cell a whole number.
#[derive(Debug)]
pub(super) struct Table {
    pub form: Form,
    cells: Vec<i64>,
    lines: Vec<u64>,
}

/// One cell, where it stands.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    table: &'a Table,
    row: usize,
    column: usize,
}

impl Table {
    /// Reads a file; everything that is wrong with its form is a finding.
    pub fn read(folder: &Path, form: Form, docket: &mut Docket) -> Self {
        let bytes = regular(&folder.join(form.file), MOST_BYTES);
        if let Err(why) = &bytes {
            let finding = of_file(form.file, why, "a table", "every table is there");
            docket.compare(false, || finding);
        }
        Self::of(form, bytes.ok().as_deref(), docket)
    }

    /// Reads the bytes of a table; without any, it has no rows.
    pub fn of(form: Form, bytes: Option<&[u8]>, docket: &mut Docket) -> Self {
        let mut table = Self {
            form,
            cells: Vec::new(),
            lines: Vec::new(),
        };
        let Some(bytes) = bytes else {
            return table;
        };
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let before = docket.len();
        table.fill(text, docket);
        if docket.len() == before {
            table.check_rows(docket);
            table.check_room(docket);
        }
        table
    }

    fn fill(&mut self, text: &[u8], docket: &mut Docket) {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text);
        let mut header = true;
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let finding = of_file(
                        self.form.file,
                        error,
                        "rows of text",
                        "a table is CSV in UTF-8",
                    );
                    docket.compare(false, || finding);
                    return;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            if header {
                header = false;
                let expected: Vec<_> = (self.form.columns.iter())
                    .map(|column| inert::into_cell(&column.name))
                    .collect();
                let same = record.iter().eq(expected.iter());
                let found = record.iter().collect::<Vec<_>>().join(",");
                docket.compare(same, || {
                    of_file(
                        self.form.file,
                        found,
                        expected.join(","),
                        "the header names the columns of the contract",
                    )
                });
                if !same {
                    return;
                }
            } else if record.len() == self.form.columns.len() {
                self.push(&record, line, docket);
            } else {
                let finding = Finding {
                    line,
                    ..of_file(
                        self.form.file,
                        format!("{} cells", record.len()),
                        format!("{} cells", self.form.columns.len()),
                        "a row has a cell for each column",
                    )
                };
                docket.compare(false, || finding);
            }
        }
    }

    fn push(&mut self, record: &csv::StringRecord, line: u64, docket: &mut Docket) {
        for (column, text) in self.form.columns.iter().zip(record) {
            let read = column.kind.read(text, self.form.calendar);
            self.cells.push(read.unwrap_or(0));
            docket.compare(read.is_some(), || Finding {
                line,
                key: record
                    .iter()
                    .take(self.form.keys)
                    .collect::<Vec<_>>()
                    .join(" "),
                column: column.name.clone(),
                ..of_file(
                    self.form.file,
                    format!("`{text}`"),
                    column.kind.expected(self.form.calendar),
                    "a cell holds what its column is for",
                )
            });
        }
        self.lines.push(line);
    }

    fn check_rows(&self, docket: &mut Docket) {
        match &self.form.rows {
            Rows::Every => {
                let sizes: Vec<i64> = self.form.columns[..self.form.keys]
                    .iter()
                    .map(|column| match &column.kind {
                        Kind::Name(names) => names.len() as i64,
                        _ => self.form.calendar.days as i64,
                    })
                    .collect();
                let expected = |mut row: i64| {
                    let mut key = vec![0; sizes.len()];
                    for (part, size) in key.iter_mut().zip(&sizes).rev() {
                        *part = row % size.max(&1);
                        row /= size.max(&1);
                    }
                    key
                };
                self.check_dense(
                    sizes.iter().product::<i64>() as usize,
                    |row| expected(row as i64),
                    docket,
                );
            }
            Rows::Daily(keys) => {
                let expected = |row: usize| {
                    let mut key = vec![(row / keys.len().max(1)) as i64];
                    key.extend(&keys[row % keys.len().max(1)]);
                    key
                };
                self.check_dense(self.form.calendar.days * keys.len(), expected, docket);
            }
            Rows::Ascending => {
                for row in 1..self.len() {
                    docket.compare(self.key(row - 1) < self.key(row), || {
                        self.misplaced(
                            row,
                            "a row after the one before it",
                            "rows ascend by key, each once",
                        )
                    });
                }
            }
            Rows::Some(keys) => self.check_order(keys, docket),
        }
    }

    /// Rows of a day stand in the order of some keys, each once.
    fn check_order(&self, keys: &[Vec<i64>], docket: &mut Docket) {
        let places = keys.iter().enumerate().map(|(at, key)| (&key[..], at));
        let places: BTreeMap<&[i64], usize> = places.collect();
        let mut before = None;
        for row in 0..self.len() {
            let key = self.key(row);
            let place = places.get(&key[1..]).map(|&at| (key[0], at));
            docket.compare(place.is_some() && before < place, || {
                let expected = match place {
                    None => "a row for what there can be",
                    Some(_) => "a row after the one before it",
                };
                let law = "rows of a day stand in the order in which things happen, each once";
                self.misplaced(row, expected, law)
            });
            before = place.or(before);
        }
    }

    /// What adds up has to be possible: from here on, a few such sums fit into whole numbers.
    fn check_room(&self, docket: &mut Docket) {
        for (at, column) in self.form.columns.iter().enumerate() {
            let (by_day, expected) = match column.kind {
                Kind::Count | Kind::Amount => (false, "in all rows"),
                Kind::Level => (true, "in all rows of the day"),
                _ => continue,
            };
            let (mut sum, mut day) = (0_i128, 0);
            let too_much = (0..self.len()).find(|&row| {
                let today = self.key(row)[0];
                if by_day && std::mem::replace(&mut day, today) != today {
                    sum = 0;
                }
                sum += i128::from(self.cell_at(row, at).value().unsigned_abs());
                sum > i128::from(MOST_IN_A_COLUMN)
            });
            docket.compare(too_much.is_none(), || {
                let cell = self.cell_at(too_much.unwrap_or(0), at);
                let expected = format!("at most {MOST_IN_A_COLUMN} {expected}");
                cell.finding(expected, "no scenario that is in order has more")
            });
        }
    }

    fn check_dense(&self, count: usize, expected: impl Fn(usize) -> Vec<i64>, docket: &mut Docket) {
        let law = "each date and place stands once, in order";
        docket.compare(self.len() == count, || {
            of_file(
                self.form.file,
                format!("{} rows", self.len()),
                format!("{count} rows"),
                law,
            )
        });
        let wrong = (0..self.len().min(count)).find(|&row| self.key(row) != expected(row));
        docket.compare(wrong.is_none(), || {
            let row = wrong.unwrap_or(0);
            self.misplaced(row, &self.show_key(&expected(row)), law)
        });
    }

    fn misplaced(&self, row: usize, expected: &str, law: &str) -> Finding {
        Finding {
            line: self.lines[row],
            ..of_file(self.form.file, self.show_key(self.key(row)), expected, law)
        }
    }

    fn show_key(&self, key: &[i64]) -> String {
        let parts = key.iter().zip(&self.form.columns);
        let shown = parts.map(|(&part, column)| column.kind.show(part, self.form.calendar));
        shown.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    }

    fn key(&self, row: usize) -> &[i64] {
        let start = row * self.form.columns.len();
        &self.cells[start..start + self.form.keys]
    }

    /// The row with a key, in tables that ascend by key.
    pub fn find(&self, key: &[i64]) -> Option<usize> {
        let row = self.first_from(key);
        (row < self.len() && self.key(row) == key).then_some(row)
    }

    /// The first row whose key is at or after another, or the start of one.
    fn first_from(&self, key: &[i64]) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.key(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// A cell by the name of its column.
    pub fn cell(&self, row: usize, column: &str) -> Cell<'_> {
        self.cell_at(row, self.form.column(column))
    }

    /// A cell by the position of its column.
    pub fn cell_at(&self, row: usize, column: usize) -> Cell<'_> {
        Cell {
            table: self,
            row,
            column,
        }
    }

    /// A number by the name of its column.
    pub fn get(&self, row: usize, column: &str) -> i64 {
        self.cell(row, column).value()
    }

    /// Rows of a day, in tables whose first column is the date.
    pub fn on(&self, day: usize) -> Range<usize> {
        self.first_from(&[day as i64])..self.first_from(&[day as i64 + 1])
    }

    /// Sum of a column over some rows.
    pub fn sum(&self, rows: Range<usize>, column: &str) -> i64 {
        let column = self.form.column(column);
        rows.map(|row| self.cell_at(row, column).value()).sum()
    }
}

impl Cell<'_> {
    /// What stands there.
    pub fn value(self) -> i64 {
        self.table.cells[self.row * self.table.form.columns.len() + self.column]
    }

    /// Another number as it would stand there.
    pub fn show(self, value: i64) -> String {
        self.table.form.columns[self.column]
            .kind
            .show(value, self.table.form.calendar)
    }

    /// That something else should stand there.
    pub fn finding(self, expected: String, law: &str) -> Finding {
        let table = self.table;
        Finding {
            line: table.lines[self.row],
            key: table.show_key(table.key(self.row)),
            column: table.form.columns[self.column].name.clone(),
            ..of_file(table.form.file, self.show(self.value()), expected, law)
        }
    }
}
