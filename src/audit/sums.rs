//! What adds up: makers to prefectures to the province, causes to what was lost, accounts to the stocks of tables.

use super::capacity::STAGES;
use super::evidence::{Evidence, date};
use super::finding::Docket;
use super::making::Making;
use super::table::Table;
use crate::units::{Pieces, Share};

/// Further columns that add up from makers to prefectures to the province.
const GOODS: [&str; 4] = ["scrap", "released", "delivered", "retained"];

pub(super) fn check(evidence: &Evidence, making: &Making, docket: &mut Docket) {
    for day in evidence.days() {
        for enterprise in 0..evidence.world.enterprises.count {
            let row = evidence.enterprise(day, enterprise);
            own_row(&evidence.enterprises, row, docket);
            goods(evidence, day, enterprise, docket);
        }
        for prefecture in 0..evidence.world.prefectures.count {
            prefecture_day(evidence, day, prefecture, docket);
        }
        province_day(evidence, day, docket);
        for material in 0..evidence.world.materials.count {
            material_day(evidence, making, day, material, docket);
        }
    }
}

/// What a row says twice: scrap, utilisation.
fn own_row(table: &Table, row: usize, docket: &mut Docket) {
    let get = |column| table.get(row, column);
    docket.equal(
        table.cell(row, "scrap"),
        get("gross") - get("output"),
        "scrap = gross − output",
    );
    let utilisation = Share::ratio(get("output"), get("nominal"), Share::ZERO);
    docket.equal(
        table.cell(row, "utilisation"),
        utilisation.0,
        "utilisation = output ÷ nominal",
    );
    docket.equal(
        table.cell(row, "retained"),
        get("released") - get("delivered"),
        "released = delivered + retained",
    );
}

/// What left a maker's hold queues.
fn goods(evidence: &Evidence, day: usize, enterprise: usize, docket: &mut Docket) {
    let table = &evidence.enterprises;
    let released = (0..evidence.world.products.count)
        .map(|product| evidence.hold(enterprise, product)[day].outgoing)
        .sum();
    let cell = table.cell(evidence.enterprise(day, enterprise), "released");
    docket.equal(
        cell,
        released,
        "released = what left the hold queues of balances.csv",
    );
}

fn scarce(evidence: &Evidence) -> impl Iterator<Item = (usize, String)> + '_ {
    let materials = evidence.scenario.materials.iter().enumerate();
    materials
        .filter(|(_, row)| row.scarce)
        .map(|(at, row)| (at, format!("{}_stock_mg", row.id)))
}

fn prefecture_day(evidence: &Evidence, day: usize, prefecture: usize, docket: &mut Docket) {
    let (world, table) = (&evidence.world, &evidence.prefectures);
    let row = evidence.prefecture(day, prefecture);
    let makers = evidence.within(prefecture);
    let makers = evidence.enterprise(day, makers.start)..evidence.enterprise(day, makers.end);
    let stocks = scarce(evidence).map(|(_, column)| column);
    for column in STAGES
        .map(|(column, _)| column)
        .into_iter()
        .chain(GOODS)
        .map(str::to_owned)
        .chain(stocks)
    {
        let sum = evidence.enterprises.sum(makers.clone(), &column);
        docket.equal(
            table.cell(row, &column),
            sum,
            "a prefecture is the sum of its makers in enterprise_daily.csv",
        );
    }
    own_row(table, row, docket);
    for (column, kind) in [("own_stock", "own"), ("received_stock", "received")] {
        let account = format!("{kind}:{}", evidence.scenario.prefectures[prefecture].code);
        let stock = (0..world.products.count)
            .map(|product| evidence.account(&account, evidence.product_item(product))[day].closing)
            .sum();
        docket.equal(
            table.cell(row, column),
            stock,
            "stock = closing of the accounts in balances.csv",
        );
    }
    let staffing = Share::ratio(
        table.get(row, "staffed"),
        table.get(row, "commissioned"),
        Share::ONE,
    );
    docket.equal(
        table.cell(row, "staffing"),
        staffing.0,
        "staffing = staffed ÷ commissioned",
    );
    let openness = world.prefectures.openness.row(date(day))[prefecture];
    docket.equal(
        table.cell(row, "openness"),
        openness,
        "openness is that of the scenario's counties on the day",
    );
    waterfall(evidence, day, prefecture, docket);
}

