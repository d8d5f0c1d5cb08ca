//! What nobody knows and reported figures may tell.

use super::{Provenance, Quantity, Title};

/// A row of `[[parameter]]`: a number, one a future, that quantities are multiplied by.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `id`.
    pub id: String,
    /// `title_zh`, `title_en`.
    pub title: Title,
    /// `prior`: what it may be before figures are looked at, between bounds.
    pub prior: Quantity,
    /// `value`: what it is; without one it multiplies nothing.
    pub value: Option<Quantity>,
    /// `source`, `confidence`.
    pub provenance: Provenance,
}
