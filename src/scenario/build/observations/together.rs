//! What several sources say of the same thing: one observation.

use std::collections::BTreeMap;

use jiff::civil::Date;
use libm::{log, sqrt};

use crate::scenario::document::Node;
use crate::scenario::findings::{Findings, Place};
use crate::scenario::{Observation, Use};

/// A figure, and the row that says it.
pub(super) struct Figure<'a> {
    pub told: Observation,
    pub row: &'a Node,
}

/// One observation for each date, scope and metric, in that order; objects to figures that cannot be taken for one.
pub(super) fn together(figures: Vec<Figure<'_>>, findings: &Findings) -> Vec<Observation> {
    let mut groups: BTreeMap<(Date, String, String), Vec<Figure<'_>>> = BTreeMap::new();
    for figure in figures {
        let Observation {
            date,
            scope,
            metric,
            ..
        } = &figure.told;
        let key = (*date, scope.clone(), metric.clone());
        groups.entry(key).or_default().push(figure);
    }
    let one = |group: Vec<Figure<'_>>| {
        object(&group, findings);
        combined(group.into_iter().map(|figure| figure.told).collect())
    };
    groups.into_values().filter_map(one).collect()
}

fn object(group: &[Figure<'_>], findings: &Findings) {
    let Some(first) = group.first() else { return };
    let named = group.iter().any(|figure| !source(figure).is_empty());
    let above = group.iter().any(|figure| figure.told.value > 0.0);
    let mut known: BTreeMap<&str, &Figure<'_>> = BTreeMap::new();
    for figure in group {
        let told = &figure.told;
        let add = |code, key: &str, found: &str, expected: &str| {
            let place = figure
                .row
                .get(key)
                .map_or(&figure.row.place, |it| &it.place);
            findings.add(code, place, &format!("observed.{key}"), found, expected);
        };
        if let Some(before) = known.get(source(figure)) {
            let line = line(&before.row.place);
            if before.told.value == told.value {
                let expected = format!("one row for a figure: it stands in {line} already");
                add("S011", "date", &told.date.to_string(), &expected);
            } else {
                let expected = format!(
                    "one figure of a source for a date, scope and metric: {line} has {}; figures of two sources need their `source`",
                    before.told.value
                );
                add("S011", "value", &told.value.to_string(), &expected);
            }
            continue;
        }
        known.insert(source(figure), figure);
        if named && source(figure).is_empty() {
            let expected = "a source: another row has a figure for the same date, scope and metric";
            add("S006", "source", "nothing", expected);
        }
        if told.use_for != first.told.use_for {
            let expected = format!(
                "{}, as in {}: figures for the same date, scope and metric count as one",
                word(first.told.use_for),
                line(&first.row.place)
            );
            add("S013", "use", word(told.use_for), &expected);
        }
        if above && told.value == 0.0 {
            let expected = "above 0, as the figure of another source: they count as one, and errors are those of logarithms";
            add("S008", "value", "0", expected);
        }
    }
}

fn source<'a>(figure: &'a Figure<'_>) -> &'a str {
    figure.told.provenance.source.trim()
}

fn word(use_for: Use) -> &'static str {
    match use_for {
        Use::Fit => "fit",
        Use::Test => "test",
    }
}

fn line(place: &Place) -> String {
    format!("line {} of {}", place.line, place.file)
}

/// Figures of several sources as one: in the middle of the least and the greatest by their logarithms, so that it is as far
/// from either, with the widest error, and one that reaches to both. Sources that copy each other then narrow nothing.
fn combined(mut told: Vec<Observation>) -> Option<Observation> {
    told.sort_by(|one, other| {
        (one.value.total_cmp(&other.value))
            .then_with(|| one.provenance.source.cmp(&other.provenance.source))
    });
    let (least, most) = (told.first()?.value, told.last()?.value);
    let sources: Vec<String> = (told.iter())
        .map(|one| one.provenance.source.trim().to_owned())
        .collect();
    let widest = |one: &Observation, other: &Observation| {
        (one.error.total_cmp(&other.error))
            .then_with(|| one.provenance.confidence.cmp(&other.provenance.confidence))
    };
    let several = told.len() > 1;
    let mut one = told.into_iter().max_by(widest)?;
    if several {
        one.provenance.source = sources.join("; ");
    }
    if least > 0.0 && least < most {
        one.value = sqrt(least) * sqrt(most);
        one.error = one.error.max(0.5 * log(most / least));
    }
    Some(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Provenance;
    use jiff::civil::date;

    fn told(value: f64, error: f64, source: &str, confidence: &str) -> Observation {
        Observation {
            date: date(2020, 2, 20),
            scope: "province".into(),
            metric: "output".into(),
            value,
            provenance: Provenance {
                source: source.into(),
                confidence: confidence.into(),
            },
            use_for: Use::Fit,
            error,
        }
    }

    #[test]
    fn the_same_figure_of_two_sources_is_the_one_with_the_wider_error() {
        let narrow = told(100.0, 0.1, "a", "A");
        let one = combined(vec![narrow.clone(), told(100.0, 0.3, "b", "C")]).unwrap();
        assert_eq!(one, told(100.0, 0.3, "a; b", "C"));
        assert_eq!(combined(vec![narrow.clone()]), Some(narrow));
        assert_eq!(combined(Vec::new()), None);
    }

    #[test]
    fn figures_that_differ_meet_in_the_middle_and_the_error_reaches_to_both() {
        let sources = [
            told(100.0, 0.1, "a", "A"),
            told(400.0, 0.2, "b", "B"),
            told(150.0, 0.15, "c", "B"),
        ];
        let one = combined(sources.to_vec()).unwrap();
        assert!((one.value - 200.0).abs() < 1e-9);
        assert!((one.error - 2.0_f64.ln()).abs() < 1e-12);
        assert_eq!(one.provenance.source, "a; c; b");
        assert_eq!(one.provenance.confidence, "B");
        // In whatever order rows stand.
        let [a, b, c] = sources;
        assert_eq!(combined(vec![c, b, a]), Some(one));
        // Where they hardly differ, the stated error is the wider.
        let close = combined(vec![told(100.0, 0.1, "a", "A"), told(104.0, 0.2, "b", "B")]);
        assert_eq!(close.unwrap().error, 0.2);
    }

    #[test]
    fn nothing_of_two_sources_is_nothing() {
        let one = combined(vec![told(0.0, 0.1, "a", "A"), told(0.0, 0.2, "b", "A")]).unwrap();
        assert_eq!((one.value, one.error), (0.0, 0.2));
    }
}
