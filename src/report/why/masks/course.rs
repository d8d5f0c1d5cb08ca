//! The rounds of a day in the order in which they were held, seen from its close.

use std::ops::Range;

use super::super::Told;
use crate::claims::{Cover, Problem, Rule};
use crate::engine::rounds::Group;
use crate::scenario::Tier;
use crate::units::{Pieces, PrefectureIndex};

/// A day's rounds. Nothing that a claim looks at changes after dispatch on the same day, but for what is awarded.
pub(super) struct Course<'a> {
    pub told: &'a Told<'a>,
    /// Retained in the last seven days, by prefecture × product, and of how many days that is.
    pub retained: (Vec<i64>, i64),
    order: Vec<&'a Group>,
}

/// A round and its place in the day's order.
#[derive(Clone, Copy)]
pub(super) struct Round<'a> {
    group: &'a Group,
    pub place: usize,
}

impl Round<'_> {
    pub fn tier(self) -> Tier {
        self.group.tier
    }

    pub fn pass(self) -> u8 {
        self.group.pass
    }

    pub fn product(self) -> usize {
        self.group.product.at()
    }

    pub fn slots(&self) -> Range<usize> {
        self.group.slots.clone()
    }
}

impl<'a> Course<'a> {
    pub fn of(told: &'a Told<'a>, retained: &[Vec<Pieces>]) -> Self {
        let places = retained.first().map_or(0, Vec::len);
        let sum = |place: usize| retained.iter().map(|day| day[place].0).sum();
        let tiers = &told.policy.on(told.day).tier_order;
        let passes = [0, 1].into_iter();
        let turns = passes.flat_map(|pass| tiers.iter().map(move |&tier| (tier, pass)));
        let turns = turns.chain([(Tier::Support, 0), (Tier::Market, 0)]);
        let groups = &told.state.rounds.groups;
        let held = |turn| {
            let here = move |group: &&Group| group.held && (group.tier, group.pass) == turn;
            groups.iter().filter(here)
        };
        Self {
            told,
            retained: ((0..places).map(sum).collect(), retained.len() as i64),
            order: turns.flat_map(held).collect(),
        }
    }

    pub fn rounds(&self) -> impl Iterator<Item = Round<'a>> + '_ {
        let numbered = self.order.iter().enumerate();
        numbered.map(|(place, &group)| Round { group, place })
    }

    pub fn claimant(&self, slot: usize) -> u32 {
        self.told.state.rounds.claimant[slot]
    }

    pub fn award(&self, slot: usize) -> i64 {
        self.told.state.rounds.award[slot]
    }

    /// The slots of a round in which a prefecture, or a use in it, claims something.
    pub fn slots_of(&self, round: Round<'_>, prefecture: usize) -> impl Iterator<Item = usize> {
        let claims = &self.told.state.rounds.claim;
        round.slots().filter(move |&slot| {
            claims[slot] > 0 && self.place_of(round.tier(), self.claimant(slot)) == Some(prefecture)
        })
    }

    fn place_of(&self, tier: Tier, claimant: u32) -> Option<usize> {
        match tier {
            Tier::Support => Some(claimant as usize),
            _ => self.told.world.streams.prefecture[claimant as usize].map(PrefectureIndex::at),
        }
    }

    /// What was awarded to a claimant of the round's tier in rounds before it, and on the whole day.
    pub fn awarded(&self, round: Round<'_>, claimant: usize) -> [i64; 2] {
        let own = |group: &Group, slot| {
            group.tier == round.tier() && self.claimant(slot) as usize == claimant
        };
        [
            self.sum(0..round.place, own),
            self.sum(0..self.order.len(), own),
        ]
    }

    /// What support and market, from the first round of a tier on, sent to a prefecture of some products.
    pub fn sent_since(&self, tier: Tier, prefecture: usize, products: &[usize]) -> i64 {
        let first = self.order.iter().position(|group| group.tier == tier);
        let from = first.unwrap_or(self.order.len());
        self.sum(from..self.order.len(), |group, slot| {
            products.contains(&group.product.at())
                && self.place_of(group.tier, self.claimant(slot)) == Some(prefecture)
        })
    }

    /// What was awarded of a product from a round on; of its own tier before that round.
    pub fn left_of(&self, round: Round<'_>) -> [i64; 2] {
        let same = |group: &Group, _| group.product.at() == round.product();
        let before = |group: &Group, slot| same(group, slot) && group.tier == round.tier();
        [
            self.sum(round.place..self.order.len(), same),
            self.sum(0..round.place, before),
        ]
    }

    fn sum(&self, places: Range<usize>, counts: impl Fn(&Group, usize) -> bool) -> i64 {
        let groups = self.order[places].iter();
        let slots = groups.flat_map(|&group| group.slots.clone().map(move |slot| (group, slot)));
        let counted = slots.filter(|&(group, slot)| counts(group, slot));
        counted.map(|(_, slot)| self.award(slot)).sum()
    }

    /// What was divided in a round, as the rule saw it.
    pub fn division(&self, round: Round<'_>) -> Division<'a> {
        let (rounds, slots) = (&self.told.state.rounds, round.slots());
        let rule = self.told.policy.on(self.told.day).dispatch_rule;
        let levelled = rule == Rule::EqualCover;
        let cover = slots.clone().filter(|_| levelled).map(|slot| {
            let goal = self.goal(round, self.claimant(slot) as usize);
            let held = (goal.days * goal.daily_use - rounds.claim[slot]).max(0);
            (held, goal.daily_use)
        });
        let (held, daily_use) = cover.unzip();
        Division {
            rule,
            available: round.group.available.0,
            claims: &rounds.claim[slots.clone()],
            ranks: &rounds.rank[slots],
            held,
            daily_use,
            turn: i64::from(self.told.day.0),
        }
    }
}

/// What a round divides, and among whom.
pub(super) struct Division<'a> {
    pub rule: Rule,
    available: i64,
    claims: &'a [i64],
    ranks: &'a [u32],
    held: Vec<i64>,
    daily_use: Vec<i64>,
    turn: i64,
}

impl Division<'_> {
    pub fn problem(&self) -> Problem<'_> {
        Problem {
            amount: self.available,
            claims: self.claims,
            weights: None,
            classes: None,
            cover: (self.rule == Rule::EqualCover).then_some(Cover {
                held: &self.held,
                daily_use: &self.daily_use,
            }),
            ranks: self.ranks,
            turn: self.turn,
        }
    }
}
