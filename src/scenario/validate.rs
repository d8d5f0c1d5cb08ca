//! What no single row can say: checks across tables.

use super::document::Node;
use super::findings::{Findings, Place};
use super::{Item, Scenario};

/// Checks a scenario whose rows are each in order.
pub(super) fn across(scenario: &Scenario, document: &Node, findings: &Findings) {
    let place_of = |id: &str| -> Place {
        let rows = document.get("demand").map_or(&[][..], Node::rows);
        rows.iter()
            .find(|row| row.id().as_deref() == Some(id))
            .map_or(document.place.clone(), |row| row.place.clone())
    };
    for demand in &scenario.demand {
        if !demand
            .products
            .iter()
            .any(|&product| comes_from_somewhere(scenario, product))
        {
            let names: Vec<&str> = demand
                .products
                .iter()
                .map(|&product| scenario.products[product].id.as_str())
                .collect();
            let field = format!("demand[\"{}\"].products", demand.id);
            findings.add(
                "S015",
                &place_of(&demand.id),
                &field,
                &names.join(" "),
                "a product made, supplied or in stock",
            );
        }
    }
}

fn comes_from_somewhere(scenario: &Scenario, product: usize) -> bool {
    let item = Item::Product(product);
    scenario.lines.iter().any(|line| line.item == item)
        || scenario.supply.iter().any(|stream| stream.item == item)
        || scenario.stocks.iter().any(|stock| stock.item == item)
}
