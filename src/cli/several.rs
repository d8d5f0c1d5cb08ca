//! Several scenarios in one call: those that are in order go on, the others are told.

use clap::Args;

use super::{Ended, say};
use crate::said;

/// All or nothing.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Strict {
    /// Do nothing at all where one of the scenarios has findings; without it, the others go on
    #[arg(long)]
    pub strict: bool,
}

/// What is in order of a call, and how much is not: that has been told, one by one.
#[derive(Debug)]
pub(super) struct Sorted<T> {
    pub sound: Vec<T>,
    broken: usize,
}

impl<T> Sorted<T> {
    /// Sorts; `None` stands for one that is not in order.
    pub(super) fn of(all: impl IntoIterator<Item = Option<T>>) -> Self {
        let mut sorted = Self {
            sound: Vec::new(),
            broken: 0,
        };
        for one in all {
            match one {
                Some(one) => sorted.sound.push(one),
                None => sorted.broken += 1,
            }
        }
        sorted
    }

    /// Whether work begins. Where some are left out, that is said.
    pub(super) fn begins(&self, strict: Strict) -> bool {
        let (sound, broken) = (self.sound.len(), self.broken);
        if sound == 0 || broken == 0 {
            return sound > 0;
        }
        let all = sound + broken;
        say(&if strict.strict {
            said!(
                "{all} 个情景中有 {broken} 个有问题；按 --strict 全部不做",
                "scenarios with findings: {broken} of {all}; with --strict, nothing is done"
            )
        } else {
            said!(
                "{all} 个情景中有 {broken} 个有问题；继续做其余情景",
                "scenarios with findings: {broken} of {all}; the others go on"
            )
        });
        !strict.strict
    }

    /// How a call ends whose work is done.
    pub(super) fn ended(&self) -> Ended {
        if self.broken > 0 {
            Ended::Findings
        } else {
            Ended::Done
        }
    }
}
