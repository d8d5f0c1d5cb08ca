//! Latin hypercube sampling as a pure function: every replicate finds its own place without knowing the others'.
//!
//! Sources: McKay, Beckman and Conover (1979), "A comparison of three methods for selecting values of input variables";
//! Kensler (2013), "Correlated multi-jittered sampling", for a keyed permutation that is computed place by place;
//! Black and Rogaway (2002), "Ciphers with arbitrary finite domains", for walking its cycles into the range.

use super::at;

/// Rounds of the permutation. Each halves what is left of the unevenness: after twelve the chances of the orders of
/// five are off by one in a thousand, of those of eight by one in a hundred (root mean square, counted out).
const ROUNDS: u64 = 12;

/// The stratum of a replicate among `of` of them: a permutation of `0..of` chosen by the key.
///
/// Give every purpose a key of its own, so that their strata are paired at random.
///
/// # Panics
/// Panics where `replicate` is not below `of`.
#[must_use]
pub fn stratum(replicate: u64, of: u64, key: u64) -> u64 {
    assert!(
        replicate < of,
        "replicate {replicate} is not one of the {of}"
    );
    let mask = u64::MAX.checked_shr((of - 1).leading_zeros()).unwrap_or(0);
    let mut place = scatter(replicate, mask, key);
    // The mask is less than twice the range: two steps are enough on average.
    while place >= of {
        place = scatter(place, mask, key);
    }
    place
}

/// A point of a replicate's stratum, `jitter` of the way from its lower to its upper end.
///
/// Strictly inside (0, 1) where the jitter is and `of` is below 2⁵².
///
/// # Panics
/// Panics where `replicate` is not below `of`.
#[must_use]
pub fn latin(replicate: u64, of: u64, key: u64, jitter: f64) -> f64 {
    (stratum(replicate, of, key) as f64 + jitter) / of as f64
}

/// A keyed permutation of `0..=mask`, the mask being all ones: every step can be undone within so many bits.
fn scatter(place: u64, mask: u64, key: u64) -> u64 {
    let half = (mask.count_ones() / 2).max(1);
    (0..ROUNDS).fold(place, |place, round| {
        let bits = at(key, round);
        let product = (place ^ bits).wrapping_mul(bits.rotate_right(32) | 1) & mask;
        product ^ (product >> half)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(of: u64, key: u64) -> Vec<u64> {
        (0..of).map(|at| stratum(at, of, key)).collect()
    }

    #[test]
    fn strata_are_a_permutation_whatever_the_size() {
        let sizes = (1..=130).chain([255, 256, 257, 1000, 4096, 9_973, 65_537]);
        for of in sizes {
            for key in [0, 1, u64::MAX] {
                let mut seen = order(of, key);
                seen.sort_unstable();
                assert!(seen.into_iter().eq(0..of), "{of} {key}");
            }
        }
    }

    #[test]
    fn sizes_beyond_32_bits_stay_in_range() {
        for of in [(1 << 32) + 1, (1 << 52) - 1, u64::MAX] {
            assert!((0..100).all(|at| stratum(of - 1 - at, of, 7) < of), "{of}");
        }
    }

    #[test]
    fn every_order_of_a_few_is_equally_likely() {
        // Chi-square above these once in ten thousand, with 5, 23 and 119 degrees of freedom.
        for (of, orders, limit) in [(3, 6, 25.7), (4, 24, 57.1), (5, 120, 185.0)] {
            let mut counts = std::collections::BTreeMap::new();
            let draws = 200 * orders;
            (0..draws).for_each(|key| *counts.entry(order(of, key)).or_insert(0_u32) += 1);
            let chi: f64 = (counts.values())
                .map(|&n| (f64::from(n) - 200.0).powi(2) / 200.0)
                .sum();
            assert_eq!(counts.len() as u64, orders);
            assert!(chi < limit, "{of}: {chi}");
        }
    }

    #[test]
    fn different_keys_are_uncorrelated() {
        let of = 1000;
        let middle = (of - 1) as f64 / 2.0;
        let variance = (of * of - 1) as f64 / 12.0;
        for key in 0..50 {
            let pairs = order(of, key).into_iter().zip(order(of, key + 1));
            let covariance: f64 = pairs
                .map(|(a, b)| (a as f64 - middle) * (b as f64 - middle))
                .sum::<f64>()
                / of as f64;
            // Standard error of a rank correlation: 1 ÷ √(n − 1) = 0.0316.
            assert!((covariance / variance).abs() < 0.127, "{key}");
        }
    }

    #[test]
    fn every_stratum_holds_one_point() {
        let of = 777;
        let points = (0..of).map(|at| latin(at, of, 3, 0.25 + 0.5 * (at % 2) as f64));
        let mut hit: Vec<u64> = points.map(|x| (x * of as f64) as u64).collect();
        hit.sort_unstable();
        assert!(hit.into_iter().eq(0..of));
    }
}
