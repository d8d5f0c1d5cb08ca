//! Reading a table's values as its section of the schema says; whatever is wrong becomes a finding and reading goes on.

use std::cell::RefCell;

use jiff::civil::Date;

use super::document::{Node, Value};
use super::findings::{Findings, remedy, shown};
use super::names::Names;
use super::quantity::Quantity;
use super::schema::{Field, Form, Need, Section, Shape, Text, To};
use super::spelling::date_of;
use crate::inert::is_invisible;
use crate::language::Word;
use crate::said;

mod number;

pub(super) use number::read_quantity;

use number::described;

/// What is found where nothing is written.
pub(super) const NOTHING: Word = Word::of("空缺", "nothing");
/// What to do where a value is missing that has no default.
pub(super) const WRITE_IT: Word = Word::of("填写该值", "write it");
const A_TEXT: Word = Word::of("文字", "a text");
const A_DATE: Word = Word::of("日期，如 2020-02-29", "a date such as 2020-02-29");

/// Reads one table or row, and remembers which keys it was asked for.
pub(super) struct Reader<'a> {
    section: &'static Section,
    node: &'a Node,
    defaults: Option<&'a Node>,
    path: String,
    findings: &'a Findings,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Reader<'a> {
    /// A table of scenario.toml.
    pub(super) fn table(
        node: &'a Node,
        section: &'static Section,
        path: &str,
        findings: &'a Findings,
    ) -> Self {
        Self {
            section,
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
        section: &'static Section,
        defaults: Option<&'a Node>,
        findings: &'a Findings,
    ) -> Self {
        let table = section.plural;
        let path = node.own_name().map_or(table.to_owned(), |id| {
            format!("{table}[\"{}\"]", shown(&id))
        });
        Self {
            defaults,
            ..Self::table(node, section, &path, findings)
        }
    }

    pub(super) fn path_of(&self, key: &str) -> String {
        let default = self.defaults.is_some_and(|row| row.get(key).is_some());
        if default && self.node.get(key).is_none() {
            format!("defaults.{}.{key}", self.section.plural)
        } else {
            self.own_path_of(key)
        }
    }

    /// The path of a key that stands in the table or row itself.
    fn own_path_of(&self, key: &str) -> String {
        let key = shown(key);
        if self.path.is_empty() {
            key.into_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// The field of a key.
    ///
    /// The sections say every key that the loader reads; whoever reads another has forgotten to say it, which no
    /// input can bring about.
    fn field(&self, key: &'static str) -> &'static Field {
        self.asked.borrow_mut().push(key);
        self.section
            .field(key)
            .expect("a section of the schema has every key that is read")
    }

    /// The node of a key, if it is there or has a default.
    pub(super) fn find(&self, key: &'static str) -> Option<&'a Node> {
        let field = self.field(key);
        let node = self.written(key);
        if let (Form::Text(text), Some(node)) = (field.form, node) {
            self.object_to_text(key, text, &node.words());
        }
        node
    }

    fn written(&self, key: &str) -> Option<&'a Node> {
        self.node
            .get(key)
            .or_else(|| self.defaults.and_then(|defaults| defaults.get(key)))
    }

    /// Objects to texts that are too long, or that nobody can see whole. Names of files have a rule of their own.
    fn object_to_text(&self, key: &str, text: Text, written: &str) {
        let lines = text == Text::Remark;
        let hidden = |letter: char| {
            let breaks = ['\n', '\r', '\t'].contains(&letter);
            is_invisible(letter) || (letter.is_control() && !(lines && breaks))
        };
        if text == Text::Name {
            return;
        }
        if written.len() > text.most() && written.chars().count() > text.most() {
            let most = text.most();
            let expected = said!("最多 {most} 个字符", "at most {most} characters");
            self.object("S032", key, written, expected);
        } else if written.chars().any(hidden) {
            let expected = Word::of(
                "不含控制字符和不可见字符的文字",
                "a text without control or invisible characters",
            );
            self.object("S032", key, written, expected);
        }
    }

    fn need(&self, key: &'static str, expected: Word) -> Option<&'a Node> {
        let node = self.find(key);
        if node.is_none() && self.field(key).need == Need::Required {
            self.object("S006", key, NOTHING, expected);
        }
        node
    }

    /// Adds a finding at a key.
    pub(super) fn object(
        &self,
        code: &'static str,
        key: &str,
        found: impl Into<Word>,
        expected: Word,
    ) {
        let remedy = if code == "S006" && !self.takes_default(key) {
            WRITE_IT
        } else {
            remedy(code)
        };
        self.object_with(code, key, found, expected, remedy);
    }

    /// Adds a finding at a key, with a remedy of its own.
    pub(super) fn object_with(
        &self,
        code: &'static str,
        key: &str,
        found: impl Into<Word>,
        expected: Word,
        remedy: Word,
    ) {
        let place = self
            .written(key)
            .map_or(&self.node.place, |node| &node.place);
        let path = self.path_of(key);
        self.findings
            .add_with(code, place, &path, found, expected, remedy);
    }

    /// Whether a value that is missing may stand under `[defaults]`.
    fn takes_default(&self, key: &str) -> bool {
        let own = |field: &Field| matches!(field.form, Form::Text(Text::Id));
        self.section.shape == Shape::CsvRow && !self.section.field(key).is_some_and(own)
    }

    /// A text that says something.
    pub(super) fn text(&self, key: &'static str) -> String {
        let text = self.need(key, A_TEXT).map(Node::text);
        if text.as_deref().is_some_and(|text| text.trim().is_empty()) {
            self.object("S006", key, Word::of("空白", "an empty text"), A_TEXT);
        }
        text.unwrap_or_default()
    }

    pub(super) fn text_or(&self, key: &'static str, default: &str) -> String {
        self.find(key)
            .map_or_else(|| default.to_owned(), Node::text)
    }

    pub(super) fn flag(&self, key: &'static str) -> bool {
        let default = self.field(key).need == Need::Flag(true);
        let Some(node) = self.find(key) else {
            return default;
        };
        match (&node.value, node.text().as_str()) {
            (Value::Flag(flag), _) => *flag,
            (_, "true") => true,
            (_, "false") => false,
            (_, found) => {
                let expected = Word::of("true 或 false", "true or false");
                self.object("S013", key, found, expected);
                default
            }
        }
    }

    /// A number or distribution; what the schema says where nothing is written.
    pub(super) fn quantity(&self, key: &'static str) -> Quantity {
        match self.need(key, described(&self.field(key).form)) {
            Some(node) => self.read(key, node),
            None => Quantity::fixed(match self.field(key).need {
                Need::Number(default) => default,
                _ => 0.0,
            }),
        }
    }

    pub(super) fn quantity_or_none(&self, key: &'static str) -> Option<Quantity> {
        self.find(key).map(|node| self.read(key, node))
    }

    /// Reads a node as what the field holds, or holds for each of its rows.
    pub(super) fn read(&self, key: &'static str, node: &Node) -> Quantity {
        let form = match self.field(key).form {
            Form::PerRow(_, inner) => *inner,
            form => form,
        };
        read_quantity(node, form, &self.path_of(key), self.findings).unwrap_or_default()
    }

    pub(super) fn number(&self, key: &'static str) -> f64 {
        self.quantity(key).median()
    }

    /// A whole number; nothing after a finding.
    pub(super) fn sound_whole(&self, key: &'static str) -> Option<i64> {
        let node = self.need(key, described(&self.field(key).form))?;
        let form = self.field(key).form;
        let quantity = read_quantity(node, form, &self.path_of(key), self.findings)?;
        quantity.number().map(|number| number as i64)
    }

    /// A whole number.
    pub(super) fn whole(&self, key: &'static str) -> i64 {
        self.number(key) as i64
    }

    pub(super) fn date(&self, key: &'static str) -> Option<Date> {
        self.need(key, A_DATE)
            .and_then(|node| self.read_date(key, node))
    }

    fn read_date(&self, key: &str, node: &Node) -> Option<Date> {
        match date_of(&node.words()) {
            Ok(date) => Some(date),
            Err(why) => {
                self.object("S009", key, node.text(), why);
                None
            }
        }
    }

    /// What one of some words means.
    pub(super) fn word<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> T {
        let found = self.text(key);
        self.choose(key, &found, words)
    }

    /// What one of some words means; the first after a finding.
    pub(super) fn choose<T: Copy>(&self, key: &str, found: &str, words: &[(&'static str, T)]) -> T {
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == found) {
            return *meaning;
        }
        if !found.is_empty() {
            let known = words.iter().map(|entry| entry.0);
            self.object("S013", key, found, self.findings.one_of(known, found));
        }
        words[0].1
    }

    /// A text that is one of the field's words.
    pub(super) fn known_word(&self, key: &'static str) -> String {
        let found = self.need(key, Word::of("词语", "a word")).map(Node::text);
        let found = found.unwrap_or_default();
        if let Form::OneOf(words) = self.field(key).form
            && !found.is_empty()
            && !words.contains(&found.as_str())
        {
            let expected = self.findings.one_of(words.iter().copied(), &found);
            self.object("S013", key, &found, expected);
        }
        found
    }

    /// Position of the row that a key names; the first after a finding.
    pub(super) fn reference(&self, key: &'static str, ids: &Names) -> usize {
        let found = self.text(key);
        if found.is_empty() {
            0
        } else {
            self.look_up(key, &found, ids).unwrap_or(0)
        }
    }

    /// Position of an id; a finding where there is none.
    pub(super) fn look_up(&self, key: &'static str, found: &str, ids: &Names) -> Option<usize> {
        let at = ids.position(found);
        if at.is_none() {
            self.object_to_unknown(key, found, ids.iter());
        }
        at
    }

    /// Objects to an id that is none of those known.
    pub(super) fn object_to_unknown<'b>(
        &self,
        key: &'static str,
        found: &str,
        known: impl Iterator<Item = &'b str> + Clone,
    ) {
        let kind = match self.field(key).form {
            Form::Name(to) | Form::Names(to) | Form::PerRow(to, _) => to,
            _ => To::Item,
        };
        let known = self.findings.one_of(known, found);
        let kind = kind.described();
        let expected = kind.and(&Word::of("，", ": ")).and(&known);
        self.object("S012", key, found, expected);
    }

    /// Words of a list, or of a cell separated by spaces.
    pub(super) fn list(&self, key: &'static str) -> Vec<String> {
        match self.need(key, Word::of("列表", "a list")) {
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

    /// Objects to keys that the section does not have.
    pub(super) fn close(self) {
        let asked = self.asked.borrow();
        debug_assert!(
            self.section.names().all(|name| asked.contains(&name)),
            "every key of the schema's section {} is read: {asked:?}",
            self.section.key
        );
        for (key, node) in self.node.entries() {
            if self.section.field(key).is_none() {
                let expected = self.findings.one_of(self.section.names(), key);
                self.findings
                    .add("S005", &node.place, &self.own_path_of(key), key, expected);
            }
        }
    }
}
