//! Conclusions with the shares of accepted fits in which they hold: of all, and of those that are nearest to each meaning of
//! a figure that nobody explained.

use super::{Calibrated, cause_name};
use crate::report::words::{self, Word, reality};
use crate::scenario::Scenario;
use crate::study::calibrate::conclusions::{HELP, causes, share};

/// One conclusion.
#[derive(Clone, Debug)]
pub struct Conclusion {
    /// What, as tables call it.
    pub what: String,
    /// About what: a cause, a series, a measure of results.
    pub about: String,
    /// For people.
    pub label: Word,
    /// Share of fits in which it holds: of all, then by meaning.
    pub holds: Vec<f64>,
    /// Of a measure: share of fits in which it harms, likewise.
    pub harms: Option<Vec<f64>>,
}

/// Every conclusion.
#[must_use]
pub fn all(scenario: &Scenario, calibrated: &Calibrated) -> Vec<Conclusion> {
    let everyone = vec![true; calibrated.courses.len()];
    let meanings = calibrated.meanings.iter().map(|meaning| &meaning.fits);
    let groups: Vec<&Vec<bool>> = std::iter::once(&everyone).chain(meanings).collect();
    let mut told = binding(scenario, calibrated, &groups);
    told.extend(target(scenario, calibrated, &groups));
    told.extend(measures(scenario, calibrated, &groups));
    told
}

fn binding(scenario: &Scenario, calibrated: &Calibrated, groups: &[&Vec<bool>]) -> Vec<Conclusion> {
    let on = |(at, date): (usize, &jiff::civil::Date)| {
        let shares = |among: &Vec<bool>| causes(&calibrated.courses, at, among);
        let of_all = shares(groups[0]);
        let named = reality::BINDS_ON.with(&date.to_string(), &date.to_string());
        let conclusion = move |(cause, _): (Option<crate::outcome::Cause>, f64)| {
            let name = cause_name(scenario, cause);
            let word = cause_word(scenario, &name);
            let of = |among: &&Vec<bool>| {
                let found = shares(among).into_iter().find(|(known, _)| *known == cause);
                found.map_or(0.0, |found| found.1)
            };
            Conclusion {
                what: format!("binds_on_{date}"),
                label: Word::new(
                    &format!("{}：{}", named.zh, word.zh),
                    &format!("{}: {}", named.en, word.en),
                ),
                about: name,
                holds: groups.iter().map(of).collect(),
                harms: None,
            }
        };
        of_all.into_iter().map(conclusion).collect::<Vec<_>>()
    };
    calibrated.days.iter().enumerate().flat_map(on).collect()
}

fn target(scenario: &Scenario, calibrated: &Calibrated, groups: &[&Vec<bool>]) -> Vec<Conclusion> {
    let day = scenario.target_day();
    let from = |fit: usize, series: usize| calibrated.courses[fit].reached[series].from;
    let conclusion = |what: &str, series: usize, label: Word| {
        let by_date = what == "target_by_date";
        let so = |fit: usize| from(fit, series).is_some_and(|from| !by_date || from <= day);
        Conclusion {
            what: what.to_owned(),
            about: ["output", "effective", "nominal"][series].to_owned(),
            label,
            holds: groups.iter().map(|among| share(among, so)).collect(),
            harms: None,
        }
    };
    vec![
        conclusion("target_by_date", 0, reality::TARGET_BY_DATE),
        conclusion("target_by_end", 0, reality::TARGET_EVER),
        conclusion("target_by_date", 1, reality::CAPACITY_BY_DATE),
        conclusion("target_by_end", 1, reality::CAPACITY_EVER),
    ]
}

fn measures(
    scenario: &Scenario,
    calibrated: &Calibrated,
    groups: &[&Vec<bool>],
) -> Vec<Conclusion> {
    let labels = [
        reality::HELPS_GUARANTEED,
        reality::HELPS_ALL,
        reality::HELPS_OUTPUT,
    ];
    let mut told = Vec::new();
    for help in &calibrated.help {
        let measure = scenario
            .measures
            .iter()
            .find(|measure| measure.id == help.measure);
        let title = measure.map_or_else(Word::default, |measure| {
            Word::new(&measure.title.zh, &measure.title.en)
        });
        let shares: Vec<[[f64; 2]; 3]> = groups.iter().map(|among| help.shares(among)).collect();
        for (at, (label, by)) in labels.iter().zip(HELP).enumerate() {
            told.push(Conclusion {
                what: format!("helps:{}", help.measure),
                about: by.to_owned(),
                label: label.with(&title.zh, &title.en),
                holds: shares.iter().map(|shares| shares[at][0]).collect(),
                harms: Some(shares.iter().map(|shares| shares[at][1]).collect()),
            });
        }
    }
    told
}

/// A cause as people read it.
fn cause_word(scenario: &Scenario, cause: &str) -> Word {
    let known = words::named(cause);
    let material = cause.strip_prefix("material:");
    let material = material.and_then(|id| scenario.materials.iter().find(|row| row.id == id));
    match (cause, material) {
        ("none", _) => reality::NOTHING_BINDS,
        (_, Some(material)) if known.zh == cause => Word::new(&material.name.zh, &material.name.en),
        _ => known,
    }
}
