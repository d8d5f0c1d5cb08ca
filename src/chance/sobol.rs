//! Points that fill the unit cube more evenly than chance does, each a pure function of its index and dimension.
//!
//! Sobol' sequences (1967) with the direction numbers of Joe and Kuo (2008, "Constructing Sobol sequences with better
//! two-dimensional projections"), scrambled as Owen (1995, "Randomly permuted (t,m,s)-nets and (t,s)-sequences") by
//! hashing (Burley 2020, "Practical hash-based Owen scrambling"). The cheaper hash of Laine and Karras (2011) is not
//! used: it was made for 32 bits and only approximates the scramble.

use std::sync::LazyLock;

use ::sobol::Sobol;
use ::sobol::params::JoeKuoD6;

use super::at;

/// How many dimensions the sequence has; [`padded`] serves whatever goes beyond.
pub const DIMENSIONS: usize = 1000;

/// By dimension and bit of the index.
static DIRECTIONS: LazyLock<Vec<Vec<u64>>> =
    LazyLock::new(|| Sobol::<u64>::init_direction_vals(DIMENSIONS, 64, &JoeKuoD6::standard()));

/// A coordinate of the sequence's point of that index, strictly between 0 and 1.
///
/// Any 2ᵐ points from a multiple of 2ᵐ on are stratified in every dimension, and jointly the better the lower the
/// dimensions: let those that matter most come first. One scramble serves all dimensions of a design; another scramble
/// gives an independent copy of it, whose spread over scrambles estimates the error (Owen 1997).
///
/// # Panics
/// Panics where `dimension` is not below [`DIMENSIONS`].
#[must_use]
pub fn point(dimension: usize, index: u64, scramble: u64) -> f64 {
    let key = at(scramble, dimension as u64);
    fraction(owen(sequence(dimension, index), key))
}

/// A number strictly between 0 and 1 for a purpose beyond the sequence's dimensions: stratified over indexes in
/// itself, paired at random with every other purpose that has another shuffle.
///
/// The van der Corput sequence, its index shuffled and its points scrambled (Burley 2020, on padding).
#[must_use]
pub fn padded(index: u64, shuffle: u64, scramble: u64) -> f64 {
    let shuffled = owen(index, shuffle);
    fraction(owen(shuffled.reverse_bits(), scramble))
}

/// The unscrambled coordinate in units of 2⁻⁶⁴: not in Gray code order, so that any index is reached at once.
fn sequence(dimension: usize, index: u64) -> u64 {
    let directions = &DIRECTIONS[dimension];
    let (mut left, mut sum) = (index, 0);
    while left != 0 {
        sum ^= directions[left.trailing_zeros() as usize];
        left &= left - 1;
    }
    sum
}

/// Owen's nested uniform scramble: every bit is flipped or not by a coin of its own for every value of those above it.
///
/// The coins lie at the nodes of a binary tree, numbered as in a heap. Four levels of it take one hash, which is named
/// by the number of their topmost node.
fn owen(bits: u64, key: u64) -> u64 {
    (0..64).step_by(4).fold(0, |scrambled, depth| {
        let topmost = (1 << depth) | ((bits >> 1) >> (63 - depth));
        let coins = at(key, topmost);
        let path = 16 | ((bits >> (60 - depth)) & 15);
        (0..4).rev().fold(scrambled, |scrambled, below| {
            let node = path >> (below + 1);
            (scrambled << 1) | (((path >> below) ^ (coins >> node)) & 1)
        })
    })
}

