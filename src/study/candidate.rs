//! Who stands in a league: a rule for material, a rule for masks, what weights rest on, and what is reserved.

use std::fmt;
use std::str::FromStr;

use super::bound::Unsolved;
use super::bound::look_ahead::{DAYS_AHEAD, LookAhead};
use crate::claims::Rule;
use crate::engine::{simulate, simulate_advised};
use crate::language::Message;
use crate::ledger::Recorder;
use crate::policy::{Policy, Reserved};
use crate::said;
use crate::scenario::Basis;
use crate::units::Share;
use crate::world::World;

/// What the rule that looks ahead is called.
const LOOK_AHEAD: &str = "look_ahead";

/// What stands before the part that is reserved for makers in prefectures in difficulty.
const DIFFICULTY: &str = "difficulty=";

/// Rules to be compared with others. Written `rule` or `rule@basis` for material, or `look_ahead`, `look_ahead@days`; then
/// `/difficulty=share` where a part is reserved for makers in prefectures in difficulty; then `+rule` where masks have
/// another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// For material.
    pub allocation: Rule,
    /// For masks.
    pub dispatch: Rule,
    /// What weights of material rest on; as the policy says where none is named.
    pub basis: Option<Basis>,
    /// Days for which a programme is solved at every review, to set the weights of material; none where weights rest on
    /// the basis.
    pub days_ahead: Option<u16>,
    /// Part of the material that makers in prefectures in difficulty share first; as the policy says where none is named.
    pub difficulty: Option<Share>,
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
            days_ahead: None,
            difficulty: None,
        }
    }

    /// Proportional, with weights from a programme over so many days ahead.
    #[must_use]
    pub fn looking_ahead(days: u16) -> Self {
        Self {
            days_ahead: Some(days),
            ..Self::of(Rule::Proportional)
        }
    }

    /// Turn-and-earn: in proportion to what was delivered before, whatever is claimed (Cachon and Lariviere 1999).
    #[must_use]
    pub fn turn_and_earn() -> Self {
        Self {
            basis: Some(Basis::Record),
            ..Self::of(Rule::EqualAwards)
        }
    }

    /// Self-sufficiency first: makers in prefectures in difficulty are satisfied before anybody else gets material.
    #[must_use]
    pub fn difficulty_first() -> Self {
        Self {
            difficulty: Some(Share::ONE),
            ..Self::of(Rule::Proportional)
        }
    }

    /// Every rule by itself, turn-and-earn, self-sufficiency first, and the rule that looks ahead. Without
    /// [`Rule::Priority`]: a policy has no classes, and without them it is the order of ids, which is there already.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let rules = Rule::ALL.iter().filter(|&&rule| rule != Rule::Priority);
        let more = [
            Self::turn_and_earn(),
            Self::difficulty_first(),
            Self::looking_ahead(DAYS_AHEAD),
        ];
        rules.map(|&rule| Self::of(rule)).chain(more).collect()
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
        let Some(days) = self.days_ahead else {
            simulate(world, policy, recorder);
            return Ok(());
        };
        let mut adviser = LookAhead::over(days);
        simulate_advised(world, policy, &mut adviser, recorder);
        adviser.failed.map_or(Ok(()), Err)
    }

    /// What writes these rules into a scenario; nothing where weights rest on a programme, which no scenario can say.
    #[must_use]
    pub fn sets(&self) -> Option<Vec<String>> {
        if self.days_ahead.is_some() {
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
        let difficulty = self.difficulty.map(Share::to_decimal);
        sets.extend(difficulty.map(|share| format!("policy.difficulty_reserve={share}")));
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
            if let Some(share) = self.difficulty {
                let reserves = &mut regime.reserves;
                reserves.retain(|(group, _)| *group != Reserved::Difficulty);
                if share > Share::ZERO {
                    reserves.insert(0, (Reserved::Difficulty, share));
                }
            }
        }
        policy
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut name = match self.days_ahead {
            None => self.allocation.name().to_owned(),
            Some(DAYS_AHEAD) => LOOK_AHEAD.to_owned(),
            Some(days) => format!("{LOOK_AHEAD}@{days}"),
        };
        if let Some(basis) = self.basis_name() {
            name += &format!("@{basis}");
        }
        if let Some(share) = self.difficulty {
            name += &format!("/{DIFFICULTY}{}", share.to_decimal());
        }
        if self.dispatch != self.allocation {
            name += &format!("+{}", self.dispatch);
        }
        out.pad(&name)
    }
}

