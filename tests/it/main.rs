//! Whole simulations from outside: what must hold of every one of them.

mod counting;
mod fairness;
mod laws;
