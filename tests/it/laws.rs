//! Conservation: every account balances every day, and so does the province.

use std::fs;
use std::path::{Path, PathBuf};

use maskflow::engine::rounds::is_guaranteed;
use maskflow::scenario::Tier;
use maskflow::units::{Day, Milligrams, Pieces, Whole};
use maskflow::world::Landing;
use maskflow::{Ledger, Policy, World, scenario, simulate, world};

/// Every scenario that is shipped, and the template.
pub fn scenarios() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = fs::read_dir(root.join("scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.push(root.join("assets/template"));
    paths.sort();
    paths
}

/// One day of a ledger, in bare units.
struct Book<'a> {
    world: &'a World,
    ledger: &'a Ledger,
    day: Day,
}

/// Amounts of any unit, or of none.
trait Amount: Copy {
    fn bare(self) -> i64;
}

macro_rules! amounts {
    ($($unit:ty: $bare:expr),*) => {
        $(impl Amount for $unit {
            fn bare(self) -> i64 {
                $bare(self)
            }
        })*
    };
}

amounts!(Pieces: Pieces::units, Milligrams: Milligrams::units, i64: i64::from);

fn bare<T: Amount>(row: &[T]) -> Vec<i64> {
    row.iter().map(|amount| amount.bare()).collect()
}

/// Adds columns, each with its sign.
fn sum(columns: &[(i64, Vec<i64>)]) -> Vec<i64> {
    let mut total = vec![0; columns[0].1.len()];
    for (sign, column) in columns {
        assert_eq!(column.len(), total.len());
        for (total, amount) in total.iter_mut().zip(column) {
            *total += sign * amount;
        }
    }
    total
}

macro_rules! balances {
    ($book:ident, $what:literal: $($stock:ident)+ = $($sign:tt $flow:expr),+) => {{
        let day = $book.day;
        let change = sum(&[$(
            (1, bare($book.ledger.$stock.closing(day))),
            (-1, bare($book.ledger.$stock.opening(day))),
        )+]);
        let flows = sum(&[$((0 $sign 1, $flow)),+]);
        assert_eq!(change, flows, "{} on day {}", $what, day.0);
        $(assert!(bare($book.ledger.$stock.closing(day)).iter().all(|&held| held >= 0),
            "{}: {} negative on day {}", $what, stringify!($stock), day.0);)+
    }};
}

