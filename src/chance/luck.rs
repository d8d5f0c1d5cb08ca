//! The luck of one future: a number for every purpose, whoever else asks for one and in whatever order.

use std::sync::{Mutex, PoisonError};

use super::saltelli::{Matrix, Saltelli};
use super::sampler::Sampler;
use super::{GOLDEN, hash_of, latin, mix, sobol};

/// What a number is drawn for: a path of up to three names, hashed once, and the factor that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Purpose {
    path: [u64; Self::DEEPEST],
    depth: u8,
    /// A row's own number, one of many of its factor.
    of_row: bool,
    factor: u32,
}

impl Purpose {
    const DEEPEST: usize = 3;

    /// The purpose of a path: what the number is for, whose it is. `factor` is the position of the group that moves
    /// together when a study pins factors or takes them from another matrix.
    ///
    /// # Panics
    /// With more than three names.
    #[must_use]
    pub fn new(path: &[&str], factor: usize) -> Self {
        let mut hashes = [0; Self::DEEPEST];
        for (hash, name) in hashes[..path.len()].iter_mut().zip(path) {
            *hash = hash_of(name);
        }
        Self {
            path: hashes,
            depth: path.len() as u8,
            of_row: false,
            factor: factor as u32,
        }
    }

    /// The purpose of a row of a column, where every row draws a number of its own.
    #[must_use]
    pub fn of_row(column: &str, row: &str, factor: usize) -> Self {
        Self {
            of_row: true,
            ..Self::new(&[column, row], factor)
        }
    }

    /// 64 even bits for it under a key.
    #[inline]
    pub(super) fn bits(&self, key: u64) -> u64 {
        let path = &self.path[..usize::from(self.depth)];
        path.iter()
            .fold(key, |key, part| mix(key.wrapping_add(GOLDEN) ^ part))
    }

    /// Whether it is one row's of many.
    pub(super) fn is_of_row(&self) -> bool {
        self.of_row
    }

    /// Position of its factor.
    #[must_use]
    pub fn factor(&self) -> usize {
        self.factor as usize
    }
}

/// One future's luck: pure numbers, the same whatever else is asked.
///
/// Counter-based, as Salmon et al. (2011, "Parallel random numbers: as easy as 1, 2, 3") argue: a bijective mixer over
/// what is counted, no state to hand on. Adding a row, a measure or a policy changes nobody else's numbers.
#[derive(Clone, Copy, Debug)]
pub struct Luck<'a> {
    key: u64,
    steering: Steering<'a>,
}

/// What a study does to the luck of a replicate.
#[derive(Clone, Copy, Debug)]
enum Steering<'a> {
    None,
    Pinned(&'a [f64]),
    Spread(Spread),
    Designed(Designed<'a>),
    Noted(&'a Notes),
}

/// A row of a matrix of a design.
#[derive(Clone, Copy, Debug)]
struct Designed<'a> {
    design: &'a Saltelli,
    row: u64,
    matrix: Matrix<'a>,
}

/// What numbers were asked for.
#[derive(Debug, Default)]
pub struct Notes(Mutex<Vec<Purpose>>);

impl Notes {
    fn add(&self, purpose: &Purpose) {
        let mut purposes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        purposes.push(*purpose);
    }

    /// The purposes in the order in which they were asked for, as often as they were.
    #[must_use]
    pub fn purposes(self) -> Vec<Purpose> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How the futures of a design are spread together.
#[derive(Clone, Copy, Debug)]
struct Spread {
    sampler: Sampler,
    /// The key of the whole design, the same in every replicate.
    design: u64,
    replicate: u64,
    of: u64,
}

impl Luck<'static> {
    /// The luck of a replicate under a seed.
    #[must_use]
    pub fn new(seed: u64, replicate: u64) -> Self {
        Self {
            key: key_of(seed, replicate),
            steering: Steering::None,
        }
    }
}

impl Luck<'static> {
    /// The luck of a replicate among `of` that a sampler spreads evenly together. Daily noise is that of the replicate
    /// under any sampler.
    #[must_use]
    pub fn spread(seed: u64, replicate: u64, of: u64, sampler: Sampler) -> Self {
        let steering = match sampler {
            Sampler::Random => Steering::None,
            Sampler::Latin | Sampler::Sobol => Steering::Spread(Spread {
                sampler,
                design: key_of(seed, u64::MAX),
                replicate,
                of,
            }),
        };
        Self {
            key: key_of(seed, replicate),
            steering,
        }
    }
}

