//! Both languages say everything that is found.

use maskflow::language::Word;
use maskflow::scenario::quantity::{BadQuantity, NAMES};
use maskflow::scenario::{CODES, Finding, Quantity};

use super::broken;
use super::cases::CASES;

fn is_han(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter)
}

/// A text without what stands between backticks, which planners wrote.
fn without_quotes(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

/// Whether words of English follow each other.
fn is_sentence(text: &str) -> bool {
    let is_word =
        |word: &str| word.len() > 1 && word.bytes().all(|letter| letter.is_ascii_lowercase());
    let words: Vec<bool> = text.split(' ').map(is_word).collect();
    words.windows(2).any(|pair| pair[0] && pair[1])
}

/// Whether a word says the same in both languages, each in its own.
fn is_said_in_both(word: &Word) -> bool {
    word.zh.contains(is_han) && !word.en.is_empty() && !without_quotes(&word.en).contains(is_han)
}

/// Names, numbers, dates and formulas are the same in both.
fn is_verbatim(word: &Word) -> bool {
    word.zh == word.en && !word.en.is_empty() && !is_sentence(&word.en)
}

#[test]
fn every_finding_is_said_in_both_languages() {
    let mut wrong: Vec<Finding> = Vec::new();
    let mut all = 0;
    for case in CASES {
        for finding in broken(case.patches).1 {
            all += 1;
            let found = is_said_in_both(&finding.found) || is_verbatim(&finding.found);
            let formula = is_verbatim(&finding.expected) && finding.expected.en.contains('=');
            let expected = is_said_in_both(&finding.expected) || formula;
            if !(found && expected && is_said_in_both(&finding.remedy)) {
                wrong.push(finding);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(all >= CASES.len());
}

#[test]
fn every_code_is_said_in_both_languages() {
    for (code, meaning, remedy) in CODES {
        assert!(is_said_in_both(meaning), "{code}: {meaning:?}");
        let sums = remedy.en.contains("advance + effective + sustained = 1");
        assert!(is_said_in_both(remedy) || sums, "{code}: {remedy:?}");
    }
    let codes: Vec<&str> = CODES.iter().map(|entry| entry.0).collect();
    assert!(codes.is_sorted(), "{codes:?}");
}

#[test]
fn every_rule_of_distributions_is_said_in_both_languages() {
    for (name, parameters) in &NAMES {
        assert!(is_said_in_both(parameters), "{name}: {parameters:?}");
        let wanted = match Quantity::parse(&format!("{name}(1: 2, 3)"), false) {
            Err(BadQuantity::Parameters(wanted)) => wanted,
            other => panic!("{name}: {other:?}"),
        };
        assert!(is_said_in_both(&wanted), "{name}: {wanted:?}");
    }
    for text in [
        "uniform(1, 2",
        "uniform(1, 2) both",
        "uniform(1)",
        "uniform(2, 1)",
        "triangular(100, 80, 70)",
        "normal(1, -1)",
        "lognormal(0, 1)",
        "choice(1: -1, 2: 1)",
        "quantiles(2, 1)",
    ] {
        match Quantity::parse(text, false) {
            Err(BadQuantity::Parameters(wanted)) => {
                assert!(is_said_in_both(&wanted), "{text}: {wanted:?}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}
