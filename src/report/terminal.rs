//! Tables on the terminal.

use comfy_table::Table;

use crate::inert;

/// A table as it is printed: nothing that stands in it commands the terminal.
#[must_use]
pub fn shown(table: &Table) -> String {
    inert::on_terminal(&table.to_string()).into_owned()
}
