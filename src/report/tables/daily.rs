//! Tables by day: the province, prefectures, enterprises, intermediates, the waterfall.

use super::{Cell, File, Sheet, cells, decimal};
use crate::outcome::Chain;
use crate::report::run::Run;
use crate::report::sheet::IntoCell;
use crate::units::{Day, MaterialIndex, Milligrams, Pieces, Share};

const CHAIN: [&str; 10] = [
    "nominal",
    "planned",
    "installed",
    "commissioned",
    "staffed",
    "effective",
    "gross",
    "output",
    "utilisation",
    "scrap",
];

fn chain(chain: &Chain) -> [Cell; 10] {
    let utilisation = Share::ratio(chain.output, chain.nominal, Share::ZERO);
    cells![
        chain.nominal,
        chain.planned,
        chain.installed,
        chain.commissioned,
        chain.staffed,
        chain.effective,
        chain.gross,
        chain.output,
        decimal(utilisation),
        chain.gross - chain.output,
    ]
}

/// Released, delivered, retained, over some enterprises.
fn goods(run: &Run, day: Day, enterprises: std::ops::Range<usize>) -> [Cell; 3] {
    let first = &run.world.enterprises.first_maker;
    let makers = first[enterprises.start]..first[enterprises.end];
    let ledger = &run.ledger;
    [&ledger.released, &ledger.delivered, &ledger.retained].map(|grid| {
        grid.on(day)[makers.clone()]
            .iter()
            .copied()
            .sum::<Pieces>()
            .cell()
    })
}

fn need(run: &Run, day: Day, place: impl Fn(usize) -> bool) -> [Cell; 3] {
    let sum = run
        .outcome
        .service
        .sum(std::iter::once(day), place, |_| true);
    cells![sum.need, sum.served, sum.unmet()]
}

fn scarce(run: &Run) -> Vec<MaterialIndex> {
    let all = 0..run.world.materials.count;
    all.filter(|&at| run.world.materials.scarce[at])
        .map(MaterialIndex::from_position)
        .collect()
}

/// Of one material at makers, over some enterprises.
fn at_makers(
    run: &Run,
    day: Day,
    material: MaterialIndex,
    enterprises: std::ops::Range<usize>,
) -> Milligrams {
    let stock = run.ledger.holding.closing(day);
    let held = run.world.holdings.of_material[material.at()].clone();
    held.filter(|&holding| enterprises.contains(&run.world.holdings.enterprise[holding].at()))
        .map(|holding| stock[holding])
        .sum()
}

pub(super) fn province(run: &Run) -> File {
    let mut columns = vec!["date"];
    columns.extend(CHAIN);
    columns.extend([
        "released",
        "delivered",
        "retained",
        "pool",
        "reserve",
        "need",
        "served",
        "unmet",
    ]);
    let stocks: Vec<String> = scarce(run)
        .iter()
        .map(|&material| format!("{}_stock_mg", run.material(material)))
        .collect();
    columns.extend(stocks.iter().map(String::as_str));
    columns.push("target");
    let everyone = 0..run.world.enterprises.count;
    let policy = crate::policy::Policy::of(&run.scenario);
    let mut sheet = Sheet::new("province_daily.csv", &columns);
    for day in run.days() {
        let pool = run.ledger.pool.closing(day);
        let floor = &policy.on(day).reserve_floor;
        let reserve: Pieces = pool
            .iter()
            .zip(floor)
            .map(|(&pool, &floor)| pool.min(floor))
            .sum();
        let mut row = cells![run.date(day)].to_vec();
        row.extend(chain(&run.outcome.province[day.row()]));
        row.extend(goods(run, day, everyone.clone()));
        row.extend(cells![pool.iter().copied().sum::<Pieces>(), reserve]);
        row.extend(need(run, day, |_| true));
        for material in scarce(run) {
            let depot = run.ledger.depot.closing(day)[material.at()];
            row.push((depot + at_makers(run, day, material, everyone.clone())).cell());
        }
        row.push(run.world.target.cell());
        sheet.row(&row);
    }
    sheet.finish()
}

pub(super) fn prefectures(run: &Run) -> File {
    let mut columns = vec!["date", "prefecture"];
    columns.extend(CHAIN);
    columns.extend([
        "released",
        "delivered",
        "retained",
        "own_stock",
        "received_stock",
        "need",
        "served",
        "unmet",
    ]);
    let stocks: Vec<String> = scarce(run)
        .iter()
        .map(|&material| format!("{}_stock_mg", run.material(material)))
        .collect();
    columns.extend(stocks.iter().map(String::as_str));
    columns.extend([
        "served_from_own",
        "self_sufficiency",
        "in_difficulty",
        "openness",
        "staffing",
    ]);
    let mut sheet = Sheet::new("prefecture_daily.csv", &columns);
    let products = run.world.products.count;
    let first = &run.world.prefectures.first_enterprise;
    for day in run.days() {
        for prefecture in 0..run.world.prefectures.count {
            let sums =
                run.outcome.prefectures[day.row() * run.world.prefectures.count + prefecture];
            let here = prefecture * products..(prefecture + 1) * products;
            let makers = first[prefecture]..first[prefecture + 1];
            let mut row = cells![run.date(day), run.scenario.prefectures[prefecture].code].to_vec();
            row.extend(chain(&sums));
            row.extend(goods(run, day, makers.clone()));
            for stock in [&run.ledger.own, &run.ledger.received] {
                row.push(
                    stock.closing(day)[here.clone()]
                        .iter()
                        .copied()
                        .sum::<Pieces>()
                        .cell(),
                );
            }
            row.extend(need(run, day, |place| place == prefecture));
            for material in scarce(run) {
                row.push(at_makers(run, day, material, makers.clone()).cell());
            }
            row.extend(cells![
                run.ledger.own_served.on(day)[prefecture][0],
                decimal(run.ledger.self_sufficiency.on(day)[prefecture]),
                u8::from(run.ledger.in_difficulty.on(day)[prefecture]),
                decimal(Share(run.world.prefectures.openness.row(day)[prefecture])),
                decimal(Share::ratio(sums.staffed, sums.commissioned, Share::ONE)),
            ]);
            sheet.row(&row);
        }
    }
    sheet.finish()
}

