//! How a rule came to its ideals: the few numbers with which a person can do the sum again.

use super::Mixed;
use crate::claims::ideals::{Ideal, Ideals};
use crate::claims::random_arrival::is_sampled;
use crate::claims::{Problem, Rule};

/// How ideals came about; E is the amount, c a claim, w a weight. Each rule's file says the rule itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is enough for all claims.
    Enough,
    /// There is nothing to share.
    Nothing,
    /// E × c × w ÷ Σcw; whose share would pass the claim got the claim first, and the others share what is left.
    Parts {
        /// E, less the claims of the satisfied.
        left: i64,
        /// Σcw of the others.
        over: u128,
        /// So many are satisfied.
        satisfied: usize,
        /// Weights make a difference.
        weighted: bool,
    },
    /// The claim or the level × w, whichever is less.
    Awards {
        /// What somebody gets for a weight of one.
        level: Mixed,
        /// So many are satisfied.
        satisfied: usize,
        /// Weights make a difference.
        weighted: bool,
    },
    /// The claim less a loss, the same for all or in proportion to 1 ÷ w; nothing for whom that would be more than all.
    Losses {
        /// What the heaviest of those who get something go short of.
        loss: Mixed,
        /// What they weigh, where weights make a difference.
        weight: Option<i64>,
        /// So many get nothing.
        empty: usize,
    },
    /// Below half of all claims or beyond, by one of two rules over half-claims.
    Halves {
        /// Half of all claims.
        half: Mixed,
        /// E is more than that.
        beyond: bool,
        /// Losses of half-claims are levelled, not awards.
        losses: bool,
        /// What nobody gets more of, or goes more short of.
        level: Mixed,
    },
    /// Beyond half of all claims: half of the claim or, up to the claim, the level.
    Stretched {
        /// Half of all claims.
        half: Mixed,
        /// The level.
        level: Mixed,
    },
    /// The mean over orders of arrival.
    Orders {
        /// Of so many.
        claimants: usize,
        /// Over a sample of orders.
        sampled: bool,
    },
    /// What the others leave, and the rest in proportion to what is left of claims, none counting for more than the rest.
    Rights {
        /// The sum of what each can count on.
        rights: i64,
        /// The rest.
        left: i64,
        /// What is left of claims.
        over: u128,
    },
    /// Claims laid over each other up to a point, side by side beyond it.
    Overlap {
        /// The point; all of E where some claim is as much as that.
        common: Mixed,
        /// Claims lie side by side beyond it.
        beyond: bool,
    },
    /// Days of cover, levelled from below.
    Cover {
        /// The level, in days.
        days: Mixed,
        /// So many hold more.
        above: usize,
    },
    /// One after another, until nothing is left.
    Queue {
        /// So many claimants or, where there are classes, classes are satisfied.
        satisfied: usize,
        /// What is left for the next.
        left: i64,
        /// How a class shares it.
        within: Option<Rule>,
    },
}

impl Reason {
    /// How this rule came to these ideals of this problem.
    #[must_use]
    pub fn of(rule: Rule, problem: &Problem<'_>, ideals: &Ideals) -> Self {
        let total: i64 = problem.claims.iter().sum();
        if problem.amount >= total {
            return Self::Enough;
        }
        if problem.amount <= 0 {
            return Self::Nothing;
        }
        let case = Case {
            problem,
            ideals,
            total,
        };
        match rule {
            Rule::Proportional => case.parts(),
            Rule::EqualAwards => case.awards(),
            Rule::EqualLosses => case.losses(),
            Rule::Talmud => case.halves(false, true),
            Rule::ReverseTalmud => case.halves(true, false),
            Rule::Piniles => case.halves(false, false),
            Rule::ConstrainedEgalitarian if 2 * problem.amount > total => case.stretched(),
            Rule::ConstrainedEgalitarian => case.halves(false, false),
            Rule::RandomArrival => Self::Orders {
                claimants: ideals.each().len(),
                sampled: is_sampled(problem.amount, problem.claims),
            },
            Rule::AdjustedProportional => case.rights(),
            Rule::MinimalOverlap => case.overlap(),
            Rule::EqualCover => case.cover(),
            Rule::Priority => case.classes(),
            Rule::FirstCome | Rule::IndexOrder => case.queue(),
        }
    }
}

