//! What a study will take, from a short probe before it starts; and what it took.

use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::super::machine;
use super::super::results::object;
use super::StudyArgs;
use crate::language::Word;
use crate::said;
use crate::study::execute::Prepared;
use crate::study::plan::Plan;
use crate::study::store;

/// How long a probe goes on, and how many worlds it plays at the most.
const LONGEST: Duration = Duration::from_millis(500);
const MOST: u64 = 64;
/// How long a chunk should take: long enough that committing it costs nothing, short enough to lose.
const CHUNK: Duration = Duration::from_secs(2);
/// Runs of a chunk at the most.
const MOST_WAITING: u64 = 256;

/// What takes longer, or more than this part of the room on the disk, is done where that is confirmed.
const LONG: f64 = 24.0 * 3600.0;
const MUCH: f64 = 0.5;
/// Chunks of a study at most: each is a file.
const MOST_CHUNKS: u64 = 1_000_000;

/// A short look at what is to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe {
    a_world: Duration,
    bytes_a_world: f64,
    memory: Option<u64>,
    threads: usize,
}

impl Probe {
    /// Plays some worlds of a plan.
    pub(super) fn of(prepared: &Prepared<'_>, plan: &Plan, threads: usize) -> Self {
        let begun = Instant::now();
        let before = machine::resident();
        let most = MOST.min(plan.replicates.saturating_mul(plan.points.len() as u64));
        let (mut played, mut rows) = (0, Vec::new());
        while played < most && begun.elapsed() < LONGEST {
            // Two at a time, so that what a chunk lays out once is not counted for every world.
            let end = (played + 2).min(most);
            rows.extend(prepared.play(played..end));
            played = end;
        }
        let taken = begun.elapsed();
        let bytes = store::written(&rows, "").map_or(0, |bytes| bytes.len());
        let a_thread = |now: u64| now - before.unwrap_or(now).min(now);
        Self {
            a_world: taken / u32::try_from(played.max(1)).unwrap_or(1),
            bytes_a_world: bytes as f64 / played.max(1) as f64,
            memory: machine::resident().map(|now| now + a_thread(now) * threads as u64),
            threads,
        }
    }

    fn seconds(&self, worlds: f64) -> f64 {
        self.a_world.as_secs_f64() * worlds / self.threads as f64
    }

    /// Chunks and results lie side by side for a moment.
    fn disk(&self, worlds: f64) -> f64 {
        2.0 * self.bytes_a_world * worlds
    }

    /// Why the plan, or one of so many shards of it, is not done.
    pub(super) fn objection(
        &self,
        plan: &Plan,
        shards: Option<u64>,
        args: &StudyArgs,
    ) -> Option<Word> {
        let worlds = plan.replicates as f64 * plan.points.len() as f64;
        let worlds = worlds / shards.unwrap_or(1) as f64;
        let takes = || self.in_words(worlds, worlds);
        if let Some(objection) = plan.objection() {
            let (Word { zh, en }, takes) = (objection, takes());
            let (takes_zh, takes) = (takes.zh, takes.en);
            return Some(said!(
                "{zh}；将需 {takes_zh}",
                "{en}; it would take {takes}"
            ));
        }
        if let Some(chunk) = args.chunk
            && worlds / chunk as f64 > MOST_CHUNKS as f64
        {
            return Some(said!(
                "--chunk {chunk}：{worlds:.0} 个未来将多于 {MOST_CHUNKS} 个文件",
                "--chunk {chunk}: {worlds:.0} worlds would be more than {MOST_CHUNKS} files"
            ));
        }
        let free_disk = machine::free_disk(&args.out).map(|bytes| bytes as f64);
        if let Some(free) = free_disk.filter(|&free| self.disk(worlds) > free) {
            let (Word { zh, en }, free) = (takes(), mebibytes(free));
            return Some(said!(
                "将需 {zh}，磁盘空闲 {free}",
                "it would take {en}, and {free} are free"
            ));
        }
        let much = free_disk.is_some_and(|free| self.disk(worlds) > MUCH * free);
        let crowded =
            (self.memory.zip(machine::free_memory())).is_some_and(|(needed, free)| needed > free);
        let long = self.seconds(worlds) > LONG;
        ((long || much || crowded) && !args.yes).then(|| {
            let Word { zh, en } = takes();
            said!(
                "将需 {zh}；加 --yes 即照做",
                "it would take {en}; --yes does it all the same"
            )
        })
    }

    /// Worlds that make a chunk of the right length; every thread has several. No more than so many runs wait to be
    /// committed, so that memory stays flat however quick they are.
    pub(super) fn chunk(&self, left: u64, policies: usize) -> u64 {
        let long = CHUNK.as_secs_f64() / self.a_world.as_secs_f64().max(1e-9);
        let fair = left / (4 * self.threads as u64);
        let few = MOST_WAITING / policies.max(1) as u64;
        (long as u64).min(fair).min(few).max(1)
    }

    /// In words.
    pub(super) fn estimate(&self, worlds: u64, left: u64) -> Word {
        self.in_words(worlds as f64, left as f64)
    }

    fn in_words(&self, worlds: f64, left: f64) -> Word {
        let (time, memory) = (duration(self.seconds(left)), memory(self.memory));
        let (threads, disk) = (self.threads, mebibytes(self.disk(worlds)));
        let (time_zh, time, memory_zh, memory) = (time.zh, time.en, memory.zh, memory.en);
        said!(
            "约 {time_zh}（{threads} 个线程），内存 {memory_zh}，磁盘 {disk}",
            "about {time} on {threads} threads, {memory} of memory, {disk} of disk"
        )
    }

    /// The estimate beside the truth, in words.
    pub(super) fn truth(&self, left: u64, taken: Duration) -> Word {
        let (took, estimate) = (taken.as_secs_f64(), self.seconds(left as f64));
        let (took, estimate, memory) =
            (duration(took), duration(estimate), memory(machine::peak()));
        let (took_zh, estimate_zh, memory_zh) = (took.zh, estimate.zh, memory.zh);
        let (took, estimate, memory) = (took.en, estimate.en, memory.en);
        said!(
            "用时 {took_zh}（估计 {estimate_zh}），内存最多 {memory_zh}",
            "took {took} (estimated {estimate}), at most {memory} of memory"
        )
    }

    /// The same for programs.
    pub(super) fn told(&self, worlds: u64, left: u64, taken: Duration) -> Map<String, Value> {
        object(json!({
            "estimated": {
                "seconds": self.seconds(left as f64),
                "memory_bytes": self.memory,
                "disk_bytes": self.disk(worlds as f64),
            },
            "taken": { "seconds": taken.as_secs_f64(), "memory_bytes": machine::peak() },
            "threads": self.threads,
        }))
    }
}

fn duration(seconds: f64) -> Word {
    let (minutes, hours) = (seconds / 60.0, seconds / 3600.0);
    match seconds {
        s if s < 100.0 => said!("{s:.1} 秒", "{s:.1} s"),
        s if s < 6000.0 => said!("{minutes:.0} 分钟", "{minutes:.0} min"),
        _ => said!("{hours:.1} 小时", "{hours:.1} h"),
    }
}

fn memory(bytes: Option<u64>) -> Word {
    match bytes {
        Some(bytes) => Word::verbatim(mebibytes(bytes as f64)),
        None => Word::of("未知", "unknown"),
    }
}

fn mebibytes(bytes: f64) -> String {
    format!("{:.0} MiB", (bytes / f64::from(1 << 20)).ceil())
}
