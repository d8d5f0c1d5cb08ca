//! What is wrong with a scenario: all of it at once, each with its place and a remedy.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::limits::{FINDINGS, SHOWN};
use crate::inert::on_one_line;

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
        "Scenarios that extend each other in a circle, or in too long a chain",
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
    (
        "S031",
        "A scenario's name that cannot be the name of a file",
        "write `name = \"…\"` at the top of scenario.toml, with such a name",
    ),
    (
        "S032",
        "A text that is too long, or has characters that cannot be seen",
        "shorten it, or write it anew without them",
    ),
    (
        "S033",
        "A file in the format of a newer maskflow",
        "use the newer maskflow, or have the file written by this one",
    ),
    (
        "S034",
        "More than is read: of cells, of nesting, of changes by path, of correlated names, of findings",
        "take out what is not needed",
    ),
];

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, line } = &self.place;
        write!(out, "{} {}", self.code, on_one_line(file))?;
        if *line > 0 {
            write!(out, ":{line}")?;
        }
        if !self.field.is_empty() {
            write!(out, ": {}", on_one_line(&self.field))?;
        }
        write!(
            out,
            "\n    found:    {}\n    expected: {}\n    remedy:   {}",
            on_one_line(&self.found),
            on_one_line(&self.expected),
            on_one_line(&self.remedy)
        )
    }
}

/// Collects findings while a scenario is read; each is kept once, in the order of places.
#[derive(Debug, Default)]
pub(super) struct Findings {
    all: RefCell<BTreeSet<Entry>>,
    /// What looking for near words has cost so far.
    compared: Cell<usize>,
}

/// Place, code, field, found, expected.
type Entry = (Place, &'static str, String, String, String);

/// What looking for near words may cost in all, in pairs of letters: a tenth of a second.
const COMPARED: usize = 10_000_000;

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
        if self.are_too_many() {
            return;
        }
        let (field, found) = (shown(field).into_owned(), shown(found).into_owned());
        let entry = (place.clone(), code, field, found, expected.into());
        let mut all = self.all.borrow_mut();
        all.insert(entry);
        if all.len() == FINDINGS {
            let place = Place {
                line: 0,
                ..place.clone()
            };
            let found = format!("more than {FINDINGS} findings");
            let expected = "first those that are named; others may follow from them".to_owned();
            all.insert((place, "S034", String::new(), found, expected));
        }
    }

    /// Whether looking for more is of no use.
    pub(super) fn are_too_many(&self) -> bool {
        self.all.borrow().len() > FINDINGS
    }

    /// All of them, by place.
    pub(super) fn into_sorted(self) -> Vec<Finding> {
        let all = self.all.into_inner().into_iter();
        all.map(|(place, code, field, found, expected)| Finding {
            code,
            place,
            field,
            found,
            expected,
            remedy: remedy(code).to_owned(),
        })
        .collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.borrow().is_empty()
    }

    /// "one of a, b, c; did you mean b?" for a word that is none of them. Near words are looked for as long as that takes
    /// little time.
    pub(super) fn one_of<'a>(
        &self,
        known: impl Iterator<Item = &'a str> + Clone,
        found: &str,
    ) -> String {
        let names: Vec<Cow<str>> = known.clone().take(LISTED).map(shown).collect();
        let list = format!("one of {}", names.join(", "));
        match self.nearest(known, found) {
            Some(name) => format!("{list}; did you mean `{name}`?"),
            None => list,
        }
    }

    fn nearest<'a>(&self, known: impl Iterator<Item = &'a str>, found: &str) -> Option<&'a str> {
        let length = found.chars().count();
        let farthest = (length + 1) / 3;
        let mut nearest: Option<(usize, &str)> = None;
        for name in known {
            // Four bytes are the most that a letter has.
            let comparable = length <= COMPARABLE && name.len() <= 4 * COMPARABLE;
            let other = if comparable { name.chars().count() } else { 0 };
            let close = comparable && other.abs_diff(length) <= farthest;
            let cost = if close { OVERHEAD + length * other } else { 1 };
            self.compared.set(self.compared.get() + cost);
            if self.compared.get() > COMPARED {
                return None;
            }
            if close {
                let distance = strsim::damerau_levenshtein(name, found);
                let candidate = (distance <= farthest).then_some((distance, name));
                nearest = nearest.into_iter().chain(candidate).min();
            }
        }
        nearest.map(|(_, name)| name)
    }
}

/// As many words are listed.
const LISTED: usize = 24;
/// The longest word that another can be near, in letters.
const COMPARABLE: usize = 100;
/// What a comparison costs besides its letters.
const OVERHEAD: usize = 50;

fn remedy(code: &str) -> &'static str {
    let entry = CODES.iter().find(|entry| entry.0 == code);
    entry.map_or("", |entry| entry.2)
}

/// A text as findings show it: long ones are cut.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if text.len() <= SHOWN {
        return Cow::Borrowed(text);
    }
    match text.char_indices().nth(SHOWN) {
        None => Cow::Borrowed(text),
        Some((end, _)) => {
            let count = text.chars().count();
            Cow::Owned(format!("{}… ({count} characters)", &text[..end]))
        }
    }
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
    fn long_texts_are_cut_and_none_can_forge_a_line() {
        let findings = Findings::default();
        let place = Place::default();
        findings.add("S013", &place, "x", &"口".repeat(60_000), "a word");
        findings.add("S013", &place, "y", "a\n    remedy: \u{1b}[2J", "a word");
        let all = findings.into_sorted();
        assert_eq!(
            all[0].found,
            format!("{}… (60000 characters)", "口".repeat(200))
        );
        assert!(all[1].found.contains('\u{1b}'), "JSON has it as it is");
        assert_eq!(all[1].to_string().lines().count(), 4);
        assert!(!all[1].to_string().contains('\u{1b}'));
    }

    #[test]
    fn only_near_words_are_suggested() {
        let findings = Findings::default();
        let grades = ["low", "medium", "high"];
        let told = |found: &str| findings.one_of(grades.into_iter(), found);
        assert!(told("mediun").ends_with("did you mean `medium`?"));
        assert!(told("hihg").ends_with("did you mean `high`?"));
        assert_eq!(told("红"), "one of low, medium, high");
        assert_eq!(told(&"m".repeat(60_000)), "one of low, medium, high");
    }

    #[test]
    fn looking_for_near_words_ends() {
        let findings = Findings::default();
        let known: Vec<String> = (0..10_000).map(|at| format!("maker-{at}")).collect();
        for at in 0..1_000 {
            findings.one_of(known.iter().map(String::as_str), &format!("makre-{at}"));
        }
        assert!(findings.compared.get() <= COMPARED + 1_000 * OVERHEAD * 2);
    }

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
