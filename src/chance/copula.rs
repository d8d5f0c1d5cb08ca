//! Rank correlations between groups of draws, by a Gaussian copula: the numbers between 0 and 1 stay even, each group's
//! distribution what it was, and Spearman's rank correlation is what was asked.

use libm::sin;
use nalgebra::{Cholesky, DMatrix};

/// Why correlations cannot all hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// Rows of a group that each draw on their own have nothing by which they could hang on a group outside their
    /// table: a group by its position.
    NothingInCommon(usize),
    /// No numbers at all have all these correlations with each other.
    NotPositiveDefinite,
}

/// Normal variables of groups, made of independent ones. Each row's is √w · common + √(1 − w) · own, where w is the
/// correlation of the group's rows with each other: 1 where one number holds for all, 0 where nothing is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    /// w of each group.
    together: Vec<f64>,
    common: DMatrix<f64>,
    own: DMatrix<f64>,
}

/// Pearson's correlation of two normal variables whose rank correlation this is: 2 sin(π r ÷ 6) (Kruskal 1958; Iman
/// and Conover 1982, "A distribution-free approach to inducing rank correlation among input variables").
#[must_use]
pub fn pearson(rank: f64) -> f64 {
    2.0 * sin(std::f64::consts::PI * rank / 6.0)
}

impl Copula {
    /// The copula of groups, each with the table in which its rows draw on their own, or none where one number holds
    /// for all, and of rank correlations between two of them; a group with itself is its rows with each other.
    ///
    /// Groups of one table correlate row by row; others by what their rows have in common.
    ///
    /// # Errors
    /// When the correlations cannot all hold.
    pub fn of(tables: &[Option<&str>], ranks: &[(usize, usize, f64)]) -> Result<Self, Unsound> {
        let mut together: Vec<f64> = (tables.iter())
            .map(|table| if table.is_none() { 1.0 } else { 0.0 })
            .collect();
        let (within, between): (Vec<_>, Vec<_>) =
            ranks.iter().partition(|(one, other, _)| one == other);
        for &(group, _, rank) in within {
            together[group] = pearson(rank);
        }
        let count = tables.len();
        let (mut common, mut own) = (
            DMatrix::identity(count, count),
            DMatrix::identity(count, count),
        );
        for &(one, other, rank) in between {
            let shared = (together[one] * together[other]).sqrt();
            let apart = ((1.0 - together[one]) * (1.0 - together[other])).sqrt();
            let row_by_row = tables[one].is_some() && tables[one] == tables[other];
            let reach = if row_by_row { shared + apart } else { shared };
            if reach == 0.0 {
                let loose = if together[one] == 0.0 { one } else { other };
                return Err(Unsound::NothingInCommon(loose));
            }
            let each = pearson(rank) / reach;
            if shared > 0.0 {
                correlate(&mut common, one, other, each);
            }
            if row_by_row && apart > 0.0 {
                correlate(&mut own, one, other, each);
            }
        }
        let triangle = |matrix: DMatrix<f64>| {
            Cholesky::new(matrix)
                .map(|done| done.l())
                .ok_or(Unsound::NotPositiveDefinite)
        };
        Ok(Self {
            together,
            common: triangle(common)?,
            own: triangle(own)?,
        })
    }

    /// What a group's common variable is made of: groups whose independent common variables it takes, with weights. For
    /// numbers that hold for all rows this is all.
    pub fn common(&self, group: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        weights(&self.common, group, 1.0)
    }

    /// The common part of a row's variable.
    pub fn common_of_row(&self, group: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        weights(&self.common, group, self.together[group].sqrt())
    }

    /// The part of a row's variable that comes from the same row's independent variables.
    pub fn own_of_row(&self, group: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        weights(&self.own, group, (1.0 - self.together[group]).sqrt())
    }
}

fn correlate(matrix: &mut DMatrix<f64>, one: usize, other: usize, by: f64) {
    matrix[(one, other)] = by;
    matrix[(other, one)] = by;
}

fn weights(
    triangle: &DMatrix<f64>,
    group: usize,
    scale: f64,
) -> impl Iterator<Item = (usize, f64)> + '_ {
    let entries = (0..=group).map(move |of| (of, scale * triangle[(group, of)]));
    entries.filter(|(_, weight)| *weight != 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ranks_are_equal_numbers_and_none_are_none() {
        assert_eq!(pearson(0.0), 0.0);
        assert!((pearson(1.0) - 1.0).abs() < 1e-15);
        assert!((pearson(0.5) - 0.517_638_090_205_041_5).abs() < 1e-15);
        assert_eq!(pearson(-0.5), -pearson(0.5));
    }

    #[test]
    fn columns_of_a_table_correlate_row_by_row() {
        let copula = Copula::of(&[Some("lines"), Some("lines")], &[(0, 1, 0.6)]).unwrap();
        let rho = pearson(0.6);
        assert_eq!(copula.common_of_row(1).count(), 0);
        let own: Vec<(usize, f64)> = copula.own_of_row(1).collect();
        assert!((own[0].1 - rho).abs() < 1e-12 && own[0].0 == 0);
        assert!((own[1].1 - (1.0 - rho * rho).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_column_hangs_on_another_table_by_what_its_rows_have_in_common() {
        let tables = [Some("lines"), None];
        let loose = Copula::of(&tables, &[(0, 1, 0.3)]);
        assert_eq!(loose, Err(Unsound::NothingInCommon(0)));
        let copula = Copula::of(&tables, &[(0, 0, 0.5), (0, 1, 0.3)]).unwrap();
        // The covariance of a row's variable with the other group's.
        let row: Vec<(usize, f64)> = copula.common_of_row(0).collect();
        let other: Vec<(usize, f64)> = copula.common(1).collect();
        let covariance: f64 = (row.iter())
            .flat_map(|(one, a)| {
                other
                    .iter()
                    .map(move |(two, b)| if one == two { a * b } else { 0.0 })
            })
            .sum();
        assert!((covariance - pearson(0.3)).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let alone = [None, None, None];
        let ranks = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)];
        assert_eq!(
            Copula::of(&alone, &ranks),
            Err(Unsound::NotPositiveDefinite)
        );
        let farther = Copula::of(&[Some("lines"), None], &[(0, 0, 0.1), (0, 1, 0.9)]);
        assert_eq!(farther, Err(Unsound::NotPositiveDefinite));
    }
}
