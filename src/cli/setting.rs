//! What verbs that simulate have in common: values that are changed first, the seed, and how many threads work.

use std::io;

use clap::{Args, value_parser};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::say;
use crate::language::{Message, Word};
use crate::said;
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
        pool(self.threads.map(usize::from))
    }
}

/// So many threads, or one for each core. Where the system gives none besides, the one that is there works alone.
///
/// # Errors
/// When so many threads were asked for, and cannot be started.
pub(super) fn pool(threads: Option<usize>) -> io::Result<ThreadPool> {
    let builder = ThreadPoolBuilder::new;
    let told = |error: rayon::ThreadPoolBuildError| {
        io::Error::other(Message(said!(
            "无法启动线程：{error}\n    处理：关闭其他程序，或者减少线程：--threads 1",
            "cannot start threads: {error}\n    remedy:   end other programs, or work with fewer threads: --threads 1"
        )))
    };
    match threads {
        Some(threads) if threads > 1 => builder().num_threads(threads).build().map_err(told),
        Some(_) => alone().map_err(told),
        None => builder().build().or_else(|_| {
            say(&Word::of(
                "无法再启动线程：用一个线程工作",
                "no further threads can be started: working with one",
            ));
            alone().map_err(told)
        }),
    }
}

fn alone() -> Result<ThreadPool, rayon::ThreadPoolBuildError> {
    let builder = ThreadPoolBuilder::new().num_threads(1);
    builder.use_current_thread().build()
}