impl FromStr for Candidate {
    type Err = Message;

    fn from_str(text: &str) -> Result<Self, Message> {
        let (text, masks) = cut(text, '+');
        let (material, reserved) = cut(text, '/');
        let candidate = material_by(material)?;
        Ok(Self {
            dispatch: masks.map_or(Ok(candidate.dispatch), rule_of)?,
            difficulty: reserved.map(difficulty_of).transpose()?,
            ..candidate
        })
    }
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn material_by(text: &str) -> Result<Candidate, Message> {
    let (name, detail) = cut(text, '@');
    if name == LOOK_AHEAD {
        let days = detail.map_or(Ok(DAYS_AHEAD), days_of)?;
        return Ok(Candidate::looking_ahead(days));
    }
    let (rule, basis) = (rule_of(name)?, detail.map(basis_of).transpose()?);
    if basis.is_some_and(|basis| basis != Basis::One) && !rule.takes_weights() {
        return Err(Message(said!(
            "`{text}`：{rule} 不加权，故权重依据不起作用；写 `{rule}` 即可",
            "`{text}`: {rule} takes no weights, so no basis counts; write `{rule}`"
        )));
    }
    Ok(Candidate {
        basis,
        ..Candidate::of(rule)
    })
}

fn rule_of(name: &str) -> Result<Rule, Message> {
    name.parse::<Rule>()
        .map_err(|unknown| Message(unknown.word()))
}

fn basis_of(name: &str) -> Result<Basis, Message> {
    let known = BASES.iter().find(|(known, _)| *known == name);
    known.map(|(_, basis)| *basis).ok_or_else(|| {
        let names = BASES.map(|(name, _)| name).join(", ");
        Message(said!(
            "没有名为 `{name}` 的权重依据；可用的有 {names}",
            "no basis is called `{name}`; bases are {names}"
        ))
    })
}

fn days_of(text: &str) -> Result<u16, Message> {
    let days = text.parse().ok().filter(|days| (1..=60).contains(days));
    days.ok_or_else(|| {
        Message(said!(
            "`{LOOK_AHEAD}@{text}`：前瞻天数应为 1 至 60",
            "`{LOOK_AHEAD}@{text}`: look 1 to 60 days ahead"
        ))
    })
}

fn difficulty_of(text: &str) -> Result<Share, Message> {
    let share = text.strip_prefix(DIFFICULTY);
    let share = share.and_then(|share| share.parse::<f64>().ok());
    let share = share.filter(|share| (0.0..=1.0).contains(share));
    share.map(Share::from_decimal).ok_or_else(|| {
        Message(said!(
            "`/{text}`：预留比例的写法如 `/{DIFFICULTY}0.3`，0 至 1",
            "`/{text}`: what is reserved is written like `/{DIFFICULTY}0.3`, 0 to 1"
        ))
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
            "look_ahead@21",
            "look_ahead+talmud",
            "proportional/difficulty=1",
            "equal_awards@need/difficulty=0.3+equal_cover",
        ] {
            assert_eq!(name.parse::<Candidate>().unwrap().to_string(), name);
        }
        let refused = |name: &str| name.parse::<Candidate>().unwrap_err().to_string();
        assert!(refused("talmud@capacity").contains("takes no weights"));
        assert!(refused("proportional@luck").contains("bases are one"));
        assert!(refused("fair").contains("no rule is called"));
        assert!(refused("look_ahead@0").contains("1 to 60 days"));
        assert!(refused("talmud/difficulty=2").contains("0 to 1"));
        assert!(refused("talmud/luck").contains("difficulty=0.3"));
    }

    #[test]
    fn all_are_different_and_none_is_another_in_disguise() {
        let names: Vec<String> = Candidate::all().iter().map(ToString::to_string).collect();
        for name in [
            "equal_awards@record",
            "proportional/difficulty=1",
            "look_ahead",
        ] {
            assert!(names.contains(&name.to_owned()), "{names:?}");
        }
        assert!(!names.contains(&"priority".to_owned()));
        let mut once = names.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), names.len());
    }
}
