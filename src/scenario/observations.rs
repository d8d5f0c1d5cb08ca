//! Figures that were reported.

use jiff::civil::Date;

use super::Provenance;

/// What a reported figure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Values are adjusted to it.
    Fit,
    /// Results are held against it.
    Test,
}

/// A row of observed.csv.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// `date`.
    pub date: Date,
    /// `scope`: `province`, or a prefecture's code.
    pub scope: String,
    /// `metric`: a column of province_daily.csv, `<product>_output`, `listed_makers` and the like.
    pub metric: String,
    /// `value`.
    pub value: f64,
    /// `source`, `confidence`.
    pub provenance: Provenance,
    /// `use`.
    pub use_for: Use,
}
