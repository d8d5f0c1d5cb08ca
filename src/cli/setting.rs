//! What verbs that simulate have in common: values that are changed first, the seed, and how many threads work.

use std::io;

use clap::{Args, value_parser};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::units::limits::MOST_SEED;

/// Changed values, seed and threads.
#[derive(Args, Clone, Debug)]
pub(super) struct Setting {
    /// Change a value first: policy.link_ratio=0.4, lines["id"].delivery_days=20
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Seed of draws; the central world has none
    #[arg(long, value_parser = value_parser!(u64).range(0..=MOST_SEED))]
    seed: Option<u64>,
    /// Threads, 1 to 256 [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

impl Setting {
    /// Everything that is set, the seed last.
    pub(super) fn sets(&self) -> Vec<String> {
        let seed = self.seed.map(|seed| format!("seed={seed}"));
        self.sets.iter().cloned().chain(seed).collect()
    }

    /// Those who work.
    ///
    /// # Errors
    /// When threads cannot be started.
    pub(super) fn pool(&self) -> io::Result<ThreadPool> {
        let mut builder = ThreadPoolBuilder::new();
        if let Some(threads) = self.threads {
            builder = builder.num_threads(usize::from(threads));
        }
        builder.build().map_err(no_threads)
    }
}

/// The system gives no threads: told with a remedy.
pub(super) fn no_threads(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!(
        "cannot start threads: {error}\n    remedy:   end other programs, or work with fewer threads: --threads 1"
    ))
}
