//! What makers weigh in the sharing of material.

use super::{Claimant, Depot};
use crate::audit::evidence::date;
use crate::claims::LARGEST_WEIGHT;
use crate::policy::Regime;
use crate::scenario::{Basis, Level};
use crate::units::{MILLION, Pieces, muldiv};

impl Depot<'_> {
    /// weight = basis × link factor; the basis scaled to a mean of 10⁶ over those who claim, within each place where
    /// it is a second rule that weighs.
    pub(super) fn weigh(
        &self,
        day: usize,
        regime: &Regime,
        claimants: &mut [Claimant],
        within: bool,
    ) {
        let places: Vec<u32> = claimants
            .iter()
            .map(|claimant| {
                if within {
                    self.place(regime, claimant.enterprise)
                } else {
                    0
                }
            })
            .collect();
        let bases: Vec<i64> = claimants
            .iter()
            .map(|claimant| self.basis(day, regime, claimant.enterprise))
            .collect();
        let claims: Vec<bool> = claimants
            .iter()
            .map(|claimant| claimant.claim > 0)
            .collect();
        for (at, claimant) in claimants.iter_mut().enumerate() {
            let peers =
                (0..bases.len()).filter(|&other| claims[other] && places[other] == places[at]);
            let (sum, count) = peers.fold((0, 0), |(sum, count), other| {
                (sum + bases[other], count + 1)
            });
            let scaled = if regime.allocation_basis == Basis::One || sum == 0 {
                MILLION
            } else {
                muldiv(bases[at], MILLION * count, sum).min(LARGEST_WEIGHT)
            };
            let factor = self.standing.before(day, claimant.enterprise).link_factor;
            claimant.weight = factor.of(Pieces(scaled)).0;
        }
    }

    fn basis(&self, day: usize, regime: &Regime, enterprise: usize) -> i64 {
        let world = &self.evidence.world;
        let prefecture = world.enterprises.prefecture[enterprise].at();
        match regime.allocation_basis {
            Basis::One => MILLION,
            Basis::Capacity => {
                let makers = world.enterprises.first_maker[enterprise]
                    ..world.enterprises.first_maker[enterprise + 1];
                let products = makers.filter(|&maker| world.makers.product[maker].is_some());
                products
                    .map(|maker| self.making.on(day).maker_rate[maker])
                    .sum()
            }
            Basis::Population => world.prefectures.population[prefecture],
            Basis::Need => world.prefectures.local_need.row(date(day))[prefecture],
            Basis::Record => self.record[enterprise],
        }
    }

    pub(super) fn place(&self, regime: &Regime, enterprise: usize) -> u32 {
        let enterprises = &self.evidence.world.enterprises;
        match regime.allocation_level {
            Level::County => enterprises.county[enterprise],
            Level::Prefecture | Level::Enterprise => enterprises.prefecture[enterprise].0,
        }
    }
}
