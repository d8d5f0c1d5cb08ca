//! What no single row can say: checks across tables.

use super::document::Node;
use super::findings::{Findings, Place};
use super::{Item, Scenario};

mod correlations;
mod extremes;
mod roads;
mod room;

/// Checks a scenario whose rows are each in order.
pub(super) fn across(scenario: &Scenario, document: &Node, findings: &Findings) {
    object_to_unserved(scenario, document, findings);
    correlations::check(scenario, document, findings);
    extremes::check(scenario, document, findings);
    room::check(scenario, document, findings);
}

/// Where a row stands, or the document where it has none.
fn place_of(document: &Node, table: &str, id: &str) -> Place {
    let rows = document.get(table).map_or(&[][..], Node::rows);
    let row = rows.iter().find(|row| row.id().as_deref() == Some(id));
    row.map_or(&document.place, |row| &row.place).clone()
}

fn object_to_unserved(scenario: &Scenario, document: &Node, findings: &Findings) {
    for demand in &scenario.demand {
        let mut accepted = demand.products.iter();
        if accepted.any(|&product| comes_from_somewhere(scenario, product)) {
            continue;
        }
        let names: Vec<&str> = demand
            .products
            .iter()
            .map(|&product| scenario.products[product].id.as_str())
            .collect();
        findings.add(
            "S015",
            &place_of(document, "demand", &demand.id),
            &format!("demand[\"{}\"].products", demand.id),
            &names.join(" "),
            "a product made, supplied or in stock",
        );
    }
}

fn comes_from_somewhere(scenario: &Scenario, product: usize) -> bool {
    let item = Item::Product(product);
    scenario.lines.iter().any(|line| line.item == item)
        || scenario.supply.iter().any(|stream| stream.item == item)
        || scenario.stocks.iter().any(|stock| stock.item == item)
}
