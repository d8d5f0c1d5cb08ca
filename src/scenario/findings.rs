//! What is wrong with a scenario: all of it at once, each with its place and a remedy.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

mod codes;

pub use codes::{CODES, page};

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
            remedy: codes::remedy(code).to_owned(),
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
            let spent = self.compared.get() + cost;
            if spent > COMPARED {
                return None;
            }
            self.compared.set(spent);
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
        assert!(findings.compared.get() <= COMPARED);
    }
}
