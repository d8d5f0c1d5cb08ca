//! Letters in one form: full width as half width, one sign for minus, no spaces that only look like one.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::inert::is_invisible;

/// A text with its full-width and compatibility forms as plain ones (NFKC), signs of minus as `-`, and without spaces at its ends.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let one = |letter: char| match letter {
        '−' | '–' | '﹣' => '-',
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    };
    let plain: String = text.nfkc().map(one).collect();
    Cow::Owned(plain.trim().to_owned())
}

/// What a name looks like: without regard to case, width, Unicode form, spaces and characters that cannot be seen.
pub(in crate::scenario) fn look(text: &str) -> String {
    plain(text)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !is_invisible(*letter))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A heading or a word, without regard to case, width, spaces, hyphens and underscores, or what follows in brackets.
pub(in crate::scenario) fn heading(text: &str) -> String {
    let look = look(text);
    let bare = look.split(['(', '[']).next().unwrap_or(&look);
    bare.chars()
        .filter(|letter| !matches!(letter, '_' | '-'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_letters_are_plain_ones() {
        assert_eq!(plain(" １２３，４（％） "), "123,4(%)");
        assert_eq!(plain("−5"), "-5");
        assert_eq!(plain("a-1"), "a-1");
    }

    #[test]
    fn names_that_look_the_same_are_the_same() {
        for other in [
            "Public-1",
            "ｐｕｂｌｉｃ-1",
            "public\u{200b}-1",
            "PUBLIC-1 ",
        ] {
            assert_eq!(look(other), "public-1");
        }
        assert_ne!(look("public_1"), look("public-1"));
        assert_eq!(
            heading(" Speed per-minute（只/分）"),
            heading("speed_per_minute")
        );
    }
}
