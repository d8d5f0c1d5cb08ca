//! Measures and events: dated changes to policy become regimes, dated changes to anything else become [`Change`]s.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::rows::{object_to_twins, rows};
use super::{Calendar, Ids, regimes, title};
use crate::language::Word;
use crate::said;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::limits::CHANGES;
use crate::scenario::names::Names;
use crate::scenario::overlay::{Step, parse_path};
use crate::scenario::reader::{Reader, read_quantity};
use crate::scenario::schema::{
    DATED_COLUMNS, EVENT, FACTOR, Form, GRADES, KINDS, MEASURE, Section, range_of,
};
use crate::scenario::written::quantity_of;
use crate::scenario::{Action, Change, Grade, Measure, Scenario, Subject};

/// Paths that may change on a date, for the finding that says so.
const DATEABLE: Word = Word::of(
    "以下之一：policy.*、roads.openness.<风险等级>、staff.return_per_day.<风险等级>、demand_factor.<需求类别>.<风险等级>、\
counties[…].risk、counties[…].openness、enterprises[…].recruit_share、lines[…].availability、lines[…].worked_hours、\
supply[…].per_day、demand[…].masks_per_person_day、items[…].market_per_day",
    "one of policy.*, roads.openness.<grade>, staff.return_per_day.<grade>, demand_factor.<kind>.<grade>, \
counties[…].risk, counties[…].openness, enterprises[…].recruit_share, lines[…].availability, lines[…].worked_hours, \
supply[…].per_day, demand[…].masks_per_person_day, items[…].market_per_day",
);

pub(super) fn measures(document: &Node, findings: &Findings) -> Vec<Measure> {
    let rows = rows(document, "measure").iter().map(|node| {
        let row = Reader::row(node, &MEASURE, None, findings);
        Measure {
            id: row.text("id"),
            article: row.text_or("article", ""),
            title: title(&row, "title_zh", "title_en"),
            on: row.flag("on"),
        }
    });
    rows.collect()
}

/// A dated change as it is written.
pub(super) struct Dated<'a> {
    cause: String,
    pub from: u32,
    pub to: Option<u32>,
    pub path: &'a str,
    pub node: &'a Node,
    pub scale: bool,
}

impl Dated<'_> {
    pub(super) fn in_force(&self, day: u32) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    pub(super) fn number(&self) -> Option<f64> {
        quantity_of(self.node).and_then(|quantity| quantity.number())
    }

    fn is_policy(&self) -> bool {
        let steps = parse_path(self.path);
        steps.is_some_and(|steps| steps[0].key == "policy")
    }
}

/// Fills in the scenario's regimes and changes.
pub(super) fn read(
    document: &Node,
    ids: &Ids,
    calendar: &Calendar,
    scenario: &mut Scenario,
    findings: &Findings,
) {
    let mut dated = Vec::new();
    for section in [&MEASURE, &EVENT] {
        let nodes: Vec<&Node> = rows(document, section.key).iter().collect();
        object_to_twins(section.plural, &nodes, findings);
        for node in nodes {
            dated.extend(dated_of(node, section, calendar, findings));
        }
    }
    let (of_policy, of_world): (Vec<Dated>, Vec<Dated>) =
        dated.into_iter().partition(Dated::is_policy);
    scenario.regimes = regimes::regimes(document, &of_policy, ids, calendar, findings);
    let positions = Positions::default();
    for change in &of_world {
        let changes = world_changes(document, change, scenario, &positions, findings);
        scenario.changes.extend(changes);
        if scenario.changes.len() > CHANGES {
            let found = said!(
                "按日期变更的行数超过 {CHANGES}",
                "more than {CHANGES} rows changed on dates",
            );
            let expected = said!(
                "按日期变更的行数最多 {CHANGES}，每次变更分别计数",
                "at most {CHANGES} rows changed on dates, counted change by change",
            );
            let place = &change.node.place;
            findings.add("S034", place, change.path, found, expected);
            return;
        }
    }
}

fn dated_of<'a>(
    node: &'a Node,
    section: &'static Section,
    calendar: &Calendar,
    findings: &Findings,
) -> Vec<Dated<'a>> {
    let row = Reader::row(node, section, None, findings);
    let cause = row.text("id");
    let on = row.flag("on");
    title(&row, "title_zh", "title_en");
    let (from, to) = (row.date("from"), row.date("to"));
    for key in ["article", "set", "scale"] {
        row.find(key);
    }
    if on {
        calendar.object_to_stretch(&row, from, to);
    }
    row.close();
    if !on || (from.is_none() && to.is_none()) {
        return Vec::new();
    }
    let day = |date| calendar.day(date).max(0) as u32;
    let edits = |key: &str, scale: bool| {
        let entries = node.get(key).map_or_else(Vec::new, Node::entries_by_key);
        let cause = cause.clone();
        entries.into_iter().map(move |(path, node)| Dated {
            cause: cause.clone(),
            from: from.map_or(0, day),
            to: to.map(day),
            path,
            node,
            scale,
        })
    };
    let edits: Vec<Dated> = edits("set", false).chain(edits("scale", true)).collect();
    for factor in edits.iter().filter(|edit| edit.scale) {
        read_quantity(factor.node, Form::Number(FACTOR), factor.path, findings);
    }
    edits
}

