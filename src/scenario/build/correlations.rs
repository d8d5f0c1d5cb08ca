//! Rank correlations: a rank for two names, or for a name alone; a matrix for more.

use std::collections::BTreeSet;

use super::rows::rows;
use crate::language::Word;
use crate::said;
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
            let found = said!("名称超过 {CORRELATED} 个", "more than {CORRELATED} names");
            let expected = said!(
                "名称合计最多 {CORRELATED} 个",
                "at most {CORRELATED} names in all",
            );
            row.object("S034", "between", found, expected);
            return all;
        }
        let pairs = match (row.find("rank"), row.find("matrix")) {
            (Some(_), None) => one_rank(&row, &names),
            (None, Some(matrix)) => whole_matrix(&row, &names, matrix, findings),
            _ => {
                let found = Word::of("两者都写，或都未写", "both or neither");
                let expected = Word::of("rank 和 matrix 二者择一", "either rank or matrix");
                let remedy = Word::of("只写其中一个", "write one of the two");
                row.object_with("S006", "rank", found, expected, remedy);
                Vec::new()
            }
        };
        row.find("note");
        for pair in pairs {
            let mut names = [pair.one.clone(), pair.other.clone()];
            names.sort();
            if !known.insert(names) {
                let (one, other) = (&pair.one, &pair.other);
                let found = said!("{one} 与 {other}", "{one} and {other}");
                let expected = Word::of("每对名称一次", "each pair once");
                row.object("S011", "between", found, expected);
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
            let found = said!("{one} 各行之间为 {rank}", "{rank} among the rows of {one}");
            let expected = Word::of("各行之间为 0 至 1", "from 0 to 1 among rows");
            row.object("S008", "rank", found, expected);
            Vec::new()
        }
        [one] => vec![pair(one, one, rank)],
        [one, other] if one != other => vec![pair(one, other, rank)],
        _ => {
            let expected = Word::of(
                "一个名称，或两个不同的名称",
                "one name, or two different ones",
            );
            let remedy = Word::of("更正名称", "correct the names");
            row.object_with("S029", "between", names.join(", "), expected, remedy);
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
        let expected = Word::of("数字列表组成的列表", "a list of lists of numbers");
        row.object("S029", "matrix", matrix.text(), expected);
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
        let expected = said!(
            "{count} × {count} 的对称矩阵，对角线为 1",
            "{count} × {count}, symmetric, with 1 from corner to corner",
        );
        row.object("S029", "matrix", matrix.text(), expected);
        return Vec::new();
    }
    let twice = |one: usize| names[..one].contains(&names[one]);
    if let Some(one) = (0..count).find(|&one| twice(one)) {
        let expected = Word::of("每个名称一次", "each name once");
        row.object("S011", "between", &names[one], expected);
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
