//! From values on the same futures to a league table: means, paired differences with intervals, ranks, regret.

use super::compare::Results;
use super::measure::{MEASURES, Measure, Zone};
use crate::chance::quantiles::student;

/// What can be said of a candidate beside the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the reference.
    Reference,
    /// Better, and by more than anybody would mind.
    Better,
    /// Worse, and by more than anybody would mind.
    Worse,
    /// Certainly no further apart than nobody would mind.
    Alike,
    /// Neither is shown: more futures would tell.
    NotShown,
}

/// One candidate's place in one measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Over the futures.
    pub mean: f64,
    /// Sample standard deviation.
    pub deviation: f64,
    /// Nearest-rank quantiles: 10, 50, 90 %.
    pub quantiles: [f64; 3],
    /// Mean of the paired differences to the reference, better counted as positive.
    pub gain: f64,
    /// The simultaneous interval of that.
    pub interval: [f64; 2],
    /// What that says.
    pub verdict: Verdict,
    /// Mean rank over the futures; 1 is best, equals share.
    pub rank: f64,
    /// Behind the best of the same future: at most, and in nine futures of ten.
    pub regret: [f64; 2],
    /// Share of futures in which it is as good as the best, up to what nobody would mind.
    pub near_best: f64,
}

/// Level of the simultaneous intervals.
pub const CONFIDENCE: f64 = 0.95;

/// A league table: candidates' standings in a measure, in the order of the plan. Intervals are paired t intervals,
/// with a Bonferroni correction over all candidates and settings of the measure (Dunn 1961), so that all of them hold
/// together in 95 of 100 such studies.
#[must_use]
pub fn league(
    results: &Results,
    setting: [usize; 2],
    measure: usize,
    reference: usize,
) -> Vec<Standing> {
    let plan = &results.plan;
    let settings = plan.link_ratios.len() * plan.tightness.len();
    let comparisons = (plan.candidates.len() - 1).max(1) * settings;
    let values: Vec<Vec<f64>> = (0..plan.candidates.len())
        .map(|candidate| results.values(setting, candidate, measure))
        .collect();
    standings(&values, &MEASURES[measure], reference, comparisons)
}

/// Standings from values by candidate × future.
#[must_use]
pub fn standings(
    values: &[Vec<f64>],
    measure: &Measure,
    reference: usize,
    comparisons: usize,
) -> Vec<Standing> {
    let futures = values[reference].len();
    let zone = match measure.zone {
        Zone::Within(zone) => zone,
        Zone::Share(share) => share * mean(&values[reference]).abs(),
    };
    let best = |future: usize| {
        let of_future = values.iter().map(|values| values[future]);
        of_future.reduce(|one, other| {
            if measure.gain(one, other) >= 0.0 {
                one
            } else {
                other
            }
        })
    };
    let best: Vec<f64> = (0..futures).filter_map(best).collect();
    let standing = |(at, own): (usize, &Vec<f64>)| {
        let gains: Vec<f64> = pairs(own, &values[reference], |a, b| measure.gain(a, b));
        let behind = sorted(pairs(&best, own, |a, b| measure.gain(a, b)));
        let interval = interval(&gains, comparisons);
        let ranks = (0..futures).map(|future| rank(values, at, future, measure));
        Standing {
            mean: mean(own),
            deviation: deviation(own),
            quantiles: [0.1, 0.5, 0.9].map(|share| nearest_rank(&sorted(own.clone()), share)),
            gain: mean(&gains),
            interval,
            verdict: if at == reference {
                Verdict::Reference
            } else {
                verdict(mean(&gains), interval, zone)
            },
            rank: ranks.sum::<f64>() / futures as f64,
            regret: [1.0, 0.9].map(|share| nearest_rank(&behind, share)),
            near_best: behind.iter().filter(|&&regret| regret <= zone).count() as f64
                / futures as f64,
        }
    };
    values.iter().enumerate().map(standing).collect()
}

/// Kendall's coefficient of concordance with ties (Kendall and Gibbons 1990, section 6.4): 1 where every future ranks
/// the candidates alike, near 0 where ranks are a matter of luck; 1 where nobody ever differs.
#[must_use]
pub fn concordance(values: &[Vec<f64>], measure: &Measure) -> f64 {
    let (candidates, futures) = (values.len() as f64, values[0].len());
    let mut sums = vec![0.0; values.len()];
    let mut ties = 0.0;
    for future in 0..futures {
        for (at, sum) in sums.iter_mut().enumerate() {
            *sum += rank(values, at, future, measure);
        }
        let mut of_future: Vec<f64> = values.iter().map(|values| values[future]).collect();
        of_future.sort_by(f64::total_cmp);
        ties += (of_future.chunk_by(|one, other| one == other))
            .map(|tied| (tied.len() as f64).powi(3) - tied.len() as f64)
            .sum::<f64>();
    }
    let expected = futures as f64 * (candidates + 1.0) / 2.0;
    let spread: f64 = sums.iter().map(|sum| (sum - expected).powi(2)).sum();
    let most = (futures as f64).powi(2) * (candidates.powi(3) - candidates) - futures as f64 * ties;
    if most <= 0.0 {
        1.0
    } else {
        12.0 * spread / most
    }
}

