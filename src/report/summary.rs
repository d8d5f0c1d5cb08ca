//! summary.json: the figures of model §5 by name, with the reported figures beside the simulated ones.

use serde_json::{Map, Value, json};

use crate::outcome::{Chain, KINDS};
use crate::scenario::{Observation, Use};
use crate::units::{Day, MILLION, Share};

use super::run::Run;

/// The summary of a run.
#[must_use]
pub fn summary(run: &Run) -> Value {
    let outcome = &run.outcome;
    let [booked, due, delivered, defaulted, overdue] = outcome.obligations;
    let last = outcome.province.last().copied().unwrap_or_default();
    json!({
        "scenario": run.scenario.name,
        "hash": run.scenario.hash,
        "target": target(run),
        "bottleneck_on_target_date": bottleneck(run, run.target_day()),
        "total": { "output": outcome.province.iter().map(|day| day.output).sum::<i64>(), "scrap": outcome.province.iter().map(|day| day.gross - day.output).sum::<i64>() },
        "last_day": { "planned": last.planned, "installed": last.installed, "effective": last.effective, "nominal": last.nominal, "output": last.output },
        "service": service(run),
        "self_sufficient_from": self_sufficient_from(run),
        "self_sufficiency": self_sufficiency(run),
        "linkage": {
            "booked": booked.0, "due": due.0, "delivered": delivered.0, "defaulted": defaulted.0, "overdue": overdue.0,
            "fulfilment_ppm": if due.0 > 0 { (due - overdue - defaulted).or_zero().0 * MILLION / due.0 } else { MILLION },
        },
        "paid_fen": { "central": outcome.paid[0].0, "provincial": outcome.paid[1].0 },
        "milligrams_per_piece_through_the_chain": requirements(run),
        "calibration": run.scenario.observed.iter()
            .flat_map(|figure| figure.readings().into_iter().filter_map(|metric| calibration(run, figure, metric)))
            .collect::<Vec<_>>(),
    })
}

fn target(run: &Run) -> Value {
    let mut all = Map::new();
    all.insert("pieces_per_day".into(), json!(run.world.target.0));
    all.insert("date".into(), json!(run.scenario.target.date.to_string()));
    for (reached, name) in run
        .outcome
        .reached
        .iter()
        .zip(["output", "effective", "nominal"])
    {
        let from = reached.from.map(|day| run.date(day));
        all.insert(
            name.into(),
            json!({ "reached_on": from, "shortfall_on_date": reached.shortfall }),
        );
    }
    Value::Object(all)
}

/// Name of the province's bottleneck on a day.
#[must_use]
pub fn bottleneck(run: &Run, day: Day) -> Option<String> {
    let today = usize::try_from(day.0)
        .ok()
        .and_then(|at| run.outcome.bottleneck.get(at).copied());
    today.flatten().map(|cause| run.cause(cause))
}

fn service(run: &Run) -> Value {
    let kinds = KINDS
        .iter()
        .filter(|(kind, _)| run.world.streams.kind.contains(kind))
        .map(|&(kind, name)| {
            let sum = run
                .outcome
                .service
                .sum(run.days(), |_| true, |at| at == kind as usize);
            let figures = json!({
                "need": sum.need.0,
                "served_fresh": sum.served_fresh.0,
                "fill_rate_ppm": sum.fill_rate().0,
                "unmet_person_days": run.outcome.service.unmet_person_days[kind as usize],
            });
            (name.to_owned(), figures)
        });
    Value::Object(kinds.collect())
}

fn self_sufficient_from(run: &Run) -> Value {
    let rows = run
        .scenario
        .prefectures
        .iter()
        .zip(&run.outcome.self_sufficient_from);
    Value::Object(
        rows.map(|(row, from)| (row.code.clone(), json!(from.map(|day| run.date(day)))))
            .collect(),
    )
}

/// Local need over the whole calendar, and what of it was served from own stock.
fn self_sufficiency(run: &Run) -> Value {
    let sum = |prefecture: usize, part: usize| -> i64 {
        run.days()
            .map(|day| run.ledger.own_served.on(day)[prefecture][part].0)
            .sum()
    };
    let rows = run.scenario.prefectures.iter().enumerate();
    let figures = rows.map(|(at, row)| {
        let (served, need) = (sum(at, 0), sum(at, 1));
        let share = Share::ratio(served, need, Share::ONE);
        let figures =
            json!({ "local_need": need, "served_from_own": served, "share_ppm": share.0 });
        (row.code.clone(), figures)
    });
    Value::Object(figures.collect())
}

fn requirements(run: &Run) -> Value {
    let needs = &run.world.materials.requirements;
    let products = run
        .scenario
        .products
        .iter()
        .enumerate()
        .map(|(column, product)| {
            let materials = run.scenario.materials.iter().enumerate();
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

/// A reported figure of the province beside the simulated one, where the model has the same metric.
fn calibration(run: &Run, figure: &Observation, metric: &str) -> Option<Value> {
    let day = run.days().find(|&day| run.world.date(day) == figure.date)?;
    let chain = &run.outcome.province[day.row()];
    let simulated = simulated(run, day, chain, metric).filter(|_| figure.scope == "province")?;
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

fn simulated(run: &Run, day: Day, chain: &Chain, metric: &str) -> Option<i64> {
    let product = metric
        .strip_suffix("_output")
        .and_then(|id| run.scenario.products.iter().position(|row| row.id == id));
    if let Some(product) = product {
        return Some(run.outcome.products[day.row() * run.world.products.count + product]);
    }
    Some(match metric {
        "nominal" => chain.nominal,
        "planned" => chain.planned,
        "installed" => chain.installed,
        "effective" => chain.effective,
        "output" => chain.output,
        "listed_makers" => run
            .world
            .enterprises
            .listed_from
            .iter()
            .filter(|&&from| from <= day)
            .count() as i64,
        _ => return None,
    })
}
