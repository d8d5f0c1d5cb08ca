//! Changes to a document: overlays merged key by key and row by row, and values set or scaled by their path.

use std::collections::BTreeMap;

use super::document::{Node, Value, parse_toml};
use super::findings::{Findings, Place};
use super::limits::PATHS;
use super::quantity::{Quantity, Times};
use super::reader::read_quantity;
use super::schema::{FACTOR, Form, Need, ROOT, Section};
use super::written::quantity_of;
use crate::language::Word;
use crate::said;

mod path;

pub(crate) use path::split_argument;
pub(super) use path::{Step, form_at, parse_path};

/// Lays `over` on `base`: tables key by key, rows by id; rows with new ids or without ids are added.
pub(super) fn merge(base: &mut Node, over: Node) {
    let is_rows = |node: &Node| {
        !node.rows().is_empty() && node.rows().iter().all(|row| !row.entries().is_empty())
    };
    let rows = is_rows(&over) && is_rows(base);
    match (&mut base.value, over.value) {
        (Value::Table(old), Value::Table(new)) => {
            lay(
                old,
                new,
                |entry| Some(entry.0.clone()),
                |old, new| {
                    merge(&mut old.1, new.1);
                },
            );
        }
        (Value::List(old), Value::List(new)) if rows => lay(old, new, Node::id, merge),
        (_, value) => {
            *base = Node {
                value,
                place: over.place,
            }
        }
    }
}

/// Lays each new one on the first old one of its name; without an old one, or without a name, it is added.
fn lay<T>(
    old: &mut Vec<T>,
    new: Vec<T>,
    name: impl Fn(&T) -> Option<String>,
    merge: impl Fn(&mut T, T),
) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (at, one) in old.iter().enumerate() {
        if let Some(name) = name(one) {
            known.entry(name).or_insert(at);
        }
    }
    for one in new {
        let name = name(&one);
        match name.as_ref().and_then(|name| known.get(name)) {
            Some(&at) => merge(&mut old[at], one),
            None => {
                if let Some(name) = name {
                    known.insert(name, old.len());
                }
                old.push(one);
            }
        }
    }
}

/// What to do with a value.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    Set(Node),
    Scale(f64),
    Times(Times),
    /// Only whether there are numbers or distributions to multiply.
    Try,
}

/// Keys that say how a file is read: by the time that a path is followed, that has happened.
const OF_FILES: [&str; 4] = ["extends", "format", "set", "scale"];

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
            Word::of("无法识别的路径", "a path that cannot be read"),
            Word::of(
                "路径，如 policy.link_ratio",
                "a path such as policy.link_ratio",
            ),
        );
        return;
    };
    if OF_FILES.contains(&steps[0].key.as_str()) {
        let expected = Word::of(
            "指向某个值的路径；该键只能写在文件中",
            "a path to a value; this key can only stand in a file",
        );
        let remedy = Word::of("在文件中写该键", "write the key in the file");
        findings.add_with("S019", place, path, &steps[0].key, expected, remedy);
        return;
    }
    if let (Edit::Set(node), Some(Form::Table(section))) = (edit, form_at(&steps))
        && matches!(node.value, Value::Table(_))
        && lacks_something(node, section)
    {
        let found = Word::of("整个表", "a whole table");
        let expected = Word::of(
            "指向一个值的路径，写在引号内：\"policy.link_ratio\" = 0.6",
            "a path to one value, between quotes: \"policy.link_ratio\" = 0.6",
        );
        findings.add("S019", place, path, found, expected);
        return;
    }
    let told = told_when_read(document, &steps);
    let editing = Editing {
        path,
        edit,
        place,
        findings,
        told,
    };
    if !editing.at(document, &steps) {
        let found = Word::of("没有这一行", "no such row");
        let expected = Word::of(
            "指向已有的表和行的路径",
            "a path to an existing table and row",
        );
        findings.add("S019", place, path, found, expected);
    }
}

/// Whether a table leaves out what its section has to say: then a value of it is meant, and not the whole.
fn lacks_something(node: &Node, section: &Section) -> bool {
    let mut required = section.all().filter(|field| field.need == Need::Required);
    required.any(|field| node.get(field.name).is_none())
}

/// Which values are objected to when they are read: a path that leads to them is not to blame.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    /// Those that are missing.
    missing: bool,
    /// Those that are no numbers.
    unsound: bool,
}

fn told_when_read(document: &Node, steps: &[Step]) -> Told {
    let mut sections: Vec<&'static Section> = vec![&ROOT];
    for step in steps {
        // Materials and products are rows of one list.
        let mut fields = sections
            .iter()
            .filter_map(|section| Some((*section, section.field(&step.key)?)));
        let Some((section, field)) = fields.next() else {
            break;
        };
        match field.form {
            Form::Table(inner) => sections = vec![inner],
            Form::Rows(rows) => sections = rows.to_vec(),
            Form::Whole(_) | Form::Number(_) | Form::Quantity(_) => {
                let defaults = document
                    .get("defaults")
                    .and_then(|all| all.get(section.plural));
                let default = defaults.and_then(|row| row.get(field.name)).is_some();
                return Told {
                    missing: field.need == Need::Required && !default,
                    unsound: true,
                };
            }
            _ => break,
        }
    }
    Told::default()
}

