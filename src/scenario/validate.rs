//! What no single row can say: checks across tables.

use super::document::Node;
use super::findings::{Findings, Place};
use super::{Item, Scenario};
use crate::language::Word;

mod correlations;
mod extremes;
mod roads;
mod room;

/// Checks a scenario whose rows are each in order.
pub(super) fn across(scenario: &Scenario, document: &Node, findings: &Findings) {
    object_to_unserved(scenario, document, findings);
    correlations::check(scenario, document, findings);
    let changes = extremes::Changes::of(scenario);
    extremes::check(scenario, &changes, document, findings);
    room::check(scenario, &changes, document, findings);
}

/// Where a row stands, or the document where it has none.
fn place_of(document: &Node, table: &str, id: &str) -> Place {
    let rows = document.get(table).map_or(&[][..], Node::rows);
    let row = rows
        .iter()
        .find(|row| row.own_name().is_some_and(|own| own == id));
    row.map_or(&document.place, |row| &row.place).clone()
}

fn object_to_unserved(scenario: &Scenario, document: &Node, findings: &Findings) {
    let comes = products_that_come(scenario);
    for demand in &scenario.demand {
        if demand.products.iter().any(|&product| comes[product]) {
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
            names.join(" "),
            Word::of(
                "至少一种有生产、有来源或有库存的产品",
                "a product made, supplied or in stock",
            ),
        );
    }
}

/// Which products are made, supplied or in stock.
fn products_that_come(scenario: &Scenario) -> Vec<bool> {
    let mut comes = vec![false; scenario.products.len()];
    let made = scenario.lines.iter().map(|line| line.item);
    let supplied = scenario.supply.iter().map(|stream| stream.item);
    let stocked = scenario.stocks.iter().map(|stock| stock.item);
    for item in made.chain(supplied).chain(stocked) {
        if let Item::Product(product) = item {
            comes[product] = true;
        }
    }
    comes
}
