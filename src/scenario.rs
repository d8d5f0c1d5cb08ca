//! The scenario: exactly what the planner's files say, checked and with every reference resolved.
//!
//! Amounts of products are in pieces and amounts of materials in kilograms, as people write them;
//! `world::draw` turns both into whole pieces and milligrams. Rows are sorted by id, so the order of rows
//! in a file changes nothing. References to other rows are positions in those sorted tables.

use std::path::Path;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

mod build;
mod document;
mod findings;
mod gather;
mod overlay;
pub mod quantity;
mod reader;
mod resolved;
mod validate;

pub use findings::{CODES, Finding, Place, page as findings_page};
pub use gather::discover;
pub use quantity::Quantity;

/// Loads a scenario: a folder with scenario.toml and its tables, or a .toml that extends one; then applies
/// `path=value` arguments.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn load(path: &Path, sets: &[String]) -> Result<Scenario, Vec<Finding>> {
    let findings = findings::Findings::default();
    let Some(mut document) = gather::gather(path, &findings) else {
        return Err(findings.into_sorted());
    };
    overlay::apply_own_changes(&mut document, &findings);
    for argument in sets {
        overlay::apply_argument(&mut document, argument, &findings);
    }
    overlay::apply_undated(&mut document, &findings);
    let mut scenario = build::build(&document, &findings);
    if findings.is_empty() {
        validate::across(&scenario, &document, &findings);
    }
    if !findings.is_empty() {
        return Err(findings.into_sorted());
    }
    scenario.resolved = resolved::write(&document);
    let digest = Sha256::digest(scenario.resolved.as_bytes());
    scenario.hash = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(scenario)
}

/// A whole scenario after validation.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Short name: the folder's or the file's.
    pub name: String,
    /// Title for people.
    pub title: Title,
    /// What a what-if asks, in one line for each language; empty for a base scenario.
    pub question: Title,
    /// Day 0.
    pub start: Date,
    /// Length of the calendar.
    pub days: u32,
    /// Seed of all draws.
    pub seed: u64,
    /// What is to be reached.
    pub target: Target,
    /// Scenario-wide values of the physics.
    pub physics: Physics,
    /// Materials in an order in which every input stands before what is made of it.
    pub materials: Vec<Material>,
    /// Products in the order of the file.
    pub products: Vec<Product>,
    /// Prefectures by code.
    pub prefectures: Vec<Prefecture>,
    /// Counties by code.
    pub counties: Vec<County>,
    /// Enterprises by prefecture code, then id.
    pub enterprises: Vec<Enterprise>,
    /// Line groups by enterprise position, then item (materials, then products, each in their order), then id.
    pub lines: Vec<Line>,
    /// Opening stocks.
    pub stocks: Vec<Stock>,
    /// Streams from outside by id.
    pub supply: Vec<Supply>,
    /// Streams of need by id.
    pub demand: Vec<Demand>,
    /// Named courses over time, by name.
    pub profiles: Vec<Profile>,
    /// Dated regimes of policy, ascending; the first holds from day 0.
    pub regimes: Vec<Regime>,
    /// Dated changes to values other than policy, in the order in which they apply.
    pub changes: Vec<Change>,
    /// Measures, whether switched on or off, as written (for reports; their effects are already in place).
    pub measures: Vec<Measure>,
    /// Figures that were reported.
    pub observed: Vec<Observation>,
    /// The resolved scenario as one TOML document that loads to this same scenario.
    pub resolved: String,
    /// SHA-256 of `resolved`, hexadecimal.
    pub hash: String,
}

/// A name in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// `[target]`.
#[derive(Clone, Debug)]
pub struct Target {
    /// `pieces_per_day`.
    pub pieces_per_day: i64,
    /// `date` by which it is to be reached.
    pub date: Date,
    /// `sustain_days`: reached on the first of so many days in a row.
    pub sustain_days: u32,
}

