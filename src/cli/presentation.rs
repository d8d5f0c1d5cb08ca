//! What verbs with results have in common: in which language they are shown, with charts or without, and how much is said.

use clap::Args;

use crate::report::words::Lang;

/// Language, charts and silence.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Presentation {
    /// Language of charts, tables and sentences: zh, en or both
    #[arg(long, default_value = "both")]
    pub lang: Lang,
    /// Leave charts out
    #[arg(long)]
    pub no_charts: bool,
    /// No progress and no table
    #[arg(long)]
    pub quiet: bool,
}
