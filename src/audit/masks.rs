//! dispatch.csv: the rounds of a day held again, in their order: what was there to share, what each claimed, and
//! whether awards are what the rule gives.

use std::collections::BTreeMap;

use super::division::floors_and_ceilings;
use super::evidence::{Evidence, date};
use super::finding::{Docket, Finding, of_file};
use super::form::EMPTY;
use super::forms::TIERS;
use crate::claims::{Cover, Workspace};
use crate::policy::Regime;
use crate::scenario::{Kind, Tier};
use crate::units::{Pieces, PrefectureIndex, ProductIndex};
use crate::world::World;

mod claims;

const FILE: &str = "dispatch.csv";

/// Whether a tier of dispatch.csv is the market.
pub(super) fn is_market(tier: usize) -> bool {
    tier == Tier::Market as usize
}

/// The kind of need that a tier serves; none where prefectures claim for themselves.
pub(super) fn kind_of(tier: Tier) -> Option<Kind> {
    match tier {
        Tier::National => Some(Kind::National),
        Tier::Frontline => Some(Kind::Frontline),
        Tier::KeyProjects => Some(Kind::KeyProjects),
        Tier::KeyEnterprises => Some(Kind::KeyEnterprises),
        Tier::Support => None,
        Tier::Market => Some(Kind::Public),
    }
}

/// Products that a claimant of a tier accepts, the best first.
pub(super) fn preferences(world: &World, tier: Tier, claimant: usize) -> &[ProductIndex] {
    match tier {
        Tier::Support => &world.prefectures.local_products[claimant],
        _ => &world.streams.products[claimant],
    }
}

pub(super) fn check(evidence: &Evidence, docket: &mut Docket) {
    for day in evidence.days() {
        let mut dispatch = Dispatch::new(evidence, day);
        let regime = dispatch.regime;
        for round in 0..2 {
            for &tier in &regime.tier_order {
                dispatch.round(tier, round, docket);
            }
        }
        dispatch.round(Tier::Support, 0, docket);
        dispatch.round(Tier::Market, 0, docket);
        let (judged, rows) = (dispatch.judged, evidence.dispatch.on(day).len());
        docket.compare(judged == rows, || Finding {
            key: evidence.calendar().date(day as i64),
            ..of_file(
                FILE,
                format!("{rows} rows"),
                format!("{judged} rows"),
                "only who claims something has a row",
            )
        });
    }
}

/// One day's dispatch, as far as it has come.
struct Dispatch<'a> {
    evidence: &'a Evidence,
    day: usize,
    regime: &'a Regime,
    /// Rows by tier, round, product and recipient.
    rows: BTreeMap<[i64; 4], usize>,
    /// Left in the pool, by product.
    pool: Vec<i64>,
    /// Awarded so far, by recipient and product.
    sent: BTreeMap<(i64, usize), i64>,
    /// Awarded on the whole day, likewise, and to prefectures by support and market.
    all: BTreeMap<(i64, usize), i64>,
    judged: usize,
    workspace: Workspace,
}

impl<'a> Dispatch<'a> {
    fn new(evidence: &'a Evidence, day: usize) -> Self {
        let table = &evidence.dispatch;
        let (mut rows, mut all) = (BTreeMap::new(), BTreeMap::new());
        for row in table.on(day) {
            let get = |column| table.get(row, column);
            rows.insert(
                [get("tier"), get("round"), get("product"), get("recipient")],
                row,
            );
            *all.entry((get("recipient"), get("product") as usize))
                .or_insert(0) += get("award");
        }
        let pool = (0..evidence.world.products.count).map(|product| {
            let entry = evidence.account("pool", evidence.product_item(product))[day];
            entry.opening + entry.incoming
        });
        Self {
            evidence,
            day,
            regime: evidence.policy.on(date(day)),
            rows,
            pool: pool.collect(),
            sent: BTreeMap::new(),
            all,
            judged: 0,
            workspace: Workspace::default(),
        }
    }

    /// One round of a tier: product by product in the claimants' order of preference.
    fn round(&mut self, tier: Tier, round: usize, docket: &mut Docket) {
        let evidence = self.evidence;
        let claimants: Vec<usize> = match kind_of(tier) {
            Some(kind) => (0..evidence.world.streams.count)
                .filter(|&at| evidence.world.streams.kind[at] == kind)
                .collect(),
            None => (0..evidence.world.prefectures.count).collect(),
        };
        let mut wanted: BTreeMap<usize, i64> = claimants
            .iter()
            .map(|&at| (at, self.claim(tier, round, at)))
            .collect();
        if wanted.values().all(|&claim| claim == 0) {
            return;
        }
        let longest = claimants
            .iter()
            .map(|&at| self.preferences(tier, at).len())
            .max()
            .unwrap_or(0);
        let mut released = vec![0; self.pool.len()];
        for place in 0..longest {
            for product in 0..self.pool.len() {
                let here: Vec<usize> = claimants
                    .iter()
                    .copied()
                    .filter(|&at| {
                        self.preferences(tier, at)
                            .get(place)
                            .is_some_and(|wish| wish.at() == product)
                    })
                    .collect();
                if here.is_empty() {
                    continue;
                }
                let available = match tier {
                    Tier::Market => self.for_market(product, released[product]),
                    _ => self.above_floor(tier, round, product),
                };
                released[product] +=
                    self.divide(tier, round, product, available, &here, &mut wanted, docket);
            }
        }
    }

