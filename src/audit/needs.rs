//! Need and who was served: streams_daily.csv, service.csv, self-sufficiency.

use super::evidence::{Evidence, date};
use super::finding::Docket;
use super::reviews::Standing;
use crate::scenario::Kind;
use crate::units::{MILLION, Rest, Share};

pub(super) fn check(evidence: &Evidence, standing: &Standing, docket: &mut Docket) {
    for stream in 0..evidence.world.streams.count {
        stream_days(evidence, stream, docket);
    }
    service(evidence, docket);
    for day in evidence.days() {
        totals(evidence, day, docket);
    }
    for prefecture in 0..evidence.world.prefectures.count {
        self_sufficiency(evidence, standing, prefecture, docket);
        for day in evidence.days() {
            stocks(evidence, day, prefecture, docket);
        }
    }
}

/// Fresh need is served first; each day's unmet fresh need enters the backlog once, and expires after its days.
fn stream_days(evidence: &Evidence, stream: usize, docket: &mut Docket) {
    let (streams, table) = (&evidence.world.streams, &evidence.streams);
    let (mut added, mut gone, mut backlog) = (vec![0; evidence.world.days], 0, 0);
    let mut rest = Rest::default();
    for day in evidence.days() {
        let row = evidence.stream(day, stream);
        let get = |column| table.get(row, column);
        let need = streams.need.row(date(day))[stream];
        docket.equal(
            table.cell(row, "need"),
            need,
            "need is that of the scenario on the day",
        );
        docket.equal(
            table.cell(row, "backlog_in"),
            backlog,
            "what is asked for again is yesterday's backlog",
        );
        docket.at_most(
            table.cell(row, "served"),
            need + backlog,
            "served ≤ need + backlog",
        );
        docket.equal(
            table.cell(row, "served_fresh"),
            get("served").min(need),
            "fresh need is served first",
        );
        let unmet = (need - get("served_fresh")).clamp(0, need);
        let unmet = rest.carry(unmet, streams.backlog_share[stream].0);
        added[day] = unmet + day.checked_sub(1).map_or(0, |eve| added[eve]);
        let expired = day as i64 - i64::from(streams.backlog_days[stream]);
        let expired = usize::try_from(expired)
            .ok()
            .and_then(|day| added.get(day))
            .copied()
            .unwrap_or(0);
        gone = (gone + get("served") - get("served_fresh")).max(expired);
        backlog = added[day] - gone;
        docket.equal(
            table.cell(row, "backlog_out"),
            backlog,
            "backlog + the share of unmet fresh need − served − expired",
        );
        let dispatched = used(evidence, day, stream);
        let local = matches!(
            streams.kind[stream],
            Kind::Frontline | Kind::Essential | Kind::Public
        );
        if local {
            docket.between(
                table.cell(row, "served"),
                dispatched,
                i64::MAX,
                "a stream uses at least what was dispatched to it (balances.csv)",
            );
        } else {
            docket.equal(
                table.cell(row, "served"),
                dispatched,
                "served = what the stream used of what was dispatched to it (balances.csv)",
            );
        }
    }
}

/// Used by a stream of what was dispatched to it.
fn used(evidence: &Evidence, day: usize, stream: usize) -> i64 {
    let account = format!("dispatched:{}", evidence.scenario.demand[stream].id);
    let products = 0..evidence.world.products.count;
    products
        .map(|product| evidence.account(&account, evidence.product_item(product))[day].outgoing)
        .sum()
}

/// service.csv sums streams up by prefecture and kind.
fn service(evidence: &Evidence, docket: &mut Docket) {
    let (streams, table) = (&evidence.world.streams, &evidence.service);
    let nation = evidence.world.prefectures.count;
    for row in 0..table.len() {
        let get = |column| table.get(row, column);
        let members = (0..streams.count).filter(|&stream| {
            streams.prefecture[stream].map_or(nation, crate::units::PrefectureIndex::at) as i64
                == get("prefecture")
                && streams.kind[stream] as i64 == get("kind")
        });
        let rows: Vec<usize> = members
            .map(|stream| evidence.stream(get("date") as usize, stream))
            .collect();
        for column in [
            "need",
            "backlog_in",
            "served",
            "served_fresh",
            "backlog_out",
        ] {
            let sum = rows
                .iter()
                .map(|&row| evidence.streams.get(row, column))
                .sum();
            docket.equal(
                table.cell(row, column),
                sum,
                "the sum of the kind's streams in streams_daily.csv",
            );
        }
        let unmet = get("need") + get("backlog_in") - get("served");
        docket.equal(
            table.cell(row, "unmet"),
            unmet,
            "need + backlog_in = served + unmet",
        );
        let rate = Share::ratio(get("served_fresh"), get("need"), Share::ONE);
        docket.equal(
            table.cell(row, "fill_rate"),
            rate.0,
            "fill_rate = served_fresh ÷ need",
        );
    }
}

