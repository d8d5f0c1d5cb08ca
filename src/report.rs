//! What planners get to see.

pub mod charts;
pub mod words;
