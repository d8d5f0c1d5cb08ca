//! However people and spreadsheets write a table, it is the same scenario; what could mean two things is one finding.

use std::fs;
use std::path::Path;

use maskflow::scenario::{Finding, Scenario, load};

use super::template;

type Change = fn(&Path);

fn edit(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file}: {from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn rewrite(folder: &Path, file: &str, write: impl Fn(&str) -> Vec<u8>) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, write(&text)).unwrap();
}

fn changed(change: Change) -> Result<Scenario, Vec<Finding>> {
    let place = template();
    let folder = place.path().join("small");
    change(&folder);
    load(&folder, &[])
}

/// Forms of the template's tables that are read.
const READ: &[(&str, Change)] = &[
    ("slashes", |at| {
        edit(at, "lines.csv", "2020-02-01", "2020/2/1");
    }),
    ("chinese date", |at| {
        edit(at, "lines.csv", "2020-02-01", "2020年2月1日");
    }),
    ("serial date", |at| {
        edit(at, "lines.csv", "2020-02-01", "43862");
    }),
    ("date and time", |at| {
        edit(at, "lines.csv", "2020-02-01", "2020-02-01 00:00:00");
    }),
    ("thousands", |at| {
        edit(at, "demand.csv", "100000,0.2", "\"100,000\",0.2");
    }),
    ("full-width digits", |at| {
        edit(at, "demand.csv", "100000,0.2", "１０００００,0.2");
    }),
    ("wan", |at| edit(at, "demand.csv", "100000,0.2", "10万,0.2")),
    ("percent", |at| edit(at, "demand.csv", "0.5,7", "50%,7")),
    ("full-width brackets", |at| {
        edit(
            at,
            "lines.csv",
            "\"triangular(70, 80, 100)\"",
            "triangular（70，80，100）",
        );
    }),
    ("title above", |at| {
        rewrite(at, "demand.csv", |text| {
            format!("2020年需求表,,,,,,,,\n\n{text}").into_bytes()
        });
    }),
    ("notes and totals below", |at| {
        rewrite(at, "demand.csv", |text| {
            format!("{text}合计,,,115000,,,,,\n注：人数为估计,,,,,,,,\n").into_bytes()
        });
    }),
    ("chinese headings", |at| {
        edit(
            at,
            "demand.csv",
            "id,kind,prefecture,persons",
            "编号,类别,设区市,人数（人）",
        );
    }),
    ("spaced headings", |at| {
        edit(at, "demand.csv", "id,kind", " ID , Kind ");
    }),
    ("chinese words", |at| {
        edit(at, "risk.csv", "medium", "中风险");
        edit(at, "demand.csv", "360100,5000", "南昌市,5000");
        edit(at, "demand.csv", "work,flat", "work,平面口罩");
        edit(
            at,
            "stocks.csv",
            "depot-meltblown,depot",
            "depot-meltblown,省级原料库",
        );
    }),
    ("short name", |at| {
        edit(at, "demand.csv", "360100,5000", "南昌,5000");
    }),
    ("code as float", |at| {
        edit(at, "counties.csv", "360102,", "360102.0,");
    }),
    ("code in powers of ten", |at| {
        edit(at, "counties.csv", "360102,", "3.60102E+05,");
    }),
    ("code referred to as float", |at| {
        edit(at, "demand.csv", "360100,5000", "360100.0,5000");
    }),
    ("semicolons", |at| {
        rewrite(at, "demand.csv", |text| text.replace(',', ";").into_bytes());
    }),
    ("tabs", |at| {
        rewrite(at, "demand.csv", |text| {
            text.replace(',', "\t").into_bytes()
        });
    }),
    ("utf-16", |at| {
        rewrite(at, "demand.csv", |text| {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        });
    }),
    ("nothing to say", |at| {
        edit(
            at,
            "demand.csv",
            "national,national,,10000,1,,",
            "national,national,/,10000,1,无,",
        );
    }),
    ("windows lines", |at| {
        rewrite(at, "lines.csv", |text| {
            text.replace('\n', "\r\n").into_bytes()
        });
    }),
    ("toml text", |at| {
        edit(at, "scenario.toml", "days = 5", "days = \"5.0\"");
    }),
];

#[test]
fn every_form_that_is_read_is_the_same_scenario() {
    let base = changed(|_| {}).unwrap();
    for (name, change) in READ {
        match changed(*change) {
            Ok(same) => {
                assert_eq!(same.resolved, base.resolved, "{name}");
                assert_eq!(same.hash, base.hash, "{name}");
            }
            Err(findings) => panic!("{name}: {findings:#?}"),
        }
    }
}

