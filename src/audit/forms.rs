//! The forms of a run's tables, from its scenario: the output contract.

use std::rc::Rc;

use super::form::{Calendar, Column, Form, Kind, Names, Rows};
use crate::scenario::Scenario;
use crate::world::World;

mod order;

/// Kinds of need in the order of service.csv.
pub(super) const KINDS: [&str; 6] = [
    "national",
    "frontline",
    "key_projects",
    "key_enterprises",
    "essential",
    "public",
];
/// Tiers of dispatch in the order of dispatch.csv.
pub(super) const TIERS: [&str; 6] = [
    "national",
    "frontline",
    "key_projects",
    "key_enterprises",
    "support",
    "market",
];
/// Sources of subsidy.
pub(super) const SOURCES: [&str; 2] = ["central", "provincial"];
/// Stages of a subsidy.
pub(super) const STAGES: [&str; 3] = ["advance", "effective", "sustained"];

/// Makes the forms of one run.
pub(super) struct Forms<'a> {
    pub calendar: Calendar,
    scenario: &'a Scenario,
    world: &'a World,
    enterprises: Rc<Names>,
    prefectures: Rc<Names>,
    materials: Rc<Names>,
    products: Rc<Names>,
    streams: Rc<Names>,
    causes: Rc<Names>,
}

fn column(name: &str, kind: Kind) -> Column {
    Column {
        name: name.to_owned(),
        kind,
    }
}

fn counts(names: &[&str]) -> Vec<Column> {
    names.iter().map(|name| column(name, Kind::Count)).collect()
}

fn levels(names: &[&str]) -> Vec<Column> {
    names.iter().map(|name| column(name, Kind::Level)).collect()
}

fn chain() -> Vec<Column> {
    let mut chain = counts(&[
        "nominal",
        "planned",
        "installed",
        "commissioned",
        "staffed",
        "effective",
        "gross",
        "output",
    ]);
    chain.push(column("utilisation", Kind::Rate));
    chain.extend(counts(&["scrap", "released", "delivered", "retained"]));
    chain
}

fn need_and_served() -> Vec<Column> {
    let mut served = counts(&["need"]);
    served.extend(levels(&["backlog_in"]));
    served.extend(counts(&["served", "served_fresh"]));
    served
}

fn keyed(names: &Rc<Names>, name: &str) -> Column {
    column(name, Kind::Name(Rc::clone(names)))
}

impl<'a> Forms<'a> {
    pub fn of(scenario: &'a Scenario, world: &'a World) -> Self {
        let materials = || scenario.materials.iter().map(|row| row.id.clone());
        let chain = ["not_delivered", "ramp", "staff"].map(str::to_owned);
        let causes = chain
            .into_iter()
            .chain(materials().map(|id| format!("material:{id}")));
        Self {
            calendar: Calendar {
                start: scenario.start,
                days: world.days,
            },
            scenario,
            world,
            enterprises: Names::new(scenario.enterprises.iter().map(|row| row.id.clone())),
            prefectures: Names::new(scenario.prefectures.iter().map(|row| row.code.clone())),
            materials: Names::new(materials()),
            products: Names::new(scenario.products.iter().map(|row| row.id.clone())),
            streams: Names::new(scenario.demand.iter().map(|row| row.id.clone())),
            causes: Names::new(causes.chain(["quality".to_owned()])),
        }
    }

    fn daily(&self, file: &'static str, keys: &[Column], rows: Rows, rest: Vec<Column>) -> Form {
        let mut columns = vec![column("date", Kind::Date)];
        columns.extend_from_slice(keys);
        let keys = columns.len();
        columns.extend(rest);
        Form {
            file,
            columns,
            keys,
            rows,
            calendar: self.calendar,
        }
    }

    fn scarce(&self) -> Vec<Column> {
        let scarce = self.scenario.materials.iter().filter(|row| row.scarce);
        let stock = scarce.map(|row| column(&format!("{}_stock_mg", row.id), Kind::Level));
        stock.collect()
    }

    pub fn province(&self) -> Form {
        let mut rest = chain();
        rest.extend(levels(&["pool", "reserve"]));
        rest.extend(counts(&["need", "served"]));
        rest.extend(levels(&["unmet"]));
        rest.extend(self.scarce());
        rest.extend(levels(&["target"]));
        self.daily("province_daily.csv", &[], Rows::Every, rest)
    }

