//! Raw documents: a tree of values, each with its place in a file.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use toml_edit::{Document, Item, TableLike, Value as TomlValue};

use super::findings::{Findings, Place};
use super::limits::NESTING;
use super::quantity::Times;
use crate::language::Word;
use crate::said;
use encoding::decode;

mod csv;
mod encoding;

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

    /// The text without a copy, where it is one.
    pub(super) fn words(&self) -> Cow<'_, str> {
        match &self.value {
            Value::Text(text) => Cow::Borrowed(text),
            _ => Cow::Owned(self.text()),
        }
    }

    /// Lets a parameter multiply it, beside those that do already. Parameters come in their order.
    pub(super) fn times(&mut self, parameter: Times) {
        if let Value::Times(_, parameters) = &mut self.value {
            // Paths of one parameter may meet: what it multiplies, it multiplies once.
            let last = parameters.last().map(|one| one.parameter);
            if last != Some(parameter.parameter) {
                parameters.push(parameter);
            }
        } else {
            let own = self.clone();
            self.value = Value::Times(Box::new(own), vec![parameter]);
        }
    }

    /// Takes away whatever parameters multiply: everything is as it was written.
    pub(super) fn forget_times(&mut self) {
        match &mut self.value {
            Value::Times(inner, _) => {
                self.value = std::mem::replace(&mut inner.value, Value::Flag(false));
            }
            Value::List(rows) => rows.iter_mut().for_each(Self::forget_times),
            Value::Table(entries) => entries.iter_mut().for_each(|entry| entry.1.forget_times()),
            Value::Text(_) | Value::Integer(_) | Value::Float(_) | Value::Flag(_) => {}
        }
    }

    /// A row's own name: `id`, or `code` for places.
    pub(super) fn id(&self) -> Option<String> {
        self.own_name().map(Cow::into_owned)
    }

    /// The same without a copy.
    pub(super) fn own_name(&self) -> Option<Cow<'_, str>> {
        self.get("id").or_else(|| self.get("code")).map(Node::words)
    }
}

/// Reads TOML; `None` after a finding.
pub(super) fn parse_toml(file: &str, bytes: &[u8], findings: &Findings) -> Option<Node> {
    let file: Arc<str> = file.into();
    let text = decode(&file, bytes, findings)?;
    let tree = Tree {
        // A resolved scenario has tens of thousands of keys: counting lines from the top for each would take seconds.
        breaks: text.match_indices('\n').map(|(at, _)| at).collect(),
        file,
        too_deep: RefCell::default(),
    };
    let root = match Document::parse(text.as_str()) {
        Ok(document) => tree.table(document.as_table(), tree.place(None), 0),
        Err(error) => {
            let message: Vec<&str> = error.message().split_whitespace().collect();
            let place = tree.place(error.span());
            let message = message.join(" ");
            let found = said!("语法错误：{message}", "{message}");
            let expected = Word::of("符合 TOML 语法的文件", "valid TOML");
            findings.add("S003", &place, "", found, expected);
            return None;
        }
    };
    if let Some(place) = tree.too_deep.take() {
        let found = said!(
            "嵌套超过 {NESTING} 层",
            "more than {NESTING} inside each other"
        );
        let expected = said!(
            "表和列表嵌套最多 {NESTING} 层",
            "tables and lists at most {NESTING} inside each other",
        );
        findings.add("S034", &place, "", found, expected);
        return None;
    }
    Some(root)
}

/// A parsed file on its way to a [`Node`].
struct Tree {
    file: Arc<str>,
    /// Where lines end.
    breaks: Vec<usize>,
    /// Where something first lay too deep: the recursions over nodes have to end.
    too_deep: RefCell<Option<Place>>,
}

impl Tree {
    fn place(&self, span: Option<Range<usize>>) -> Place {
        let line_of = |at: usize| self.breaks.partition_point(|&line_break| line_break < at) + 1;
        Place {
            file: self.file.clone(),
            line: span.map_or(1, |span| line_of(span.start)),
        }
    }

    /// Remembers where something lies too deep, and goes no further.
    fn beyond(&self, place: Place) -> Node {
        let mut first = self.too_deep.borrow_mut();
        first.get_or_insert_with(|| place.clone());
        Node::table(place)
    }

    fn table(&self, table: &dyn TableLike, place: Place, depth: usize) -> Node {
        let entries = table.iter().map(|(key, item)| {
            let span = table.key(key).and_then(toml_edit::Key::span);
            (key.to_owned(), self.item(item, self.place(span), depth + 1))
        });
        let value = Value::Table(entries.collect());
        Node { value, place }
    }

    fn item(&self, item: &Item, place: Place, depth: usize) -> Node {
        if depth > NESTING {
            return self.beyond(place);
        }
        match item {
            Item::Value(value) => self.value(value, place, depth),
            Item::Table(table) => self.table(table, place, depth),
            Item::ArrayOfTables(tables) => {
                let rows = tables
                    .iter()
                    .map(|table| self.table(table, self.place(table.span()), depth + 1));
                let value = Value::List(rows.collect());
                Node { value, place }
            }
            Item::None => Node {
                value: Value::Text(String::new()),
                place,
            },
        }
    }

    fn value(&self, value: &TomlValue, place: Place, depth: usize) -> Node {
        if depth > NESTING {
            return self.beyond(place);
        }
        let value = match value {
            TomlValue::String(text) => Value::Text(text.value().clone()),
            TomlValue::Integer(number) => Value::Integer(*number.value()),
            TomlValue::Float(number) => Value::Float(*number.value()),
            TomlValue::Boolean(flag) => Value::Flag(*flag.value()),
            TomlValue::Datetime(date) => Value::Text(date.value().to_string()),
            TomlValue::Array(items) => Value::List(
                items
                    .iter()
                    .map(|item| self.value(item, self.place(item.span()), depth + 1))
                    .collect(),
            ),
            TomlValue::InlineTable(table) => return self.table(table, place, depth),
        };
        Node { value, place }
    }
}
