//! Allocation by way of counties or prefectures, which divide by a second rule.

use std::collections::BTreeMap;

use super::{Claimant, Depot};
use crate::audit::division::floors_and_ceilings;
use crate::audit::finding::{Docket, Finding, of_file};
use crate::claims::{Cover, LARGEST_WEIGHT};
use crate::policy::Regime;
use crate::units::{MILLION, muldiv};

impl Depot<'_> {
    /// First among counties or prefectures, claims summed and weights averaged by claim; then within each.
    pub(super) fn by_way_of_places(
        &mut self,
        regime: &Regime,
        day: usize,
        amount: i64,
        claimants: &[Claimant],
        docket: &mut Docket,
    ) {
        let table = &self.evidence.allocation;
        let mut places: BTreeMap<u32, Vec<&Claimant>> = BTreeMap::new();
        for claimant in claimants {
            places
                .entry(self.place(regime, claimant.enterprise))
                .or_default()
                .push(claimant);
        }
        // Weights among places are scaled over all who claim.
        let mut over_all: Vec<Claimant> = claimants
            .iter()
            .map(|claimant| Claimant {
                weight: MILLION,
                ..*claimant
            })
            .collect();
        let rule = regime.allocation_rule;
        let weighed = rule.takes_weights();
        if weighed {
            self.weigh(day, regime, &mut over_all, false);
        }
        let differ = weighed
            && over_all
                .windows(2)
                .any(|pair| pair[0].weight != pair[1].weight);
        let weight_of: BTreeMap<usize, i64> = over_all
            .iter()
            .map(|claimant| (claimant.enterprise, claimant.weight))
            .collect();
        let claims: Vec<i64> = places
            .values()
            .map(|here| here.iter().map(|claimant| claimant.claim).sum())
            .collect();
        let held = sums(&places, |claimant| claimant.held);
        let daily_use = sums(&places, |claimant| claimant.daily_use);
        let weights: Vec<i64> = places
            .values()
            .zip(&claims)
            .map(|(here, &claim)| {
                let sum: i64 = here
                    .iter()
                    .map(|claimant| {
                        muldiv(claimant.claim, weight_of[&claimant.enterprise], MILLION)
                    })
                    .sum();
                if claim > 0 {
                    muldiv(sum, MILLION, claim).min(LARGEST_WEIGHT)
                } else {
                    MILLION
                }
            })
            .collect();
        let ranks: Vec<u32> = (0..claims.len() as u32).collect();
        let bounds = floors_and_ceilings(
            rule,
            amount,
            &claims,
            differ.then_some(&weights[..]),
            Some(Cover {
                held: &held,
                daily_use: &daily_use,
            }),
            &ranks,
            day,
            &mut self.workspace,
        );
        let mut total = 0;
        for (here, (least, most)) in places.values().zip(bounds) {
            let award: i64 = here.iter().map(|claimant| claimant.award).sum();
            total += award;
            let Some(row) = here.iter().find_map(|claimant| claimant.row) else {
                continue;
            };
            docket.compare((least..=most).contains(&award), || {
                let law = "a place's award is the floor or the ceiling of what the rule gives it";
                let cell = table.cell(row, "award_mg");
                Finding {
                    found: format!("{award} in its place"),
                    ..cell.finding(format!("{least} to {most}"), law)
                }
            });
            self.divide(
                day,
                regime.allocation_second_rule,
                award,
                here,
                regime.allocation_second_rule.takes_weights(),
                docket,
            );
        }
        let expected = amount.min(claims.iter().sum());
        docket.compare(total == expected, || Finding {
            key: self.evidence.calendar().date(day as i64),
            column: "award_mg".to_owned(),
            ..of_file("allocation.csv", total, expected, "awards of a day and material add up to what lies in the depot above its floor, or to all claims (balances.csv)")
        });
    }
}

/// Over those who claim something, place by place.
fn sums(places: &BTreeMap<u32, Vec<&Claimant>>, part: fn(&Claimant) -> i64) -> Vec<i64> {
    let of_place = |here: &Vec<&Claimant>| {
        let claiming = here.iter().filter(|claimant| claimant.claim > 0);
        claiming.map(|claimant| part(claimant)).sum()
    };
    places.values().map(of_place).collect()
}