/// An edit on its way along a path.
struct Editing<'a> {
    path: &'a str,
    edit: &'a Edit,
    place: &'a Place,
    findings: &'a Findings,
    told: Told,
}

impl Editing<'_> {
    /// Whether any value was reached.
    fn at(&self, node: &mut Node, steps: &[Step]) -> bool {
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
                reached |= self.at(row, rest);
            }
            return reached;
        }
        if rest.is_empty() {
            self.value(node, &step.key);
            return true;
        }
        if node.get(&step.key).is_none() {
            let known = node.entries().iter().map(|(key, _)| key.as_str());
            let expected = self.findings.one_of(known, &step.key);
            self.object(Word::from(&step.key), expected);
            return true;
        }
        if node
            .get(&step.key)
            .is_some_and(|inner| matches!(inner.value, Value::List(_)))
        {
            let (path, key) = (self.path, &rest[0].key);
            let (table, _) = path.split_once('.').unwrap_or((path, ""));
            let found = Word::of("未指明表中的哪一行", "a table, and not which of its rows");
            let expected = said!(
                "写明哪一行的路径：{table}[\"编号\"].{key}，或全部各行：{table}[*].{key}",
                "a path that says which row: {table}[\"id\"].{key}, or all of them: {table}[*].{key}"
            );
            self.object(found, expected);
            return true;
        }
        node.get_mut(&step.key)
            .is_some_and(|inner| self.at(inner, rest))
    }

    fn value(&self, parent: &mut Node, key: &str) {
        match self.edit {
            Edit::Set(node) => parent.put(key, node.clone()),
            Edit::Scale(by) => {
                if let Some(quantity) = self.scalable(parent, key) {
                    let value = match quantity.number() {
                        Some(number) => Value::Float(number * by),
                        None => Value::Text(quantity.scaled(*by).to_text()),
                    };
                    let place = self.place.clone();
                    parent.put(key, Node { value, place });
                }
            }
            Edit::Try => {
                self.scalable(parent, key);
            }
            Edit::Times(parameter) => {
                if self.scalable(parent, key).is_some()
                    && let Some(node) = parent.get_mut(key)
                {
                    node.times(*parameter);
                }
            }
        }
    }

    /// The number or distribution at a key; a finding where there is none, unless another says so.
    fn scalable(&self, parent: &Node, key: &str) -> Option<Quantity> {
        let plain = parent.get(key).map(|node| match &node.value {
            Value::Times(inner, _) => inner.as_ref(),
            _ => node,
        });
        let quantity = plain.and_then(quantity_of);
        let told = match plain {
            Some(_) => self.told.unsound,
            None => self.told.missing,
        };
        if quantity.is_none() && !told {
            let found = Word::of("没有可倍乘的数字", "no number to scale");
            let expected = Word::of("指向数字或分布的路径", "a path to a number or distribution");
            self.object(found, expected);
        }
        quantity
    }

    fn object(&self, found: Word, expected: Word) {
        self.findings
            .add("S019", self.place, self.path, found, expected);
    }
}

/// Applies `set` and `scale` of the document itself, then of measures and events that have no dates; takes them out.
pub(super) fn apply_own_changes(document: &mut Node, findings: &Findings) {
    let (set, scale) = (document.take("set"), document.take("scale"));
    apply_tables(document, set.as_ref(), scale.as_ref(), findings);
}

/// Whether measures, events and parameters have more paths than are followed.
pub(super) fn has_too_many_paths(document: &Node, findings: &Findings) -> bool {
    let rows = ["measure", "event", "parameter"]
        .iter()
        .flat_map(|table| document.get(table).map_or(&[][..], Node::rows));
    let mut paths = 0;
    for row in rows {
        for node in [row.get("set"), row.get("scale")].into_iter().flatten() {
            paths += node.entries().len().max(node.rows().len()).max(1);
        }
        if paths > PATHS {
            return object_to_many(row, findings);
        }
    }
    false
}

fn object_to_many(node: &Node, findings: &Findings) -> bool {
    let found = said!("路径超过 {PATHS} 条", "more than {PATHS} paths");
    let expected = said!(
        "最多 {PATHS} 条路径；涉及多行的值应写入相应的表",
        "at most {PATHS} paths; values of many rows belong into their table",
    );
    findings.add("S034", &node.place, "set, scale", found, expected);
    true
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
    for node in [set, scale].into_iter().flatten() {
        if !matches!(node.value, Value::Table(_)) {
            let expected = Word::of("表（路径 = 值）", "a table of paths with values");
            findings.add("S018", &node.place, "set, scale", node.text(), expected);
        }
        if node.entries().len() > PATHS {
            object_to_many(node, findings);
            return;
        }
    }
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
        let by = read_quantity(node, Form::Number(FACTOR), path, findings);
        if let Some(by) = by.and_then(|by| by.number()) {
            apply(document, path, &Edit::Scale(by), &node.place, findings);
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
        let found = Word::of(
            "引号和方括号之外没有等号 `=`",
            "no `=` outside quotes and brackets",
        );
        let expected = Word::of("路径=值", "path=value");
        findings.add("S019", &place, argument, found, expected);
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
