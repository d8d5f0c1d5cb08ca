//! The command line: one file a verb. Results on standard output, progress and messages on standard error.
//! Exit status: 0 done; 1 a finding or a failed audit; 2 wrong usage; 3 something else failed; 130 interrupted.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::files::{Action, Trouble, word_of};
use crate::inert::on_terminal;
use crate::language::{Lang, Word};
use crate::said;

pub mod audit;
pub mod backtest;
pub mod bound;
pub mod calibrate;
pub mod check;
pub mod compare;
pub mod generate;
mod help;
pub mod init;
mod interrupt;
mod language;
mod lines;
mod machine;
pub mod merge;
mod presentation;
mod progress;
mod results;
pub mod run;
pub mod schema;
pub mod sensitivity;
mod setting;
mod several;
pub mod share;
pub mod study;
mod usage;
pub mod why;

/// Simulate mask capacity and supply allocation, day by day, in whole units.
#[derive(Debug, Parser)]
#[command(
    name = "maskflow",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    _language: language::Language,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Simulate scenarios: tables, charts and a comparison
    Run(run::RunArgs),
    /// Find everything that is wrong with scenarios
    Check(check::CheckArgs),
    /// Derive every balance, limit and share of finished runs again, from their files alone
    Audit(audit::AuditArgs),
    /// Share an amount out among claimants
    Share(share::ShareArgs),
    /// Compare rules for sharing on the same futures: a league table
    Compare(compare::CompareArgs),
    /// Simulate thousands of futures: probabilities, bands, bottlenecks and regret
    Study(study::StudyArgs),
    /// Join the shards of a study
    Merge(merge::MergeArgs),
    /// Find which inputs matter, and where among them the trouble lies
    Sensitivity(sensitivity::SensitivityArgs),
    /// Bound what any rule could serve, and show each rule's gap
    Bound(bound::BoundArgs),
    /// Hold scenarios against what was reported
    Backtest(backtest::BacktestArgs),
    /// Fit parameters to what was reported; writes an overlay scenario
    Calibrate(calibrate::CalibrateArgs),
    /// Explain an award of a finished run
    Why(why::WhyArgs),
    /// Write a small commented scenario to start from
    Init(init::InitArgs),
    /// Print the form of scenario files, for editors
    Schema(schema::SchemaArgs),
    /// Write a synthetic scenario of any size
    Generate(generate::GenerateArgs),
}

/// How a verb ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As asked.
    Done,
    /// With findings.
    Findings,
    /// With wrong usage.
    Usage,
    /// Some runs failed and were set aside.
    Quarantine,
}

/// Parses, runs, and turns the end into an exit status.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    language::decide(&arguments);
    let cli = match parse(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::told(&error),
    };
    interrupt::listen();
    let mut out = Heard::new(io::stdout().lock());
    let ended = match &cli.verb {
        Verb::Run(args) => run::run(args, &mut out),
        Verb::Check(args) => check::check(args, &mut out),
        Verb::Audit(args) => audit::audit(args, &mut out),
        Verb::Share(args) => share_out(args, &mut out),
        Verb::Compare(args) => compare::compare_rules(args, &mut out),
        Verb::Study(args) => study::study(args, &mut out),
        Verb::Merge(args) => merge::merge(args, &mut out),
        Verb::Sensitivity(args) => sensitivity::sensitivity(args, &mut out),
        Verb::Bound(args) => bound::solve(args, &mut out),
        Verb::Backtest(args) => backtest::hold_against_reports(args, &mut out),
        Verb::Calibrate(args) => calibrate::calibrate(args, &mut out),
        Verb::Why(args) => why::explain(args, &mut out),
        Verb::Init(args) => init::init(args, &mut out),
        Verb::Schema(args) => schema::schema(args, &mut out),
        Verb::Generate(args) => generate::generate(args, &mut out),
    };
    let ended = ended.and_then(|ended| out.flush().map(|()| ended));
    match ended {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Findings) => ExitCode::from(1),
        Ok(Ended::Usage) => ExitCode::from(2),
        Ok(Ended::Quarantine) => ExitCode::from(3),
        Err(error) if results::is_refusal(&error) => {
            say(&word_of(&error));
            ExitCode::from(1)
        }
        Err(error) if error.kind() == io::ErrorKind::Interrupted => {
            say(&Word::of("已中断", "interrupted"));
            ExitCode::from(interrupt::INTERRUPTED)
        }
        Err(error) => {
            say_error(&word_of(&error));
            ExitCode::from(3)
        }
    }
}

fn parse(arguments: Vec<OsString>) -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    if language::chosen() == Lang::Zh {
        command = help::in_chinese(command);
    }
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// A message for people, on standard error.
pub(crate) fn say(message: &Word) {
    let text = on_terminal(message.first(language::chosen()));
    let _ = writeln!(io::stderr(), "{}", lines::shown(&text, &io::stderr()));
}

/// A message that something cannot be done.
pub(crate) fn say_error(why: &Word) {
    let Word { zh, en } = why;
    say(&said!("错误：{zh}", "error: {en}"));
}

/// Standard error. Where it cannot be written there is nowhere to say so, and the exit status tells how it ended.
struct Errors(io::Stderr);

fn errors() -> Errors {
    Errors(io::stderr())
}

impl Write for Errors {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Standard output. Whoever reads it may stop reading: that is no failure, and changes no exit status.
struct Heard<W> {
    out: W,
    gone: bool,
}

impl<W: Write> Heard<W> {
    fn new(out: W) -> Self {
        Self { out, gone: false }
    }

    fn heard<T>(&mut self, written: io::Result<T>, unheard: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(unheard)
            }
            written => written.map_err(Trouble::at(Action::Write, Path::new("standard output"))),
        }
    }
}

impl<W: Write> Write for Heard<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gone {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.heard(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.heard(flushed, ())
    }
}

fn share_out(args: &share::ShareArgs, out: &mut dyn Write) -> io::Result<Ended> {
    match share::answer(args) {
        Ok(answers) => share::print(args, &answers, out).map(|()| Ended::Done),
        Err(refusal) => {
            say_error(&refusal.word());
            Ok(Ended::Usage)
        }
    }
}
