//! One finished run, as everything that reports on it sees it.

use serde_json::Value;

use crate::chance::Future;
use crate::ledger::Ledger;
use crate::outcome::{self, Cause, Outcome};
use crate::policy::Policy;
use crate::scenario::{Item, Scenario};
use crate::units::{Day, MaterialIndex, ProductIndex};
use crate::world::{self, World};

/// A scenario, its world, what happened in it, and what that came to.
#[derive(Debug)]
pub struct Run {
    /// What was written.
    pub scenario: Scenario,
    /// The future that was drawn; none for the central world.
    pub future: Option<Future>,
    /// What it means.
    pub world: World,
    /// What happened.
    pub ledger: Ledger,
    /// What it came to.
    pub outcome: Outcome,
}

impl Run {
    /// Simulates the central world of a scenario under its own policy.
    #[must_use]
    pub fn central(scenario: Scenario) -> Self {
        Self::of(scenario, None)
    }

    /// Simulates a future of a scenario, or its central world, under its own policy.
    #[must_use]
    pub fn of(scenario: Scenario, future: Option<Future>) -> Self {
        let world = world::world_of(&scenario, future);
        let mut ledger = Ledger::default();
        crate::engine::simulate(&world, &Policy::of(&scenario), &mut ledger);
        let target_day = scenario.target_day();
        let outcome = outcome::measure(&world, &ledger, scenario.target.sustain_days, target_day);
        Self {
            scenario,
            future,
            world,
            ledger,
            outcome,
        }
    }

    /// Days of the calendar.
    pub fn days(&self) -> impl Iterator<Item = Day> + use<> {
        (0..self.world.days as i32).map(Day)
    }

    /// The day of the target.
    #[must_use]
    pub fn target_day(&self) -> Day {
        self.scenario.target_day()
    }

    /// A day as a date.
    #[must_use]
    pub fn date(&self, day: Day) -> String {
        self.world.date(day).to_string()
    }

    /// Id of a material.
    #[must_use]
    pub fn material(&self, material: MaterialIndex) -> &str {
        &self.scenario.materials[material.at()].id
    }

    /// Id of a product.
    #[must_use]
    pub fn product(&self, product: ProductIndex) -> &str {
        &self.scenario.products[product.at()].id
    }

    /// Id of an item.
    #[must_use]
    pub fn item(&self, item: Item) -> &str {
        match item {
            Item::Material(at) => &self.scenario.materials[at].id,
            Item::Product(at) => &self.scenario.products[at].id,
        }
    }

    /// Name of a cause in tables.
    #[must_use]
    pub fn cause(&self, cause: Cause) -> String {
        match cause {
            Cause::NotDelivered => "not_delivered".to_owned(),
            Cause::Ramp => "ramp".to_owned(),
            Cause::Staff => "staff".to_owned(),
            Cause::Material(material) => format!("material:{}", self.material(material)),
            Cause::Quality => "quality".to_owned(),
        }
    }
}

/// The future that a run's manifest says was simulated; none for the central world.
#[must_use]
pub fn future_of(manifest: &Value) -> Option<Future> {
    Some(Future {
        replicate: manifest["replicate"].as_u64()?,
        of: manifest["replicates"].as_u64()?,
        sampler: manifest["sampler"].as_str()?.parse().ok()?,
    })
}
