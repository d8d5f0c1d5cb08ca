//! The small scenario of `maskflow init`, broken once for everything that can be found.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use maskflow::scenario::{self, CODES, Finding};

mod cases;
mod doors;
mod encodings;
mod languages;
mod mutations;
mod spellings;

use cases::CASES;

/// How the scenario is broken.
pub enum Patch {
    /// In a file, a text is replaced by another.
    Text(&'static str, &'static str, &'static str),
    /// A file is added, or written anew.
    File(&'static str, &'static [u8]),
    /// `--set`.
    Set(&'static str),
}

/// One break and the finding that it leads to.
pub struct Case {
    pub code: &'static str,
    pub patches: &'static [Patch],
    /// The file, as the end of its path, and a text that stands on the line; empty: no line in particular.
    pub place: (&'static str, &'static str),
    /// The field.
    pub field: &'static str,
}

/// A folder with the template in it, as `small`.
pub fn template() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("small");
    fs::create_dir(&folder).expect("a folder");
    for entry in fs::read_dir("assets/template").expect("the template") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_owned();
        fs::copy(&path, folder.join(name)).expect("copied");
    }
    place
}

fn broken(patches: &[Patch]) -> (tempfile::TempDir, Vec<Finding>) {
    let place = template();
    let folder = place.path().join("small");
    let mut sets = Vec::new();
    for patch in patches {
        match patch {
            Patch::Text(file, old, new) => {
                let text = fs::read_to_string(folder.join(file)).expect("a file of the template");
                assert!(text.contains(old), "{file} has no {old}");
                fs::write(folder.join(file), text.replacen(old, new, 1)).expect("written");
            }
            Patch::File(file, bytes) => fs::write(folder.join(file), bytes).expect("written"),
            Patch::Set(set) => sets.push((*set).to_owned()),
        }
    }
    let whatif = folder.join("whatif.toml");
    let path = if whatif.exists() { whatif } else { folder };
    let findings = scenario::load(&path, &sets).err().unwrap_or_default();
    (place, findings)
}

/// The line on which a text stands.
fn line_of(folder: &Path, file: &str, marker: &str) -> usize {
    let text = fs::read_to_string(folder.join("small").join(file)).unwrap_or_default();
    let mut lines = text.lines();
    lines
        .position(|line| line.contains(marker))
        .map_or(0, |at| at + 1)
}

#[test]
fn the_template_is_in_order() {
    assert_eq!(broken(&[]).1, []);
}

