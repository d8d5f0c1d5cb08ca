//! Small scenarios worked out by hand from the model: every `hand/<case>/working.md` says what each flow and stock of
//! each day comes to and why, and the simulation has to agree to the last piece and milligram.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use maskflow::report::run::Run;
use maskflow::report::tables;
use maskflow::scenario;

const CASES: [&str; 9] = [
    "capacity",
    "chain",
    "dispatch",
    "events",
    "local",
    "meltblown",
    "postponed",
    "rests",
    "subsidies",
];

/// Columns between the date and the figures that say what a row of a table is about.
const KEYS: [(&str, usize); 13] = [
    ("province_daily", 0),
    ("prefecture_daily", 1),
    ("enterprise_daily", 1),
    ("intermediates_daily", 1),
    ("waterfall", 2),
    ("allocation", 2),
    ("dispatch", 4),
    ("obligations", 2),
    ("reviews", 1),
    ("service", 2),
    ("streams_daily", 1),
    ("subsidy", 2),
    ("balances", 2),
];

fn folder(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/hand")
        .join(case)
}

fn working(case: &str) -> String {
    fs::read_to_string(folder(case).join("working.md")).unwrap()
}

/// A run's tables: figure ("table keys… column") → a cell a day, "0" where the table has no such row.
struct Simulated {
    days: usize,
    cells: BTreeMap<String, Vec<String>>,
}

impl Simulated {
    fn of(case: &str) -> Self {
        let run = Run::central(scenario::load(&folder(case), &[]).unwrap());
        let mut simulated = Self {
            days: run.world.days,
            cells: BTreeMap::new(),
        };
        let dates: Vec<String> = run.days().map(|day| run.date(day)).collect();
        for (file, bytes) in tables::all(&run) {
            let name = file.trim_end_matches(".csv");
            // Not of a day: orders and grants.
            if name == "lines" {
                continue;
            }
            let keys = KEYS.iter().find(|(table, _)| *table == name).unwrap().1;
            simulated.add(name, keys, &dates, &String::from_utf8(bytes).unwrap());
        }
        simulated
    }

    fn add(&mut self, table: &str, keys: usize, dates: &[String], text: &str) {
        let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        for row in lines {
            let day = dates.iter().position(|date| date == row[0]).unwrap();
            let about: Vec<&str> = (row[1..=keys].iter())
                .map(|key| if key.is_empty() { "–" } else { key })
                .collect();
            for (column, cell) in header.iter().zip(&row).skip(1 + keys) {
                let figure = [&[table], &about[..], &[column]].concat().join(" ");
                let days = (self.cells.entry(figure)).or_insert(vec!["0".to_owned(); self.days]);
                if !cell.is_empty() {
                    (*cell).clone_into(&mut days[day]);
                }
            }
        }
    }

    /// A figure's cells; one that never occurs is nothing, every day.
    fn figure(&self, figure: &str) -> Vec<String> {
        let nothing = || vec!["0".to_owned(); self.days];
        self.cells.get(figure).cloned().unwrap_or_else(nothing)
    }

    /// "+in −out = closing" of an account, day by day; and what it opens with.
    fn account(&self, account: &str) -> (String, Vec<String>) {
        let [opening, incoming, outgoing, closing] = ["opening", "in", "out", "closing"]
            .map(|column| self.figure(&format!("balances {account} {column}")));
        let days = (0..self.days)
            .map(|day| format!("+{} −{} = {}", incoming[day], outgoing[day], closing[day]));
        (opening[0].clone(), days.collect())
    }

    fn accounts(&self) -> BTreeSet<&str> {
        let closing = (self.cells.keys())
            .filter_map(|figure| figure.strip_prefix("balances ")?.strip_suffix(" closing"));
        closing.collect()
    }
}

/// One row of a working: what it is about, its days, and the reasons.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    account: bool,
    name: String,
    kilograms: bool,
    days: Vec<String>,
    reasons: String,
}

