//! Text from outside, made inert for where it is shown: never a command of a terminal, a formula of a spreadsheet, or
//! markup.

use std::borrow::Cow;

/// Text for a terminal or a log: control characters, and characters that turn the direction of writing or can't be seen, are
/// shown as `\u{…}`; line feeds stay.
#[must_use]
pub fn on_terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_active) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_active(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// Text for one line of a terminal: line feeds are shown too, so that no text can pass for the lines around it.
#[must_use]
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    let shown = on_terminal(text);
    if shown.contains('\n') {
        Cow::Owned(shown.replace('\n', "\\u{a}"))
    } else {
        shown
    }
}

fn is_active(letter: char) -> bool {
    letter != '\n' && (letter.is_control() || is_invisible(letter))
}

/// Characters that nobody sees, or that change how others are shown: marks and overrides of direction, joiners, separators of
/// lines, letters without a shape, the byte order mark, tags.
#[must_use]
pub fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

/// What a text cell of a CSV table must not begin with, for spreadsheets run it; and the sign that is put in front.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// A text as a cell of a CSV table: one apostrophe in front of what a spreadsheet would take for a formula.
#[must_use]
pub fn into_cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of such a cell.
#[must_use]
pub fn from_cell(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

/// Text in a Markdown page: no markup, no HTML, no new line.
#[must_use]
pub fn in_markdown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in on_terminal(text).chars() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '\n' => shown.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                shown.push('\\');
                shown.push(letter);
            }
            _ => shown.push(letter),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn terminals_see_no_commands() {
        assert_eq!(on_terminal("\u{1b}[2J甲厂\r\n"), "\\u{1b}[2J甲厂\\u{d}\n");
        assert_eq!(on_terminal("a\u{202e}b"), "a\\u{202e}b");
        assert!(matches!(on_terminal("南昌 a-1"), Cow::Borrowed(_)));
        assert_eq!(on_one_line("a\nb\u{1b}"), "a\\u{a}b\\u{1b}");
    }

    #[test]
    fn spreadsheets_see_no_formulas() {
        assert_eq!(into_cell("=cmd|x"), "'=cmd|x");
        assert_eq!(into_cell("'quoted"), "''quoted");
        assert_eq!(into_cell("a=1"), "a=1");
    }

    #[test]
    fn markdown_sees_no_markup() {
        assert_eq!(
            in_markdown("<img src=x>|*a*\nb"),
            "&lt;img src=x&gt;\\|\\*a\\* b"
        );
    }

    proptest! {
        #[test]
        fn a_cell_gives_back_its_text(text in "['=+@\t\r-]{0,3}[a-z']{0,3}") {
            let cell = into_cell(&text);
            prop_assert_eq!(from_cell(&cell), text.as_str());
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
