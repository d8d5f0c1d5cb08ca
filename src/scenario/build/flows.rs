//! Stocks, streams of supply and streams of need.

use super::rows::{read, sorted};
use super::{Calendar, Ids};
use crate::language::Word;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::reader::{NOTHING, Reader, WRITE_IT};
use crate::scenario::schema::{DEMAND, KINDS, STOCK, SUPPLY, SUPPLY_ROUTES};
use crate::scenario::{Demand, Destination, Item, Kind, Stock, Supply};

fn destination(row: &Reader, ids: &Ids, item: Item) -> Destination {
    let found = row.text("place");
    let place = match found.as_str() {
        "depot" => Some(Destination::Depot),
        "pool" => Some(Destination::Pool),
        _ => (ids
            .prefectures
            .position(&found)
            .map(Destination::Prefecture))
        .or_else(|| {
            ids.enterprises
                .position(&found)
                .map(Destination::Enterprise)
        }),
    };
    let Some(place) = place else {
        if !found.is_empty() {
            let known = ["depot", "pool"].into_iter();
            let known = known
                .chain(ids.prefectures.iter())
                .chain(ids.enterprises.iter());
            row.object_to_unknown("place", &found, known);
        }
        return Destination::Depot;
    };
    let material = matches!(item, Item::Material(_));
    let for_material = matches!(place, Destination::Depot | Destination::Enterprise(_));
    if material != for_material {
        let expected = if material {
            Word::of("depot 或企业", "depot or an enterprise")
        } else {
            Word::of("pool 或设区市", "pool or a prefecture")
        };
        row.object("S023", "place", found, expected);
    }
    place
}

pub(super) fn stocks(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Stock> {
    let nodes = sorted(document, "stock");
    read(document, &STOCK, &nodes, findings, |row| {
        let item = ids.item(row, "item");
        Stock {
            id: row.text("id"),
            place: destination(row, ids, item),
            item,
            amount: row.quantity("amount"),
        }
    })
}

pub(super) fn supply(
    document: &Node,
    ids: &Ids,
    calendar: &Calendar,
    findings: &Findings,
) -> Vec<Supply> {
    let nodes = sorted(document, "supply");
    read(document, &SUPPLY, &nodes, findings, |row| {
        let item = ids.item(row, "item");
        let (from, to) = (row.date("from"), row.date("to"));
        calendar.object_to_stretch(row, from, to);
        let sent = row.find("sends_item").map(Node::text);
        let sends_per_day = row.quantity_or_none("sends_per_day");
        if sent.is_some() != sends_per_day.is_some() {
            let missing = if sent.is_some() {
                "sends_per_day"
            } else {
                "sends_item"
            };
            let expected = Word::of(
                "sends_item 和 sends_per_day 同时填写，或都不填",
                "both sends_item and sends_per_day, or neither",
            );
            let remedy = Word::of("补填该值，或删去另一个", "write it, or take the other out");
            row.object_with("S006", missing, NOTHING, expected, remedy);
        }
        let material = sent.and_then(|found| row.look_up("sends_item", &found, &ids.materials));
        Supply {
            id: row.text("id"),
            item,
            place: destination(row, ids, item),
            route: row.word("route", &SUPPLY_ROUTES),
            from: from.unwrap_or(calendar.start),
            to: to.unwrap_or(calendar.start),
            per_day: row.quantity("per_day"),
            sends: material.zip(sends_per_day),
            returns_after_days: row.quantity("returns_after_days"),
        }
    })
}

pub(super) fn demand(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Demand> {
    let nodes = sorted(document, "demand");
    read(document, &DEMAND, &nodes, findings, |row| {
        let kind = row.word("kind", &KINDS);
        let prefecture = row.find("prefecture").map(Node::text);
        let kind_is_known = row
            .find("kind")
            .is_some_and(|node| KINDS.iter().any(|(word, _)| *word == node.text()));
        if kind_is_known && (kind == Kind::National) != prefecture.is_none() {
            let found = prefecture.as_ref().map_or(NOTHING, Word::from);
            let expected = Word::of(
                "国家调拨（national）不填设区市，其他类别均应填写",
                "a prefecture for every kind but national, which has none",
            );
            let remedy = match kind {
                Kind::National => Word::of("删去该值", "take it out"),
                _ => WRITE_IT,
            };
            row.object_with("S006", "prefecture", found, expected, remedy);
        }
        let profile = row.find("profile").map(Node::text);
        let products = row.list("products");
        Demand {
            id: row.text("id"),
            kind,
            prefecture: prefecture
                .and_then(|code| row.look_up("prefecture", &code, &ids.prefectures)),
            persons: row.quantity("persons"),
            masks_per_person_day: row.quantity("masks_per_person_day"),
            profile: profile.and_then(|name| row.look_up("profile", &name, &ids.profiles)),
            products: products
                .iter()
                .filter_map(|product| row.look_up("products", product, &ids.products))
                .collect(),
            backlog_share: row.quantity("backlog_share"),
            backlog_days: row.quantity("backlog_days"),
        }
    })
}
