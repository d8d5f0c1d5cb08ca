//! `maskflow schema`: the form of scenario files, for editors and for people.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Ended;
use crate::files::{Action, Trouble, commit, is_free, regular};
use crate::language::{Message, Word};
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
        Some(file) => write(file, text.as_bytes())?,
        None => out.write_all(text.as_bytes())?,
    }
    Ok(Ended::Done)
}

/// Writes a file that is not there yet, or that is this very text already.
fn write(file: &Path, text: &[u8]) -> io::Result<()> {
    if regular(file, text.len() as u64).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if !is_free(file).map_err(Trouble::at(Action::Read, file))? {
        let other = io::Error::new(
            io::ErrorKind::AlreadyExists,
            Message(Word::of(
                "该处已有别的内容，不予替换",
                "something else is there, which is not replaced",
            )),
        );
        return Err(Trouble::at(Action::Write, file)(other));
    }
    commit(file, text)
}
