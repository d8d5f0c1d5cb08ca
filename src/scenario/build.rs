//! From a document to a [`Scenario`]: every value read, every reference resolved, every finding collected.

use jiff::civil::Date;

use super::document::Node;
use super::findings::Findings;
use super::reader::{AMOUNT, DAYS, POSITIVE, Range, Reader, SHARE};
use super::{Item, Kind, Physics, Quantity, Scenario, Target, Title};

mod changes;
mod policy;
mod tables;

/// Words for grades, in their order.
const GRADES: [&str; 3] = ["low", "medium", "high"];

/// Words for kinds of need.
const KINDS: [(&str, Kind); 6] = [
    ("national", Kind::National),
    ("frontline", Kind::Frontline),
    ("key_projects", Kind::KeyProjects),
    ("key_enterprises", Kind::KeyEnterprises),
    ("essential", Kind::Essential),
    ("public", Kind::Public),
];

/// The scenario that a document says; only to be used when there are no findings.
pub(super) fn build(document: &Node, findings: &Findings) -> Scenario {
    let top = Reader::table(document, "", findings);
    let start = top.date("start").unwrap_or(Date::constant(2020, 1, 1));
    let days = top
        .whole(
            "days",
            Range {
                least: 1.0,
                most: 3660.0,
            },
        )
        .max(1) as u32;
    let ids = Ids::of(document, findings);
    let mut scenario = Scenario {
        name: top.text("name"),
        title: Title {
            zh: top.text("title_zh"),
            en: top.text("title_en"),
        },
        question: Title {
            zh: top.text_or("question_zh", ""),
            en: top.text_or("question_en", ""),
        },
        start,
        days,
        seed: top.whole("seed", AMOUNT).unsigned_abs(),
        target: target(document, &top, start, days, findings),
        physics: physics(document, &top, &ids, findings),
        materials: tables::materials(document, &ids, findings),
        products: tables::products(document, &ids, findings),
        prefectures: tables::prefectures(document, findings),
        counties: tables::counties(document, &ids, findings),
        enterprises: tables::enterprises(document, &ids, findings),
        lines: tables::lines(document, &ids, findings),
        stocks: tables::stocks(document, &ids, findings),
        supply: tables::supply(document, &ids, findings),
        demand: tables::demand(document, &ids, findings),
        profiles: tables::profiles(document, findings),
        regimes: Vec::new(),
        changes: Vec::new(),
        measures: changes::measures(document, findings),
        observed: tables::observed(document, findings),
        resolved: String::new(),
        hash: String::new(),
    };
    for known in [
        "item",
        "prefecture",
        "county",
        "risk",
        "enterprise",
        "line",
        "stock",
        "supply",
        "demand",
        "profile",
        "observed",
        "measure",
        "event",
        "policy",
        "defaults",
    ] {
        top.find(known);
    }
    top.close();
    changes::read(document, &ids, &mut scenario, findings);
    scenario
}

/// Ids of every table in the order of the scenario, for references.
pub(super) struct Ids {
    pub materials: Vec<String>,
    pub products: Vec<String>,
    pub prefectures: Vec<String>,
    pub counties: Vec<String>,
    pub enterprises: Vec<String>,
    pub profiles: Vec<String>,
}

impl Ids {
    fn of(document: &Node, findings: &Findings) -> Self {
        let (materials, products) = tables::items_in_order(document, findings);
        Self {
            materials,
            products,
            prefectures: tables::ids(document, "prefecture"),
            counties: tables::ids(document, "county"),
            enterprises: tables::enterprises_in_order(document),
            profiles: tables::profile_names(document),
        }
    }

    /// The item of an id.
    pub(super) fn item(&self, reader: &Reader, key: &'static str) -> Item {
        let found = reader.text(key);
        if let Some(at) = self.materials.iter().position(|id| *id == found) {
            return Item::Material(at);
        }
        let at = self.products.iter().position(|id| *id == found);
        at.map_or_else(
            || {
                let known: Vec<String> = self
                    .products
                    .iter()
                    .chain(&self.materials)
                    .cloned()
                    .collect();
                if !found.is_empty() {
                    reader.look_up(key, &found, "an item", &known);
                }
                Item::Product(0)
            },
            Item::Product,
        )
    }
}

