//! Noise from day to day: standard normal numbers for many rows, each near its last and partly near everybody's.

use std::sync::LazyLock;

use libm::sqrt;

use super::{next, quantiles};

/// Bits that choose a normal number; a 64-bit number serves so many days.
const BITS: u32 = 11;
const DAYS: u32 = u64::BITS / BITS;

/// No day is farther out than so many standard deviations.
pub const FARTHEST: f64 = 4.0;

/// Equally likely normal numbers: the middles of 2048 slices of the distribution, with a variance of exactly 1. What is
/// made of several of them every day is as good as normal, and a look-up is many times as fast as a quantile.
static NORMALS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let count = 1_u32 << BITS;
    let middle = |slice| quantiles::normal((f64::from(slice) + 0.5) / f64::from(count));
    let middles: Vec<f64> = (0..count).map(middle).collect();
    let variance = middles.iter().map(|z| z * z).sum::<f64>() / f64::from(count);
    middles.iter().map(|z| z / sqrt(variance)).collect()
});

/// How rows wander.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Manner {
    /// Correlation of a day with the day before: first-order autoregression.
    pub persistence: f64,
    /// Share of the variance that all rows have in common.
    pub common: f64,
}

/// Rows on their way, day by day.
#[derive(Clone, Debug)]
pub struct Walk {
    manner: Manner,
    days: u32,
    /// SplitMix64 streams: one for each row, the last for all.
    streams: Vec<u64>,
    bits: Vec<u64>,
    levels: Vec<f64>,
    today: Vec<f64>,
}

impl Walk {
    /// Rows from their streams' starts, and the start of what they have in common.
    #[must_use]
    pub fn new(manner: Manner, rows: impl Iterator<Item = u64>, common: u64) -> Self {
        let streams: Vec<u64> = rows.chain([common]).collect();
        Self {
            manner,
            days: 0,
            bits: vec![0; streams.len()],
            levels: vec![0.0; streams.len()],
            today: vec![0.0; streams.len() - 1],
            streams,
        }
    }

    /// The rows' numbers of the next day, from day 0: mean 0, variance 1.
    pub fn step(&mut self) -> &[f64] {
        if self.days.is_multiple_of(DAYS) {
            for (bits, stream) in self.bits.iter_mut().zip(&mut self.streams) {
                *bits = next(stream);
            }
        }
        let (stay, move_on) = match self.days {
            0 => (0.0, 1.0),
            _ => {
                let stay = self.manner.persistence;
                (stay, sqrt(1.0 - stay * stay))
            }
        };
        self.days += 1;
        let normals = &NORMALS[..];
        for (level, bits) in self.levels.iter_mut().zip(&mut self.bits) {
            let fresh = normals[(*bits & ((1 << BITS) - 1)) as usize];
            *level = stay * *level + move_on * fresh;
            *bits >>= BITS;
        }
        let (together, alone) = (sqrt(self.manner.common), sqrt(1.0 - self.manner.common));
        let common = together * self.levels.last().copied().unwrap_or(0.0);
        for (today, level) in self.today.iter_mut().zip(&self.levels) {
            *today = (common + alone * level).clamp(-FARTHEST, FARTHEST);
        }
        &self.today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: usize = 400;
    const DAYS: usize = 1000;

    fn walk(persistence: f64, common: f64) -> Vec<Vec<f64>> {
        let manner = Manner {
            persistence,
            common,
        };
        let rows = (0..ROWS as u64).map(|row| super::super::hash_of(&row.to_string()));
        let mut walk = Walk::new(manner, rows, 7);
        (0..DAYS).map(|_| walk.step().to_vec()).collect()
    }

    /// The mean of a product over days, for all rows.
    fn mean(days: &[Vec<f64>], product: impl Fn(usize, usize) -> f64) -> f64 {
        let last = days.len() - 1;
        let cells = (0..last).flat_map(|day| (0..ROWS).map(move |row| (day, row)));
        cells.map(|(day, row)| product(day, row)).sum::<f64>() / (last * ROWS) as f64
    }

    #[test]
    fn numbers_are_standard_normal_and_persist_as_asked() {
        let days = walk(0.5, 0.0);
        // Standard errors below 0.004: 400,000 cells, autocorrelation counted.
        assert!(mean(&days, |day, row| days[day][row]).abs() < 0.015);
        assert!((mean(&days, |day, row| days[day][row].powi(2)) - 1.0).abs() < 0.02);
        let with_yesterday = mean(&days, |day, row| days[day][row] * days[day + 1][row]);
        assert!((with_yesterday - 0.5).abs() < 0.02, "{with_yesterday}");
        let with_neighbour = mean(&days, |day, row| {
            days[day][row] * days[day][(row + 1) % ROWS]
        });
        assert!(with_neighbour.abs() < 0.015, "{with_neighbour}");
        let beyond = mean(&days, |day, row| {
            f64::from(u8::from(days[day][row] > 1.645))
        });
        assert!((beyond - 0.05).abs() < 0.004, "{beyond}");
    }

    #[test]
    fn rows_have_in_common_what_is_asked() {
        let days = walk(0.0, 0.3);
        let with_neighbour = mean(&days, |day, row| {
            days[day][row] * days[day][(row + 1) % ROWS]
        });
        // The common part alone has a standard error of 0.3 √2 ÷ √1000 = 0.013.
        assert!((with_neighbour - 0.3).abs() < 0.05, "{with_neighbour}");
    }

    #[test]
    fn a_row_more_changes_nobody_elses_days() {
        let manner = Manner {
            persistence: 0.5,
            common: 0.3,
        };
        let mut few = Walk::new(manner, [1, 2].into_iter(), 9);
        let mut many = Walk::new(manner, [1, 2, 3].into_iter(), 9);
        for _ in 0..12 {
            assert_eq!(few.step(), &many.step()[..2]);
        }
    }
}
