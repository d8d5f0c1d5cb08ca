//! Where fuzzing begins: the tables of a run, each on bytes alone. Built with the feature `fuzzing` only.

use std::path::Path;

use super::accounts::Book;
use super::finding::Docket;
use super::forms::Forms;
use super::table::Table;
use crate::scenario::{self, Scenario};
use crate::world::{self, World};

/// A run's scenario and world, from which the forms of its tables follow.
pub struct Given {
    scenario: Scenario,
    world: World,
}

impl Given {
    /// Loads a resolved scenario; nothing where it is not in order.
    #[must_use]
    pub fn load(path: &Path) -> Option<Self> {
        let scenario = scenario::load(path, &[]).ok()?;
        let world = world::central(&scenario);
        Some(Self { scenario, world })
    }

    /// Reads bytes as one of the tables; the first byte says which.
    pub fn table(&self, bytes: &[u8]) {
        let Some((&which, bytes)) = bytes.split_first() else {
            return;
        };
        let forms = Forms::of(&self.scenario, &self.world);
        let form = match which % 6 {
            0 => forms.balances(),
            1 => forms.province(),
            2 => forms.allocation(),
            3 => forms.dispatch(),
            4 => forms.lines(),
            _ => forms.reviews(),
        };
        let mut docket = Docket::default();
        let table = Table::of(form, Some(bytes), &mut docket);
        if which % 6 == 0 {
            let _ = Book::of(&table, &self.scenario, &self.world);
        }
        for finding in docket.close().1 {
            let _ = finding.to_string();
        }
    }
}
