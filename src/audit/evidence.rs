//! What a run left behind: what was given, and every table of what happened.

use std::path::Path;

use serde_json::Value;

use super::accounts::Book;
use super::files;
use super::finding::{Docket, of_file};
use super::form::Calendar;
use super::forms::Forms;
use super::table::Table;
use crate::policy::Policy;
use crate::report::run::future_of;
use crate::scenario::{self, Scenario};
use crate::units::{Day, EnterpriseIndex, PrefectureIndex};
use crate::world::{self, World};

const RESOLVED: &str = "scenario.resolved.toml";

/// A run as its folder shows it.
#[derive(Debug)]
pub(super) struct Evidence {
    pub scenario: Scenario,
    /// What was given, in whole units: nothing in it comes from the run.
    pub world: World,
    pub policy: Policy,
    pub province: Table,
    pub prefectures: Table,
    pub enterprises: Table,
    pub intermediates: Table,
    pub waterfall: Table,
    pub allocation: Table,
    pub dispatch: Table,
    pub obligations: Table,
    pub reviews: Table,
    pub service: Table,
    pub streams: Table,
    pub lines: Table,
    pub subsidy: Table,
    pub balances: Table,
    pub book: Book,
    pub summary: Value,
}

impl Evidence {
    /// Reads everything; nothing where something cannot be read as what it should be, which is a finding.
    pub fn read(folder: &Path, docket: &mut Docket) -> Option<Self> {
        let before = docket.len();
        let scenario = match scenario::load(&folder.join(RESOLVED), &[]) {
            Ok(scenario) => scenario,
            Err(findings) => {
                for finding in findings {
                    let finding = of_file(
                        RESOLVED,
                        finding,
                        "a scenario in order",
                        "the resolved scenario loads",
                    );
                    docket.compare(false, || finding);
                }
                return None;
            }
        };
        let manifest = files::json(folder, "manifest.json", docket);
        let world = world::world_of(&scenario, manifest.as_ref().and_then(future_of));
        let forms = Forms::of(&scenario, &world);
        let mut read = |form| Table::read(folder, form, docket);
        let balances = read(forms.balances());
        let book = Book::of(&balances, &scenario, &world);
        let evidence = Self {
            province: read(forms.province()),
            prefectures: read(forms.prefectures()),
            enterprises: read(forms.enterprises()),
            intermediates: read(forms.intermediates()),
            waterfall: read(forms.waterfall()),
            allocation: read(forms.allocation()),
            dispatch: read(forms.dispatch()),
            obligations: read(forms.obligations()),
            reviews: read(forms.reviews()),
            service: read(forms.service()),
            streams: read(forms.streams()),
            lines: read(forms.lines()),
            subsidy: read(forms.subsidy()),
            summary: files::json(folder, "summary.json", docket)?,
            policy: Policy::of(&scenario),
            balances,
            book,
            world,
            scenario,
        };
        if let Some(manifest) = manifest {
            for (key, expected) in [
                ("hash", Value::from(evidence.scenario.hash.as_str())),
                ("seed", Value::from(evidence.scenario.seed)),
                ("scenario", evidence.summary["scenario"].clone()),
            ] {
                docket.compare(manifest[key] == expected, || {
                    let law = "manifest.json tells of scenario.resolved.toml and summary.json";
                    super::finding::Finding {
                        column: key.to_owned(),
                        ..of_file("manifest.json", &manifest[key], &expected, law)
                    }
                });
            }
        }
        (docket.len() == before).then_some(evidence)
    }

    /// Rows of all tables.
    pub fn rows(&self) -> usize {
        [
            &self.province,
            &self.prefectures,
            &self.enterprises,
            &self.intermediates,
            &self.waterfall,
            &self.allocation,
            &self.dispatch,
            &self.obligations,
            &self.reviews,
            &self.service,
            &self.streams,
            &self.lines,
            &self.subsidy,
            &self.balances,
        ]
        .iter()
        .map(|table| table.len())
        .sum()
    }

    /// Days of the calendar.
    pub fn days(&self) -> std::ops::Range<usize> {
        0..self.world.days
    }

    pub fn calendar(&self) -> Calendar {
        self.province.form.calendar
    }

    /// Row of an enterprise in its daily table.
    pub fn enterprise(&self, day: usize, enterprise: usize) -> usize {
        day * self.world.enterprises.count + enterprise
    }

    /// Row of a prefecture in its daily table.
    pub fn prefecture(&self, day: usize, prefecture: usize) -> usize {
        day * self.world.prefectures.count + prefecture
    }

    /// Row of a stream in its daily table.
    pub fn stream(&self, day: usize, stream: usize) -> usize {
        day * self.world.streams.count + stream
    }

    /// Enterprises of a prefecture.
    pub fn within(&self, prefecture: usize) -> std::ops::Range<usize> {
        let first = &self.world.prefectures.first_enterprise;
        first[prefecture]..first[prefecture + 1]
    }

    pub fn is_open(&self, day: usize, enterprise: usize) -> bool {
        self.world.enterprises.openness.row(date(day))[enterprise] > 0
    }

    pub fn enterprise_id(&self, enterprise: EnterpriseIndex) -> &str {
        &self.scenario.enterprises[enterprise.at()].id
    }

    pub fn prefecture_code(&self, prefecture: PrefectureIndex) -> &str {
        &self.scenario.prefectures[prefecture.at()].code
    }

    /// Position of a product among items: materials stand first.
    pub fn product_item(&self, product: usize) -> usize {
        self.world.materials.count + product
    }
}

/// A day of the calendar by its position.
pub(super) fn date(day: usize) -> Day {
    Day(day as i32)
}
