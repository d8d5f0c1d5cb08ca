//! Materials and products.

use std::collections::BTreeSet;

use super::rows::{object_to_twins, read, rows};
use super::{Ids, title};
use crate::scenario::document::Node;
use crate::scenario::findings::{Findings, one_of};
use crate::scenario::reader::Reader;
use crate::scenario::schema::{MATERIAL, PRODUCT};
use crate::scenario::{Material, Product, Quantity};

const KINDS: [&str; 2] = ["material", "product"];

/// Ids of materials, inputs before what is made of them, and of products in the order of the file.
pub(super) fn in_order(document: &Node, findings: &Findings) -> (Vec<String>, Vec<String>) {
    let of_kind = |kind: &str| -> Vec<&Node> {
        rows(document, "item")
            .iter()
            .filter(|row| row.get("kind").is_some_and(|node| node.text() == kind))
            .collect()
    };
    let mut waiting = of_kind("material");
    let names: BTreeSet<String> = waiting.iter().filter_map(|row| row.id()).collect();
    let mut done: Vec<String> = Vec::new();
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|row| {
            let inputs = row.get("bill").map_or(&[][..], Node::entries);
            inputs
                .iter()
                .all(|(input, _)| done.contains(input) || !names.contains(input))
        });
        let Some(ready) = ready else {
            let loops: Vec<String> = waiting.iter().filter_map(|row| row.id()).collect();
            let place = &waiting[0].get("bill").unwrap_or(waiting[0]).place;
            let found = loops.join(" → ");
            findings.add(
                "S014",
                place,
                "items.bill",
                &found,
                "a chain without a loop",
            );
            done.extend(loops);
            break;
        };
        done.extend(waiting.remove(ready).id());
    }
    let products = of_kind("product").into_iter().filter_map(Node::id);
    (done, products.collect())
}

pub(super) fn materials(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Material> {
    check_kinds(document, findings);
    let nodes = item_rows(document, &ids.materials);
    let materials = read(document, &MATERIAL, &nodes, findings, |row| {
        row.find("kind");
        Material {
            id: row.text("id"),
            name: title(row, "name_zh", "name_en"),
            scarce: row.flag("scarce"),
            linked: row.flag("linked"),
            bill: bill(row, ids),
            market_per_day: row.quantity_or_none("market_per_day"),
            market_lead_days: row.quantity("market_lead_days"),
        }
    });
    let linked: Vec<usize> = (0..materials.len())
        .filter(|&at| materials[at].linked)
        .collect();
    if linked.len() > 1 || linked.iter().any(|&at| !materials[at].scarce) {
        let found: Vec<&str> = linked.iter().map(|&at| materials[at].id.as_str()).collect();
        let row = nodes[linked[linked.len() - 1]];
        findings.add(
            "S017",
            &row.get("linked").unwrap_or(row).place,
            "items.linked",
            &found.join(", "),
            "at most one, and it is scarce",
        );
    }
    materials
}

/// Items of neither kind are read by nobody, and ids have to differ across kinds.
fn check_kinds(document: &Node, findings: &Findings) {
    let all: Vec<&Node> = rows(document, "item").iter().collect();
    object_to_twins("items", &all, findings);
    for row in all {
        let reader = Reader::row(row, &MATERIAL, None, findings);
        let kind = reader.text("kind");
        if !kind.is_empty() && !KINDS.contains(&kind.as_str()) {
            reader.object("S013", "kind", &kind, one_of(KINDS.into_iter(), &kind));
        }
        reader.text("id");
    }
}

pub(super) fn products(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Product> {
    let nodes = item_rows(document, &ids.products);
    read(document, &PRODUCT, &nodes, findings, |row| {
        row.find("kind");
        Product {
            id: row.text("id"),
            name: title(row, "name_zh", "name_en"),
            bill: bill(row, ids),
            hold_days: row.quantity("hold_days"),
            allowed_yield: row.quantity("allowed_yield"),
        }
    })
}

fn item_rows<'a>(document: &'a Node, ids: &[String]) -> Vec<&'a Node> {
    let all = rows(document, "item");
    ids.iter()
        .filter_map(|id| all.iter().find(|row| row.id().as_ref() == Some(id)))
        .collect()
}

fn bill(reader: &Reader, ids: &Ids) -> Vec<(usize, Quantity)> {
    let entries = reader.find("bill").map_or(&[][..], Node::entries);
    let mut bill: Vec<(usize, Quantity)> = entries
        .iter()
        .filter_map(|(input, amount)| {
            let at = reader.look_up("bill", input, &ids.materials)?;
            Some((at, reader.read("bill", amount)))
        })
        .collect();
    bill.sort_by_key(|entry| entry.0);
    bill
}
