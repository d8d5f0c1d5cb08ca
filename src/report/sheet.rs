//! A CSV table being written.

use std::fmt::Display;

use crate::inert;
use crate::units::{Fen, Milligrams, Pieces, Share};

/// A file of results: its name and its bytes.
pub type File = (String, Vec<u8>);

/// What stands in a cell. Text is made inert for spreadsheets; a number, or nothing, stands as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Text(String),
    Number(String),
}

impl Cell {
    /// Nothing.
    pub const EMPTY: Self = Self::Number(String::new());

    /// A number as it is to be written.
    pub fn number(value: impl Display) -> Self {
        Self::Number(value.to_string())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What can stand in a cell.
pub(super) trait IntoCell {
    fn cell(&self) -> Cell;
}

impl<T: IntoCell + ?Sized> IntoCell for &T {
    fn cell(&self) -> Cell {
        (**self).cell()
    }
}

impl IntoCell for Cell {
    fn cell(&self) -> Cell {
        self.clone()
    }
}

impl IntoCell for str {
    fn cell(&self) -> Cell {
        self.into()
    }
}

impl IntoCell for String {
    fn cell(&self) -> Cell {
        self.as_str().into()
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl IntoCell for $number {
            fn cell(&self) -> Cell {
                Cell::number(self)
            }
        })*
    };
}

numbers!(u8, u64, i64, Pieces, Milligrams, Fen, Share);

/// Cells of a row, of whatever can stand in them.
macro_rules! cells {
    ($($value:expr),* $(,)?) => { [$($crate::report::sheet::IntoCell::cell(&$value)),*] };
}
pub(super) use cells;

/// A table being written.
pub(super) struct Sheet {
    name: &'static str,
    text: String,
}

impl Sheet {
    pub(super) fn new(name: &'static str, columns: &[&str]) -> Self {
        let mut sheet = Self {
            name,
            text: String::new(),
        };
        let columns: Vec<Cell> = columns.iter().map(|&column| column.into()).collect();
        sheet.row(&columns);
        sheet
    }

    /// Writes a row; cells with a comma, a quote or a line's end in them are quoted.
    pub(super) fn row(&mut self, cells: &[Cell]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            match cell {
                Cell::Number(number) => self.text.push_str(number),
                Cell::Text(text) => self.push(&inert::into_cell(text)),
            }
        }
        self.text.push('\n');
    }

    fn push(&mut self, cell: &str) {
        if cell.contains([',', '"', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(cell);
        }
    }

    pub(super) fn finish(self) -> File {
        (self.name.to_owned(), self.text.into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_inert_and_numbers_keep_their_minus() {
        let mut sheet = Sheet::new("a.csv", &["id", "-what"]);
        sheet.row(&cells!["=cmd|x", -7_i64]);
        sheet.row(&cells!["a,\"b\"", Pieces(-1)]);
        sheet.row(&[Cell::from("-7"), Cell::number("-0.5")]);
        sheet.row(&[Cell::from("\rx"), Cell::EMPTY]);
        sheet.row(&cells!["'x", Share(-2)]);
        let (_, bytes) = sheet.finish();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let expected = "id,'-what\n'=cmd|x,-7\n\"a,\"\"b\"\"\",-1\n'-7,-0.5\n\"'\rx\",\n''x,-2\n";
        assert_eq!(text, expected);
        let mut read = csv::Reader::from_reader(&bytes[..]);
        let ids = read
            .records()
            .map(|row| inert::from_cell(&row.unwrap()[0]).to_owned());
        let ids: Vec<String> = ids.collect();
        assert_eq!(ids, ["=cmd|x", "a,\"b\"", "-7", "\rx", "'x"]);
    }
}
