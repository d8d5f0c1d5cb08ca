//! Claims beyond what the model says: how a rule fares when somebody games it.

use crate::claims::LARGEST_CLAIM;
use crate::units::{EnterpriseIndex, Pieces, PrefectureIndex, Share};

/// Who claims more than it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimer {
    /// An enterprise, of scarce material.
    Enterprise(EnterpriseIndex),
    /// A prefecture, of the pool's masks, for every stream in it.
    Prefecture(PrefectureIndex),
}

/// Someone who claims a multiple of what the model says: for measuring what that brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overclaim {
    /// Who.
    pub by: Claimer,
    /// What is claimed ÷ what should be.
    pub factor: Share,
}

impl Overclaim {
    /// What is claimed in the place of a claim.
    #[must_use]
    pub fn of(self, claim: i64) -> i64 {
        self.factor.of(Pieces(claim)).0.min(LARGEST_CLAIM)
    }
}
