//! Enterprises and their lines.

use std::collections::BTreeMap;

use super::rows::{provenance, read, rows, sorted};
use super::{Calendar, Ids, title};
use crate::language::Word;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::reader::{NOTHING, Reader};
use crate::scenario::schema::{ENTERPRISE, LINE, ROUTES};
use crate::scenario::{Enterprise, Line, LineRoute};

/// Rows of enterprises by prefecture code, then id.
fn enterprise_rows(document: &Node) -> Vec<&Node> {
    let home: BTreeMap<String, String> = rows(document, "county")
        .iter()
        .filter_map(|row| Some((row.id()?, row.get("prefecture")?.text())))
        .collect();
    let mut rows: Vec<&Node> = rows(document, "enterprise").iter().collect();
    rows.sort_by_cached_key(|row| {
        let county = row.get("county").map(Node::text);
        (county.and_then(|code| home.get(&code).cloned()), row.id())
    });
    rows
}

pub(super) fn enterprises_in_order(document: &Node) -> Vec<String> {
    enterprise_rows(document)
        .iter()
        .map(|row| row.id().unwrap_or_default())
        .collect()
}

pub(super) fn enterprises(
    document: &Node,
    ids: &Ids,
    calendar: &Calendar,
    findings: &Findings,
) -> Vec<Enterprise> {
    let nodes = enterprise_rows(document);
    read(document, &ENTERPRISE, &nodes, findings, |row| {
        let listed_on = row.date("listed_on");
        calendar.object_after(row, "listed_on", listed_on);
        let id = row.text("id");
        // Stocks and streams name places and enterprises in the same column.
        if ["depot", "pool"].contains(&id.as_str()) || ids.prefectures.position(&id).is_some() {
            let expected = Word::of(
                "与地点（depot、pool、设区市代码）不同的编号",
                "an id that no place has: depot, pool, codes of prefectures",
            );
            row.object("S011", "id", &id, expected);
        }
        Enterprise {
            id,
            name: title(row, "name_zh", "name_en"),
            county: row.reference("county", &ids.counties),
            listed_on,
            staff_present: row.quantity("staff_present"),
            staff_away: row.quantity("staff_away"),
            recruit_share: row.quantity("recruit_share"),
            compliance: row.quantity("compliance"),
            provenance: provenance(row),
        }
    })
}

pub(super) fn lines(
    document: &Node,
    ids: &Ids,
    calendar: &Calendar,
    findings: &Findings,
) -> Vec<Line> {
    let nodes = sorted(document, "line");
    let mut lines = read(document, &LINE, &nodes, findings, |row| {
        line(row, ids, calendar)
    });
    lines.sort_by(|a, b| (a.enterprise, a.item, &a.id).cmp(&(b.enterprise, b.item, &b.id)));
    lines
}

fn line(row: &Reader, ids: &Ids, calendar: &Calendar) -> Line {
    let route = row.word("route", &ROUTES);
    let ordered_on = row.date("ordered_on");
    calendar.object_after(row, "ordered_on", ordered_on);
    let (known, key, missing) = if route == LineRoute::Existing {
        let age = Word::of(
            "已有生产线在起始日的线龄（天）",
            "the age of an existing line on day 0",
        );
        (
            row.find("opening_age_days").is_some(),
            "opening_age_days",
            age,
        )
    } else {
        let date = Word::of("生产线的订购日期", "the date on which the line is ordered");
        (row.find("ordered_on").is_some(), "ordered_on", date)
    };
    if !known {
        row.object("S025", key, NOTHING, missing);
    }
    Line {
        id: row.text("id"),
        enterprise: row.reference("enterprise", &ids.enterprises),
        item: ids.item(row, "item"),
        number: row.whole("number"),
        speed_per_minute: row.quantity("speed_per_minute"),
        nominal_hours: row.quantity("nominal_hours"),
        worked_hours: row.quantity("worked_hours"),
        workers_per_shift: row.quantity("workers_per_shift"),
        shift_hours: row.quantity("shift_hours"),
        availability: row.quantity("availability"),
        route,
        ordered_on,
        delivery_days: row.quantity("delivery_days"),
        install_days: row.quantity("install_days"),
        opening_age_days: row.quantity("opening_age_days"),
        commissioning_start: row.quantity("commissioning_start"),
        commissioning_days: row.quantity("commissioning_days"),
        quality_start: row.quantity("quality_start"),
        quality_end: row.quantity("quality_end"),
        quality_days: row.quantity("quality_days"),
        price_yuan: row.quantity("price_yuan"),
        subsidy_need: row.quantity("subsidy_need"),
        provenance: provenance(row),
    }
}