    fn preferences(&self, tier: Tier, claimant: usize) -> &'a [ProductIndex] {
        preferences(&self.evidence.world, tier, claimant)
    }

    /// Position among recipients: streams, then prefectures.
    fn recipient(&self, tier: Tier, claimant: usize) -> i64 {
        let streams = self.evidence.world.streams.count;
        (if tier == Tier::Support {
            streams + claimant
        } else {
            claimant
        }) as i64
    }

    /// The pool above its floor, without what is set aside for the market once the first round is over.
    fn above_floor(&self, tier: Tier, round: usize, product: usize) -> i64 {
        let below = self.regime.below_floor[tier as usize];
        let floor = if below {
            0
        } else {
            self.regime.reserve_floor[product].0
        };
        let aside = if round == 0 && tier != Tier::Support {
            0
        } else {
            self.aside(product)
        };
        (self.pool[product] - floor - aside).max(0)
    }

    /// The least of the day's inflow that the market gets.
    fn aside(&self, product: usize) -> i64 {
        let inflow = self
            .evidence
            .account("pool", self.evidence.product_item(product))[self.day]
            .incoming;
        self.regime.market_min.of(Pieces(inflow)).0
    }

    /// What is set aside, and what lies above floor and cover.
    fn for_market(&self, product: usize, released: i64) -> i64 {
        let streams = &self.evidence.world.streams;
        let guaranteed: i64 = (0..streams.count)
            .filter(|&at| !matches!(streams.kind[at], Kind::Essential | Kind::Public))
            .filter(|&at| {
                streams.products[at]
                    .first()
                    .is_some_and(|wish| wish.at() == product)
            })
            .map(|at| streams.expected.row(date(self.day))[at])
            .sum();
        let above = (self.pool[product] + released - self.regime.reserve_floor[product].0).max(0);
        let aside = self.aside(product).min(above);
        let left = (above - aside - self.regime.pool_cover * guaranteed).max(0);
        (aside + left - released).max(0)
    }

    /// Holds one division against its rows; what was awarded in all.
    #[expect(clippy::too_many_arguments, reason = "a division is all of these")]
    fn divide(
        &mut self,
        tier: Tier,
        round: usize,
        product: usize,
        available: i64,
        here: &[usize],
        wanted: &mut BTreeMap<usize, i64>,
        docket: &mut Docket,
    ) -> i64 {
        let (evidence, table) = (self.evidence, &self.evidence.dispatch);
        let claims: Vec<i64> = here.iter().map(|at| wanted[at]).collect();
        let rank = |at: usize| {
            if tier == Tier::Support {
                at as u32
            } else {
                evidence.world.streams.rank[at]
            }
        };
        let ranks: Vec<u32> = here
            .iter()
            .map(|&one| {
                here.iter()
                    .filter(|&&other| rank(other) < rank(one))
                    .count() as u32
            })
            .collect();
        let (daily_use, held): (Vec<i64>, Vec<i64>) = here
            .iter()
            .zip(&claims)
            .map(|(&at, &claim)| self.cover(tier, round, at, claim).into())
            .unzip();
        let bounds = floors_and_ceilings(
            self.regime.dispatch_rule,
            available,
            &claims,
            None,
            Some(Cover {
                held: &held,
                daily_use: &daily_use,
            }),
            &ranks,
            self.day,
            &mut self.workspace,
        );
        let (mut total, mut first) = (0, None);
        for ((&claimant, &claim), (least, most)) in here.iter().zip(&claims).zip(bounds) {
            let recipient = self.recipient(tier, claimant);
            let row = self
                .rows
                .get(&[tier as i64, round as i64, product as i64, recipient])
                .copied();
            docket.compare(row.is_some() == (claim > 0), || {
                let key = format!("{} {} {} {}", evidence.calendar().date(self.day as i64), TIERS[tier as usize], round + 1, self.name(tier, claimant));
                let found = if row.is_some() { "a row" } else { "no row" };
                Finding { key, ..of_file(FILE, found, format!("a claim of {claim}"), "who claims something has a row (streams_daily.csv, balances.csv, prefecture_daily.csv)") }
            });
            let Some(row) = row else { continue };
            self.judged += 1;
            first.get_or_insert(row);
            docket.equal(table.cell(row, "available"), available, "what lies in the pool above floor and set-aside when the round is held (balances.csv)");
            docket.equal(
                table.cell(row, "claim"),
                claim,
                "the claim reckoned again (streams_daily.csv, balances.csv, prefecture_daily.csv)",
            );
            let cell = table.cell(row, "award");
            docket.between(
                cell,
                least,
                most,
                "an award is the floor or the ceiling of what the rule gives",
            );
            docket.at_most(cell, claim, "award ≤ claim");
            let award = cell.value();
            let lead = match tier {
                Tier::Support => evidence.world.prefectures.lead.row(date(self.day))[claimant],
                _ => evidence.stream_lead(self.day, claimant),
            };
            let arrives = if award > 0 {
                self.day as i64 + i64::from(lead)
            } else {
                EMPTY
            };
            docket.equal(
                table.cell(row, "arrives"),
                arrives,
                "arrives = date + lead time, at least one day",
            );
            *self.sent.entry((recipient, product)).or_insert(0) += award;
            *wanted.entry(claimant).or_insert(0) -= award;
            self.pool[product] -= award;
            total += award;
        }
        if let Some(row) = first {
            let expected = available.min(claims.iter().sum());
            docket.compare(total == expected, || {
                let law = "awards of a round add up to what there is, or to all claims";
                let cell = table.cell(row, "award");
                Finding {
                    found: format!("{total} in all"),
                    ..cell.finding(format!("{expected} in all"), law)
                }
            });
        }
        total
    }

    fn name(&self, tier: Tier, claimant: usize) -> &str {
        match tier {
            Tier::Support => self
                .evidence
                .prefecture_code(PrefectureIndex::from_position(claimant)),
            _ => &self.evidence.scenario.demand[claimant].id,
        }
    }
}
