//! Files: what is read from outside is bounded, what is written appears whole, and only what maskflow wrote is replaced
//! or removed.

pub mod name;
mod read;
mod trouble;

pub use read::{Unreadable, regular};
pub use trouble::{Action, Trouble};
