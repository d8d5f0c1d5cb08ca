//! Rows of tables, whatever they say.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::language::Word;
use crate::said;
use crate::scenario::Provenance;
use crate::scenario::document::Node;
use crate::scenario::findings::{Findings, Place, shown};
use crate::scenario::reader::Reader;
use crate::scenario::schema::{LIKE, Section};
use crate::scenario::spelling::look;

/// Rows of a table.
pub(super) fn rows<'a>(document: &'a Node, table: &str) -> &'a [Node] {
    document.get(table).map_or(&[], Node::rows)
}

/// Rows of a table by id.
pub(super) fn sorted<'a>(document: &'a Node, table: &str) -> Vec<&'a Node> {
    let mut rows: Vec<&Node> = rows(document, table).iter().collect();
    rows.sort_by_cached_key(|row| row.id());
    rows
}

/// Ids of a table, sorted.
pub(super) fn ids(document: &Node, table: &str) -> Vec<String> {
    sorted(document, table)
        .iter()
        .map(|row| row.id().unwrap_or_default())
        .collect()
}

/// Reads every row in the order given; objects to ids that stand twice.
pub(super) fn read<'a, T>(
    document: &'a Node,
    section: &'static Section,
    rows: &[&'a Node],
    findings: &'a Findings,
    mut row: impl FnMut(&Reader<'a>) -> T,
) -> Vec<T> {
    let defaults = document
        .get("defaults")
        .and_then(|tables| tables.get(section.plural));
    object_to_twins(section.plural, rows, findings);
    let mut read = Vec::with_capacity(rows.len());
    for node in rows.iter().take_while(|_| !findings.are_too_many()) {
        let reader = Reader::row(node, section, defaults, findings);
        read.push(row(&reader));
        reader.known_word("confidence");
        reader.find("source");
        reader.find("note");
        if section.field(LIKE).is_some() {
            reader.find(LIKE);
        }
        reader.close();
    }
    read
}

/// Objects to ids that stand twice.
pub(super) fn object_to_twins(table: &str, rows: &[&Node], findings: &Findings) {
    let mut known: BTreeMap<String, (String, &Place)> = BTreeMap::new();
    for node in rows {
        let Some(id) = node.id() else { continue };
        let key = if node.get("id").is_some() {
            "id"
        } else {
            "code"
        };
        let field = format!("{table}.{key}");
        match known.entry(look(&id)) {
            Entry::Vacant(free) => {
                free.insert((id, &node.place));
            }
            Entry::Occupied(taken) => {
                let (other, place) = taken.get();
                if *other == id {
                    let expected = Word::of("与其他行不同的编号", "an id that no other row has");
                    findings.add("S011", &node.place, &field, &id, expected);
                } else {
                    // Rows come by id: the one that stands further down is objected to.
                    let mut both = [(*place, other), (&node.place, &id)];
                    both.sort();
                    let [(Place { file, line }, first), (place, second)] = both;
                    let first = shown(first);
                    let expected = said!(
                        "与 `{first}`（{file} 第 {line} 行）看上去不同的编号",
                        "an id that does not look like `{first}`, which stands in {file}, line {line}"
                    );
                    findings.add("S036", place, &field, second, expected);
                }
            }
        }
    }
}

/// Objects to tables that every scenario has rows of.
pub(super) fn object_to_missing(document: &Node, findings: &Findings) {
    for table in ["item", "prefecture", "county", "demand"] {
        if rows(document, table).is_empty() {
            let found = Word::of("没有数据行", "no rows");
            let expected = Word::of("至少一行", "at least one row");
            findings.add("S026", &document.place, table, found, expected);
        }
    }
}

pub(super) fn provenance(reader: &Reader) -> Provenance {
    Provenance {
        source: reader.text_or("source", ""),
        confidence: reader.text_or("confidence", ""),
    }
}