/// `[roads]`, `[staff]`, `[warm_start]`, `[demand_factor]` and the like.
#[derive(Clone, Debug)]
pub struct Physics {
    /// `roads.capital`: the prefecture in whose seat depot and pool lie (position).
    pub capital: usize,
    /// `roads.detour`: road distance ÷ great-circle distance.
    pub detour: Quantity,
    /// `roads.speed_kmh`.
    pub speed_kmh: Quantity,
    /// `roads.handling_hours` a trip.
    pub handling_hours: Quantity,
    /// `roads.driving_hours` a day.
    pub driving_hours: Quantity,
    /// `roads.openness.{low,medium,high}`, shares.
    pub openness: [Quantity; 3],
    /// `roads.green_channel` (art. 6): front-line and essential goods pass closed roads.
    pub green_channel: bool,
    /// `staff.return_per_day.{low,medium,high}`: share of those away who come back a day.
    pub staff_return: [Quantity; 3],
    /// `warm_start.working_stock_days`: days of use that makers running on day 0 hold of each input.
    pub working_stock_days: Quantity,
    /// `making_days`: from material at the gate to masks made.
    pub making_days: u32,
    /// `demand_factor.<kind>.{low,medium,high}`, shares, by [`Kind`] and [`Grade`].
    pub demand_factor: [[Quantity; 3]; 6],
}

/// `[[item]]` with `kind = "material"`.
#[derive(Clone, Debug)]
pub struct Material {
    /// `id`.
    pub id: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `scarce`: under provincial allocation.
    pub scarce: bool,
    /// `linked`: its awards book dispatch obligations. At most one, and it is scarce.
    pub linked: bool,
    /// `bill`: milligrams of each material (position) per kilogram made.
    pub bill: Vec<(usize, Quantity)>,
    /// `market_per_day`, kg: what the market sells the province's makers a day; none = no limit.
    pub market_per_day: Option<Quantity>,
    /// `market_lead_days` from order to arrival, whole and at least 1.
    pub market_lead_days: Quantity,
}

/// `[[item]]` with `kind = "product"`.
#[derive(Clone, Debug)]
pub struct Product {
    /// `id`.
    pub id: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `bill`: milligrams of each material (position) per piece.
    pub bill: Vec<(usize, Quantity)>,
    /// `hold_days` between making and release (sterilisation, aeration, inspection), whole.
    pub hold_days: Quantity,
    /// `allowed_yield`: the qualified share that obligations reckon with.
    pub allowed_yield: Quantity,
}

/// A risk grade of a county.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 低风险.
    Low,
    /// 中风险.
    Medium,
    /// 高风险.
    High,
}

/// A row of prefectures.csv.
#[derive(Clone, Debug)]
pub struct Prefecture {
    /// `code` (GB adcode).
    pub code: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `lat`, degrees.
    pub lat: f64,
    /// `lon`, degrees.
    pub lon: f64,
    /// `population`, persons.
    pub population: i64,
}

/// A row of counties.csv, with its grades of risk.csv.
#[derive(Clone, Debug)]
pub struct County {
    /// `code`.
    pub code: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `prefecture` (position).
    pub prefecture: usize,
    /// `lat`, degrees.
    pub lat: f64,
    /// `lon`, degrees.
    pub lon: f64,
    /// risk.csv (`county`, `date`, `grade`): ascending; the first grade also holds before its date (assumed).
    pub risk: Vec<(Date, Grade)>,
}

/// A row of enterprises.csv.
#[derive(Clone, Debug)]
pub struct Enterprise {
    /// `id`.
    pub id: String,
    /// `name_zh`, `name_en`.
    pub name: Title,
    /// `county` (position).
    pub county: usize,
    /// `listed_on`: date on the provincial dispatch list; none = never.
    pub listed_on: Option<Date>,
    /// `staff_present`, full-time persons on day 0.
    pub staff_present: Quantity,
    /// `staff_away`, full-time persons.
    pub staff_away: Quantity,
    /// `recruit_share` of missing staff recruited a day.
    pub recruit_share: Quantity,
    /// `compliance`: share of each booking that is willing.
    pub compliance: Quantity,
    /// `source`, `confidence` as written.
    pub provenance: Provenance,
}

/// Who said it, and how sure it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// `source`.
    pub source: String,
    /// `confidence`.
    pub confidence: String,
}

