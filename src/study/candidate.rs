//! Who stands in a league: a rule for material, a rule for masks, and what weights rest on.

use std::fmt;
use std::str::FromStr;

use super::bound::Unsolved;
use super::bound::look_ahead::LookAhead;
use crate::claims::Rule;
use crate::engine::{simulate, simulate_advised};
use crate::ledger::Recorder;
use crate::policy::Policy;
use crate::scenario::Basis;
use crate::units::Share;
use crate::world::World;

/// What the rule that looks ahead is called.
const LOOK_AHEAD: &str = "look_ahead";

/// Rules to be compared with others. Written `rule`, `rule@basis`, `look_ahead`, or `material rule+mask rule`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// For material.
    pub allocation: Rule,
    /// For masks.
    pub dispatch: Rule,
    /// What weights of material rest on; as the policy says where none is named.
    pub basis: Option<Basis>,
    /// Weights of material rest on a programme over the days ahead, solved at every review.
    pub looks_ahead: bool,
}

/// Bases and their names.
const BASES: [(&str, Basis); 5] = [
    ("one", Basis::One),
    ("capacity", Basis::Capacity),
    ("population", Basis::Population),
    ("need", Basis::Need),
    ("record", Basis::Record),
];

impl Candidate {
    /// One rule for everything.
    #[must_use]
    pub fn of(rule: Rule) -> Self {
        Self {
            allocation: rule,
            dispatch: rule,
            basis: None,
            looks_ahead: false,
        }
    }

    /// Proportional, with weights from a programme over the days ahead.
    #[must_use]
    pub fn looking_ahead() -> Self {
        Self {
            looks_ahead: true,
            ..Self::of(Rule::Proportional)
        }
    }

    /// Every rule there is, by itself, and the one that looks ahead.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let rules = Rule::ALL.iter().map(|&rule| Self::of(rule));
        rules.chain([Self::looking_ahead()]).collect()
    }

    /// What weights rest on, by its name in files, where that is said.
    #[must_use]
    pub fn basis_name(&self) -> Option<&'static str> {
        let known = BASES.iter().find(|(_, basis)| self.basis == Some(*basis));
        known.map(|(name, _)| *name)
    }

    /// Simulates a policy that these rules have been applied to.
    ///
    /// # Errors
    /// When a programme over the days ahead has no optimum.
    pub fn simulate(
        &self,
        world: &World,
        policy: &Policy,
        recorder: &mut impl Recorder,
    ) -> Result<(), Unsolved> {
        if !self.looks_ahead {
            simulate(world, policy, recorder);
            return Ok(());
        }
        let mut adviser = LookAhead::default();
        simulate_advised(world, policy, &mut adviser, recorder);
        adviser.failed.map_or(Ok(()), Err)
    }

    /// What writes these rules into a scenario; nothing where weights rest on a programme, which no scenario can say.
    #[must_use]
    pub fn sets(&self) -> Option<Vec<String>> {
        if self.looks_ahead {
            return None;
        }
        let mut sets = vec![
            format!("policy.allocation_rule={}", self.allocation),
            format!("policy.allocation_second_rule={}", self.allocation),
            format!("policy.dispatch_rule={}", self.dispatch),
        ];
        sets.extend(
            self.basis_name()
                .map(|name| format!("policy.allocation_basis={name}")),
        );
        Some(sets)
    }

    /// A policy with these rules in every regime, and another link ratio where one is given.
    #[must_use]
    pub fn apply(&self, policy: &Policy, link_ratio: Option<Share>) -> Policy {
        let mut policy = policy.clone();
        for regime in &mut policy.regimes {
            regime.allocation_rule = self.allocation;
            regime.allocation_second_rule = self.allocation;
            regime.dispatch_rule = self.dispatch;
            regime.allocation_basis = self.basis.unwrap_or(regime.allocation_basis);
            regime.link_ratio = link_ratio.unwrap_or(regime.link_ratio);
        }
        policy
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut name = match self.looks_ahead {
            true => LOOK_AHEAD.to_owned(),
            false => self.allocation.name().to_owned(),
        };
        if let Some(basis) = self.basis_name() {
            name += &format!("@{basis}");
        }
        if self.dispatch != self.allocation {
            name += &format!("+{}", self.dispatch);
        }
        out.pad(&name)
    }
}

impl FromStr for Candidate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rule = |name: &str| name.parse::<Rule>().map_err(|unknown| unknown.to_string());
        let (material, masks) = match text.split_once('+') {
            Some((material, masks)) => (material, Some(rule(masks)?)),
            None => (text, None),
        };
        if material == LOOK_AHEAD {
            let ahead = Self::looking_ahead();
            return Ok(Self {
                dispatch: masks.unwrap_or(ahead.dispatch),
                ..ahead
            });
        }
        let (name, basis) = match material.split_once('@') {
            Some((name, basis)) => (name, Some(basis_of(basis)?)),
            None => (material, None),
        };
        let allocation = rule(name)?;
        if basis.is_some_and(|basis| basis != Basis::One) && !allocation.takes_weights() {
            return Err(format!(
                "`{text}`: {allocation} takes no weights, so no basis counts; write `{allocation}`"
            ));
        }
        Ok(Self {
            allocation,
            dispatch: masks.unwrap_or(allocation),
            basis,
            looks_ahead: false,
        })
    }
}

fn basis_of(name: &str) -> Result<Basis, String> {
    let known = BASES.iter().find(|(known, _)| *known == name);
    known.map(|(_, basis)| *basis).ok_or_else(|| {
        let names = BASES.map(|(name, _)| name).join(", ");
        format!("no basis is called `{name}`; bases are {names}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_read_as_they_are_written() {
        for name in [
            "talmud",
            "proportional@capacity",
            "equal_awards@need+equal_cover",
            "look_ahead",
            "look_ahead+talmud",
        ] {
            assert_eq!(name.parse::<Candidate>().unwrap().to_string(), name);
        }
        let refused = |name: &str| name.parse::<Candidate>().unwrap_err();
        assert!(refused("talmud@capacity").contains("takes no weights"));
        assert!(refused("proportional@luck").contains("bases are one"));
        assert!(refused("fair").contains("no rule is called"));
    }
}
