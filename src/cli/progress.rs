//! Progress of long work: a bar on a terminal, a plain line every few seconds elsewhere.

use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::language::chosen;
use super::say;
use crate::language::Word;
use crate::said;

/// A bar for so many steps, with the time that it took and will still take; nothing where there is no terminal.
pub(super) fn bar(quiet: bool, count: usize) -> ProgressBar {
    let hidden = quiet || !io::stderr().is_terminal();
    let target = if hidden {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let bar = ProgressBar::with_draw_target(Some(count as u64), target);
    let template = Word::of(
        "{bar:30} {pos}/{len} 已用 {elapsed} 每秒 {per_sec}（尚需 {eta}）",
        "{bar:30} {pos}/{len} {elapsed} {per_sec} (still {eta})",
    );
    if let Ok(style) = ProgressStyle::with_template(template.first(chosen())) {
        bar.set_style(style);
    }
    // A bar that moves on its own needs a thread, and without one moves with the work.
    let has_threads = || std::thread::Builder::new().spawn(|| {}).is_ok();
    if !hidden && has_threads() {
        bar.enable_steady_tick(Duration::from_millis(200));
    }
    bar
}

/// Time from one plain line to the next.
const PAUSE: Duration = Duration::from_secs(5);

/// Progress that is told without a terminal too.
pub(super) struct Progress {
    bar: ProgressBar,
    /// Where lines are told: when the next line is due.
    next_line: Option<Mutex<Instant>>,
    begun: Instant,
    count: usize,
    done: AtomicUsize,
}

impl Progress {
    /// Of so many simulations.
    pub(super) fn of(quiet: bool, count: usize) -> Self {
        let plain = !quiet && !io::stderr().is_terminal();
        Self {
            bar: bar(quiet, count),
            next_line: plain.then(|| Mutex::new(Instant::now() + PAUSE)),
            begun: Instant::now(),
            count,
            done: AtomicUsize::new(0),
        }
    }

    /// So many more are done.
    pub(super) fn add(&self, steps: usize) {
        self.bar.inc(steps as u64);
        let done = self.done.fetch_add(steps, Ordering::Relaxed) + steps;
        let Some(next) = &self.next_line else {
            return;
        };
        // Whoever finds the clock taken lets the other tell.
        if let Ok(mut next) = next.try_lock()
            && Instant::now() >= *next
        {
            *next = Instant::now() + PAUSE;
            let rate = done as f64 / self.begun.elapsed().as_secs_f64();
            let left = (self.count.saturating_sub(done)) as f64 / rate;
            let count = self.count;
            say(&said!(
                "{count} 次模拟已完成 {done} 次，每秒 {rate:.0} 次，尚需 {left:.0} 秒",
                "{done} of {count} simulations, {rate:.0} a second, {left:.0} s left"
            ));
        }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
