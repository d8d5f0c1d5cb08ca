//! Rows for Sobol' indices: matrices A and B, and AB of a part, which is A with that part's numbers from B (Saltelli et al. 2010,
//! "Variance based sensitivity analysis of model output").

use super::luck::{Luck, Purpose, key_of};
use super::{mix, sobol};

/// The numbers of all rows: a scrambled Sobol' sequence of twice as many dimensions as there are numbers.
///
/// The lower dimensions fill a cube better, so that they go to inputs that are told apart: their first numbers are those of one round,
/// their second numbers those of the next, whatever else is drawn comes last. A round of k numbers takes the next k dimensions for A and the
/// k after them for B: with one number an input these are Saltelli's halves, and inputs with hundreds of rows push nobody
/// far out. Numbers for which no dimension is left are each stratified in themselves and paired at random ([`sobol::padded`]).
/// Daily noise, of which there is a number a day and row, is that of one replicate in A and of another in B.
#[derive(Clone, Debug)]
pub struct Saltelli {
    seed: u64,
    rows: u64,
    /// Numbers of a round.
    round: usize,
    /// Hashes of purposes that have dimensions, sorted, each with its position among all numbers.
    places: Vec<(u64, usize)>,
}

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
    /// So many rows, best a power of two. `told_apart` are the purposes of each input that is told apart, the most
    /// influential first, `rest` is whatever else is drawn.
    #[must_use]
    pub fn new(seed: u64, rows: u64, told_apart: &[Vec<Purpose>], rest: &[Purpose]) -> Self {
        let rounds = told_apart.iter().map(Vec::len).max().unwrap_or(0);
        let dealt = (0..rounds)
            .flat_map(|round| told_apart.iter().filter_map(move |input| input.get(round)));
        let mut design = Self {
            seed,
            rows,
            round: told_apart.len().max(1),
            places: Vec::new(),
        };
        let has_dimensions = |at: &usize| design.dimension(*at, true) < sobol::DIMENSIONS;
        let all = (dealt.chain(rest).enumerate()).take_while(|(at, _)| has_dimensions(at));
        design.places = all.map(|(at, purpose)| (purpose.bits(0), at)).collect();
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
        let inputs = [purposes(1, 0), purposes(3, 1), purposes(2, 2)];
        let rest = purposes(2, 3);
        let design = Saltelli::new(1, 16, &inputs, &rest);
        let dimensions = |purpose: &Purpose| {
            let (_, at) = design.places[design
                .places
                .binary_search_by_key(&purpose.bits(0), |place| place.0)
                .unwrap()];
            [design.dimension(at, false), design.dimension(at, true)]
        };
        assert_eq!(dimensions(&inputs[0][0]), [0, 3]);
        assert_eq!(dimensions(&inputs[1][0]), [1, 4]);
        assert_eq!(dimensions(&inputs[2][0]), [2, 5]);
        assert_eq!(dimensions(&inputs[1][1]), [6, 9]);
        assert_eq!(dimensions(&inputs[2][1]), [7, 10]);
        assert_eq!(dimensions(&inputs[1][2]), [8, 11]);
        assert_eq!(dimensions(&rest[1]), [13, 16]);
    }

    #[test]
    fn a_mixed_row_takes_marked_factors_from_b_and_the_others_from_a() {
        // More than there are dimensions, so that some are padded.
        let (kept, taken) = (purposes(400, 0), purposes(400, 1));
        let design = Saltelli::new(1, 8, &[kept.clone(), taken.clone()], &[]);
        assert_eq!(design.numbers_in_sequence(), 500);
        let [a, b] = [Matrix::A, Matrix::B].map(|matrix| design.luck(5, matrix));
        let mixed = design.luck(5, Matrix::Ab(&[false, true]));
        for (kept, taken) in kept.iter().zip(&taken) {
            assert_eq!(mixed.at(kept), a.at(kept));
            assert_eq!(mixed.at(taken), b.at(taken));
            assert_ne!(a.at(taken), b.at(taken));
            assert_eq!(mixed.bits(kept), Luck::new(1, 5).bits(kept));
            assert_eq!(mixed.bits(taken), Luck::new(1, 13).bits(taken));
        }
    }

    #[test]
    fn every_number_of_either_matrix_is_stratified() {
        let all = purposes(600, 0);
        let design = Saltelli::new(3, 64, std::slice::from_ref(&all), &[]);
        for purpose in [&all[0], &all[499], &all[500], &all[599]] {
            for matrix in [Matrix::A, Matrix::B] {
                let mut strata: Vec<u64> = (0..64)
                    .map(|row| (design.luck(row, matrix).at(purpose) * 64.0) as u64)
                    .collect();
                strata.sort_unstable();
                assert!(strata.into_iter().eq(0..64));
            }
        }
    }
}
