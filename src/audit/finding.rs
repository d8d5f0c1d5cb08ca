//! What does not agree: where, what was found, what was expected, and by which law.

use std::fmt;

use serde::Serialize;

use super::chinese::chinese;
use super::table::Cell;
use crate::language::Lang;

/// One disagreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// File in the run's folder.
    pub file: String,
    /// Line of the file, from 1; 0 where the file as a whole is meant.
    pub line: u64,
    /// What the row is about: date, place and the like.
    pub key: String,
    /// Column, or path in a JSON document.
    pub column: String,
    /// What stands there.
    pub found: String,
    /// What follows from everything else.
    pub expected: String,
    /// Why; names the other files that it follows from.
    pub law: String,
}

impl Finding {
    /// The finding as people read it, on one line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let mut text = self.file.clone();
        if self.line > 0 {
            text += &format!(":{}", self.line);
        }
        if !self.key.is_empty() {
            text += &format!(" ({})", self.key);
        }
        if !self.column.is_empty() {
            text += &format!(" {}", self.column);
        }
        let told = [&self.found, &self.expected, &self.law];
        if lang == Lang::Zh {
            let [found, expected, law] = told.map(|english| chinese(english));
            return text + &format!("：实际 {found}，应为 {expected}：{law}");
        }
        let [found, expected, law] = told;
        text + &format!(": found {found}, expected {expected}: {law}")
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text(Lang::En))
    }
}

/// Collects findings and counts what was compared.
#[derive(Debug, Default)]
pub(super) struct Docket {
    checks: u64,
    findings: Vec<Finding>,
}

impl Docket {
    /// A cell has to be so much.
    pub fn equal(&mut self, cell: Cell<'_>, expected: i64, law: &str) {
        self.checks += 1;
        if cell.value() != expected {
            let expected = cell.show(expected);
            self.findings.push(cell.finding(expected, law));
        }
    }

    /// A cell has to lie between two bounds, both included.
    pub fn between(&mut self, cell: Cell<'_>, least: i64, most: i64, law: &str) {
        self.checks += 1;
        if cell.value() < least || cell.value() > most {
            let expected = format!("{} to {}", cell.show(least), cell.show(most));
            self.findings.push(cell.finding(expected, law));
        }
    }

    /// A cell may not exceed a bound.
    pub fn at_most(&mut self, cell: Cell<'_>, most: i64, law: &str) {
        self.checks += 1;
        if cell.value() > most {
            let expected = format!("at most {}", cell.show(most));
            self.findings.push(cell.finding(expected, law));
        }
    }

    /// Something about a file as a whole, or a row or figure that has no cell.
    pub fn compare(&mut self, holds: bool, finding: impl FnOnce() -> Finding) {
        self.checks += 1;
        if !holds {
            self.findings.push(finding());
        }
    }

    /// How many findings so far.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Counts and findings.
    pub fn close(self) -> (u64, Vec<Finding>) {
        (self.checks, self.findings)
    }
}

/// A finding about a file as a whole.
pub(super) fn of_file(
    file: &str,
    found: impl fmt::Display,
    expected: impl fmt::Display,
    law: &str,
) -> Finding {
    Finding {
        file: file.to_owned(),
        line: 0,
        key: String::new(),
        column: String::new(),
        found: found.to_string(),
        expected: expected.to_string(),
        law: law.to_owned(),
    }
}
