//! Lines that fit a terminal. Chinese is broken between any two characters, but not before a closing mark or after an opening one; Latin
//! words are not broken.

use std::borrow::Cow;
use std::io::IsTerminal;

use unicode_width::UnicodeWidthStr;

/// Less than this is no column for text.
const NARROWEST: usize = 20;
/// How far right the rest of a line goes that begins at the left.
const HANGING: usize = 4;

/// Columns of the terminal; nothing where there is none.
pub(super) fn columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(columns, _)| columns.0.into())
}

/// A message as it is shown: on a terminal, long lines are broken, and go on below where their text begins. Anywhere else lines
/// stay whole, for programs that read them.
pub(super) fn shown<'t>(text: &'t str, to: &impl IsTerminal) -> Cow<'t, str> {
    match columns() {
        Some(columns) if to.is_terminal() => Cow::Owned(laid_out(text, columns)),
        _ => Cow::Borrowed(text),
    }
}

fn laid_out(text: &str, columns: usize) -> String {
    let lines = text.lines().map(|line| {
        let (label, rest) = line.split_at(label(line));
        let indent = match label.width() {
            0 => HANGING,
            label => label,
        };
        if line.width() <= columns || indent + NARROWEST > columns {
            return line.to_owned();
        }
        let rest = wrapped(rest, columns - indent);
        format!("{label}{}", rest.join(&format!("\n{}", " ".repeat(indent))))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How many bytes of a line stand before its text: its margin, and a label such as `found:` or `实际：`.
fn label(line: &str) -> usize {
    let margin = line.len() - line.trim_start_matches(' ').len();
    if margin == 0 {
        return 0;
    }
    let after = |mark: &str| line.find(mark).map(|at| at + mark.len());
    let ends = [after(": "), after("：")];
    let label = ends.into_iter().flatten().min().unwrap_or(margin);
    if line[..label].width() > NARROWEST {
        return margin;
    }
    line.len() - line[label..].trim_start_matches(' ').len()
}

/// Columns that a text takes.
pub(super) fn width_of(text: &str) -> usize {
    text.width()
}

/// A text in lines of at most so many columns. A word that is longer has a line of its own.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut taken = 0;
    for piece in pieces(text) {
        let bare = piece.trim_end().width();
        if taken > 0 && taken + bare > width {
            lines.push(String::new());
            taken = 0;
        }
        taken += piece.width();
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// A text cut wherever a line may end; spaces stand at the end of a piece. What stands in brackets, a default or a list of values, is
/// cut after marks and spaces alone.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut brackets = 0_usize;
    for (at, letter) in text.char_indices() {
        let may_end = |before: char| {
            if brackets > 0 {
                " ,，、".contains(before) && !is_closing(letter)
            } else {
                may_end(before, letter)
            }
        };
        if before.is_some_and(may_end) {
            pieces.push(&text[start..at]);
            start = at;
        }
        match letter {
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        before = Some(letter);
    }
    pieces.push(&text[start..]);
    pieces
}

/// Whether a line may end between two characters.
fn may_end(before: char, after: char) -> bool {
    if after == ' ' || is_closing(after) || is_opening(before) {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(after)
}

fn is_wide(letter: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&letter) || ('\u{ff00}'..='\u{ff60}').contains(&letter)
}

fn is_closing(letter: char) -> bool {
    "，。；：、！？）》」』】…”’)]},.;:!?%".contains(letter)
}

fn is_opening(letter: char) -> bool {
    "（《「『【“‘([{".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_characters_and_words_stay_whole() {
        let text = "每个情景一个文件夹，见 output/comparison（含图）。";
        for width in [8, 12, 20, 40] {
            let lines = wrapped(text, width);
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            for line in &lines {
                let whole = line.contains("output/comparison");
                assert!(line.width() <= width || whole, "{line}");
                assert!(
                    !line.starts_with(is_closing) && !line.ends_with(is_opening),
                    "{line}"
                );
            }
            let words = lines
                .iter()
                .filter(|line| line.contains("output/comparison"));
            assert_eq!(words.count(), 1);
        }
        let list = "方法 [可用：甲、乙 b、丙]";
        assert_eq!(wrapped(list, 16), ["方法 [可用：甲、", "乙 b、丙]"]);
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn the_rest_of_a_line_goes_on_where_its_text_begins() {
        let text = "S005 small/scenario.toml:7: policy.link_ratoi\n    应为：以下之一：link、link_ratio、allocation_rule、floor\n    expected: one of link, link_ratio, allocation_rule, floor";
        let expected = "S005 small/scenario.toml:7:\n    policy.link_ratoi\n    应为：以下之一：link、link_ratio、\n          allocation_rule、floor\n    expected: one of link, link_ratio,\n              allocation_rule, floor";
        assert_eq!(laid_out(text, 40), expected);
        assert_eq!(laid_out(text, 200), text);
        assert_eq!(laid_out(text, 12), text, "too narrow to lay out");
    }

    #[test]
    fn short_lines_are_cut_anywhere() {
        assert_eq!(wrapped("一二三四五", 4), ["一二", "三四", "五"]);
    }
}
