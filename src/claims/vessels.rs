//! Vessels side by side, filled to one level: each has a bottom at a height of its own, a width and
//! room for so much.
//!
//! At the level λ a vessel holds min(room, max(0, λ·width − bottom)). With bottom and room in units,
//! it wets at λ = bottom ÷ width and is full at (bottom + room) ÷ width. What all hold together
//! rises with λ in a straight line between two such levels: two searches find the last of either
//! kind that the amount reaches, and the line gives the rest exactly.
//!
//! **Cost.** n log n in vessels: two sorts, and two searches of log n steps with a sum in each.

use super::contest::Claimant;
use super::ideals::Ideals;

/// What a claimant can be filled with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vessel {
    /// Height of the bottom × width: what it would take to fill it from level 0.
    pub bottom: u64,
    /// Above zero.
    pub width: u64,
    /// Full with so much.
    pub room: u64,
}

/// A level, as a fraction; the denominator is above zero.
#[derive(Clone, Copy, Debug)]
struct Level {
    over: u64,
    under: u64,
}

impl Level {
    fn is_at_most(self, other: Self) -> bool {
        u128::from(self.over) * u128::from(other.under)
            <= u128::from(other.over) * u128::from(self.under)
    }
}

impl Vessel {
    fn wet_at(self) -> Level {
        Level {
            over: self.bottom,
            under: self.width,
        }
    }

    fn full_at(self) -> Level {
        Level {
            over: self.bottom + self.room,
            under: self.width,
        }
    }

    /// What it holds at a level, × the level's denominator.
    fn held(self, level: Level) -> u128 {
        let Level { over, under } = level;
        let risen = u128::from(over) * u128::from(self.width);
        let under = u128::from(under);
        risen
            .saturating_sub(u128::from(self.bottom) * under)
            .min(u128::from(self.room) * under)
    }
}

/// Fills everybody's vessel from one amount, less than there is room for. Ideals are given in the
/// order in which claimants stand afterwards.
pub(super) fn fill(
    amount: u64,
    claimants: &mut [Claimant],
    ideals: &mut Ideals,
    vessel: impl Fn(&Claimant) -> Vessel,
) {
    let wet = last_reached(amount, claimants, &vessel, Vessel::wet_at);
    let full = last_reached(amount, claimants, &vessel, Vessel::full_at);
    let reached =
        |last: Option<Level>, level: Level| last.is_some_and(|last| level.is_at_most(last));
    let is_full = |claimant: &Claimant| reached(full, vessel(claimant).full_at());
    let is_rising =
        |claimant: &Claimant| !is_full(claimant) && reached(wet, vessel(claimant).wet_at());
    let mut left = amount;
    let mut width = 0;
    for claimant in claimants.iter() {
        let Vessel {
            bottom,
            width: own,
            room,
        } = vessel(claimant);
        if is_full(claimant) {
            left -= room;
        } else if is_rising(claimant) {
            left += bottom;
            width += u128::from(own);
        }
    }
    // Those who rise first, so that each kind is given in one go.
    claimants.sort_unstable_by_key(|claimant| !is_rising(claimant));
    let rising = claimants.partition_point(is_rising);
    let start = ideals.each().len();
    if rising > 0 {
        ideals.give_parts(left, width, &claimants[..rising], |claimant| {
            u128::from(vessel(claimant).width)
        });
    }
    for (ideal, claimant) in ideals.since(start, claimants) {
        ideal.whole -= vessel(claimant).bottom;
    }
    for claimant in &claimants[rising..] {
        let room = if is_full(claimant) {
            vessel(claimant).room
        } else {
            0
        };
        ideals.give(claimant, room);
    }
}

/// The last of everybody's levels of one kind at which all vessels together hold no more than the
/// amount.
fn last_reached(
    amount: u64,
    claimants: &mut [Claimant],
    vessel: &impl Fn(&Claimant) -> Vessel,
    kind: impl Fn(Vessel) -> Level,
) -> Option<Level> {
    claimants.sort_unstable_by(|one, other| {
        let (one, other) = (kind(vessel(one)), kind(vessel(other)));
        (u128::from(one.over) * u128::from(other.under))
            .cmp(&(u128::from(other.over) * u128::from(one.under)))
    });
    let affords = |level: Level| {
        let held: u128 = claimants.iter().map(|c| vessel(c).held(level)).sum();
        held <= u128::from(amount) * u128::from(level.under)
    };
    let reached = claimants.partition_point(|claimant| affords(kind(vessel(claimant))));
    reached
        .checked_sub(1)
        .map(|last| kind(vessel(&claimants[last])))
}
