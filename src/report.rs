//! What planners get to see.

pub mod backtest;
pub mod calibration;
pub mod charts;
pub mod compared;
pub mod comparison;
pub mod decimals;
pub mod figures;
pub mod league;
pub mod run;
pub mod sensitivity;
pub mod sheet;
pub mod study;
pub mod summary;
pub mod tables;
pub mod terminal;
pub mod why;
pub mod words;