/// The upper 52 bits, centred in their cell: with one bit more the topmost would round to 1.
fn fraction(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(x: f64, cells: u64) -> usize {
        (x * cells as f64) as usize
    }

    fn fills_every_cell_once(cells: impl Iterator<Item = usize>, count: usize) -> bool {
        let mut hits = vec![0; count];
        cells.for_each(|at| hits[at] += 1);
        hits.iter().all(|&hit| hit == 1)
    }

    /// Against scipy 1.17.1, stats.qmc.Sobol(d=1000, scramble=False), in units of 2⁻³⁰. It counts in Gray code:
    /// its point n is number n ^ (n >> 1) here.
    #[test]
    fn unscrambled_points_are_those_of_the_published_table() {
        for (dimension, expected) in [
            (
                0,
                [
                    536_870_912,
                    805_306_368,
                    939_524_096,
                    235_929_600,
                    28_450_816,
                ],
            ),
            (
                1,
                [
                    536_870_912,
                    268_435_456,
                    939_524_096,
                    103_809_024,
                    196_222_976,
                ],
            ),
            (
                2,
                [
                    536_870_912,
                    268_435_456,
                    134_217_728,
                    556_793_856,
                    329_916_416,
                ],
            ),
            (
                7,
                [
                    536_870_912,
                    805_306_368,
                    402_653_184,
                    965_738_496,
                    498_278_400,
                ],
            ),
            (
                49,
                [
                    536_870_912,
                    805_306_368,
                    939_524_096,
                    514_850_816,
                    172_204_032,
                ],
            ),
            (
                249,
                [
                    536_870_912,
                    268_435_456,
                    939_524_096,
                    437_256_192,
                    957_423_616,
                ],
            ),
            (
                999,
                [
                    536_870_912,
                    805_306_368,
                    671_088_640,
                    214_958_080,
                    1_031_462_912,
                ],
            ),
        ] {
            for (n, units) in [1_u64, 2, 5, 1_000, 123_456].into_iter().zip(expected) {
                let got = sequence(dimension, n ^ (n >> 1));
                assert_eq!(got, units << 34, "{dimension} {n}");
            }
        }
    }

    #[test]
    fn every_dyadic_interval_holds_its_share_in_every_dimension() {
        for (dimension, scramble) in [(0, 0), (1, 1), (5, 2), (249, 3), (999, u64::MAX)] {
            for m in 0..=10 {
                for block in [0, 1, 5] {
                    let indexes = (block << m)..((block + 1) << m);
                    let cells = indexes.map(|i| cell(point(dimension, i, scramble), 1 << m));
                    assert!(fills_every_cell_once(cells, 1 << m), "{dimension} {m}");
                }
            }
        }
    }

    #[test]
    fn the_first_two_dimensions_are_a_net_of_quality_nought() {
        for (m, scramble) in (1..=9).zip(0..) {
            for columns in 0..=m {
                let rows = m - columns;
                let cells = (0..1 << m).map(|i| {
                    let x = cell(point(0, i, scramble), 1 << columns);
                    (x << rows) + cell(point(1, i, scramble), 1 << rows)
                });
                assert!(fills_every_cell_once(cells, 1 << m), "{m} {columns}");
            }
        }
    }

    /// The square of the centred discrepancy (Hickernell 1998, "A generalized discrepancy and quadrature error bound").
    fn discrepancy(points: &[Vec<f64>]) -> f64 {
        let (n, s) = (points.len() as f64, points[0].len() as i32);
        let off = |x: &f64| (x - 0.5).abs();
        let single = |p: &Vec<f64>| -> f64 {
            p.iter()
                .map(|x| 1.0 + (off(x) - off(x) * off(x)) / 2.0)
                .product()
        };
        let pair = |p: &[f64], q: &[f64]| -> f64 {
            let both = p.iter().zip(q);
            both.map(|(x, y)| 1.0 + (off(x) + off(y) - (x - y).abs()) / 2.0)
                .product()
        };
        let singles: f64 = points.iter().map(single).sum();
        let pairs: f64 = (points.iter())
            .map(|p| points.iter().map(|q| pair(p, q)).sum::<f64>())
            .sum();
        (13.0_f64 / 12.0).powi(s) - 2.0 / n * singles + pairs / (n * n)
    }

    #[test]
    fn discrepancy_is_far_below_that_of_random_points() {
        for scramble in 0..5 {
            let row = |i| {
                (0..6)
                    .map(|dimension| point(dimension, i, scramble))
                    .collect()
            };
            let points: Vec<Vec<f64>> = (0..512).map(row).collect();
            let random = (1.25_f64.powi(6) - (13.0_f64 / 12.0).powi(6)) / 512.0;
            let ratio = discrepancy(&points) / random;
            assert!(ratio < 0.1, "{ratio}");
        }
    }

    #[test]
    fn a_point_is_anywhere_with_equal_chance_over_scrambles() {
        for index in [0, 1, 77] {
            let mut cells = [0_u32; 64];
            (0..64_000).for_each(|scramble| cells[cell(point(3, index, scramble), 64)] += 1);
            // Chi-square with 63 degrees of freedom: above 113.5 once in ten thousand.
            let chi: f64 = (cells.iter())
                .map(|&n| (f64::from(n) - 1000.0).powi(2) / 1000.0)
                .sum();
            assert!(chi < 113.5, "{chi}");
        }
    }

    #[test]
    fn padded_numbers_are_stratified_and_paired_at_random() {
        for purpose in 0..20 {
            for m in 0..=10 {
                let cells = (0..1 << m).map(|i| cell(padded(i, purpose, 9), 1 << m));
                assert!(fills_every_cell_once(cells, 1 << m), "{purpose} {m}");
            }
            let mut table = [0_u32; 64];
            for i in 0..6_400 {
                let row = cell(padded(i, purpose, 9), 8);
                table[8 * row + cell(padded(i, purpose + 1, 9), 8)] += 1;
            }
            // Chi-square with at most 63 degrees of freedom: above 113.5 once in ten thousand.
            let chi: f64 = (table.iter())
                .map(|&n| (f64::from(n) - 100.0).powi(2) / 100.0)
                .sum();
            assert!((10.0..113.5).contains(&chi), "{purpose}: {chi}");
        }
    }

    #[test]
    fn the_ends_are_never_reached() {
        assert!(fraction(0) > 0.0);
        assert!(fraction(u64::MAX) < 1.0);
    }

    #[test]
    fn points_are_fixed_for_ever_since_published_results_depend_on_them() {
        assert_eq!(point(2, 1_234, 42), 0.6504288589547439);
        assert_eq!(padded(1_234, 42, 43), 0.13750221152478093);
    }
}
