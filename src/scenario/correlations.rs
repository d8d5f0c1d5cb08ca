//! What moves together.

/// A rank correlation, from `[[correlation]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// A name of what is drawn: `lines.delivery_days`, `roads.detour`, `item.bill/flat/meltblown`.
    pub one: String,
    /// Another, or the same: rows of a column with each other.
    pub other: String,
    /// Spearman's rank correlation.
    pub rank: f64,
}
