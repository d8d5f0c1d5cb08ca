//! Names that become the names of files and folders: the same on every system, visible, and inside the folder meant.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use crate::inert::is_invisible;
use crate::language::Word;
use crate::said;

/// The longest name in bytes of UTF-8: with an ending, a folder's or a replicate's number it stays below what file
/// systems take, which is 255.
pub const LONGEST: usize = 120;

/// What a name may be, for messages.
pub const RULE: &str =
    "letters and digits of any script, with `-`, `_` and `.` between them; at most 120 bytes";

/// The same in Chinese.
pub const RULE_ZH: &str = "各种文字的字母和数字，中间可有 `-`、`_` 和 `.`，最多 120 字节";

/// Names of devices in Windows, whatever ending follows.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Names under which maskflow keeps results of its own.
const OWN: [&str; 7] = [
    "comparison",
    "study",
    "compare",
    "sensitivity",
    "backtest",
    "calibration",
    "all-situations",
];

/// Why a name cannot be that of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objection {
    /// There is none.
    Empty,
    /// Longer than [`LONGEST`]; how many bytes it has.
    TooLong(usize),
    /// It has a letter that none may have.
    Letter(char),
    /// It begins or ends with `-`, `_` or `.`, or begins with a mark.
    End(char),
    /// Windows keeps it for a device.
    Device,
    /// maskflow keeps results of its own under it.
    Own,
}

impl Objection {
    /// What is told of it.
    #[must_use]
    pub fn word(&self) -> Word {
        match self {
            Self::Empty => Word::of("名称为空", "it is empty"),
            Self::TooLong(bytes) => said!("有 {bytes} 字节", "it has {bytes} bytes"),
            Self::Letter(' ') => Word::of("其中有空格", "it has a space"),
            Self::Letter(letter) if letter.is_control() || is_hidden(*letter) => {
                let number = u32::from(*letter);
                said!(
                    "其中有看不见的 U+{number:04X}",
                    "it has U+{number:04X}, which nobody sees"
                )
            }
            Self::Letter(letter) => said!("其中有 `{letter}`", "it has `{letter}`"),
            Self::End(letter) => said!(
                "以 `{letter}` 开头或结尾",
                "it begins or ends with `{letter}`"
            ),
            Self::Device => Word::of("Windows 用作设备名", "Windows keeps it for a device"),
            Self::Own => Word::of(
                "maskflow 用来存放自己的结果",
                "maskflow keeps results of its own under it",
            ),
        }
    }
}

impl fmt::Display for Objection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.word().en)
    }
}

/// What speaks against a name as that of a file or folder; nothing where it is sound.
#[must_use]
pub fn objection(name: &str) -> Option<Objection> {
    let (Some(first), Some(last)) = (name.chars().next(), name.chars().next_back()) else {
        return Some(Objection::Empty);
    };
    if let Some(letter) = name.chars().find(|&letter| !may_stand(letter)) {
        return Some(Objection::Letter(letter));
    }
    if !first.is_alphanumeric() {
        return Some(Objection::End(first));
    }
    if is_sign(last) {
        return Some(Objection::End(last));
    }
    if name.len() > LONGEST {
        return Some(Objection::TooLong(name.len()));
    }
    let small = name.to_lowercase();
    if is_device(&small) {
        return Some(Objection::Device);
    }
    OWN.contains(&small.as_str()).then_some(Objection::Own)
}

/// The longest name of a place for results: a scenario's, and what tells a replicate or a policy from others.
const LONGEST_OF_PLACES: usize = 200;

/// What speaks against a name as that of a place for results: maskflow's own are sound here.
#[must_use]
pub fn objection_to_place(name: &str) -> Option<Objection> {
    match objection(name)? {
        Objection::Own => None,
        Objection::TooLong(bytes) if bytes <= LONGEST_OF_PLACES => None,
        other => Some(other),
    }
}

