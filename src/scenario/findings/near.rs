//! Which known word may be meant by one that is not known.

use std::cell::Cell;

/// Looks for near words, as long as that takes little time.
#[derive(Debug, Default)]
pub(super) struct Near {
    /// What it has cost so far.
    compared: Cell<usize>,
}

/// What it may cost in all, in pairs of letters: a tenth of a second.
const COMPARED: usize = 10_000_000;
/// The longest word that another can be near, in letters.
const COMPARABLE: usize = 100;
/// What a comparison costs besides its letters.
const OVERHEAD: usize = 50;

impl Near {
    /// The nearest of the known words; none where no word is near enough to be meant.
    pub(super) fn to<'a>(
        &self,
        found: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let length = found.chars().count();
        let farthest = (length + 1) / 4;
        let small = found.to_lowercase();
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
            if close && can_be_meant(name, found) {
                let distance = strsim::damerau_levenshtein(&name.to_lowercase(), &small);
                let candidate = (distance <= farthest).then_some((distance, name));
                nearest = nearest.into_iter().chain(candidate).min();
            }
        }
        nearest.map(|(_, name)| name)
    }
}

/// Whether a word can be meant by another: of the same script, and with the same digits. Another digit makes another code,
/// which may be anybody's.
fn can_be_meant(name: &str, found: &str) -> bool {
    let scripts = |text: &str| {
        let mut letters = text.chars().filter(|letter| letter.is_alphabetic());
        (
            letters.clone().any(is_han),
            letters.any(|letter| !is_han(letter)),
        )
    };
    let digits = |letter: &char| letter.is_numeric() && !is_han(*letter);
    let same_digits = name.chars().filter(digits).eq(found.chars().filter(digits));
    same_digits && scripts(name) == scripts(found)
}

/// Whether a letter is Chinese.
fn is_han(letter: char) -> bool {
    matches!(letter, '々' | '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
        Near::default().to(found, known.iter().copied())
    }

    #[test]
    fn only_near_words_are_suggested() {
        let grades = ["low", "medium", "high"];
        assert_eq!(near("mediun", &grades), Some("medium"));
        assert_eq!(near("hihg", &grades), Some("high"));
        assert_eq!(near("Meduim", &grades), Some("medium"));
        assert_eq!(near("lo", &grades), None);
        assert_eq!(near("scarce", &["source", "name_zh"]), None);
        assert_eq!(near(&"m".repeat(60_000), &grades), None);
    }

    #[test]
    fn words_of_another_script_are_never_suggested() {
        let grades = ["low", "medium", "high"];
        for found in ["中", "红", "中风险", "123456"] {
            assert_eq!(near(found, &grades), None, "{found}");
        }
        let names = ["平面口罩", "医用外科口罩", "flat"];
        assert_eq!(near("平面口照", &names), Some("平面口罩"));
        assert_eq!(near("口罩", &names), None);
        assert_eq!(near("fatl", &names), None);
    }

    #[test]
    fn digits_are_never_guessed() {
        assert_eq!(near("360102", &["3.60102E+05", "360202", "360012"]), None);
        assert_eq!(near("gemei-flat-2", &["gemei-flat-1"]), None);
        assert_eq!(
            near("gemie-flat-1", &["gemei-flat-1"]),
            Some("gemei-flat-1")
        );
    }

    #[test]
    fn looking_for_near_words_ends() {
        let near = Near::default();
        let known: Vec<String> = (0..10_000).map(|at| format!("maker-{at}")).collect();
        for at in 0..1_000 {
            near.to(&format!("makre-{at}"), known.iter().map(String::as_str));
        }
        assert!(near.compared.get() <= COMPARED);
    }
}
