//! Prefectures and counties, with their grades of risk.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::rows::{read, rows, sorted};
use super::{Calendar, Ids, title};
use crate::language::Word;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::schema::{COUNTY, GRADES, PREFECTURE, RISK};
use crate::scenario::{County, Grade, Prefecture};

pub(super) fn prefectures(document: &Node, findings: &Findings) -> Vec<Prefecture> {
    let nodes = sorted(document, "prefecture");
    read(document, &PREFECTURE, &nodes, findings, |row| Prefecture {
        code: row.text("code"),
        name: title(row, "name_zh", "name_en"),
        lat: row.number("lat"),
        lon: row.number("lon"),
        population: row.whole("population"),
    })
}

pub(super) fn counties(
    document: &Node,
    ids: &Ids,
    calendar: &Calendar,
    findings: &Findings,
) -> Vec<County> {
    let mut grades = risk(document, ids, calendar, findings);
    let nodes = sorted(document, "county");
    let mut counties = read(document, &COUNTY, &nodes, findings, |row| County {
        code: row.text("code"),
        name: title(row, "name_zh", "name_en"),
        prefecture: row.reference("prefecture", &ids.prefectures),
        lat: row.number("lat"),
        lon: row.number("lon"),
        risk: Vec::new(),
    });
    for (at, county) in counties.iter_mut().enumerate() {
        county.risk = grades.remove(&at).unwrap_or_default();
        county.risk.sort_by_key(|(date, _)| *date);
    }
    counties
}

fn risk(
    document: &Node,
    ids: &Ids,
    calendar: &Calendar,
    findings: &Findings,
) -> BTreeMap<usize, Vec<(Date, Grade)>> {
    let mut known = BTreeSet::new();
    let mut grades: BTreeMap<usize, Vec<(Date, Grade)>> = BTreeMap::new();
    let nodes: Vec<&Node> = rows(document, "risk").iter().collect();
    read(document, &RISK, &nodes, findings, |row| {
        let county = row.reference("county", &ids.counties);
        let date = row.date("date");
        let grade = row.word("grade", &GRADES);
        calendar.object_after(row, "date", date);
        let Some(date) = date else { return };
        if !known.insert((county, date)) {
            let expected = Word::of(
                "每县每个日期一个风险等级",
                "one grade for a county and date",
            );
            row.object("S011", "date", date.to_string(), expected);
        }
        grades.entry(county).or_default().push((date, grade));
    });
    grades
}
