//! How the futures of a study are spread over what may be drawn.

use std::fmt;
use std::str::FromStr;

use super::Luck;

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
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = NAMES.iter().find(|(name, _)| *name == text);
        known.map(|(_, sampler)| *sampler).ok_or_else(|| {
            let names = NAMES.map(|(name, _)| name).join(", ");
            format!("no sampler is called `{text}`; samplers are {names}")
        })
    }
}
