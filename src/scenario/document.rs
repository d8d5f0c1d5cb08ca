//! Raw documents: a tree of values, each with its place in a file.

use std::sync::Arc;

use jiff::civil::Date;
use toml_edit::{Document, Item, TableLike, Value as TomlValue};

use super::findings::{Findings, Place};

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
}

/// Tables that may stand in a CSV file: name in documents, file.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("prefecture", "prefectures.csv"),
    ("county", "counties.csv"),
    ("risk", "risk.csv"),
    ("enterprise", "enterprises.csv"),
    ("line", "lines.csv"),
    ("stock", "stocks.csv"),
    ("supply", "supply.csv"),
    ("demand", "demand.csv"),
    ("profile", "profiles.csv"),
    ("observed", "observed.csv"),
];

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
    let line_of = |at: usize| {
        text[..at.min(text.len())]
            .bytes()
            .filter(|&byte| byte == b'\n')
            .count()
            + 1
    };
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

/// Reads a CSV table into rows of text cells; empty cells are left out.
pub(super) fn parse_csv(file: &str, bytes: &[u8], findings: &Findings) -> Option<Node> {
    let file: Arc<str> = file.into();
    let text = decode(&file, bytes, findings)?;
    let top = Place {
        file: file.clone(),
        line: 1,
    };
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.trim_start().as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            findings.add("S004", &top, "", &error.to_string(), "a header line");
            return None;
        }
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record
                    .position()
                    .map_or(0, |position| position.line() as usize);
                let place = Place {
                    file: file.clone(),
                    line,
                };
                if record.iter().all(str::is_empty) {
                    continue;
                }
                if record.len() != header.len() {
                    let found = format!("{} cells", record.len());
                    findings.add(
                        "S004",
                        &place,
                        "",
                        &found,
                        format!("{} cells, as in the header", header.len()),
                    );
                }
                let filled = header
                    .iter()
                    .zip(record.iter())
                    .filter(|(_, cell)| !cell.is_empty());
                let cells = filled.map(|(name, cell)| {
                    (
                        name.to_owned(),
                        Node {
                            value: Value::Text(cell.to_owned()),
                            place: place.clone(),
                        },
                    )
                });
                rows.push(Node {
                    value: Value::Table(cells.collect()),
                    place,
                });
            }
            Err(error) => findings.add("S004", &top, "", &error.to_string(), "a readable row"),
        }
    }
    Some(Node {
        value: Value::List(rows),
        place: top,
    })
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
