//! Whole simulations from outside: what must hold of every one of them, and of the project's own house.

mod command;
mod counting;
mod fairness;
mod laws;
mod layers;