    pub fn prefectures(&self) -> Form {
        let mut rest = chain();
        rest.extend(levels(&["own_stock", "received_stock"]));
        rest.extend(counts(&["need", "served"]));
        rest.extend(levels(&["unmet"]));
        rest.extend(self.scarce());
        rest.extend(counts(&["served_from_own"]));
        rest.push(column("self_sufficiency", Kind::Rate));
        rest.push(column("in_difficulty", Kind::Flag));
        rest.push(column("openness", Kind::Rate));
        rest.push(column("staffing", Kind::Rate));
        let key = keyed(&self.prefectures, "prefecture");
        self.daily("prefecture_daily.csv", &[key], Rows::Every, rest)
    }

    pub fn enterprises(&self) -> Form {
        let mut rest = chain();
        let materials = &self.scenario.materials;
        let stock = |id: &str| column(&format!("{id}_stock_mg"), Kind::Level);
        let lost = |id: &str| column(&format!("lost_to_{id}"), Kind::Count);
        rest.extend(materials.iter().map(|row| stock(&row.id)));
        rest.extend(materials.iter().map(|row| lost(&row.id)));
        rest.push(column("staffing", Kind::Rate));
        rest.extend(levels(&["owed", "overdue"]));
        let mut bottlenecks: Vec<String> = (0..self.causes.len() as i64)
            .map(|cause| self.causes.name(cause).to_owned())
            .collect();
        bottlenecks.push(String::new());
        rest.push(keyed(&Names::new(bottlenecks), "bottleneck"));
        let key = keyed(&self.enterprises, "enterprise");
        self.daily("enterprise_daily.csv", &[key], Rows::Every, rest)
    }

    pub fn intermediates(&self) -> Form {
        let mut rest = counts(&["made_mg", "used_mg"]);
        rest.extend(levels(&["stock_mg", "in_transit_mg", "depot_mg"]));
        let key = keyed(&self.materials, "item");
        self.daily("intermediates_daily.csv", &[key], Rows::Every, rest)
    }

    pub fn waterfall(&self) -> Form {
        let keys = [
            keyed(&self.prefectures, "prefecture"),
            keyed(&self.causes, "cause"),
        ];
        self.daily("waterfall.csv", &keys, Rows::Every, counts(&["pieces"]))
    }

    pub fn allocation(&self) -> Form {
        let keys = [
            keyed(&self.materials, "material"),
            keyed(&self.enterprises, "claimant"),
        ];
        let mut rest = levels(&["claim_mg", "weight_ppm"]);
        rest.extend(counts(&["award_mg", "obligation"]));
        rest.push(column("due_date", Kind::AnyDate));
        rest.push(column("arrives", Kind::AnyDate));
        self.daily("allocation.csv", &keys, Rows::Ascending, rest)
    }

    /// Recipients are streams, then prefectures.
    pub fn dispatch(&self) -> Form {
        let streams = self.scenario.demand.iter().map(|row| row.id.clone());
        let prefectures = self.scenario.prefectures.iter().map(|row| row.code.clone());
        let recipients = Names::new(streams.chain(prefectures));
        let keys = [
            keyed(&Names::of(&TIERS), "tier"),
            keyed(&Names::of(&["1", "2"]), "round"),
            keyed(&self.products, "product"),
            keyed(&recipients, "recipient"),
        ];
        let mut rest = vec![column("available", Kind::Shared)];
        rest.extend(levels(&["claim"]));
        rest.extend(counts(&["award"]));
        rest.push(column("arrives", Kind::AnyDate));
        let rows = Rows::Some(order::of_dispatch(self.world));
        self.daily("dispatch.csv", &keys, rows, rest)
    }

    pub fn obligations(&self) -> Form {
        let keys = [
            keyed(&self.enterprises, "enterprise"),
            keyed(&self.products, "product"),
        ];
        let mut rest = counts(&["booked", "due", "delivered"]);
        rest.extend(levels(&["overdue"]));
        rest.extend(counts(&["defaulted"]));
        self.daily("obligations.csv", &keys, Rows::Ascending, rest)
    }