/// Forms that are one finding: its code, where, and what it says in English and in Chinese.
const FOUND: &[(&str, Change, &str, &str, &str)] = &[
    (
        "lines.csv:3",
        |at| edit(at, "lines.csv", "2020-02-01", "01/02/2020"),
        "S009",
        "cannot be told apart",
        "分不清",
    ),
    (
        "lines.csv:3",
        |at| {
            edit(
                at,
                "lines.csv",
                "\"triangular(70, 80, 100)\"",
                "\"triangular(100, 80, 70)\"",
            );
        },
        "S007",
        "least",
        "众数",
    ),
    (
        "demand.csv:4",
        |at| edit(at, "demand.csv", "100000,0.2", "#N/A,0.2"),
        "S035",
        "spreadsheet",
        "电子表格",
    ),
    (
        "demand.csv:4",
        |at| edit(at, "demand.csv", "100000,0.2", "\"1,5\",0.2"),
        "S007",
        "group thousands",
        "千分位",
    ),
    (
        "demand.csv:4",
        |at| edit(at, "demand.csv", "100000,0.2", "50%,0.2"),
        "S007",
        "percent",
        "百分号",
    ),
    (
        "demand.csv:5",
        |at| {
            rewrite(at, "demand.csv", |text| {
                format!("{text}Public-1,public,360100,100000,0.2,work,flat,0,1\n").into_bytes()
            });
        },
        "S036",
        "`public-1`",
        "`public-1`",
    ),
    (
        "supply.csv:1",
        |at| {
            rewrite(at, "supply.csv", |text| text.replace(',', "|").into_bytes());
        },
        "S004",
        "a row of headings",
        "表头",
    ),
    (
        "enterprises.csv:0",
        |at| {
            // 甲廠 in Big5.
            rewrite(at, "enterprises.csv", |text| {
                let (before, after) = text.split_once("甲厂").unwrap();
                let after = after.replace(|letter: char| !letter.is_ascii(), "");
                [before.as_bytes(), b"\xa5\xd2\xbcr", after.as_bytes()].concat()
            });
        },
        "S002",
        "GBK",
        "GBK",
    ),
    (
        "enterprises.csv:0",
        |at| {
            rewrite(at, "enterprises.csv", |text| {
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            });
        },
        "S002",
        "UTF-16 with its mark",
        "带标记",
    ),
    (
        "lines.csv:1",
        |at| edit(at, "lines.csv", "number", "nummer"),
        "S005",
        "did you mean `number`?",
        "`number`",
    ),
];

#[test]
fn what_could_mean_two_things_is_one_finding_with_its_reason() {
    for (place, change, code, en, zh) in FOUND {
        let findings = changed(*change).unwrap_err();
        assert_eq!(findings.len(), 1, "{place}: {findings:#?}");
        let found = &findings[0];
        let (file, line) = place.split_once(':').unwrap();
        assert_eq!(
            (found.code, found.place.line.to_string().as_str()),
            (*code, line),
            "{found}"
        );
        assert!(found.place.file.ends_with(file), "{found}");
        let told = [&found.found, &found.expected];
        assert!(told.iter().any(|word| word.en.contains(en)), "{found:?}");
        assert!(told.iter().any(|word| word.zh.contains(zh)), "{found:?}");
    }
}

#[test]
fn a_far_word_is_not_guessed() {
    let findings = changed(|at| edit(at, "risk.csv", "medium", "红")).unwrap_err();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert!(
        !findings[0].to_string().contains("did you mean"),
        "{}",
        findings[0]
    );
}

#[test]
fn a_path_that_says_no_row_is_a_finding() {
    let place = template();
    let folder = place.path().join("small");
    for (set, words) in [
        ("lines.number=5", "lines[*].number"),
        ("supply.per_day=0", "which of its rows"),
        ("policy={ link_ratio = 0.4 }", "\"policy.link_ratio\" = 0.6"),
    ] {
        let findings = load(&folder, &[set.to_owned()]).unwrap_err();
        assert_eq!(findings.len(), 1, "{set}: {findings:#?}");
        assert!(findings[0].to_string().contains(words), "{}", findings[0]);
    }
}

#[test]
fn a_row_like_another_says_only_what_differs() {
    let like = |line: &str, column: &str| {
        let place = template();
        let folder = place.path().join("small");
        let (line, column) = (line.to_owned(), column.to_owned());
        rewrite(&folder, "lines.csv", |text| {
            let mut rows: Vec<String> = text.lines().map(|row| format!("{row},")).collect();
            rows[0] = format!("{}{column}", rows[0]);
            rows.push(line.clone());
            rows.join("\n").into_bytes()
        });
        load(&folder, &[])
    };
    let extra = "extra,,,30,,,2020-02-02,1,1,,,,,,,,,,b-1";
    for column in ["like", "参照"] {
        let scenario = like(extra, column).unwrap();
        let find = |id: &str| scenario.lines.iter().find(|line| line.id == id).unwrap();
        let (model, new) = (find("b-1"), find("extra"));
        assert_eq!(
            (new.number, new.enterprise, new.item),
            (30, model.enterprise, model.item)
        );
        assert_eq!(new.speed_per_minute, model.speed_per_minute);
        assert_eq!(new.ordered_on.unwrap().to_string(), "2020-02-02");
        assert!(!scenario.resolved.contains("like"));
    }
    let findings = like("extra,,,30,,,,,,,,,,,,,,,nobody", "like").unwrap_err();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].code, "S012");
}

