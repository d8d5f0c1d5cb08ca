//! What makers hold of materials, and who takes of it.

use std::ops::Range;

use crate::units::{EnterpriseIndex, MaterialIndex};

/// What one enterprise holds of one material, and what its makers take of it: material by material, and enterprise by
/// enterprise within each.
#[derive(Clone, Debug, Default)]
pub struct Holdings {
    /// How many.
    pub count: usize,
    /// Whose.
    pub enterprise: Vec<EnterpriseIndex>,
    /// Of what.
    pub material: Vec<MaterialIndex>,
    /// Rank of the owner's id among all holders of the material, from 0.
    pub rank: Vec<u32>,
    /// Holdings of each material.
    pub of_material: Vec<Range<usize>>,
    /// Enterprise by enterprise, its holdings in the order of materials.
    pub by_enterprise: Vec<u32>,
    /// Those of each: `first_of_enterprise[e]..first_of_enterprise[e + 1]` of them.
    pub first_of_enterprise: Vec<usize>,
    /// Who takes of it.
    pub takers: Vec<Takers>,
    /// Those whose takers count line by line, not by sums.
    pub by_line: Vec<u32>,
}

/// Who takes of a holding: the makers of its enterprise, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Takers {
    /// Position of the first among makers.
    pub first: u32,
    /// How many.
    pub count: u32,
    /// One of them makes a material: what that takes is rounded up, line by line.
    pub by_line: bool,
    /// Those of them that make masks: first and end position in [`World::mask_makers`](super::World::mask_makers).
    pub mask_makers: [u32; 2],
}

impl Takers {
    /// Positions of the makers.
    #[must_use]
    #[inline]
    pub fn makers(self) -> Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }
}

impl Holdings {
    /// An enterprise's holdings, in the order of materials.
    #[must_use]
    pub fn of_enterprise(&self, enterprise: usize) -> &[u32] {
        let first = &self.first_of_enterprise;
        &self.by_enterprise[first[enterprise]..first[enterprise + 1]]
    }

    /// Position of an enterprise's holding of a material.
    #[must_use]
    pub fn find(&self, enterprise: usize, material: usize) -> Option<usize> {
        let held = self.of_material.get(material)?;
        let owners = &self.enterprise[held.clone()];
        let at = owners.binary_search_by_key(&enterprise, |owner| owner.at());
        at.ok().map(|position| held.start + position)
    }
}
