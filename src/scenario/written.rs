//! Quantities as values of a document: numbers, `{ triangular = [7, 12, 25] }`, or text as in a cell.

use super::document::{Node, Value};
use super::quantity::{Quantity, Shape};

/// A number or distribution. In TOML a distribution is shared unless it says otherwise.
pub(super) fn quantity_of(node: &Node) -> Option<Quantity> {
    match &node.value {
        Value::Integer(number) => Some(Quantity::fixed(*number as f64)),
        Value::Float(number) => number.is_finite().then(|| Quantity::fixed(*number)),
        Value::Text(text) => Quantity::parse(text, false).ok(),
        Value::Table(entries) => distribution(entries),
        Value::Times(node, parameters) => quantity_of(node).map(|one| one.times(parameters)),
        Value::Flag(_) | Value::List(_) => None,
    }
}

fn distribution(entries: &[(String, Node)]) -> Option<Quantity> {
    let (mut shape, mut weights, mut shared) = (None, Vec::new(), true);
    for (key, node) in entries {
        match (key.as_str(), &node.value) {
            ("shared", Value::Flag(flag)) => shared = *flag,
            ("each", Value::Flag(flag)) => shared = !*flag,
            ("weights", _) => weights = numbers(node)?,
            (name, Value::List(_)) if shape.is_none() => shape = Some((name, numbers(node)?)),
            // A second distribution, or a key that none has.
            _ => return None,
        }
    }
    let (name, values) = shape?;
    Quantity::new(Shape::of(name, &values, &weights).ok()?, shared).ok()
}

fn numbers(node: &Node) -> Option<Vec<f64>> {
    let number = |item: &Node| quantity_of(item)?.number();
    node.rows().iter().map(number).collect()
}