fn rows(text: &str) -> Vec<Row> {
    let mut account = None;
    let mut rows = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        match cells[..] {
            ["", kind @ ("account" | "figure"), ..] => account = Some(kind == "account"),
            ["", name, .., reasons, ""] if !name.starts_with("--") => {
                let Some(account) = account else { continue };
                rows.push(Row {
                    account,
                    name: name.trim_end_matches(" (kg)").to_owned(),
                    kilograms: name.ends_with(" (kg)"),
                    days: (cells[2..cells.len() - 2].iter())
                        .map(|cell| (*cell).to_owned())
                        .collect(),
                    reasons: reasons.to_owned(),
                });
            }
            ["", ..] if cells.len() > 2 => {}
            _ => account = None,
        }
    }
    rows
}

/// A cell as tables have it: numbers without separators, kilograms in milligrams, nothing as 0.
fn plain(cell: &str, kilograms: bool) -> String {
    let word = |word: &str| {
        let Some(digits) = word.find(|letter: char| letter.is_ascii_digit()) else {
            return word.replace('–', "0");
        };
        let (sign, number) = word.split_at(digits);
        let number = number.replace(',', "");
        if kilograms {
            let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
            let milligrams: i64 = format!("{whole}{part:0<6}").parse().unwrap();
            format!("{sign}{milligrams}")
        } else {
            format!("{sign}{number}")
        }
    };
    cell.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// What a row says beside what the simulation says, where they differ.
fn disagreement(row: &Row, simulated: &Simulated) -> Option<String> {
    let worked_out: Vec<String> = (row.days.iter())
        .map(|cell| plain(cell, row.kilograms))
        .collect();
    let (opening, found) = if row.account {
        simulated.account(&row.name)
    } else {
        (String::new(), simulated.figure(&row.name))
    };
    let opens = row
        .reasons
        .strip_prefix("opens with ")
        .map_or("0", |rest| rest.split(';').next().unwrap_or(rest).trim());
    if worked_out != found || row.account && plain(opens, row.kilograms) != opening {
        return Some(format!(
            "{}\n  worked out {worked_out:?} from {opens}\n  simulated  {found:?} from {opening}",
            row.name
        ));
    }
    None
}

#[test]
fn the_simulation_agrees_with_what_was_worked_out_by_hand() {
    for case in CASES {
        let simulated = Simulated::of(case);
        let wrong: Vec<String> = (rows(&working(case)).iter())
            .filter_map(|row| disagreement(row, &simulated))
            .collect();
        assert!(wrong.is_empty(), "{case}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn every_account_was_worked_out() {
    for case in CASES {
        let simulated = Simulated::of(case);
        let rows = rows(&working(case));
        let listed = rows.iter().filter(|row| row.account);
        let listed: BTreeSet<&str> = listed.map(|row| row.name.as_str()).collect();
        assert_eq!(simulated.accounts(), listed, "{case}");
    }
}

#[test]
fn a_figure_that_is_off_by_one_is_noticed() {
    for case in CASES {
        let simulated = Simulated::of(case);
        for row in rows(&working(case)) {
            for (day, cell) in row.days.iter().enumerate() {
                for changed in off_by_one(cell) {
                    let mut row = row.clone();
                    row.days[day] = changed;
                    assert!(disagreement(&row, &simulated).is_some(), "{case}: {row:?}");
                }
            }
        }
    }
}

/// The cell with one of its numbers changed in its last digit, for every number of it.
fn off_by_one(cell: &str) -> Vec<String> {
    let words: Vec<&str> = cell.split(' ').collect();
    let numbers = (0..words.len()).filter(|&at| words[at].ends_with(|l: char| l.is_ascii_digit()));
    let changed = numbers.map(|at| {
        let (front, last) = words[at].split_at(words[at].len() - 1);
        let digit = (last.parse::<u8>().unwrap() + 1) % 10;
        let word = format!("{front}{digit}");
        let mut words = words.clone();
        words[at] = &word;
        words.join(" ")
    });
    changed.collect()
}
