//! What wavers from day to day in a future (model §1: all randomness is in the draw). On average it is nothing.

use libm::exp;

use super::Pass;
use crate::chance::walk::{Manner, Walk};
use crate::chance::{Luck, Purpose};
use crate::scenario::Daily;

/// Noise of the rows of a table.
#[derive(Debug)]
pub(super) struct Noise {
    spread: f64,
    manner: Manner,
    /// What each row's days are drawn for.
    rows: Vec<Purpose>,
    /// What the days of all rows together are drawn for.
    common: Purpose,
}

impl Noise {
    /// The noise of a table; none where nothing wavers. `factor` is its position among factors.
    pub(super) fn of<'r>(
        name: &str,
        daily: Daily,
        ids: impl Iterator<Item = &'r str>,
        factor: usize,
    ) -> Option<Self> {
        (daily.spread > 0.0).then(|| Self {
            spread: daily.spread,
            manner: Manner {
                persistence: daily.persistence,
                common: daily.common,
            },
            rows: ids.map(|id| Purpose::new(&[name, id], factor)).collect(),
            common: Purpose::new(&[name], factor),
        })
    }

    /// How many rows waver.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// One future's days.
    fn walk(&self, luck: &Luck) -> Walk {
        let rows = self.rows.iter().map(|purpose| luck.bits(purpose));
        Walk::new(self.manner, rows, luck.bits(&self.common))
    }

    /// A share, moved by so many standard deviations. It never falls farther than it could rise, nor the other way
    /// round, so that it stays between 0 and 1 and its mean is what it was.
    pub(super) fn share(&self, share: f64, deviations: f64) -> f64 {
        let room = share.min(1.0 - share).max(0.0);
        share + (self.spread * deviations).clamp(-room, room)
    }

    /// What an amount is multiplied by: lognormal, with a mean of 1.
    pub(super) fn factor(&self, deviations: f64) -> f64 {
        exp(self.spread * (deviations - self.spread / 2.0))
    }
}

/// Noise with one future's days, where there is any; none in the central world.
pub(super) fn wavering<'n>(noise: &'n Option<Noise>, pass: Pass) -> Option<(&'n Noise, Walk)> {
    let noise = noise.as_ref()?;
    Some((noise, noise.walk(pass.luck?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(spread: f64) -> Noise {
        let daily = Daily {
            spread,
            ..Daily::default()
        };
        Noise::of("noise.supply", daily, ["a"].into_iter(), 0).unwrap()
    }

    #[test]
    fn a_share_moves_as_far_up_as_down_and_stays_a_share() {
        let noise = noise(0.2);
        for share in [0.0, 0.1, 0.5, 0.88, 1.0] {
            for deviations in [0.5, 1.0, 4.0] {
                let (up, down) = (
                    noise.share(share, deviations),
                    noise.share(share, -deviations),
                );
                assert!((up + down - 2.0 * share).abs() < 1e-12);
                assert!((0.0..=1.0).contains(&up) && (0.0..=1.0).contains(&down));
            }
        }
    }

    #[test]
    fn what_an_event_takes_stays_taken_whatever_the_noise() {
        let noise = noise(0.2);
        for deviations in [-4.0, -1.0, 0.0, 1.0, 4.0] {
            let course: Vec<f64> = (0..=100)
                .map(|percent| noise.share(f64::from(percent) / 100.0, deviations))
                .collect();
            assert!(course.is_sorted(), "{deviations}");
        }
    }

    #[test]
    fn factors_are_1_on_average() {
        let noise = noise(0.3);
        let mut walk = Walk::new(noise.manner, 0..1000, 0);
        let days = 1000;
        let sum: f64 = (0..days)
            .map(|_| walk.step().iter().map(|&x| noise.factor(x)).sum::<f64>() / 1000.0)
            .sum();
        // A standard error of 0.0003: a million factors whose standard deviation is 0.31.
        assert!(
            (sum / f64::from(days) - 1.0).abs() < 0.0015,
            "{}",
            sum / f64::from(days)
        );
    }
}
