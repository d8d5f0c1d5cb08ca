//! What a study will take, from a short probe before it starts; and what it took.

use std::ops::Range;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::study::execute::Prepared;
use crate::study::store;

/// How long a probe goes on, and how many worlds it plays at the most.
const LONGEST: Duration = Duration::from_millis(500);
const MOST: u64 = 64;
/// How long a chunk should take: long enough that committing it costs nothing, short enough to lose.
const CHUNK: Duration = Duration::from_secs(2);
/// Runs of a chunk at the most.
const MOST_WAITING: u64 = 256;

/// A short look at what is to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe {
    a_world: Duration,
    left: u64,
    worlds: u64,
    bytes_a_world: f64,
    memory: Option<u64>,
    threads: usize,
}

impl Probe {
    /// Plays some worlds of the range, of which `left` are to be done.
    pub(super) fn of(
        prepared: &Prepared<'_>,
        worlds: Range<u64>,
        left: u64,
        threads: usize,
    ) -> Self {
        let begun = Instant::now();
        let before = resident();
        let (mut played, mut rows) = (0, Vec::new());
        while played < MOST.min(worlds.end - worlds.start) && begun.elapsed() < LONGEST {
            let next = worlds.start + played;
            // Two at a time, so that what a chunk lays out once is not counted for every world.
            let end = (next + 2).min(worlds.end);
            rows.extend(prepared.play(next..end));
            played += end - next;
        }
        let taken = begun.elapsed();
        let bytes = store::written(&rows, "").map_or(0, |bytes| bytes.len());
        let a_thread = |now: u64| now - before.unwrap_or(now).min(now);
        Self {
            a_world: taken / u32::try_from(played.max(1)).unwrap_or(1),
            left,
            worlds: worlds.end - worlds.start,
            bytes_a_world: bytes as f64 / played.max(1) as f64,
            memory: resident().map(|now| now + a_thread(now) * threads as u64),
            threads,
        }
    }

    fn seconds(&self) -> f64 {
        self.a_world.as_secs_f64() * self.left as f64 / self.threads as f64
    }

    /// Chunks and results lie side by side for a moment.
    fn disk(&self) -> f64 {
        2.0 * self.bytes_a_world * self.worlds as f64
    }

    /// Worlds that make a chunk of the right length; every thread has several. No more than so many runs wait to be
    /// committed, so that memory stays flat however quick they are.
    pub(super) fn chunk(&self, policies: usize) -> u64 {
        let long = CHUNK.as_secs_f64() / self.a_world.as_secs_f64().max(1e-9);
        let fair = self.left / (4 * self.threads as u64);
        let few = MOST_WAITING / policies.max(1) as u64;
        (long as u64).min(fair).min(few).max(1)
    }

    /// In words.
    pub(super) fn estimate(&self) -> String {
        let memory = self
            .memory
            .map_or("unknown".to_owned(), |bytes| mebibytes(bytes as f64));
        format!(
            "about {} on {} threads, {memory} of memory, {} of disk",
            duration(self.seconds()),
            self.threads,
            mebibytes(self.disk())
        )
    }

    /// The estimate beside the truth, in words.
    pub(super) fn truth(&self, taken: Duration) -> String {
        let memory = peak().map_or("unknown".to_owned(), |bytes| mebibytes(bytes as f64));
        format!(
            "took {} (estimated {}), at most {memory} of memory",
            duration(taken.as_secs_f64()),
            duration(self.seconds())
        )
    }

    /// The same for programs.
    pub(super) fn told(&self, taken: Duration) -> Value {
        json!({
            "estimated": { "seconds": self.seconds(), "memory_bytes": self.memory, "disk_bytes": self.disk() },
            "taken": { "seconds": taken.as_secs_f64(), "memory_bytes": peak() },
            "threads": self.threads,
        })
    }
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 100.0 => format!("{s:.1} s"),
        s if s < 6000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

fn mebibytes(bytes: f64) -> String {
    format!("{:.0} MiB", (bytes / f64::from(1 << 20)).ceil())
}

/// Memory in use, and the most that ever was; nothing on systems that don't tell.
fn resident() -> Option<u64> {
    status("VmRSS:")
}

fn peak() -> Option<u64> {
    status("VmHWM:")
}

fn status(key: &str) -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}
