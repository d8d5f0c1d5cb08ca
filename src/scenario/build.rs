//! From a document to a [`Scenario`]: every value read, every reference resolved, every finding collected.

use super::document::Node;
use super::findings::{Findings, shown};
use super::names::Names;
use super::reader::Reader;
use super::schema::{Form, ROOT};
use super::{Item, Parameter, Scenario, Title};
use crate::files::name::{self, RULE, RULE_ZH};
use crate::language::Word;
use crate::said;

pub(super) mod calendar;
mod changes;
mod correlations;
mod flows;
mod items;
mod makers;
mod noise;
mod observations;
pub(super) mod parameters;
mod physics;
mod places;
mod policy;
mod regimes;
mod rows;

use calendar::Calendar;

/// The scenario that a document says; only to be used when there are no findings.
pub(super) fn build(document: &Node, parameters: Vec<Parameter>, findings: &Findings) -> Scenario {
    let top = Reader::table(document, &ROOT, "", findings);
    let calendar = Calendar::of(&top);
    if top.find("format").is_some() {
        top.whole("format");
    }
    let ids = Ids::of(document, findings);
    let mut scenario = Scenario {
        name: top.text("name"),
        base: String::new(),
        title: Title {
            zh: top.text("title_zh"),
            en: top.text("title_en"),
        },
        question: Title {
            zh: top.text_or("question_zh", ""),
            en: top.text_or("question_en", ""),
        },
        start: calendar.start,
        days: calendar.days,
        seed: top.whole("seed").unsigned_abs(),
        target: physics::target(document, &top, &calendar, findings),
        physics: physics::physics(document, &top, &ids, findings),
        materials: items::materials(document, &ids, findings),
        products: items::products(document, &ids, findings),
        prefectures: places::prefectures(document, findings),
        counties: places::counties(document, &ids, &calendar, findings),
        enterprises: makers::enterprises(document, &ids, &calendar, findings),
        lines: makers::lines(document, &ids, &calendar, findings),
        stocks: flows::stocks(document, &ids, findings),
        supply: flows::supply(document, &ids, &calendar, findings),
        demand: flows::demand(document, &ids, findings),
        profiles: observations::profiles(document, findings),
        regimes: Vec::new(),
        changes: Vec::new(),
        fitted_until: top.date("fitted_until"),
        parameters,
        correlations: correlations::correlations(document, findings),
        noise: noise::noise(document, findings),
        measures: changes::measures(document, findings),
        observed: observations::observed(document, &ids, &calendar, findings),
        resolved: String::new(),
        hash: String::new(),
    };
    // Tables and lists are read above, by their own readers; `extends`, `set` and `scale` have been applied.
    for field in ROOT.fields {
        let elsewhere = matches!(field.form, Form::Table(_) | Form::Rows(_) | Form::Paths);
        if elsewhere || field.name == "extends" {
            top.find(field.name);
        }
    }
    top.close();
    rows::object_to_missing(document, findings);
    changes::read(document, &ids, &calendar, &mut scenario, findings);
    scenario
}

/// Objects to names under which results cannot be kept: the scenario's own, and that of the one it extends in the end,
/// after which comparisons are called.
pub(super) fn object_to_names(document: &Node, base: Option<&Node>, findings: &Findings) {
    for node in document.get("name").into_iter().chain(base) {
        let name = node.text();
        if let Some(why) = name::objection(&name).filter(|_| !name.trim().is_empty()) {
            let Word { zh, en } = why.word();
            let (shown, near) = (shown(&name), name::near(&name));
            let found = said!("{shown}：{zh}", "{shown}: {en}");
            let expected = said!("{RULE_ZH}；例如 `{near}`", "{RULE}; `{near}` would do");
            findings.add("S031", &node.place, "name", found, expected);
        }
    }
}

/// Ids of every table in the order of the scenario, for references.
pub(super) struct Ids {
    pub materials: Names,
    pub products: Names,
    pub prefectures: Names,
    pub counties: Names,
    pub enterprises: Names,
    pub profiles: Names,
}

impl Ids {
    fn of(document: &Node, findings: &Findings) -> Self {
        let (materials, products) = items::in_order(document, findings);
        Self {
            materials: Names::of(materials),
            products: Names::of(products),
            prefectures: Names::of(rows::ids(document, "prefecture")),
            counties: Names::of(rows::ids(document, "county")),
            enterprises: Names::of(makers::enterprises_in_order(document)),
            profiles: Names::of(observations::profile_names(document)),
        }
    }

    /// The item of an id.
    pub(super) fn item(&self, reader: &Reader, key: &'static str) -> Item {
        let found = reader.text(key);
        if let Some(at) = self.materials.position(&found) {
            return Item::Material(at);
        }
        if let Some(at) = self.products.position(&found) {
            return Item::Product(at);
        }
        if !found.is_empty() {
            let known = self.products.iter().chain(self.materials.iter());
            reader.object_to_unknown(key, &found, known);
        }
        Item::Product(0)
    }
}

/// A name in both languages; English falls back on Chinese.
fn title(reader: &Reader, zh: &'static str, en: &'static str) -> Title {
    let chinese = reader.text(zh);
    Title {
        en: reader.text_or(en, &chinese),
        zh: chinese,
    }
}