    pub fn reviews(&self) -> Form {
        let key = keyed(&self.enterprises, "enterprise");
        let rest = levels(&[
            "due",
            "settled",
            "overdue",
            "fulfilment_ppm",
            "link_factor_ppm",
        ]);
        self.daily("reviews.csv", &[key], Rows::Ascending, rest)
    }

    /// The nation stands after the prefectures, without a code.
    pub fn service(&self) -> Form {
        let prefectures = self.scenario.prefectures.iter().map(|row| row.code.clone());
        let places = Names::new(prefectures.chain([String::new()]));
        let nation = self.world.prefectures.count;
        let streams = &self.world.streams;
        let mut served: Vec<Vec<i64>> = (0..streams.count)
            .map(|at| {
                let place =
                    streams.prefecture[at].map_or(nation, crate::units::PrefectureIndex::at);
                vec![place as i64, streams.kind[at] as i64]
            })
            .collect();
        served.sort();
        served.dedup();
        let keys = [
            keyed(&places, "prefecture"),
            keyed(&Names::of(&KINDS), "kind"),
        ];
        let mut rest = need_and_served();
        rest.extend(levels(&["unmet", "backlog_out"]));
        rest.push(column("fill_rate", Kind::Rate));
        self.daily("service.csv", &keys, Rows::Daily(served), rest)
    }

    pub fn streams(&self) -> Form {
        let mut rest = need_and_served();
        rest.extend(levels(&["backlog_out"]));
        let key = keyed(&self.streams, "stream");
        self.daily("streams_daily.csv", &[key], Rows::Every, rest)
    }

    fn line_names(&self) -> Rc<Names> {
        Names::new(self.scenario.lines.iter().map(|row| row.id.clone()))
    }

    pub fn lines(&self) -> Form {
        let columns = vec![
            keyed(&self.line_names(), "line"),
            column("ordered_on", Kind::AnyDate),
            column("installed_on", Kind::AnyDate),
            keyed(&Names::of(&[SOURCES[0], SOURCES[1], ""]), "source"),
            column("grant_fen", Kind::Count),
        ];
        Form {
            file: "lines.csv",
            columns,
            keys: 1,
            rows: Rows::Every,
            calendar: self.calendar,
        }
    }

    pub fn subsidy(&self) -> Form {
        let keys = [
            keyed(&self.line_names(), "line"),
            keyed(&Names::of(&STAGES), "stage"),
        ];
        let rest = vec![
            keyed(&Names::of(&SOURCES), "source"),
            column("fen", Kind::Amount),
        ];
        self.daily("subsidy.csv", &keys, Rows::Ascending, rest)
    }

    pub fn balances(&self) -> Form {
        let named = |kinds: &[&str], ids: Vec<&str>| -> Vec<String> {
            let of = |id: &str| {
                kinds
                    .iter()
                    .map(|kind| format!("{kind}:{id}"))
                    .collect::<Vec<_>>()
            };
            ids.into_iter().flat_map(of).collect()
        };
        let mut accounts: Vec<String> = ["depot", "transit:depot", "pool", "transit:pool"]
            .map(str::to_owned)
            .to_vec();
        let makers = self
            .scenario
            .enterprises
            .iter()
            .map(|row| row.id.as_str())
            .collect();
        accounts.extend(named(
            &["enterprise", "transit", "waiting", "hold", "gate"],
            makers,
        ));
        let prefectures = self
            .scenario
            .prefectures
            .iter()
            .map(|row| row.code.as_str())
            .collect();
        accounts.extend(named(
            &["own", "received", "transit", "waiting"],
            prefectures,
        ));
        let streams = self
            .scenario
            .demand
            .iter()
            .map(|row| row.id.as_str())
            .collect();
        accounts.extend(named(&["dispatched", "transit", "waiting"], streams));
        let materials = self.scenario.materials.iter().map(|row| row.id.clone());
        let items = materials.chain(self.scenario.products.iter().map(|row| row.id.clone()));
        let accounts = Names::new(accounts);
        let rows = Rows::Some(order::of_balances(self.scenario, self.world, &accounts));
        let keys = [
            keyed(&accounts, "account"),
            keyed(&Names::new(items), "item"),
        ];
        let rest = levels(&["opening", "in", "out", "closing"]);
        self.daily("balances.csv", &keys, rows, rest)
    }
}
