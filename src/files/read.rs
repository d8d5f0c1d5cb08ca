//! Reading what comes from outside: regular files only, and no more of them than a stated size.

use std::fmt;
use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::word::word_of;
use crate::language::{Message, Word};
use crate::said;

/// Why a file was not read.
#[derive(Debug)]
pub enum Unreadable {
    /// Nothing is there.
    Missing,
    /// Something is there that is no regular file; what it is.
    NotRegular(&'static str),
    /// It is larger than what is read; the limit in bytes.
    TooLarge(u64),
    /// The system refuses.
    Refused(io::Error),
}

impl Unreadable {
    /// What is told of it.
    #[must_use]
    pub fn word(&self) -> Word {
        match self {
            Self::Missing => Word::of("没有该文件", "no such file"),
            Self::NotRegular(what) => {
                let chinese = in_chinese(what);
                said!("是{chinese}，不是普通文件", "{what}, not a regular file")
            }
            Self::TooLarge(most) => {
                let most = most >> 20;
                said!("超过 {most} MiB", "more than {most} MiB")
            }
            Self::Refused(error) => word_of(error),
        }
    }
}

/// What is no regular file.
fn in_chinese(what: &'static str) -> &'static str {
    match what {
        "a folder" => "文件夹",
        "a link" => "链接",
        "a link that leads nowhere" => "指向不存在之处的链接",
        "a pipe" => "管道",
        "a socket" => "套接字",
        "a device" => "设备",
        other => other,
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.word().en)
    }
}

impl From<Unreadable> for io::Error {
    fn from(why: Unreadable) -> Self {
        match why {
            Unreadable::Missing => Self::from(io::ErrorKind::NotFound),
            Unreadable::Refused(error) => error,
            other => Self::new(io::ErrorKind::InvalidInput, Message(other.word())),
        }
    }
}

/// The bytes of a regular file, links followed, of at most `most` bytes. A pipe or device is refused without waiting.
///
/// # Errors
/// When it is missing, something else than a regular file, larger, or cannot be read.
pub fn regular(path: &Path, most: u64) -> Result<Vec<u8>, Unreadable> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unreadable::Missing,
        _ => Unreadable::Refused(error),
    };
    let found = fs::metadata(path).map_err(|error| match fs::symlink_metadata(path) {
        Ok(_) if error.kind() == io::ErrorKind::NotFound => {
            Unreadable::NotRegular("a link that leads nowhere")
        }
        _ => refused(error),
    })?;
    is_regular(found.file_type())?;
    let file = open(path).map_err(refused)?;
    // Between the first look and this one, the name may have been given to something else.
    is_regular(file.metadata().map_err(Unreadable::Refused)?.file_type())?;
    let mut bytes = Vec::with_capacity(found.len().min(most) as usize);
    (&file)
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(Unreadable::Refused)?;
    if bytes.len() as u64 > most {
        return Err(Unreadable::TooLarge(most));
    }
    Ok(bytes)
}

fn is_regular(kind: FileType) -> Result<(), Unreadable> {
    if kind.is_file() {
        return Ok(());
    }
    if kind.is_dir() {
        return Err(Unreadable::NotRegular("a folder"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Err(Unreadable::NotRegular("a pipe"));
        }
        if kind.is_socket() {
            return Err(Unreadable::NotRegular("a socket"));
        }
    }
    Err(Unreadable::NotRegular("a device"))
}

/// Opens without waiting for whoever is at the other end of a pipe.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_of_a_stated_size_are_read() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let file = place.path().join("a");
        fs::write(&file, b"12345").expect("written");
        assert_eq!(regular(&file, 5).expect("read"), b"12345");
        assert!(matches!(regular(&file, 4), Err(Unreadable::TooLarge(4))));
        assert!(matches!(
            regular(place.path(), 9),
            Err(Unreadable::NotRegular("a folder"))
        ));
        assert!(matches!(
            regular(&place.path().join("b"), 9),
            Err(Unreadable::Missing)
        ));
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_links_that_lead_nowhere_are_refused() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let link = place.path().join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).expect("linked");
        assert!(matches!(
            regular(&link, 9),
            Err(Unreadable::NotRegular("a device"))
        ));
        let dangling = place.path().join("dangling");
        std::os::unix::fs::symlink("nowhere", &dangling).expect("linked");
        assert!(matches!(
            regular(&dangling, 9),
            Err(Unreadable::NotRegular("a link that leads nowhere"))
        ));
    }
}
