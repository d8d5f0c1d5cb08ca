//! Raw documents: a tree of values, each with its place in a file.

use std::sync::Arc;

use jiff::civil::Date;
use toml_edit::{Document, Item, TableLike, Value as TomlValue};

use super::findings::{Findings, Place};
use super::quantity::Times;

mod csv;

pub(super) use csv::parse_csv;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub value: Value,
    pub place: Place,
}

/// What a file can say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A text, or a cell of a CSV table.
    Text(String),
    Integer(i64),
    Float(f64),
    Flag(bool),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
    /// A number or distribution that parameters multiply.
    Times(Box<Node>, Vec<Times>),
}

impl Node {
    pub(super) fn table(place: Place) -> Self {
        Self {
            value: Value::Table(Vec::new()),
            place,
        }
    }

    pub(super) fn entries(&self) -> &[(String, Node)] {
        if let Value::Table(entries) = &self.value {
            entries
        } else {
            &[]
        }
    }

    pub(super) fn entries_mut(&mut self) -> Option<&mut Vec<(String, Node)>> {
        if let Value::Table(entries) = &mut self.value {
            Some(entries)
        } else {
            None
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entries()
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, node)| node)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries_mut()?
            .iter_mut()
            .find(|(name, _)| name == key)
            .map(|(_, node)| node)
    }

    pub(super) fn take(&mut self, key: &str) -> Option<Node> {
        let entries = self.entries_mut()?;
        let at = entries.iter().position(|(name, _)| name == key)?;
        Some(entries.remove(at).1)
    }

    pub(super) fn put(&mut self, key: &str, node: Node) {
        match self.get_mut(key) {
            Some(old) => *old = node,
            None => {
                if let Some(entries) = self.entries_mut() {
                    entries.push((key.to_owned(), node));
                }
            }
        }
    }

    /// Entries by key: the order of keys in a TOML table has no meaning.
    pub(super) fn entries_by_key(&self) -> Vec<&(String, Node)> {
        let mut entries: Vec<&(String, Node)> = self.entries().iter().collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        entries
    }

    /// Rows of a list of tables.
    pub(super) fn rows(&self) -> &[Node] {
        if let Value::List(rows) = &self.value {
            rows
        } else {
            &[]
        }
    }

    /// As people would write it, for messages and comparisons.
    pub(super) fn text(&self) -> String {
        match &self.value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(Node::text).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Table(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, node)| format!("{key} = {}", node.text()))
                    .collect();
                format!("{{ {} }}", entries.join(", "))
            }
            Value::Times(node, _) => node.text(),
        }
    }

    /// Lets a parameter multiply it, beside those that do already.
    pub(super) fn times(&mut self, parameter: Times) {
        if let Value::Times(_, parameters) = &mut self.value {
            // Paths of one parameter may meet: what it multiplies, it multiplies once.
            if !parameters
                .iter()
                .any(|one| one.parameter == parameter.parameter)
            {
                parameters.push(parameter);
            }
        } else {
            let own = self.clone();
            self.value = Value::Times(Box::new(own), vec![parameter]);
        }
    }

    /// A row's own name: `id`, or `code` for places.
    pub(super) fn id(&self) -> Option<String> {
        self.get("id").or_else(|| self.get("code")).map(Node::text)
    }
}

/// Reads TOML; `None` after a finding.
pub(super) fn parse_toml(file: &str, bytes: &[u8], findings: &Findings) -> Option<Node> {
    let file: Arc<str> = file.into();
    let text = decode(&file, bytes, findings)?;
    // A resolved scenario has tens of thousands of keys: counting lines from the top for each would take seconds.
    let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line_of = |at: usize| breaks.partition_point(|&line_break| line_break < at) + 1;
    match Document::parse(text.as_str()) {
        Ok(document) => {
            let place = |span: Option<std::ops::Range<usize>>| Place {
                file: file.clone(),
                line: span.map_or(1, |span| line_of(span.start)),
            };
            Some(from_table(
                document.as_table(),
                &place,
                Place {
                    file: file.clone(),
                    line: 1,
                },
            ))
        }
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(span.start));
            findings.add(
                "S003",
                &Place { file, line },
                "",
                error.message().trim(),
                "valid TOML",
            );
            None
        }
    }
}

type Spans<'a> = &'a dyn Fn(Option<std::ops::Range<usize>>) -> Place;

fn from_table(table: &dyn TableLike, place: Spans, at: Place) -> Node {
    let entries = table.iter().map(|(key, item)| {
        let span = table.key(key).and_then(toml_edit::Key::span);
        (key.to_owned(), from_item(item, place, place(span)))
    });
    Node {
        value: Value::Table(entries.collect()),
        place: at,
    }
}

fn from_item(item: &Item, place: Spans, at: Place) -> Node {
    match item {
        Item::Value(value) => from_value(value, place, at),
        Item::Table(table) => from_table(table, place, at),
        Item::ArrayOfTables(tables) => {
            let rows = tables
                .iter()
                .map(|table| from_table(table, place, place(table.span())));
            Node {
                value: Value::List(rows.collect()),
                place: at,
            }
        }
        Item::None => Node {
            value: Value::Text(String::new()),
            place: at,
        },
    }
}

fn from_value(value: &TomlValue, place: Spans, at: Place) -> Node {
    let value = match value {
        TomlValue::String(text) => Value::Text(text.value().clone()),
        TomlValue::Integer(number) => Value::Integer(*number.value()),
        TomlValue::Float(number) => Value::Float(*number.value()),
        TomlValue::Boolean(flag) => Value::Flag(*flag.value()),
        TomlValue::Datetime(date) => Value::Text(date.value().to_string()),
        TomlValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| from_value(item, place, place(item.span())))
                .collect(),
        ),
        TomlValue::InlineTable(table) => return from_table(table, place, at),
    };
    Node { value, place: at }
}

/// UTF-8 with or without BOM, or GBK as Excel and WPS save it in China.
fn decode(file: &Arc<str>, bytes: &[u8], findings: &Findings) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if !bytes.contains(&0) => Some(text.into_owned()),
        _ => {
            findings.add(
                "S002",
                &Place {
                    file: file.clone(),
                    line: 0,
                },
                "",
                "bytes of another encoding",
                "UTF-8 or GBK",
            );
            None
        }
    }
}

/// A date as people write it: 2020-02-29, or Excel's 2020/2/29.
pub(super) fn date_of(text: &str) -> Option<Date> {
    let mut parts = text.trim().split(['-', '/']);
    let mut next = || parts.next()?.parse::<i16>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
