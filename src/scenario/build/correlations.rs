//! Rank correlations: a rank for two names, or for a name alone; a matrix for more.

use std::collections::BTreeSet;

use super::rows::rows;
use crate::scenario::Correlation;
use crate::scenario::document::{Node, Value};
use crate::scenario::findings::Findings;
use crate::scenario::limits::CORRELATED;
use crate::scenario::reader::{Reader, read_quantity};
use crate::scenario::schema::{CORRELATION, Form, RANK};

pub(super) fn correlations(document: &Node, findings: &Findings) -> Vec<Correlation> {
    let mut all: Vec<Correlation> = Vec::new();
    let (mut known, mut together) = (BTreeSet::new(), BTreeSet::new());
    for node in rows(document, CORRELATION.key) {
        let row = Reader::row(node, &CORRELATION, None, findings);
        let names = row.list("between");
        together.extend(names.iter().cloned());
        if together.len() > CORRELATED {
            let expected = format!("at most {CORRELATED} names in all");
            row.object("S034", "between", "more names", expected);
            return all;
        }
        let pairs = match (row.find("rank"), row.find("matrix")) {
            (Some(_), None) => one_rank(&row, &names),
            (None, Some(matrix)) => whole_matrix(&row, &names, matrix, findings),
            _ => {
                row.object("S006", "rank", "both or neither", "either rank or matrix");
                Vec::new()
            }
        };
        row.find("note");
        for pair in pairs {
            let mut names = [pair.one.clone(), pair.other.clone()];
            names.sort();
            if !known.insert(names) {
                let found = format!("{} and {}", pair.one, pair.other);
                row.object("S011", "between", &found, "each pair once");
            }
            all.push(pair);
        }
        row.close();
    }
    all
}

fn one_rank(row: &Reader, names: &[String]) -> Vec<Correlation> {
    let rank = row.number("rank");
    match names {
        [one] if rank < 0.0 => {
            let found = format!("{rank} among the rows of {one}");
            row.object("S008", "rank", &found, "from 0 to 1 among rows");
            Vec::new()
        }
        [one] => vec![pair(one, one, rank)],
        [one, other] if one != other => vec![pair(one, other, rank)],
        _ => {
            let (found, expected) = (names.join(", "), "one name, or two different ones");
            row.object("S029", "between", &found, expected);
            Vec::new()
        }
    }
}

fn whole_matrix(
    row: &Reader,
    names: &[String],
    matrix: &Node,
    findings: &Findings,
) -> Vec<Correlation> {
    let path = row.path_of("matrix");
    let number = |cell: &Node| {
        read_quantity(cell, Form::Number(RANK), &path, findings).and_then(|cell| cell.number())
    };
    let numbers = |line: &Node| match &line.value {
        Value::List(cells) => cells.iter().map(number).collect::<Option<Vec<f64>>>(),
        _ => None,
    };
    let lines = match &matrix.value {
        Value::List(lines) => lines.iter().map(numbers).collect::<Option<Vec<_>>>(),
        _ => None,
    };
    let Some(lines) = lines else {
        row.object(
            "S029",
            "matrix",
            &matrix.text(),
            "a list of lists of numbers",
        );
        return Vec::new();
    };
    let count = names.len();
    let square = lines.len() == count && lines.iter().all(|line| line.len() == count);
    let mut pairs = (0..count).flat_map(|one| (0..=one).map(move |other| (one, other)));
    let even = square
        && pairs.all(|(one, other)| {
            let unit = one != other || lines[one][one] == 1.0;
            unit && lines[one][other] == lines[other][one]
        });
    if !even {
        let expected = format!("{count} × {count}, symmetric, with 1 from corner to corner");
        row.object("S029", "matrix", &matrix.text(), expected);
        return Vec::new();
    }
    let twice = |one: usize| names[..one].contains(&names[one]);
    if let Some(one) = (0..count).find(|&one| twice(one)) {
        row.object("S011", "between", &names[one], "each name once");
        return Vec::new();
    }
    let below = (0..count).flat_map(|one| (0..one).map(move |other| (one, other)));
    below
        .map(|(one, other)| pair(&names[other], &names[one], lines[one][other]))
        .collect()
}

fn pair(one: &str, other: &str, rank: f64) -> Correlation {
    Correlation {
        one: one.to_owned(),
        other: other.to_owned(),
        rank,
    }
}