/// A sound name that is near another, for people to take or leave.
#[must_use]
pub fn near(name: &str) -> String {
    let mut sound = String::new();
    for letter in name.chars() {
        let letter = if may_stand(letter) { letter } else { '-' };
        let begun = sound.chars().next_back();
        let twice = is_sign(letter) && begun.is_none_or(is_sign);
        if twice || (begun.is_none() && !letter.is_alphanumeric()) {
            continue;
        }
        if sound.len() + letter.len_utf8() > LONGEST {
            break;
        }
        sound.push(letter);
    }
    let sound = sound.trim_end_matches(is_sign);
    match objection(sound) {
        None => sound.to_owned(),
        Some(Objection::Device | Objection::Own) => near(&format!("my-{sound}")),
        Some(_) => "my-scenario".to_owned(),
    }
}

fn may_stand(letter: char) -> bool {
    (letter.is_alphanumeric() || is_sign(letter) || is_mark(letter)) && !is_hidden(letter)
}

fn is_sign(letter: char) -> bool {
    ['-', '_', '.'].contains(&letter)
}

/// Marks combine with the letter before them: they have no width of their own.
fn is_mark(letter: char) -> bool {
    !letter.is_control() && letter.width() == Some(0)
}

/// Besides what nobody sees, choices between forms of a letter: two names would look the same.
fn is_hidden(letter: char) -> bool {
    is_invisible(letter) || matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_device(small: &str) -> bool {
    let stem = small.split('.').next().unwrap_or(small);
    let numbered = |device: &str| {
        let number = stem.strip_prefix(device).map(|rest| rest.chars());
        number.is_some_and(|mut rest| {
            let number = rest.next();
            number.is_some_and(|one| one.is_ascii_digit() || "¹²³".contains(one))
                && rest.next().is_none()
        })
    };
    DEVICES[..4].contains(&stem) || DEVICES[4..].iter().any(|device| numbered(device))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_sound() {
        let long = "a".repeat(LONGEST);
        for name in [
            "jiangxi-2020",
            "江西二〇二〇",
            "v1.2_b",
            "é",
            "e\u{301}",
            "नमस्ते",
            &long,
        ] {
            assert_eq!(objection(name), None, "{name}");
            assert_eq!(near(name), name);
        }
    }

    #[test]
    fn names_that_lead_elsewhere_or_nowhere_are_objected_to() {
        let long = "口".repeat(41);
        for (name, wanted) in [
            ("", Objection::Empty),
            ("../../elsewhere", Objection::Letter('/')),
            ("/elsewhere", Objection::Letter('/')),
            ("a\\b", Objection::Letter('\\')),
            ("c:", Objection::Letter(':')),
            ("my scenario", Objection::Letter(' ')),
            ("a\nb", Objection::Letter('\n')),
            ("a\u{202e}b", Objection::Letter('\u{202e}')),
            ("a\u{3164}", Objection::Letter('\u{3164}')),
            ("a\u{fe0f}", Objection::Letter('\u{fe0f}')),
            ("..", Objection::End('.')),
            (".hidden", Objection::End('.')),
            ("-rf", Objection::End('-')),
            ("end.", Objection::End('.')),
            ("\u{301}e", Objection::End('\u{301}')),
            (&long, Objection::TooLong(123)),
            ("NUL", Objection::Device),
            ("con.2020", Objection::Device),
            ("Com1", Objection::Device),
            ("lpt³.x", Objection::Device),
            ("Comparison", Objection::Own),
            ("all-situations", Objection::Own),
        ] {
            assert_eq!(objection(name), Some(wanted), "{name}");
            assert_eq!(objection(&near(name)), None, "{name}: {}", near(name));
        }
    }

    #[test]
    fn names_that_only_look_like_devices_are_sound() {
        for name in ["console", "com10", "lpta", "comparison-2"] {
            assert_eq!(objection(name), None, "{name}");
        }
    }

    #[test]
    fn a_near_name_keeps_what_it_can() {
        assert_eq!(near("../../elsewhere"), "elsewhere");
        assert_eq!(near("my scenario (2)"), "my-scenario-2");
        assert_eq!(near("study"), "my-study");
        assert_eq!(near("///"), "my-scenario");
    }
}
