//! The CSV tables of a run: one function a file, columns as the output contract names them.

use crate::units::Share;

mod accounts;
mod basis;
mod daily;
mod flows;

use super::run::Run;

/// A file of a run: its name and its bytes.
pub type File = (String, Vec<u8>);

/// Every table of a run.
#[must_use]
pub fn all(run: &Run) -> Vec<File> {
    vec![
        daily::province(run),
        daily::prefectures(run),
        daily::enterprises(run),
        daily::intermediates(run),
        daily::waterfall(run),
        flows::allocation(run),
        flows::dispatch(run),
        flows::obligations(run),
        flows::reviews(run),
        flows::service(run),
        basis::streams(run),
        basis::lines(run),
        flows::subsidy(run),
        accounts::balances(run),
    ]
}

/// A table being written.
struct Sheet {
    name: &'static str,
    text: String,
}

impl Sheet {
    fn new(name: &'static str, columns: &[&str]) -> Self {
        let mut sheet = Self {
            name,
            text: String::new(),
        };
        sheet.row(columns);
        sheet
    }

    /// Writes a row; cells with a comma or a quote are quoted.
    fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            let cell = cell.as_ref();
            if cell.contains([',', '"', '\n']) {
                self.text.push('"');
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }

    fn finish(self) -> File {
        (self.name.to_owned(), self.text.into_bytes())
    }
}

/// A share with six fixed decimals, from parts per million.
fn decimal(share: Share) -> String {
    let Share(ppm) = share;
    format!(
        "{}.{:06}",
        ppm / crate::units::MILLION,
        ppm % crate::units::MILLION
    )
}

macro_rules! cells {
    ($($value:expr),* $(,)?) => { [$($value.to_string()),*] };
}
use cells;
