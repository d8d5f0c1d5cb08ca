//! What verbs with results have in common: in which language they are shown, with charts or without, and how much is said.

use clap::Args;

use super::language::Language;
use crate::language::Lang;

/// Language, charts and silence.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Presentation {
    #[command(flatten)]
    language: Language,
    /// Leave charts out
    #[arg(long)]
    pub no_charts: bool,
    /// No progress and no table
    #[arg(long)]
    pub quiet: bool,
}

impl Presentation {
    /// The language of charts, tables and sentences.
    pub fn lang(self) -> Lang {
        self.language.lang
    }
}