/// How a line came to be (art. 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineRoute {
    /// Stood before the calendar began.
    Existing,
    /// 挖潜改造.
    Retrofit,
    /// 扩产.
    Expansion,
    /// 转产.
    Conversion,
    /// 新建.
    New,
}

/// What a line or a stream makes or carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A position in [`Scenario::materials`].
    Material(usize),
    /// A position in [`Scenario::products`].
    Product(usize),
}

/// A row of lines.csv: a group of equal machines.
#[derive(Clone, Debug)]
pub struct Line {
    /// `id`.
    pub id: String,
    /// `enterprise` (position).
    pub enterprise: usize,
    /// `item`.
    pub item: Item,
    /// `number` of machines.
    pub number: i64,
    /// `speed_per_minute` of one machine: pieces, or kg for a material.
    pub speed_per_minute: Quantity,
    /// `nominal_hours` a day.
    pub nominal_hours: Quantity,
    /// `worked_hours` a day.
    pub worked_hours: Quantity,
    /// `workers_per_shift` of one machine, full-time persons.
    pub workers_per_shift: Quantity,
    /// `shift_hours`.
    pub shift_hours: Quantity,
    /// `availability`: share of commissioned capacity not broken down, mean.
    pub availability: Quantity,
    /// `route`.
    pub route: LineRoute,
    /// `ordered_on`; none for existing lines.
    pub ordered_on: Option<Date>,
    /// `delivery_days` from order, whole.
    pub delivery_days: Quantity,
    /// `install_days` from delivery, whole.
    pub install_days: Quantity,
    /// `opening_age_days` of existing lines on day 0, whole.
    pub opening_age_days: Quantity,
    /// `commissioning_start`: c₀.
    pub commissioning_start: Quantity,
    /// `commissioning_days`: τ.
    pub commissioning_days: Quantity,
    /// `quality_start`: q₀.
    pub quality_start: Quantity,
    /// `quality_end`: q∞.
    pub quality_end: Quantity,
    /// `quality_days`: τq.
    pub quality_days: Quantity,
    /// `price_yuan` of one machine.
    pub price_yuan: Quantity,
    /// `subsidy_need`: share of the price without which the line is not ordered.
    pub subsidy_need: Quantity,
    /// `source`, `confidence`.
    pub provenance: Provenance,
}

/// Where a stock lies or a stream lands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// The provincial depot (scarce materials).
    Depot,
    /// The provincial pool (products).
    Pool,
    /// An enterprise (materials; position).
    Enterprise(usize),
    /// A prefecture's received stock (products; position).
    Prefecture(usize),
}

/// A row of stocks.csv: what lies somewhere when day 0 opens.
#[derive(Clone, Debug)]
pub struct Stock {
    /// `id`.
    pub id: String,
    /// `place`: `depot`, `pool`, an enterprise's id or a prefecture's code.
    pub place: Destination,
    /// `item`.
    pub item: Item,
    /// `amount`: pieces, or kg.
    pub amount: Quantity,
}

/// How supply comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SupplyRoute {
    /// National allotment.
    Allotment,
    /// Purchase elsewhere, imports and gifts included.
    Purchase,
    /// 协作生产、订单替代: neighbours' capacity, perhaps against material.
    Cooperation,
}

/// A row of supply.csv: a stream of an item from outside the province.
#[derive(Clone, Debug)]
pub struct Supply {
    /// `id`.
    pub id: String,
    /// `item`.
    pub item: Item,
    /// `place` where it lands: `depot`, `pool`, an enterprise's id or a prefecture's code.
    pub place: Destination,
    /// `route`.
    pub route: SupplyRoute,
    /// `from`, first day.
    pub from: Date,
    /// `to`, last day.
    pub to: Date,
    /// `per_day`: pieces, or kg.
    pub per_day: Quantity,
    /// `sends_item`, `sends_per_day` (kg, from the depot): material that goes out for it. What comes back is in
    /// proportion to what was sent.
    pub sends: Option<(usize, Quantity)>,
    /// `returns_after_days`: days between material out and product in, whole, at least 1.
    pub returns_after_days: Quantity,
}

