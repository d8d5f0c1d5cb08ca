//! From quantities that may be distributions to numbers: in the central world (model §2), or in one of many futures.

use crate::chance::{Luck, hash_of};
use crate::scenario::Quantity;

/// Chooses every quantity's value for one world.
#[derive(Clone, Copy, Debug)]
pub(super) enum Chooser {
    /// Medians; per-row quantities spread evenly over their distribution.
    Central,
    /// One future.
    Replicate(Luck),
}

impl Chooser {
    /// A value that stands alone; the path says what and whose it is.
    pub(super) fn value(self, path: &[&str], quantity: &Quantity) -> f64 {
        match (self, quantity.number()) {
            (_, Some(number)) => number,
            (Self::Central, None) => quantity.median(),
            (Self::Replicate(luck), None) => quantity.quantile(luck.uniform(path)),
        }
    }

    /// The values of a column. In one future, quantities that are `shared` move together and the others each on their
    /// own. In the central world the others take stratified quantiles in the order of a hash of the row's id, so that
    /// rows spread over their distribution instead of moving in lockstep.
    pub(super) fn column<'a, R>(
        self,
        name: &str,
        rows: &'a [R],
        id: impl Fn(&'a R) -> &'a str,
        quantity: impl Fn(&'a R) -> &'a Quantity,
    ) -> Vec<f64> {
        let shared = |row: &'a R| self.value(&[name], quantity(row));
        let mut values: Vec<f64> = rows.iter().map(shared).collect();
        let each = |row: &'a R| quantity(row).number().is_none() && !quantity(row).is_shared();
        let own = (0..rows.len()).filter(|&position| each(&rows[position]));
        match self {
            Self::Replicate(_) => {
                for position in own {
                    let row = &rows[position];
                    values[position] = self.value(&[name, id(row)], quantity(row));
                }
            }
            Self::Central => {
                let place = |position: usize| {
                    let id = id(&rows[position]);
                    (hash_of(&format!("{name}/{id}")), id, position)
                };
                let mut spread: Vec<(u64, &str, usize)> = own.map(place).collect();
                spread.sort_unstable();
                for (order, &(_, _, position)) in spread.iter().enumerate() {
                    let level = (order as f64 + 0.5) / spread.len() as f64;
                    values[position] = quantity(&rows[position]).quantile(level);
                }
            }
        }
        values
    }
}
