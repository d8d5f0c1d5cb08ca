//! Reading numbers and distributions, and saying why there is none.

use crate::language::Word;
use crate::said;
use crate::scenario::document::{Node, Value};
use crate::scenario::findings::{Findings, remedy};
use crate::scenario::quantity::{BadQuantity, NAMES, Quantity};
use crate::scenario::schema::{Form, Range};
use crate::scenario::spelling::{self, Kind};
use crate::scenario::written::quantity;

/// A node as a number or distribution of a form; nothing after a finding.
pub(in crate::scenario) fn read_quantity(
    node: &Node,
    form: Form,
    path: &str,
    findings: &Findings,
) -> Option<Quantity> {
    let fits = |quantity: &Quantity| match form {
        Form::Whole(_) => quantity
            .number()
            .is_some_and(|number| number.fract() == 0.0),
        Form::Number(_) => quantity.number().is_some(),
        _ => true,
    };
    let quantity = match written_in(node, form) {
        Ok(quantity) if fits(&quantity) => quantity,
        other => {
            let (expected, remedy) = wanted(form, other.err(), findings);
            findings.add_with("S007", &node.place, path, node.text(), expected, remedy);
            return None;
        }
    };
    let Some(range) = form.range() else {
        return Some(quantity);
    };
    if !range.holds_all(&quantity) {
        findings.add("S008", &node.place, path, node.text(), range.word());
        return None;
    }
    Some(quantity.within(range.least, range.most))
}

/// Cells are read as the field may write its numbers.
fn written_in(node: &Node, form: Form) -> Result<Quantity, BadQuantity> {
    match &node.value {
        Value::Text(text) => spelling::quantity(text, Kind::of(&form)),
        Value::Times(inner, parameters) => written_in(inner, form).map(|one| one.times(parameters)),
        _ => quantity(node),
    }
}

const A_WHOLE: Word = Word::of("整数", "a whole number");
const A_NUMBER: Word = Word::of("数字，不能是分布", "a number, no distribution");
const A_QUANTITY: Word = Word::of("数字或分布", "a number or distribution");

/// What a field of numbers holds.
pub(super) fn described(form: &Form) -> Word {
    match form {
        Form::Whole(_) => A_WHOLE,
        Form::Number(_) => A_NUMBER,
        _ => A_QUANTITY,
    }
}

/// What a form wants where a number or distribution cannot be read, or is of another form; and what to do.
fn wanted(form: Form, why: Option<BadQuantity>, findings: &Findings) -> (Word, Word) {
    let plain = described(&form);
    let remedy = match form {
        Form::Whole(_) => Word::of("填写整数，如 3", "write a whole number such as 3"),
        Form::Number(_) => Word::of("填写数字，如 0.1", "write a number such as 0.1"),
        _ => remedy("S007"),
    };
    let distribution = Word::of(
        "更正分布的写法，如 triangular(7, 12, 25)",
        "correct the distribution; triangular(7, 12, 25) is one",
    );
    match (form, why) {
        (
            Form::Whole(_) | Form::Number(_),
            Some(BadQuantity::Unknown(_) | BadQuantity::Parameters(_)),
        )
        | (_, None | Some(BadQuantity::NotANumber)) => (plain, remedy),
        (_, Some(BadQuantity::Percent)) => (
            Word::of("不带百分号的数字", "a number without a percent sign"),
            remedy,
        ),
        (_, Some(BadQuantity::Commas)) => (
            Word::of(
                "逗号只作三位一组的千分位（1,234），小数点用“.”（1.5）",
                "commas that group thousands by three (1,234), and a point as the decimal sign (1.5)",
            ),
            remedy,
        ),
        (_, Some(BadQuantity::NotFinite)) => (Word::of("有限的数字", "a finite number"), remedy),
        (_, Some(BadQuantity::Unknown(name))) => {
            let known = NAMES.iter().map(|(name, _)| *name);
            let expected =
                Word::of("分布为", "a distribution: ").and(&findings.one_of(known, &name));
            (expected, distribution)
        }
        (_, Some(BadQuantity::Parameters(expected))) => (expected, distribution),
    }
}

impl Range {
    /// From where to where, for findings.
    pub(in crate::scenario) fn word(self) -> Word {
        let en = self.to_string();
        let (least, most) = (self.least, self.most);
        let zh = if most < 1e6 {
            format!("{least} 至 {most}")
        } else {
            format!("{least} 至 {most:e}")
        };
        said!("{zh}", "{en}")
    }

    /// Whether a number lies inside.
    pub(in crate::scenario) fn holds(self, number: f64) -> bool {
        (self.least..=self.most).contains(&number)
    }

    /// Whether a distribution lies inside. The long tails of the bell and of its logarithm are cut off at the range
    /// instead: written as they are meant, they always stick out a little.
    fn holds_all(self, quantity: &Quantity) -> bool {
        let (low, high) = quantity.bounds();
        let inside = |end: f64| self.holds(end) || !end.is_finite();
        let tail = !high.is_finite();
        self.holds(quantity.median()) && (tail || (inside(low) && inside(high)))
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.most < 1e6 {
            write!(out, "from {} to {}", self.least, self.most)
        } else {
            write!(out, "from {} to {:e}", self.least, self.most)
        }
    }
}
