//! Rows of a table stand in the one order that the day has.

use std::fs;

use maskflow::audit::{Digests, Finding};

use super::{findings, rich, tables};

#[test]
fn two_rows_that_have_changed_places_within_a_day_are_found() {
    let place = tempfile::tempdir().unwrap();
    let run = rich(place.path());
    let mut swaps = 0;
    for file in tables(&run) {
        let text = fs::read_to_string(run.join(&file)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let date = |at: usize| lines[at].split(',').next();
        let dated = text.starts_with("date,");
        let pairs = (1..lines.len() - 1).filter(|&at| !dated || date(at) == date(at + 1));
        let pairs: Vec<usize> = pairs.collect();
        for &at in pairs.iter().step_by((pairs.len() / 12).max(1)) {
            let mut changed = lines.clone();
            changed.swap(at, at + 1);
            fs::write(run.join(&file), changed.join("\n") + "\n").unwrap();
            let found = findings(&run, Digests::Ignore);
            let there = |finding: &Finding| finding.file == file && finding.line > 0;
            assert!(found.iter().any(there), "{file}:{at}: {found:?}");
            swaps += 1;
        }
        fs::write(run.join(&file), &text).unwrap();
    }
    assert!(swaps > 80, "{swaps}");
}
