//! CSV tables as spreadsheets save them: rows of text cells under the keys of their section.

use std::collections::BTreeSet;
use std::sync::Arc;

use csv::{Reader, ReaderBuilder, StringRecord, Trim};

use super::encoding::decode;
use super::{Node, Value};
use crate::language::Word;
use crate::said;
use crate::scenario::findings::{Findings, Place, shown};
use crate::scenario::limits::CELLS;
use crate::scenario::schema::{Field, Form, Section};
use crate::scenario::spelling::{heading, is_spreadsheet_error};

/// What may stand between cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// So many rows are looked at for the headings: titles may stand above them.
const TITLES: usize = 10;
/// How a row of notes below a table begins.
const NOTES: [&str; 8] = [
    "注",
    "备注",
    "说明",
    "来源",
    "资料来源",
    "note",
    "notes",
    "source",
];

/// Reads a CSV table into rows of text cells by the section's keys; empty cells are left out. `None` after a finding: half a table
/// would only make other tables look wrong.
pub(in crate::scenario) fn parse_csv(
    file: &str,
    bytes: &[u8],
    section: &'static Section,
    findings: &Findings,
) -> Option<Node> {
    let file: Arc<str> = file.into();
    let text = decode(&file, bytes, findings)?;
    let table = Table {
        file,
        section,
        findings,
    };
    if text.contains('\0') {
        let found = Word::of(
            "没有标记的 UTF-16，或不是文本",
            "UTF-16 without its mark, or no text",
        );
        let expected = Word::of(
            "UTF-8、带标记的 UTF-16 或 GBK",
            "UTF-8, UTF-16 with its mark, or GBK",
        );
        findings.add("S002", &table.place(0), "", found, expected);
        return None;
    }
    let Some((delimiter, above)) = table.headings(&text) else {
        // An empty file is a table without rows.
        let first = text.lines().position(|line| !line.trim().is_empty());
        if let Some(first) = first {
            let line = text.lines().nth(first).unwrap_or("");
            let list = |name: fn(&Field) -> &'static str| {
                let names: Vec<&str> = section.fields.iter().map(name).collect();
                names.join(",")
            };
            let (zh, en) = (list(|field| field.zh), list(|field| field.name));
            let expected = said!(
                "表头一行，如 {zh}，各格之间用逗号、分号或制表符",
                "a row of headings, such as {en}, with commas, semicolons or tabs between its cells"
            );
            findings.add(
                "S004",
                &table.place(first as u64 + 1),
                "",
                line.trim(),
                expected,
            );
            return None;
        }
        return Some(table.of(Vec::new(), 1));
    };
    table.rows(&text, delimiter, above)
}

/// How a row of totals begins.
const TOTALS: [&str; 5] = ["合计", "总计", "小计", "total", "totals"];
/// What people write into a cell for which there is nothing to say.
const NOTHING: [&str; 7] = ["/", "—", "——", "–", "-", "--", "无"];

struct Table<'a> {
    file: Arc<str>,
    section: &'static Section,
    findings: &'a Findings,
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(Trim::All)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
}

fn filled(record: &StringRecord) -> usize {
    record.iter().filter(|cell| !cell.is_empty()).count()
}