/// Kinds of need. The first four are provincial duty, the last two local.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 国家调拨.
    National,
    /// 抗疫一线.
    Frontline,
    /// 省重点工程.
    KeyProjects,
    /// 重要国计民生企业.
    KeyEnterprises,
    /// 辖区重点用途.
    Essential,
    /// 群众需求.
    Public,
}

/// A row of demand.csv: need a day = persons × masks a person × profile × demand factor of the kind.
#[derive(Clone, Debug)]
pub struct Demand {
    /// `id`.
    pub id: String,
    /// `kind`.
    pub kind: Kind,
    /// `prefecture` (position); none exactly for `national`.
    pub prefecture: Option<usize>,
    /// `persons`, or what else the profile multiplies.
    pub persons: Quantity,
    /// `masks_per_person_day`.
    pub masks_per_person_day: Quantity,
    /// `profile` (position); none = always 1.
    pub profile: Option<usize>,
    /// `products` accepted (positions), best first.
    pub products: Vec<usize>,
    /// `backlog_share` of a day's unmet need that is asked for again.
    pub backlog_share: Quantity,
    /// `backlog_days` after which it is given up, whole.
    pub backlog_days: Quantity,
}

/// A named course over time, from profiles.csv (`profile`, `date`, `value`): straight lines between its points,
/// level before the first and after the last.
#[derive(Clone, Debug)]
pub struct Profile {
    /// `profile`.
    pub name: String,
    /// `date`, `value`, ascending.
    pub points: Vec<(Date, f64)>,
}

/// Tiers of dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// 国家调拨.
    National,
    /// 抗疫一线.
    Frontline,
    /// 省重点工程.
    KeyProjects,
    /// 重要国计民生企业.
    KeyEnterprises,
    /// 适当支持.
    Support,
    /// 向社会投放.
    Market,
}

/// How allocation of the linked material ties dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not at all: listed makers send `dispatch_share` of what they release.
    None,
    /// 按比例 as a ratio: awards book `link_ratio` of the masks they make.
    Ratio,
    /// 按比例 as an apportioned quota of what the province lacks.
    Quota,
}

/// To whom material is allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Directly.
    Enterprise,
    /// By way of counties, which divide by a second rule.
    County,
    /// By way of prefectures.
    Prefecture,
}

/// What weights of allocation are based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Everyone alike.
    One,
    /// Staffed capacity.
    Capacity,
    /// Population of the prefecture.
    Population,
    /// Local need of the prefecture.
    Need,
    /// What was delivered so far.
    Record,
}

/// Policy from a day on: all its values (`[policy]` with what `[[policy.regime]]`, measures and events change).
#[derive(Clone, Debug, PartialEq)]
pub struct Regime {
    /// First day, from 0.
    pub from: u32,
    /// `dispatch_share` of listed makers' release while there is no link.
    pub dispatch_share: f64,
    /// `unified_allocation` of scarce material.
    pub unified_allocation: bool,
    /// `link`.
    pub link: Link,
    /// `link_ratio`.
    pub link_ratio: f64,
    /// `allocation_rule`: a name of [`crate::claims`].
    pub allocation_rule: String,
    /// `allocation_second_rule` inside counties or prefectures.
    pub allocation_second_rule: String,
    /// `allocation_basis`.
    pub allocation_basis: Basis,
    /// `allocation_level`.
    pub allocation_level: Level,
    /// `allocation_cover_days` of use that claims ask for beyond the lead time.
    pub allocation_cover_days: i64,
    /// `depot_floor`: kg of each scarce material kept back, by material position.
    pub depot_floor: Vec<f64>,
    /// `input_cover_days` of use that makers order of freely bought inputs beyond the lead time.
    pub input_cover_days: i64,
    /// `product_order`: product positions served first with a short input; empty = in proportion to need.
    pub product_order: Vec<usize>,
    /// `review_days`.
    pub review_days: i64,
    /// `response`: share of overdue withheld pieces that turns willing at a review.
    pub response: f64,
    /// `arrears_reviews` after which arrears expire.
    pub arrears_reviews: i64,
    /// `link_factor_floor`.
    pub link_factor_floor: f64,
    /// `link_factor_power`: γ.
    pub link_factor_power: u32,
    /// `dispatch_rule`.
    pub dispatch_rule: String,
    /// `dispatch_cover_days`.
    pub dispatch_cover_days: i64,
    /// `tier_order`: the four guaranteed tiers in order.
    pub tier_order: Vec<Tier>,
    /// `reserve_floor`: pieces by product position.
    pub reserve_floor: Vec<i64>,
    /// `below_floor`: tiers that may go below the reserve floor.
    pub below_floor: Vec<Tier>,
    /// `difficulty_threshold` of 7-day self-sufficiency.
    pub difficulty_threshold: f64,
    /// `difficulty_margin`.
    pub difficulty_margin: f64,
    /// `difficulty_needs_fulfilment`: only prefectures whose makers are free of arrears qualify.
    pub difficulty_needs_fulfilment: bool,
    /// `market_min`: share of the pool's inflow released to the market.
    pub market_min: f64,
    /// `pool_cover_days` of guaranteed need that the pool keeps before the market gets what is left.
    pub pool_cover_days: i64,
    /// `buy_above_cover_days`: own stock above so many days of local need is bought into the pool; none = never.
    pub buy_above_cover_days: Option<i64>,
    /// `subsidy`.
    pub subsidy: Subsidy,
}

