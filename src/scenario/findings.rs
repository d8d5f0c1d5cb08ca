//! What is wrong with a scenario: all of it at once, each with its place and a remedy.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// File as the planner knows it, or `--set`.
    pub file: Arc<str>,
    /// Line, from 1; 0 where a file as a whole is meant.
    pub line: usize,
}

/// One thing that is wrong, or looks wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Code, listed in docs/findings.md.
    pub code: &'static str,
    /// Where.
    pub place: Place,
    /// Which field.
    pub field: String,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
    /// What to do.
    pub remedy: String,
}

/// Every kind of finding: code, what it means, what to do.
pub const CODES: &[(&str, &str, &str)] = &[
    (
        "S001",
        "A file cannot be read",
        "check the path and the permissions",
    ),
    (
        "S002",
        "A file is neither UTF-8 nor GBK",
        "save it as UTF-8 (WPS and Excel: \"CSV UTF-8\")",
    ),
    (
        "S003",
        "A TOML file does not parse",
        "correct the line that is named",
    ),
    (
        "S004",
        "A CSV row does not fit its header",
        "give every row as many cells as the header has",
    ),
    (
        "S005",
        "A key or column that maskflow does not know",
        "correct its name or remove it",
    ),
    (
        "S006",
        "A value is missing",
        "write it, or give the table a default under [defaults]",
    ),
    (
        "S007",
        "Not a number or distribution",
        "write a number such as 0.1, or triangular(7, 12, 25)",
    ),
    (
        "S008",
        "A number outside its range",
        "write a number inside it",
    ),
    ("S009", "Not a date", "write dates as 2020-02-29"),
    (
        "S010",
        "A date outside the calendar, or an end before its beginning",
        "move it, or change start and days",
    ),
    (
        "S011",
        "Something stands twice: an id, a column, a date",
        "keep one of the two, or give it a name of its own",
    ),
    (
        "S012",
        "A reference to something that does not exist",
        "correct it, or add what it refers to",
    ),
    (
        "S013",
        "Not one of the words that are allowed here",
        "use one of the words that are named",
    ),
    (
        "S014",
        "A bill of material runs in a loop",
        "take one of the inputs out of the loop",
    ),
    (
        "S015",
        "A demand that nobody may serve",
        "accept a product that is made, supplied or in stock",
    ),
    (
        "S016",
        "Stages of a subsidy do not add up to 1",
        "make advance + effective + sustained = 1",
    ),
    (
        "S017",
        "The linked material is not one scarce material",
        "mark one scarce material as linked",
    ),
    (
        "S018",
        "A single value, a list or a table where another of them belongs",
        "write what is named",
    ),
    ("S019", "A path that leads nowhere", "correct the path"),
    (
        "S020",
        "A value that cannot change on a date",
        "change it without from and to, or change another value",
    ),
    (
        "S021",
        "Scenarios that extend each other in a circle",
        "let one of them stand by itself",
    ),
    (
        "S022",
        "Weights for a rule that takes none",
        "take a rule with weights, or the basis one",
    ),
    (
        "S023",
        "An item in a place that cannot hold it",
        "materials: depot or maker; products: pool or prefecture",
    ),
    (
        "S024",
        "No risk grade leaves roads open",
        "give at least one grade an openness above 0",
    ),
    (
        "S025",
        "A line without the dates that its route needs",
        "existing: opening_age_days; others: ordered_on",
    ),
    ("S026", "A table without rows", "add a row"),
    (
        "S027",
        "Amounts that together leave the room of whole numbers",
        "check the units of the largest",
    ),
    (
        "S028",
        "Reserved shares of material that cannot be kept",
        "let them add up to 1 at most, at allocation_level enterprise",
    ),
    (
        "S029",
        "Rank correlations that cannot be",
        "correct the matrix, bring ranks nearer to 0, or give rows a rank among themselves",
    ),
    (
        "S030",
        "A parameter that cannot be fitted",
        "give it a prior between bounds and at least one path",
    ),
];

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, line } = &self.place;
        write!(out, "{} {file}", self.code)?;
        if *line > 0 {
            write!(out, ":{line}")?;
        }
        if !self.field.is_empty() {
            write!(out, ": {}", self.field)?;
        }
        write!(
            out,
            "\n    found:    {}\n    expected: {}\n    remedy:   {}",
            self.found, self.expected, self.remedy
        )
    }
}

/// Collects findings while a scenario is read.
#[derive(Debug, Default)]
pub(super) struct Findings(RefCell<Vec<Finding>>);

impl Findings {
    /// Adds a finding; the remedy is that of its code.
    pub(super) fn add(
        &self,
        code: &'static str,
        place: &Place,
        field: &str,
        found: &str,
        expected: impl Into<String>,
    ) {
        let remedy = CODES
            .iter()
            .find(|entry| entry.0 == code)
            .map_or("", |entry| entry.2);
        let finding = Finding {
            code,
            place: place.clone(),
            field: field.to_owned(),
            found: found.to_owned(),
            expected: expected.into(),
            remedy: remedy.to_owned(),
        };
        let mut all = self.0.borrow_mut();
        if !all.contains(&finding) {
            all.push(finding);
        }
    }

    /// All of them, by place.
    pub(super) fn into_sorted(self) -> Vec<Finding> {
        let mut all = self.0.into_inner();
        all.sort_by(|a, b| (&a.place, a.code, &a.field).cmp(&(&b.place, b.code, &b.field)));
        all
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }
}

/// "one of a, b, c; did you mean b?" for a word that is none of them.
pub(super) fn one_of<'a>(known: impl Iterator<Item = &'a str> + Clone, found: &str) -> String {
    let nearest = known
        .clone()
        .map(|name| (strsim::damerau_levenshtein(name, found), name))
        .min()
        .filter(|(distance, _)| *distance <= 3.max(found.chars().count() / 3));
    let names: Vec<&str> = known.take(24).collect();
    let list = format!("one of {}", names.join(", "));
    nearest.map_or(list.clone(), |(_, name)| {
        format!("{list}; did you mean `{name}`?")
    })
}

/// docs/findings.md: every code with its meaning and remedy.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(
        "# Findings\n\nEvery finding that `maskflow check` can make. Each names its place, what was found and what was expected.\n\n\
         | code | what it means | what to do |\n|---|---|---|\n",
    );
    for (code, meaning, remedy) in CODES {
        page.push_str(&format!("| {code} | {meaning} | {remedy} |\n"));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_findings_is_the_list_of_codes() {
        let written = std::fs::read_to_string("docs/findings.md").unwrap_or_default();
        assert!(
            written == page(),
            "docs/findings.md should read:\n{}",
            page()
        );
    }
}
