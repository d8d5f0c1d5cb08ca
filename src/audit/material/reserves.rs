//! Divisions in stages: what is reserved for some is shared among them first, the rest among all.

use super::{Claimant, Depot};
use crate::audit::division::floors_and_ceilings;
use crate::audit::evidence::date;
use crate::claims::{Cover, Rule};
use crate::policy::Reserved;
use crate::units::Milligrams;

/// What stays the same in all stages.
pub(super) struct Division<'a> {
    pub rule: Rule,
    pub weights: Option<&'a [i64]>,
    pub daily_use: &'a [i64],
    pub ranks: &'a [u32],
    pub day: usize,
}

impl Depot<'_> {
    /// The least and the most that each can have been awarded. What a stage leaves of claims is known to a milligram
    /// for each claimant, because only the sum of its stages is written; so later ones are held to as many.
    pub(super) fn bounds(
        &mut self,
        division: &Division<'_>,
        amount: i64,
        claimants: &[&Claimant],
        claims: &[i64],
        held: &[i64],
    ) -> Vec<(i64, i64)> {
        let regime = self.evidence.policy.on(date(division.day));
        let reserves = match regime.unified_allocation {
            true => &regime.reserves[..],
            false => &[],
        };
        let groups = reserves
            .iter()
            .map(|&(group, share)| (Some(group), share.of(Milligrams(amount)).0));
        let stages: Vec<(Option<Reserved>, i64)> = groups.chain([(None, amount)]).collect();
        let (mut left, mut open) = (amount, claims.to_vec());
        let mut held = held.to_vec();
        let mut bounds = vec![(0, 0); claims.len()];
        for (group, part) in stages {
            let joins = |at: usize| {
                group.is_none_or(|group| self.is_in(group, division.day, claimants[at]))
            };
            let wanted: Vec<i64> = (0..open.len())
                .map(|at| if joins(at) { open[at] } else { 0 })
                .collect();
            let part = part.min(left);
            let cover = Cover {
                held: &held,
                daily_use: division.daily_use,
            };
            let (rule, weights, ranks) = (division.rule, division.weights, division.ranks);
            let stage = floors_and_ceilings(
                rule,
                part,
                &wanted,
                weights,
                Some(cover),
                ranks,
                division.day,
                &mut self.workspace,
            );
            left -= part.min(wanted.iter().sum());
            for (at, (least, most)) in stage.into_iter().enumerate() {
                bounds[at] = (bounds[at].0 + least, bounds[at].1 + most);
                open[at] -= least;
                held[at] += least;
            }
        }
        let slack = if reserves.is_empty() {
            0
        } else {
            claims.len() as i64
        };
        let widen = |((least, most), &claim): ((i64, i64), &i64)| {
            ((least - slack).max(0), (most + slack).min(claim))
        };
        bounds.into_iter().zip(claims).map(widen).collect()
    }

    fn is_in(&self, group: Reserved, day: usize, claimant: &Claimant) -> bool {
        let (evidence, world) = (self.evidence, &self.evidence.world);
        match group {
            Reserved::Difficulty => {
                let prefecture = world.enterprises.prefecture[claimant.enterprise].at();
                let row = evidence.prefecture(day, prefecture);
                evidence.prefectures.get(row, "in_difficulty") != 0
            }
            Reserved::Product(product) => {
                let own = world.mask_makers_of(claimant.enterprise);
                own.iter().any(|maker| maker.product == product)
            }
        }
    }
}
