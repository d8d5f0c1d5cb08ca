//! Scenario discovery: the box of few factors in which the cases of interest are concentrated.
//!
//! The patient rule induction method (Friedman and Fisher 1999, "Bump hunting in high-dimensional data") as Bryant and
//! Lempert use it (2010, "Thinking inside the box"). Only its peeling: what pasting back would add is less than a peel.

use super::binomial::at_least;

/// What a box allows of a factor, in that factor's units, both ends included; nothing where it sets no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// No less than this.
    pub low: Option<f64>,
    /// No more than this.
    pub high: Option<f64>,
}

impl Limits {
    /// Whether it leaves the factor free.
    #[must_use]
    pub fn are_free(self) -> bool {
        self == Self::default()
    }

    fn hold(self, value: f64) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }
}

/// A box and how well it tells the cases of interest from the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// By factor.
    pub limits: Vec<Limits>,
    /// Rows in the box.
    pub rows: usize,
    /// Cases of interest in the box.
    pub cases: usize,
    /// Share of all cases of interest that are in the box; 0 where there are none.
    pub coverage: f64,
    /// Share of the box's rows that are cases of interest; 0 where it is empty.
    pub density: f64,
    /// Share of all rows that are in the box.
    pub mass: f64,
}

impl Region {
    /// The harmonic mean of coverage and density.
    #[must_use]
    pub fn balance(&self) -> f64 {
        let sum = self.coverage + self.density;
        if sum == 0.0 {
            0.0
        } else {
            2.0 * self.coverage * self.density / sum
        }
    }

    fn holds(&self, row: &[f64]) -> bool {
        self.limits
            .iter()
            .zip(row)
            .all(|(limits, &value)| limits.hold(value))
    }
}

/// Rows of factors, and which of them are cases of interest.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    inputs: &'a [Vec<f64>],
    cases: &'a [bool],
}

impl<'a> Runs<'a> {
    /// Inputs, rows × factors, and for each row whether it is a case of interest.
    ///
    /// # Panics
    /// Panics where there are no rows, inputs and cases differ in length, or rows do, or an input is not a number.
    #[must_use]
    pub fn new(inputs: &'a [Vec<f64>], cases: &'a [bool]) -> Self {
        assert!(!inputs.is_empty() && inputs.len() == cases.len());
        assert!(inputs.iter().all(|row| row.len() == inputs[0].len()));
        assert!(!inputs.iter().flatten().any(|value| value.is_nan()));
        Self { inputs, cases }
    }

    /// The peeling trajectory: from the box of everything, each box without the share `alpha` of its rows at one end of
    /// one factor, the end whose loss leaves the highest density; of equals that of the first factor, its low end first.
    ///
    /// It ends before fewer than the share `support` of all rows remain, or once all or none of the rows are cases. A
    /// value that many rows share is peeled whole.
    #[must_use]
    pub fn peel(&self, alpha: f64, support: f64) -> Vec<Region> {
        let fewest = ((support * self.inputs.len() as f64).ceil() as usize).max(1);
        let mut limits = vec![Limits::default(); self.inputs[0].len()];
        let mut inside: Vec<usize> = (0..self.inputs.len()).collect();
        let mut boxes = vec![self.region(limits.clone())];
        while boxes
            .last()
            .is_some_and(|last| (1..last.rows).contains(&last.cases))
        {
            let Some(peel) = self.best_peel(&inside, alpha, fewest) else {
                break;
            };
            peel.narrow(&mut limits);
            inside.retain(|&row| peel.keeps(self.inputs[row][peel.factor]));
            boxes.push(self.region(limits.clone()));
        }
        boxes
    }

    fn best_peel(&self, inside: &[usize], alpha: f64, fewest: usize) -> Option<Peel> {
        let ends = |factor| [(factor, End::Low), (factor, End::High)];
        let mut best: Option<(Peel, [usize; 2])> = None;
        for (factor, end) in (0..self.inputs[0].len()).flat_map(ends) {
            let Some(peel) = self.peel_of(inside, factor, end, alpha) else {
                continue;
            };
            let kept = inside
                .iter()
                .filter(|&&row| peel.keeps(self.inputs[row][factor]));
            let [rows, cases] = kept.fold([0, 0], |[rows, cases], &row| {
                [rows + 1, cases + usize::from(self.cases[row])]
            });
            // Densities compared as fractions of whole numbers.
            let denser = best.is_none_or(|(_, [r, c])| cases * r > c * rows);
            if rows >= fewest && denser {
                best = Some((peel, [rows, cases]));
            }
        }
        best.map(|(peel, _)| peel)
    }

