//! Measures and events: dated changes to policy become regimes, dated changes to anything else become [`Change`]s.

use jiff::civil::Date;

use super::{GRADES, Ids, KINDS, policy, tables, title};
use crate::scenario::document::{Node, date_of};
use crate::scenario::findings::Findings;
use crate::scenario::overlay::{self, Edit, Step, parse_path, quantity_of};
use crate::scenario::reader::Reader;
use crate::scenario::{Action, Change, Grade, Measure, Scenario, Subject};

/// Paths that may change on a date, for the finding that says so.
const DATEABLE: &str = "policy.*, roads.openness.<grade>, staff.return_per_day.<grade>, demand_factor.<kind>.<grade>, \
counties[…].risk, counties[…].openness, enterprises[…].recruit_share, lines[…].availability, lines[…].worked_hours, \
supply[…].per_day, demand[…].masks_per_person_day, items[…].market_per_day";

pub(super) fn measures(document: &Node, findings: &Findings) -> Vec<Measure> {
    let rows = tables::rows(document, "measure").iter().map(|node| {
        let row = Reader::row(node, "measures", None, findings);
        let measure = Measure {
            id: row.text("id"),
            article: row.text("article"),
            title: title(&row, "title_zh", "title_en"),
            on: row.flag_or("on", true),
        };
        for key in ["from", "to", "set", "scale"] {
            row.find(key);
        }
        row.close();
        measure
    });
    rows.collect()
}

/// A dated change as it is written.
struct Dated<'a> {
    cause: String,
    from: u32,
    to: Option<u32>,
    path: &'a str,
    node: &'a Node,
    scale: bool,
}

/// Fills in the scenario's regimes and changes.
pub(super) fn read(document: &Node, ids: &Ids, scenario: &mut Scenario, findings: &Findings) {
    let mut dated = Vec::new();
    for table in ["measure", "event"] {
        for node in tables::rows(document, table) {
            dated.extend(dated_of(node, table, scenario, findings));
        }
    }
    let (of_policy, of_world): (Vec<Dated>, Vec<Dated>) = dated
        .into_iter()
        .partition(|change| change.path.starts_with("policy"));
    scenario.regimes = regimes(document, &of_policy, ids, scenario, findings);
    for change in &of_world {
        let changes = world_changes(document, change, scenario, findings);
        scenario.changes.extend(changes);
    }
}

fn dated_of<'a>(
    node: &'a Node,
    table: &str,
    scenario: &Scenario,
    findings: &Findings,
) -> Vec<Dated<'a>> {
    let row = Reader::row(node, table, None, findings);
    let cause = row.text("id");
    let on = row.flag_or("on", true);
    if table == "event" {
        title(&row, "title_zh", "title_en");
        for key in ["from", "to", "set", "scale", "article"] {
            row.find(key);
        }
    }
    let (from, to) = (row.date_or_none("from"), row.date_or_none("to"));
    if !on || (from.is_none() && to.is_none()) {
        return Vec::new();
    }
    let day = |date: Date| (date.duration_since(scenario.start).as_hours() / 24) as i32;
    let first = from.map_or(0, day);
    let last = to.map(day);
    if first >= scenario.days as i32 || last.is_some_and(|last| last < first.max(0)) {
        let found = from.or(to).map_or(String::new(), |date| date.to_string());
        row.object(
            "S010",
            "from",
            &found,
            "dates inside the calendar, from before to",
        );
    }
    let edits = |key: &str, scale: bool| {
        let entries = node.get(key).map_or_else(Vec::new, Node::entries_by_key);
        let cause = cause.clone();
        entries.into_iter().map(move |(path, node)| Dated {
            cause: cause.clone(),
            from: first.max(0) as u32,
            to: last.map(|last| last.max(0) as u32),
            path,
            node,
            scale,
        })
    };
    if table == "event" {
        row.close();
    }
    edits("set", false).chain(edits("scale", true)).collect()
}

/// A regime for every day on which the policy changes: `[policy]`, then its regimes, then measures and events in force.
fn regimes(
    document: &Node,
    dated: &[Dated],
    ids: &Ids,
    scenario: &Scenario,
    findings: &Findings,
) -> Vec<crate::scenario::Regime> {
    let Some(base) = document.get("policy") else {
        findings.add(
            "S006",
            &document.place,
            "policy",
            "nothing",
            "a table [policy]",
        );
        return Vec::new();
    };
    let written = written_regimes(base, scenario, findings);
    let mut days: Vec<u32> = vec![0];
    days.extend(written.iter().map(|(from, _)| *from));
    days.extend(
        dated
            .iter()
            .flat_map(|change| [Some(change.from), change.to.map(|to| to + 1)])
            .flatten(),
    );
    days.sort_unstable();
    days.dedup();
    days.retain(|&day| day < scenario.days);
    let mut regimes: Vec<crate::scenario::Regime> = Vec::new();
    for day in days {
        let mut policy = Node::table(base.place.clone());
        policy.put("policy", base.clone());
        for (_, regime) in written.iter().filter(|(from, _)| *from <= day) {
            let mut over = (*regime).clone();
            over.take("id");
            over.take("from");
            let mut whole = Node::table(base.place.clone());
            whole.put("policy", over);
            overlay::merge(&mut policy, whole);
        }
        let in_force = |change: &&Dated| change.from <= day && change.to.is_none_or(|to| day <= to);
        for change in dated.iter().filter(in_force) {
            let edit = match (
                change.scale,
                quantity_of(change.node).and_then(|by| by.number()),
            ) {
                (true, Some(by)) => Edit::Scale(by),
                _ => Edit::Set(change.node.clone()),
            };
            overlay::apply(
                &mut policy,
                change.path,
                &edit,
                &change.node.place,
                findings,
            );
        }
        if let Some(policy) = policy.get("policy") {
            regimes.push(policy::regime(policy, day, ids, findings));
        }
    }
    regimes
}