impl<'a> Luck<'a> {
    /// Every factor stands at its level, a number strictly between 0 and 1: all rows of a column at the same quantile,
    /// as screening by Morris asks. Factors without a level (past the end, or not a number) and daily noise are those
    /// of the replicate.
    #[must_use]
    pub fn pinned(seed: u64, replicate: u64, levels: &'a [f64]) -> Self {
        Self {
            key: key_of(seed, replicate),
            steering: Steering::Pinned(levels),
        }
    }

    /// A row of a matrix of a design for Sobol' indices.
    #[must_use]
    pub fn designed(design: &'a Saltelli, row: u64, matrix: Matrix<'a>) -> Self {
        Self {
            key: design.key(row, false),
            steering: Steering::Designed(Designed {
                design,
                row,
                matrix,
            }),
        }
    }

    /// Every number is 0.5, and what it is for is noted. Daily noise is not noted: it takes bits.
    #[must_use]
    pub fn noted(notes: &'a Notes) -> Self {
        Self {
            key: 0,
            steering: Steering::Noted(notes),
        }
    }

    /// A number strictly between 0 and 1 for a purpose: the upper 53 bits, centred in their cell.
    #[must_use]
    #[inline]
    pub fn at(&self, purpose: &Purpose) -> f64 {
        if let Some(level) = self.level(purpose.factor()) {
            return level;
        }
        match self.steering {
            Steering::Spread(spread) => spread.at(purpose, || self.bits(purpose)),
            Steering::Designed(Designed {
                design,
                row,
                matrix,
            }) => design.at(purpose, row, matrix.is_from_b(purpose.factor())),
            Steering::Noted(notes) => {
                notes.add(purpose);
                0.5
            }
            Steering::None | Steering::Pinned(_) => fraction(self.bits(purpose)),
        }
    }

    /// The level at which a factor is pinned; none where it is free.
    #[must_use]
    #[inline]
    pub fn level(&self, factor: usize) -> Option<f64> {
        match self.steering {
            Steering::Pinned(levels) => levels.get(factor).copied().filter(|level| !level.is_nan()),
            _ => None,
        }
    }

    /// 64 even bits for a purpose: the start of a stream of its own.
    #[must_use]
    #[inline]
    pub fn bits(&self, purpose: &Purpose) -> u64 {
        purpose.bits(self.key_for(purpose))
    }

    fn key_for(&self, purpose: &Purpose) -> u64 {
        match self.steering {
            Steering::Designed(Designed {
                design,
                row,
                matrix,
            }) if matrix.is_from_b(purpose.factor()) => design.key(row, true),
            _ => self.key,
        }
    }
}

impl Spread {
    /// Latin: a stratum of its own for every replicate, purpose by purpose. Sobol: factors of one number are dimensions
    /// of the sequence in their order; rows of a column, of which there may be thousands, are each stratified in
    /// themselves and paired at random (Owen 1998, "Latin supercube sampling for very high-dimensional simulations").
    fn at(&self, purpose: &Purpose, bits: impl Fn() -> u64) -> f64 {
        let own = purpose.bits(self.design);
        match self.sampler {
            Sampler::Sobol if !purpose.of_row && purpose.factor() < sobol::DIMENSIONS => {
                sobol::point(purpose.factor(), self.replicate, self.design)
            }
            Sampler::Sobol => sobol::padded(self.replicate, own, mix(own)),
            Sampler::Latin | Sampler::Random => {
                latin::latin(self.replicate, self.of, own, fraction(bits()))
            }
        }
    }
}

