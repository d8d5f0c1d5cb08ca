//! The resolved scenario: one TOML document that loads to the same scenario, whatever files it came from.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value as TomlValue};

use super::FORMAT;
use super::document::{Node, Value};

/// The document as TOML: the version of its format, then keys in order, rows by id.
pub(super) fn write(document: &Node) -> String {
    let mut whole = DocumentMut::new();
    whole["format"] = toml_edit::value(i64::from(FORMAT));
    for (key, item) in table(document) {
        if key != "format" {
            whole.insert(&key, item);
        }
    }
    whole.to_string()
}

fn table(node: &Node) -> Table {
    let mut entries: Vec<&(String, Node)> = node.entries().iter().collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let mut table = Table::new();
    table.set_implicit(false);
    for (key, node) in entries {
        table.insert(key, item(key, node));
    }
    table
}

/// Rows whose order has a meaning.
const ORDERED: [&str; 5] = ["item", "measure", "event", "parameter", "regime"];

fn item(key: &str, node: &Node) -> Item {
    match &node.value {
        Value::Table(entries)
            if entries
                .iter()
                .any(|(_, inner)| !inner.rows().is_empty() || !inner.entries().is_empty()) =>
        {
            Item::Table(table(node))
        }
        Value::List(rows)
            if !rows.is_empty() && rows.iter().all(|row| matches!(row.value, Value::Table(_))) =>
        {
            let mut rows: Vec<&Node> = rows.iter().collect();
            if !ORDERED.contains(&key) {
                rows.sort_by_cached_key(|row| row.id());
                // Keys come in another order from CSV than from TOML: compare rows without ids as they are written.
                for twins in rows.chunk_by_mut(|one, next| one.own_name() == next.own_name()) {
                    if twins.len() > 1 {
                        twins.sort_by_cached_key(|row| table(row).to_string());
                    }
                }
            }
            let mut list = ArrayOfTables::new();
            for row in rows {
                list.push(table(row));
            }
            Item::ArrayOfTables(list)
        }
        _ => Item::Value(value(node)),
    }
}

fn value(node: &Node) -> TomlValue {
    match &node.value {
        Value::Text(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Flag(flag) => (*flag).into(),
        Value::List(items) => items.iter().map(value).collect::<Array>().into(),
        Value::Table(entries) => {
            let mut entries: Vec<&(String, Node)> = entries.iter().collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            entries
                .into_iter()
                .map(|(key, node)| (key.as_str(), value(node)))
                .collect::<InlineTable>()
                .into()
        }
        Value::Times(node, _) => value(node),
    }
}
