//! A CSV table being written.

/// A file of results: its name and its bytes.
pub type File = (String, Vec<u8>);

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
        sheet.row(columns);
        sheet
    }

    /// Writes a row; cells with a comma or a quote are quoted.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
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

    pub(super) fn finish(self) -> File {
        (self.name.to_owned(), self.text.into_bytes())
    }
}
