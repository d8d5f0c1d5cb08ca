//! Many worlds under many policies, in parallel, collected in the order of the plan: what no single run can tell.

pub mod backtest;
pub mod bins;
pub mod bound;
pub mod calibrate;
pub mod candidate;
pub mod compare;
pub mod execute;
pub mod fairness;
pub mod gaming;
pub mod gauge;
pub mod league;
pub mod measure;
pub mod plan;
pub mod row;
pub mod sensitivity;
pub mod store;
pub mod summary;
pub mod tally;
pub mod tightness;
pub mod watch;
pub mod work;
