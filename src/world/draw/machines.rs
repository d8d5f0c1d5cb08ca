//! Makers and holdings: what no draw touches.

use std::collections::BTreeSet;

use super::places::borders;
use super::rank_of_ids;
use crate::scenario::{Destination, Item, Line, Quantity, Scenario};
use crate::units::{EnterpriseIndex, MaterialIndex, ProductIndex};
use crate::world::{Enterprises, Holdings, Makers, Takers};

/// Makers and holdings, with their borders written into the enterprises.
pub(super) fn makers_and_holdings(
    scenario: &Scenario,
    enterprises: &mut Enterprises,
) -> (Makers, Holdings) {
    let lines = &scenario.lines;
    let mut holdings = holdings(scenario, enterprises);
    let mut makers = Makers::default();
    for (position, line) in lines.iter().enumerate() {
        let new = position == 0
            || lines[position - 1].enterprise != line.enterprise
            || lines[position - 1].item != line.item;
        if new {
            makers.push(line, position, &holdings);
            let inputs = bill(scenario, line.item).iter();
            let held = inputs.map(|(input, _)| holdings.find(line.enterprise, *input));
            makers.inputs.extend(held.flatten().map(|at| at as u32));
        }
    }
    makers.count = makers.enterprise.len();
    makers.first_line.push(lines.len());
    makers.first_input.push(makers.inputs.len());
    enterprises.first_maker = borders(
        enterprises.count,
        makers.enterprise.iter().map(|owner| owner.at()),
    );
    enterprises.first_mask_maker = borders(
        enterprises.count,
        (makers.enterprise.iter().zip(&makers.product))
            .filter(|(_, product)| product.is_some())
            .map(|(owner, _)| owner.at()),
    );
    holdings.meet_takers(enterprises, &makers);
    (makers, holdings)
}

/// An enterprise holds what its lines use, what it makes for itself, and what it is given.
fn holdings(scenario: &Scenario, enterprises: &Enterprises) -> Holdings {
    let mut held: BTreeSet<(usize, usize)> = BTreeSet::new();
    for line in &scenario.lines {
        let inputs = bill(scenario, line.item).iter();
        held.extend(inputs.map(|(input, _)| (*input, line.enterprise)));
        if let Item::Material(made) = line.item
            && !scenario.materials[made].scarce
        {
            held.insert((made, line.enterprise));
        }
    }
    let stocked = scenario.stocks.iter().map(|row| (row.place, row.item));
    for entry in stocked.chain(scenario.supply.iter().map(|row| (row.place, row.item))) {
        if let (Destination::Enterprise(enterprise), Item::Material(material)) = entry {
            held.insert((material, enterprise));
        }
    }
    let (materials, owners): (Vec<usize>, Vec<usize>) = held.into_iter().unzip();
    let first = borders(scenario.materials.len(), materials.iter().copied());
    let of_material: Vec<_> = first.windows(2).map(|pair| pair[0]..pair[1]).collect();
    let ranks = of_material.iter().flat_map(|members| {
        let owners = owners[members.clone()].iter();
        rank_of_ids(owners.map(|&owner| enterprises.rank[owner]))
    });
    let mut by_enterprise: Vec<u32> = (0..owners.len() as u32).collect();
    by_enterprise.sort_by_key(|&holding| owners[holding as usize]);
    let sorted = by_enterprise
        .iter()
        .map(|&holding| owners[holding as usize]);
    Holdings {
        count: owners.len(),
        rank: ranks.collect(),
        first_of_enterprise: borders(enterprises.count, sorted),
        enterprise: (owners.iter().copied())
            .map(EnterpriseIndex::from_position)
            .collect(),
        material: (materials.into_iter())
            .map(MaterialIndex::from_position)
            .collect(),
        of_material,
        by_enterprise,
        ..Holdings::default()
    }
}

impl Holdings {
    /// Who takes of what.
    fn meet_takers(&mut self, enterprises: &Enterprises, makers: &Makers) {
        let masks = &enterprises.first_mask_maker;
        for (holding, owner) in (0..).zip(&self.enterprise) {
            let owner = owner.at();
            let own = enterprises.first_maker[owner]..enterprises.first_maker[owner + 1];
            let by_line = makers.material[own.clone()].iter().any(Option::is_some);
            if by_line {
                self.by_line.push(holding);
            }
            self.takers.push(Takers {
                first: own.start as u32,
                count: own.len() as u32,
                by_line,
                mask_makers: [masks[owner] as u32, masks[owner + 1] as u32],
            });
        }
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
        self.first_input.push(self.inputs.len());
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
