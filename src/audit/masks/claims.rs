//! What everyone claims of the pool in a round, from stocks, needs and what is under way.

use std::collections::BTreeMap;

use super::Dispatch;
use crate::audit::evidence::date;
use crate::scenario::{Kind, Tier};
use crate::units::{PrefectureIndex, muldiv};

impl Dispatch<'_> {
    pub(super) fn claim(&self, tier: Tier, round: usize, claimant: usize) -> i64 {
        match tier {
            Tier::Support => self.support_claim(claimant),
            Tier::Market => self.market_claim(claimant),
            _ => self.guaranteed_claim(tier, round, claimant),
        }
    }

    /// What a claimant uses a day, and what it holds, as far as that counts: what its claim leaves of so many days' use.
    pub(super) fn cover(&self, tier: Tier, round: usize, claimant: usize, claim: i64) -> [i64; 2] {
        let (use_a_day, days) = match tier {
            Tier::Support => self.support_goal(claimant),
            Tier::Market => (self.expected(claimant), self.days(claimant, 1)),
            Tier::National => (
                self.evidence.world.streams.need.row(date(self.day))[claimant],
                1,
            ),
            _ => (self.expected(claimant), self.days(claimant, round)),
        };
        [use_a_day, (days * use_a_day - claim).max(0)]
    }

    /// Days of need that a stream of the province claims in a round.
    fn days(&self, stream: usize, round: usize) -> i64 {
        let lead = i64::from(self.evidence.stream_lead(self.day, stream));
        match round {
            0 => lead + 1,
            _ => lead + self.regime.dispatch_cover.max(1),
        }
    }

    fn backlog(&self, stream: usize) -> i64 {
        let evidence = self.evidence;
        evidence
            .streams
            .get(evidence.stream(self.day, stream), "backlog_out")
    }

    fn expected(&self, stream: usize) -> i64 {
        self.evidence.world.streams.expected.row(date(self.day))[stream]
    }

    /// What a place holds at the close, without what the rounds still to come send it.
    fn held(
        &self,
        kind: &str,
        owner: &str,
        products: &[usize],
        later: impl Fn(usize) -> i64,
    ) -> i64 {
        let part = |&product: &usize| {
            let item = self.evidence.product_item(product);
            let closing = |kind: &str| {
                self.evidence.account(&format!("{kind}:{owner}"), item)[self.day].closing
            };
            let stock = if kind.is_empty() { 0 } else { closing(kind) };
            stock + closing("transit") + closing("waiting") - later(product)
        };
        products.iter().map(part).sum()
    }

    fn guaranteed_claim(&self, tier: Tier, round: usize, stream: usize) -> i64 {
        let streams = &self.evidence.world.streams;
        let recipient = stream as i64;
        let products: Vec<usize> = (0..self.pool.len()).collect();
        let held = self.held(
            "dispatched",
            &self.evidence.scenario.demand[stream].id,
            &products,
            |product| {
                let of = |awards: &BTreeMap<(i64, usize), i64>| {
                    awards.get(&(recipient, product)).copied().unwrap_or(0)
                };
                of(&self.all) - of(&self.sent)
            },
        );
        if tier == Tier::National {
            return (streams.need.row(date(self.day))[stream] + self.backlog(stream) - held).max(0);
        }
        let days = self.days(stream, round);
        let local = if tier == Tier::Frontline {
            self.share_of_local_stock(stream)
        } else {
            0
        };
        (days * self.expected(stream) + self.backlog(stream) - held - local).max(0)
    }

    /// A stream's part of the local stock that it accepts: by its need among front-line and local need.
    fn share_of_local_stock(&self, stream: usize) -> i64 {
        let (evidence, world) = (self.evidence, &self.evidence.world);
        let Some(prefecture) = world.streams.prefecture[stream] else {
            return 0;
        };
        let need =
            |table: &crate::world::Timetable<i64>| table.row(date(self.day))[prefecture.at()];
        let everyone =
            need(&world.prefectures.frontline_need) + need(&world.prefectures.local_need);
        if everyone == 0 {
            return 0;
        }
        let products = world.streams.products[stream]
            .iter()
            .map(|product| product.at());
        let stock = self.local_stock(evidence.prefecture_code(prefecture), products);
        muldiv(stock, self.expected(stream), everyone)
    }

    fn local_stock(&self, code: &str, products: impl Iterator<Item = usize>) -> i64 {
        let names = [format!("own:{code}"), format!("received:{code}")];
        let closing = |product: usize| -> i64 {
            let item = self.evidence.product_item(product);
            names
                .iter()
                .map(|name| self.evidence.account(name, item)[self.day].closing)
                .sum()
        };
        products.map(closing).sum()
    }

    /// Goods from the pool under way to a prefecture: without the market's, which comes last.
    fn under_way(&self, prefecture: PrefectureIndex, products: &[usize], tier: Tier) -> i64 {
        let world = &self.evidence.world;
        let mut later: Vec<i64> = (0..world.streams.count)
            .filter(|&at| {
                world.streams.kind[at] == Kind::Public
                    && world.streams.prefecture[at] == Some(prefecture)
            })
            .map(|at| at as i64)
            .collect();
        if tier == Tier::Support {
            later.push(self.recipient(tier, prefecture.at()));
        }
        let code = self.evidence.prefecture_code(prefecture);
        self.held("", code, products, |product| {
            later
                .iter()
                .map(|&recipient| self.all.get(&(recipient, product)).copied().unwrap_or(0))
                .sum()
        })
    }

    fn support_claim(&self, prefecture: usize) -> i64 {
        let evidence = self.evidence;
        let row = evidence.prefecture(self.day, prefecture);
        if evidence.prefectures.get(row, "in_difficulty") == 0 {
            return 0;
        }
        let index = PrefectureIndex::from_position(prefecture);
        let products = self.local_products(prefecture);
        let stock = self.local_stock(evidence.prefecture_code(index), products.iter().copied());
        let (short, days) = self.support_goal(prefecture);
        let coming = self.under_way(index, &products, Tier::Support);
        (days * short - stock - coming).max(0)
    }

    fn local_products(&self, prefecture: usize) -> Vec<usize> {
        let products = self.evidence.world.prefectures.local_products[prefecture].iter();
        products.map(|product| product.at()).collect()
    }

    /// What a prefecture needs a day beyond what it keeps itself, and for how many days.
    fn support_goal(&self, prefecture: usize) -> (i64, i64) {
        let (evidence, world) = (self.evidence, &self.evidence.world);
        let code = evidence.prefecture_code(PrefectureIndex::from_position(prefecture));
        let window = self.day.saturating_sub(6)..=self.day;
        let count = window.clone().count() as i64;
        let own = format!("own:{code}");
        let retained: i64 = self
            .local_products(prefecture)
            .into_iter()
            .flat_map(|product| {
                evidence.account(&own, evidence.product_item(product))[window.clone()].iter()
            })
            .map(|entry| entry.incoming)
            .fold(0, i64::saturating_add);
        let need = world.prefectures.local_need.row(date(self.day))[prefecture];
        let days = self.regime.dispatch_cover
            + i64::from(world.prefectures.lead.row(date(self.day))[prefecture]);
        ((need - retained / count).max(0), days)
    }

    fn market_claim(&self, stream: usize) -> i64 {
        let world = &self.evidence.world;
        let Some(prefecture) = world.streams.prefecture[stream] else {
            return 0;
        };
        let days = self.days(stream, 1);
        let products: Vec<usize> = world.streams.products[stream]
            .iter()
            .map(|product| product.at())
            .collect();
        let coming = self.under_way(prefecture, &products, Tier::Market);
        (days * self.expected(stream) + self.backlog(stream)
            - self.share_of_local_stock(stream)
            - coming)
            .max(0)
    }
}
