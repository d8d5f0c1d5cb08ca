//! Subsidies: what is granted to which line, and how far it has been paid.

use super::zeros;
use crate::units::{Day, Fen};
use crate::world::World;

/// A grant, and how far it has got.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Granted {
    pub line: u32,
    pub scheme: u8,
    /// The line has been effective and up to standard.
    pub is_effective: bool,
    pub ordered_on: Day,
    /// Days of sustained output so far.
    pub sustained: i32,
    /// In all.
    pub amount: Fen,
    /// Of that, paid at the order.
    pub advance: Fen,
    /// Something is still to come.
    pub goes_on: bool,
}

/// Orders and subsidies, by line.
#[derive(Clone, Debug, Default)]
pub struct SubsidyState {
    /// Scheme that pays, if any.
    pub scheme: Vec<Option<u8>>,
    /// Granted in all.
    pub grant: Vec<Fen>,
    /// Committed, by scheme.
    pub committed: [Fen; 2],
    /// Paid today (clawed back where negative), by line × stage.
    pub paid: Vec<[Fen; 3]>,
    /// Lines paid for today.
    pub(in crate::engine) paid_lines: Vec<u32>,
    /// Grants of which something is still to come.
    pub(in crate::engine) active: Vec<Granted>,
    /// Lines whose order date has come and that were refused.
    pub(in crate::engine) refused: Vec<u32>,
    pub(in crate::engine) next: usize,
}

impl SubsidyState {
    pub(in crate::engine) fn new(world: &World) -> Self {
        let count = world.lines.count;
        Self {
            scheme: zeros(count),
            grant: zeros(count),
            committed: [Fen::ZERO; 2],
            paid: zeros(count),
            paid_lines: Vec::with_capacity(count),
            active: Vec::with_capacity(count),
            refused: Vec::with_capacity(count),
            next: 0,
        }
    }
}
