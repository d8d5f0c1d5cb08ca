//! The CSV tables of a run: one function a file, columns as the output contract names them.

use crate::units::Share;

mod accounts;
mod basis;
mod daily;
mod flows;

use super::run::Run;
use super::sheet::Sheet;

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
fn decimal(share: Share) -> String {
    let Share(ppm) = share;
    format!(
        "{}.{:06}",
        ppm / crate::units::MILLION,
        ppm % crate::units::MILLION
    )
}

macro_rules! cells {
    ($($value:expr),* $(,)?) => { [$($value.to_string()),*] };
}
use cells;
