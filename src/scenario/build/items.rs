//! Materials and products.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{object_to_twins, read, rows};
use super::{Ids, title};
use crate::language::Word;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::names::Names;
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
    let materials = of_kind("material");
    let (order, looped) = inputs_first(&materials);
    let id_of = |at: &usize| materials[*at].id();
    let mut done: Vec<String> = order.iter().filter_map(id_of).collect();
    if let Some(&first) = looped.first() {
        let loops: Vec<String> = looped.iter().filter_map(id_of).collect();
        let row = materials[first];
        let place = &row.get("bill").unwrap_or(row).place;
        let expected = Word::of("不成循环的物料清单", "a chain without a loop");
        findings.add("S014", place, "items.bill", loops.join(" → "), expected);
        done.extend(loops);
    }
    let products = of_kind("product").into_iter().filter_map(Node::id);
    (done, products.collect())
}

/// Positions of materials, inputs before what is made of them and otherwise as they stand; then those that wait for each
/// other. Of rows with one id the first to be made counts as the input.
fn inputs_first(materials: &[&Node]) -> (Vec<usize>, Vec<usize>) {
    let names: BTreeSet<String> = materials.iter().filter_map(|row| row.id()).collect();
    let mut needed_by: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut missing = vec![0; materials.len()];
    for (at, row) in materials.iter().enumerate() {
        for (input, _) in row.get("bill").map_or(&[][..], Node::entries) {
            if names.contains(input) {
                needed_by.entry(input).or_default().push(at);
                missing[at] += 1;
            }
        }
    }
    let mut ready: BTreeSet<usize> = (0..materials.len())
        .filter(|&at| missing[at] == 0)
        .collect();
    let mut order = Vec::with_capacity(materials.len());
    while let Some(at) = ready.pop_first() {
        order.push(at);
        let name = materials[at].own_name();
        for after in name
            .and_then(|name| needed_by.remove(&*name))
            .into_iter()
            .flatten()
        {
            missing[after] -= 1;
            if missing[after] == 0 {
                ready.insert(after);
            }
        }
    }
    let looped = (0..materials.len()).filter(|&at| missing[at] > 0);
    (order, looped.collect())
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
            found.join(", "),
            Word::of(
                "最多一种挂钩原料，且为紧缺原料",
                "at most one, and it is scarce",
            ),
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
            let expected = findings.one_of(KINDS.into_iter(), &kind);
            reader.object("S013", "kind", &kind, expected);
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

fn item_rows<'a>(document: &'a Node, ids: &Names) -> Vec<&'a Node> {
    let mut all: BTreeMap<String, &Node> = BTreeMap::new();
    for row in rows(document, "item") {
        if let Some(id) = row.id() {
            all.entry(id).or_insert(row);
        }
    }
    ids.iter().filter_map(|id| all.get(id).copied()).collect()
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