impl Table<'_> {
    fn place(&self, line: u64) -> Place {
        Place {
            file: self.file.clone(),
            line: line as usize,
        }
    }

    fn of(&self, rows: Vec<Node>, line: u64) -> Node {
        Node {
            value: Value::List(rows),
            place: self.place(line),
        }
    }

    /// The field that a heading means, in English or Chinese.
    fn field(&self, cell: &str) -> Option<&'static Field> {
        let written = heading(cell);
        let mut fields = self.section.all();
        fields.find(|field| heading(field.name) == written || heading(field.zh) == written)
    }

    /// What stands between cells, and how many rows stand above the headings: the first row of which half are headings, below
    /// nothing but titles.
    fn headings(&self, text: &str) -> Option<(u8, usize)> {
        let of_delimiter = |delimiter: u8| {
            let mut reader = reader(text, delimiter);
            let records = reader.records().take(TITLES).map_while(Result::ok);
            for (above, record) in records.enumerate() {
                let known = record
                    .iter()
                    .filter(|cell| self.field(cell).is_some())
                    .count();
                let filled = filled(&record);
                if known > 0 && 2 * known >= filled && (known > 1 || filled == record.len()) {
                    return Some((known, delimiter, above));
                }
                if filled > 1 {
                    return None;
                }
            }
            None
        };
        // Of two that fit, the one that tells more headings apart; commas come first.
        let found = DELIMITERS.into_iter().rev().filter_map(of_delimiter);
        found
            .max_by_key(|(known, _, _)| *known)
            .map(|(_, delimiter, above)| (delimiter, above))
    }

    fn rows(&self, text: &str, delimiter: u8, above: usize) -> Option<Node> {
        let findings = self.findings;
        let mut reader = reader(text, delimiter);
        let mut records = reader.records().skip(above);
        let header = records.next()?.ok()?;
        let line = line_of(&header);
        let (columns, mut sound) = self.columns(&header, line);
        let mut rows: Vec<Node> = Vec::new();
        let mut cells = 0;
        for record in records {
            if findings.are_too_many() {
                return None;
            }
            let record = match record {
                Ok(record) if filled(&record) == 0 || is_about_the_table(&record) => continue,
                Ok(record) => record,
                Err(error) => {
                    let place = self.place(error.position().map_or(1, csv::Position::line));
                    let expected = Word::of("能读出的一行", "a readable row");
                    findings.add("S004", &place, "", error.to_string(), expected);
                    sound = false;
                    continue;
                }
            };
            let place = self.place(line_of(&record));
            let beyond = record
                .iter()
                .skip(header.len())
                .any(|cell| !cell.is_empty());
            if record.len() < header.len() || beyond {
                let (found, headings) = (record.len(), header.len());
                let found = said!("{found} 格", "{found} cells");
                let expected = said!(
                    "{headings} 格，与表头一致",
                    "{headings} cells, as in the row of headings"
                );
                findings.add("S004", &place, "", found, expected);
                sound = false;
            }
            let row = self.row(&columns, &record, place, &mut sound);
            cells += row.entries().len();
            let last = row.place.clone();
            rows.push(row);
            if cells > CELLS {
                let expected = said!("至多 {CELLS} 个非空单元格", "at most {CELLS} filled cells");
                let found = Word::of("单元格更多", "more cells");
                findings.add("S034", &last, "", found, expected);
                return None;
            }
        }
        sound.then(|| self.of(rows, line))
    }

    /// What stands under each heading; and whether each is known, and stands once.
    fn columns(&self, header: &StringRecord, line: u64) -> (Vec<Column>, bool) {
        let (findings, place) = (self.findings, self.place(line));
        let mut known = BTreeSet::new();
        let mut sound = true;
        let mut column = |cell: &str| {
            if cell.is_empty() {
                return Column::WithoutHeading;
            }
            let field = self.field(cell);
            match field.map(|field| field.name) {
                None => {
                    let expected = findings.one_of(self.section.names(), cell);
                    let field = format!("{}.{}", self.section.plural, shown(cell));
                    findings.add("S005", &place, &field, cell, expected);
                    sound = false;
                }
                Some(key) if !known.insert(key) => {
                    let expected = Word::of("每列只出现一次", "each column once");
                    findings.add("S011", &place, key, cell, expected);
                    sound = false;
                }
                Some(_) => {}
            }
            field.map_or(Column::Unknown, Column::Of)
        };
        let columns = header.iter().map(&mut column).collect();
        (columns, sound)
    }

    fn row(
        &self,
        columns: &[Column],
        record: &StringRecord,
        place: Place,
        sound: &mut bool,
    ) -> Node {
        let mut cells = Vec::new();
        for (at, (column, cell)) in columns.iter().zip(record.iter()).enumerate() {
            if cell.is_empty() {
                continue;
            }
            let field = match column {
                Column::Of(field) => field,
                // Said once, at the heading.
                Column::Unknown => continue,
                Column::WithoutHeading => {
                    let field = format!("{}, column {}", self.section.plural, at + 1);
                    let expected = Word::of(
                        "有内容的各列都有表头",
                        "a heading above every column that is filled",
                    );
                    self.findings.add("S005", &place, &field, cell, expected);
                    *sound = false;
                    continue;
                }
            };
            let key = field.name;
            let is_text = matches!(field.form, Form::Text(_));
            if !is_text && NOTHING.contains(&cell) {
                continue;
            }
            // Whoever reads another cell says that it is none.
            if is_text && is_spreadsheet_error(cell) {
                let field = format!("{}.{key}", self.section.plural);
                let expected = Word::of("文字", "a text");
                self.findings.add("S035", &place, &field, cell, expected);
            }
            let node = Node {
                value: Value::Text(cell.to_owned()),
                place: place.clone(),
            };
            cells.push((key.to_owned(), node));
        }
        Node {
            value: Value::Table(cells),
            place,
        }
    }
}

fn line_of(record: &StringRecord) -> u64 {
    record.position().map_or(1, csv::Position::line)
}

/// A row that says something about the table and is none of its rows: a note, alone in the first cell, or totals.
fn is_about_the_table(record: &StringRecord) -> bool {
    let first = record.get(0).unwrap_or("");
    let words = first.split([':', '：', '（', '(', ' ', '.', '。']).next();
    let word = heading(words.unwrap_or(first));
    let numbered = |rest: &str| rest.starts_with(|next: char| next.is_ascii_digit());
    let note = NOTES.contains(&&*word) || word.strip_prefix('注').is_some_and(numbered);
    (note && filled(record) == 1) || TOTALS.contains(&&*word)
}

/// What stands under a heading.
#[derive(Clone, Copy)]
enum Column {
    Of(&'static Field),
    Unknown,
    WithoutHeading,
}
