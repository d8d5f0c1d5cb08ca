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

/// A figure of observed.csv: a row, or rows of several sources for one date, scope and metric, which count as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// `date`.
    pub date: Date,
    /// `scope`: `province`, or a prefecture's code.
    pub scope: String,
    /// `metric`: a column of province_daily.csv, `<product>_output`, `listed_makers` and the like.
    pub metric: String,
    /// `value`; of several sources the middle of the least and the greatest, by their logarithms.
    pub value: f64,
    /// `source`, `confidence`; of several sources all of them, and the confidence of the widest error.
    pub provenance: Provenance,
    /// `use`.
    pub use_for: Use,
    /// `error`: standard error of its logarithm; of several sources the widest, and one that reaches to all their figures.
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
