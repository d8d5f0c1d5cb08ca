//! One finding, and how it is told.

use std::fmt;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::codes;
use crate::inert::on_one_line;
use crate::language::{Lang, Word};

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Place {
    /// File as the planner knows it, or `--set`.
    pub file: Arc<str>,
    /// Line, from 1; 0 where a file as a whole is meant.
    pub line: usize,
}

/// One thing that is wrong, or looks wrong. Findings are in the order of their places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// Code, listed in docs/findings.md.
    pub code: &'static str,
    /// Which field.
    pub field: String,
    /// What stands there.
    pub found: Word,
    /// What should.
    pub expected: Word,
    /// What to do.
    pub remedy: Word,
}

/// What stands in front of found, expected and remedy: of one width in each language.
const LABELS: [Word; 3] = [
    Word::of("实际：", "found:    "),
    Word::of("应为：", "expected: "),
    Word::of("处理：", "remedy:   "),
];

impl Finding {
    /// The finding as people read it, on four lines.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let Place { file, line } = &self.place;
        let mut text = format!("{} {}", self.code, on_one_line(file));
        if *line > 0 {
            text += &format!(":{line}");
        }
        if !self.field.is_empty() {
            text += &format!(": {}", on_one_line(&self.field));
        }
        for (label, said) in LABELS
            .iter()
            .zip([&self.found, &self.expected, &self.remedy])
        {
            text += &format!(
                "\n    {}{}",
                label.first(lang),
                on_one_line(said.first(lang))
            );
        }
        text
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text(Lang::En))
    }
}

/// A finding in one language, for programs.
#[derive(serde::Serialize)]
struct Said<'a> {
    meaning: &'a str,
    found: &'a str,
    expected: &'a str,
    remedy: &'a str,
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let meaning = codes::meaning(self.code);
        let said = |lang: Lang| Said {
            meaning: meaning.first(lang),
            found: self.found.first(lang),
            expected: self.expected.first(lang),
            remedy: self.remedy.first(lang),
        };
        let mut one = to.serialize_struct("Finding", 5)?;
        one.serialize_field("code", self.code)?;
        one.serialize_field("place", &self.place)?;
        one.serialize_field("field", &self.field)?;
        one.serialize_field("zh", &said(Lang::Zh))?;
        one.serialize_field("en", &said(Lang::En))?;
        one.end()
    }
}