/// planned − Σ pieces = output, cause by cause.
fn waterfall(evidence: &Evidence, day: usize, prefecture: usize, docket: &mut Docket) {
    let (table, materials) = (&evidence.prefectures, &evidence.scenario.materials);
    let row = evidence.prefecture(day, prefecture);
    let get = |column| table.get(row, column);
    let makers = evidence.within(prefecture);
    let makers = evidence.enterprise(day, makers.start)..evidence.enterprise(day, makers.end);
    let mut losses = vec![
        get("planned") - get("installed"),
        get("installed") - get("commissioned"),
        get("commissioned") - get("staffed"),
    ];
    losses.extend(materials.iter().map(|item| {
        evidence
            .enterprises
            .sum(makers.clone(), &format!("lost_to_{}", item.id))
    }));
    losses.push(get("gross") - get("output"));
    for (cause, &lost) in losses.iter().enumerate() {
        let cell = evidence
            .waterfall
            .cell(row * losses.len() + cause, "pieces");
        docket.equal(
            cell,
            lost,
            "a cause takes one step of the chain (prefecture_daily.csv, enterprise_daily.csv)",
        );
    }
    let lost: i64 = losses.iter().sum();
    docket.equal(
        table.cell(row, "output"),
        get("planned") - lost,
        "planned − Σ waterfall.csv = output",
    );
}

fn province_day(evidence: &Evidence, day: usize, docket: &mut Docket) {
    let (world, table) = (&evidence.world, &evidence.province);
    let prefectures =
        evidence.prefecture(day, 0)..evidence.prefecture(day, world.prefectures.count);
    for column in STAGES.map(|(column, _)| column).into_iter().chain(GOODS) {
        let sum = evidence.prefectures.sum(prefectures.clone(), column);
        docket.equal(
            table.cell(day, column),
            sum,
            "the province is the sum of prefecture_daily.csv",
        );
    }
    own_row(table, day, docket);
    for (material, column) in scarce(evidence) {
        let stock = evidence.prefectures.sum(prefectures.clone(), &column)
            + evidence.account("depot", material)[day].closing;
        docket.equal(
            table.cell(day, &column),
            stock,
            "stock = depot (balances.csv) + makers (prefecture_daily.csv)",
        );
    }
    let floors = &evidence.policy.on(date(day)).reserve_floor;
    let (mut pool, mut reserve) = (0, 0);
    for (product, floor) in floors.iter().enumerate() {
        let closing = evidence.account("pool", evidence.product_item(product))[day].closing;
        pool += closing;
        reserve += Pieces(closing).min(*floor).0;
    }
    docket.equal(
        table.cell(day, "pool"),
        pool,
        "pool = closing of the accounts in balances.csv",
    );
    docket.equal(
        table.cell(day, "reserve"),
        reserve,
        "reserve = what of the pool lies within the reserve floor",
    );
    docket.equal(
        table.cell(day, "target"),
        world.target.0,
        "the scenario's target",
    );
}

fn material_day(
    evidence: &Evidence,
    making: &Making,
    day: usize,
    material: usize,
    docket: &mut Docket,
) {
    let (world, table) = (&evidence.world, &evidence.intermediates);
    let row = day * world.materials.count + material;
    let makers: Vec<usize> = (0..world.makers.count)
        .filter(|&maker| world.makers.material[maker].is_some_and(|made| made.at() == material))
        .collect();
    let made: i64 = makers
        .iter()
        .flat_map(|&maker| world.makers.first_line[maker]..world.makers.first_line[maker + 1])
        .map(|line| making.on(day).lines[line].output)
        .sum();
    docket.equal(
        table.cell(row, "made_mg"),
        made,
        "production of material done again",
    );
    let (mut used, mut stock, mut under_way) = (0, 0, 0);
    for holding in world.holdings.of_material[material].clone() {
        let held = evidence.held(holding);
        used += held.stock[day].outgoing;
        stock += held.stock[day].closing;
        under_way += held.transit[day].closing + held.waiting[day].closing;
    }
    let gate = |maker: &usize| {
        let id = evidence.enterprise_id(world.makers.enterprise[*maker]);
        evidence.account(&format!("gate:{id}"), material)[day].closing
    };
    under_way += makers.iter().map(gate).sum::<i64>()
        + evidence.account("transit:depot", material)[day].closing;
    let depot = evidence.account("depot", material)[day].closing;
    for (column, expected) in [
        ("used_mg", used),
        ("stock_mg", stock),
        ("in_transit_mg", under_way),
        ("depot_mg", depot),
    ] {
        docket.equal(
            table.cell(row, column),
            expected,
            "the accounts of the item in balances.csv",
        );
    }
}
