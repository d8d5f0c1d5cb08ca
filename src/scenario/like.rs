//! Rows that say `like`: a row of the same table, and only what differs.

use std::collections::BTreeMap;

use super::document::{Node, Value};
use super::findings::Findings;
use super::schema::{LIKE, csv_sections};
use crate::language::Word;
use crate::said;

/// Writes out every row that is like another, in the tables of a document. Whether all of them are like a row that there is:
/// what others lack would only hide what is wrong.
pub(super) fn write_out(document: &mut Node, findings: &Findings) -> bool {
    let mut sound = true;
    for section in csv_sections().filter(|section| section.field(LIKE).is_some()) {
        if let Some(Value::List(rows)) = document.get_mut(section.key).map(|node| &mut node.value)
            && rows.iter().any(|row| row.get(LIKE).is_some())
        {
            sound &= fill(rows, section.plural, findings);
        }
    }
    sound
}

/// Rows are filled in the order in which they are like each other: a row may be like one that is like another.
fn fill(rows: &mut [Node], table: &str, findings: &Findings) -> bool {
    let mut sound = true;
    let known: BTreeMap<String, usize> = (rows.iter().enumerate().rev())
        .filter_map(|(at, row)| Some((row.id()?, at)))
        .collect();
    // From which row each was come to first. Whoever still is like another then leads nowhere, which has been said.
    let mut come_from: Vec<Option<usize>> = vec![None; rows.len()];
    for first in 0..rows.len() {
        if come_from[first].is_some() {
            continue;
        }
        come_from[first] = Some(first);
        // From a row to the one that it is like, until a row that says everything itself.
        let mut trail = vec![first];
        while let Some(like) = trail.last().and_then(|&at| rows[at].get(LIKE)) {
            let name = like.text();
            let object = |code, found: &str, expected: Word| {
                findings.add(code, &like.place, &format!("{table}.like"), found, expected);
            };
            match known.get(&name) {
                None => {
                    let ids = known.keys().map(String::as_str);
                    let row = said!("{table} 中一行的编号：", "the id of a row of {table}: ");
                    let expected = row.and(&findings.one_of(ids, &name));
                    object("S012", &name, expected);
                }
                Some(&at) if come_from[at] == Some(first) => {
                    let expected = Word::of(
                        "不以本行为参照的一行",
                        "a row that is not like this one itself",
                    );
                    object("S012", &name, expected);
                }
                Some(&at) if come_from[at].is_some() && rows[at].get(LIKE).is_some() => {}
                Some(&at) => {
                    come_from[at] = Some(first);
                    trail.push(at);
                    continue;
                }
            }
            sound = false;
            trail.clear();
        }
        for pair in trail.windows(2).rev() {
            let model = rows[pair[1]].clone();
            lay_over(&model, &mut rows[pair[0]]);
        }
    }
    sound
}

/// What a row does not say itself is as in the other.
fn lay_over(model: &Node, row: &mut Node) {
    row.take(LIKE);
    let lacking: Vec<(String, Node)> = (model.entries().iter())
        .filter(|(key, _)| row.get(key).is_none())
        .cloned()
        .collect();
    if let Some(entries) = row.entries_mut() {
        entries.extend(lacking);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::document::parse_toml;

    fn written_out(rows: &str) -> (Vec<String>, usize) {
        let findings = Findings::default();
        let mut document = parse_toml("scenario.toml", rows.as_bytes(), &findings).unwrap();
        write_out(&mut document, &findings);
        let rows = document.get("line").unwrap().rows();
        let said = rows.iter().map(|row| {
            let entries = row.entries_by_key().into_iter();
            let said = entries.map(|(key, node)| format!("{key}={}", node.text()));
            said.collect::<Vec<_>>().join(" ")
        });
        (said.collect(), findings.into_sorted().len())
    }

    #[test]
    fn a_row_takes_what_it_does_not_say_from_the_one_that_it_is_like() {
        let (said, found) = written_out(
            "line = [{ id = \"c\", like = \"b\", number = 3 }, { id = \"b\", like = \"a\", item = \"n95\" }, \
             { id = \"a\", item = \"flat\", number = 1 }]",
        );
        assert_eq!(
            said,
            [
                "id=c item=n95 number=3",
                "id=b item=n95 number=1",
                "id=a item=flat number=1"
            ]
        );
        assert_eq!(found, 0);
    }

    #[test]
    fn a_long_chain_ends_soon() {
        let mut rows = String::from("line = [{ id = \"0\", item = \"flat\" }");
        for at in 1..20_000 {
            rows += &format!(", {{ id = \"{at}\", like = \"{}\" }}", at - 1);
        }
        rows += "]";
        let begun = std::time::Instant::now();
        let (said, found) = written_out(&rows);
        assert_eq!((said[19_999].as_str(), found), ("id=19999 item=flat", 0));
        assert!(begun.elapsed() < std::time::Duration::from_secs(10));
    }

    #[test]
    fn rows_like_themselves_or_like_nothing_are_found() {
        let (_, found) =
            written_out("line = [{ id = \"a\", like = \"b\" }, { id = \"b\", like = \"a\" }]");
        assert_eq!(found, 1);
        let (_, found) =
            written_out("line = [{ id = \"a\", like = \"x\" }, { id = \"b\", like = \"a\" }]");
        assert_eq!(found, 1);
    }
}
