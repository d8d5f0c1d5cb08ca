//! What an error says in both languages: those of this program have words of their own, those of the system are told by their kind.

use std::io::{self, ErrorKind};

use super::refusal::Refusal;
use super::trouble::Trouble;
use crate::language::{Message, Word};

/// What an error says. Where only English is known, as from libraries, that stands in both languages.
#[must_use]
pub fn word_of(error: &io::Error) -> Word {
    let Some(inner) = error.get_ref() else {
        return of_system(error);
    };
    if let Some(trouble) = inner.downcast_ref::<Trouble>() {
        trouble.word()
    } else if let Some(refusal) = inner.downcast_ref::<Refusal>() {
        refusal.word()
    } else if let Some(message) = inner.downcast_ref::<Message>() {
        message.word().clone()
    } else {
        Word::verbatim(error.to_string())
    }
}

/// The system's own words are English, or those of whoever set it up; its number goes with the Chinese ones.
fn of_system(error: &io::Error) -> Word {
    let english = error.to_string();
    let Some(chinese) = of_kind(error.kind()) else {
        return Word::verbatim(english);
    };
    match error.raw_os_error() {
        Some(number) => Word::new(&format!("{chinese}（系统错误 {number}）"), &english),
        None => Word::new(chinese, &english),
    }
}

fn of_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "没有该文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::NotADirectory => "不是文件夹",
        ErrorKind::IsADirectory => "是文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::ReadOnlyFilesystem => "磁盘为只读",
        ErrorKind::StorageFull => "磁盘空间不足",
        ErrorKind::QuotaExceeded => "磁盘配额用尽",
        ErrorKind::FileTooLarge => "文件过大",
        ErrorKind::ResourceBusy | ErrorKind::WouldBlock => "正被占用",
        ErrorKind::InvalidFilename => "名称不合系统的规定",
        ErrorKind::CrossesDevices => "不在同一磁盘上",
        ErrorKind::TimedOut => "等待超时",
        ErrorKind::UnexpectedEof => "文件不完整",
        ErrorKind::OutOfMemory => "内存不足",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_words_in_both_languages() {
        let message = Message(Word::of("无结果", "no results"));
        assert_eq!(word_of(&io::Error::other(message.clone())), message.0);
        let foreign = word_of(&io::Error::other("foreign"));
        assert_eq!((&*foreign.zh, &*foreign.en), ("foreign", "foreign"));
        let missing = word_of(&ErrorKind::NotFound.into());
        assert_eq!(&*missing.zh, "没有该文件或文件夹");
        #[cfg(unix)]
        assert_eq!(
            &*word_of(&io::Error::from_raw_os_error(2)).zh,
            "没有该文件或文件夹（系统错误 2）"
        );
    }
}
