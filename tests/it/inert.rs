//! Text of a scenario does nothing where it is shown: no formulas in tables, no commands on the terminal.

use std::fs;
use std::path::Path;

use super::command::maskflow;

/// The template with the maker `a` under another id, in every table that names it.
fn renamed(place: &Path, id: &str) {
    assert!(maskflow(&["init", "small"], place).status.success());
    for file in ["enterprises.csv", "lines.csv", "stocks.csv"] {
        let path = place.join("small").join(file);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(&path)
            .unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let mut writer = csv::Writer::from_path(&path).unwrap();
        for row in rows {
            let cells = row.iter().map(|cell| if cell == "a" { id } else { cell });
            writer.write_record(cells).unwrap();
        }
        writer.flush().unwrap();
    }
}

/// Every CSV file below a folder.
fn tables(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tables(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "csv") {
            found.push(path);
        }
    }
}

#[test]
fn an_id_that_is_a_formula_runs_is_audited_and_explained_and_is_text_in_every_table() {
    for id in ["=cmd|x", "-7", "@SUM(1)", "'quoted"] {
        let place = tempfile::tempdir().unwrap();
        renamed(place.path(), id);
        let copy = "extends = \"small\"\ntitle_zh = \"另\"\ntitle_en = \"Other\"\ndays = 4\n";
        fs::write(place.path().join("other.toml"), copy).unwrap();
        let ran = maskflow(
            &["run", "small", "other.toml", "--no-charts", "--quiet"],
            place.path(),
        );
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{id}: {said}");
        let why = maskflow(
            &[
                "why",
                "output/small",
                "--date",
                "2020-02-03",
                &format!("--enterprise={id}"),
            ],
            place.path(),
        );
        let said = String::from_utf8_lossy(&why.stdout);
        assert_eq!(why.status.code(), Some(0), "{id}: {said}");
        assert!(said.contains(id), "{said}");
        let (mut files, mut named) = (Vec::new(), 0);
        tables(&place.path().join("output"), &mut files);
        assert!(files.len() > 2 * 14, "{files:?}");
        for file in files {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_path(&file)
                .unwrap();
            for row in reader.records() {
                for cell in &row.unwrap() {
                    let active = cell.starts_with(['=', '+', '@', '\t', '\r']);
                    assert!(!active, "{}: {cell}", file.display());
                    assert_ne!(cell, id, "{}", file.display());
                    named += usize::from(cell == format!("'{id}"));
                }
            }
        }
        assert!(named > 10, "{named}");
    }
}

#[test]
fn a_title_that_commands_the_terminal_is_refused_and_shown_as_text() {
    let place = tempfile::tempdir().unwrap();
    assert!(maskflow(&["init", "small"], place.path()).status.success());
    let file = place.path().join("small/scenario.toml");
    let text = fs::read_to_string(&file).unwrap();
    let title = r#"title_zh = "甲\u001b[2J<b>""#;
    fs::write(&file, text.replace("title_zh = \"两市示例\"", title)).unwrap();
    for arguments in [&["check", "small"][..], &["run", "small", "--lang", "zh"]] {
        let answer = maskflow(arguments, place.path());
        assert_eq!(answer.status.code(), Some(1), "{arguments:?}");
        for said in [answer.stdout, answer.stderr] {
            let said = String::from_utf8_lossy(&said).into_owned();
            let mut letters = said.chars();
            let active = letters.any(|letter| letter.is_control() && letter != '\n');
            assert!(!active, "{arguments:?}: {said:?}");
        }
    }
}

#[test]
fn markup_in_a_title_is_text_in_charts() {
    let place = tempfile::tempdir().unwrap();
    assert!(maskflow(&["init", "small"], place.path()).status.success());
    let file = place.path().join("small/scenario.toml");
    let text = fs::read_to_string(&file).unwrap();
    let title = "title_zh = \"甲<b>&\"";
    fs::write(&file, text.replace("title_zh = \"两市示例\"", title)).unwrap();
    assert!(
        maskflow(&["run", "small", "--lang", "zh"], place.path())
            .status
            .success()
    );
    for chart in fs::read_dir(place.path().join("output/small/charts")).unwrap() {
        let path = chart.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "svg") {
            let text = fs::read_to_string(&path).unwrap();
            assert!(!text.contains("<b>"), "{path:?}");
        }
    }
}
