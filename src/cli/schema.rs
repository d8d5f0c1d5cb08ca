//! `maskflow schema`: the form of scenario files, for editors and for people.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::Ended;
use crate::scenario::{json_schema, schema_page};

/// Print the form of scenario files: JSON Schema for editors, or a page for people.
#[derive(Args, Clone, Debug)]
pub struct SchemaArgs {
    /// Write to a file instead
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The page docs/scenario.md instead of JSON Schema
    #[arg(long)]
    page: bool,
}

/// Prints or writes it.
///
/// # Errors
/// When it cannot be written.
pub fn schema(args: &SchemaArgs, out: &mut dyn Write) -> io::Result<Ended> {
    let text = if args.page {
        schema_page()
    } else {
        format!("{:#}\n", json_schema())
    };
    match &args.out {
        Some(file) => fs::write(file, text)?,
        None => out.write_all(text.as_bytes())?,
    }
    Ok(Ended::Done)
}
