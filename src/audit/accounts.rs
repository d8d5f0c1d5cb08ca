//! balances.csv: opening + in − out = closing, a day opens as the day before it closed, and day 0 opens with what was
//! given.

use std::collections::BTreeMap;

use super::evidence::Evidence;
use super::finding::{Docket, of_file};
use super::form::Kind;
use super::table::Table;
use crate::scenario::Scenario;
use crate::world::World;

/// One day of one account; all zero where the table has no row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub opening: i64,
    pub incoming: i64,
    pub outgoing: i64,
    pub closing: i64,
    pub row: Option<usize>,
}

/// balances.csv by account and item. Accounts of holdings and hold queues, which are asked for every day, by position.
#[derive(Debug)]
pub(super) struct Book {
    places: BTreeMap<(i64, i64), usize>,
    /// The first is the empty one.
    accounts: Vec<Vec<Entry>>,
    holdings: Vec<[usize; 3]>,
    holds: Vec<usize>,
}

/// The accounts of what an enterprise holds of a material.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held<'a> {
    pub stock: &'a [Entry],
    pub transit: &'a [Entry],
    pub waiting: &'a [Entry],
}

impl Book {
    pub fn of(balances: &Table, scenario: &Scenario, world: &World) -> Self {
        let empty = vec![Entry::default(); world.days];
        let mut book = Self {
            places: BTreeMap::new(),
            accounts: vec![empty.clone()],
            holdings: Vec::new(),
            holds: Vec::new(),
        };
        for row in 0..balances.len() {
            let cell = |column| balances.cell_at(row, column).value();
            let next = book.accounts.len();
            let place = *book.places.entry((cell(1), cell(2))).or_insert(next);
            if place == next {
                book.accounts.push(empty.clone());
            }
            let day = usize::try_from(cell(0)).ok();
            if let Some(entry) = day.and_then(|day| book.accounts[place].get_mut(day)) {
                *entry = Entry {
                    opening: cell(3),
                    incoming: cell(4),
                    outgoing: cell(5),
                    closing: cell(6),
                    row: Some(row),
                };
            }
        }
        let place = |name: &str, item: usize| book.place(balances, name, item);
        let holdings = (0..world.holdings.count).map(|at| {
            let id = &scenario.enterprises[world.holdings.enterprise[at].at()].id;
            let item = world.holdings.material[at].at();
            ["enterprise", "transit", "waiting"].map(|kind| place(&format!("{kind}:{id}"), item))
        });
        let holds = (0..world.enterprises.count * world.products.count).map(|at| {
            let id = &scenario.enterprises[at / world.products.count].id;
            let item = world.materials.count + at % world.products.count;
            place(&format!("hold:{id}"), item)
        });
        (book.holdings, book.holds) = (holdings.collect(), holds.collect());
        book
    }

    fn place(&self, balances: &Table, name: &str, item: usize) -> usize {
        let Kind::Name(names) = &balances.form.columns[1].kind else {
            return 0;
        };
        let place = names.place(name).unwrap_or(-1);
        self.places.get(&(place, item as i64)).copied().unwrap_or(0)
    }
}

impl Evidence {
    /// An account of an item, a day after another. Materials stand before products among items.
    pub fn account(&self, name: &str, item: usize) -> &[Entry] {
        &self.book.accounts[self.book.place(&self.balances, name, item)]
    }

    /// The accounts of a holding.
    pub fn held(&self, holding: usize) -> Held<'_> {
        let [stock, transit, waiting] =
            self.book.holdings[holding].map(|at| &self.book.accounts[at][..]);
        Held {
            stock,
            transit,
            waiting,
        }
    }

    /// The hold queue of an enterprise and product.
    pub fn hold(&self, enterprise: usize, product: usize) -> &[Entry] {
        &self.book.accounts[self.book.holds[enterprise * self.world.products.count + product]]
    }
}

/// A day of an account, as checks name it.
pub(super) type At<'a> = (&'a str, usize, usize);

impl Docket {
    /// A column of an account's day has to be so much.
    pub fn account(
        &mut self,
        evidence: &Evidence,
        at: At<'_>,
        column: &str,
        expected: i64,
        law: &str,
    ) {
        let (name, item, day) = at;
        let entry = evidence.account(name, item)[day];
        self.entry(evidence, entry, at, column, expected, law);
    }

    /// The same, where the entry is at hand.
    pub fn entry(
        &mut self,
        evidence: &Evidence,
        entry: Entry,
        at: At<'_>,
        column: &str,
        expected: i64,
        law: &str,
    ) {
        if let Some(row) = entry.row {
            self.equal(evidence.balances.cell(row, column), expected, law);
            return;
        }
        self.compare(expected == 0, || super::Finding {
            key: format!("{} {}", evidence.calendar().date(at.2 as i64), at.0),
            column: column.to_owned(),
            ..of_file("balances.csv", "no row", expected, law)
        });
    }
}

pub(super) fn check(evidence: &Evidence, docket: &mut Docket) {
    let balances = &evidence.balances;
    for account in &evidence.book.accounts {
        let mut before: Option<Entry> = None;
        for entry in account {
            let carried = before.map(|before| before.closing);
            if let Some(row) = entry.row {
                let closing = entry.opening + entry.incoming - entry.outgoing;
                docket.equal(
                    balances.cell(row, "closing"),
                    closing,
                    "opening + in − out = closing",
                );
                if let Some(carried) = carried {
                    docket.equal(
                        balances.cell(row, "opening"),
                        carried,
                        "a day opens as the day before it closed",
                    );
                }
            } else if let Some(row) = before.and_then(|before| before.row) {
                docket.equal(
                    balances.cell(row, "closing"),
                    0,
                    "an account that is left out is empty",
                );
            }
            before = Some(*entry);
        }
    }
    opening(evidence, docket);
}

fn opening(evidence: &Evidence, docket: &mut Docket) {
    let (world, law) = (&evidence.world, "day 0 opens with the scenario's stocks");
    for (material, depot) in world.opening.depot.iter().enumerate() {
        docket.account(evidence, ("depot", material, 0), "opening", depot.0, law);
    }
    for (product, pool) in world.opening.pool.iter().enumerate() {
        let item = evidence.product_item(product);
        docket.account(evidence, ("pool", item, 0), "opening", pool.0, law);
        for prefecture in 0..world.prefectures.count {
            let code = &evidence.scenario.prefectures[prefecture].code;
            let received = world.opening.received[prefecture * world.products.count + product];
            docket.account(
                evidence,
                (&format!("received:{code}"), item, 0),
                "opening",
                received.0,
                law,
            );
            docket.account(
                evidence,
                (&format!("own:{code}"), item, 0),
                "opening",
                0,
                law,
            );
        }
    }
}
