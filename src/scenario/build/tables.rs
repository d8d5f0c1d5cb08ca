//! Rows of tables.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{ABOVE_ZERO, GRADES, Ids, KINDS, title};
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::reader::{AMOUNT, DAYS, HOURS, POSITIVE, Range, Reader, SHARE};
use crate::scenario::{
    County, Demand, Destination, Enterprise, Grade, Item, Kind, Line, LineRoute, Material,
    Observation, Prefecture, Product, Profile, Provenance, Quantity, Stock, Supply, SupplyRoute,
    Use,
};

/// Degrees.
const LATITUDE: Range = Range {
    least: -90.0,
    most: 90.0,
};
const LONGITUDE: Range = Range {
    least: -180.0,
    most: 180.0,
};

/// Rows of a table.
pub(super) fn rows<'a>(document: &'a Node, table: &str) -> &'a [Node] {
    document.get(table).map_or(&[], Node::rows)
}

/// Rows of a table by id; the first of each id.
fn sorted<'a>(document: &'a Node, table: &str) -> Vec<&'a Node> {
    let mut rows: Vec<&Node> = rows(document, table).iter().collect();
    rows.sort_by_key(|row| row.id());
    rows
}

/// Ids of a table, sorted.
pub(super) fn ids(document: &Node, table: &str) -> Vec<String> {
    sorted(document, table)
        .iter()
        .map(|row| row.id().unwrap_or_default())
        .collect()
}

fn defaults<'a>(document: &'a Node, table: &str) -> Option<&'a Node> {
    document
        .get("defaults")
        .and_then(|tables| tables.get(table))
}

/// Reads every row of a table in the order of ids; objects to ids that stand twice.
fn read<'a, T>(
    document: &'a Node,
    plural: &str,
    rows: &[&'a Node],
    findings: &'a Findings,
    mut row: impl FnMut(&Reader<'a>) -> T,
) -> Vec<T> {
    let mut known = BTreeSet::new();
    let mut read = Vec::with_capacity(rows.len());
    for node in rows {
        let reader = Reader::row(node, plural, defaults(document, plural), findings);
        if let Some(id) = node.id()
            && !known.insert(id.clone())
        {
            findings.add(
                "S011",
                &node.place,
                &format!("{plural}.id"),
                &id,
                "an id that no other row has",
            );
        }
        read.push(row(&reader));
        for kept in ["source", "confidence", "note"] {
            reader.find(kept);
        }
        reader.close();
    }
    read
}

fn provenance(reader: &Reader) -> Provenance {
    Provenance {
        source: reader.text_or("source", ""),
        confidence: reader.text_or("confidence", ""),
    }
}

/// Ids of materials, inputs before what is made of them, and of products in the order of the file.
pub(super) fn items_in_order(document: &Node, findings: &Findings) -> (Vec<String>, Vec<String>) {
    let of_kind = |kind: &str| -> Vec<&Node> {
        rows(document, "item")
            .iter()
            .filter(|row| row.get("kind").is_some_and(|node| node.text() == kind))
            .collect()
    };
    let mut waiting = of_kind("material");
    let names: BTreeSet<String> = waiting.iter().filter_map(|row| row.id()).collect();
    let mut done: Vec<String> = Vec::new();
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|row| {
            let inputs = row.get("bill").map_or(&[][..], Node::entries);
            inputs
                .iter()
                .all(|(input, _)| done.contains(input) || !names.contains(input))
        });
        let Some(ready) = ready else {
            let loops: Vec<String> = waiting.iter().filter_map(|row| row.id()).collect();
            findings.add(
                "S014",
                &waiting[0].place,
                "item.bill",
                &loops.join(" → "),
                "a chain without a loop",
            );
            done.extend(loops);
            break;
        };
        done.extend(waiting.remove(ready).id());
    }
    (
        done,
        of_kind("product")
            .into_iter()
            .filter_map(Node::id)
            .collect(),
    )
}

