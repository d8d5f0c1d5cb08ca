//! Two languages: whatever planners read is said in Chinese and in English.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A [`Word`] from two formats, Chinese and English, with the same values in both:
/// `said!("共 {count} 项", "{count} findings")`.
#[macro_export]
macro_rules! said {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::language::Word {
            zh: ::std::borrow::Cow::Owned(::std::format!($zh)),
            en: ::std::borrow::Cow::Owned(::std::format!($en)),
        }
    };
}

/// The language of what planners read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
    /// Chinese first, English beside it.
    #[default]
    Both,
}

impl FromStr for Lang {
    type Err = Message;
    fn from_str(text: &str) -> Result<Self, Message> {
        match text {
            "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            "both" => Ok(Self::Both),
            other => Err(Message(said!(
                "没有语言“{other}”：应为 zh、en 或 both",
                "unknown language '{other}': zh, en or both"
            ))),
        }
    }
}

/// One thing, said in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// In Chinese.
    pub zh: Cow<'static, str>,
    /// In English.
    pub en: Cow<'static, str>,
}

impl Word {
    /// A word known when the program is built.
    #[must_use]
    pub const fn of(zh: &'static str, en: &'static str) -> Self {
        Self {
            zh: Cow::Borrowed(zh),
            en: Cow::Borrowed(en),
        }
    }

    /// A word that a scenario brings. Where one language is missing the other stands in.
    #[must_use]
    pub fn new(zh: &str, en: &str) -> Self {
        let (zh, en) = match (zh.trim(), en.trim()) {
            ("", en) => (en, en),
            (zh, "") => (zh, zh),
            both => both,
        };
        Self {
            zh: Cow::Owned(zh.to_owned()),
            en: Cow::Owned(en.to_owned()),
        }
    }

    /// What people wrote themselves, a name or a number: the same in both languages.
    #[must_use]
    pub fn verbatim(text: impl Into<String>) -> Self {
        let text: Cow<'static, str> = Cow::Owned(text.into());
        Self {
            zh: text.clone(),
            en: text,
        }
    }

    /// What stands first in this language.
    #[must_use]
    pub fn first(&self, lang: Lang) -> &str {
        if lang == Lang::En { &self.en } else { &self.zh }
    }

    /// What stands second: English beside Chinese, where it says something new.
    #[must_use]
    pub fn second(&self, lang: Lang) -> Option<&str> {
        (lang == Lang::Both && self.zh != self.en && !self.en.is_empty()).then_some(&*self.en)
    }

    /// All of it on one line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self.second(lang) {
            Some(second) => format!("{} {second}", self.first(lang)),
            None => self.first(lang).to_owned(),
        }
    }

    /// Both words, one right after the other.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            zh: Cow::Owned(format!("{}{}", self.zh, other.zh)),
            en: Cow::Owned(format!("{}{}", self.en, other.en)),
        }
    }

    /// The same word with `{}` replaced.
    #[must_use]
    pub fn with(&self, zh: &str, en: &str) -> Self {
        Self::new(&self.zh.replace("{}", zh), &self.en.replace("{}", en))
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self::verbatim(text)
    }
}

impl From<&String> for Word {
    fn from(text: &String) -> Self {
        Self::verbatim(text.as_str())
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self::verbatim(text)
    }
}

/// A message as an error. It is shown in English; [`Message::word`] has both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message(pub Word);

impl Message {
    /// What it says.
    #[must_use]
    pub fn word(&self) -> &Word {
        &self.0
    }
}

impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.en)
    }
}

impl std::error::Error for Message {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_values() {
        let count = 3;
        let word = said!("共 {count} 项", "{count} findings");
        assert_eq!(word.text(Lang::Zh), "共 3 项");
        assert_eq!(word.text(Lang::En), "3 findings");
        assert_eq!(Word::verbatim("a-1").text(Lang::Both), "a-1");
    }
}
