//! What is wrong with a scenario: all of it at once, each with its place and a remedy.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

mod codes;
mod finding;
mod near;

pub(super) use codes::remedy;
pub use codes::{CODES, page};
pub use finding::{Finding, Place};

use super::limits::{FINDINGS, SHOWN};
use super::spelling::is_spreadsheet_error;
use crate::language::{Lang, Word};
use crate::said;

/// Collects findings while a scenario is read; each is kept once, in the order of places.
#[derive(Debug, Default)]
pub(super) struct Findings {
    all: RefCell<BTreeSet<Finding>>,
    near: near::Near,
}

impl Findings {
    /// Adds a finding; the remedy is that of its code.
    pub(super) fn add(
        &self,
        code: &'static str,
        place: &Place,
        field: &str,
        found: impl Into<Word>,
        expected: Word,
    ) {
        let remedy = remedy(code);
        self.add_with(code, place, field, found, expected, remedy);
    }

    /// Adds a finding with a remedy of its own.
    pub(super) fn add_with(
        &self,
        code: &'static str,
        place: &Place,
        field: &str,
        found: impl Into<Word>,
        expected: Word,
        remedy: Word,
    ) {
        if self.are_too_many() {
            return;
        }
        let Word { zh, en } = found.into();
        // Whatever was wanted there, that the spreadsheet could not reckon is the reason.
        let (code, expected, remedy) = if is_spreadsheet_error(&en) {
            let shown = Word::of(
                "数值或文字：电子表格在此格显示错误",
                "a value: the spreadsheet shows an error in this cell",
            );
            ("S035", shown, codes::remedy("S035"))
        } else {
            (code, expected, remedy)
        };
        let mut all = self.all.borrow_mut();
        all.insert(Finding {
            place: place.clone(),
            code,
            field: shown(field).into_owned(),
            found: Word {
                zh: Cow::Owned(cut(&zh, Lang::Zh).into_owned()),
                en: Cow::Owned(cut(&en, Lang::En).into_owned()),
            },
            expected,
            remedy,
        });
        if all.len() == FINDINGS {
            all.insert(too_many(place));
        }
    }

    /// Whether looking for more is of no use.
    pub(super) fn are_too_many(&self) -> bool {
        self.all.borrow().len() > FINDINGS
    }

    /// All of them, by place.
    pub(super) fn into_sorted(self) -> Vec<Finding> {
        self.all.into_inner().into_iter().collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.borrow().is_empty()
    }

    /// "one of a, b, c; did you mean b?" for a word that is none of them.
    pub(super) fn one_of<'a>(
        &self,
        known: impl Iterator<Item = &'a str> + Clone,
        found: &str,
    ) -> Word {
        let names: Vec<Cow<str>> = known.clone().take(LISTED).map(shown).collect();
        let (zh, en) = (names.join("、"), names.join(", "));
        let list = match (names.is_empty(), known.clone().nth(LISTED).is_some()) {
            (true, _) => Word::of("尚无可选项", "there is none yet"),
            (false, false) => said!("以下之一：{zh}", "one of {en}"),
            (false, true) => said!("以下之一：{zh} 等", "one of {en}, …"),
        };
        let Some(name) = self.near.to(found, known) else {
            return list;
        };
        let meant = said!("；是否应为 `{name}`？", "; did you mean `{name}`?");
        list.and(&meant)
    }
}

/// That no more are told.
fn too_many(place: &Place) -> Finding {
    Finding {
        place: Place {
            line: 0,
            ..place.clone()
        },
        code: "S034",
        field: String::new(),
        found: said!("问题超过 {FINDINGS} 项", "more than {FINDINGS} findings"),
        expected: Word::of(
            "先处理已列出的各项，其余可能由此引起",
            "first those that are named; others may follow from them",
        ),
        remedy: remedy("S034"),
    }
}

/// As many words are listed.
const LISTED: usize = 24;

/// A name as findings show it: long ones are cut.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    match beyond(text) {
        None => Cow::Borrowed(text),
        Some(end) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// What was found as findings show it: long texts are cut, and it is said how long they are.
fn cut(text: &str, lang: Lang) -> Cow<'_, str> {
    let Some(end) = beyond(text) else {
        return Cow::Borrowed(text);
    };
    let (count, text) = (text.chars().count(), &text[..end]);
    let whole = said!(
        "{text}…（共 {count} 个字符）",
        "{text}… ({count} characters)"
    );
    Cow::Owned(whole.first(lang).to_owned())
}

/// Where a long text is cut.
fn beyond(text: &str) -> Option<usize> {
    let long = text.len() > SHOWN;
    text.char_indices()
        .nth(SHOWN)
        .filter(|_| long)
        .map(|(end, _)| end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_and_none_can_forge_a_line() {
        let findings = Findings::default();
        let place = Place::default();
        let expected = Word::of("文字", "a word");
        let long = "口".repeat(60_000);
        findings.add("S013", &place, "x", &*long, expected.clone());
        findings.add("S013", &place, "y", "a\n    remedy: \u{1b}[2J", expected);
        let all = findings.into_sorted();
        let first = "口".repeat(200);
        assert_eq!(all[0].found.en, format!("{first}… (60000 characters)"));
        assert_eq!(all[0].found.zh, format!("{first}…（共 60000 个字符）"));
        assert!(all[1].found.en.contains('\u{1b}'), "JSON has it as it is");
        for lang in [Lang::Zh, Lang::En] {
            assert_eq!(all[1].text(lang).lines().count(), 4);
            assert!(!all[1].text(lang).contains('\u{1b}'));
        }
    }

    #[test]
    fn findings_are_told_in_either_language() {
        let findings = Findings::default();
        let place = Place {
            file: "risk.csv".into(),
            line: 3,
        };
        let expected = findings.one_of(["low", "high"].into_iter(), "hihg");
        findings.add("S013", &place, "risk.grade", "hihg", expected);
        let all = findings.into_sorted();
        assert_eq!(
            all[0].text(Lang::Zh),
            "S013 risk.csv:3: risk.grade\n    实际：hihg\n    应为：以下之一：low、high；是否应为 `high`？\n    \
             处理：改为所列词语之一"
        );
        assert_eq!(
            all[0].to_string(),
            "S013 risk.csv:3: risk.grade\n    found:    hihg\n    expected: one of low, high; did you mean `high`?\n    \
             remedy:   use one of the words that are named"
        );
        let json = serde_json::to_value(&all[0]).unwrap();
        assert_eq!(json["place"]["line"], 3);
        assert_eq!(json["zh"]["remedy"], "改为所列词语之一");
        assert_eq!(json["en"]["found"], "hihg");
    }

    #[test]
    fn long_lists_say_that_they_go_on() {
        let findings = Findings::default();
        let names: Vec<String> = (0..30).map(|at| format!("a{at}")).collect();
        let of = |count: usize| findings.one_of(names[..count].iter().map(String::as_str), "x");
        assert_eq!(of(0).en, "there is none yet");
        assert_eq!(of(2).en, "one of a0, a1");
        assert!(of(24).en.ends_with("a23") && of(25).en.ends_with("a23, …"));
    }
}
