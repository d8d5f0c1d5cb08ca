//! Makers and holdings: what no draw touches.

use std::collections::BTreeSet;

use super::places::borders;
use super::rank_of_ids;
use crate::scenario::{Destination, Item, Line, Quantity, Scenario};
use crate::units::{EnterpriseIndex, MaterialIndex, ProductIndex};
use crate::world::{Enterprises, Holdings, Makers};

impl Holdings {
    /// Position of an enterprise's holding of a material.
    #[must_use]
    pub fn find(&self, enterprise: usize, material: usize) -> Option<usize> {
        let held = self.of_material.get(material)?;
        let at = held.binary_search_by_key(&enterprise, |&holding| {
            self.enterprise[holding as usize].at()
        });
        at.ok().map(|position| held[position] as usize)
    }
}

/// Makers and holdings, with their borders written into the enterprises.
pub(super) fn makers_and_holdings(
    scenario: &Scenario,
    enterprises: &mut Enterprises,
) -> (Makers, Holdings) {
    let lines = &scenario.lines;
    let holdings = holdings(scenario, enterprises);
    let mut makers = Makers::default();
    for (position, line) in lines.iter().enumerate() {
        let new = position == 0
            || lines[position - 1].enterprise != line.enterprise
            || lines[position - 1].item != line.item;
        if new {
            makers.push(line, position, &holdings);
        }
    }
    makers.count = makers.enterprise.len();
    makers.first_line.push(lines.len());
    enterprises.first_maker = borders(
        enterprises.count,
        makers.enterprise.iter().map(|owner| owner.at()),
    );
    (makers, holdings)
}

/// An enterprise holds what its lines use, what it makes for itself, and what it is given.
fn holdings(scenario: &Scenario, enterprises: &mut Enterprises) -> Holdings {
    let mut held: BTreeSet<(usize, usize)> = BTreeSet::new();
    for line in &scenario.lines {
        held.extend(
            bill(scenario, line.item)
                .iter()
                .map(|(input, _)| (line.enterprise, *input)),
        );
        if let Item::Material(made) = line.item
            && !scenario.materials[made].scarce
        {
            held.insert((line.enterprise, made));
        }
    }
    let stocked = scenario.stocks.iter().map(|row| (row.place, row.item));
    for entry in stocked.chain(scenario.supply.iter().map(|row| (row.place, row.item))) {
        if let (Destination::Enterprise(enterprise), Item::Material(material)) = entry {
            held.insert((enterprise, material));
        }
    }
    let owners: Vec<usize> = held.iter().map(|&(enterprise, _)| enterprise).collect();
    let mut of_material = vec![Vec::new(); scenario.materials.len()];
    for (position, &(_, material)) in held.iter().enumerate() {
        of_material[material].push(position as u32);
    }
    let owner = |holding: &u32| enterprises.rank[owners[*holding as usize]];
    let rank_of_material = (of_material.iter())
        .map(|members: &Vec<u32>| rank_of_ids(members.iter().map(owner)))
        .collect();
    enterprises.first_holding = borders(
        enterprises.count,
        held.iter().map(|&(enterprise, _)| enterprise),
    );
    Holdings {
        count: held.len(),
        enterprise: held
            .iter()
            .map(|&(enterprise, _)| EnterpriseIndex::from_position(enterprise))
            .collect(),
        material: held
            .iter()
            .map(|&(_, material)| MaterialIndex::from_position(material))
            .collect(),
        of_material,
        rank_of_material,
    }
}

fn bill(scenario: &Scenario, item: Item) -> &[(usize, Quantity)] {
    match item {
        Item::Material(made) => &scenario.materials[made].bill,
        Item::Product(made) => &scenario.products[made].bill,
    }
}

impl Makers {
    fn push(&mut self, line: &Line, first_line: usize, holdings: &Holdings) {
        let position = self.enterprise.len() as u32;
        self.enterprise
            .push(EnterpriseIndex::from_position(line.enterprise));
        self.first_line.push(first_line);
        let (product, material) = match line.item {
            Item::Product(made) => (Some(ProductIndex::from_position(made)), None),
            Item::Material(made) => (None, Some(MaterialIndex::from_position(made))),
        };
        if material.is_some() {
            self.of_materials.push(position);
        }
        let own = material.and_then(|made| holdings.find(line.enterprise, made.at()));
        self.own_holding.push(own.unwrap_or(0) as u32);
        self.product.push(product);
        self.material.push(material);
    }
}
