//! One integration binary.

mod command;
mod layers;
