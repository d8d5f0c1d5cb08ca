//! How long work is stopped and followed.

/// Whoever asked for the work.
pub struct Work<'w, E> {
    /// Asked before every run whether to go on.
    pub go_on: &'w (dyn Fn() -> Result<(), E> + Sync),
    /// Hears of every run that is done.
    pub done: &'w (dyn Fn() + Sync),
}