/// A problem with less than all claims and more than nothing, and its ideals.
#[derive(Clone, Copy)]
struct Case<'a> {
    problem: &'a Problem<'a>,
    ideals: &'a Ideals,
    total: i64,
}

impl Case<'_> {
    fn claim(&self, ideal: &Ideal) -> i64 {
        self.problem.claims[ideal.at as usize]
    }

    fn is_satisfied(&self, ideal: &Ideal) -> bool {
        ideal.whole as i64 == self.claim(ideal)
    }

    /// What is given in half units over the denominator of the ideals.
    fn halved(&self, doubled: u128) -> Mixed {
        Mixed::ratio(doubled, 2 * self.ideals.denominator())
    }

    /// An ideal, likewise.
    fn doubled(&self, ideal: &Ideal) -> u128 {
        2 * (u128::from(ideal.whole) * self.ideals.denominator() + ideal.numerator)
    }

    /// Whether weights make a difference among these.
    fn is_weighted(&self, among: &[Ideal]) -> bool {
        let Some(weights) = self.problem.weights else {
            return false;
        };
        let of = |ideal: &Ideal| weights[ideal.at as usize];
        among.windows(2).any(|pair| of(&pair[0]) != of(&pair[1]))
    }

    /// The weight of one of those among whom weights make a difference; one where they make none.
    fn weight(&self, weighted: bool, ideal: &Ideal) -> u128 {
        let weights = self.problem.weights.filter(|_| weighted);
        weights.map_or(1, |weights| weights[ideal.at as usize] as u128)
    }

    /// Those whose claims are not met in full; what is left for them; how many others there are.
    fn unsatisfied(&self) -> (Vec<Ideal>, i64, usize) {
        let (satisfied, others): (Vec<_>, Vec<_>) =
            (self.ideals.each().iter().copied()).partition(|ideal| self.is_satisfied(ideal));
        let taken: i64 = satisfied.iter().map(|ideal| self.claim(ideal)).sum();
        (others, self.problem.amount - taken, satisfied.len())
    }

    fn parts(&self) -> Reason {
        let (others, left, satisfied) = self.unsatisfied();
        let weighted = self.is_weighted(&others);
        let part = |ideal| self.claim(ideal) as u128 * self.weight(weighted, ideal);
        Reason::Parts {
            left,
            over: others.iter().map(part).sum(),
            satisfied,
            weighted,
        }
    }

    fn awards(&self) -> Reason {
        let (others, left, satisfied) = self.unsatisfied();
        let weighted = self.is_weighted(&others);
        let weights = others.iter().map(|ideal| self.weight(weighted, ideal));
        Reason::Awards {
            level: Mixed::ratio(left as u128, weights.sum()),
            satisfied,
            weighted,
        }
    }

    fn losses(&self) -> Reason {
        let (short, empty): (Vec<_>, Vec<_>) = (self.unsatisfied().0)
            .into_iter()
            .partition(|ideal| self.doubled(ideal) > 0);
        let weighted = self.is_weighted(&short);
        let heaviest = (short.iter()).max_by_key(|ideal| self.weight(weighted, ideal));
        let loss = |ideal: &Ideal| {
            let claimed = 2 * self.claim(ideal) as u128 * self.ideals.denominator();
            self.halved(claimed - self.doubled(ideal))
        };
        let weight = |ideal| self.weight(weighted, ideal) as i64;
        Reason::Losses {
            loss: heaviest.map_or(Mixed::new(0, 0, 1), loss),
            weight: heaviest.filter(|_| weighted).map(weight),
            empty: empty.len(),
        }
    }

    fn halves(&self, below: bool, above: bool) -> Reason {
        let beyond = 2 * self.problem.amount > self.total;
        let losses = if beyond { above } else { below };
        let moved = |ideal: &Ideal| {
            let half = self.claim(ideal) as u128 * self.ideals.denominator();
            let award = self.doubled(ideal);
            match (beyond, losses) {
                (false, false) => award,
                (false, true) => half - award,
                (true, false) => award - half,
                (true, true) => 2 * half - award,
            }
        };
        let level = self.ideals.each().iter().map(moved).max();
        Reason::Halves {
            half: Mixed::ratio(self.total as u128, 2),
            beyond,
            losses,
            level: self.halved(level.unwrap_or(0)),
        }
    }

    fn stretched(&self) -> Reason {
        let each = self.ideals.each().iter();
        let half = |ideal: &Ideal| self.claim(ideal) as u128 * self.ideals.denominator();
        let level = each
            .map(|ideal| (self.doubled(ideal), half(ideal)))
            .filter(|(award, half)| award > half)
            .map(|(award, _)| award)
            .max();
        Reason::Stretched {
            half: Mixed::ratio(self.total as u128, 2),
            level: self.halved(level.unwrap_or(0)),
        }
    }

    fn rights(&self) -> Reason {
        let amount = self.problem.amount;
        let right = |claim: i64| (amount - (self.total - claim)).max(0);
        let claims = || self.problem.claims.iter().copied();
        let rights: i64 = claims().map(right).sum();
        let left = amount - rights;
        let over = claims().map(|claim| (claim - right(claim)).min(left) as u128);
        Reason::Rights {
            rights,
            left,
            over: over.sum(),
        }
    }

    /// With the k largest claims beyond t: Σ(c − t) = E − t, so t = (their sum − E) ÷ (k − 1).
    fn overlap(&self) -> Reason {
        let amount = self.problem.amount as u128;
        let mut claims: Vec<u128> = self.problem.claims.iter().map(|&c| c as u128).collect();
        claims.sort_unstable_by(|one, other| other.cmp(one));
        if claims[0] >= amount {
            return Reason::Overlap {
                common: Mixed::new(amount as i64, 0, 1),
                beyond: false,
            };
        }
        let (mut sum, mut above) = (claims[0], 1);
        for &claim in &claims[1..] {
            if claim * (above - 1) + amount <= sum {
                break;
            }
            sum += claim;
            above += 1;
        }
        Reason::Overlap {
            common: Mixed::ratio(sum - amount, above - 1),
            beyond: true,
        }
    }

    /// Whoever uses nothing waits until the others are satisfied, and then gets equal awards.
    fn cover(&self) -> Reason {
        let Some(cover) = self.problem.cover else {
            return self.parts();
        };
        let (held, daily_use) = (
            |ideal: &Ideal| cover.held[ideal.at as usize] as u128,
            |ideal: &Ideal| cover.daily_use[ideal.at as usize] as u128,
        );
        let users = || self.ideals.each().iter().filter(|one| daily_use(one) > 0);
        if users().all(|ideal| self.is_satisfied(ideal)) {
            return self.awards();
        }
        let wet = || users().filter(|ideal| self.doubled(ideal) > 0);
        let days = |ideal: &Ideal| {
            let covered = held(ideal) * 2 * self.ideals.denominator() + self.doubled(ideal);
            Mixed::ratio(covered, 2 * self.ideals.denominator() * daily_use(ideal))
        };
        // Whoever is not satisfied stands at the level; if nobody does, the last to be satisfied.
        let full = |ideal: &Ideal| held(ideal) + self.claim(ideal) as u128;
        let last = || {
            wet().max_by(|one, other| {
                let crossed = full(one) * daily_use(other);
                crossed.cmp(&(full(other) * daily_use(one)))
            })
        };
        let at_the_level = wet().find(|ideal| !self.is_satisfied(ideal)).or_else(last);
        Reason::Cover {
            days: at_the_level.map_or(Mixed::new(0, 0, 1), days),
            above: users().count() - wet().count(),
        }
    }

    fn classes(&self) -> Reason {
        let Some(classes) = self.problem.classes else {
            return self.queue();
        };
        let mut claimed: Vec<(u32, i64)> = (classes.of.iter().copied())
            .zip(self.problem.claims.iter().copied())
            .filter(|&(_, claim)| claim > 0)
            .collect();
        claimed.sort_unstable();
        let (mut left, mut satisfied) = (self.problem.amount, 0);
        let mut sharing = 0;
        for class in claimed.chunk_by(|one, other| one.0 == other.0) {
            let wanted: i64 = class.iter().map(|&(_, claim)| claim).sum();
            if wanted > left {
                sharing = class.len();
                break;
            }
            left -= wanted;
            satisfied += 1;
        }
        Reason::Queue {
            satisfied,
            left,
            within: (sharing > 1).then_some(classes.within),
        }
    }

    fn queue(&self) -> Reason {
        let (_, left, satisfied) = self.unsatisfied();
        Reason::Queue {
            satisfied,
            left,
            within: None,
        }
    }
}

#[cfg(test)]
mod tests;
