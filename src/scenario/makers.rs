//! Enterprises and their lines.

use jiff::civil::Date;

use super::{ColumnOf, Item, Quantity, Title};

/// A row of enterprises.csv.
#[derive(Clone, Debug)]
pub struct Enterprise {
    /// `id`.
    pub id: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `county` (position).
    pub county: usize,
    /// `listed_on`: date on the provincial dispatch list; none = never.
    pub listed_on: Option<Date>,
    /// `staff_present`, full-time persons on day 0.
    pub staff_present: Quantity,
    /// `staff_away`, full-time persons.
    pub staff_away: Quantity,
    /// `recruit_share` of missing staff recruited a day.
    pub recruit_share: Quantity,
    /// `compliance`: share of each booking that is willing.
    pub compliance: Quantity,
    /// `source`, `confidence` as written.
    pub provenance: Provenance,
}

impl Enterprise {
    /// Columns that may be drawn, by name.
    pub const QUANTITIES: [ColumnOf<Self>; 4] = [
        ("enterprises.staff_present", |row| &row.staff_present),
        ("enterprises.staff_away", |row| &row.staff_away),
        ("enterprises.recruit_share", |row| &row.recruit_share),
        ("enterprises.compliance", |row| &row.compliance),
    ];
}

/// Who said it, and how sure it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// `source`.
    pub source: String,
    /// `confidence`.
    pub confidence: String,
}

/// How a line came to be (art. 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineRoute {
    /// Stood before the calendar began.
    Existing,
    /// 挖潜改造.
    Retrofit,
    /// 扩产.
    Expansion,
    /// 转产.
    Conversion,
    /// 新建.
    New,
}

/// A row of lines.csv: a group of equal machines.
#[derive(Clone, Debug)]
pub struct Line {
    /// `id`.
    pub id: String,
    /// `enterprise` (position).
    pub enterprise: usize,
    /// `item`.
    pub item: Item,
    /// `number` of machines.
    pub number: i64,
    /// `speed_per_minute` of one machine: pieces, or kg for a material.
    pub speed_per_minute: Quantity,
    /// `nominal_hours` a day.
    pub nominal_hours: Quantity,
    /// `worked_hours` a day.
    pub worked_hours: Quantity,
    /// `workers_per_shift` of one machine, full-time persons.
    pub workers_per_shift: Quantity,
    /// `shift_hours`.
    pub shift_hours: Quantity,
    /// `availability`: share of commissioned capacity not broken down, mean.
    pub availability: Quantity,
    /// `route`.
    pub route: LineRoute,
    /// `ordered_on`; none for existing lines.
    pub ordered_on: Option<Date>,
    /// `delivery_days` from order, whole.
    pub delivery_days: Quantity,
    /// `install_days` from delivery, whole.
    pub install_days: Quantity,
    /// `opening_age_days` of existing lines on day 0, whole.
    pub opening_age_days: Quantity,
    /// `commissioning_start`: c₀.
    pub commissioning_start: Quantity,
    /// `commissioning_days`: τ.
    pub commissioning_days: Quantity,
    /// `quality_start`: q₀.
    pub quality_start: Quantity,
    /// `quality_end`: q∞.
    pub quality_end: Quantity,
    /// `quality_days`: τq.
    pub quality_days: Quantity,
    /// `price_yuan` of one machine.
    pub price_yuan: Quantity,
    /// `subsidy_need`: share of the price without which the line is not ordered.
    pub subsidy_need: Quantity,
    /// `source`, `confidence`.
    pub provenance: Provenance,
}

impl Line {
    /// Columns that may be drawn, by name.
    pub const QUANTITIES: [ColumnOf<Self>; 16] = [
        ("lines.speed_per_minute", |row| &row.speed_per_minute),
        ("lines.worked_hours", |row| &row.worked_hours),
        ("lines.availability", |row| &row.availability),
        ("lines.workers_per_shift", |row| &row.workers_per_shift),
        ("lines.shift_hours", |row| &row.shift_hours),
        ("lines.nominal_hours", |row| &row.nominal_hours),
        ("lines.price_yuan", |row| &row.price_yuan),
        ("lines.subsidy_need", |row| &row.subsidy_need),
        ("lines.opening_age_days", |row| &row.opening_age_days),
        ("lines.delivery_days", |row| &row.delivery_days),
        ("lines.install_days", |row| &row.install_days),
        ("lines.commissioning_start", |row| &row.commissioning_start),
        ("lines.commissioning_days", |row| &row.commissioning_days),
        ("lines.quality_start", |row| &row.quality_start),
        ("lines.quality_end", |row| &row.quality_end),
        ("lines.quality_days", |row| &row.quality_days),
    ];
}
