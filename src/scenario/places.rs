//! Prefectures, counties, and how risky they are.

use jiff::civil::Date;

use super::Title;

/// A risk grade of a county.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 低风险.
    Low,
    /// 中风险.
    Medium,
    /// 高风险.
    High,
}

/// A row of prefectures.csv.
#[derive(Clone, Debug)]
pub struct Prefecture {
    /// `code` (GB adcode).
    pub code: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `lat`, degrees.
    pub lat: f64,
    /// `lon`, degrees.
    pub lon: f64,
    /// `population`, persons.
    pub population: i64,
}

/// A row of counties.csv, with its grades of risk.csv.
#[derive(Clone, Debug)]
pub struct County {
    /// `code`.
    pub code: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `prefecture` (position).
    pub prefecture: usize,
    /// `lat`, degrees.
    pub lat: f64,
    /// `lon`, degrees.
    pub lon: f64,
    /// risk.csv (`county`, `date`, `grade`): ascending; the first grade also holds before its date (assumed).
    pub risk: Vec<(Date, Grade)>,
}
