//! What counts of a scenario: defaults written into rows, and without what is said to people only.

use super::document::{Node, Value};
use super::schema::{Form, Need, ROOT, Section, Text};
use super::structure::section_of;

/// Writes defaults into every row and table that leaves them out; `[defaults]` is gone then.
pub(super) fn fill(document: &mut Node) {
    let defaults = document.take("defaults");
    fill_table(document, &ROOT, defaults.as_ref());
}

fn fill_table(node: &mut Node, section: &'static Section, defaults: Option<&Node>) {
    for field in section.all() {
        match field.form {
            Form::Table(inner) => {
                if let Some(table) = node.get_mut(field.name) {
                    fill_table(table, inner, None);
                }
            }
            Form::Rows(sections) => {
                let Some(Value::List(rows)) = node.get_mut(field.name).map(|node| &mut node.value)
                else {
                    continue;
                };
                for row in rows {
                    let section = section_of(row, sections);
                    let own = defaults.and_then(|defaults| defaults.get(section.plural));
                    for (key, value) in own.map_or(&[][..], Node::entries) {
                        if row.get(key).is_none() {
                            row.put(key, value.clone());
                        }
                    }
                    fill_table(row, section, None);
                }
            }
            _ => {
                let value = match field.need {
                    Need::Number(number) if number.fract() == 0.0 => Value::Integer(number as i64),
                    Need::Number(number) => Value::Float(number),
                    Need::Flag(flag) => Value::Flag(flag),
                    Need::Required | Need::Optional => continue,
                };
                if node.get(field.name).is_none() {
                    let place = node.place.clone();
                    node.put(field.name, Node { value, place });
                }
            }
        }
    }
}

/// Takes out names, titles, sources and remarks: nothing that is simulated hangs on them.
pub(super) fn forget_words(document: &mut Node) {
    forget_in(document, &ROOT);
}

fn forget_in(node: &mut Node, section: &'static Section) {
    for field in section.all() {
        match field.form {
            Form::Text(Text::Name | Text::Title | Text::Remark) => {
                node.take(field.name);
            }
            Form::Table(inner) => {
                if let Some(table) = node.get_mut(field.name) {
                    forget_in(table, inner);
                }
            }
            Form::Rows(sections) => {
                let rows = node.get_mut(field.name).map(|node| &mut node.value);
                if let Some(Value::List(rows)) = rows {
                    for row in rows {
                        let section = section_of(row, sections);
                        forget_in(row, section);
                    }
                }
            }
            _ => {}
        }
    }
}
