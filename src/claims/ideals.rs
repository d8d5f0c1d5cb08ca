//! What each claimant should get, exactly: whole units and a fraction of one. All fractions of a
//! problem are over the same denominator, so that comparing them is comparing numerators.

use super::contest::Claimant;
use super::divisor::Divisor;
use super::rounding::Portion;

/// What one claimant should get: `whole` + `numerator` ÷ the denominator of its [`Ideals`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ideal {
    /// Less than the denominator.
    pub numerator: u128,
    /// The floor.
    pub whole: u64,
    /// Position of the claimant in the problem.
    pub at: u32,
}

/// The ideals of all who claim something, in no particular order.
#[derive(Debug)]
pub struct Ideals {
    denominator: u128,
    divisor: Divisor,
    each: Vec<Ideal>,
}

impl Default for Ideals {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Ideals {
    pub(super) fn with_capacity(claimants: usize) -> Self {
        let each = Vec::with_capacity(claimants);
        Self {
            denominator: 1,
            divisor: Divisor::new(1),
            each,
        }
    }

    pub(super) fn clear(&mut self) {
        self.denominator = 1;
        self.each.clear();
    }

    /// What all fractions are over.
    #[must_use]
    pub fn denominator(&self) -> u128 {
        self.denominator
    }

    /// Each claimant's ideal.
    #[must_use]
    pub fn each(&self) -> &[Ideal] {
        &self.each
    }

    /// The same, made ready for rounding.
    pub(super) fn portions(&self) -> impl Iterator<Item = Portion> {
        self.each.iter().map(|ideal| Portion {
            at: ideal.at,
            whole: ideal.whole,
            fraction: (ideal.numerator > 0).then(|| self.divisor.fraction(ideal.numerator)),
        })
    }

    /// An ideal in whole units.
    #[inline]
    pub(super) fn give(&mut self, claimant: &Claimant, whole: u64) {
        self.each.push(Ideal {
            numerator: 0,
            whole,
            at: claimant.at,
        });
    }

    /// Gives each claimant amount × part ÷ denominator, where no part exceeds the denominator. Once a
    /// problem: there is one denominator.
    #[inline]
    pub(super) fn give_parts(
        &mut self,
        amount: u64,
        denominator: u128,
        claimants: &[Claimant],
        part: impl Fn(&Claimant) -> u128,
    ) {
        debug_assert!(self.denominator == 1, "ideals are over one denominator");
        self.denominator = denominator;
        let divisor = Divisor::new(denominator);
        self.divisor = divisor;
        self.each.extend(claimants.iter().map(|claimant| {
            let (whole, numerator) = divisor.divide(amount, part(claimant));
            Ideal {
                numerator,
                whole,
                at: claimant.at,
            }
        }));
    }

    /// Gives each claimant a numerator ÷ denominator, no more than the claim. Once a problem: there is one denominator.
    pub(super) fn give_ratios(
        &mut self,
        denominator: u128,
        claimants: &[Claimant],
        mut numerator: impl FnMut(&Claimant) -> u128,
    ) {
        debug_assert!(self.denominator == 1, "ideals are over one denominator");
        self.denominator = denominator;
        self.divisor = Divisor::new(denominator);
        self.each.extend(claimants.iter().map(|claimant| {
            let numerator = numerator(claimant);
            Ideal {
                numerator: numerator % denominator,
                whole: (numerator / denominator) as u64,
                at: claimant.at,
            }
        }));
    }

    /// The ideals given since `start`, one for each claimant in this order.
    pub(super) fn since<'a>(
        &'a mut self,
        start: usize,
        claimants: &'a [Claimant],
    ) -> impl Iterator<Item = (&'a mut Ideal, &'a Claimant)> {
        self.each[start..].iter_mut().zip(claimants)
    }

    /// Turns the ideals given since `start`, one for each claimant in this order, from what they
    /// lose into what they get: the dual of a rule.
    pub(super) fn turn_losses_into_awards(&mut self, start: usize, claimants: &[Claimant]) {
        for (ideal, claimant) in self.each[start..].iter_mut().zip(claimants) {
            debug_assert_eq!(
                ideal.at, claimant.at,
                "losses are in the order of claimants"
            );
            ideal.whole = claimant.claim - ideal.whole;
            if ideal.numerator > 0 {
                ideal.whole -= 1;
                ideal.numerator = self.denominator - ideal.numerator;
            }
        }
    }
}
