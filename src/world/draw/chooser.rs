//! From quantities that may be distributions to numbers: here the central world (model §2).

use crate::chance::hash_of;
use crate::scenario::Quantity;

/// Chooses every quantity's value for one world.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chooser;

impl Chooser {
    /// A value that stands alone: the median.
    pub(super) fn value(self, quantity: &Quantity) -> f64 {
        quantity.median()
    }

    /// The values of a column. Quantities that are drawn per row take stratified quantiles in the order of a hash
    /// of the row's id, so that rows spread over their distribution instead of moving in lockstep.
    pub(super) fn column<'a, R>(
        self,
        name: &str,
        rows: &'a [R],
        id: impl Fn(&'a R) -> &'a str,
        quantity: impl Fn(&'a R) -> &'a Quantity,
    ) -> Vec<f64> {
        let mut values: Vec<f64> = rows.iter().map(|row| quantity(row).median()).collect();
        let mut spread: Vec<(u64, &str, usize)> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| quantity(row).number().is_none() && !quantity(row).is_shared())
            .map(|(position, row)| (hash_of(&format!("{name}/{}", id(row))), id(row), position))
            .collect();
        spread.sort_unstable();
        for (order, &(_, _, position)) in spread.iter().enumerate() {
            let level = (order as f64 + 0.5) / spread.len() as f64;
            values[position] = quantity(&rows[position]).quantile(level);
        }
        values
    }
}
