//! Measures, and dated changes to values of the world.

use super::{Grade, Kind, Title};

/// A dated change to a value of the world, from a measure or an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The measure or event that it belongs to.
    pub cause: String,
    /// First day, from 0.
    pub from: u32,
    /// Last day; none = to the end.
    pub to: Option<u32>,
    /// What is changed.
    pub subject: Subject,
    /// How.
    pub action: Action,
}

/// What a dated change can change. Positions are those of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// `counties[…].risk`.
    Risk(usize),
    /// `roads.openness.<grade>`.
    Openness(Grade),
    /// `counties[…].openness`: this county's roads, whatever its grade.
    CountyOpenness(usize),
    /// `staff.return_per_day.<grade>`.
    StaffReturn(Grade),
    /// `enterprises[…].recruit_share`.
    RecruitShare(usize),
    /// `lines[…].availability`.
    Availability(usize),
    /// `lines[…].worked_hours`.
    WorkedHours(usize),
    /// `supply[…].per_day`.
    SupplyPerDay(usize),
    /// `demand[…].masks_per_person_day`.
    MasksPerPersonDay(usize),
    /// `demand_factor.<kind>.<grade>`.
    DemandFactor(Kind, Grade),
    /// `items[…].market_per_day`.
    MarketPerDay(usize),
}

/// How a value changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// To this value.
    Set(f64),
    /// To this grade.
    SetGrade(Grade),
    /// To this multiple of what it would be.
    Scale(f64),
}

/// A named, switchable package of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// `id`.
    pub id: String,
    /// `article` of the policy.
    pub article: String,
    /// `title_zh`, `title_en`.
    pub title: Title,
    /// `on`.
    pub on: bool,
}
