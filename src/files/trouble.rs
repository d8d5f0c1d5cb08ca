//! An error of the file system with its place: which file, doing what, why, and what to do now.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::word::word_of;
use crate::inert::on_terminal;
use crate::language::Word;

/// What was being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Reading a file.
    Read,
    /// Writing a file.
    Write,
    /// Creating a folder.
    Create,
    /// Listing a folder.
    List,
    /// Giving a file or folder its final name.
    Place,
    /// Removing what maskflow wrote before.
    Remove,
    /// Waiting until no other program uses a folder.
    Lock,
}

/// An error of the file system, told with its place.
#[derive(Debug)]
pub struct Trouble {
    action: Action,
    path: PathBuf,
    error: io::Error,
}

impl Trouble {
    /// For `map_err`: tells an error of the file system with what was being done to which file.
    pub fn at(action: Action, path: &Path) -> impl Fn(io::Error) -> io::Error + use<> {
        let path = path.to_owned();
        move |error| {
            // What already has its place keeps it.
            if matches!(error.get_ref(), Some(inner) if inner.is::<Self>()) {
                return error;
            }
            let path = path.clone();
            io::Error::new(
                error.kind(),
                Self {
                    action,
                    path,
                    error,
                },
            )
        }
    }

    fn action(&self) -> Word {
        match self.action {
            Action::Read => Word::of("无法读取", "cannot read"),
            Action::Write => Word::of("无法写入", "cannot write"),
            Action::Create => Word::of("无法新建文件夹", "cannot create the folder"),
            Action::List => Word::of("无法列出文件夹", "cannot list the folder"),
            Action::Place => Word::of("无法放入", "cannot put into its place"),
            Action::Remove => Word::of("无法删除", "cannot remove"),
            Action::Lock => Word::of("无法锁定", "cannot lock"),
        }
    }

    fn remedy(&self) -> Word {
        match self.error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Word::of(
                "清理该磁盘，或者改用其他磁盘上的位置",
                "make room on that disk, or name a place on another one",
            ),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Word::of(
                "取得该位置的权限，或者改用其他位置",
                "get permission for that place, or name another one",
            ),
            ErrorKind::NotFound => Word::of("核对路径", "check the path"),
            ErrorKind::AlreadyExists | ErrorKind::IsADirectory | ErrorKind::NotADirectory => {
                Word::of(
                    "移走原有的文件，或者改用其他位置",
                    "move away what is there, or name another place",
                )
            }
            ErrorKind::ResourceBusy | ErrorKind::WouldBlock => Word::of(
                "关闭占用它的程序，然后重试",
                "close the program that uses it, and try again",
            ),
            _ => Word::of(
                "检查磁盘，然后重试；原有结果未受影响",
                "check the disk, and try again; earlier results are as they were",
            ),
        }
    }

    /// What is told of it.
    #[must_use]
    pub fn word(&self) -> Word {
        let path = self.path.display().to_string();
        let (path, action) = (on_terminal(&path), self.action());
        let (cause, remedy) = (word_of(&self.error), self.remedy());
        Word::new(
            &format!(
                "{} {path}：{}\n    处理：{}",
                action.zh, cause.zh, remedy.zh
            ),
            &format!(
                "{} {path}: {}\n    remedy:   {}",
                action.en, cause.en, remedy.en
            ),
        )
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.word().en)
    }
}

impl std::error::Error for Trouble {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_file_action_cause_and_remedy() {
        let full = io::Error::from(ErrorKind::StorageFull);
        let told = Trouble::at(Action::Write, Path::new("out/a.csv"))(full).to_string();
        assert!(
            told.starts_with("cannot write out/a.csv: no storage space"),
            "{told}"
        );
        assert!(told.contains("make room on that disk"), "{told}");
        let full = io::Error::from(ErrorKind::StorageFull);
        let told = word_of(&Trouble::at(Action::Write, Path::new("out/a.csv"))(full));
        let expected =
            "无法写入 out/a.csv：磁盘空间不足\n    处理：清理该磁盘，或者改用其他磁盘上的位置";
        assert_eq!(told.zh, expected);
    }

    #[test]
    fn the_innermost_place_is_kept() {
        let inner = Trouble::at(Action::Read, Path::new("in"))(ErrorKind::NotFound.into());
        let outer = Trouble::at(Action::Write, Path::new("out"))(inner);
        assert!(outer.to_string().starts_with("cannot read in:"));
    }
}
