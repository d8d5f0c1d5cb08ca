//! Lines of Chinese text: broken between any two characters, but not inside a Latin word, before a closing mark or after an opening one.

use unicode_width::UnicodeWidthStr;

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
        assert_eq!(wrapped("一二三四五", 4), ["一二", "三四", "五"]);
    }
}
