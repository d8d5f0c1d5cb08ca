//! summary.json: every figure in it, derived again from the tables.

use serde_json::{Map, Value, json};

use super::evidence::Evidence;
use super::finding::{Docket, Finding, of_file};
use super::forms::KINDS;
use super::making::Making;
use crate::scenario::{Observation, Use};
use crate::units::{MILLION, Share, muldiv};

const LAW: &str = "derived again from province_daily.csv, prefecture_daily.csv, streams_daily.csv, obligations.csv, subsidy.csv, balances.csv";

pub(super) fn check(evidence: &Evidence, making: &Making, docket: &mut Docket) {
    let expected = Figures { evidence, making }.all();
    compare(&evidence.summary, &expected, "", docket);
}

/// Holds one document against another, figure by figure.
fn compare(found: &Value, expected: &Value, path: &str, docket: &mut Docket) {
    let within = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    };
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            for (key, expected) in expected {
                compare(
                    found.get(key).unwrap_or(&Value::Null),
                    expected,
                    &within(key),
                    docket,
                );
            }
            for (key, found) in found.iter().filter(|(key, _)| !expected.contains_key(*key)) {
                docket.compare(false, || finding(&within(key), found, "no such figure"));
            }
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
                compare(found, expected, &format!("{path}[{at}]"), docket);
            }
        }
        _ => docket.compare(found == expected, || finding(path, found, expected)),
    }
}

fn finding(path: &str, found: &Value, expected: impl std::fmt::Display) -> Finding {
    Finding {
        column: path.to_owned(),
        ..of_file("summary.json", found, expected, LAW)
    }
}

struct Figures<'a> {
    evidence: &'a Evidence,
    making: &'a Making,
}

