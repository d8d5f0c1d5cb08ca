//! What is under way: what sets out arrives after its lead time; goods for closed places wait at the gate until it
//! reopens.

use super::evidence::{Evidence, date};
use super::finding::Docket;
use super::making::Making;
use super::supply::Supplied;
use crate::scenario::Kind;

/// One item on its way to one place, over the calendar.
struct Journey<'a> {
    /// Account in which it ends.
    end: String,
    /// Owner of the accounts `transit:` and `waiting:`.
    owner: &'a str,
    item: usize,
    open: &'a dyn Fn(usize) -> bool,
    lead: &'a dyn Fn(usize) -> i32,
    /// Sent from depot or pool; waits where the place is closed.
    sent: &'a dyn Fn(usize) -> i64,
    /// Sent by others, with days to go.
    others: &'a dyn Fn(usize) -> Vec<(i64, i32)>,
    /// Landed from outside.
    landed: &'a dyn Fn(usize) -> i64,
}

impl Journey<'_> {
    fn check(&self, evidence: &Evidence, docket: &mut Docket) {
        let names = [
            self.end.clone(),
            format!("transit:{}", self.owner),
            format!("waiting:{}", self.owner),
        ];
        let [end, transit, waiting] = names.each_ref().map(String::as_str);
        let accounts = [end, transit, waiting].map(|name| evidence.account(name, self.item));
        let mut due = vec![0; evidence.world.days];
        for day in evidence.days() {
            let arrived = due[day];
            let (arrives, stops, resumes, sets_out) = if (self.open)(day) {
                let resumes = accounts[2][day].opening;
                (
                    arrived + (self.landed)(day),
                    0,
                    resumes,
                    resumes + (self.sent)(day),
                )
            } else {
                (0, arrived + (self.landed)(day) + (self.sent)(day), 0, 0)
            };
            let mut total = 0;
            for (amount, lead) in (self.others)(day)
                .into_iter()
                .chain([(sets_out, (self.lead)(day))])
            {
                total += amount;
                if let Some(due) = due.get_mut(day + lead.max(1) as usize) {
                    *due = amount.saturating_add(*due);
                }
            }
            for (at, column, expected, law) in [
                (
                    1,
                    "out",
                    arrived,
                    "what sets out arrives after its lead time (allocation.csv, dispatch.csv)",
                ),
                (
                    0,
                    "in",
                    arrives,
                    "an open place receives what arrives and lands (dispatch.csv)",
                ),
                (
                    2,
                    "in",
                    stops,
                    "goods for a closed place wait (dispatch.csv)",
                ),
                (
                    2,
                    "out",
                    resumes,
                    "what waits sets out when the place is open again",
                ),
                (
                    1,
                    "in",
                    total,
                    "what sets out: awards, orders, what waited (allocation.csv, dispatch.csv)",
                ),
            ] {
                docket.entry(
                    evidence,
                    accounts[at][day],
                    (&names[at], self.item, day),
                    column,
                    expected,
                    law,
                );
            }
        }
    }
}

pub(super) fn check(
    evidence: &Evidence,
    making: &Making,
    supplied: &Supplied,
    docket: &mut Docket,
) {
    to_makers(evidence, making, supplied, docket);
    let sent = Sent::of(evidence);
    to_prefectures(evidence, supplied, &sent, docket);
    to_streams(evidence, &sent, docket);
    from_makers(evidence, making, docket);
}

fn to_makers(evidence: &Evidence, making: &Making, supplied: &Supplied, docket: &mut Docket) {
    let world = &evidence.world;
    for holding in 0..world.holdings.count {
        let (owner, material) = (
            world.holdings.enterprise[holding],
            world.holdings.material[holding].at(),
        );
        let id = evidence.enterprise_id(owner);
        let others = |day: usize| {
            let market = (
                super::market::ordered(evidence, making, day, holding),
                world.materials.market_lead[material],
            );
            vec![market, (making.kept(evidence, day, holding), 1)]
        };
        Journey {
            end: format!("enterprise:{id}"),
            owner: id,
            item: material,
            open: &|day| evidence.is_open(day, owner.at()),
            lead: &|day| world.enterprises.lead.row(date(day))[owner.at()],
            sent: &|day| evidence.award(day, material, owner.at()),
            others: &others,
            landed: &|day| supplied.on(day).holdings[holding],
        }
        .check(evidence, docket);
    }
}

