//! Whole simulations from outside: what must hold of every one of them, and of the project's own house.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod audit;
mod bad;
mod bound;
mod campaign;
mod command;
mod compare;
mod counting;
mod damage;
mod draw;
mod fairness;
mod generate;
mod hand;
mod inert;
mod language;
mod laws;
mod layers;
mod look_ahead;
mod nothing_lost;
mod program;
mod rates;
mod reality;
mod safety;
mod same_bytes;
mod schema;
mod sensitivity;
mod study;
mod why;