impl Figures<'_> {
    fn all(&self) -> Value {
        let (evidence, province) = (self.evidence, &self.evidence.province);
        let days = evidence.days();
        let last = |column| {
            days.clone()
                .last()
                .map_or(0, |day| province.get(day, column))
        };
        let target = self.day_of(evidence.scenario.target.date);
        json!({
            // The name is a word; manifest.json has to say the same.
            "scenario": evidence.summary["scenario"],
            "hash": evidence.scenario.hash,
            "target": self.target(),
            "bottleneck_on_target_date": target.and_then(|day| super::bottleneck::of_province(evidence, self.making, day)),
            "total": { "output": province.sum(days.clone(), "output"), "scrap": province.sum(days.clone(), "scrap") },
            "last_day": {
                "planned": last("planned"), "installed": last("installed"), "effective": last("effective"),
                "nominal": last("nominal"), "output": last("output"),
            },
            "service": self.service(),
            "self_sufficient_from": self.prefectures(|prefecture| self.self_sufficient_from(prefecture)),
            "self_sufficiency": self.prefectures(|prefecture| self.self_sufficiency(prefecture)),
            "linkage": self.linkage(),
            "paid_fen": { "central": self.paid(0), "provincial": self.paid(1) },
            "milligrams_per_piece_through_the_chain": self.requirements(),
            "calibration": evidence.scenario.observed.iter()
                .flat_map(|figure| figure.readings().into_iter().filter_map(|metric| self.calibration(figure, metric)))
                .collect::<Vec<_>>(),
        })
    }

    fn day_of(&self, date: jiff::civil::Date) -> Option<usize> {
        self.evidence
            .days()
            .find(|&day| self.evidence.world.date(super::evidence::date(day)) == date)
    }

    fn date(&self, day: usize) -> String {
        self.evidence.calendar().date(day as i64)
    }

    fn target(&self) -> Value {
        let (province, target) = (&self.evidence.province, &self.evidence.scenario.target);
        let mut all = Map::new();
        all.insert("pieces_per_day".into(), json!(target.pieces_per_day));
        all.insert("date".into(), json!(target.date.to_string()));
        for column in ["output", "effective", "nominal"] {
            let met: Vec<bool> = self
                .evidence
                .days()
                .map(|day| province.get(day, column) >= target.pieces_per_day)
                .collect();
            let from = first_run(&met, target.sustain_days as usize).map(|day| self.date(day));
            let value = self
                .day_of(target.date)
                .map_or(0, |day| province.get(day, column));
            let shortfall = (target.pieces_per_day - value).max(0);
            all.insert(
                column.into(),
                json!({ "reached_on": from, "shortfall_on_date": shortfall }),
            );
        }
        Value::Object(all)
    }

    fn service(&self) -> Value {
        let (streams, table) = (&self.evidence.world.streams, &self.evidence.streams);
        let mut all = Map::new();
        for (kind, name) in KINDS.iter().enumerate() {
            let members: Vec<usize> = (0..streams.count)
                .filter(|&stream| streams.kind[stream] as usize == kind)
                .collect();
            if members.is_empty() {
                continue;
            }
            let (mut need, mut fresh, mut person_days) = (0, 0, 0);
            for &stream in &members {
                let mut unmet = 0_i64;
                for day in self.evidence.days() {
                    let row = self.evidence.stream(day, stream);
                    let (wanted, served) = (table.get(row, "need"), table.get(row, "served_fresh"));
                    need += wanted;
                    fresh += served;
                    unmet = unmet.saturating_add(wanted.saturating_sub(served));
                }
                let masks = streams.masks_per_person[stream].max(1);
                person_days += muldiv(unmet.max(0), MILLION, masks);
            }
            let figures = json!({
                "need": need,
                "served_fresh": fresh,
                "fill_rate_ppm": Share::ratio(fresh, need, Share::ONE).0,
                "unmet_person_days": person_days,
            });
            all.insert((*name).into(), figures);
        }
        Value::Object(all)
    }

    fn prefectures(&self, figure: impl Fn(usize) -> Value) -> Value {
        let rows = self.evidence.scenario.prefectures.iter().enumerate();
        Value::Object(
            rows.map(|(at, row)| (row.code.clone(), figure(at)))
                .collect(),
        )
    }

    /// Served from own stock, and local need, of a day.
    fn own(&self, day: usize, prefecture: usize) -> [i64; 2] {
        let (evidence, table) = (self.evidence, &self.evidence.service);
        let served = evidence
            .prefectures
            .get(evidence.prefecture(day, prefecture), "served_from_own");
        let local = table.on(day).filter(|&row| {
            table.get(row, "prefecture") == prefecture as i64
                && matches!(
                    KINDS[table.get(row, "kind") as usize],
                    "essential" | "public"
                )
        });
        [served, local.map(|row| table.get(row, "need")).sum()]
    }

    fn self_sufficient_from(&self, prefecture: usize) -> Value {
        let holds: Vec<bool> = self
            .evidence
            .days()
            .map(|day| self.own(day, prefecture))
            .map(|[served, need]| served == need)
            .collect();
        json!(first_run(&holds, 7).map(|day| self.date(day)))
    }

    fn self_sufficiency(&self, prefecture: usize) -> Value {
        let days = self.evidence.days().map(|day| self.own(day, prefecture));
        let [served, need] = days.fold([0, 0], |sum, [served, need]| {
            [sum[0] + served, sum[1] + need]
        });
        json!({ "local_need": need, "served_from_own": served, "share_ppm": Share::ratio(served, need, Share::ONE).0 })
    }

    fn linkage(&self) -> Value {
        let table = &self.evidence.obligations;
        let sum = |column| table.sum(0..table.len(), column);
        let overdue = self
            .evidence
            .days()
            .last()
            .map_or(0, |day| table.sum(table.on(day), "overdue"));
        let (due, defaulted) = (sum("due"), sum("defaulted"));
        let fulfilment = Share::ratio((due - overdue - defaulted).max(0), due, Share::ONE).0;
        json!({
            "booked": sum("booked"), "due": due, "delivered": sum("delivered"), "defaulted": defaulted, "overdue": overdue,
            "fulfilment_ppm": fulfilment,
        })
    }

    fn paid(&self, source: i64) -> i64 {
        let table = &self.evidence.subsidy;
        let rows = (0..table.len()).filter(|&row| table.get(row, "source") == source);
        rows.map(|row| table.get(row, "fen")).sum()
    }

    fn requirements(&self) -> Value {
        let (scenario, needs) = (
            &self.evidence.scenario,
            &self.evidence.world.materials.requirements,
        );
        let products = scenario
            .products
            .iter()
            .enumerate()
            .map(|(column, product)| {
                let materials = scenario.materials.iter().enumerate();
                let bill = materials.map(|(row, material)| {
                    (
                        material.id.clone(),
                        json!(needs[(row, column)].round() as i64),
                    )
                });
                (product.id.clone(), Value::Object(bill.collect()))
            });
        Value::Object(products.collect())
    }

    fn calibration(&self, figure: &Observation, metric: &str) -> Option<Value> {
        let day = self
            .day_of(figure.date)
            .filter(|_| figure.scope == "province")?;
        let simulated = self.simulated(day, metric)?;
        Some(json!({
            "date": figure.date.to_string(),
            "metric": metric,
            "reported": figure.value,
            "simulated": simulated,
            "ratio": (simulated as f64 / figure.value * 1e4).round() / 1e4,
            "use": if figure.use_for == Use::Fit { "fit" } else { "test" },
            "source": figure.provenance.source,
        }))
    }

    fn simulated(&self, day: usize, metric: &str) -> Option<i64> {
        let (evidence, world) = (self.evidence, &self.evidence.world);
        let product = metric.strip_suffix("_output").and_then(|id| {
            evidence
                .scenario
                .products
                .iter()
                .position(|row| row.id == id)
        });
        if let Some(product) = product {
            let item = evidence.product_item(product);
            let made = evidence
                .scenario
                .enterprises
                .iter()
                .map(|row| evidence.account(&format!("hold:{}", row.id), item)[day].incoming);
            return Some(made.sum());
        }
        match metric {
            "nominal" | "planned" | "installed" | "effective" | "output" => {
                Some(evidence.province.get(day, metric))
            }
            "listed_makers" => {
                let today = super::evidence::date(day);
                Some(
                    world
                        .enterprises
                        .listed_from
                        .iter()
                        .filter(|&&from| from <= today)
                        .count() as i64,
                )
            }
            _ => None,
        }
    }
}

/// First of so many days in a row.
fn first_run(holds: &[bool], days: usize) -> Option<usize> {
    let mut run = 0;
    let end = holds.iter().position(|&holds| {
        run = if holds { run + 1 } else { 0 };
        run >= days
    })?;
    Some(end + 1 - days)
}
