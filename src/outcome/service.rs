//! Who was served: fill rates, unmet person-days, runs of shortage.

use crate::ledger::Ledger;
use crate::scenario::Kind;
use crate::units::{Day, MILLION, Pieces, Share, muldiv};
use crate::world::World;

/// Kinds of need in the order of their names in files.
pub const KINDS: [(Kind, &str); 6] = [
    (Kind::National, "national"),
    (Kind::Frontline, "frontline"),
    (Kind::KeyProjects, "key_projects"),
    (Kind::KeyEnterprises, "key_enterprises"),
    (Kind::Essential, "essential"),
    (Kind::Public, "public"),
];

/// Need and service, by day × (prefectures, then the nation) × kind.
#[derive(Clone, Debug)]
pub struct Service {
    places: usize,
    cells: Vec<Cell>,
    /// Person-days without a mask, by kind.
    pub unmet_person_days: [i64; 6],
}

/// What one kind of need in one place came to on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Fresh need.
    pub need: Pieces,
    /// Asked for again.
    pub backlog_in: Pieces,
    /// Served in all.
    pub served: Pieces,
    /// Served of fresh need.
    pub served_fresh: Pieces,
    /// Carried on.
    pub backlog_out: Pieces,
    /// Whether there is a stream of this kind here.
    pub exists: bool,
}

impl Cell {
    /// Adds a part.
    pub fn add(&mut self, other: &Self) {
        self.need += other.need;
        self.backlog_in += other.backlog_in;
        self.served += other.served;
        self.served_fresh += other.served_fresh;
        self.backlog_out += other.backlog_out;
        self.exists |= other.exists;
    }

    /// Neither fresh need nor backlog that was served.
    #[must_use]
    pub fn unmet(&self) -> Pieces {
        self.need + self.backlog_in - self.served
    }

    /// served_fresh ÷ need; 1 without need.
    #[must_use]
    pub fn fill_rate(&self) -> Share {
        Share::ratio(self.served_fresh.0, self.need.0, Share::ONE)
    }
}

impl Service {
    pub(super) fn of(world: &World, ledger: &Ledger) -> Self {
        let places = world.prefectures.count + 1;
        let mut service = Self {
            places,
            cells: vec![Cell::default(); world.days * places * 6],
            unmet_person_days: [0; 6],
        };
        let mut unmet = vec![0; world.streams.count];
        for day in (0..world.days as i32).map(Day) {
            for stream in 0..world.streams.count {
                let kind = world.streams.kind[stream] as usize;
                let place = world.streams.prefecture[stream]
                    .map_or(places - 1, super::super::units::PrefectureIndex::at);
                let part = Cell {
                    need: Pieces(world.streams.need.row(day)[stream]),
                    backlog_in: ledger.backlog_in.on(day)[stream],
                    served: ledger.served.on(day)[stream],
                    served_fresh: ledger.served_fresh.on(day)[stream],
                    backlog_out: ledger.backlog.closing(day)[stream],
                    exists: true,
                };
                service.cells[(day.row() * places + place) * 6 + kind].add(&part);
                unmet[stream] += (part.need - part.served_fresh).0;
            }
        }
        let streams = world
            .streams
            .kind
            .iter()
            .zip(&world.streams.masks_per_person);
        for (unmet, (&kind, &masks)) in unmet.into_iter().zip(streams) {
            service.unmet_person_days[kind as usize] += muldiv(unmet, MILLION, masks.max(1));
        }
        service
    }

    /// One cell; the place after the last prefecture is the nation.
    #[must_use]
    pub fn cell(&self, day: Day, place: usize, kind: usize) -> &Cell {
        &self.cells[(day.row() * self.places + place) * 6 + kind]
    }

    /// Places, the nation included.
    #[must_use]
    pub fn places(&self) -> usize {
        self.places
    }

    /// Everything of some days, places and kinds together.
    #[must_use]
    pub fn sum(
        &self,
        days: impl Iterator<Item = Day>,
        place: impl Fn(usize) -> bool,
        kind: impl Fn(usize) -> bool,
    ) -> Cell {
        let mut sum = Cell::default();
        for day in days {
            for at in (0..self.places).filter(|&at| place(at)) {
                (0..6)
                    .filter(|&at| kind(at))
                    .for_each(|kind| sum.add(self.cell(day, at, kind)));
            }
        }
        sum
    }
}
