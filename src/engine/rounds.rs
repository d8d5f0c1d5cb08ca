//! The rounds of dispatch, laid out once: who claims which product, in which tier, pass and order.

use crate::scenario::{Kind, Tier};
use crate::units::{Pieces, ProductIndex};
use crate::world::World;

/// Tiers in the order of [`Tier`].
pub const TIERS: [Tier; 6] = [
    Tier::National,
    Tier::Frontline,
    Tier::KeyProjects,
    Tier::KeyEnterprises,
    Tier::Support,
    Tier::Market,
];

/// One division of one product among those of a tier who want it at this place in their preferences.
#[derive(Clone, Debug)]
pub struct Group {
    /// Tier.
    pub tier: Tier,
    /// 0 or 1 in guaranteed tiers, 0 in the others.
    pub pass: u8,
    /// What is divided.
    pub product: ProductIndex,
    /// First and end position in the slots.
    pub slots: std::ops::Range<usize>,
    /// Divided today (what lay above floor and set-aside).
    pub available: Pieces,
    /// Whether it took place today.
    pub held: bool,
}

/// All groups, their slots, and what was claimed and awarded in them today.
#[derive(Clone, Debug, Default)]
pub struct Rounds {
    /// In tier, pass, preference, product order.
    pub groups: Vec<Group>,
    /// Who claims in each slot: a stream; in tier support a prefecture.
    pub claimant: Vec<u32>,
    /// Rank of the claimant's id in its group.
    pub rank: Vec<u32>,
    /// Claimed today.
    pub claim: Vec<i64>,
    /// Awarded today.
    pub award: Vec<i64>,
    first_group: Vec<usize>,
    /// Everyone in a tier, by [`Tier`].
    pub(super) members: Vec<Vec<u32>>,
    /// What a stream lacks of one day's need beyond its lead time; negative where it has more.
    pub(super) lacking: Vec<i64>,
    /// Still wanted in the present pass, by claimant.
    pub(super) wanted: Vec<i64>,
    /// What rounding owes, by tier × claimant.
    pub(super) credit: Vec<i64>,
    width: usize,
}

impl Rounds {
    pub(super) fn new(world: &World) -> Self {
        let width = world.streams.count.max(world.prefectures.count);
        let mut rounds = Self {
            width,
            members: TIERS.map(|tier| claimants(world, tier)).to_vec(),
            lacking: vec![0; width],
            wanted: vec![0; width],
            credit: vec![0; width * TIERS.len()],
            ..Self::default()
        };
        for tier in TIERS {
            for pass in 0..2 {
                rounds.first_group.push(rounds.groups.len());
                if pass == 0 || is_guaranteed(tier) {
                    rounds.lay_out(world, tier, pass);
                }
            }
        }
        rounds.first_group.push(rounds.groups.len());
        rounds.claim = vec![0; rounds.claimant.len()];
        rounds.award = vec![0; rounds.claimant.len()];
        rounds
    }

    fn lay_out(&mut self, world: &World, tier: Tier, pass: u8) {
        let claimants = claimants(world, tier);
        let preferences = |&claimant: &u32| preferences(world, tier, claimant as usize);
        let longest = claimants
            .iter()
            .map(|claimant| preferences(claimant).len())
            .max()
            .unwrap_or(0);
        for place in 0..longest {
            for product in 0..world.products.count {
                let product = ProductIndex::from_position(product);
                let here = claimants
                    .iter()
                    .filter(|claimant| preferences(claimant).get(place) == Some(&product));
                let start = self.claimant.len();
                self.claimant.extend(here);
                let slots = start..self.claimant.len();
                if slots.is_empty() {
                    continue;
                }
                let ids: Vec<u32> = self.claimant[slots.clone()].to_vec();
                let id_rank = |claimant: u32| match tier {
                    Tier::Support => claimant,
                    _ => world.streams.rank[claimant as usize],
                };
                self.rank.extend(ids.iter().map(|&one| {
                    ids.iter()
                        .filter(|&&other| id_rank(other) < id_rank(one))
                        .count() as u32
                }));
                self.groups.push(Group {
                    tier,
                    pass,
                    product,
                    slots,
                    available: Pieces::ZERO,
                    held: false,
                });
            }
        }
    }

    /// The groups of a tier's pass.
    pub(super) fn of(&self, tier: Tier, pass: usize) -> std::ops::Range<usize> {
        let at = tier as usize * 2 + pass;
        self.first_group[at]..self.first_group[at + 1]
    }

    /// Forgets yesterday.
    pub(super) fn clear(&mut self) {
        self.claim.fill(0);
        self.award.fill(0);
        for group in &mut self.groups {
            group.held = false;
        }
    }

    /// Position of a claimant's credit.
    pub(super) fn account(&self, tier: Tier, claimant: u32) -> usize {
        tier as usize * self.width + claimant as usize
    }
}

/// The four guaranteed tiers.
#[must_use]
pub fn is_guaranteed(tier: Tier) -> bool {
    !matches!(tier, Tier::Support | Tier::Market)
}

/// The tier that serves a kind of need, if the pool owes it anything by right.
#[must_use]
pub fn kind_of(tier: Tier) -> Option<Kind> {
    match tier {
        Tier::National => Some(Kind::National),
        Tier::Frontline => Some(Kind::Frontline),
        Tier::KeyProjects => Some(Kind::KeyProjects),
        Tier::KeyEnterprises => Some(Kind::KeyEnterprises),
        Tier::Support => None,
        Tier::Market => Some(Kind::Public),
    }
}

fn claimants(world: &World, tier: Tier) -> Vec<u32> {
    match kind_of(tier) {
        Some(kind) => (0..world.streams.count as u32)
            .filter(|&s| world.streams.kind[s as usize] == kind)
            .collect(),
        None => (0..world.prefectures.count as u32).collect(),
    }
}

fn preferences(world: &World, tier: Tier, claimant: usize) -> &[ProductIndex] {
    match tier {
        Tier::Support => &world.prefectures.local_products[claimant],
        _ => &world.streams.products[claimant],
    }
}
