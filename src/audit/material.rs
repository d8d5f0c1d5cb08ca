//! allocation.csv: what each maker claimed of the depot, what it weighed, and whether awards are what the rule gives.

use super::evidence::{Evidence, date};
use super::finding::{Docket, Finding, of_file};
use super::form::EMPTY;
use super::making::Making;
use super::market::missing;
use super::reviews::Standing;
use crate::claims::{Rule, Workspace};
use crate::scenario::Level;
use crate::units::MILLION;

mod places;
mod reserves;
mod weights;

use reserves::Division;

pub(super) fn check(
    evidence: &Evidence,
    making: &Making,
    standing: &Standing,
    docket: &mut Docket,
) {
    let mut depot = Depot {
        evidence,
        making,
        standing,
        record: vec![0; evidence.world.enterprises.count],
        weights: vec![MILLION; evidence.world.enterprises.count],
        workspace: Workspace::default(),
    };
    for day in evidence.days() {
        for (enterprise, record) in depot.record.iter_mut().enumerate() {
            *record += standing.on(day, enterprise).delivered;
        }
        let mut judged = 0;
        for material in 0..evidence.world.materials.count {
            if evidence.world.materials.scarce[material] {
                judged += depot.share_out(day, material, docket);
            }
        }
        for row in evidence.allocation.on(day) {
            let weight = depot.weights[evidence.allocation.get(row, "claimant") as usize];
            docket.equal(
                evidence.allocation.cell(row, "weight_ppm"),
                weight,
                "weight = basis × link factor, as last weighed (reviews.csv)",
            );
        }
        let rows = evidence.allocation.on(day).len();
        docket.compare(judged == rows, || Finding {
            key: evidence.calendar().date(day as i64),
            ..of_file(
                "allocation.csv",
                format!("{rows} rows"),
                format!("{judged} rows"),
                "who may claim and claims something has a row",
            )
        });
    }
}

/// One maker's claim.
struct Claimant {
    enterprise: usize,
    claim: i64,
    /// Used a day, and there already.
    daily_use: i64,
    held: i64,
    weight: i64,
    row: Option<usize>,
    award: i64,
}

struct Depot<'a> {
    evidence: &'a Evidence,
    making: &'a Making,
    standing: &'a Standing,
    /// Delivered ever, by enterprise.
    record: Vec<i64>,
    /// As last weighed, by enterprise.
    weights: Vec<i64>,
    workspace: Workspace,
}