/// Awards of dispatch.csv by where they go.
struct Sent {
    products: usize,
    streams: Vec<Vec<i64>>,
    local: Vec<Vec<i64>>,
}

impl Sent {
    fn of(evidence: &Evidence) -> Self {
        let (world, table) = (&evidence.world, &evidence.dispatch);
        let products = world.products.count;
        let mut sent = Self {
            products,
            streams: vec![vec![0; world.streams.count * products]; world.days],
            local: vec![vec![0; world.prefectures.count * products]; world.days],
        };
        for row in 0..table.len() {
            let get = |column| table.get(row, column) as usize;
            let (day, tier, recipient) = (get("date"), get("tier"), get("recipient"));
            let place = match recipient.checked_sub(world.streams.count) {
                Some(prefecture) => Some(prefecture),
                None if super::masks::is_market(tier) => {
                    world.streams.prefecture[recipient].map(crate::units::PrefectureIndex::at)
                }
                None => None,
            };
            let award = table.get(row, "award");
            match place {
                Some(prefecture) => {
                    sent.local[day][prefecture * products + get("product")] += award;
                }
                None => {
                    if let Some(cell) =
                        sent.streams[day].get_mut(recipient * products + get("product"))
                    {
                        *cell += award;
                    }
                }
            }
        }
        sent
    }
}

fn to_prefectures(evidence: &Evidence, supplied: &Supplied, sent: &Sent, docket: &mut Docket) {
    let world = &evidence.world;
    for place in 0..world.prefectures.count * sent.products {
        let prefecture = place / sent.products;
        let code = &evidence.scenario.prefectures[prefecture].code;
        Journey {
            end: format!("received:{code}"),
            owner: code,
            item: evidence.product_item(place % sent.products),
            open: &|day| {
                world.green_channel || world.prefectures.openness.row(date(day))[prefecture] > 0
            },
            lead: &|day| world.prefectures.lead.row(date(day))[prefecture],
            sent: &|day| sent.local[day][place],
            others: &|_| Vec::new(),
            landed: &|day| supplied.on(day).local[place],
        }
        .check(evidence, docket);
    }
}

fn to_streams(evidence: &Evidence, sent: &Sent, docket: &mut Docket) {
    let world = &evidence.world;
    for place in 0..world.streams.count * sent.products {
        let stream = place / sent.products;
        let id = &evidence.scenario.demand[stream].id;
        Journey {
            end: format!("dispatched:{id}"),
            owner: id,
            item: evidence.product_item(place % sent.products),
            open: &|day| evidence.is_stream_open(day, stream),
            lead: &|day| evidence.stream_lead(day, stream),
            sent: &|day| sent.streams[day][place],
            others: &|_| Vec::new(),
            landed: &|_| 0,
        }
        .check(evidence, docket);
    }
}

