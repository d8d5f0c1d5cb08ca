//! Ctrl-C: the first one asks for an end at the next pause, so that what is being written is finished or taken away;
//! the second one ends at once.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit status of what was interrupted: 128 + SIGINT.
pub(super) const INTERRUPTED: u8 = 130;

static ASKED: AtomicBool = AtomicBool::new(false);

/// Begins to listen. Where that is not possible, Ctrl-C ends the program as it always does.
pub(super) fn listen() {
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    });
}

/// A pause in the work.
///
/// # Errors
/// When the user has asked for an end.
pub(super) fn pause() -> io::Result<()> {
    if ASKED.load(Ordering::SeqCst) {
        return Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted"));
    }
    Ok(())
}