    /// The last value to stay when an end of a factor is peeled; nothing where the factor has a single value left.
    fn peel_of(&self, inside: &[usize], factor: usize, end: End, alpha: f64) -> Option<Peel> {
        let order = |a: &f64, b: &f64| match end {
            End::Low => a.total_cmp(b),
            End::High => b.total_cmp(a),
        };
        let mut values: Vec<f64> = inside.iter().map(|&row| self.inputs[row][factor]).collect();
        let count = ((alpha * values.len() as f64) as usize).clamp(1, values.len() - 1);
        let (before, &mut limit, after) = values.select_nth_unstable_by(count, order);
        let limit = if before.iter().any(|value| *value != limit) {
            limit
        } else {
            *after
                .iter()
                .filter(|value| **value != limit)
                .min_by(|a, b| order(a, b))?
        };
        Some(Peel { factor, end, limit })
    }

    /// The box of the trajectory with the highest harmonic mean of coverage and density; of equals the largest.
    #[must_use]
    pub fn best(trajectory: &[Region]) -> Option<&Region> {
        trajectory.iter().reduce(|best, next| {
            if next.balance() > best.balance() {
                next
            } else {
                best
            }
        })
    }

    /// Frees, one after the other, the factors whose limits may owe what they add to chance: those with the largest
    /// quasi-p-value first, until none is above `level`. Also the quasi-p-value of every limited factor that is left.
    ///
    /// The quasi-p-value is the chance that of as many rows as the box has, drawn from the box without that factor's
    /// limits, at least as many were cases (Bryant and Lempert 2010).
    #[must_use]
    pub fn simplify(&self, region: &Region, level: f64) -> (Region, Vec<Option<f64>>) {
        let mut region = region.clone();
        loop {
            let chances = self.quasi_p_values(&region);
            let weakest = (chances.iter().enumerate())
                .filter_map(|(factor, chance)| chance.map(|chance| (factor, chance)))
                .max_by(|(_, a), (_, b)| a.total_cmp(b));
            match weakest {
                Some((factor, chance)) if chance > level => {
                    region = self.without(&region, factor);
                }
                _ => return (region, chances),
            }
        }
    }

    fn quasi_p_values(&self, region: &Region) -> Vec<Option<f64>> {
        let chance = |factor| {
            let wider = self.without(region, factor);
            at_least(region.cases, region.rows, wider.density)
        };
        let limited =
            |(factor, limits): (usize, &Limits)| (!limits.are_free()).then(|| chance(factor));
        region.limits.iter().enumerate().map(limited).collect()
    }

    fn without(&self, region: &Region, factor: usize) -> Region {
        let mut limits = region.limits.clone();
        limits[factor] = Limits::default();
        self.region(limits)
    }

    /// A box of these limits, by factor, counted over all rows.
    #[must_use]
    pub fn region(&self, limits: Vec<Limits>) -> Region {
        let ratio = |part: usize, whole: usize| {
            if whole == 0 {
                0.0
            } else {
                part as f64 / whole as f64
            }
        };
        let mut region = Region {
            limits,
            rows: 0,
            cases: 0,
            coverage: 0.0,
            density: 0.0,
            mass: 0.0,
        };
        for (row, &case) in self.inputs.iter().zip(self.cases) {
            if region.holds(row) {
                region.rows += 1;
                region.cases += usize::from(case);
            }
        }
        let all = self.cases.iter().filter(|&&case| case).count();
        region.coverage = ratio(region.cases, all);
        region.density = ratio(region.cases, region.rows);
        region.mass = ratio(region.rows, self.inputs.len());
        region
    }
}

#[derive(Clone, Copy)]
enum End {
    Low,
    High,
}

#[derive(Clone, Copy)]
struct Peel {
    factor: usize,
    end: End,
    limit: f64,
}

impl Peel {
    fn keeps(self, value: f64) -> bool {
        match self.end {
            End::Low => value >= self.limit,
            End::High => value <= self.limit,
        }
    }

    fn narrow(self, limits: &mut [Limits]) {
        match self.end {
            End::Low => limits[self.factor].low = Some(self.limit),
            End::High => limits[self.factor].high = Some(self.limit),
        }
    }
}

#[cfg(test)]
mod tests;
