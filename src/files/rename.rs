//! Steps that the file system takes whole: two names exchanged, and a move to a name that is free.

use std::fs;
use std::io;
use std::path::Path;

/// Exchanges what two names stand for in one step; `false` where the system has no such step.
///
/// # Errors
/// When the system refuses; both names stand for what they did.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    known(rename(one, other, rustix::fs::RenameFlags::EXCHANGE))
}

/// Moves to a name that must be free.
///
/// # Errors
/// When something has that name, or the system refuses.
pub(super) fn move_to_free(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    if known(rename(from, to, rustix::fs::RenameFlags::NOREPLACE))? {
        return Ok(());
    }
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn rename(from: &Path, to: &Path, flags: rustix::fs::RenameFlags) -> rustix::io::Result<()> {
    use rustix::fs::CWD;
    rustix::fs::renameat_with(CWD, from, CWD, to, flags)
}

/// Tells what the file system does not know how to do from what it refuses.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn known(done: rustix::io::Result<()>) -> io::Result<bool> {
    use rustix::io::Errno;
    match done {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}
