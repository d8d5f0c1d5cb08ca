//! Quantities as values of a document: numbers, `{ triangular = [7, 12, 25] }`, or text as in a cell.

use super::document::{Node, Value};
use super::quantity::{BadQuantity, Quantity, Shape};
use crate::language::Word;

/// A number or distribution. In TOML a distribution is shared unless it says otherwise.
pub(super) fn quantity_of(node: &Node) -> Option<Quantity> {
    quantity(node).ok()
}

/// The same, or why there is none.
pub(super) fn quantity(node: &Node) -> Result<Quantity, BadQuantity> {
    match &node.value {
        Value::Integer(number) => Ok(Quantity::fixed(*number as f64)),
        Value::Float(number) if number.is_finite() => Ok(Quantity::fixed(*number)),
        Value::Float(_) => Err(BadQuantity::NotFinite),
        Value::Text(text) => Quantity::parse(text, false),
        Value::Table(entries) => distribution(entries),
        Value::Times(node, parameters) => quantity(node).map(|one| one.times(parameters)),
        Value::Flag(_) | Value::List(_) => Err(BadQuantity::NotANumber),
    }
}

/// What a table that is a distribution has.
const KEYS: Word = Word::of(
    "一种分布，此外只有 weights、shared 或 each",
    "one distribution, and beside it only weights, shared or each",
);

fn distribution(entries: &[(String, Node)]) -> Result<Quantity, BadQuantity> {
    let (mut shape, mut weights, mut shared) = (None, Vec::new(), true);
    for (key, node) in entries {
        match (key.as_str(), &node.value) {
            ("shared", Value::Flag(flag)) => shared = *flag,
            ("each", Value::Flag(flag)) => shared = !*flag,
            ("weights", _) => weights = numbers(node)?,
            (name, Value::List(_)) if shape.is_none() => shape = Some((name, numbers(node)?)),
            // A second distribution, or a key that none has.
            _ => return Err(BadQuantity::Parameters(KEYS)),
        }
    }
    let (name, values) = shape.ok_or(BadQuantity::Parameters(KEYS))?;
    Quantity::new(Shape::of(name, &values, &weights)?, shared)
}

fn numbers(node: &Node) -> Result<Vec<f64>, BadQuantity> {
    let number = |item: &Node| {
        let number = quantity(item)?.number();
        number.ok_or(BadQuantity::Parameters(Word::of(
            "参数均为数字",
            "parameters that are numbers",
        )))
    };
    node.rows().iter().map(number).collect()
}
