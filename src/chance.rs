//! Numbers that look random and are pure functions of their arguments, so that nobody's luck depends on the
//! order of work or on who else is there.

pub mod quantiles;

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

/// 2⁶⁴ ÷ the golden ratio: steps that visit everything before they repeat.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// SplitMix64's finaliser.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The luck of one future: a number for every purpose, whoever else asks for one and in whatever order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    key: u64,
}

impl Luck {
    /// The luck of a replicate under a seed.
    #[must_use]
    pub fn new(seed: u64, replicate: u64) -> Self {
        Self {
            key: mix(mix(seed ^ GOLDEN).wrapping_add(GOLDEN) ^ replicate),
        }
    }

    /// A number strictly between 0 and 1 for a purpose, given as a path: what it is for, whose it is.
    ///
    /// Counter-based, as Salmon et al. (2011, "Parallel random numbers: as easy as 1, 2, 3") argue: a bijective mixer
    /// over what is counted, no state to hand on. The upper 53 bits, centred in their cell.
    #[must_use]
    pub fn uniform(self, path: &[&str]) -> f64 {
        let bits = path.iter().fold(self.key, |key, part| {
            mix(key.wrapping_add(GOLDEN) ^ hash_of(part))
        });
        ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_is_even_and_nobodys_depends_on_another_purpose_replicate_or_seed() {
        let names: Vec<String> = (0..10_000).map(|at| format!("line-{at}")).collect();
        let draws = |luck: Luck| -> Vec<f64> {
            let one = |name: &String| luck.uniform(&["lines.delivery_days", name]);
            names.iter().map(one).collect()
        };
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
    fn hashes_are_fixed_for_ever_since_published_results_depend_on_them() {
        assert_eq!(hash_of(""), mix(0xcbf2_9ce4_8422_2325));
        assert_ne!(hash_of("jinxian-1"), hash_of("jinxian-2"));
    }
}
