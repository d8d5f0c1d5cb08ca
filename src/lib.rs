//! maskflow simulates mask capacity and supply allocation, day by day, in whole units.

pub mod chance;
pub mod claims;
pub mod engine;
pub mod ledger;
pub mod policy;
pub mod scenario;
pub mod units;
pub mod world;
