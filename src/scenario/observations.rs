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
    /// `error`: standard error of its logarithm.
    pub error: f64,
}

impl Observation {
    /// The metrics that it may have meant: its own; of "formed" capacity (已形成产能), which nobody explained, what would
    /// pass the standard that day, and what stands.
    #[must_use]
    pub fn readings(&self) -> Vec<&str> {
        match self.metric.as_str() {
            "formed" => vec!["effective", "installed"],
            metric => vec![metric],
        }
    }
}
