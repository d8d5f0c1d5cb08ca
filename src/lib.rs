//! maskflow simulates mask capacity and supply allocation, day by day, in whole units.
//!
//! Data flows one way: what a planner wrote ([`scenario`]) becomes one possible future ([`world`]), which is simulated
//! under a [`policy`] ([`engine`]); every flow is kept ([`ledger`]), measured ([`outcome`]) and shown ([`report`]).
//! Many worlds under many policies are a [`study`]. What is shown can be checked: [`audit`] derives it again from the written files alone.

#![forbid(unsafe_code)]

pub mod audit;
pub mod chance;
pub mod claims;
pub mod cli;
pub mod engine;
pub mod files;
pub mod generate;
pub mod inert;
pub mod language;
pub mod ledger;
pub mod outcome;
pub mod policy;
pub mod report;
pub mod scenario;
pub mod study;
pub mod units;
pub mod world;

pub use engine::simulate;
pub use ledger::Ledger;
pub use outcome::Outcome;
pub use policy::Policy;
pub use scenario::Scenario;
pub use world::World;
