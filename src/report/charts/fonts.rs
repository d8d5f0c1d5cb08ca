//! The two embedded fonts: what they can write, how wide it gets, and the database that `usvg` reads.

use std::sync::{Arc, LazyLock};

use ab_glyph::{Font, FontRef};
use resvg::usvg::fontdb::{Database, Source};

/// The family of both fonts.
pub(super) const FAMILY: &str = "Noto Sans SC";

/// Stands for a character that the fonts don't have: a planner should see that something is missing.
const SUBSTITUTE: char = '□';
/// Chinese and Latin text end differently where they are cut.
const ELLIPSES: (&str, &str) = ("…", "...");

static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-Bold.ttf");

static FACES: LazyLock<[FontRef<'static>; 2]> = LazyLock::new(|| {
    [REGULAR, BOLD]
        .map(|bytes| FontRef::try_from_slice(bytes).expect("the embedded fonts are sound"))
});

static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    for bytes in [REGULAR, BOLD] {
        database.load_font_source(Source::Binary(Arc::new(bytes)));
    }
    Arc::new(database)
});

/// The fonts as `usvg` wants them; built once.
pub(super) fn database() -> Arc<Database> {
    Arc::clone(&DATABASE)
}

/// Can the font of this weight write all of it? Bold knows our own words only.
pub(super) fn covers(text: &str, bold: bool) -> bool {
    let face = &FACES[usize::from(bold)];
    text.chars().all(|c| face.glyph_id(c).0 != 0)
}

/// The text with a visible substitute for what can't be written.
pub(super) fn visible(text: &str) -> String {
    let writable = |c: char| {
        if FACES[0].glyph_id(c).0 == 0 {
            SUBSTITUTE
        } else {
            c
        }
    };
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { writable(c) })
        .collect()
}

/// How wide the text runs at this size.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let bold = bold && covers(text, true);
    let letters = visible(text);
    letters.chars().map(|c| advance(c, 1.0, bold)).sum::<f64>() * size
}

/// How far a letter moves the next one.
fn advance(letter: char, size: f64, bold: bool) -> f64 {
    let face = &FACES[usize::from(bold)];
    let em = f64::from(face.units_per_em().unwrap_or(1000.0));
    f64::from(face.h_advance_unscaled(face.glyph_id(letter))) * size / em
}

/// The text, or as much of its beginning as fits, with an ellipsis.
pub(super) fn fitted(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_owned();
    }
    let ellipsis = if text.is_ascii() {
        ELLIPSES.1
    } else {
        ELLIPSES.0
    };
    // No more than this can fit in either weight: only its end is tried letter by letter.
    let mut left = room;
    let too_far = |&(_, c): &(usize, char)| {
        left -= [false, true]
            .map(|bold| advance(c, size, bold))
            .into_iter()
            .fold(f64::MAX, f64::min);
        left < 0.0
    };
    let end = text
        .char_indices()
        .find(too_far)
        .map_or(text.len(), |(at, _)| at);
    let mut kept = text[..end].to_owned();
    loop {
        let shortened = format!("{}{ellipsis}", kept.trim_end());
        if width(&shortened, size, bold) <= room {
            return shortened;
        }
        if kept.pop().is_none() {
            return String::new();
        }
    }
}

/// The text on one line or two: English breaks at a space, Chinese anywhere.
pub(super) fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    if width(text, size, false) <= room {
        return vec![text.to_owned()];
    }
    let breaks = |&(at, c): &(usize, char)| c == ' ' || (at > 0 && !text.is_ascii());
    let middle = text.len() / 2;
    let Some((at, _)) = text
        .char_indices()
        .filter(breaks)
        .min_by_key(|(at, _)| at.abs_diff(middle))
    else {
        return vec![fitted(text, size, false, room)];
    };
    let (first, second) = text.split_at(at);
    [first, second]
        .map(|part| fitted(part.trim(), size, false, room))
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::Rule;
    use crate::report::words;
    use crate::study::measure::MEASURES;

    #[test]
    fn every_word_can_be_written_in_both_weights() {
        let measures = MEASURES
            .iter()
            .map(|measure| words::league::measure(measure.name));
        let rules = Rule::ALL
            .iter()
            .map(|rule| words::league::rule(rule.name()));
        for word in words::ALL
            .iter()
            .chain(words::study::ALL)
            .chain(words::reality::ALL)
            .cloned()
            .chain(measures)
            .chain(rules)
        {
            for text in [&word.zh, &word.en] {
                assert!(
                    covers(text, false) && covers(text, true),
                    "'{text}' needs a new subset: run assets/fonts/subset.py"
                );
            }
        }
    }

    #[test]
    fn names_of_the_province_can_be_written() {
        for name in include_str!("../../../assets/fonts/names.txt").lines() {
            assert!(covers(name, false) && covers(name, true), "{name}");
        }
        assert!(covers(
            "关于加强重点医疗物资保障的若干措施，赣州鄱阳婺源弋阳",
            false
        ));
    }

    #[test]
    fn what_cannot_be_written_shows_as_a_box() {
        assert_eq!(visible("赣😀州\n市"), "赣□州 市");
    }

    #[test]
    fn long_names_end_in_an_ellipsis() {
        let long = "江西省高安市第一医用口罩生产有限责任公司".repeat(4);
        let short = fitted(&long, 14.0, false, 120.0);
        assert!(
            short.ends_with('…') && width(&short, 14.0, false) <= 120.0,
            "{short}"
        );
        assert_eq!(fitted("赣州", 14.0, false, 120.0), "赣州");
        assert_eq!(fitted("赣州", 14.0, false, 1.0), "");
        let endless = fitted(&"Maker ".repeat(100_000), 14.0, false, 120.0);
        assert!(endless.ends_with("...") && endless.len() > 12, "{endless}");
    }

    #[test]
    fn headings_break_in_two() {
        assert_eq!(
            wrapped("重要国计民生企业", 12.0, 60.0),
            ["重要国计", "民生企业"]
        );
        assert_eq!(
            wrapped("Key enterprises", 12.0, 70.0),
            ["Key", "enterprises"]
        );
        assert_eq!(wrapped("Public", 12.0, 70.0), ["Public"]);
        assert_eq!(wrapped("Unbreakable", 12.0, 40.0).len(), 1);
    }
}
