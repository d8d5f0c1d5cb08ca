//! Reading a table's values as what they should be; whatever is wrong becomes a finding and reading goes on.

use std::cell::RefCell;

use jiff::civil::Date;

use super::document::{Node, Value, date_of};
use super::findings::{Findings, one_of};
use super::overlay::quantity_of;
use super::quantity::Quantity;

/// Which numbers a quantity may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub least: f64,
    pub most: f64,
}

/// Any share.
pub(super) const SHARE: Range = Range {
    least: 0.0,
    most: 1.0,
};
/// Anything from 0 up to what whole units have room for.
pub(super) const AMOUNT: Range = Range {
    least: 0.0,
    most: 1e12,
};
/// Days, up to ten years.
pub(super) const DAYS: Range = Range {
    least: 0.0,
    most: 3660.0,
};
/// Hours of a day.
pub(super) const HOURS: Range = Range {
    least: 0.0,
    most: 24.0,
};
/// Above zero.
pub(super) const POSITIVE: Range = Range {
    least: 1e-9,
    most: 1e12,
};

/// Reads one table or row, and remembers which keys it was asked for.
pub(super) struct Reader<'a> {
    node: &'a Node,
    defaults: Option<&'a Node>,
    path: String,
    findings: &'a Findings,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Reader<'a> {
    /// A table of scenario.toml.
    pub(super) fn table(node: &'a Node, path: &str, findings: &'a Findings) -> Self {
        Self {
            node,
            defaults: None,
            path: path.to_owned(),
            findings,
            asked: RefCell::default(),
        }
    }

    /// A row of a table with defaults for what it leaves out.
    pub(super) fn row(
        node: &'a Node,
        table: &str,
        defaults: Option<&'a Node>,
        findings: &'a Findings,
    ) -> Self {
        let path = node
            .id()
            .map_or(table.to_owned(), |id| format!("{table}[\"{id}\"]"));
        Self {
            node,
            defaults,
            path,
            findings,
            asked: RefCell::default(),
        }
    }

    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// The node of a key, if it is there or has a default.
    pub(super) fn find(&self, key: &'static str) -> Option<&'a Node> {
        self.asked.borrow_mut().push(key);
        self.node
            .get(key)
            .or_else(|| self.defaults.and_then(|defaults| defaults.get(key)))
    }

    fn need(&self, key: &'static str, expected: &str) -> Option<&'a Node> {
        let node = self.find(key);
        if node.is_none() {
            self.findings.add(
                "S006",
                &self.node.place,
                &self.path_of(key),
                "nothing",
                expected,
            );
        }
        node
    }

    /// Adds a finding at a key.
    pub(super) fn object(
        &self,
        code: &'static str,
        key: &str,
        found: &str,
        expected: impl Into<String>,
    ) {
        let place = self
            .node
            .get(key)
            .map_or(&self.node.place, |node| &node.place);
        self.findings
            .add(code, place, &self.path_of(key), found, expected);
    }

    pub(super) fn text(&self, key: &'static str) -> String {
        self.need(key, "a text").map(Node::text).unwrap_or_default()
    }

    pub(super) fn text_or(&self, key: &'static str, default: &str) -> String {
        self.find(key)
            .map_or_else(|| default.to_owned(), Node::text)
    }

    pub(super) fn flag_or(&self, key: &'static str, default: bool) -> bool {
        match self.find(key) {
            None => default,
            Some(node) => match (&node.value, node.text().as_str()) {
                (Value::Flag(flag), _) => *flag,
                (_, "true") => true,
                (_, "false") => false,
                (_, found) => {
                    self.object("S013", key, found, "true or false");
                    default
                }
            },
        }
    }

    /// A number or distribution within a range.
    pub(super) fn quantity(&self, key: &'static str, range: Range) -> Quantity {
        self.need(key, "a number or distribution")
            .map_or_else(Quantity::default, |node| self.read(key, node, range))
    }

    pub(super) fn quantity_or(&self, key: &'static str, range: Range, default: f64) -> Quantity {
        self.find(key).map_or_else(
            || Quantity::fixed(default),
            |node| self.read(key, node, range),
        )
    }

    /// Reads any node as a quantity of this table.
    pub(super) fn read(&self, key: &str, node: &Node, range: Range) -> Quantity {
        let Some(quantity) = quantity_of(node) else {
            let place = &node.place;
            self.findings.add(
                "S007",
                place,
                &self.path_of(key),
                &node.text(),
                "a number or distribution",
            );
            return Quantity::default();
        };
        let (low, high) = quantity.bounds();
        let unbounded = quantity.number().is_none();
        let outside = |limit: f64| !limit.is_finite() || limit < range.least || limit > range.most;
        let median = quantity.median();
        if outside(median) || (!unbounded && (outside(low) || outside(high))) {
            let expected = format!("from {} to {}", range.least.max(0.0), range.most);
            self.findings.add(
                "S008",
                &node.place,
                &self.path_of(key),
                &node.text(),
                expected,
            );
        }
        quantity.within(range.least, range.most)
    }

    pub(super) fn number(&self, key: &'static str, range: Range) -> f64 {
        self.quantity(key, range).median()
    }

    /// A whole number within a range.
    pub(super) fn whole(&self, key: &'static str, range: Range) -> i64 {
        let number = self.number(key, range);
        if number.fract() != 0.0 {
            self.object("S007", key, &number.to_string(), "a whole number");
        }
        number as i64
    }

    pub(super) fn date(&self, key: &'static str) -> Option<Date> {
        self.need(key, "a date such as 2020-02-29")
            .and_then(|node| self.read_date(key, node))
    }

    pub(super) fn date_or_none(&self, key: &'static str) -> Option<Date> {
        self.find(key).and_then(|node| self.read_date(key, node))
    }

    fn read_date(&self, key: &str, node: &Node) -> Option<Date> {
        let date = date_of(&node.text());
        if date.is_none() {
            self.findings.add(
                "S009",
                &node.place,
                &self.path_of(key),
                &node.text(),
                "a date such as 2020-02-29",
            );
        }
        date
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> T {
        let found = self.text(key);
        self.choose(key, &found, words)
    }

    /// Which of some words a text is; the first after a finding.
    pub(super) fn choose<T: Copy>(&self, key: &str, found: &str, words: &[(&'static str, T)]) -> T {
        words.iter().find(|(word, _)| *word == found).map_or_else(
            || {
                if !found.is_empty() {
                    self.object(
                        "S013",
                        key,
                        found,
                        one_of(words.iter().map(|entry| entry.0), found),
                    );
                }
                words[0].1
            },
            |entry| entry.1,
        )
    }

    /// Position of the row that a key names.
    pub(super) fn reference(&self, key: &'static str, kind: &str, ids: &[String]) -> usize {
        let found = self.text(key);
        if found.is_empty() {
            0
        } else {
            self.look_up(key, &found, kind, ids).unwrap_or(0)
        }
    }

    /// Position of an id; a finding where there is none.
    pub(super) fn look_up(
        &self,
        key: &str,
        found: &str,
        kind: &str,
        ids: &[String],
    ) -> Option<usize> {
        let at = ids.iter().position(|id| id == found);
        if at.is_none() {
            let expected = format!("{kind}: {}", one_of(ids.iter().map(String::as_str), found));
            self.object("S012", key, found, expected);
        }
        at
    }

    /// Words of a list, or of a cell separated by spaces.
    pub(super) fn list(&self, key: &'static str) -> Vec<String> {
        match self.need(key, "a list") {
            Some(Node {
                value: Value::List(items),
                ..
            }) => items.iter().map(Node::text).collect(),
            Some(node) => node
                .text()
                .split([' ', '>', ';', '|'])
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            None => Vec::new(),
        }
    }

    /// Objects to keys that were never asked for.
    pub(super) fn close(self) {
        let asked = self.asked.borrow();
        for (key, node) in self.node.entries() {
            if !asked.contains(&key.as_str()) {
                let expected = one_of(asked.iter().copied(), key);
                self.findings
                    .add("S005", &node.place, &self.path_of(key), key, expected);
            }
        }
    }
}