fn target(document: &Node, top: &Reader, start: Date, days: u32, findings: &Findings) -> Target {
    let Some(node) = section(document, top, "target") else {
        return Target {
            pieces_per_day: 0,
            date: start,
            sustain_days: 1,
        };
    };
    let reader = Reader::table(node, "target", findings);
    let date = reader.date("date").unwrap_or(start);
    let last = start.saturating_add(jiff::Span::new().days(i64::from(days) - 1));
    if date < start || date > last {
        reader.object(
            "S010",
            "date",
            &date.to_string(),
            format!("from {start} to {last}"),
        );
    }
    let target = Target {
        pieces_per_day: reader.whole("pieces_per_day", AMOUNT),
        date,
        sustain_days: reader.whole(
            "sustain_days",
            Range {
                least: 1.0,
                most: 3660.0,
            },
        ) as u32,
    };
    reader.close();
    target
}

fn section<'a>(document: &'a Node, top: &Reader, key: &'static str) -> Option<&'a Node> {
    top.find(key);
    let node = document.get(key);
    if node.is_none() {
        top.object("S006", key, "nothing", format!("a table [{key}]"));
    }
    node
}

fn physics(document: &Node, top: &Reader, ids: &Ids, findings: &Findings) -> Physics {
    let empty = Node::table(document.place.clone());
    let part = |key: &'static str| section(document, top, key).unwrap_or(&empty);
    let roads = Reader::table(part("roads"), "roads", findings);
    let staff = Reader::table(part("staff"), "staff", findings);
    let warm = Reader::table(part("warm_start"), "warm_start", findings);
    let openness = by_grade(&roads, "openness", None, SHARE, findings);
    if openness.iter().all(|share| share.median() <= 0.0) {
        roads.object("S024", "openness", "0 for every grade", "one grade above 0");
    }
    top.find("demand_factor");
    let factors = document.get("demand_factor").unwrap_or(&empty);
    let factors = Reader::table(factors, "demand_factor", findings);
    let physics = Physics {
        capital: roads.reference("capital", "a prefecture", &ids.prefectures),
        detour: roads.quantity(
            "detour",
            Range {
                least: 1.0,
                most: 10.0,
            },
        ),
        speed_kmh: roads.quantity(
            "speed_kmh",
            Range {
                least: 1.0,
                most: 200.0,
            },
        ),
        handling_hours: roads.quantity("handling_hours", DAYS),
        driving_hours: roads.quantity(
            "driving_hours",
            Range {
                least: 0.5,
                most: 24.0,
            },
        ),
        green_channel: roads.flag_or("green_channel", true),
        openness,
        staff_return: by_grade(&staff, "return_per_day", None, SHARE, findings),
        working_stock_days: warm.quantity("working_stock_days", DAYS),
        making_days: top.whole("making_days", DAYS) as u32,
        demand_factor: KINDS.map(|(word, _)| {
            let most = Range {
                least: 0.0,
                most: 1000.0,
            };
            if factors.find(word).is_some() {
                by_grade(&factors, word, Some(1.0), most, findings)
            } else {
                [const { Quantity::fixed(1.0) }; 3]
            }
        }),
    };
    for reader in [roads, staff, warm, factors] {
        reader.close();
    }
    physics
}

/// Values for low, medium and high.
fn by_grade(
    reader: &Reader,
    key: &'static str,
    default: Option<f64>,
    range: Range,
    findings: &Findings,
) -> [Quantity; 3] {
    let Some(node) = reader.find(key) else {
        reader.object("S006", key, "nothing", "{ low = …, medium = …, high = … }");
        return Default::default();
    };
    let inner = Reader::table(node, &reader.path_of(key), findings);
    let values = GRADES.map(|grade| match default {
        Some(value) => inner.quantity_or(grade, range, value),
        None => inner.quantity(grade, range),
    });
    inner.close();
    values
}

/// A name in both languages; English falls back on Chinese.
fn title(reader: &Reader, zh: &'static str, en: &'static str) -> Title {
    let chinese = reader.text(zh);
    Title {
        en: reader.text_or(en, &chinese),
        zh: chinese,
    }
}

/// Numbers above zero, for speeds and the like.
const ABOVE_ZERO: Range = POSITIVE;
