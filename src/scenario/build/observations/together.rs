//! What several sources say of the same thing: one observation.

use std::collections::BTreeMap;

use jiff::civil::Date;
use libm::{log, sqrt};

use crate::language::Word;
use crate::said;
use crate::scenario::document::Node;
use crate::scenario::findings::{Findings, Place};
use crate::scenario::reader::{NOTHING, WRITE_IT};
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
        let add = |code, key: &str, found: Word, expected: Word| {
            let place = figure
                .row
                .get(key)
                .map_or(&figure.row.place, |it| &it.place);
            findings.add(code, place, &format!("observed.{key}"), found, expected);
        };
        if let Some(before) = known.get(source(figure)) {
            let Word { zh, en } = line(&before.row.place);
            if before.told.value == told.value {
                let expected = said!(
                    "同一数据一行：{zh}已有",
                    "one row for a figure: it stands in {en} already",
                );
                add("S011", "date", told.date.to_string().into(), expected);
            } else {
                let value = before.told.value;
                let expected = said!(
                    "同一来源、日期、范围和指标一个数据：{zh}为 {value}；不同来源的数据应分别写明来源（source）",
                    "one figure of a source for a date, scope and metric: {en} has {value}; figures of two sources need their `source`",
                );
                add("S011", "value", told.value.to_string().into(), expected);
            }
            continue;
        }
        known.insert(source(figure), figure);
        if named && source(figure).is_empty() {
            let expected = Word::of(
                "来源：另有一行数据的日期、范围和指标与此相同",
                "a source: another row has a figure for the same date, scope and metric",
            );
            let place = &figure.row.place;
            findings.add_with(
                "S006",
                place,
                "observed.source",
                NOTHING,
                expected,
                WRITE_IT,
            );
        }
        if told.use_for != first.told.use_for {
            let Word { zh, en } = line(&first.row.place);
            let first = word(first.told.use_for);
            let expected = said!(
                "{first}，与 {zh}一致：日期、范围和指标相同的数据合为一个",
                "{first}, as in {en}: figures for the same date, scope and metric count as one",
            );
            add("S013", "use", word(told.use_for).into(), expected);
        }
        if above && told.value == 0.0 {
            let expected = Word::of(
                "大于 0，与另一来源的数据一样：二者合为一个，误差按对数计算",
                "above 0, as the figure of another source: they count as one, and errors are those of logarithms",
            );
            add("S008", "value", "0".into(), expected);
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

fn line(place: &Place) -> Word {
    let Place { file, line } = place;
    said!("{file} 第 {line} 行", "line {line} of {file}")
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