fn world_changes(
    document: &Node,
    dated: &Dated,
    scenario: &Scenario,
    positions: &Positions,
    findings: &Findings,
) -> Vec<Change> {
    let place = &dated.node.place;
    let steps = parse_path(dated.path);
    let subjects = steps.and_then(|steps| subjects(document, &steps, scenario, positions));
    let Some(subjects) = subjects else {
        let found = Word::of("不能按日期变更的值", "a value that has no dates");
        findings.add("S020", place, dated.path, found, DATEABLE);
        return Vec::new();
    };
    if subjects.is_empty() {
        let found = Word::of("没有这一行", "no such row");
        let expected = Word::of("指向已有的行的路径", "a path to an existing row");
        findings.add("S019", place, dated.path, found, expected);
    }
    let change = |subject: Subject| {
        Some(Change {
            cause: dated.cause.clone(),
            from: dated.from,
            to: dated.to,
            action: action(dated, subject, findings)?,
            subject,
        })
    };
    subjects.into_iter().filter_map(change).collect()
}

/// What a change does to its subject; nothing after a finding.
fn action(dated: &Dated, subject: Subject, findings: &Findings) -> Option<Action> {
    let place = &dated.node.place;
    let Some(range) = range_of(subject) else {
        let grade = grade(&dated.node.text()).filter(|_| !dated.scale);
        if grade.is_none() {
            let expected = Word::of(
                "low、medium 或 high，只能设定（set），不能倍乘（scale）",
                "low, medium or high, which can be set but not scaled",
            );
            findings.add("S013", place, dated.path, dated.node.text(), expected);
        }
        return grade.map(Action::SetGrade);
    };
    if dated.scale {
        return dated.number().map(Action::Scale);
    }
    let to = read_quantity(dated.node, Form::Number(range), dated.path, findings)?;
    to.number().map(Action::Set)
}

fn grade(word: &str) -> Option<Grade> {
    let entry = GRADES.iter().find(|(known, _)| *known == word);
    entry.map(|(_, grade)| *grade)
}

/// What a path means among the things that may change on a date; `None` when it is none of them.
fn subjects(
    document: &Node,
    steps: &[Step],
    scenario: &Scenario,
    known: &Positions,
) -> Option<Vec<Subject>> {
    let keys: Vec<&str> = steps.iter().map(|step| step.key.as_str()).collect();
    match keys.as_slice() {
        ["roads", "openness", word] => return Some(vec![Subject::Openness(grade(word)?)]),
        ["staff", "return_per_day", word] => return Some(vec![Subject::StaffReturn(grade(word)?)]),
        ["demand_factor", kind, word] => {
            let kind = KINDS.iter().find(|(name, _)| name == kind)?.1;
            return Some(vec![Subject::DemandFactor(kind, grade(word)?)]);
        }
        _ => {}
    }
    let [table, column] = keys.as_slice() else {
        return None;
    };
    let dated = |entry: &&(&str, &str, _)| (entry.0, entry.1) == (*table, *column);
    let (table, _, make) = DATED_COLUMNS.iter().find(dated)?;
    let chosen = steps[0].rows.as_ref()?;
    let chosen = rows(document, table)
        .iter()
        .filter(|row| chosen.select(row));
    let positions = chosen.filter_map(|row| known.of(scenario, table, &row.own_name()?));
    let mut positions: Vec<usize> = positions.collect();
    positions.sort_unstable();
    Some(positions.into_iter().map(make).collect())
}

/// Positions of rows in the tables of the scenario, looked up once a table.
#[derive(Default)]
struct Positions(RefCell<BTreeMap<&'static str, Names>>);

impl Positions {
    fn of(&self, scenario: &Scenario, table: &'static str, id: &str) -> Option<usize> {
        let mut tables = self.0.borrow_mut();
        let names = tables
            .entry(table)
            .or_insert_with(|| ids_of(scenario, table));
        names.position(id)
    }
}

fn ids_of(scenario: &Scenario, table: &str) -> Names {
    let ids = |ids: &mut dyn Iterator<Item = &String>| Names::of(ids.cloned().collect());
    match table {
        "county" => ids(&mut scenario.counties.iter().map(|row| &row.code)),
        "enterprise" => ids(&mut scenario.enterprises.iter().map(|row| &row.id)),
        "line" => ids(&mut scenario.lines.iter().map(|row| &row.id)),
        "supply" => ids(&mut scenario.supply.iter().map(|row| &row.id)),
        "demand" => ids(&mut scenario.demand.iter().map(|row| &row.id)),
        _ => ids(&mut scenario.materials.iter().map(|row| &row.id)),
    }
}
