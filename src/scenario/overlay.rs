//! Changes to a document: overlays merged key by key and row by row, and values set or scaled by their path.

use super::document::{Node, TABLES, Value, parse_toml};
use super::findings::{Findings, Place, one_of};
use super::quantity::Quantity;

/// Lays `over` on `base`: tables key by key, rows by id; rows with new ids or without ids are added.
pub(super) fn merge(base: &mut Node, over: Node) {
    let is_rows = |node: &Node| {
        !node.rows().is_empty() && node.rows().iter().all(|row| !row.entries().is_empty())
    };
    let rows = is_rows(&over) && is_rows(base);
    match (&mut base.value, over.value) {
        (Value::Table(_), Value::Table(entries)) => {
            for (key, node) in entries {
                match base.get_mut(&key) {
                    Some(old) => merge(old, node),
                    None => base.put(&key, node),
                }
            }
        }
        (Value::List(old), Value::List(new)) if rows => {
            for row in new {
                let id = row.id();
                match old
                    .iter_mut()
                    .find(|known| id.is_some() && known.id() == id)
                {
                    Some(known) => merge(known, row),
                    None => old.push(row),
                }
            }
        }
        (_, value) => {
            *base = Node {
                value,
                place: over.place,
            }
        }
    }
}

/// One step of a path: a key, and which rows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub key: String,
    pub rows: Option<Rows>,
}

/// Which rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    All,
    Id(String),
    Where(String, String),
}

impl Rows {
    pub(super) fn select(&self, row: &Node) -> bool {
        match self {
            Self::All => true,
            Self::Id(id) => row.id().as_deref() == Some(id),
            Self::Where(column, value) => row.get(column).is_some_and(|cell| cell.text() == *value),
        }
    }
}

/// Takes a path such as `lines["gaoan-3l"].delivery_days` apart; tables may be named as their files are.
pub(super) fn parse_path(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = path.trim();
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (key, tail) = rest.split_at(end);
        let mut step = Step {
            key: singular(key.trim()).to_owned(),
            rows: None,
        };
        rest = tail;
        if let Some(inside) = rest.strip_prefix('[') {
            let close = closing_bracket(inside)?;
            step.rows = Some(parse_rows(&inside[..close])?);
            rest = &inside[close + 1..];
        }
        if step.key.is_empty() {
            return None;
        }
        steps.push(step);
        rest = match rest.strip_prefix('.') {
            Some(tail) if !tail.is_empty() => tail,
            None if rest.is_empty() => rest,
            _ => return None,
        };
    }
    (!steps.is_empty()).then_some(steps)
}

fn closing_bracket(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, letter)| {
        quoted ^= letter == '"';
        (letter == ']' && !quoted).then_some(at)
    })
}

fn parse_rows(text: &str) -> Option<Rows> {
    let unquote = |text: &str| text.trim().trim_matches('"').to_owned();
    match text.split_once('=') {
        _ if text.trim() == "*" => Some(Rows::All),
        Some((column, value)) if !column.contains('"') => {
            Some(Rows::Where(column.trim().to_owned(), unquote(value)))
        }
        _ if text.trim().is_empty() => None,
        _ => Some(Rows::Id(unquote(text))),
    }
}

fn singular(key: &str) -> &str {
    let named = TABLES
        .iter()
        .find(|(_, file)| file.strip_suffix(".csv") == Some(key));
    match key {
        "items" => "item",
        "measures" => "measure",
        "events" => "event",
        "regimes" => "regime",
        _ => named.map_or(key, |(name, _)| name),
    }
}

/// What to do with a value.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    Set(Node),
    Scale(f64),
}

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
        let known: Vec<&str> = node.entries().iter().map(|(key, _)| key.as_str()).collect();
        findings.add(
            "S019",
            place,
            path,
            &step.key,
            one_of(known.into_iter(), &step.key),
        );
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
        Edit::Scale(by) => match parent.get(key).and_then(quantity_of) {
            Some(quantity) => {
                let value = match quantity.number() {
                    Some(number) => Value::Float(number * by),
                    None => Value::Text(quantity.scaled(*by).to_text()),
                };
                parent.put(
                    key,
                    Node {
                        value,
                        place: place.clone(),
                    },
                );
            }
            None => findings.add(
                "S019",
                place,
                path,
                "no number to scale",
                "a path to a number or distribution",
            ),
        },
    }
}

/// A number or distribution, as TOML or as text. In TOML a distribution is shared unless it says otherwise.
pub(super) fn quantity_of(node: &Node) -> Option<Quantity> {
    match &node.value {
        Value::Integer(number) => Some(Quantity::fixed(*number as f64)),
        Value::Float(number) => Some(Quantity::fixed(*number)),
        Value::Text(text) => Quantity::parse(text, false).ok(),
        Value::Table(entries) => {
            let flag = |key| {
                matches!(
                    node.get(key).map(|flag| &flag.value),
                    Some(Value::Flag(true))
                )
            };
            let (name, values) = entries
                .iter()
                .find(|(key, _)| !matches!(key.as_str(), "shared" | "each" | "weights"))?;
            let numbers = |node: &Node| -> Option<Vec<f64>> {
                node.rows()
                    .iter()
                    .map(|item| quantity_of(item)?.number())
                    .collect()
            };
            let weights = node.get("weights").map_or(Some(Vec::new()), numbers)?;
            let shape = super::quantity::Shape::of(name, &numbers(values)?, &weights).ok()?;
            Quantity::new(shape, !flag("each")).ok()
        }
        Value::Flag(_) | Value::List(_) => None,
    }
}

/// Applies `set` and `scale` of the document itself, then of measures and events that have no dates; takes them out.
pub(super) fn apply_own_changes(document: &mut Node, findings: &Findings) {
    let (set, scale) = (document.take("set"), document.take("scale"));
    apply_tables(document, set.as_ref(), scale.as_ref(), findings);
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
        match quantity_of(node).and_then(|quantity| quantity.number()) {
            Some(by) => apply(document, path, &Edit::Scale(by), &node.place, findings),
            None => findings.add(
                "S007",
                &node.place,
                path,
                &node.text(),
                "a number to multiply by",
            ),
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

/// At the first `=` that is outside brackets.
fn split_argument(argument: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    let at = argument.char_indices().find_map(|(at, letter)| {
        depth += i32::from(letter == '[') - i32::from(letter == ']');
        (letter == '=' && depth == 0).then_some(at)
    })?;
    Some((argument[..at].trim(), argument[at + 1..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_apart_with_their_rows() {
        let steps = parse_path(r#"counties[prefecture="360200"].risk"#).expect("a path");
        assert_eq!(
            steps[0].rows,
            Some(Rows::Where("prefecture".into(), "360200".into()))
        );
        assert_eq!(
            (steps[0].key.as_str(), steps[1].key.as_str()),
            ("county", "risk")
        );
        assert_eq!(
            parse_path(r#"lines["a.b"].number"#).map(|steps| steps.len()),
            Some(2)
        );
        assert_eq!(parse_path("policy..x"), None);
        assert_eq!(parse_path("lines[].x"), None);
    }

    #[test]
    fn arguments_split_outside_brackets() {
        assert_eq!(
            split_argument(r#"supply[route="x"].per_day=3"#),
            Some((r#"supply[route="x"].per_day"#, "3"))
        );
    }
}
