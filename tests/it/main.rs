//! Whole simulations from outside: what must hold of every one of them, and of the project's own house.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod command;
mod counting;
mod fairness;
mod laws;
mod layers;