/// `[policy.subsidy]` (art. 3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subsidy {
    /// `effective_threshold`: commissioned ÷ installed.
    pub effective_threshold: f64,
    /// `quality_standard`: qualified share.
    pub quality_standard: f64,
    /// `sustained_days` with output at the threshold.
    pub sustained_days: i64,
    /// `sustained_threshold`: output ÷ installed.
    pub sustained_threshold: f64,
    /// `deadline_days` from order to the first stage.
    pub deadline_days: i64,
    /// `central`, `provincial`.
    pub schemes: [Scheme; 2],
}

/// One source of subsidy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scheme {
    /// `share` of the price in all.
    pub share: f64,
    /// `budget_yuan` over the whole calendar.
    pub budget_yuan: f64,
    /// `advance`, `effective`, `sustained`: shares of the grant, summing to 1.
    pub stages: [f64; 3],
}

/// A dated change to a value of the world, from a measure or an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The measure or event that it belongs to.
    pub cause: String,
    /// First day, from 0.
    pub from: u32,
    /// Last day; none = to the end.
    pub to: Option<u32>,
    /// What is changed.
    pub subject: Subject,
    /// How.
    pub action: Action,
}

/// What a dated change can change. Positions are those of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `counties[…].risk`.
    Risk(usize),
    /// `roads.openness.<grade>`.
    Openness(Grade),
    /// `counties[…].openness`: this county's roads, whatever its grade.
    CountyOpenness(usize),
    /// `staff.return_per_day.<grade>`.
    StaffReturn(Grade),
    /// `enterprises[…].recruit_share`.
    RecruitShare(usize),
    /// `lines[…].availability`.
    Availability(usize),
    /// `lines[…].worked_hours`.
    WorkedHours(usize),
    /// `supply[…].per_day`.
    SupplyPerDay(usize),
    /// `demand[…].masks_per_person_day`.
    MasksPerPersonDay(usize),
    /// `demand_factor.<kind>.<grade>`.
    DemandFactor(Kind, Grade),
    /// `items[…].market_per_day`.
    MarketPerDay(usize),
}

/// How a value changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// To this value.
    Set(f64),
    /// To this grade.
    SetGrade(Grade),
    /// To this multiple of what it would be.
    Scale(f64),
}

/// A named, switchable package of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// `id`.
    pub id: String,
    /// `article` of the policy.
    pub article: String,
    /// `title_zh`, `title_en`.
    pub title: Title,
    /// `on`.
    pub on: bool,
}

/// What a reported figure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Values are adjusted to it.
    Fit,
    /// Results are held against it.
    Test,
}

/// A row of observed.csv.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// `date`.
    pub date: Date,
    /// `scope`: `province`, or a prefecture's code.
    pub scope: String,
    /// `metric`: a column of province_daily.csv, `<product>_output`, `listed_makers` and the like.
    pub metric: String,
    /// `value`.
    pub value: f64,
    /// `source`, `confidence`.
    pub provenance: Provenance,
    /// `use`.
    pub use_for: Use,
}
