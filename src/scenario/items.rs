//! Materials and products.

use super::{Quantity, Title};

/// `[[item]]` with `kind = "material"`.
#[derive(Clone, Debug)]
pub struct Material {
    /// `id`.
    pub id: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `scarce`: under provincial allocation.
    pub scarce: bool,
    /// `linked`: its awards book dispatch obligations. At most one, and it is scarce.
    pub linked: bool,
    /// `bill`: milligrams of each material (position) per kilogram made.
    pub bill: Vec<(usize, Quantity)>,
    /// `market_per_day`, kg: what the market sells the province's makers a day; none = no limit.
    pub market_per_day: Option<Quantity>,
    /// `market_lead_days` from order to arrival, whole and at least 1.
    pub market_lead_days: Quantity,
}

/// `[[item]]` with `kind = "product"`.
#[derive(Clone, Debug)]
pub struct Product {
    /// `id`.
    pub id: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `bill`: milligrams of each material (position) per piece.
    pub bill: Vec<(usize, Quantity)>,
    /// `hold_days` between making and release (sterilisation, aeration, inspection), whole.
    pub hold_days: Quantity,
    /// `allowed_yield`: the qualified share that obligations reckon with.
    pub allowed_yield: Quantity,
}

/// What a line or a stream makes or carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A position in [`super::Scenario::materials`].
    Material(usize),
    /// A position in [`super::Scenario::products`].
    Product(usize),
}