fn item_rows<'a>(document: &'a Node, ids: &[String]) -> Vec<&'a Node> {
    let all = rows(document, "item");
    ids.iter()
        .filter_map(|id| all.iter().find(|row| row.id().as_ref() == Some(id)))
        .collect()
}

fn bill(reader: &Reader, ids: &Ids) -> Vec<(usize, Quantity)> {
    let entries = reader.find("bill").map_or(&[][..], Node::entries);
    let mut bill: Vec<(usize, Quantity)> = entries
        .iter()
        .filter_map(|(input, amount)| {
            let at = reader.look_up("bill", input, "a material", &ids.materials)?;
            Some((at, reader.read("bill", amount, POSITIVE)))
        })
        .collect();
    bill.sort_by_key(|entry| entry.0);
    bill
}

pub(super) fn materials(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Material> {
    check_item_kinds(document, findings);
    let nodes = item_rows(document, &ids.materials);
    let materials = read(document, "items", &nodes, findings, |row| {
        row.find("kind");
        Material {
            id: row.text("id"),
            name: title(row, "name_zh", "name_en"),
            scarce: row.flag_or("scarce", false),
            linked: row.flag_or("linked", false),
            bill: bill(row, ids),
            market_per_day: row
                .find("market_per_day")
                .map(|node| row.read("market_per_day", node, AMOUNT)),
            market_lead_days: row.quantity_or("market_lead_days", DAYS, 1.0),
        }
    });
    let linked: Vec<&Material> = materials
        .iter()
        .filter(|material| material.linked)
        .collect();
    if linked.len() > 1 || linked.iter().any(|material| !material.scarce) {
        let found: Vec<&str> = linked.iter().map(|material| material.id.as_str()).collect();
        let place = document
            .get("item")
            .map_or(&document.place, |node| &node.place);
        findings.add(
            "S017",
            place,
            "items.linked",
            &found.join(", "),
            "at most one, and it is scarce",
        );
    }
    materials
}

fn check_item_kinds(document: &Node, findings: &Findings) {
    let mut known = BTreeSet::new();
    for row in rows(document, "item") {
        let reader = Reader::row(row, "items", None, findings);
        reader.word("kind", &[("material", ()), ("product", ())]);
        let id = reader.text("id");
        if !known.insert(id.clone()) {
            findings.add(
                "S011",
                &row.place,
                "items.id",
                &id,
                "an id that no other item has",
            );
        }
    }
    for table in ["item", "prefecture", "county", "demand"] {
        if rows(document, table).is_empty() {
            findings.add(
                "S026",
                &document.place,
                table,
                "no rows",
                "at least one row",
            );
        }
    }
}

pub(super) fn products(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Product> {
    let nodes = item_rows(document, &ids.products);
    read(document, "items", &nodes, findings, |row| {
        row.find("kind");
        Product {
            id: row.text("id"),
            name: title(row, "name_zh", "name_en"),
            bill: bill(row, ids),
            hold_days: row.quantity_or("hold_days", DAYS, 0.0),
            allowed_yield: row.quantity("allowed_yield", SHARE),
        }
    })
}

pub(super) fn prefectures(document: &Node, findings: &Findings) -> Vec<Prefecture> {
    read(
        document,
        "prefectures",
        &sorted(document, "prefecture"),
        findings,
        |row| Prefecture {
            code: row.text("code"),
            name: title(row, "name_zh", "name_en"),
            lat: row.number("lat", LATITUDE),
            lon: row.number("lon", LONGITUDE),
            population: row.whole("population", AMOUNT),
        },
    )
}

pub(super) fn counties(document: &Node, ids: &Ids, findings: &Findings) -> Vec<County> {
    let mut grades = risk(document, ids, findings);
    let mut counties = read(
        document,
        "counties",
        &sorted(document, "county"),
        findings,
        |row| County {
            code: row.text("code"),
            name: title(row, "name_zh", "name_en"),
            prefecture: row.reference("prefecture", "a prefecture", &ids.prefectures),
            lat: row.number("lat", LATITUDE),
            lon: row.number("lon", LONGITUDE),
            risk: Vec::new(),
        },
    );
    for (at, county) in counties.iter_mut().enumerate() {
        county.risk = grades.remove(&at).unwrap_or_default();
        county.risk.sort_by_key(|(date, _)| *date);
    }
    counties
}

fn risk(document: &Node, ids: &Ids, findings: &Findings) -> BTreeMap<usize, Vec<(Date, Grade)>> {
    let words = [
        (GRADES[0], Grade::Low),
        (GRADES[1], Grade::Medium),
        (GRADES[2], Grade::High),
    ];
    let mut grades: BTreeMap<usize, Vec<(Date, Grade)>> = BTreeMap::new();
    let nodes: Vec<&Node> = rows(document, "risk").iter().collect();
    let known = read(document, "risk", &nodes, findings, |row| {
        (
            row.reference("county", "a county", &ids.counties),
            row.date("date"),
            row.word("grade", &words),
        )
    });
    for (county, date, grade) in known {
        if let Some(date) = date {
            grades.entry(county).or_default().push((date, grade));
        }
    }
    grades
}

/// Rows of enterprises by prefecture code, then id.
fn enterprise_rows(document: &Node) -> Vec<&Node> {
    let home: BTreeMap<String, String> = rows(document, "county")
        .iter()
        .filter_map(|row| Some((row.id()?, row.get("prefecture")?.text())))
        .collect();
    let mut rows: Vec<&Node> = rows(document, "enterprise").iter().collect();
    rows.sort_by_key(|row| {
        (
            row.get("county")
                .and_then(|county| home.get(&county.text()).cloned()),
            row.id(),
        )
    });
    rows
}

pub(super) fn enterprises_in_order(document: &Node) -> Vec<String> {
    enterprise_rows(document)
        .iter()
        .map(|row| row.id().unwrap_or_default())
        .collect()
}

pub(super) fn enterprises(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Enterprise> {
    read(
        document,
        "enterprises",
        &enterprise_rows(document),
        findings,
        |row| Enterprise {
            id: row.text("id"),
            name: title(row, "name_zh", "name_en"),
            county: row.reference("county", "a county", &ids.counties),
            listed_on: row.date_or_none("listed_on"),
            staff_present: row.quantity("staff_present", AMOUNT),
            staff_away: row.quantity("staff_away", AMOUNT),
            recruit_share: row.quantity("recruit_share", SHARE),
            compliance: row.quantity("compliance", SHARE),
            provenance: provenance(row),
        },
    )
}

const ROUTES: [(&str, LineRoute); 5] = [
    ("existing", LineRoute::Existing),
    ("retrofit", LineRoute::Retrofit),
    ("expansion", LineRoute::Expansion),
    ("conversion", LineRoute::Conversion),
    ("new", LineRoute::New),
];

pub(super) fn lines(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Line> {
    let mut lines = read(
        document,
        "lines",
        &sorted(document, "line"),
        findings,
        |row| line(row, ids),
    );
    lines.sort_by(|a, b| (a.enterprise, a.item, &a.id).cmp(&(b.enterprise, b.item, &b.id)));
    lines
}

fn line(row: &Reader, ids: &Ids) -> Line {
    let route = row.word("route", &ROUTES);
    let ordered_on = row.date_or_none("ordered_on");
    if route == LineRoute::Existing && row.find("opening_age_days").is_none() {
        row.object(
            "S025",
            "opening_age_days",
            "nothing",
            "the age of an existing line on day 0",
        );
    }
    if route != LineRoute::Existing && ordered_on.is_none() {
        row.object(
            "S025",
            "ordered_on",
            "nothing",
            "the date on which the line is ordered",
        );
    }
    Line {
        id: row.text("id"),
        enterprise: row.reference("enterprise", "an enterprise", &ids.enterprises),
        item: ids.item(row, "item"),
        number: row.whole(
            "number",
            Range {
                least: 1.0,
                most: 1e6,
            },
        ),
        speed_per_minute: row.quantity("speed_per_minute", ABOVE_ZERO),
        nominal_hours: row.quantity("nominal_hours", HOURS),
        worked_hours: row.quantity("worked_hours", HOURS),
        workers_per_shift: row.quantity("workers_per_shift", AMOUNT),
        shift_hours: row.quantity(
            "shift_hours",
            Range {
                least: 0.1,
                most: 24.0,
            },
        ),
        availability: row.quantity("availability", SHARE),
        route,
        ordered_on,
        delivery_days: row.quantity_or("delivery_days", DAYS, 0.0),
        install_days: row.quantity_or("install_days", DAYS, 0.0),
        opening_age_days: row.quantity_or(
            "opening_age_days",
            Range {
                least: 0.0,
                most: 1e5,
            },
            0.0,
        ),
        commissioning_start: row.quantity("commissioning_start", SHARE),
        commissioning_days: row.quantity("commissioning_days", DAYS),
        quality_start: row.quantity("quality_start", SHARE),
        quality_end: row.quantity("quality_end", SHARE),
        quality_days: row.quantity("quality_days", DAYS),
        price_yuan: row.quantity_or("price_yuan", AMOUNT, 0.0),
        subsidy_need: row.quantity_or("subsidy_need", SHARE, 0.0),
        provenance: provenance(row),
    }
}

fn destination(row: &Reader, ids: &Ids, item: Item) -> Destination {
    let found = row.text("place");
    let place = match found.as_str() {
        "depot" => Destination::Depot,
        "pool" => Destination::Pool,
        _ => {
            let prefecture = ids
                .prefectures
                .iter()
                .position(|id| *id == found)
                .map(Destination::Prefecture);
            let enterprise = ids
                .enterprises
                .iter()
                .position(|id| *id == found)
                .map(Destination::Enterprise);
            prefecture.or(enterprise).unwrap_or_else(|| {
                let known: Vec<String> = ["depot".to_owned(), "pool".to_owned()]
                    .into_iter()
                    .chain(ids.prefectures.clone())
                    .chain(ids.enterprises.clone())
                    .collect();
                row.look_up(
                    "place",
                    &found,
                    "depot, pool, an enterprise or a prefecture",
                    &known,
                );
                Destination::Depot
            })
        }
    };
    let fits = matches!(
        (place, item),
        (
            Destination::Depot | Destination::Enterprise(_),
            Item::Material(_)
        ) | (
            Destination::Pool | Destination::Prefecture(_),
            Item::Product(_)
        )
    );
    if !fits {
        row.object("S023", "place", &found, "a place for this kind of item");
    }
    place
}

pub(super) fn stocks(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Stock> {
    read(
        document,
        "stocks",
        &sorted(document, "stock"),
        findings,
        |row| {
            let item = ids.item(row, "item");
            Stock {
                id: row.text("id"),
                place: destination(row, ids, item),
                item,
                amount: row.quantity("amount", AMOUNT),
            }
        },
    )
}

pub(super) fn supply(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Supply> {
    let routes = [
        ("allotment", SupplyRoute::Allotment),
        ("purchase", SupplyRoute::Purchase),
        ("cooperation", SupplyRoute::Cooperation),
    ];
    read(
        document,
        "supply",
        &sorted(document, "supply"),
        findings,
        |row| {
            let item = ids.item(row, "item");
            let sends = row.find("sends_item").map(Node::text);
            let sent = sends
                .and_then(|found| row.look_up("sends_item", &found, "a material", &ids.materials));
            let start = Date::constant(2020, 1, 1);
            let (from, to) = (
                row.date("from").unwrap_or(start),
                row.date("to").unwrap_or(start),
            );
            if to < from {
                row.object("S010", "to", &to.to_string(), format!("{from} or later"));
            }
            Supply {
                id: row.text("id"),
                item,
                place: destination(row, ids, item),
                route: row.word("route", &routes),
                from,
                to,
                per_day: row.quantity("per_day", AMOUNT),
                sends: sent
                    .map(|material| (material, row.quantity("sends_per_day", POSITIVE)))
                    .or_else(|| {
                        row.find("sends_per_day");
                        None
                    }),
                returns_after_days: row.quantity_or("returns_after_days", DAYS, 1.0),
            }
        },
    )
}

pub(super) fn demand(document: &Node, ids: &Ids, findings: &Findings) -> Vec<Demand> {
    read(
        document,
        "demand",
        &sorted(document, "demand"),
        findings,
        |row| {
            let kind = row.word("kind", &KINDS);
            let prefecture = row.find("prefecture").map(Node::text);
            if (kind == Kind::National) != prefecture.is_none() {
                let expected = "a prefecture for every kind but national, which has none";
                row.object(
                    "S006",
                    "prefecture",
                    prefecture.as_deref().unwrap_or("nothing"),
                    expected,
                );
            }
            let profile = row.find("profile").map(Node::text);
            let products = row.list("products");
            Demand {
                id: row.text("id"),
                kind,
                prefecture: prefecture.and_then(|code| {
                    row.look_up("prefecture", &code, "a prefecture", &ids.prefectures)
                }),
                persons: row.quantity("persons", AMOUNT),
                masks_per_person_day: row.quantity("masks_per_person_day", AMOUNT),
                profile: profile
                    .and_then(|name| row.look_up("profile", &name, "a profile", &ids.profiles)),
                products: products
                    .iter()
                    .filter_map(|product| {
                        row.look_up("products", product, "a product", &ids.products)
                    })
                    .collect(),
                backlog_share: row.quantity("backlog_share", SHARE),
                backlog_days: row.quantity("backlog_days", DAYS),
            }
        },
    )
}

pub(super) fn profile_names(document: &Node) -> Vec<String> {
    let names: BTreeSet<String> = rows(document, "profile")
        .iter()
        .filter_map(|row| row.get("profile").map(Node::text))
        .collect();
    names.into_iter().collect()
}

pub(super) fn profiles(document: &Node, findings: &Findings) -> Vec<Profile> {
    let nodes: Vec<&Node> = rows(document, "profile").iter().collect();
    let points = read(document, "profiles", &nodes, findings, |row| {
        (
            row.text("profile"),
            row.date("date"),
            row.number("value", AMOUNT),
        )
    });
    let mut profiles: Vec<Profile> = profile_names(document)
        .into_iter()
        .map(|name| Profile {
            name,
            points: Vec::new(),
        })
        .collect();
    for (name, date, value) in points {
        if let (Some(profile), Some(date)) = (
            profiles.iter_mut().find(|profile| profile.name == name),
            date,
        ) {
            profile.points.push((date, value));
        }
    }
    for profile in &mut profiles {
        profile.points.sort_by_key(|point| point.0);
        let before = profile.points.len();
        profile.points.dedup_by_key(|point| point.0);
        if profile.points.len() < before {
            let found = &profile.name;
            findings.add(
                "S011",
                &document.place,
                "profiles.date",
                found,
                "one value for each date of a profile",
            );
        }
    }
    profiles
}

pub(super) fn observed(document: &Node, findings: &Findings) -> Vec<Observation> {
    let nodes: Vec<&Node> = rows(document, "observed").iter().collect();
    read(document, "observed", &nodes, findings, |row| Observation {
        date: row.date("date").unwrap_or(Date::constant(2020, 1, 1)),
        scope: row.text("scope"),
        metric: row.text("metric"),
        value: row.number("value", AMOUNT),
        provenance: provenance(row),
        use_for: row.word("use", &[("fit", Use::Fit), ("test", Use::Test)]),
    })
}
