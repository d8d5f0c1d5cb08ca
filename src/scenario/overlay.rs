//! Changes to a document: overlays merged key by key and row by row, and values set or scaled by their path.

use std::collections::BTreeMap;

use super::document::{Node, Value, parse_toml};
use super::findings::{Findings, Place};
use super::limits::PATHS;
use super::quantity::{Quantity, Times};
use super::reader::read_quantity;
use super::schema::{FACTOR, Form};
use super::written::quantity_of;

mod path;

pub(crate) use path::split_argument;
pub(super) use path::{Step, parse_path};

/// Lays `over` on `base`: tables key by key, rows by id; rows with new ids or without ids are added.
pub(super) fn merge(base: &mut Node, over: Node) {
    let is_rows = |node: &Node| {
        !node.rows().is_empty() && node.rows().iter().all(|row| !row.entries().is_empty())
    };
    let rows = is_rows(&over) && is_rows(base);
    match (&mut base.value, over.value) {
        (Value::Table(old), Value::Table(new)) => {
            lay(
                old,
                new,
                |entry| Some(entry.0.clone()),
                |old, new| {
                    merge(&mut old.1, new.1);
                },
            );
        }
        (Value::List(old), Value::List(new)) if rows => lay(old, new, Node::id, merge),
        (_, value) => {
            *base = Node {
                value,
                place: over.place,
            }
        }
    }
}

/// Lays each new one on the first old one of its name; without an old one, or without a name, it is added.
fn lay<T>(
    old: &mut Vec<T>,
    new: Vec<T>,
    name: impl Fn(&T) -> Option<String>,
    merge: impl Fn(&mut T, T),
) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (at, one) in old.iter().enumerate() {
        if let Some(name) = name(one) {
            known.entry(name).or_insert(at);
        }
    }
    for one in new {
        let name = name(&one);
        match name.as_ref().and_then(|name| known.get(name)) {
            Some(&at) => merge(&mut old[at], one),
            None => {
                if let Some(name) = name {
                    known.insert(name, old.len());
                }
                old.push(one);
            }
        }
    }
}

/// What to do with a value.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    Set(Node),
    Scale(f64),
    Times(Times),
    /// Only whether there are numbers or distributions to multiply.
    Try,
}

/// Keys that say how a file is read: by the time that a path is followed, that has happened.
const OF_FILES: [&str; 4] = ["extends", "format", "set", "scale"];

/// Applies an edit at a path of a document.
pub(super) fn apply(
    document: &mut Node,
    path: &str,
    edit: &Edit,
    place: &Place,
    findings: &Findings,
) {
    let Some(steps) = parse_path(path) else {
        findings.add(
            "S019",
            place,
            path,
            "a path that cannot be read",
            "a path such as policy.link_ratio",
        );
        return;
    };
    if OF_FILES.contains(&steps[0].key.as_str()) {
        let expected = "a path to a value; this key can only stand in a file";
        findings.add("S019", place, path, &steps[0].key, expected);
        return;
    }
    if !edit_at(document, &steps, path, edit, place, findings) {
        findings.add(
            "S019",
            place,
            path,
            "no such row",
            "a path to an existing table and row",
        );
    }
}

/// Whether any value was reached.
fn edit_at(
    node: &mut Node,
    steps: &[Step],
    path: &str,
    edit: &Edit,
    place: &Place,
    findings: &Findings,
) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return false;
    };
    if let Some(rows) = &step.rows {
        let Some(Node {
            value: Value::List(list),
            ..
        }) = node.get_mut(&step.key)
        else {
            return false;
        };
        let mut reached = false;
        for row in list.iter_mut().filter(|row| rows.select(row)) {
            reached |= edit_at(row, rest, path, edit, place, findings);
        }
        return reached;
    }
    if rest.is_empty() {
        edit_value(node, &step.key, path, edit, place, findings);
        return true;
    }
    if node.get(&step.key).is_none() {
        let known = node.entries().iter().map(|(key, _)| key.as_str());
        let expected = findings.one_of(known, &step.key);
        findings.add("S019", place, path, &step.key, expected);
        return true;
    }
    node.get_mut(&step.key)
        .is_some_and(|inner| edit_at(inner, rest, path, edit, place, findings))
}

fn edit_value(
    parent: &mut Node,
    key: &str,
    path: &str,
    edit: &Edit,
    place: &Place,
    findings: &Findings,
) {
    match edit {
        Edit::Set(node) => parent.put(key, node.clone()),
        Edit::Scale(by) => {
            if let Some(quantity) = scalable(parent, key, path, place, findings) {
                let value = match quantity.number() {
                    Some(number) => Value::Float(number * by),
                    None => Value::Text(quantity.scaled(*by).to_text()),
                };
                let place = place.clone();
                parent.put(key, Node { value, place });
            }
        }
        Edit::Try => {
            scalable(parent, key, path, place, findings);
        }
        Edit::Times(parameter) => {
            if scalable(parent, key, path, place, findings).is_some()
                && let Some(node) = parent.get_mut(key)
            {
                node.times(*parameter);
            }
        }
    }
}