pub(super) fn enterprises(run: &Run) -> File {
    let mut columns = vec!["date", "enterprise"];
    columns.extend(CHAIN);
    columns.extend(["released", "delivered", "retained"]);
    let materials: Vec<String> = run
        .scenario
        .materials
        .iter()
        .map(|material| format!("{}_stock_mg", material.id))
        .collect();
    let lost: Vec<String> = run
        .scenario
        .materials
        .iter()
        .map(|material| format!("lost_to_{}", material.id))
        .collect();
    columns.extend(materials.iter().map(String::as_str));
    columns.extend(lost.iter().map(String::as_str));
    columns.extend(["staffing", "owed", "overdue", "bottleneck"]);
    let mut sheet = Sheet::new("enterprise_daily.csv", &columns);
    let world = &run.world;
    for day in run.days() {
        for enterprise in 0..world.enterprises.count {
            let at = day.row() * world.enterprises.count + enterprise;
            let mut row = cells![run.date(day), run.scenario.enterprises[enterprise].id].to_vec();
            row.extend(chain(&run.outcome.enterprises[at]));
            row.extend(goods(run, day, enterprise..enterprise + 1));
            for material in 0..world.materials.count {
                let holding = world.holdings.find(enterprise, material);
                row.push(
                    holding
                        .map_or(0, |holding| run.ledger.holding.closing(day)[holding].0)
                        .cell(),
                );
            }
            let losses =
                &run.outcome.material_losses[at * world.materials.count..][..world.materials.count];
            row.extend(losses.iter().map(IntoCell::cell));
            let makers = world.enterprises.first_maker[enterprise]
                ..world.enterprises.first_maker[enterprise + 1];
            row.push(decimal(Share(run.ledger.staffing.on(day)[enterprise])));
            for stock in [&run.ledger.owed, &run.ledger.overdue] {
                row.push(
                    stock.closing(day)[makers.clone()]
                        .iter()
                        .copied()
                        .sum::<Pieces>()
                        .cell(),
                );
            }
            row.push(
                run.outcome.bottlenecks[at].map_or(Cell::EMPTY, |cause| run.cause(cause).into()),
            );
            sheet.row(&row);
        }
    }
    sheet.finish()
}

pub(super) fn intermediates(run: &Run) -> File {
    let columns = [
        "date",
        "item",
        "made_mg",
        "used_mg",
        "stock_mg",
        "in_transit_mg",
        "depot_mg",
    ];
    let mut sheet = Sheet::new("intermediates_daily.csv", &columns);
    let (world, ledger) = (&run.world, &run.ledger);
    for day in run.days() {
        for material in 0..world.materials.count {
            let held = world.holdings.of_material[material].clone();
            let makers = world
                .makers
                .of_materials
                .iter()
                .map(|&maker| maker as usize);
            let mine = |maker: &usize| {
                world.makers.material[*maker].is_some_and(|made| made.at() == material)
            };
            let makers: Vec<usize> = makers.filter(mine).collect();
            let gates: i64 = makers
                .iter()
                .map(|&maker| ledger.gate.closing(day)[maker])
                .sum();
            let under_way: Milligrams = (held.clone())
                .map(|holding| {
                    ledger.holding_under_way.closing(day)[holding]
                        + ledger.holding_waiting.closing(day)[holding]
                })
                .sum();
            sheet.row(&cells![
                run.date(day),
                run.scenario.materials[material].id,
                makers
                    .iter()
                    .map(|&maker| ledger.made.on(day)[maker])
                    .sum::<i64>(),
                (ledger.used.on(day)[held.clone()].iter().copied()).sum::<Milligrams>(),
                (ledger.holding.closing(day)[held].iter().copied()).sum::<Milligrams>(),
                under_way + ledger.to_depot.closing(day)[material] + Milligrams(gates),
                ledger.depot.closing(day)[material],
            ]);
        }
    }
    sheet.finish()
}

pub(super) fn waterfall(run: &Run) -> File {
    let mut sheet = Sheet::new("waterfall.csv", &["date", "prefecture", "cause", "pieces"]);
    let causes: Vec<String> = run
        .outcome
        .causes
        .iter()
        .map(|&cause| run.cause(cause))
        .collect();
    let mut pieces = run.outcome.waterfall.iter();
    for day in run.days() {
        for prefecture in &run.scenario.prefectures {
            for cause in &causes {
                let pieces = pieces.next().copied().unwrap_or(0);
                sheet.row(&cells![run.date(day), prefecture.code, cause, pieces]);
            }
        }
    }
    sheet.finish()
}