fn written_regimes<'a>(
    base: &'a Node,
    scenario: &Scenario,
    findings: &Findings,
) -> Vec<(u32, &'a Node)> {
    let mut written: Vec<(u32, &Node)> = Vec::new();
    for node in base.get("regime").map_or(&[][..], Node::rows) {
        let from = node.get("from").map(Node::text).unwrap_or_default();
        let Some(date) = date_of(&from) else {
            findings.add(
                "S009",
                &node.place,
                "policy.regime.from",
                &from,
                "a date such as 2020-02-29",
            );
            continue;
        };
        let day = date.duration_since(scenario.start).as_hours() / 24;
        if day < 0 || day >= i64::from(scenario.days) {
            findings.add(
                "S010",
                &node.place,
                "policy.regime.from",
                &from,
                "a date inside the calendar",
            );
            continue;
        }
        written.push((day as u32, node));
    }
    written.sort_by_key(|entry| entry.0);
    written
}

fn world_changes(
    document: &Node,
    dated: &Dated,
    scenario: &Scenario,
    findings: &Findings,
) -> Vec<Change> {
    let place = &dated.node.place;
    let subjects = parse_path(dated.path).and_then(|steps| subjects(document, &steps, scenario));
    let Some(subjects) = subjects else {
        findings.add("S020", place, dated.path, "a value without dates", DATEABLE);
        return Vec::new();
    };
    if subjects.is_empty() {
        findings.add(
            "S019",
            place,
            dated.path,
            "no such row",
            "a path to an existing row",
        );
    }
    let grade = GRADES.iter().position(|grade| *grade == dated.node.text());
    let number = quantity_of(dated.node).map(|quantity| quantity.median());
    let action = |subject: &Subject| match (subject, grade, number, dated.scale) {
        (Subject::Risk(_), Some(at), _, false) => Some(Action::SetGrade(
            [Grade::Low, Grade::Medium, Grade::High][at],
        )),
        (Subject::Risk(_), ..) => None,
        (_, _, Some(by), true) if by >= 0.0 && by.is_finite() => Some(Action::Scale(by)),
        (_, _, Some(to), false) if to >= 0.0 && to.is_finite() => Some(Action::Set(to)),
        _ => None,
    };
    let change = |subject: Subject| {
        let Some(action) = action(&subject) else {
            findings.add(
                "S007",
                place,
                dated.path,
                &dated.node.text(),
                "a number from 0 up, or a grade for risk",
            );
            return None;
        };
        Some(Change {
            cause: dated.cause.clone(),
            from: dated.from,
            to: dated.to,
            subject,
            action,
        })
    };
    subjects.into_iter().filter_map(change).collect()
}

/// What a path means among the things that may change on a date; `None` when it is none of them.
fn subjects(document: &Node, steps: &[Step], scenario: &Scenario) -> Option<Vec<Subject>> {
    let keys: Vec<&str> = steps.iter().map(|step| step.key.as_str()).collect();
    let grade = |word: &str| {
        let at = GRADES.iter().position(|grade| *grade == word)?;
        Some([Grade::Low, Grade::Medium, Grade::High][at])
    };
    match keys.as_slice() {
        ["roads", "openness", word] => return Some(vec![Subject::Openness(grade(word)?)]),
        ["staff", "return_per_day", word] => return Some(vec![Subject::StaffReturn(grade(word)?)]),
        ["demand_factor", kind, word] => {
            let kind = KINDS.iter().find(|(name, _)| name == kind)?.1;
            return Some(vec![Subject::DemandFactor(kind, grade(word)?)]);
        }
        _ => {}
    }
    let [table, field] = keys.as_slice() else {
        return None;
    };
    let make: fn(usize) -> Subject = match (*table, *field) {
        ("county", "risk") => Subject::Risk,
        ("county", "openness") => Subject::CountyOpenness,
        ("enterprise", "recruit_share") => Subject::RecruitShare,
        ("line", "availability") => Subject::Availability,
        ("line", "worked_hours") => Subject::WorkedHours,
        ("supply", "per_day") => Subject::SupplyPerDay,
        ("demand", "masks_per_person_day") => Subject::MasksPerPersonDay,
        ("item", "market_per_day") => Subject::MarketPerDay,
        _ => return None,
    };
    let rows = steps[0].rows.as_ref()?;
    let chosen = tables::rows(document, table)
        .iter()
        .filter(|row| rows.select(row));
    let positions = chosen.filter_map(|row| position(scenario, table, &row.id()?));
    let mut positions: Vec<usize> = positions.collect();
    positions.sort_unstable();
    Some(positions.into_iter().map(make).collect())
}

fn position(scenario: &Scenario, table: &str, id: &str) -> Option<usize> {
    match table {
        "county" => scenario.counties.iter().position(|row| row.code == id),
        "enterprise" => scenario.enterprises.iter().position(|row| row.id == id),
        "line" => scenario.lines.iter().position(|row| row.id == id),
        "supply" => scenario.supply.iter().position(|row| row.id == id),
        "demand" => scenario.demand.iter().position(|row| row.id == id),
        _ => scenario.materials.iter().position(|row| row.id == id),
    }
}
