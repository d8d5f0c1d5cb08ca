//! Whether correlations are between what is drawn, and can all hold.

use super::super::document::Node;
use super::super::drawn;
use super::super::findings::Findings;
use super::super::schema::CORRELATION;
use crate::chance::copula::{Copula, Unsound};
use crate::language::Word;
use crate::said;
use crate::scenario::Scenario;

pub(super) fn check(scenario: &Scenario, document: &Node, findings: &Findings) {
    let Some(rows) = document.get(CORRELATION.key) else {
        return;
    };
    let drawn = drawn::names(scenario);
    let mut names: Vec<&str> = Vec::new();
    for name in (scenario.correlations.iter()).flat_map(|pair| [&pair.one, &pair.other]) {
        if names.contains(&name.as_str()) {
            continue;
        }
        names.push(name);
        if !drawn.contains_key(name) {
            let says = |row: &&Node| {
                row.get("between")
                    .is_some_and(|it| it.text().contains(name))
            };
            let place = rows.rows().iter().find(says).unwrap_or(rows).place.clone();
            let expected = findings.one_of(drawn.keys().map(String::as_str), name);
            findings.add("S012", &place, "correlations.between", name, expected);
        }
    }
    if !names.iter().all(|&name| drawn.contains_key(name)) {
        return;
    }
    let position = |name: &String| names.iter().position(|known| known == name).unwrap_or(0);
    let ranks: Vec<(usize, usize, f64)> = (scenario.correlations.iter())
        .map(|pair| (position(&pair.one), position(&pair.other), pair.rank))
        .collect();
    let tables: Vec<Option<&str>> = names.iter().map(|&name| drawn[name]).collect();
    if let Err(unsound) = Copula::of(&tables, &ranks) {
        let (found, expected) = match unsound {
            Unsound::NothingInCommon(at) => {
                let name = names[at];
                let found = said!(
                    "{name} 的各行分别抽样，互不相关",
                    "rows of {name}, each drawn on its own",
                );
                let expected = said!(
                    "先写出各行之间的秩相关系数：between = [\"{name}\"]，只写这一个名称",
                    "first a rank among these rows: between = [\"{name}\"], that name alone",
                );
                (found, expected)
            }
            Unsound::NotPositiveDefinite => (
                Word::verbatim(names.join(", ")),
                Word::of(
                    "能够同时成立的秩相关系数：矩阵正定",
                    "ranks that some numbers can all have: a positive definite matrix",
                ),
            ),
        };
        findings.add("S029", &rows.place, "correlations", found, expected);
    }
}
