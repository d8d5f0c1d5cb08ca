//! CSV tables: rows of text cells.

use std::collections::BTreeSet;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::{Node, Value, decode};
use crate::scenario::findings::{Findings, Place};
use crate::scenario::limits::CELLS;

/// Reads a CSV table into rows of text cells; empty cells are left out. `None` after a finding: half a table would
/// only make other tables look wrong.
pub(in crate::scenario) fn parse_csv(
    file: &str,
    bytes: &[u8],
    findings: &Findings,
) -> Option<Node> {
    let file: Arc<str> = file.into();
    let text = decode(&file, bytes, findings)?;
    let body = text.trim_start();
    // Lines are counted from the file's own first line, even where it is blank.
    let blank = text[..text.len() - body.len()].matches('\n').count();
    let place = |line: u64| Place {
        file: file.clone(),
        line: line as usize + blank,
    };
    let mut reader = ReaderBuilder::new()
        .trim(Trim::All)
        .flexible(true)
        .from_reader(body.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            findings.add("S004", &place(1), "", &error.to_string(), "a header line");
            return None;
        }
    };
    let mut sound = has_columns_once(&header, &place(1), findings);
    let mut rows: Vec<Node> = Vec::new();
    let mut cells = 0;
    for record in reader.records() {
        if findings.are_too_many() {
            return None;
        }
        match record {
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => {
                let place = place(record.position().map_or(0, csv::Position::line));
                if record.len() != header.len() {
                    let found = format!("{} cells", record.len());
                    let expected = format!("{} cells, as in the header", header.len());
                    findings.add("S004", &place, "", &found, expected);
                    sound = false;
                }
                rows.push(row(&header, &record, place));
                cells += rows.last().map_or(0, |row| row.entries().len());
                if cells > CELLS {
                    let last = rows
                        .last()
                        .map_or(&Place::default(), |row| &row.place)
                        .clone();
                    let expected = format!("at most {CELLS} filled cells");
                    findings.add("S034", &last, "", "more cells", expected);
                    return None;
                }
            }
            Err(error) => {
                let place = place(error.position().map_or(1, csv::Position::line));
                findings.add("S004", &place, "", &error.to_string(), "a readable row");
                sound = false;
            }
        }
    }
    sound.then(|| Node {
        value: Value::List(rows),
        place: place(1),
    })
}

fn has_columns_once(header: &StringRecord, place: &Place, findings: &Findings) -> bool {
    let mut known = BTreeSet::new();
    let twice: Vec<&str> = header
        .iter()
        .filter(|name| !name.is_empty() && !known.insert(*name))
        .collect();
    for name in &twice {
        findings.add("S011", place, name, *name, "each column once");
    }
    twice.is_empty()
}

fn row(header: &StringRecord, record: &StringRecord, place: Place) -> Node {
    let filled = header
        .iter()
        .zip(record.iter())
        .filter(|(_, cell)| !cell.is_empty());
    let cells = filled.map(|(name, cell)| {
        let cell = Node {
            value: Value::Text(cell.to_owned()),
            place: place.clone(),
        };
        (name.to_owned(), cell)
    });
    Node {
        value: Value::Table(cells.collect()),
        place,
    }
}
