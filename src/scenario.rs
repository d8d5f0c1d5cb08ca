//! The scenario: exactly what the planner's files say, checked and with every reference resolved.
//!
//! Amounts of products are in pieces and amounts of materials in kilograms, as people write them;
//! `world::draw` turns both into whole pieces and milligrams. Rows are sorted by id, so the order of rows
//! in a file changes nothing. References to other rows are positions in those sorted tables.

use std::path::Path;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::units::Day;

mod build;
mod canonical;
mod changes;
mod correlations;
mod document;
pub(crate) mod drawn;
mod findings;
mod flows;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod gather;
mod items;
mod like;
mod limits;
mod makers;
mod names;
mod noise;
mod observations;
mod overlay;
mod parameters;
mod places;
pub mod quantity;
mod reader;
mod regimes;
mod resolved;
mod schema;
mod spelling;
mod structure;
mod terms;
mod validate;
mod written;

pub use changes::{Action, Change, Measure, Subject};
pub use correlations::Correlation;
pub use drawn::ColumnOf;
pub use findings::{CODES, Finding, Place, page as findings_page};
pub use flows::{Demand, Destination, Kind, Profile, Stock, Supply, SupplyRoute};
pub use gather::discover;
pub use items::{Item, Material, Product};
pub use limits::LONGEST_TITLE;
pub use makers::{Enterprise, Line, LineRoute, Provenance};
pub use noise::{Daily, Noise};
pub use observations::{Observation, Use};
pub(crate) use overlay::split_argument;
pub use parameters::Parameter;
pub use places::{County, Grade, Prefecture};
pub use quantity::Quantity;
pub use regimes::{Basis, Level, Link, Regime, Scheme, Subsidy, Tier};
pub use schema::{json_schema, page as schema_page};
pub use terms::{Physics, Target};

/// The version of the format of scenario files that this program writes, and the newest that it reads. Files that say none
/// are of version 1, that of maskflow 0.1.
pub const FORMAT: u32 = 2;

/// Loads a scenario: a folder with scenario.toml and its tables, or a .toml that extends one; then applies
/// `path=value` arguments.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn load(path: &Path, sets: &[String]) -> Result<Scenario, Vec<Finding>> {
    let findings = findings::Findings::default();
    let Some(gathered) = gather::gather(path, &findings) else {
        return Err(findings.into_sorted());
    };
    let (mut document, base) = (gathered.document, gathered.base);
    overlay::apply_own_changes(&mut document, &findings);
    let end = build::calendar::end(&document);
    for argument in sets {
        overlay::apply_argument(&mut document, argument, &findings);
    }
    spelling::rewrite(&mut document);
    build::calendar::remember_end(&mut document, end);
    if overlay::has_too_many_paths(&document, &findings) {
        return Err(findings.into_sorted());
    }
    overlay::apply_undated(&mut document, &findings);
    if !structure::holds(&document, &findings) {
        return Err(findings.into_sorted());
    }
    let parameters = build::parameters::parameters(&mut document, &findings);
    let mut scenario = build::build(&document, parameters, &findings);
    build::object_to_names(&document, base.as_ref(), &findings);
    if findings.is_empty() {
        validate::across(&scenario, &document, &findings);
    }
    if !findings.is_empty() {
        return Err(findings.into_sorted());
    }
    document.forget_times();
    canonical::fill(&mut document);
    scenario.resolved = resolved::write(&document);
    scenario.base = base.map_or_else(|| scenario.name.clone(), |name| name.text());
    canonical::forget_words(&mut document);
    let digest = Sha256::digest(resolved::write(&document).as_bytes());
    scenario.hash = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(scenario)
}

/// A whole scenario after validation.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Short name: the folder's or the file's.
    pub name: String,
    /// Name of the scenario that it extends in the end; its own where it extends none. What has one base compares.
    pub base: String,
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
    /// The last date of the reported figures that values were adjusted to.
    pub fitted_until: Option<Date>,
    /// What reported figures may tell.
    pub parameters: Vec<Parameter>,
    /// Rank correlations between what is drawn.
    pub correlations: Vec<Correlation>,
    /// What wavers from day to day.
    pub noise: Noise,
    /// Measures, whether switched on or off, as written (for reports; their effects are already in place).
    pub measures: Vec<Measure>,
    /// Figures that were reported.
    pub observed: Vec<Observation>,
    /// The resolved scenario as one TOML document that loads to this same scenario.
    pub resolved: String,
    /// SHA-256 of what is simulated, hexadecimal: of `resolved` without names, titles, sources and remarks.
    pub hash: String,
}

impl Scenario {
    /// The day of a date, negative before the start.
    #[must_use]
    pub fn day_of(&self, date: Date) -> Day {
        Day((date.duration_since(self.start).as_hours() / 24) as i32)
    }

    /// The calendar date of a day.
    ///
    /// # Panics
    /// Never within the calendar, whose length validation bounds.
    #[must_use]
    pub fn date(&self, day: Day) -> Date {
        self.start
            .saturating_add(jiff::Span::new().days(i64::from(day.0)))
    }

    /// The day of the target.
    #[must_use]
    pub fn target_day(&self) -> Day {
        self.day_of(self.target.date)
    }
}

/// A name in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}
