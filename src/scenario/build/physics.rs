//! The target, and the scenario-wide values of the physics.

use super::{Calendar, Ids};
use crate::language::Word;
use crate::said;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::reader::{NOTHING, Reader};
use crate::scenario::schema::{
    DEMAND_FACTOR, FACTORS, GRADES, KINDS, OPENNESS, RETURN, ROADS, STAFF, Section, TARGET,
    WARM_START,
};
use crate::scenario::{Physics, Quantity, Target};

pub(super) fn target(
    document: &Node,
    top: &Reader,
    calendar: &Calendar,
    findings: &Findings,
) -> Target {
    let Some(node) = part(document, top, "target") else {
        return Target {
            pieces_per_day: 0,
            date: calendar.start,
            sustain_days: 1,
        };
    };
    let reader = Reader::table(node, &TARGET, "target", findings);
    let date = reader.date("date");
    calendar.object_unless_simulated(&reader, "date", date);
    let target = Target {
        pieces_per_day: reader.whole("pieces_per_day"),
        date: date.unwrap_or(calendar.start),
        sustain_days: reader.whole("sustain_days") as u32,
    };
    reader.close();
    target
}

fn part<'a>(document: &'a Node, top: &Reader, key: &'static str) -> Option<&'a Node> {
    let node = document.get(key);
    if node.is_none() {
        let expected = said!("[{key}] 表", "a table [{key}]");
        top.object("S006", key, NOTHING, expected);
    }
    node
}

pub(super) fn physics(document: &Node, top: &Reader, ids: &Ids, findings: &Findings) -> Physics {
    let roads = part(document, top, "roads");
    let staff = part(document, top, "staff");
    let warm = part(document, top, "warm_start");
    let mut physics = Physics {
        making_days: top.whole("making_days") as u32,
        ..Physics::default()
    };
    if let Some(node) = roads {
        read_roads(node, ids, &mut physics, findings);
    }
    if let Some(node) = staff {
        let reader = Reader::table(node, &STAFF, "staff", findings);
        physics.staff_return = by_grade(&reader, "return_per_day", &RETURN, findings);
        reader.close();
    }
    if let Some(node) = warm {
        let reader = Reader::table(node, &WARM_START, "warm_start", findings);
        physics.working_stock_days = reader.quantity("working_stock_days");
        reader.close();
    }
    physics.demand_factor = [const { [const { Quantity::fixed(1.0) }; 3] }; 6];
    if let Some(node) = document.get("demand_factor") {
        let reader = Reader::table(node, &DEMAND_FACTOR, "demand_factor", findings);
        for (word, kind) in KINDS {
            if reader.find(word).is_some() {
                physics.demand_factor[kind as usize] = by_grade(&reader, word, &FACTORS, findings);
            }
        }
        reader.close();
    }
    physics
}

fn read_roads(node: &Node, ids: &Ids, physics: &mut Physics, findings: &Findings) {
    let roads = Reader::table(node, &ROADS, "roads", findings);
    physics.capital = roads.reference("capital", &ids.prefectures);
    physics.detour = roads.quantity("detour");
    physics.speed_kmh = roads.quantity("speed_kmh");
    physics.handling_hours = roads.quantity("handling_hours");
    physics.driving_hours = roads.quantity("driving_hours");
    physics.green_channel = roads.flag("green_channel");
    let written = roads.find("openness").is_some();
    physics.openness = by_grade(&roads, "openness", &OPENNESS, findings);
    if written && physics.openness.iter().all(|share| share.median() <= 0.0) {
        let found = Word::of("各等级均为 0", "0 for every grade");
        let expected = Word::of("至少一个等级大于 0", "one grade above 0");
        roads.object("S024", "openness", found, expected);
    }
    roads.close();
}

/// Values for low, medium and high.
fn by_grade(
    reader: &Reader,
    key: &'static str,
    section: &'static Section,
    findings: &Findings,
) -> [Quantity; 3] {
    let Some(node) = reader.find(key) else {
        let expected = "{ low = …, medium = …, high = … }";
        reader.object("S006", key, NOTHING, Word::verbatim(expected));
        return Default::default();
    };
    let inner = Reader::table(node, section, &reader.path_of(key), findings);
    let values = GRADES.map(|(grade, _)| inner.quantity(grade));
    inner.close();
    values
}
