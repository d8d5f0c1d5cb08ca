//! maskflow simulates mask capacity and supply allocation, day by day, in whole units.

pub mod claims;
pub mod report;
pub mod units;