#[test]
fn every_break_is_found_where_it_is() {
    let mut wrong = Vec::new();
    for case in CASES {
        let (place, findings) = broken(case.patches);
        let (file, marker) = case.place;
        let line = if marker.is_empty() {
            0
        } else {
            line_of(place.path(), file, marker)
        };
        let fits = |finding: &&Finding| {
            finding.code == case.code
                && finding.place.file.ends_with(file)
                && (marker.is_empty() || finding.place.line == line)
                && finding.field == case.field
        };
        let found = findings.iter().find(fits);
        let told =
            found.is_some_and(|one| !one.expected.en.is_empty() && !one.remedy.en.is_empty());
        // A break that is told as one thing is easier to mend than one that sets off others.
        if !told || findings.len() > 2 {
            wrong.push(format!(
                "{} {} {file}:{line}: {findings:#?}",
                case.code, case.field
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_break() {
    let broken: BTreeSet<&str> = CASES.iter().map(|case| case.code).collect();
    let known: BTreeSet<&str> = CODES.iter().map(|entry| entry.0).collect();
    assert_eq!(broken, known);
    assert_eq!(known.len(), CODES.len(), "a code stands twice");
}

#[test]
fn all_findings_come_at_once() {
    let (_, findings) = broken(&[
        Patch::Text("scenario.toml", "seed = 1\n", ""),
        Patch::Text("lines.csv", "b-1,b,", "b-1,bb,"),
        Patch::Text("demand.csv", "flat,0.5,7", "flat,half,7"),
        Patch::Set("policy.link_ratoi=0.4"),
    ]);
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, BTreeSet::from(["S005", "S006", "S007", "S012"]));
}

#[test]
fn findings_name_what_is_near() {
    for (patch, near) in [
        (Patch::Set("policy.link_ratoi=0.4"), "link_ratio"),
        (Patch::Text("lines.csv", "a-1,a,flat", "a-1,a,falt"), "flat"),
        (Patch::Text("risk.csv", "medium", "mediun"), "medium"),
        (Patch::Text("lines.csv", "route", "rout"), "route"),
    ] {
        let (_, findings) = broken(&[patch]);
        let wanted = format!("did you mean `{near}`?");
        let mut expected = findings.iter().map(|finding| &finding.expected.en);
        assert!(expected.any(|text| text.contains(&wanted)), "{findings:#?}");
    }
}

/// What a finding suggests, where it suggests a word.
fn suggested(finding: &Finding) -> Option<&str> {
    let (_, rest) = finding.expected.en.split_once("did you mean `")?;
    rest.split_once('`').map(|(word, _)| word)
}

#[test]
fn what_a_finding_suggests_mends_it() {
    let mut mended = 0;
    for case in CASES {
        let (place, findings) = broken(case.patches);
        for finding in &findings {
            let file = Path::new(&*finding.place.file);
            let (Some(word), true) = (suggested(finding), file.starts_with(place.path())) else {
                continue;
            };
            let text = fs::read_to_string(file).expect("the file that is to blame");
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let line = &mut lines[finding.place.line.saturating_sub(1)];
            if !line.contains(&*finding.found.en) {
                continue;
            }
            *line = line.replacen(&*finding.found.en, word, 1);
            fs::write(file, lines.join("\n")).expect("written");
            let whatif = place.path().join("small/whatif.toml");
            let path = if whatif.exists() {
                whatif
            } else {
                place.path().join("small")
            };
            let left = scenario::load(&path, &[]).err().unwrap_or_default();
            let same = |one: &&Finding| {
                (one.code, &one.field, &one.found) == (finding.code, &finding.field, &finding.found)
            };
            assert!(!left.iter().any(|one| same(&one)), "{finding}\n{left:#?}");
            fs::write(file, text).expect("written");
            mended += 1;
        }
    }
    assert!(mended >= 8, "{mended} suggestions");
}

#[test]
fn one_bad_default_is_one_finding() {
    let (_, findings) = broken(&[Patch::Text(
        "scenario.toml",
        "worked_hours = 20",
        "worked_hours = 25",
    )]);
    assert_eq!(findings.len(), 1, "{findings:#?}");
}

#[test]
fn a_bad_number_is_told_why() {
    for (patch, expected, remedy) in [
        (
            Patch::Text(
                "lines.csv",
                "triangular(70, 80, 100)",
                "triangular(100, 80, 70)",
            ),
            ("least ≤ mode ≤ most", "最小值、众数、最大值依次不减"),
            ("correct the distribution", "更正分布的写法"),
        ),
        (
            Patch::Text(
                "lines.csv",
                "triangular(70, 80, 100)",
                "triangle(70, 80, 100)",
            ),
            (
                "one of uniform, triangular",
                "以下之一：uniform、triangular",
            ),
            ("correct the distribution", "更正分布的写法"),
        ),
        (
            Patch::Text("lines.csv", "flat,2,80", "flat,2.5,80"),
            ("a whole number", "整数"),
            ("write a whole number such as 3", "填写整数，如 3"),
        ),
        (
            Patch::Text(
                "lines.csv",
                "flat,2,80",
                "\"flat\",\"triangular(3, 2, 1)\",80",
            ),
            ("a whole number", "整数"),
            ("write a whole number such as 3", "填写整数，如 3"),
        ),
        (
            Patch::Set("policy.link_ratio={ uniform = [0.2, 0.4] }"),
            ("a number, no distribution", "数字，不能是分布"),
            ("write a number such as 0.1", "填写数字，如 0.1"),
        ),
        (
            Patch::Text("stocks.csv", "a,meltblown,50", "a,meltblown,\"1,5\""),
            (
                "commas that group thousands by three",
                "逗号只作三位一组的千分位",
            ),
            ("write a number such as 0.1", "填写数字（如 0.1）"),
        ),
        (
            Patch::Text("stocks.csv", "a,meltblown,50", "a,meltblown,50%"),
            ("without a percent sign", "不带百分号"),
            ("write a number such as 0.1", "填写数字（如 0.1）"),
        ),
    ] {
        let (_, findings) = broken(&[patch]);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        let Finding {
            expected: wanted,
            remedy: advice,
            ..
        } = &findings[0];
        assert!(
            wanted.en.contains(expected.0) && wanted.zh.contains(expected.1),
            "{findings:#?}"
        );
        assert!(
            advice.en.contains(remedy.0) && advice.zh.contains(remedy.1),
            "{findings:#?}"
        );
    }
}

#[test]
fn a_missing_or_bad_value_is_one_finding_though_a_parameter_multiplies_it() {
    const PARAMETER: &str = "[[parameter]]\nid = \"speed\"\ntitle_zh = \"速度\"\nprior = { uniform = [0.5, 1] }\n\
        scale = [\"lines[*].speed_per_minute\"]\nsource = \"none\"\nconfidence = \"assumed\"\n\n[[event]]";
    for (cell, code) in [("", "S006"), ("fast", "S007")] {
        let row: &'static str = format!("a-1,a,flat,2,{cell},").leak();
        let (_, findings) = broken(&[
            Patch::Text("scenario.toml", "[[event]]", PARAMETER),
            Patch::Text("lines.csv", "a-1,a,flat,2,80,", row),
        ]);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert_eq!(findings[0].code, code);
        assert!(findings[0].place.file.ends_with("lines.csv"));
    }
    let (_, findings) = broken(&[
        Patch::Text("scenario.toml", "[[event]]", PARAMETER),
        Patch::Text(
            "scenario.toml",
            "lines[*].speed_per_minute",
            "lines[*].worked_hours",
        ),
    ]);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].code, "S019", "a default is not in the rows");
}

#[test]
fn nothing_is_suggested_that_cannot_be_meant() {
    for patch in [
        Patch::Text("risk.csv", "medium", "中等偏高"),
        Patch::Text("risk.csv", "medium", "红"),
        Patch::Text("counties.csv", "360102,", "360103,"),
        Patch::Text("lines.csv", "b-1,b,", "b-1,c,"),
    ] {
        let (_, findings) = broken(&[patch]);
        assert!(!findings.is_empty());
        for finding in findings {
            assert!(!finding.expected.en.contains("did you mean"), "{finding}");
        }
    }
}
