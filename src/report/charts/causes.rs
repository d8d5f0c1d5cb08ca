//! Colours of causes: the same cause has the same colour in every figure of a scenario.

use plotters::prelude::RGBAColor;

use super::palette::{KINDS, OTHERS};
use crate::report::words::{self, Word};

/// Colours of what lacks, the strongest first.
const MATERIALS: [RGBAColor; 5] = [KINDS[0], KINDS[5], KINDS[2], KINDS[7], KINDS[6]];

/// How many causes can be told apart: the four that every scenario has, and its materials.
pub(super) const MOST: usize = 4 + MATERIALS.len();

/// A colour for each cause, materials in the order in which they come.
pub(super) fn colours<'a>(causes: impl IntoIterator<Item = &'a Word>) -> Vec<RGBAColor> {
    let mut materials = MATERIALS.into_iter();
    causes
        .into_iter()
        .map(|cause| known(cause).or_else(|| materials.next()).unwrap_or(OTHERS))
        .collect()
}

/// What isn't there yet is no loss that anyone can see: it stays grey.
fn known(cause: &Word) -> Option<RGBAColor> {
    let known = [
        (words::NOT_DELIVERED, OTHERS),
        (words::RAMP, KINDS[1]),
        (words::STAFF, KINDS[3]),
        (words::QUALITY, KINDS[4]),
    ];
    known
        .into_iter()
        .find_map(|(word, colour)| (word == *cause).then_some(colour))
}