/// The number or distribution at a key; a finding where there is none.
fn scalable(
    parent: &Node,
    key: &str,
    path: &str,
    place: &Place,
    findings: &Findings,
) -> Option<Quantity> {
    let plain = parent.get(key).map(|node| match &node.value {
        Value::Times(inner, _) => inner.as_ref(),
        _ => node,
    });
    let quantity = plain.and_then(quantity_of);
    if quantity.is_none() {
        let expected = "a path to a number or distribution";
        findings.add("S019", place, path, "no number to scale", expected);
    }
    quantity
}

/// Applies `set` and `scale` of the document itself, then of measures and events that have no dates; takes them out.
pub(super) fn apply_own_changes(document: &mut Node, findings: &Findings) {
    let (set, scale) = (document.take("set"), document.take("scale"));
    apply_tables(document, set.as_ref(), scale.as_ref(), findings);
}

/// Whether measures, events and parameters have more paths than are followed.
pub(super) fn has_too_many_paths(document: &Node, findings: &Findings) -> bool {
    let rows = ["measure", "event", "parameter"]
        .iter()
        .flat_map(|table| document.get(table).map_or(&[][..], Node::rows));
    let mut paths = 0;
    for row in rows {
        for node in [row.get("set"), row.get("scale")].into_iter().flatten() {
            paths += node.entries().len().max(node.rows().len()).max(1);
        }
        if paths > PATHS {
            return object_to_many(row, findings);
        }
    }
    false
}

fn object_to_many(node: &Node, findings: &Findings) -> bool {
    let expected = format!("at most {PATHS} paths; values of many rows belong into their table");
    findings.add("S034", &node.place, "set or scale", "more paths", expected);
    true
}

/// Applies undated measures that are on, and undated events.
pub(super) fn apply_undated(document: &mut Node, findings: &Findings) {
    for table in ["measure", "event"] {
        let count = document.get(table).map_or(0, |rows| rows.rows().len());
        for at in 0..count {
            let Some(Value::List(rows)) = document.get_mut(table).map(|node| &mut node.value)
            else {
                continue;
            };
            let row = &mut rows[at];
            let on = !matches!(
                row.get("on").map(|flag| &flag.value),
                Some(Value::Flag(false))
            );
            if !on || row.get("from").is_some() || row.get("to").is_some() {
                continue;
            }
            let (set, scale) = (row.take("set"), row.take("scale"));
            apply_tables(document, set.as_ref(), scale.as_ref(), findings);
        }
    }
}

fn apply_tables(
    document: &mut Node,
    set: Option<&Node>,
    scale: Option<&Node>,
    findings: &Findings,
) {
    for node in [set, scale].into_iter().flatten() {
        if !matches!(node.value, Value::Table(_)) {
            let expected = "a table of paths with values";
            findings.add("S018", &node.place, "set or scale", &node.text(), expected);
        }
        if node.entries().len() > PATHS {
            object_to_many(node, findings);
            return;
        }
    }
    for (path, node) in set.into_iter().flat_map(Node::entries_by_key) {
        apply(
            document,
            path,
            &Edit::Set(node.clone()),
            &node.place,
            findings,
        );
    }
    for (path, node) in scale.into_iter().flat_map(Node::entries_by_key) {
        let by = read_quantity(node, Form::Number(FACTOR), path, findings);
        if let Some(by) = by.and_then(|by| by.number()) {
            apply(document, path, &Edit::Scale(by), &node.place, findings);
        }
    }
}

/// Applies `path=value` of the command line; a value that is not TOML is taken as a text.
pub(super) fn apply_argument(document: &mut Node, argument: &str, findings: &Findings) {
    let place = Place {
        file: "--set".into(),
        line: 0,
    };
    let Some((path, value)) = split_argument(argument) else {
        findings.add("S019", &place, argument, "no `=`", "path=value");
        return;
    };
    let quiet = Findings::default();
    let parsed = parse_toml("--set", format!("value = {value}").as_bytes(), &quiet);
    let node = parsed.and_then(|mut table| table.take("value"));
    let mut node = node.unwrap_or_else(|| Node {
        value: Value::Text(value.to_owned()),
        place: place.clone(),
    });
    node.place = place.clone();
    apply(document, path, &Edit::Set(node), &place, findings);
}
