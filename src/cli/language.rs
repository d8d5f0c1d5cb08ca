//! The language in which messages, help and errors are said: that of `--lang zh` or `--lang en`, else the system's, else English.
//! It is decided once, before the command line is parsed, so that what is wrong with the command line is said in it too.
//! Files follow `--lang` alone: what a call writes is the same on every system.

use std::ffi::OsString;
use std::sync::OnceLock;

use clap::Args;

use crate::language::Lang;

/// The language that is asked for.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Language {
    /// zh, en or both: the language of charts, tables and sentences [default: both]; with zh or en, of messages and help too
    /// [default: the system's]
    #[arg(long, global = true, default_value = "both", hide_default_value = true)]
    pub lang: Lang,
}

static CHOSEN: OnceLock<Lang> = OnceLock::new();

/// Decides the language of messages for as long as the program runs.
pub(super) fn decide(arguments: &[OsString]) {
    let lang = asked(arguments).unwrap_or_else(|| of_locale(sys_locale::get_locale().as_deref()));
    let _ = CHOSEN.set(lang);
}

/// The language of messages: Chinese or English.
pub(super) fn chosen() -> Lang {
    *CHOSEN.get().unwrap_or(&Lang::En)
}

/// The last language that `--lang` asks for; `both` leaves the choice to the system.
fn asked(arguments: &[OsString]) -> Option<Lang> {
    let mut asked = None;
    let mut rest = arguments.iter().skip(1).map(|text| text.to_str());
    while let Some(text) = rest.next() {
        let value = match text {
            Some("--") => break,
            Some("--lang") => rest.next().flatten(),
            Some(text) => text.strip_prefix("--lang="),
            None => None,
        };
        match value.map(str::parse) {
            Some(Ok(Lang::Both)) => asked = None,
            Some(Ok(lang)) => asked = Some(lang),
            Some(Err(_)) | None => {}
        }
    }
    asked
}

/// The language of a locale: `zh-CN`, `zh-Hans-SG` and the like are Chinese.
fn of_locale(locale: Option<&str>) -> Lang {
    let language = locale.and_then(|locale| locale.split(['-', '_', '.']).next());
    match language {
        Some(language) if language.eq_ignore_ascii_case("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_by(line: &str) -> Option<Lang> {
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        asked(&arguments)
    }

    #[test]
    fn the_command_line_comes_first() {
        assert_eq!(asked_by("maskflow run --lang zh"), Some(Lang::Zh));
        assert_eq!(asked_by("maskflow --lang=en check x"), Some(Lang::En));
        assert_eq!(asked_by("maskflow run --lang both"), None);
        assert_eq!(asked_by("maskflow run --lang"), None);
        assert_eq!(asked_by("maskflow run --lang german"), None);
        assert_eq!(asked_by("maskflow run -- --lang zh"), None);
        assert_eq!(asked_by("--lang zh"), None, "the program's name is none");
    }

    #[test]
    fn every_kind_of_chinese_locale_is_chinese() {
        for locale in ["zh-CN", "zh_CN.UTF-8", "zh", "zh-Hans-SG", "ZH-TW"] {
            assert_eq!(of_locale(Some(locale)), Lang::Zh, "{locale}");
        }
        for locale in [None, Some("C"), Some("en-US"), Some("zha-CN"), Some("")] {
            assert_eq!(of_locale(locale), Lang::En, "{locale:?}");
        }
    }
}
