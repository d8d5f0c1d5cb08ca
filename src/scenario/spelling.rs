//! What people and spreadsheets write, brought into the one spelling that everything else reads: dates as 2020-02-29, numbers in
//! digits, distributions as `triangular(7, 12, 25)`, words and ids as the schema and the tables have them.
//!
//! Only what can be meant in one way is changed. What cannot be read stays as it was written, and whoever reads it says why.

use super::document::{Node, Value};
use super::overlay::{form_at, parse_path};

use super::quantity::Quantity;
use super::schema::{Form, ROOT, Section, To};
use super::structure::section_of;
use super::written::quantity_of;
use crate::claims::Rule;

mod date;
mod letters;
mod names;
mod number;
mod words;

pub(super) use date::date_of;
pub(super) use letters::{heading, look};
pub(super) use number::{Kind, is_spreadsheet_error, quantity};
pub(super) use words::{chinese, flag};

use names::Known;

/// Brings everything that a document says into the one spelling.
pub(super) fn rewrite(document: &mut Node) {
    own_codes(document);
    let known = Known::of(document);
    table(document, &ROOT, &known);
}

/// Codes of places first: others are found by them.
fn own_codes(document: &mut Node) {
    for name in ["prefecture", "county"] {
        let Some(Value::List(rows)) = document.get_mut(name).map(|node| &mut node.value) else {
            continue;
        };
        for code in rows.iter_mut().filter_map(|row| row.get_mut("code")) {
            if let Some(digits) = names::code(&code.words()) {
                code.value = Value::Text(digits);
            }
        }
    }
}

fn table(node: &mut Node, section: &'static Section, known: &Known) {
    let Some(entries) = node.entries_mut() else {
        return;
    };
    for (key, inner) in entries {
        if let Some(field) = section.field_or_of_policy(key) {
            value(inner, &field.form, known);
        }
    }
}

fn value(node: &mut Node, form: &Form, known: &Known) {
    match *form {
        Form::Text(_) => {}
        Form::Flag => {
            if let Value::Text(text) = &node.value
                && let Some(flag) = flag(text)
            {
                node.value = Value::Flag(flag);
            }
        }
        Form::Date => {
            if let Ok(date) = date_of(&node.words()) {
                node.value = Value::Text(date.to_string());
            }
        }
        Form::Whole(_) | Form::Number(_) | Form::Quantity(_) => amount(node, Kind::of(form)),
        Form::Matrix(_) => each(node, |row| each(row, |cell| amount(cell, Kind::Amount))),
        Form::OneOf(words) => one_word(node, words.iter().copied()),
        Form::Rule => one_word(node, Rule::ALL.iter().map(|rule| rule.name())),
        Form::SomeOf(words) => {
            list(node);
            each(node, |item| one_word(item, words.iter().copied()));
        }
        Form::Name(to) => reference(node, to, known),
        Form::Names(to) => {
            list(node);
            each(node, |item| reference(item, to, known));
        }
        Form::PerRow(to, inner) => per_row(node, to, inner, known),
        Form::Table(section) | Form::Part(section) => table(node, section, known),
        Form::Rows(sections) => each(node, |row| {
            if let (Some(kind), Some(form)) = (row.get_mut("kind"), kinds(sections)) {
                one_word(kind, form.into_iter());
            }
            let section = section_of(row, sections);
            table(row, section, known);
        }),
        Form::Paths => paths(node, known),
    }
}

/// Words that tell several kinds of rows apart.
fn kinds(sections: &'static [&'static Section]) -> Option<Vec<&'static str>> {
    let words = |section: &&'static Section| match section.field("kind")?.form {
        Form::OneOf(words) => Some(words),
        _ => None,
    };
    let all: Option<Vec<&[&str]>> = sections.iter().map(words).collect();
    all.filter(|_| sections.len() > 1).map(|all| all.concat())
}

fn each(node: &mut Node, write: impl FnMut(&mut Node)) {
    if let Value::List(items) = &mut node.value {
        items.iter_mut().for_each(write);
    }
}

/// A cell with several words as a list of them.
fn list(node: &mut Node) {
    if let Value::Text(text) = &node.value {
        let between = |letter: char| {
            letter.is_whitespace() || ['>', ';', '|', ',', '，', '、', '；', '＞'].contains(&letter)
        };
        let words = text.split(between).filter(|word| !word.is_empty());
        let words = words.map(|word| Node {
            value: Value::Text(word.to_owned()),
            place: node.place.clone(),
        });
        node.value = Value::List(words.collect());
    }
}

