//! Rows for Sobol' indices: matrices A and B, and AB of a part, which is A with that part's numbers from B (Saltelli et al. 2010,
//! "Variance based sensitivity analysis of model output").

use super::luck::{Luck, Purpose, key_of};
use super::{mix, sobol};

/// The numbers of all rows: a scrambled Sobol' sequence with a dimension for A and one for B of each number that matters.
///
/// Lower dimensions fill a cube better. They go to the first number of each input that is told apart, then to other numbers that hold
/// for all rows of a table, then to rows. A round of as many numbers as inputs are told apart takes so many dimensions for A and the
/// next for B: where each input is one number these are Saltelli's halves.
///
/// Only an eighth of the rows are used as dimensions, and no more than 64: with few points some pairs of higher dimensions are far from even,
/// in the same way under every scramble, so that no resampling shows it. Numbers beyond are each stratified in themselves and
/// paired at random ([`sobol::padded`]). Daily noise, of which there is a number a day and row, is that of one replicate in
/// A and of another in B.
#[derive(Clone, Debug)]
pub struct Saltelli {
    seed: u64,
    rows: u64,
    /// Numbers of a round.
    round: usize,
    /// Hashes of purposes that have dimensions, sorted, each with its position among all numbers.
    places: Vec<(u64, usize)>,
}

/// Rows for each dimension that is used.
const ROWS_PER_DIMENSION: u64 = 8;
/// No more dimensions are used.
const MOST_DIMENSIONS: u64 = 64;

/// Which rows are meant.
#[derive(Clone, Copy, Debug)]
pub enum Matrix<'a> {
    /// The first.
    A,
    /// The second.
    B,
    /// The first, but for factors that are marked, which are those of the second.
    Ab(&'a [bool]),
}

impl Matrix<'_> {
    pub(super) fn is_from_b(self, factor: usize) -> bool {
        match self {
            Matrix::A => false,
            Matrix::B => true,
            Matrix::Ab(marked) => marked.get(factor).is_some_and(|&marked| marked),
        }
    }
}

impl Saltelli {
    /// So many rows, best a power of two. `inputs` are the purposes of each input, the most influential input first, of which the first
    /// so many are told apart.
    #[must_use]
    pub fn new(seed: u64, rows: u64, inputs: &[Vec<Purpose>], told_apart: usize) -> Self {
        let mut all: Vec<([usize; 4], u64)> = Vec::new();
        for (at, input) in inputs.iter().enumerate() {
            let mut numbers: Vec<&Purpose> = input.iter().collect();
            numbers.sort_by_key(|purpose| purpose.is_of_row());
            let apart = at < told_apart;
            for (position, purpose) in numbers.into_iter().enumerate() {
                let class = match (apart && position == 0, purpose.is_of_row()) {
                    (true, _) => 0,
                    (false, false) => 1,
                    (false, true) => 2,
                };
                all.push(([class, usize::from(!apart), position, at], purpose.bits(0)));
            }
        }
        all.sort_unstable();
        let dimensions = (rows / ROWS_PER_DIMENSION).clamp(2, MOST_DIMENSIONS) as usize;
        let mut design = Self {
            seed,
            rows,
            round: told_apart.clamp(1, dimensions / 2),
            places: Vec::new(),
        };
        // So many numbers that the last one's dimension for B is among them.
        let places = (0..all.len()).take_while(|at| design.dimension(*at, true) < dimensions);
        design.places = places.map(|at| (all[at].1, at)).collect();
        design.places.sort_unstable();
        design
    }

    /// The luck of a row of a matrix.
    #[must_use]
    pub fn luck<'a>(&'a self, row: u64, matrix: Matrix<'a>) -> Luck<'a> {
        Luck::designed(self, row, matrix)
    }

    /// How many numbers of a row are points of the sequence.
    #[must_use]
    pub fn numbers_in_sequence(&self) -> usize {
        self.places.len()
    }

    fn dimension(&self, place: usize, from_b: bool) -> usize {
        let (round, within) = (place / self.round, place % self.round);
        (2 * round + usize::from(from_b)) * self.round + within
    }

    pub(super) fn at(&self, purpose: &Purpose, row: u64, from_b: bool) -> f64 {
        let name = purpose.bits(0);
        match self.places.binary_search_by_key(&name, |place| place.0) {
            Ok(found) => {
                let dimension = self.dimension(self.places[found].1, from_b);
                sobol::point(dimension, row, key_of(self.seed, u64::MAX))
            }
            Err(_) => {
                let own = purpose.bits(key_of(self.seed, u64::MAX - u64::from(from_b)));
                sobol::padded(row, own, mix(own))
            }
        }
    }

