//! Ledger → the numbers that a planner asks for (model §5).

use crate::engine::state::UNBOUND;
use crate::ledger::Ledger;
use crate::scenario::Kind;
use crate::units::{Day, Fen, Pieces};
use crate::world::World;

mod bottleneck;
mod service;
mod target;

pub use bottleneck::{Cause, Weigher};
pub use service::{KINDS, Service};
pub use target::Reached;

/// The capacity chain and what became of it, pieces a day, over product lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// At nominal hours, installed lines.
    pub nominal: i64,
    /// At worked hours, ordered lines.
    pub planned: i64,
    /// Of that, installed.
    pub installed: i64,
    /// Of that, run in and not broken down.
    pub commissioned: i64,
    /// Of that, with staff.
    pub staffed: i64,
    /// Of that, what would pass the standard.
    pub effective: i64,
    /// Made.
    pub gross: i64,
    /// Made and qualified.
    pub output: i64,
}

impl Chain {
    /// Adds a part.
    pub fn add(&mut self, other: &Self) {
        self.nominal += other.nominal;
        self.planned += other.planned;
        self.installed += other.installed;
        self.commissioned += other.commissioned;
        self.staffed += other.staffed;
        self.effective += other.effective;
        self.gross += other.gross;
        self.output += other.output;
    }
}

/// What one run came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Causes of the waterfall, in the order of the chain.
    pub causes: Vec<Cause>,
    /// By day × enterprise.
    pub enterprises: Vec<Chain>,
    /// By day × prefecture.
    pub prefectures: Vec<Chain>,
    /// By day.
    pub province: Vec<Chain>,
    /// By day × product: qualified pieces.
    pub products: Vec<i64>,
    /// By day × enterprise × material: pieces lost to an input that bound.
    pub material_losses: Vec<i64>,
    /// By day × prefecture × cause.
    pub waterfall: Vec<i64>,
    /// By day × enterprise: the cause whose removal alone would have raised output most.
    pub bottlenecks: Vec<Option<Cause>>,
    /// By day: the same for the province.
    pub bottleneck: Vec<Option<Cause>>,
    /// Output, effective and nominal capacity against the target.
    pub reached: [Reached; 3],
    /// Need and what was served.
    pub service: Service,
    /// By prefecture: the day from which all local need was met from own stock for seven days.
    pub self_sufficient_from: Vec<Option<Day>>,
    /// Obligations over the run: booked, fallen due, delivered, defaulted, overdue at the end.
    pub obligations: [Pieces; 5],
    /// Paid in all, by scheme.
    pub paid: [Fen; 2],
}

/// Measures a run.
#[must_use]
pub fn measure(world: &World, ledger: &Ledger, sustain_days: u32, target_day: Day) -> Outcome {
    let causes = Cause::all(world.materials.count);
    let enterprises = chains(world, ledger);
    let material_losses = material_losses(world, ledger);
    let prefectures = gather(world, &enterprises);
    let province = prefectures
        .chunks(world.prefectures.count.max(1))
        .map(total)
        .collect::<Vec<Chain>>();
    let waterfall = waterfall(world, &prefectures, &material_losses, &causes);
    let (bottlenecks, bottleneck) = bottleneck::find(world, ledger, &causes);
    let series = |pick: fn(&Chain) -> i64| -> Vec<i64> { province.iter().map(pick).collect() };
    let reached = [
        series(|day| day.output),
        series(|day| day.effective),
        series(|day| day.nominal),
    ]
    .map(|values| Reached::of(&values, world.target.0, sustain_days, target_day));
    Outcome {
        products: products(world, ledger),
        service: Service::of(world, ledger),
        self_sufficient_from: self_sufficient_from(world, ledger),
        obligations: obligations(world, ledger),
        paid: paid(world, ledger),
        causes,
        enterprises,
        prefectures,
        province,
        material_losses,
        waterfall,
        bottlenecks,
        bottleneck,
        reached,
    }
}

fn total(parts: &[Chain]) -> Chain {
    let mut sum = Chain::default();
    parts.iter().for_each(|part| sum.add(part));
    sum
}

fn days(world: &World) -> impl Iterator<Item = Day> {
    (0..world.days as i32).map(Day)
}

/// Product lines: intermediates stay out of all totals.
fn product_lines(world: &World) -> impl Iterator<Item = usize> + '_ {
    (0..world.lines.count).filter(|&line| !world.lines.intermediate[line])
}

fn chains(world: &World, ledger: &Ledger) -> Vec<Chain> {
    let width = world.enterprises.count;
    let mut chains = vec![Chain::default(); world.days * width];
    for day in days(world) {
        let nominal = world.lines.nominal.on(day);
        for line in product_lines(world) {
            let part = Chain {
                nominal: if stands(world, ledger, line, day) {
                    nominal.units(line)
                } else {
                    0
                },
                planned: ledger.planned.on(day)[line],
                installed: ledger.installed.on(day)[line],
                commissioned: ledger.commissioned.on(day)[line],
                staffed: ledger.staffed.on(day)[line],
                effective: ledger.effective.on(day)[line],
                gross: ledger.gross.on(day)[line],
                output: ledger.output.on(day)[line],
            };
            chains[day.row() * width + world.lines.enterprise[line].at()].add(&part);
        }
    }
    chains
}

