//! `maskflow generate`: a synthetic scenario of any size.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use clap::value_parser;

use super::init::{say_exists, unfit, wrote};
use super::{Ended, say_error};
use crate::files::new_folder;
use crate::generate::{self, LEAST_DAYS, MOST_DAYS, MOST_ENTERPRISES, MOST_PREFECTURES, Size};
use crate::units::limits::MOST_SEED;

/// Write a synthetic scenario of any size.
#[derive(Args, Clone, Debug)]
pub struct GenerateArgs {
    /// Folder to write; it must not exist yet [default: synthetic-N, N enterprises]
    name: Option<PathBuf>,
    /// How many prefectures
    #[arg(long, default_value_t = 11, value_parser = value_parser!(u32).range(1..=i64::from(MOST_PREFECTURES)))]
    prefectures: u32,
    /// How many enterprises
    #[arg(long, default_value_t = 221, value_parser = value_parser!(u32).range(1..=i64::from(MOST_ENTERPRISES)))]
    enterprises: u32,
    /// How many days
    #[arg(long, default_value_t = 98, value_parser = value_parser!(u32).range(i64::from(LEAST_DAYS)..=i64::from(MOST_DAYS)))]
    days: u32,
    /// Another seed, another scenario
    #[arg(long, default_value_t = 1, value_parser = value_parser!(u64).range(0..=MOST_SEED))]
    seed: u64,
}

/// Writes the scenario.
///
/// # Errors
/// When the folder cannot be written.
pub fn generate(args: &GenerateArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let usual = || PathBuf::from(format!("synthetic-{}", args.enterprises));
    let folder = args.name.clone().unwrap_or_else(usual);
    if folder.symlink_metadata().is_ok() {
        say_exists(&folder);
        return Ok(Ended::Findings);
    }
    if let Some(why) = unfit(&folder) {
        say_error(&why);
        return Ok(Ended::Findings);
    }
    let size = Size {
        prefectures: args.prefectures,
        enterprises: args.enterprises,
        days: args.days,
        seed: args.seed,
    };
    let files: Vec<(String, Vec<u8>)> = (generate::files(size).into_iter())
        .map(|(file, text)| (file.to_owned(), text.into_bytes()))
        .collect();
    new_folder(&folder, &files)?;
    wrote(&folder, out)?;
    Ok(Ended::Done)
}