/// The upper 53 bits, centred in their cell.
#[inline]
fn fraction(bits: u64) -> f64 {
    ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

pub(super) fn key_of(seed: u64, replicate: u64) -> u64 {
    mix(mix(seed ^ GOLDEN).wrapping_add(GOLDEN) ^ replicate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purposes(count: usize, factor: usize) -> Vec<Purpose> {
        (0..count)
            .map(|at| Purpose::new(&["lines.delivery_days", &format!("line-{at}")], factor))
            .collect()
    }

    #[test]
    fn luck_is_even_and_nobodys_depends_on_another_purpose_replicate_or_seed() {
        let all = purposes(10_000, 0);
        let draws = |luck: Luck| -> Vec<f64> { all.iter().map(|one| luck.at(one)).collect() };
        let (one, other) = (draws(Luck::new(1, 0)), draws(Luck::new(1, 1)));
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
        let products: Vec<f64> = one.iter().zip(&other).map(|(a, b)| a * b).collect();
        // Standard errors: 0.0029 of a mean of uniforms, 0.0022 of a product of two.
        assert!((mean(&one) - 0.5).abs() < 0.012);
        assert!((mean(&products) - 0.25).abs() < 0.009);
        let mut tenths = [0; 10];
        one.iter().for_each(|u| tenths[(u * 10.0) as usize] += 1);
        // Chi-square with 9 degrees of freedom: above 27.9 once in a thousand.
        let chi: f64 = (tenths.iter().map(|&n| f64::from(n) - 1000.0))
            .map(|off| off * off / 1000.0)
            .sum();
        assert!(chi < 27.9, "{chi}");
        assert_ne!(draws(Luck::new(2, 0)), one);
    }

    #[test]
    fn numbers_are_fixed_for_ever_since_published_results_depend_on_them() {
        let purpose = Purpose::new(&["item.bill", "flat", "meltblown"], 3);
        assert_eq!(
            Luck::new(20_200_302, 7).at(&purpose),
            0.849_503_688_250_225_6
        );
    }

    #[test]
    fn spread_replicates_fill_the_strata_of_every_purpose_once() {
        let alone = Purpose::new(&["roads.detour"], 2);
        let rows = ["line-1", "line-2"].map(|row| Purpose::of_row("lines.speed", row, 1));
        for sampler in [Sampler::Latin, Sampler::Sobol] {
            for purpose in rows.iter().chain([&alone]) {
                let mut strata: Vec<u64> = (0..64)
                    .map(|at| (Luck::spread(7, at, 64, sampler).at(purpose) * 64.0) as u64)
                    .collect();
                strata.sort_unstable();
                assert_eq!(
                    strata,
                    (0..64).collect::<Vec<u64>>(),
                    "{sampler} {purpose:?}"
                );
            }
            let first = |purpose: &Purpose| Luck::spread(7, 5, 64, sampler).at(purpose);
            assert_ne!(first(&rows[0]), first(&rows[1]));
        }
        let plain = Luck::spread(7, 5, 64, Sampler::Random);
        assert_eq!(plain.at(&alone), Luck::new(7, 5).at(&alone));
    }

    #[test]
    fn a_pinned_factor_stands_at_its_level_and_the_others_are_those_of_the_replicate() {
        let (first, second, third) = (purposes(3, 0), purposes(3, 1), purposes(3, 2));
        let (plain, levels) = (Luck::new(1, 5), [0.25, f64::NAN]);
        let pinned = Luck::pinned(1, 5, &levels);
        assert!(first.iter().all(|one| pinned.at(one) == 0.25));
        for one in second.iter().chain(&third) {
            assert_eq!(pinned.at(one), plain.at(one));
        }
    }

    #[test]
    fn what_is_asked_for_is_noted() {
        let (notes, asked) = (Notes::default(), purposes(3, 0));
        let luck = Luck::noted(&notes);
        assert!(asked.iter().all(|one| luck.at(one) == 0.5));
        let _ = luck.bits(&asked[0]);
        assert_eq!(notes.purposes(), asked);
    }
}
