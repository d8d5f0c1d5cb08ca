//! `maskflow run`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::Ended;

/// Simulate scenarios.
#[derive(Args, Clone, Debug)]
pub struct RunArgs {
    /// Scenarios
    #[arg(default_value = "scenarios")]
    scenarios: Vec<PathBuf>,
}

/// Runs.
///
/// # Errors
/// When output cannot be written.
pub fn run(args: &RunArgs, out: &mut dyn Write) -> io::Result<Ended> {
    writeln!(out, "{}", args.scenarios.len())?;
    Ok(Ended::Done)
}
