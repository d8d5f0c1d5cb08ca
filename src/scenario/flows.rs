//! What lies somewhere, what comes in, and what is needed.

use jiff::civil::Date;

use super::{ColumnOf, Item, Quantity};

/// What a stream sends out where it says nothing.
static NOTHING: Quantity = Quantity::fixed(0.0);

/// Where a stock lies or a stream lands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// The provincial depot (scarce materials).
    Depot,
    /// The provincial pool (products).
    Pool,
    /// An enterprise (materials; position).
    Enterprise(usize),
    /// A prefecture's received stock (products; position).
    Prefecture(usize),
}

/// A row of stocks.csv: what lies somewhere when day 0 opens.
#[derive(Clone, Debug)]
pub struct Stock {
    /// `id`.
    pub id: String,
    /// `place`: `depot`, `pool`, an enterprise's id or a prefecture's code.
    pub place: Destination,
    /// `item`.
    pub item: Item,
    /// `amount`: pieces, or kg.
    pub amount: Quantity,
}

impl Stock {
    /// Columns that may be drawn, by name.
    pub const QUANTITIES: [ColumnOf<Self>; 1] = [("stocks.amount", |row| &row.amount)];
}

/// How supply comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SupplyRoute {
    /// National allotment.
    Allotment,
    /// Purchase elsewhere, imports and gifts included.
    Purchase,
    /// 协作生产、订单替代: neighbours' capacity, perhaps against material.
    Cooperation,
}

/// A row of supply.csv: a stream of an item from outside the province.
#[derive(Clone, Debug)]
pub struct Supply {
    /// `id`.
    pub id: String,
    /// `item`.
    pub item: Item,
    /// `place` where it lands: `depot`, `pool`, an enterprise's id or a prefecture's code.
    pub place: Destination,
    /// `route`.
    pub route: SupplyRoute,
    /// `from`, first day.
    pub from: Date,
    /// `to`, last day.
    pub to: Date,
    /// `per_day`: pieces, or kg.
    pub per_day: Quantity,
    /// `sends_item`, `sends_per_day` (kg, from the depot): material that goes out for it. What comes back is in
    /// proportion to what was sent.
    pub sends: Option<(usize, Quantity)>,
    /// `returns_after_days`: days between material out and product in, whole, at least 1.
    pub returns_after_days: Quantity,
}

impl Supply {
    /// Columns that may be drawn, by name.
    pub const QUANTITIES: [ColumnOf<Self>; 3] = [
        ("supply.per_day", |row| &row.per_day),
        ("supply.sends_per_day", |row| {
            row.sends.as_ref().map_or(&NOTHING, |(_, amount)| amount)
        }),
        ("supply.returns_after_days", |row| &row.returns_after_days),
    ];
}

/// Kinds of need. The first four are provincial duty, the last two local.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 国家调拨.
    National,
    /// 抗疫一线.
    Frontline,
    /// 省重点工程.
    KeyProjects,
    /// 重要国计民生企业.
    KeyEnterprises,
    /// 辖区重点用途.
    Essential,
    /// 群众需求.
    Public,
}

impl Kind {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::National,
        Self::Frontline,
        Self::KeyProjects,
        Self::KeyEnterprises,
        Self::Essential,
        Self::Public,
    ];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Frontline => "frontline",
            Self::KeyProjects => "key_projects",
            Self::KeyEnterprises => "key_enterprises",
            Self::Essential => "essential",
            Self::Public => "public",
        }
    }
}

/// A row of demand.csv: need a day = persons × masks a person × profile × demand factor of the kind.
#[derive(Clone, Debug)]
pub struct Demand {
    /// `id`.
    pub id: String,
    /// `kind`.
    pub kind: Kind,
    /// `prefecture` (position); none exactly for `national`.
    pub prefecture: Option<usize>,
    /// `persons`, or what else the profile multiplies.
    pub persons: Quantity,
    /// `masks_per_person_day`.
    pub masks_per_person_day: Quantity,
    /// `profile` (position); none = always 1.
    pub profile: Option<usize>,
    /// `products` accepted (positions), best first.
    pub products: Vec<usize>,
    /// `backlog_share` of a day's unmet need that is asked for again.
    pub backlog_share: Quantity,
    /// `backlog_days` after which it is given up, whole.
    pub backlog_days: Quantity,
}

impl Demand {
    /// Columns that may be drawn, by name.
    pub const QUANTITIES: [ColumnOf<Self>; 4] = [
        ("demand.persons", |row| &row.persons),
        ("demand.masks_per_person_day", |row| {
            &row.masks_per_person_day
        }),
        ("demand.backlog_share", |row| &row.backlog_share),
        ("demand.backlog_days", |row| &row.backlog_days),
    ];
}

/// A named course over time, from profiles.csv (`profile`, `date`, `value`): straight lines between its points,
/// level before the first and after the last.
#[derive(Clone, Debug)]
pub struct Profile {
    /// `profile`.
    pub name: String,
    /// `date`, `value`, ascending.
    pub points: Vec<(Date, f64)>,
}
