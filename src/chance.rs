//! Numbers that look random and are pure functions of their arguments, so that nobody's luck depends on the
//! order of work or on who else is there.

pub mod copula;
pub mod latin;
mod luck;
pub mod quantiles;
mod saltelli;
mod sampler;
pub mod sobol;
pub mod walk;

pub use luck::{Luck, Notes, Purpose};
pub use saltelli::{Matrix, Saltelli};
pub use sampler::{Future, Sampler};

/// A 64-bit hash of a text: FNV-1a, finished with SplitMix64's mixer so that near ids land far apart.
///
/// Sources: Fowler, Noll and Vo (1991); Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators".
#[must_use]
pub fn hash_of(text: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let fnv = text.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mix(fnv)
}

/// The next number of a SplitMix64 stream (Steele, Lea and Flood 2014), and its new state.
pub fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(GOLDEN);
    mix(*state)
}

/// The number at a place of a key's own SplitMix64 stream, without drawing those before it.
#[must_use]
pub fn at(key: u64, place: u64) -> u64 {
    let start = mix(key.wrapping_add(GOLDEN));
    mix(start.wrapping_add(place.wrapping_mul(GOLDEN)))
}

/// A whole number below `size`, from 64 random bits: the upper half of their product (Lemire 2019, "Fast random
/// integer generation in an interval"). Uneven by less than `size` ÷ 2⁶⁴.
#[must_use]
pub fn below(size: u64, bits: u64) -> u64 {
    ((u128::from(bits) * u128::from(size)) >> 64) as u64
}

/// 2⁶⁴ ÷ the golden ratio: steps that visit everything before they repeat.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// SplitMix64's finaliser.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_fixed_for_ever_since_published_results_depend_on_them() {
        assert_eq!(hash_of(""), mix(0xcbf2_9ce4_8422_2325));
        assert_ne!(hash_of("jinxian-1"), hash_of("jinxian-2"));
    }
}
