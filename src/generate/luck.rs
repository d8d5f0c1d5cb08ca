//! What chance gives a row: numbers that depend on the seed, the purpose and the row's id, and on nothing else.

use crate::chance::hash_of;

/// One row's luck.
pub(super) struct Luck {
    key: String,
    drawn: u32,
}

impl Luck {
    pub(super) fn new(seed: u64, purpose: &str, id: &str) -> Self {
        Self {
            key: format!("{seed}/{purpose}/{id}"),
            drawn: 0,
        }
    }

    /// The next whole number from `least` to `most`, all equally likely.
    pub(super) fn whole(&mut self, least: u32, most: u32) -> u32 {
        let bits = hash_of(&format!("{}/{}", self.key, self.drawn));
        self.drawn += 1;
        let range = u128::from(most - least) + 1;
        least + ((u128::from(bits) * range) >> 64) as u32
    }

    /// Whether the next thing that happens in so many of a hundred cases happens.
    pub(super) fn percent(&mut self, share: u32) -> bool {
        self.whole(1, 100) <= share
    }

    /// The next decimal between two others given in thousandths.
    pub(super) fn decimal(&mut self, least: u32, most: u32) -> f64 {
        f64::from(self.whole(least, most)) / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_reach_both_ends_and_nothing_beyond() {
        let mut luck = Luck::new(1, "test", "a");
        let drawn: Vec<u32> = (0..1000).map(|_| luck.whole(3, 7)).collect();
        for number in 3..=7 {
            let times = drawn.iter().filter(|&&found| found == number).count();
            assert!((140..260).contains(&times), "{number}: {times}");
        }
        assert!(drawn.iter().all(|number| (3..=7).contains(number)));
    }
}