impl Book<'_> {
    fn check(&self) {
        self.at_makers();
        self.in_the_centre();
        self.in_places();
        self.awards_are_covered();
        self.province();
    }

    /// What was supplied from outside, by place of a kind.
    fn landed(&self, width: usize, place: impl Fn(Landing) -> Option<usize>) -> Vec<i64> {
        let mut landed = vec![0; width];
        let amounts = self.ledger.landed.on(self.day);
        for (supply, amount) in amounts.iter().enumerate() {
            if let Some(at) = place(self.world.supplies.landing[supply]) {
                landed[at] += amount;
            }
        }
        landed
    }

    /// Amounts by maker, summed by product (`false`) or material (`true`).
    fn by_item(&self, of_makers: &[i64], materials: bool) -> Vec<i64> {
        let world = self.world;
        let mut totals = match materials {
            true => vec![0; world.materials.count],
            false => vec![0; world.products.count],
        };
        for (maker, amount) in of_makers.iter().enumerate() {
            let (product, material) = (world.makers.product[maker], world.makers.material[maker]);
            match (materials, product, material) {
                (false, Some(product), _) => totals[product.at()] += amount,
                (true, None, Some(material)) => totals[material.at()] += amount,
                _ => {}
            }
        }
        totals
    }

    fn at_makers(&self) {
        let (l, day, world) = (self.ledger, self.day, self.world);
        let mut own_made = vec![0; world.holdings.count];
        let mut masks_made = l.made.on(day).to_vec();
        for maker in 0..world.makers.count {
            if let (None, Some(material)) =
                (world.makers.product[maker], world.makers.material[maker])
            {
                masks_made[maker] = 0;
                if !world.materials.scarce[material.at()] {
                    own_made[world.makers.own_holding[maker] as usize] += l.made.on(day)[maker];
                }
            }
        }
        let supplied = self.landed(world.holdings.count, |landing| match landing {
            Landing::Holding(holding) => Some(holding as usize),
            _ => None,
        });
        assert_eq!(supplied, bare(l.holding_supplied.on(day)));
        balances!(self, "holdings": holding holding_under_way holding_waiting =
            + supplied.clone(), + bare(l.ordered.on(day)), + bare(l.award.on(day)), + own_made,
            - bare(l.used.on(day)));
        balances!(self, "gates of holdings": holding_waiting =
            + bare(l.holding_stopped.on(day)), - bare(l.holding_resumed.on(day)));
        let open = |holding: usize| {
            world.enterprises.openness.row(day)[world.holdings.enterprise[holding].at()] > 0
        };
        let received = (0..world.holdings.count)
            .map(|holding| supplied[holding] * i64::from(open(holding)))
            .collect();
        balances!(self, "stocks of holdings": holding =
            + bare(l.holding_arrived.on(day)), + received, - bare(l.used.on(day)));
        balances!(self, "hold queues": hold = + masks_made, - bare(l.released.on(day)));
        balances!(self, "gates of makers": gate =
            + l.gate_stopped.on(day).to_vec(), - l.gate_resumed.on(day).to_vec());
        balances!(self, "obligations": owed =
            + bare(l.booked.on(day)), - bare(l.delivered.on(day)), - bare(l.defaulted.on(day)));
        assert_eq!(
            bare(l.released.on(day)),
            sum(&[
                (1, bare(l.delivered.on(day))),
                (1, bare(l.retained.on(day)))
            ])
        );
    }

    fn in_the_centre(&self) {
        let (l, day) = (self.ledger, self.day);
        balances!(self, "depot": depot =
            + bare(l.depot_arrived.on(day)), + bare(l.depot_supplied.on(day)),
            - bare(l.depot_lent.on(day)), - bare(l.depot_awarded.on(day)));
        balances!(self, "road to the depot": to_depot =
            + bare(l.depot_sent.on(day)), - bare(l.depot_arrived.on(day)));
        balances!(self, "pool": pool =
            + bare(l.pool_arrived.on(day)), + bare(l.pool_supplied.on(day)),
            - bare(l.pool_dispatched.on(day)));
        balances!(self, "road to the pool": to_pool =
            + bare(l.pool_sent.on(day)), - bare(l.pool_arrived.on(day)));
        let left_gates = sum(&[
            (1, bare(l.delivered.on(day))),
            (-1, l.gate_stopped.on(day).to_vec()),
            (1, l.gate_resumed.on(day).to_vec()),
        ]);
        let mut sent = self.by_item(&left_gates, false);
        for (place, bought) in l.bought.on(day).iter().enumerate() {
            sent[place % self.world.products.count] += bought.0;
        }
        assert_eq!(
            sent,
            bare(l.pool_sent.on(day)),
            "sent to the pool on day {}",
            day.0
        );
    }

    /// Awards of dispatch by stream × product, and by prefecture × product.
    fn dispatched(&self) -> (Vec<i64>, Vec<i64>) {
        let (l, world) = (self.ledger, self.world);
        let products = world.products.count;
        let mut streams = vec![0; world.streams.count * products];
        let mut places = vec![0; world.prefectures.count * products];
        for group in &l.groups {
            for slot in group.slots.clone() {
                let (claimant, award) = (
                    l.claimants[slot] as usize,
                    l.dispatch_award.on(self.day)[slot],
                );
                let prefecture = match group.tier {
                    Tier::Support => claimant,
                    _ => world.streams.prefecture[claimant]
                        .map_or(0, maskflow::units::PrefectureIndex::at),
                };
                match is_guaranteed(group.tier) {
                    true => streams[claimant * products + group.product.at()] += award,
                    false => places[prefecture * products + group.product.at()] += award,
                }
            }
        }
        (streams, places)
    }

    fn in_places(&self) {
        let (l, day) = (self.ledger, self.day);
        let (streams, places) = self.dispatched();
        balances!(self, "streams": dispatched stream_under_way stream_waiting =
            + streams, - bare(l.stream_used.on(day)));
        balances!(self, "gates of streams": stream_waiting =
            + bare(l.stream_stopped.on(day)), - bare(l.stream_resumed.on(day)));
        balances!(self, "own stock": own =
            + bare(l.local_retained.on(day)), - bare(l.from_own.on(day)), - bare(l.bought.on(day)));
        balances!(self, "received stock": received local_under_way local_waiting =
            + places, + bare(l.local_supplied.on(day)), - bare(l.from_received.on(day)));
        balances!(self, "gates of prefectures": local_waiting =
            + bare(l.local_stopped.on(day)), - bare(l.local_resumed.on(day)));
        assert!(bare(l.backlog.closing(day)).iter().all(|&asked| asked >= 0));
        let need = self.world.streams.need.row(day);
        for (stream, &need) in need.iter().enumerate() {
            let asked = need + l.backlog_in.on(day)[stream].0;
            assert!(
                (0..=asked).contains(&l.served.on(day)[stream].0),
                "stream {stream}"
            );
        }
    }

    fn awards_are_covered(&self) {
        let (l, day) = (self.ledger, self.day);
        for (group, available) in l.groups.iter().zip(l.available.on(day)) {
            let awarded: i64 = l.dispatch_award.on(day)[group.slots.clone()].iter().sum();
            let most = available.map_or(0, |pieces| pieces.0);
            assert!((0..=most).contains(&awarded), "{group:?} on day {}", day.0);
        }
        for slot in 0..l.claimants.len() {
            let claim = l.dispatch_claim.on(day)[slot];
            assert!((0..=claim).contains(&l.dispatch_award.on(day)[slot]));
        }
        for (claim, award) in l.claim.on(day).iter().zip(l.award.on(day)) {
            assert!((0..=claim.0).contains(&award.0));
        }
    }

    /// opening + supplied + ordered + made = used + lent + closing, wherever it is.
    fn province(&self) {
        let (l, day, world) = (self.ledger, self.day, self.world);
        let mut materials = sum(&[
            (
                1,
                self.landed(world.materials.count, |landing| match landing {
                    Landing::Depot(material) => Some(material.at()),
                    Landing::Holding(holding) => {
                        Some(world.holdings.material[holding as usize].at())
                    }
                    _ => None,
                }),
            ),
            (1, self.by_item(l.made.on(day), true)),
            (-1, bare(l.depot_lent.on(day))),
        ]);
        let mut change = sum(&[
            (1, bare(l.depot.closing(day))),
            (-1, bare(l.depot.opening(day))),
            (1, bare(l.to_depot.closing(day))),
            (-1, bare(l.to_depot.opening(day))),
            (1, self.by_item(l.gate.closing(day), true)),
            (-1, self.by_item(l.gate.opening(day), true)),
        ]);
        for holding in 0..world.holdings.count {
            let material = world.holdings.material[holding].at();
            materials[material] += l.ordered.on(day)[holding].0 - l.used.on(day)[holding].0;
            for stock in [&l.holding, &l.holding_under_way, &l.holding_waiting] {
                change[material] += stock.closing(day)[holding].0 - stock.opening(day)[holding].0;
            }
        }
        assert_eq!(
            change, materials,
            "materials of the province on day {}",
            day.0
        );

        let mut masks = sum(&[
            (1, self.by_item(l.made.on(day), false)),
            (
                1,
                self.landed(world.products.count, |landing| match landing {
                    Landing::Pool(product) | Landing::Prefecture(_, product) => Some(product.at()),
                    _ => None,
                }),
            ),
        ]);
        let mut change = self.by_item(
            &sum(&[
                (1, l.gate.closing(day).to_vec()),
                (-1, l.gate.opening(day).to_vec()),
            ]),
            false,
        );
        let made = sum(&[
            (1, bare(l.hold.closing(day))),
            (-1, bare(l.hold.opening(day))),
        ]);
        change = sum(&[(1, change), (1, self.by_item(&made, false))]);
        let tables = [
            &l.pool,
            &l.to_pool,
            &l.own,
            &l.received,
            &l.local_under_way,
            &l.local_waiting,
            &l.dispatched,
            &l.stream_under_way,
            &l.stream_waiting,
        ];
        for table in tables {
            for (place, (after, before)) in table
                .closing(day)
                .iter()
                .zip(table.opening(day))
                .enumerate()
            {
                change[place % world.products.count] += after.0 - before.0;
            }
        }
        let mut worn = 0;
        for flow in [&l.stream_used, &l.from_own, &l.from_received] {
            for (place, amount) in flow.on(day).iter().enumerate() {
                masks[place % world.products.count] -= amount.0;
                worn += amount.0;
            }
        }
        assert_eq!(change, masks, "masks of the province on day {}", day.0);
        assert_eq!(worn, bare(l.served.on(day)).iter().sum::<i64>());
    }
}

#[test]
fn every_account_balances_every_day() {
    for path in scenarios() {
        let scenario = scenario::load(&path, &[]).unwrap();
        let world = world::central(&scenario);
        let mut ledger = Ledger::default();
        simulate(&world, &Policy::of(&scenario), &mut ledger);
        for day in 0..world.days {
            let book = Book {
                world: &world,
                ledger: &ledger,
                day: Day(day as i32),
            };
            book.check();
        }
    }
}