fn verdict(gain: f64, [low, high]: [f64; 2], zone: f64) -> Verdict {
    if low >= -zone && high <= zone {
        Verdict::Alike
    } else if low > 0.0 && gain > zone {
        Verdict::Better
    } else if high < 0.0 && gain < -zone {
        Verdict::Worse
    } else {
        Verdict::NotShown
    }
}

/// Paired t interval at a level shared out over so many comparisons; everything where there is one future.
fn interval(gains: &[f64], comparisons: usize) -> [f64; 2] {
    let count = gains.len() as f64;
    if gains.len() < 2 {
        return [f64::NEG_INFINITY, f64::INFINITY];
    }
    let error = deviation(gains) / count.sqrt();
    let beyond = (1.0 - CONFIDENCE) / (2.0 * comparisons as f64);
    let reach = student(count - 1.0, 1.0 - beyond) * error;
    [mean(gains) - reach, mean(gains) + reach]
}

/// Place among the candidates of a future; equals share the mean of their places.
fn rank(values: &[Vec<f64>], at: usize, future: usize, measure: &Measure) -> f64 {
    let own = values[at][future];
    let gains = values
        .iter()
        .map(|values| measure.gain(values[future], own));
    let (better, equal) = gains.fold((0, 0), |(better, equal), gain| {
        (
            better + i32::from(gain > 0.0),
            equal + i32::from(gain == 0.0),
        )
    });
    f64::from(better) + f64::from(equal + 1) / 2.0
}

fn pairs(one: &[f64], other: &[f64], of: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    one.iter().zip(other).map(|(&a, &b)| of(a, b)).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (values.len() - 1) as f64).sqrt()
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// The least value that a share of all do not exceed.
fn nearest_rank(sorted: &[f64], share: f64) -> f64 {
    let place = (share * sorted.len() as f64).ceil() as usize;
    sorted[place.clamp(1, sorted.len()) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::measure::{Better, Unit};

    const MORE: Measure = Measure {
        name: "more",
        better: Better::Higher,
        zone: Zone::Within(0.1),
        unit: Unit::Index,
    };

    #[test]
    fn standings_are_those_worked_out_by_hand() {
        let values = vec![
            vec![1.0, 2.0, 3.0],
            vec![2.0, 3.1, 3.9],
            vec![1.0, 2.0, 3.0],
        ];
        let table = standings(&values, &MORE, 0, 2);
        assert_eq!(table[0].verdict, Verdict::Reference);
        assert_eq!(table[2].verdict, Verdict::Alike);
        assert_eq!(table[1].verdict, Verdict::Better);
        // Differences 1, 1.1, 0.9: mean 1, deviation 0.1; t(2, 1 − 0.0125) = 6.2053.
        assert!((table[1].gain - 1.0).abs() < 1e-12);
        assert!((table[1].interval[0] - (1.0 - 6.205_346 * 0.1 / 3_f64.sqrt())).abs() < 1e-5);
        assert_eq!(
            [table[0].rank, table[1].rank, table[2].rank],
            [2.5, 1.0, 2.5]
        );
        assert!((table[0].regret[0] - 1.1).abs() < 1e-12);
        assert_eq!([table[0].near_best, table[1].near_best], [0.0, 1.0]);
        let fewer = Measure {
            better: Better::Lower,
            ..MORE
        };
        assert_eq!(standings(&values, &fewer, 0, 2)[1].verdict, Verdict::Worse);
    }

    #[test]
    fn scattered_differences_show_nothing_and_neither_does_one_future() {
        let values = vec![vec![0.0, 0.0, 0.0], vec![2.0, -1.0, 0.5]];
        assert_eq!(
            standings(&values, &MORE, 0, 1)[1].verdict,
            Verdict::NotShown
        );
        let once = vec![vec![0.0], vec![2.0]];
        assert_eq!(standings(&once, &MORE, 0, 1)[1].verdict, Verdict::NotShown);
    }

    #[test]
    fn concordance_is_one_when_all_agree_and_nought_when_they_cancel() {
        let agree = vec![vec![1.0, 5.0], vec![2.0, 6.0], vec![3.0, 7.0]];
        assert!((concordance(&agree, &MORE) - 1.0).abs() < 1e-12);
        let cancel = vec![vec![1.0, 2.0], vec![2.0, 1.0]];
        assert!(concordance(&cancel, &MORE).abs() < 1e-12);
        assert!((concordance(&[vec![1.0], vec![1.0]], &MORE) - 1.0).abs() < 1e-12);
    }
}
