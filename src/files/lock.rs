//! Who works on a folder: one program at a time gives names there.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::trouble::{Action, Trouble};
use crate::language::{Message, Word};

/// Giving names takes a moment; who waits longer than this waits for a program that hangs.
const LONGEST: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(20);

/// Holds a folder until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _folder: Option<File>,
}

impl Lock {
    /// Waits until no other program gives names in a folder. Where a system can lock no folder, nobody is waited for.
    ///
    /// # Errors
    /// When another program holds the folder for a minute.
    pub fn on(folder: &Path) -> io::Result<Self> {
        let begun = Instant::now();
        let Ok(handle) = File::open(folder) else {
            return Ok(Self { _folder: None });
        };
        loop {
            match handle.try_lock() {
                Ok(()) => {
                    return Ok(Self {
                        _folder: Some(handle),
                    });
                }
                Err(TryLockError::WouldBlock) if begun.elapsed() > LONGEST => {
                    let busy = io::Error::new(
                        io::ErrorKind::ResourceBusy,
                        Message(Word::of(
                            "另一程序占用已满一分钟",
                            "another program has held it for a minute",
                        )),
                    );
                    return Err(Trouble::at(Action::Lock, folder)(busy));
                }
                Err(TryLockError::WouldBlock) => sleep(PAUSE),
                Err(TryLockError::Error(_)) => return Ok(Self { _folder: None }),
            }
        }
    }
}
