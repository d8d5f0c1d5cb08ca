//! Whether tables stand where tables belong, and single values where single values do: before that holds, no value
//! can be read for what it is.

use super::document::{Node, Value};
use super::findings::{Findings, shown};
use super::schema::{Field, Form, POLICY, REGIME, ROOT, Section, Shape};
use crate::language::Word;

/// Whether a document has the form of a scenario.
pub(super) fn holds(document: &Node, findings: &Findings) -> bool {
    table(document, &ROOT, "", findings)
}

fn table(node: &Node, section: &'static Section, path: &str, findings: &Findings) -> bool {
    let breaks = |(key, inner): &&(String, Node)| {
        let regime = (section.key == REGIME.key).then(|| POLICY.field(key));
        let field = section.field(key).or_else(|| regime.flatten());
        let name = match field.map(|field| field.form) {
            Some(Form::Rows(sections)) => sections[0].plural,
            _ => key,
        };
        let path = join(path, name);
        field.is_some_and(|field| !value(inner, field, &path, findings))
    };
    // Every entry is looked at, also after the first that breaks the form.
    node.entries().iter().filter(breaks).count() == 0
}

const A_TABLE: Word = Word::of("表（键 = 值）", "a table");
const ROWS: Word = Word::of("若干数据行", "rows");
const A_LIST: Word = Word::of("列表", "a list");
const A_MATRIX: Word = Word::of("数字列表组成的列表（矩阵）", "a list of lists");
const A_VALUE: Word = Word::of("单个值", "a single value");

fn value(node: &Node, field: &'static Field, path: &str, findings: &Findings) -> bool {
    let is_table = matches!(node.value, Value::Table(_));
    let is_list = matches!(node.value, Value::List(_));
    let (fits, expected) = match field.form {
        Form::Table(_) | Form::Part(_) | Form::PerRow(..) | Form::Paths => (is_table, A_TABLE),
        Form::Rows(_) => {
            let all_tables = |row: &Node| matches!(row.value, Value::Table(_));
            (is_list && node.rows().iter().all(all_tables), ROWS)
        }
        Form::Names(_) | Form::SomeOf(_) => (!is_table, A_LIST),
        Form::Matrix(_) => (is_list, A_MATRIX),
        // What is no number or distribution among tables is found when it is read as one.
        Form::Quantity(_) | Form::Number(_) | Form::Whole(_) => (!is_list, A_VALUE),
        _ => (!is_table && !is_list, A_VALUE),
    };
    if !fits {
        findings.add("S018", &node.place, path, node.text(), expected);
        return false;
    }
    match field.form {
        Form::Table(section) | Form::Part(section) => {
            object_to_unknown(node, section, path, findings);
            table(node, section, path, findings)
        }
        Form::Rows(sections) => {
            let breaks = |row: &&Node| {
                let path = row
                    .own_name()
                    .map_or(path.to_owned(), |id| format!("{path}[\"{}\"]", shown(&id)));
                !table(row, section_of(row, sections), &path, findings)
            };
            node.rows().iter().filter(breaks).count() == 0
        }
        _ => true,
    }
}

/// The section of a row, told by its `kind` where there are several.
pub(super) fn section_of(row: &Node, sections: &'static [&'static Section]) -> &'static Section {
    let kind = row.get("kind").map(Node::words);
    let fits = |section: &&&Section| match section.field("kind").map(|field| field.form) {
        Some(Form::OneOf(words)) => kind.as_deref().is_some_and(|kind| words.contains(&kind)),
        _ => false,
    };
    sections.iter().find(fits).unwrap_or(&sections[0])
}

/// Objects to keys under `[defaults]` that no row reads; other tables see to their own keys when they are read.
fn object_to_unknown(node: &Node, section: &'static Section, path: &str, findings: &Findings) {
    let read_elsewhere = path != "defaults" && section.shape == Shape::Table;
    for (key, inner) in node.entries() {
        if !read_elsewhere && section.field(key).is_none() {
            let expected = findings.one_of(section.names(), key);
            findings.add("S005", &inner.place, &join(path, key), key, expected);
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