/// Whether a line is installed by the end of a day.
fn stands(world: &World, ledger: &Ledger, line: usize, day: Day) -> bool {
    let ordered = ledger.ordered_on[line];
    ordered.is_some_and(|ordered| ordered + world.lines.build_days[line] <= day)
}

fn gather(world: &World, enterprises: &[Chain]) -> Vec<Chain> {
    let first = &world.prefectures.first_enterprise;
    let mut prefectures = Vec::with_capacity(world.days * world.prefectures.count);
    for today in enterprises.chunks(world.enterprises.count.max(1)) {
        prefectures
            .extend((0..world.prefectures.count).map(|at| total(&today[first[at]..first[at + 1]])));
    }
    prefectures.resize(world.days * world.prefectures.count, Chain::default());
    prefectures
}

fn material_losses(world: &World, ledger: &Ledger) -> Vec<i64> {
    let (materials, width) = (world.materials.count, world.enterprises.count);
    let mut losses = vec![0; world.days * width * materials];
    for day in days(world) {
        for line in product_lines(world) {
            let bound_by = ledger.bound_by.on(day)[line];
            if bound_by != UNBOUND {
                let at = (day.row() * width + world.lines.enterprise[line].at()) * materials
                    + bound_by as usize;
                losses[at] += ledger.staffed.on(day)[line] - ledger.gross.on(day)[line];
            }
        }
    }
    losses
}

/// planned − not_delivered − ramp − staff − material:… − quality = output, exactly (model §5).
fn waterfall(
    world: &World,
    prefectures: &[Chain],
    material_losses: &[i64],
    causes: &[Cause],
) -> Vec<i64> {
    let (materials, width) = (world.materials.count, world.enterprises.count);
    let first = &world.prefectures.first_enterprise;
    let mut waterfall = Vec::with_capacity(prefectures.len() * causes.len());
    for (at, chain) in prefectures.iter().enumerate() {
        let (day, prefecture) = (at / world.prefectures.count, at % world.prefectures.count);
        for &cause in causes {
            waterfall.push(match cause {
                Cause::NotDelivered => chain.planned - chain.installed,
                Cause::Ramp => chain.installed - chain.commissioned,
                Cause::Staff => chain.commissioned - chain.staffed,
                Cause::Quality => chain.gross - chain.output,
                Cause::Material(material) => (first[prefecture]..first[prefecture + 1])
                    .map(|enterprise| {
                        material_losses[(day * width + enterprise) * materials + material.at()]
                    })
                    .sum(),
            });
        }
    }
    waterfall
}

fn products(world: &World, ledger: &Ledger) -> Vec<i64> {
    let mut made = vec![0; world.days * world.products.count];
    for day in days(world) {
        for maker in &world.mask_makers {
            made[day.row() * world.products.count + maker.product.at()] +=
                ledger.made.on(day)[maker.at];
        }
    }
    made
}

fn self_sufficient_from(world: &World, ledger: &Ledger) -> Vec<Option<Day>> {
    let holds = |prefecture: usize, day: Day| {
        let [served, need] = ledger.own_served.on(day)[prefecture];
        served == need
    };
    let window = 7;
    let from = |prefecture: usize| {
        let mut run = 0;
        days(world).find_map(|day| {
            run = if holds(prefecture, day) { run + 1 } else { 0 };
            (run == window).then(|| day - (window - 1))
        })
    };
    (0..world.prefectures.count).map(from).collect()
}

fn obligations(world: &World, ledger: &Ledger) -> [Pieces; 5] {
    let mut sums = [Pieces::ZERO; 5];
    for day in days(world) {
        for (sum, grid) in sums.iter_mut().zip([
            &ledger.booked,
            &ledger.due,
            &ledger.delivered,
            &ledger.defaulted,
        ]) {
            *sum += grid.on(day).iter().copied().sum();
        }
    }
    if let Some(last) = world.days.checked_sub(1) {
        sums[4] = ledger
            .overdue
            .closing(Day(last as i32))
            .iter()
            .copied()
            .sum();
    }
    sums
}

fn paid(world: &World, ledger: &Ledger) -> [Fen; 2] {
    let mut paid = [Fen::ZERO; 2];
    for day in days(world) {
        for (line, stages) in ledger.paid.on(day).iter().enumerate() {
            if let Some(scheme) = ledger.scheme.on(day)[line] {
                paid[usize::from(scheme)] += stages.iter().copied().sum();
            }
        }
    }
    paid
}

/// Whether a kind of need is a local duty.
#[must_use]
pub fn is_local(kind: Kind) -> bool {
    matches!(kind, Kind::Essential | Kind::Public)
}