/// Need, served and unmet of prefectures and of the province are those of service.csv.
fn totals(evidence: &Evidence, day: usize, docket: &mut Docket) {
    let table = &evidence.service;
    for column in ["need", "served", "unmet"] {
        let mut sums = vec![0; evidence.world.prefectures.count + 1];
        for row in table.on(day) {
            sums[table.get(row, "prefecture") as usize] += table.get(row, column);
        }
        let law = "the sum over the kinds in service.csv";
        docket.equal(evidence.province.cell(day, column), sums.iter().sum(), law);
        sums.pop();
        for (prefecture, sum) in sums.into_iter().enumerate() {
            let cell = evidence
                .prefectures
                .cell(evidence.prefecture(day, prefecture), column);
            docket.equal(cell, sum, law);
        }
    }
}

fn is_local(kind: Kind) -> bool {
    matches!(kind, Kind::Essential | Kind::Public)
}

/// Seven-day self-sufficiency, and who is in difficulty: below the threshold, until above threshold + margin.
fn self_sufficiency(
    evidence: &Evidence,
    standing: &Standing,
    prefecture: usize,
    docket: &mut Docket,
) {
    let table = &evidence.prefectures;
    let mut was = false;
    for day in evidence.days() {
        let row = evidence.prefecture(day, prefecture);
        let cell = table.cell(row, "served_from_own");
        docket.at_most(
            cell,
            local(evidence, day, prefecture, "served_fresh"),
            "at most what was served of local fresh need (streams_daily.csv)",
        );
        let own = format!("own:{}", evidence.scenario.prefectures[prefecture].code);
        let products = 0..evidence.world.products.count;
        let left: i64 = products
            .map(|product| evidence.account(&own, evidence.product_item(product))[day].outgoing)
            .sum();
        docket.at_most(cell, left, "at most what left own stock (balances.csv)");
        let (mut served, mut need) = (0, 0);
        for past in day.saturating_sub(6)..=day {
            served += table.get(evidence.prefecture(past, prefecture), "served_from_own");
            need += local(evidence, past, prefecture, "need");
        }
        let share = Share::ratio(served, need, Share::ONE);
        docket.equal(
            table.cell(row, "self_sufficiency"),
            share.0,
            "seven days' served_from_own ÷ local need (service.csv)",
        );
        let regime = evidence.policy.on(date(day));
        let low = if was {
            share <= regime.difficulty_end
        } else {
            share < regime.difficulty_threshold
        };
        let met = || {
            evidence
                .within(prefecture)
                .all(|maker| standing.before(day, maker).fulfilment == Share(MILLION))
        };
        was = low && (!regime.difficulty_needs_fulfilment || met());
        docket.equal(
            table.cell(row, "in_difficulty"),
            i64::from(was),
            "self-sufficiency below the threshold, until above threshold + margin",
        );
    }
}

/// A column of the local streams of a prefecture.
fn local(evidence: &Evidence, day: usize, prefecture: usize, column: &str) -> i64 {
    let streams = &evidence.world.streams;
    let here = (0..streams.count).filter(|&stream| {
        is_local(streams.kind[stream])
            && streams.prefecture[stream].is_some_and(|place| place.at() == prefecture)
    });
    here.map(|stream| evidence.streams.get(evidence.stream(day, stream), column))
        .sum()
}

/// What a prefecture keeps and uses: retained pieces come in, and what streams used beyond what was dispatched to them
/// went out.
fn stocks(evidence: &Evidence, day: usize, prefecture: usize, docket: &mut Docket) {
    let world = &evidence.world;
    let code = &evidence.scenario.prefectures[prefecture].code;
    let (own, received) = (format!("own:{code}"), format!("received:{code}"));
    let mut out = 0;
    for product in 0..world.products.count {
        let item = evidence.product_item(product);
        let retained: i64 = evidence
            .within(prefecture)
            .map(|maker| retained(evidence, day, maker, product))
            .sum();
        docket.account(evidence, (&own, item, day), "in", retained, "makers leave to their prefecture what they release and do not deliver (obligations.csv)");
        out += evidence.account(&own, item)[day].outgoing
            + evidence.account(&received, item)[day].outgoing;
    }
    let here = (0..world.streams.count).filter(|&stream| {
        world.streams.prefecture[stream].is_some_and(|place| place.at() == prefecture)
    });
    let taken: i64 = here
        .map(|stream| {
            evidence.streams.get(evidence.stream(day, stream), "served")
                - used(evidence, day, stream)
        })
        .sum();
    let enough = if evidence.buys() {
        taken <= out
    } else {
        taken == out
    };
    docket.compare(enough, || super::Finding {
        key: format!("{} {code}", evidence.calendar().date(day as i64)),
        column: "out".to_owned(),
        ..super::finding::of_file(
            "balances.csv",
            out,
            taken,
            "out of own and received stock: served in streams_daily.csv beyond what was dispatched",
        )
    });
}

fn retained(evidence: &Evidence, day: usize, maker: usize, product: usize) -> i64 {
    let row = evidence
        .obligations
        .find(&[day as i64, maker as i64, product as i64]);
    let delivered = row.map_or(0, |row| evidence.obligations.get(row, "delivered"));
    evidence.hold(maker, product)[day].outgoing - delivered
}