/// A table's rows as cells.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

fn table(rows: &[Vec<String>], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_writer(Vec::new());
    rows.iter()
        .for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

/// Columns of amounts.
const AMOUNTS: [&str; 5] = ["population", "persons", "price_yuan", "amount", "per_day"];

/// An amount in another form.
fn other_amount(cell: &str, which: usize) -> String {
    let Ok(number) = cell.parse::<u64>() else {
        return cell.to_owned();
    };
    match which % 3 {
        0 => {
            let digits = number.to_string();
            let groups = digits.as_bytes().rchunks(3).rev();
            let groups: Vec<&str> = groups
                .map(|three| std::str::from_utf8(three).unwrap())
                .collect();
            groups.join(",")
        }
        1 => {
            let wide = |digit: char| char::from_u32(u32::from(digit) + 0xfee0).unwrap();
            cell.chars().map(wide).collect()
        }
        _ => format!("{}.{:04}万", number / 10_000, number % 10_000),
    }
}

/// A cell in another form that means the same.
fn other_form(cell: &str, which: usize) -> String {
    let parts: Vec<&str> = cell.split('-').collect();
    let is_date = parts.len() == 3
        && parts[0].len() == 4
        && parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if is_date {
        let [year, month, day] = [0, 1, 2].map(|at| parts[at].parse::<u32>().unwrap());
        return match which % 3 {
            0 => format!("{year}年{month}月{day}日"),
            1 => format!("{year}/{month}/{day}"),
            _ => format!("{cell} 00:00:00"),
        };
    }
    if cell.starts_with("triangular(") || cell.starts_with("uniform(") {
        return cell
            .replace('(', "（")
            .replace(')', "）")
            .replace(',', "，");
    }
    let words = [
        ("low", "低风险"),
        ("medium", "中"),
        ("high", "高风险"),
        ("existing", "已有"),
        ("purchase", "采购"),
    ];
    let word = words.iter().find(|(word, _)| *word == cell);
    word.map_or_else(|| cell.to_owned(), |(_, zh)| (*zh).to_owned())
}

#[test]
fn shipped_scenarios_are_the_same_in_every_form() {
    for shipped in ["jiangxi-2020", "china-2020"] {
        let base = load(&Path::new("scenarios").join(shipped), &[]).unwrap();
        for which in 0..3 {
            let place = tempfile::tempdir().unwrap();
            let folder = place.path().join(shipped);
            fs::create_dir(&folder).unwrap();
            for entry in fs::read_dir(Path::new("scenarios").join(shipped)).unwrap() {
                let path = entry.unwrap().path();
                if !path.is_file() {
                    continue;
                }
                let to = folder.join(path.file_name().unwrap());
                if path.extension().is_none_or(|ending| ending != "csv") {
                    fs::copy(&path, to).unwrap();
                    continue;
                }
                let text = fs::read_to_string(&path).unwrap();
                let mut rows = cells(text.trim_start_matches('\u{feff}'));
                let headings = rows[0].clone();
                for row in &mut rows[1..] {
                    for (cell, heading) in row.iter_mut().zip(&headings) {
                        *cell = if AMOUNTS.contains(&heading.as_str()) {
                            other_amount(cell, which)
                        } else {
                            other_form(cell, which)
                        };
                    }
                }
                for heading in &mut rows[0] {
                    *heading = format!(" {} ", heading.to_uppercase());
                }
                let bytes = table(&rows, [b';', b'\t', b','][which]);
                let text = String::from_utf8(bytes).unwrap();
                let bytes = match which {
                    0 => encoding_rs::GBK.encode(&text).0.into_owned(),
                    1 => std::iter::once(0xfeff)
                        .chain(text.encode_utf16())
                        .flat_map(u16::to_be_bytes)
                        .collect(),
                    _ => format!("\u{feff}{text}").into_bytes(),
                };
                fs::write(to, bytes).unwrap();
            }
            let same = load(&folder, &[])
                .unwrap_or_else(|findings| panic!("{shipped} {which}: {findings:#?}"));
            assert!(same.resolved == base.resolved, "{shipped} {which}");
            assert_eq!(same.hash, base.hash);
        }
    }
}

#[test]
fn the_hash_covers_neither_names_nor_titles() {
    let base = changed(|_| {}).unwrap();
    let other = changed(|at| {
        edit(
            at,
            "scenario.toml",
            "title_zh = \"两市示例\"",
            "title_zh = \"另一标题\"\nname = \"another\"",
        );
        edit(at, "enterprises.csv", "甲厂", "甲口罩厂");
    });
    let other = other.unwrap();
    assert_ne!(other.resolved, base.resolved);
    assert_eq!(other.hash, base.hash);
    let simulated = changed(|at| edit(at, "demand.csv", "100000,0.2", "100001,0.2")).unwrap();
    assert_ne!(simulated.hash, base.hash);
}
