//! A regime for every day on which the policy changes.

use super::changes::Dated;
use super::rows::object_to_twins;
use super::{Calendar, Ids, policy};
use crate::language::Word;
use crate::scenario::Regime;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::overlay::{self, Edit, parse_path};
use crate::scenario::reader::{NOTHING, Reader};
use crate::scenario::schema::REGIME;

/// `[policy]`, then its regimes, then measures and events in force.
pub(super) fn regimes(
    document: &Node,
    dated: &[Dated],
    ids: &Ids,
    calendar: &Calendar,
    findings: &Findings,
) -> Vec<Regime> {
    let Some(base) = document.get("policy") else {
        let expected = Word::of("[policy] 表", "a table [policy]");
        findings.add("S006", &document.place, "policy", NOTHING, expected);
        return Vec::new();
    };
    let written = written_regimes(base, calendar, findings);
    let dated: Vec<&Dated> = dated
        .iter()
        .filter(|change| may_change(change, findings))
        .collect();
    let mut days: Vec<u32> = vec![0];
    days.extend(written.iter().map(|(from, _)| *from));
    days.extend(dated.iter().map(|change| change.from));
    days.extend(dated.iter().filter_map(|change| change.to.map(|to| to + 1)));
    days.sort_unstable();
    days.dedup();
    days.retain(|&day| day < calendar.days);
    let mut policy = base.clone();
    // Regimes have been read; of the policy on a day they are no part.
    policy.take(REGIME.key);
    let mut written = written.into_iter().peekable();
    let mut regimes = Vec::with_capacity(days.len());
    for day in days {
        while let Some((_, regime)) = written.next_if(|(from, _)| *from <= day) {
            let mut over = regime.clone();
            over.take("id");
            over.take("from");
            overlay::merge(&mut policy, over);
        }
        let changed = changed_on(day, &policy, &dated, findings);
        if let Some(policy) = changed.get("policy") {
            regimes.push(policy::regime(policy, day, ids, findings));
        }
    }
    regimes
}

/// A document with the policy alone, as dated changes make it on a day.
fn changed_on(day: u32, policy: &Node, dated: &[&Dated], findings: &Findings) -> Node {
    let mut whole = Node::table(policy.place.clone());
    whole.put("policy", policy.clone());
    for change in dated.iter().filter(|change| change.in_force(day)) {
        let edit = match (change.scale, change.number()) {
            (false, _) => Edit::Set(change.node.clone()),
            (true, Some(by)) => Edit::Scale(by),
            // Measures object to factors that are none.
            (true, None) => continue,
        };
        let place = &change.node.place;
        overlay::apply(&mut whole, change.path, &edit, place, findings);
    }
    whole
}

/// A value of the policy may change on a date; the whole policy and its regimes, which have dates of their own, may not.
fn may_change(change: &Dated, findings: &Findings) -> bool {
    let steps = parse_path(change.path).unwrap_or_default();
    let single = steps.get(1).is_some_and(|step| step.key != "regime");
    if !single {
        let found = Word::of("整套政策或整个阶段", "a whole regime");
        let expected = Word::of(
            "政策中的单个值，如 policy.link_ratio；各阶段自有日期",
            "a single value of the policy, such as policy.link_ratio; regimes have dates of their own",
        );
        let place = &change.node.place;
        findings.add("S020", place, change.path, found, expected);
    }
    single
}

fn written_regimes<'a>(
    base: &'a Node,
    calendar: &Calendar,
    findings: &Findings,
) -> Vec<(u32, &'a Node)> {
    let mut written: Vec<(u32, &Node)> = Vec::new();
    let rows = base.get("regime").map_or(&[][..], Node::rows);
    object_to_twins("policy.regimes", &rows.iter().collect::<Vec<_>>(), findings);
    for node in rows {
        let row = Reader::row(node, &REGIME, None, findings);
        row.text("id");
        let date = row.date("from");
        calendar.object_outside(&row, "from", date);
        let day = date.and_then(|date| u32::try_from(calendar.day(date)).ok());
        if let Some(day) = day.filter(|&day| day < calendar.days) {
            written.push((day, node));
        }
    }
    written.sort_by_key(|entry| entry.0);
    written
}
