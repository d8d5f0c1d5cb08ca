//! Counts of whole numbers in bins whose width grows with the value: all that is kept of many replicates.
//!
//! Everything in it is a whole number, so that it comes out the same in whatever order values are added and parts are
//! merged. Log-linear bins as in HdrHistogram (Tene): memory grows with the spread of the values, not with their number.

use std::collections::BTreeMap;

/// Bins in every doubling of the value: their width is at most 1 ÷ 512 of it.
const PER_DOUBLING: u64 = 512;

/// What fell into each bin, and the least and the greatest value of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bins {
    bins: BTreeMap<u32, Bin>,
    all: Bin,
    range: Option<(i64, i64)>,
}

/// Some values: how many, and their exact sum. What is told of them lies between the least and the greatest of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bin {
    count: u64,
    sum: i128,
}

impl Bin {
    fn of(value: i64) -> Self {
        Self {
            count: 1,
            sum: value.into(),
        }
    }

    fn without(self, other: Self) -> Self {
        Self {
            count: self.count - other.count,
            sum: self.sum - other.sum,
        }
    }

    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.sum += other.sum;
    }

    /// How many values.
    #[must_use]
    pub fn count(self) -> u64 {
        self.count
    }

    /// Their mean: of equal values exactly that value. Nothing where there is no value.
    #[must_use]
    pub fn mean(self) -> Option<f64> {
        let count = i128::from(self.count);
        let whole = self.sum.checked_div(count)?;
        Some(whole as f64 + (self.sum % count) as f64 / self.count as f64)
    }

    /// Their mean, rounded to a whole number, half up. Nothing where there is no value.
    #[must_use]
    pub fn middle(self) -> Option<i64> {
        let count = i128::from(self.count);
        let middle = (2 * self.sum + count).checked_div(2 * count)?;
        i64::try_from(middle).ok()
    }
}

impl Bins {
    /// Adds a value. Values below 1024 keep a bin each, so that nothing is lost of them.
    ///
    /// # Panics
    /// Panics where the value is negative.
    pub fn add(&mut self, value: i64) {
        let one = Bin::of(value);
        self.bins.entry(bin_of(value)).or_default().add(one);
        self.all.add(one);
        self.widen(value, value);
    }

    /// Adds all that was added to another: the order of merging makes no difference.
    pub fn merge(&mut self, other: &Self) {
        for (&at, &bin) in &other.bins {
            self.bins.entry(at).or_default().add(bin);
        }
        self.all.add(other.all);
        if let Some((least, most)) = other.range {
            self.widen(least, most);
        }
    }

    fn widen(&mut self, least: i64, most: i64) {
        let (low, high) = self.range.unwrap_or((least, most));
        self.range = Some((low.min(least), high.max(most)));
    }

    /// How many values.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.all.count
    }

    /// Their mean, from their exact sum; nothing where there is none.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.all.mean()
    }

    /// The least value, exactly; nothing where there is none.
    #[must_use]
    pub fn least(&self) -> Option<i64> {
        self.range.map(|(least, _)| least)
    }

    /// The greatest value, exactly; nothing where there is none.
    #[must_use]
    pub fn most(&self) -> Option<i64> {
        self.range.map(|(_, most)| most)
    }

    /// The least value that at least a share of the values, 0 to 1, do not exceed (the inverse of their distribution
    /// function: definition 1 of Hyndman and Fan 1996), as the mean of the values in its bin, but
    /// for the least and the greatest of all; nothing where there is no value.
    ///
    /// Exact below 1024, at both ends and where the values of the bin are equal, otherwise off by less than 1 ÷ 512 of the
    /// value. It lies between the least and the greatest value, and rises with the share.
    ///
    /// # Panics
    /// Panics where the share is not between 0 and 1.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<i64> {
        assert!((0.0..=1.0).contains(&share), "a share, not {share}");
        let rank = rank(share, self.count()).max(1);
        let mut passed = 0;
        let mut groups = self.groups();
        let at_rank = groups.find(|group| {
            passed += group.count;
            passed >= rank
        });
        at_rank.and_then(Bin::middle)
    }

    /// All that is known of the values, from the least to the greatest: the least by itself, what else each bin holds, and the
    /// greatest by itself.
    pub fn groups(&self) -> impl DoubleEndedIterator<Item = Bin> {
        let (least, most) = (self.least(), self.most().filter(|_| self.count() > 1));
        let rest = self.bins.iter().map(move |(&at, &bin)| {
            let ends = [least, most].into_iter().flatten();
            let inside = ends.filter(|&end| bin_of(end) == at);
            inside.fold(bin, |rest, end| rest.without(Bin::of(end)))
        });
        let alone = |end: Option<i64>| end.map(Bin::of).into_iter();
        let groups = alone(least).chain(rest).chain(alone(most));
        groups.filter(|group| group.count > 0)
    }
}

