//! How the futures of a study are spread over what may be drawn.

use std::fmt;
use std::str::FromStr;

use super::Luck;
use crate::language::{Message, Word};
use crate::said;

/// A way to choose futures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampler {
    /// Each on its own: more can be added, and counts have binomial errors.
    Random,
    /// Latin hypercube (McKay, Beckman and Conover 1979): evenly over every quantity.
    Latin,
    /// Scrambled Sobol points (Owen 1995): evenly over several quantities at once.
    Sobol,
}

/// Samplers and their names.
const NAMES: [(&str, Sampler); 3] = [
    ("random", Sampler::Random),
    ("latin", Sampler::Latin),
    ("sobol", Sampler::Sobol),
];

impl Sampler {
    /// The luck of a replicate among `of`.
    #[must_use]
    pub fn luck(self, seed: u64, replicate: u64, of: u64) -> Luck<'static> {
        Luck::spread(seed, replicate, of, self)
    }

    /// What to say where so many replicates are not as even as the sampler makes others: Sobol' points fill all strata only
    /// in powers of two. The powers of two next to it are named.
    #[must_use]
    pub fn hint(self, replicates: u64) -> Option<Word> {
        let above = replicates.checked_next_power_of_two()?;
        (self == Self::Sobol && above != replicates).then(|| {
            let below = above / 2;
            said!(
                "重复次数 {replicates} 不是二的幂：Sobol' 点数为二的幂时才均匀，如 {below} 或 {above}",
                "{replicates} replicates are not a power of two: Sobol' points are spread evenly only in powers of two, such as {below} or {above}"
            )
        })
    }
}

/// A future of a study: which replicate of how many, and how they are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Future {
    /// The replicate.
    pub replicate: u64,
    /// Of so many.
    pub of: u64,
    /// Spread by this.
    pub sampler: Sampler,
}

impl Future {
    /// Its luck under a seed.
    #[must_use]
    pub fn luck(self, seed: u64) -> Luck<'static> {
        self.sampler.luck(seed, self.replicate, self.of)
    }
}

impl fmt::Display for Sampler {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = NAMES.iter().find(|(_, sampler)| sampler == self);
        out.pad(known.map_or("", |(name, _)| name))
    }
}

impl FromStr for Sampler {
    type Err = Message;

    fn from_str(text: &str) -> Result<Self, Message> {
        let known = NAMES.iter().find(|(name, _)| *name == text);
        known.map(|(_, sampler)| *sampler).ok_or_else(|| {
            let names = NAMES.map(|(name, _)| name).join(", ");
            Message(said!(
                "没有名为 `{text}` 的抽样方法；可用的有 {names}",
                "no sampler is called `{text}`; samplers are {names}"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_between_powers_of_two_is_told_for_sobol_points_alone() {
        let hint = Sampler::Sobol.hint(100).unwrap().en;
        assert!(hint.contains("64 or 128"), "{hint}");
        assert!(
            [1, 2, 128, 1 << 40]
                .map(|n| Sampler::Sobol.hint(n))
                .iter()
                .all(Option::is_none)
        );
        assert!(Sampler::Sobol.hint(3).unwrap().en.contains("2 or 4"));
        assert_eq!(Sampler::Sobol.hint(u64::MAX), None);
        assert_eq!(Sampler::Latin.hint(100), None);
        assert_eq!(Sampler::Random.hint(100), None);
    }
}
