//! The overlay scenario that a calibration leaves: the base with its parameters' distributions after the figures, and how
//! they hang together.

use jiff::civil::Date;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::Calibrated;
use crate::chance::copula::Copula;
use crate::files::digest;
use crate::report::decimals::to_four;
use crate::report::words::reality;
use crate::scenario::{FORMAT, LONGEST_TITLE, Scenario, split_argument};

/// How an overlay that was written by a calibration begins.
pub const MARK: &str = "# Written by maskflow calibrate";

/// The overlay of a scenario, which lies beside it under the name `base` and was fitted with values set by `path=value`. Nothing of it hangs on figures after the date up
/// to which values were fitted: the later of the calibration's cut-off and the one that the base already names.
///
/// # Panics
/// Never: what is written is what was just made.
#[must_use]
pub fn write(scenario: &Scenario, base: &str, sets: &[String], calibrated: &Calibrated) -> String {
    let until = fitted_until(scenario, calibrated.until);
    let mut whole = DocumentMut::new();
    whole["format"] = value(i64::from(FORMAT));
    whole["extends"] = value(base);
    let date = calibrated.until.to_string();
    // The date comes first: long titles are cut at their end, and the base's stands beside this one.
    let named = |pattern: &str, title: &str| -> String {
        let title = pattern.replacen("{}", &date, 1).replacen("{}", title, 1);
        title.chars().take(LONGEST_TITLE).collect()
    };
    whole["title_zh"] = value(named(&reality::FITTED_TITLE.zh, &scenario.title.zh));
    whole["title_en"] = value(named(&reality::FITTED_TITLE.en, &scenario.title.en));
    whole["question_zh"] = value(format!(
        "与截至{date}的公布数据相符的参数取值下，结果如何？"
    ));
    whole["question_en"] = value(format!(
        "What comes of values that agree with the figures reported up to {date}?"
    ));
    whole["fitted_until"] = value(until.to_string());
    // What was changed for the fit holds for whatever is made of it.
    for (path, text) in sets.iter().filter_map(|set| split_argument(set)) {
        let parsed: Option<Value> = text.parse().ok();
        whole["set"][path] = value(parsed.unwrap_or_else(|| text.into()));
    }
    let mut rows = ArrayOfTables::new();
    for (parameter, marginal) in scenario.parameters.iter().zip(&calibrated.marginals) {
        let mut row = Table::new();
        row["id"] = value(&parameter.id);
        let quantiles: Array = marginal
            .distribution
            .iter()
            .map(|&one| to_four(one))
            .collect();
        let mut distribution = InlineTable::new();
        distribution.insert("quantiles", quantiles.into());
        row["value"] = Item::Value(Value::InlineTable(distribution));
        rows.push(row);
    }
    whole["parameter"] = Item::ArrayOfTables(rows);
    if scenario.parameters.len() > 1 {
        let mut row = Table::new();
        let names = scenario
            .parameters
            .iter()
            .map(|one| format!("parameter/{}", one.id));
        row["between"] = value(names.collect::<Array>());
        let lines = possible(&calibrated.together);
        let lines = lines
            .iter()
            .map(|line| Value::Array(line.iter().copied().collect()));
        row["matrix"] = value(lines.collect::<Array>());
        let mut list = ArrayOfTables::new();
        list.push(row);
        whole["correlation"] = Item::ArrayOfTables(list);
    }
    let rest = format!(
        " {} from {base} ({}), figures up to {date}: {} draws, worth {:.0}; seed {}.\n\
         # 由 maskflow calibrate 写成；再次校准会覆盖本文件。Values are factors; the base says on what, and within which bounds.\n{whole}",
        env!("CARGO_PKG_VERSION"),
        &scenario.hash[..16],
        calibrated.draws,
        calibrated.effective,
        scenario.seed,
    );
    format!("{MARK}{rest}{}", seal(&format!("{MARK}{rest}")))
}

/// How the last line of an overlay begins, which holds the SHA-256 of all before it.
const SEAL: &str = "# SHA-256 of all lines above: ";

fn seal(text: &str) -> String {
    format!("{SEAL}{}\n", digest(text.as_bytes()))
}

/// Whether an overlay is as a calibration wrote it: its last line tells. Those of version 0.1 have no such line.
#[must_use]
pub fn is_as_written(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let last = text.rfind(SEAL);
    last.is_some_and(|at| text.starts_with(MARK) && text[at..] == seal(&text[..at]))
}

/// The last date of figures that an overlay has seen.
#[must_use]
pub fn fitted_until(scenario: &Scenario, until: Date) -> Date {
    scenario
        .fitted_until
        .map_or(until, |before| before.max(until))
}

/// Rank correlations to two digits that some numbers can all have: those of draws may miss that by a hair.
fn possible(ranks: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let count = ranks.len();
    let tables = vec![None; count];
    let mut strength = 1.0;
    loop {
        let cell = |one: usize, other: usize| {
            if one == other {
                1.0
            } else {
                // Nought and its negative add up to nought.
                (100.0 * strength * ranks[one][other]).round() / 100.0 + 0.0
            }
        };
        let pairs: Vec<(usize, usize, f64)> = (0..count)
            .flat_map(|one| (0..one).map(move |other| (other, one)))
            .map(|(one, other)| (one, other, cell(one, other)))
            .collect();
        if Copula::of(&tables, &pairs).is_ok() {
            return (0..count)
                .map(|one| (0..count).map(|other| cell(one, other)).collect())
                .collect();
        }
        strength *= 0.95;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlay_that_somebody_changed_is_known() {
        let written = format!("{MARK} 1\nx = 1\n");
        let written = format!("{written}{}", seal(&written));
        assert!(is_as_written(written.as_bytes()));
        assert!(!is_as_written(written.replace("x = 1", "x = 2").as_bytes()));
        assert!(!is_as_written(format!("{written}y = 1\n").as_bytes()));
        assert!(!is_as_written(b"x = 1\n"));
    }

    #[test]
    fn correlations_that_cannot_be_are_drawn_together_until_they_can() {
        let sound = vec![vec![1.0, 0.5], vec![0.5, 1.0]];
        assert_eq!(possible(&sound), sound);
        let unsound = [[1.0, 0.99, -0.99], [0.99, 1.0, 0.99], [-0.99, 0.99, 1.0]].map(Vec::from);
        let made = possible(&unsound);
        assert!(made[0][1] > 0.3 && made[0][2] == -made[0][1]);
    }
}