/// How often the value must be halved to come below 1024 says which doubling it is in; what remains says where.
fn bin_of(value: i64) -> u32 {
    assert!(value >= 0, "bins hold no negative values: {value}");
    let value = value.unsigned_abs();
    let doublings = u64::from((value / PER_DOUBLING).checked_ilog2().unwrap_or(0));
    (doublings * PER_DOUBLING + (value >> doublings)) as u32
}

/// The smallest rank whose share of the count reaches a share: the product alone may round up past it.
fn rank(share: f64, count: u64) -> u64 {
    let rank = (share * count as f64).ceil() as u64;
    let before = rank.saturating_sub(1);
    if before as f64 / count as f64 >= share {
        before
    } else {
        rank
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{at, below};

    fn bins(values: &[i64]) -> Bins {
        let mut bins = Bins::default();
        values.iter().for_each(|&value| bins.add(value));
        bins
    }

    /// The least and the greatest value that a bin holds.
    fn bounds(bin: u32) -> (i64, i64) {
        let bin = u64::from(bin);
        let doublings = (bin / PER_DOUBLING).saturating_sub(1);
        let low = (bin - doublings * PER_DOUBLING) << doublings;
        (low as i64, (low + ((1 << doublings) - 1)) as i64)
    }

    fn shapes() -> [Vec<i64>; 6] {
        let draw = |place, size| below(size, at(11, place)) as i64;
        let over = |of: &dyn Fn(u64) -> i64| (0..5_000).map(of).collect();
        [
            over(&|n| draw(n, 900)),
            over(&|n| 3_000_000_000 + draw(n, 1_000_000)),
            over(&|n| draw(n, 1 << 40) >> draw(n + 9_999, 40)),
            over(&|n| {
                if n % 3 == 0 {
                    0
                } else {
                    i64::MAX - draw(n, 99)
                }
            }),
            over(&|n| (n * n) as i64),
            vec![123_456_789],
        ]
    }

    #[test]
    fn quantiles_are_within_one_part_in_512_of_those_of_the_sorted_values() {
        for mut values in shapes() {
            let bins = bins(&values);
            values.sort_unstable();
            for percent in 0..=100 {
                // Whole numbers give the rank without rounding.
                let rank = (percent * values.len()).div_ceil(100).max(1);
                let exact = values[rank - 1];
                let got = bins.quantile(percent as f64 / 100.0).unwrap();
                let error = i128::from(got - exact).abs();
                assert!(error * 512 <= i128::from(exact), "{percent}: {exact} {got}");
            }
        }
    }

    #[test]
    fn the_order_of_merging_makes_no_difference() {
        let [a, b, c, ..] = shapes();
        let whole = bins(&[a.clone(), b.clone(), c.clone()].concat());
        let merged = |parts: [&Vec<i64>; 3]| {
            let mut all = Bins::default();
            parts.iter().for_each(|part| all.merge(&bins(part)));
            all
        };
        assert_eq!(merged([&a, &b, &c]), whole);
        assert_eq!(merged([&c, &a, &b]), whole);
        let mut reversed = [a, b, c].concat();
        reversed.reverse();
        assert_eq!(bins(&reversed), whole);
        assert_ne!(bins(&reversed[1..]), whole);
    }

    #[test]
    fn count_sum_and_ends_are_exact() {
        let all = bins(&[i64::MAX, 5, i64::MAX, 70_001]);
        assert_eq!(all.count(), 4);
        assert_eq!(all.all.sum, 2 * i128::from(i64::MAX) + 70_006);
        assert_eq!((all.least(), all.most()), (Some(5), Some(i64::MAX)));
        assert_eq!(
            (all.quantile(0.0), all.quantile(1.0)),
            (Some(5), Some(i64::MAX))
        );
        assert_eq!(all.groups().map(Bin::count).sum::<u64>(), 4);
        assert_eq!(Bins::default().quantile(0.5), None);
        assert_eq!(Bins::default().mean(), None);
    }

    #[test]
    fn bins_cover_all_values_without_gap_or_overlap() {
        let last = bin_of(i64::MAX);
        assert_eq!(last, 28_159);
        assert_eq!((bounds(0).0, bounds(last).1), (0, i64::MAX));
        for bin in 0..=last {
            let (low, high) = bounds(bin);
            assert_eq!((bin_of(low), bin_of(high)), (bin, bin));
            assert!((high - low) as i128 * 512 <= low.into(), "{bin}");
            assert!(bin == last || bounds(bin + 1).0 == high + 1, "{bin}");
        }
    }

    #[test]
    fn a_share_that_rounding_would_push_past_a_rank_is_not() {
        let all = bins(&(1..=100).collect::<Vec<i64>>());
        for percent in 1..=100 {
            assert_eq!(all.quantile(percent as f64 / 100.0), Some(percent));
        }
    }
}