impl Depot<'_> {
    /// Holds a day's division of one material against its rows; how many rows there are.
    fn share_out(&mut self, day: usize, material: usize, docket: &mut Docket) -> usize {
        let (evidence, table) = (self.evidence, &self.evidence.allocation);
        let regime = evidence.policy.on(date(day));
        let mut claimants = self.claimants(day, material);
        let entry = evidence.account("depot", material)[day];
        let awarded: i64 = claimants.iter().map(|claimant| claimant.award).sum();
        let available = (entry.closing + awarded - regime.depot_floor[material].0).max(0);
        let any = available > 0 && claimants.iter().any(|claimant| claimant.claim > 0);
        let rule = if regime.unified_allocation {
            regime.allocation_rule
        } else {
            Rule::Proportional
        };
        let by_place = regime.unified_allocation && regime.allocation_level != Level::Enterprise;
        let second = if by_place {
            regime.allocation_second_rule
        } else {
            rule
        };
        let weighed =
            any && regime.unified_allocation && (rule.takes_weights() || second.takes_weights());
        if weighed {
            self.weigh(
                day,
                regime,
                &mut claimants,
                by_place && second.takes_weights(),
            );
            for claimant in &claimants {
                self.weights[claimant.enterprise] = claimant.weight;
            }
        }
        for claimant in &claimants {
            let id = &evidence.scenario.enterprises[claimant.enterprise].id;
            docket.compare(claimant.row.is_some() == (claimant.claim > 0), || Finding {
                key: format!(
                    "{} {} {id}",
                    evidence.calendar().date(day as i64),
                    evidence.scenario.materials[material].id
                ),
                ..of_file(
                    "allocation.csv",
                    if claimant.row.is_some() {
                        "a row"
                    } else {
                        "no row"
                    },
                    format!("a claim of {} mg", claimant.claim),
                    "who may claim and claims something has a row (balances.csv, lines.csv)",
                )
            });
            let Some(row) = claimant.row else { continue };
            docket.equal(
                table.cell(row, "claim_mg"),
                claimant.claim,
                "(cover + lead) × use a day − stock − in transit (balances.csv, lines.csv)",
            );
            docket.at_most(table.cell(row, "award_mg"), claimant.claim, "award ≤ claim");
            let lead =
                i64::from(evidence.world.enterprises.lead.row(date(day))[claimant.enterprise]);
            let arrives = if claimant.award > 0 {
                day as i64 + lead
            } else {
                EMPTY
            };
            docket.equal(
                table.cell(row, "arrives"),
                arrives,
                "arrives = date + lead time, at least one day",
            );
        }
        let amount = if any { available } else { 0 };
        if by_place {
            self.by_way_of_places(regime, day, amount, &claimants, docket);
        } else {
            self.divide(
                day,
                rule,
                amount,
                &claimants.iter().collect::<Vec<_>>(),
                weighed,
                docket,
            );
        }
        claimants
            .iter()
            .filter(|claimant| claimant.row.is_some())
            .count()
    }

    /// Before unified allocation everyone claims; from then on only listed makers; closed ones never.
    fn claimants(&self, day: usize, material: usize) -> Vec<Claimant> {
        let (evidence, world) = (self.evidence, &self.evidence.world);
        let regime = evidence.policy.on(date(day));
        let all = world.holdings.of_material[material].clone().map(|holding| {
            let enterprise = world.holdings.enterprise[holding].at();
            let listed = world.enterprises.listed_from[enterprise] <= date(day);
            let may = evidence.is_open(day, enterprise) && (listed || !regime.unified_allocation);
            let days = regime.allocation_cover
                + i64::from(world.enterprises.lead.row(date(day))[enterprise]);
            let award = evidence.award(day, material, enterprise);
            let claim = missing(evidence, self.making, day, holding, days, award);
            let daily_use = self.making.on(day).rate[holding];
            Claimant {
                enterprise,
                claim: if may { claim } else { 0 },
                daily_use,
                // What is claimed is what is missing.
                held: days * daily_use - claim,
                weight: MILLION,
                row: evidence
                    .allocation
                    .find(&[day as i64, material as i64, enterprise as i64]),
                award,
            }
        });
        all.collect()
    }

    /// Holds the awards of one division against the rule.
    fn divide(
        &mut self,
        day: usize,
        rule: Rule,
        amount: i64,
        claimants: &[&Claimant],
        weighed: bool,
        docket: &mut Docket,
    ) {
        let table = &self.evidence.allocation;
        let claims: Vec<i64> = claimants.iter().map(|claimant| claimant.claim).collect();
        let weights: Vec<i64> = claimants.iter().map(|claimant| claimant.weight).collect();
        let held: Vec<i64> = claimants.iter().map(|claimant| claimant.held).collect();
        let daily_use: Vec<i64> = claimants
            .iter()
            .map(|claimant| claimant.daily_use)
            .collect();
        let rank = |claimant: &Claimant| self.evidence.world.enterprises.rank[claimant.enterprise];
        let ranks: Vec<u32> = claimants
            .iter()
            .map(|one| {
                claimants
                    .iter()
                    .filter(|other| rank(other) < rank(one))
                    .count() as u32
            })
            .collect();
        let differ =
            weighed && rule.takes_weights() && weights.windows(2).any(|pair| pair[0] != pair[1]);
        let division = Division {
            rule,
            weights: differ.then_some(&weights[..]),
            daily_use: &daily_use,
            ranks: &ranks,
            day,
        };
        let bounds = self.bounds(&division, amount, claimants, &claims, &held);
        for (claimant, (least, most)) in claimants.iter().zip(bounds) {
            if let Some(row) = claimant.row {
                docket.between(
                    table.cell(row, "award_mg"),
                    least,
                    most,
                    "an award is the floor or the ceiling of what the rule gives",
                );
            }
        }
        let total: i64 = claimants.iter().map(|claimant| claimant.award).sum();
        let expected = amount.min(claims.iter().sum());
        if let Some(row) = claimants.iter().find_map(|claimant| claimant.row) {
            docket.compare(total == expected, || {
                let cell = table.cell(row, "award_mg");
                let law = "awards of a day and material add up to what lies in the depot above its floor, or to all claims (balances.csv)";
                Finding { found: format!("{total} in all"), ..cell.finding(format!("{expected} in all"), law) }
            });
        }
    }
}