/// Goods of makers for pool and depot; behind closed roads they wait inside the gate.
fn from_makers(evidence: &Evidence, making: &Making, docket: &mut Docket) {
    let world = &evidence.world;
    let items = world.materials.count + world.products.count;
    let mut due = vec![vec![0; world.days]; items];
    for day in evidence.days() {
        let mut sets_out = vec![0; items];
        for maker in 0..world.makers.count {
            let Some((item, leaves)) = leaves(evidence, making, day, maker) else {
                continue;
            };
            let owner = world.makers.enterprise[maker];
            let gate = format!("gate:{}", evidence.enterprise_id(owner));
            let open = evidence.is_open(day, owner.at());
            let waited = evidence.account(&gate, item)[day].opening;
            let (stops, resumes) = if open { (0, waited) } else { (leaves, 0) };
            docket.account(
                evidence,
                (&gate, item, day),
                "in",
                stops,
                "goods of a closed maker wait inside the gate (obligations.csv)",
            );
            docket.account(
                evidence,
                (&gate, item, day),
                "out",
                resumes,
                "what waits sets out when the road is open again",
            );
            let amount = leaves - stops + resumes;
            sets_out[item] += amount;
            let lead = world.enterprises.lead.row(date(day))[owner.at()].max(1) as usize;
            if let Some(due) = due[item].get_mut(day + lead) {
                *due = amount.saturating_add(*due);
            }
        }
        for item in 0..items {
            let account = if item < world.materials.count {
                "transit:depot"
            } else {
                "transit:pool"
            };
            let bought = evidence.account(account, item)[day].incoming - sets_out[item];
            if evidence.buys() && account == "transit:pool" {
                // What was bought in which prefecture is not in the files; it cannot be less than nothing.
                docket.account(
                    evidence,
                    (account, item, day),
                    "in",
                    sets_out[item] + bought.max(0),
                    "at least what makers sent (obligations.csv)",
                );
                continue;
            }
            docket.account(
                evidence,
                (account, item, day),
                "in",
                sets_out[item],
                "what makers sent: obligations.csv, material made, what waited",
            );
            docket.account(
                evidence,
                (account, item, day),
                "out",
                due[item][day],
                "what sets out arrives after its lead time (obligations.csv)",
            );
        }
    }
}

/// What a maker sends towards pool or depot: masks that it delivers, scarce material that it makes.
fn leaves(evidence: &Evidence, making: &Making, day: usize, maker: usize) -> Option<(usize, i64)> {
    let world = &evidence.world;
    let enterprise = world.makers.enterprise[maker].at();
    if let Some(product) = world.makers.product[maker] {
        let row = evidence
            .obligations
            .find(&[day as i64, enterprise as i64, product.at() as i64]);
        let delivered = row.map_or(0, |row| evidence.obligations.get(row, "delivered"));
        return Some((evidence.product_item(product.at()), delivered));
    }
    let material = world.makers.material[maker]?.at();
    world.materials.scarce[material].then(|| (material, making.output(evidence, day, maker)))
}

impl Evidence {
    /// Award of a scarce material to a maker.
    pub fn award(&self, day: usize, material: usize, enterprise: usize) -> i64 {
        let row = self
            .allocation
            .find(&[day as i64, material as i64, enterprise as i64]);
        row.map_or(0, |row| self.allocation.get(row, "award_mg"))
    }

    /// Whether the pool's goods can set out for a stream.
    pub fn is_stream_open(&self, day: usize, stream: usize) -> bool {
        let (world, streams) = (&self.world, &self.world.streams);
        let green = world.green_channel && streams.kind[stream] == Kind::Frontline;
        green
            || streams.prefecture[stream]
                .is_none_or(|place| world.prefectures.openness.row(date(day))[place.at()] > 0)
    }

    /// Days from the pool to a stream; the nation's recipients: 1.
    pub fn stream_lead(&self, day: usize, stream: usize) -> i32 {
        let place = self.world.streams.prefecture[stream];
        place.map_or(1, |place| {
            self.world.prefectures.lead.row(date(day))[place.at()]
        })
    }

    /// Whether any regime buys own stock into the pool.
    pub fn buys(&self) -> bool {
        self.policy
            .regimes
            .iter()
            .any(|regime| regime.buy_above_cover.is_some())
    }
}

impl Making {
    /// What a maker made.
    pub fn output(&self, evidence: &Evidence, day: usize, maker: usize) -> i64 {
        let first = &evidence.world.makers.first_line;
        (first[maker]..first[maker + 1])
            .map(|line| self.on(day).lines[line].output)
            .sum()
    }

    /// Material that a maker made for its own stock.
    pub fn kept(&self, evidence: &Evidence, day: usize, holding: usize) -> i64 {
        let world = &evidence.world;
        let (owner, material) = (
            world.holdings.enterprise[holding],
            world.holdings.material[holding],
        );
        let makers = world.enterprises.first_maker[owner.at()]
            ..world.enterprises.first_maker[owner.at() + 1];
        let mine = makers.filter(|&maker| {
            world.makers.material[maker] == Some(material) && !world.materials.scarce[material.at()]
        });
        mine.map(|maker| self.output(evidence, day, maker)).sum()
    }
}
