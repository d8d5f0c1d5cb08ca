//! An error of the file system with its place: which file, doing what, why, and what to do now.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

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

    fn remedy(&self) -> &'static str {
        match self.error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                "make room on that disk, or name a place on another one"
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "get permission for that place, or name another one"
            }
            ErrorKind::NotFound => "check the path",
            ErrorKind::AlreadyExists | ErrorKind::IsADirectory | ErrorKind::NotADirectory => {
                "move away what is there, or name another place"
            }
            ErrorKind::ResourceBusy | ErrorKind::WouldBlock => {
                "close the program that uses it, and try again"
            }
            _ => "check the disk, and try again; earlier results are as they were",
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action = match self.action {
            Action::Read => "cannot read",
            Action::Write => "cannot write",
            Action::Create => "cannot create the folder",
            Action::List => "cannot list the folder",
            Action::Place => "cannot put into its place",
            Action::Remove => "cannot remove",
            Action::Lock => "cannot lock",
        };
        let path = self.path.display().to_string();
        write!(
            out,
            "{action} {}: {}\n    remedy:   {}",
            crate::inert::on_terminal(&path),
            self.error,
            self.remedy()
        )
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
    }

    #[test]
    fn the_innermost_place_is_kept() {
        let inner = Trouble::at(Action::Read, Path::new("in"))(ErrorKind::NotFound.into());
        let outer = Trouble::at(Action::Write, Path::new("out"))(inner);
        assert!(outer.to_string().starts_with("cannot read in:"));
    }
}
