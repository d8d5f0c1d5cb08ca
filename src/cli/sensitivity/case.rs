//! What scenario discovery looks for: an outcome beyond a value.

use std::fmt;
use std::str::FromStr;

use crate::cli::compare::no_measure;
use crate::language::{Message, Word};
use crate::said;
use crate::study::sensitivity::{OUTCOMES, Outcomes, outcome, outcome_name};

/// An outcome beyond a value, or not beyond it.
#[derive(Clone, Debug)]
pub(super) struct Case {
    outcome: usize,
    above: bool,
    value: f64,
    /// Its opposite is meant.
    opposite: bool,
}

impl FromStr for Case {
    type Err = Message;

    fn from_str(text: &str) -> Result<Self, Message> {
        let at = text.find(['<', '>']).ok_or_else(|| {
            Message(Word::of(
                "应为指标与数值，如 unmet_person_days>1000000",
                "a measure and a value: unmet_person_days>1000000",
            ))
        })?;
        let value = text[at + 1..].trim();
        let no_number = |_| Message(said!("`{value}` 不是数", "`{value}` is no number"));
        Ok(Self {
            outcome: outcome_named(text[..at].trim())?,
            above: text[at..].starts_with('>'),
            value: value.parse().map_err(no_number)?,
            opposite: false,
        })
    }
}

impl fmt::Display for Case {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match (self.above, self.opposite) {
            (true, false) => ">",
            (false, false) => "<",
            (true, true) => "≤",
            (false, true) => "≥",
        };
        write!(out, "{} {sign} {}", outcome_name(self.outcome), self.value)
    }
}

impl Case {
    pub(super) fn holds(&self, outcomes: &Outcomes) -> bool {
        let value = outcomes[self.outcome];
        let beyond = if self.above {
            value > self.value
        } else {
            value < self.value
        };
        beyond != self.opposite
    }

    /// The case, or its opposite where that is rarer: what most futures have in common, no few inputs tell apart.
    pub(super) fn rarer<'o>(&self, all: impl ExactSizeIterator<Item = &'o Outcomes>) -> Self {
        let count = all.len();
        let hits = all.filter(|outcomes| self.holds(outcomes)).count();
        Self {
            opposite: self.opposite != (2 * hits > count),
            ..self.clone()
        }
    }
}

/// An outcome by its name.
pub(super) fn outcome_named(name: &str) -> Result<usize, Message> {
    outcome(name).ok_or_else(|| {
        let names: Vec<&str> = (0..OUTCOMES).map(outcome_name).collect();
        no_measure(&names)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(value: f64) -> Outcomes {
        [value; OUTCOMES]
    }

    #[test]
    fn the_rarer_side_is_looked_for() {
        let case: Case = "fill_rate<0.9".parse().unwrap();
        let most = [outcomes(0.5), outcomes(0.6), outcomes(0.95)];
        assert!(case.holds(&most[0]) && !case.holds(&most[2]));
        let rarer = case.rarer(most.iter());
        assert_eq!(rarer.to_string(), "fill_rate ≥ 0.9");
        assert!(rarer.holds(&most[2]) && !rarer.holds(&most[0]));
        assert_eq!(case.rarer(most[1..].iter()).to_string(), "fill_rate < 0.9");
        for wrong in ["fill_rate", "luck>1", "fill_rate>much"] {
            assert!(wrong.parse::<Case>().is_err(), "{wrong}");
        }
    }
}