    /// The key of a row's bits.
    pub(super) fn key(&self, row: u64, from_b: bool) -> u64 {
        key_of(self.seed, row + if from_b { self.rows } else { 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purposes(count: usize, factor: usize) -> Vec<Purpose> {
        (0..count)
            .map(|at| Purpose::of_row("lines.speed", &format!("{factor}-{at}"), factor))
            .collect()
    }

    #[test]
    fn a_round_takes_dimensions_for_a_and_as_many_for_b() {
        let shared = |name: &str, factor| Purpose::new(&[name], factor);
        let (alone, together) = (shared("roads.detour", 0), shared("lines.price", 1));
        let mut mixed = purposes(2, 1);
        mixed.push(together);
        let rest = [purposes(3, 2), vec![shared("roads.speed", 3)]];
        let inputs = [vec![alone], mixed.clone(), rest[0].clone(), rest[1].clone()];
        let design = Saltelli::new(1, 128, &inputs, 2);
        let dimensions = |purpose: &Purpose| {
            let name = purpose.bits(0);
            let found = design.places.iter().find(|place| place.0 == name)?;
            Some([false, true].map(|from_b| design.dimension(found.1, from_b)))
        };
        // Of each input told apart its first number, with what holds for all rows before rows; then the others so.
        assert_eq!(dimensions(&alone), Some([0, 2]));
        assert_eq!(dimensions(&together), Some([1, 3]));
        assert_eq!(dimensions(&rest[1][0]), Some([4, 6]));
        assert_eq!(dimensions(&mixed[0]), Some([5, 7]));
        assert_eq!(dimensions(&mixed[1]), Some([8, 10]));
        assert_eq!(dimensions(&rest[0][0]), Some([9, 11]));
        assert_eq!(dimensions(&rest[0][2]), Some([13, 15]));
        assert_eq!(Saltelli::new(1, 8, &inputs, 2).numbers_in_sequence(), 1);
        assert_eq!(Saltelli::new(1, 32, &inputs, 3).numbers_in_sequence(), 2);
    }

    #[test]
    fn a_mixed_row_takes_marked_factors_from_b_and_the_others_from_a() {
        // More than there are dimensions, so that some are padded.
        let (kept, taken) = (purposes(40, 0), purposes(40, 1));
        let design = Saltelli::new(1, 512, &[kept.clone(), taken.clone()], 2);
        assert_eq!(design.numbers_in_sequence(), 32);
        let [a, b] = [Matrix::A, Matrix::B].map(|matrix| design.luck(5, matrix));
        let mixed = design.luck(5, Matrix::Ab(&[false, true]));
        for (kept, taken) in kept.iter().zip(&taken) {
            assert_eq!(mixed.at(kept), a.at(kept));
            assert_eq!(mixed.at(taken), b.at(taken));
            assert_ne!(a.at(taken), b.at(taken));
            assert_eq!(mixed.bits(kept), Luck::new(1, 5).bits(kept));
            assert_eq!(mixed.bits(taken), Luck::new(1, 517).bits(taken));
        }
    }

    #[test]
    fn every_number_of_either_matrix_is_stratified() {
        let all = purposes(60, 0);
        let design = Saltelli::new(3, 64, std::slice::from_ref(&all), 1);
        for purpose in [&all[0], &all[3], &all[4], &all[59]] {
            for matrix in [Matrix::A, Matrix::B] {
                let mut strata: Vec<u64> = (0..64)
                    .map(|row| (design.luck(row, matrix).at(purpose) * 64.0) as u64)
                    .collect();
                strata.sort_unstable();
                assert!(strata.into_iter().eq(0..64));
            }
        }
    }

    /// Over scrambles, the mean square of the correlation of two dimensions, as a multiple of that of random rows.
    fn multiples(rows: u64, dimensions: usize) -> Vec<f64> {
        const SEEDS: u64 = 40;
        let mut squares = vec![0.0; dimensions * dimensions];
        for seed in 0..SEEDS {
            let column = |dimension: usize| -> Vec<f64> {
                let rows = (0..rows).map(|row| sobol::point(dimension, row, seed) - 0.5);
                rows.collect()
            };
            let columns: Vec<Vec<f64>> = (0..dimensions).map(column).collect();
            for one in 0..dimensions {
                for other in 0..one {
                    let products = columns[one].iter().zip(&columns[other]);
                    let sum: f64 = products.map(|(a, b)| 12.0 * a * b).sum();
                    squares[one * dimensions + other] += sum * sum / rows as f64 / SEEDS as f64;
                }
            }
        }
        (0..dimensions)
            .flat_map(|one| squares[one * dimensions..][..one].to_vec())
            .collect()
    }

    #[test]
    fn dimensions_that_are_used_pair_better_than_random_rows_do() {
        for rows in [64, 128, 256, 512] {
            let used = multiples(rows, (rows / ROWS_PER_DIMENSION) as usize);
            let mean = used.iter().sum::<f64>() / used.len() as f64;
            let worst = used.iter().copied().fold(0.0, f64::max);
            assert!(mean < 0.3 && worst < 15.0, "{rows}: {mean} {worst}");
        }
    }
}
