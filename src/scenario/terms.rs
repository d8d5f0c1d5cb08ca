//! What the whole scenario goes by: the target, and the values of the physics.

use jiff::civil::Date;

use super::Quantity;

/// `[target]`.
#[derive(Clone, Debug)]
pub struct Target {
    /// `pieces_per_day`.
    pub pieces_per_day: i64,
    /// `date` by which it is to be reached.
    pub date: Date,
    /// `sustain_days`: reached on the first of so many days in a row.
    pub sustain_days: u32,
}

/// `[roads]`, `[staff]`, `[warm_start]`, `[demand_factor]` and the like.
#[derive(Clone, Debug, Default)]
pub struct Physics {
    /// `roads.capital`: the prefecture in whose seat depot and pool lie (position).
    pub capital: usize,
    /// `roads.detour`: road distance ÷ great-circle distance.
    pub detour: Quantity,
    /// `roads.speed_kmh`.
    pub speed_kmh: Quantity,
    /// `roads.handling_hours` a trip.
    pub handling_hours: Quantity,
    /// `roads.driving_hours` a day.
    pub driving_hours: Quantity,
    /// `roads.openness.{low,medium,high}`, shares.
    pub openness: [Quantity; 3],
    /// `roads.green_channel` (art. 6): front-line and essential goods pass closed roads.
    pub green_channel: bool,
    /// `staff.return_per_day.{low,medium,high}`: share of those away who come back a day.
    pub staff_return: [Quantity; 3],
    /// `warm_start.working_stock_days`: days of use that makers running on day 0 hold of each input.
    pub working_stock_days: Quantity,
    /// `making_days`: from material at the gate to masks made.
    pub making_days: u32,
    /// `demand_factor.<kind>.{low,medium,high}`, shares, by [`super::Kind`] and [`super::Grade`].
    pub demand_factor: [[Quantity; 3]; 6],
}
