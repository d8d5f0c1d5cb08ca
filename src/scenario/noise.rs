//! What wavers from day to day.

/// `[noise]`: none of it in the central world.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Noise {
    /// Of lines' availability.
    pub availability: Daily,
    /// Of streams of supply.
    pub supply: Daily,
    /// Of streams of need.
    pub demand: Daily,
}

/// Noise of the rows of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Daily {
    /// `spread`: standard deviation, of the share for availability, of the logarithm for supply and need.
    pub spread: f64,
    /// `persistence`: correlation of a day with the day before.
    pub persistence: f64,
    /// `common`: share of the variance that all rows have in common.
    pub common: f64,
}
