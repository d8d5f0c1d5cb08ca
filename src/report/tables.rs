//! The CSV tables of a run: one function a file, columns as the output contract names them.

use crate::units::Share;

mod accounts;
mod basis;
mod daily;
mod flows;

use super::run::Run;
use super::sheet::{Cell, Sheet, cells};

/// A file of a run: its name and its bytes.
pub use super::sheet::File;

/// Every table of a run.
#[must_use]
pub fn all(run: &Run) -> Vec<File> {
    vec![
        daily::province(run),
        daily::prefectures(run),
        daily::enterprises(run),
        daily::intermediates(run),
        daily::waterfall(run),
        flows::allocation(run),
        flows::dispatch(run),
        flows::obligations(run),
        flows::reviews(run),
        flows::service(run),
        basis::streams(run),
        basis::lines(run),
        flows::subsidy(run),
        accounts::balances(run),
    ]
}

/// A share with six fixed decimals, from parts per million.
fn decimal(share: Share) -> Cell {
    let Share(ppm) = share;
    let (whole, part) = (ppm / crate::units::MILLION, ppm % crate::units::MILLION);
    Cell::number(format_args!("{whole}.{part:06}"))
}