fn one_word<'a>(node: &mut Node, known: impl Iterator<Item = &'a str>) {
    if let Value::Text(text) = &mut node.value
        && let Some(word) = words::word(text, known)
        && text != word
    {
        word.clone_into(text);
    }
}

fn reference(node: &mut Node, to: To, known: &Known) {
    if matches!(node.value, Value::Table(_) | Value::List(_)) {
        return;
    }
    let written = node.words();
    match known.id(to, &written) {
        Some(id) => node.value = Value::Text(id),
        None => {
            let text = written.into_owned();
            node.value = Value::Text(text);
        }
    }
}

fn per_row(node: &mut Node, to: To, inner: &'static Form, known: &Known) {
    let Some(entries) = node.entries_mut() else {
        return;
    };
    for (key, node) in entries {
        if let Some(id) = known.id(to, key) {
            *key = id;
        }
        value(node, inner, known);
    }
}

/// A number in digits, whole ones without decimals; a distribution as in a cell.
fn amount(node: &mut Node, kind: Kind) {
    let read = match &node.value {
        Value::Text(text) => quantity(text, kind).ok(),
        Value::Float(_) | Value::Table(_) => quantity_of(node),
        _ => None,
    };
    if let Some(quantity) = read {
        node.value = written(&quantity);
    }
}

fn written(quantity: &Quantity) -> Value {
    /// Whole numbers up to here are exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match quantity.number() {
        Some(number) if number.fract() == 0.0 && number.abs() <= EXACT => {
            Value::Integer(number as i64)
        }
        Some(number) => Value::Float(number),
        None => Value::Text(quantity.to_text()),
    }
}

/// Values by path, each as the field that the path leads to.
fn paths(node: &mut Node, known: &Known) {
    let Some(entries) = node.entries_mut() else {
        return;
    };
    for (path, node) in entries {
        if let Some(form) = parse_path(path).and_then(|steps| form_at(&steps)) {
            value(node, &form, known);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::document::parse_toml;
    use crate::scenario::findings::Findings;

    fn document(text: &str) -> Node {
        let findings = Findings::default();
        parse_toml("scenario.toml", text.as_bytes(), &findings).unwrap()
    }

    const PLACES: &str = "[[prefecture]]\ncode = \"360100\"\nname_zh = \"南昌市\"\n[[item]]\nid = \"flat\"\nkind = \"产品\"\nname_zh = \"平面口罩\"\n";

    #[test]
    fn however_it_is_written_it_is_the_same_document() {
        let plain = format!(
            "start = \"2020-02-01\"\ndays = 5\n[[demand]]\nid = \"a\"\nkind = \"public\"\nprefecture = \"360100\"\n\
             persons = 100000\nbacklog_share = 0.5\nproducts = [\"flat\"]\n\
             [[event]]\nid = \"e\"\n[event.set]\n'lines[\"x\"].speed_per_minute' = \"uniform(1, 2) shared\"\n{PLACES}"
        );
        let other = format!(
            "start = 2020-02-01\ndays = 5.0\n[[demand]]\nid = \"a\"\nkind = \"群众需求\"\nprefecture = \"南昌\"\n\
             persons = \"10万\"\nbacklog_share = \"50%\"\nproducts = \"平面口罩\"\n\
             [[event]]\nid = \"e\"\n[event.set]\n'lines[\"x\"].speed_per_minute' = {{ uniform = [1, 2] }}\n{PLACES}"
        );
        let [mut plain, mut other] = [plain, other].map(|text| document(&text));
        rewrite(&mut plain);
        rewrite(&mut other);
        assert_eq!(plain.text(), other.text());
        let once = other.text();
        rewrite(&mut other);
        assert_eq!(other.text(), once);
    }

    #[test]
    fn what_cannot_be_meant_in_one_way_stays_as_it_was_written() {
        let text = format!(
            "start = \"01/02/2020\"\n[[demand]]\nid = \"a\"\nkind = \"红\"\npersons = \"1,5\"\nprefecture = \"赣州\"\n{PLACES}"
        );
        let mut read = document(&text);
        rewrite(&mut read);
        let demand = &read.get("demand").unwrap().rows()[0];
        let told = ["kind", "persons", "prefecture"].map(|key| demand.get(key).unwrap().text());
        assert_eq!(told, ["红", "1,5", "赣州"]);
        assert_eq!(read.get("start").unwrap().text(), "01/02/2020");
    }
}
