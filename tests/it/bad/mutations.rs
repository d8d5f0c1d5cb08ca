//! Whatever a file says, loading ends with a scenario or with findings, and what loads can be simulated.

use std::fs;

use maskflow::outcome::measure;
use maskflow::scenario::load;
use maskflow::units::Day;
use maskflow::{Ledger, Policy, simulate, world};
use proptest::prelude::*;

use super::template;

const FILES: [&str; 11] = [
    "scenario.toml",
    "prefectures.csv",
    "counties.csv",
    "risk.csv",
    "enterprises.csv",
    "lines.csv",
    "stocks.csv",
    "supply.csv",
    "demand.csv",
    "profiles.csv",
    "observed.csv",
];

/// Cells that are trouble somewhere.
const CELLS: [&str; 16] = [
    "",
    "0",
    "-1",
    "1e300",
    "1000000",
    "nan",
    "a",
    "flat",
    "pool",
    "9999-12-31",
    "0001-01-01",
    "lognormal(1, 9)",
    "uniform(0, 1000000)",
    "\"",
    "36\u{7701}",
    "true",
];

/// Loads the template with one file changed; what loads is simulated.
fn survives(file: &str, change: impl Fn(&mut Vec<u8>)) {
    let place = template();
    let folder = place.path().join("small");
    let mut bytes = fs::read(folder.join(file)).expect("a file");
    change(&mut bytes);
    fs::write(folder.join(file), bytes).expect("written");
    if let Ok(scenario) = load(&folder, &[]) {
        let (world, mut ledger) = (world::central(&scenario), Ledger::default());
        simulate(&world, &Policy::of(&scenario), &mut ledger);
        let _ = measure(&world, &ledger, scenario.target.sustain_days, Day(0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(
        file in 0..FILES.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        survives(FILES[file], |bytes| {
            for (at, byte) in &edits {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
        });
    }

    #[test]
    fn random_cells_never_panic(
        file in 1..FILES.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..CELLS.len()), 1..4),
    ) {
        survives(FILES[file], |bytes| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let mut cells: Vec<String> = text
                .split_inclusive([',', '\n'])
                .map(str::to_owned)
                .collect();
            for (at, cell) in &edits {
                let cell_there = &mut cells[at.index(text.split_inclusive([',', '\n']).count())];
                let end = cell_there.pop().unwrap_or('\n');
                *cell_there = format!("{}{end}", CELLS[*cell]);
            }
            *bytes = cells.concat().into_bytes();
        });
    }
}
