//! Courses over time, and figures that were reported.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use together::{Figure, together};

use super::rows::{provenance, read, rows};
use super::{Calendar, Ids};
use crate::language::Word;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::schema::{OBSERVED, PROFILE, USES};
use crate::scenario::written::quantity_of;
use crate::scenario::{Observation, Profile, Use};

mod together;

pub(super) fn profile_names(document: &Node) -> Vec<String> {
    let names: BTreeSet<String> = rows(document, "profile")
        .iter()
        .filter_map(|row| row.get("profile").map(Node::text))
        .collect();
    names.into_iter().collect()
}

pub(super) fn profiles(document: &Node, findings: &Findings) -> Vec<Profile> {
    let nodes: Vec<&Node> = rows(document, "profile").iter().collect();
    let mut courses: BTreeMap<String, BTreeMap<Date, f64>> = profile_names(document)
        .into_iter()
        .map(|name| (name, BTreeMap::new()))
        .collect();
    read(document, &PROFILE, &nodes, findings, |row| {
        let (name, date, value) = (row.text("profile"), row.date("date"), row.number("value"));
        let Some(date) = date else { return };
        let before = courses.entry(name).or_default().insert(date, value);
        if before.is_some() {
            let expected = Word::of(
                "曲线的每个日期一个值",
                "one value for each date of a profile",
            );
            row.object("S011", "date", date.to_string(), expected);
        }
    });
    courses
        .into_iter()
        .map(|(name, points)| Profile {
            name,
            points: points.into_iter().collect(),
        })
        .collect()
}

/// Standard error of a figure that does not say its own, by confidence; the model's own part in it is most of it.
fn usual_error(confidence: &str) -> f64 {
    match confidence {
        "A" => 0.1,
        "B" | "D" => 0.15,
        "assumed" => 0.4,
        _ => 0.25,
    }
}

pub(super) fn observed(
    document: &Node,
    ids: &Ids,
    calendar: &Calendar,
    findings: &Findings,
) -> Vec<Observation> {
    let nodes: Vec<&Node> = rows(document, "observed").iter().collect();
    let figures = read(document, &OBSERVED, &nodes, findings, |row| {
        let date = row.date("date");
        calendar.object_outside(row, "date", date);
        let scope = row.text("scope");
        let known = scope == "province" || ids.prefectures.position(&scope).is_some();
        if !scope.is_empty() && !known {
            let known = ["province"].into_iter().chain(ids.prefectures.iter());
            row.object_to_unknown("scope", &scope, known);
        }
        let provenance = provenance(row);
        let (value, use_for) = (row.number("value"), row.word("use", &USES));
        let written = row.find("value").and_then(quantity_of);
        let written = written.and_then(|value| value.number());
        if use_for == Use::Fit && written == Some(0.0) {
            let expected = Word::of(
                "用途为 fit 时大于 0：误差按对数计算",
                "above 0 where use is fit: errors are those of logarithms",
            );
            row.object("S008", "value", "0", expected);
        }
        let error = row
            .quantity_or_none("error")
            .and_then(|error| error.number());
        let told = Observation {
            error: error.unwrap_or_else(|| usual_error(&provenance.confidence)),
            date: date.unwrap_or(calendar.start),
            scope,
            metric: row.known_word("metric"),
            value,
            provenance,
            use_for,
        };
        // A row whose date or figure cannot be read says nothing about the others.
        (date.is_some() && written.is_some()).then_some(told)
    });
    let figures = figures.into_iter().zip(nodes);
    let known = figures.filter_map(|(told, row)| Some(Figure { told: told?, row }));
    together(known.collect(), findings)
}
