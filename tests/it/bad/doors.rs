//! What comes from outside: names, places and sizes that would lead elsewhere, hold on for ever, or take hours.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use maskflow::scenario::{Finding, discover, load};

use super::template;
use crate::command::unaudited;

/// Far below the minutes that quadratic work takes, far above what a busy machine needs.
const SOON: Duration = Duration::from_secs(10);

/// What is found in the template after a change to its folder; soon.
fn findings(change: impl Fn(&Path)) -> Vec<Finding> {
    let place = template();
    let folder = place.path().join("small");
    change(&folder);
    let begun = Instant::now();
    let findings = load(&folder, &[]).err().unwrap_or_default();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    findings
}

/// Puts a line at the top of scenario.toml.
fn put_first(folder: &Path, line: &str) {
    let file = folder.join("scenario.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(file, format!("{line}\n{text}")).unwrap();
}

fn append(file: &Path, rows: &str) {
    let text = fs::read_to_string(file).unwrap();
    fs::write(file, text + rows).unwrap();
}

fn replace(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old));
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}

#[test]
fn names_that_lead_elsewhere_are_found_and_nothing_is_written() {
    let long = "a".repeat(250);
    for name in ["../../elsewhere", "/elsewhere", &long, "study", "a b"] {
        let place = template();
        put_first(&place.path().join("small"), &format!("name = \"{name}\""));
        for verb in [&["check", "small"][..], &["run", "small", "--no-charts"]] {
            let answer = unaudited(verb, place.path());
            let said = [answer.stdout, answer.stderr].concat();
            let said = String::from_utf8_lossy(&said);
            assert_eq!(answer.status.code(), Some(1), "{said}");
            assert!(
                said.contains("S031 small/scenario.toml:1: name\n"),
                "{said}"
            );
            assert!(said.ends_with("small: 1 finding\n"), "{said}");
        }
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "{name}");
    }
}

#[test]
fn a_folder_whose_name_cannot_be_kept_is_told_how_to_name_its_scenario() {
    let place = template();
    let folder = place.path().join("my scenario");
    fs::rename(place.path().join("small"), &folder).unwrap();
    let findings = load(&folder, &[]).unwrap_err();
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0]
            .place
            .file
            .ends_with("my scenario/scenario.toml")
    );
    assert!(findings[0].expected.en.contains("`my-scenario` would do"));
    put_first(&folder, "name = \"my-scenario\"");
    let scenario = load(&folder, &[]).unwrap();
    assert_eq!(
        (scenario.name, scenario.base),
        ("my-scenario".into(), "my-scenario".into())
    );
}

#[test]
fn a_scenario_is_called_after_its_folder_wherever_the_path_begins() {
    let place = template();
    let folder = place.path().join("small");
    fs::create_dir(folder.join("inner")).unwrap();
    for path in ["", ".", "inner/..", "scenario.toml"] {
        let scenario = load(&folder.join(path), &[]).unwrap();
        assert_eq!(
            (scenario.name.as_str(), scenario.prefectures.len()),
            ("small", 2),
            "{path}"
        );
    }
    for path in [".", "./", "scenario.toml", "inner/.."] {
        let answer = unaudited(&["run", path, "--no-charts", "--out", "../out"], &folder);
        assert_eq!(
            answer.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&answer.stderr)
        );
        assert!(
            place.path().join("out/small/summary.json").is_file(),
            "{path}"
        );
        fs::remove_dir_all(place.path().join("out")).unwrap();
    }
}

#[test]
fn a_resolved_scenario_says_its_format_first_and_stands_alone() {
    let place = template();
    let folder = place.path().join("small");
    let scenario = load(&folder, &[]).unwrap();
    assert!(
        scenario.resolved.starts_with("format = 2\n"),
        "{}",
        scenario.resolved
    );
    let alone = place.path().join("alone");
    fs::create_dir(&alone).unwrap();
    for file in ["scenario.resolved.toml", "scenario.toml"] {
        fs::write(alone.join(file), &scenario.resolved).unwrap();
        assert_eq!(load(&alone.join(file), &[]).unwrap().hash, scenario.hash);
    }
    put_first(&folder, "format = 1");
    let overlay = place.path().join("over.toml");
    fs::write(
        &overlay,
        "format = 2\nextends = \"small\"\nname = \"small\"\n",
    )
    .unwrap();
    let over = load(&overlay, &[]).unwrap();
    assert_eq!((over.hash, over.base), (scenario.hash, "small".into()));
}

#[test]
fn a_newer_format_is_one_finding_that_names_both_versions() {
    let found = findings(|folder| put_first(folder, "format = 7\nunheard_of = true"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].code, &*found[0].found.en), ("S033", "format 7"));
    assert!(found[0].expected.en.starts_with("format 2 or older"));
}

#[test]
fn what_is_no_regular_file_is_found_at_once() {
    let folder = findings(|folder| {
        fs::remove_file(folder.join("demand.csv")).unwrap();
        fs::create_dir(folder.join("demand.csv")).unwrap();
    });
    let missing = load(Path::new("nowhere/at/all"), &[]).unwrap_err();
    for (found, file, what) in [
        (folder, "demand.csv", "a folder, not a regular file"),
        (missing, "nowhere/at/all", "no such file"),
    ] {
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].place.file.ends_with(file), "{found:#?}");
        assert_eq!(found[0].found.en, what);
    }
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_links_that_lead_nowhere_are_found_at_once() {
    use std::os::unix::fs::symlink;
    let instead = |file: &'static str, make: &dyn Fn(&Path)| {
        let found = findings(|folder| {
            fs::remove_file(folder.join(file)).unwrap();
            make(&folder.join(file));
        });
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].place.file.ends_with(file), "{found:#?}");
        assert!(
            found[0].found.en.ends_with("not a regular file"),
            "{found:#?}"
        );
    };
    let pipe = |path: &Path| {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    };
    instead("observed.csv", &pipe);
    instead("scenario.toml", &pipe);
    instead("supply.csv", &|path| symlink("nowhere", path).unwrap());
    instead("supply.csv", &|path| symlink("/dev/zero", path).unwrap());
    let linked = findings(|folder| {
        fs::rename(folder.join("lines.csv"), folder.join("elsewhere")).unwrap();
        symlink("elsewhere", folder.join("lines.csv")).unwrap();
    });
    assert_eq!(linked, []);
}

#[test]
fn a_long_chain_is_one_finding() {
    let place = template();
    for at in 0..50 {
        let text = format!("extends = \"{}\"\n", at + 1);
        fs::write(place.path().join(format!("{at}.toml")), text).unwrap();
    }
    fs::write(place.path().join("50.toml"), "extends = \"small\"\n").unwrap();
    let found = load(&place.path().join("0.toml"), &[]).unwrap_err();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code, "S021");
    assert!(load(&place.path().join("21.toml"), &[]).is_ok());
}

#[test]
fn deep_nesting_is_one_finding() {
    let nested = |open: &str, inner: &str, close: &str, times: usize| {
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    // Each table of the last is reached over seventy keys.
    let keys = format!("{}a = ", "a.".repeat(70));
    for line in [
        format!("deep = {}", nested("[", "1", "]", 50)),
        format!("deep = {}", nested("[", "1", "]", 100_000)),
        format!("deep = {}", nested("{ a = ", "1", " }", 100_000)),
        format!("{} = 1", vec!["a"; 100_000].join(".")),
        format!("{keys}{}", nested(&format!("{{ {keys}"), "1", " }", 70)),
    ] {
        let found = findings(|folder| put_first(folder, &line));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(["S003", "S034"].contains(&found[0].code), "{found:#?}");
    }
}

#[test]
fn control_characters_are_one_finding_and_never_reach_a_terminal() {
    let place = template();
    replace(
        &place.path().join("small/lines.csv"),
        "a-1,a,",
        "a-1,\u{1b}[2Jzzz,",
    );
    let answer = unaudited(&["check", "small"], place.path());
    let said = String::from_utf8(answer.stdout).unwrap();
    assert!(said.ends_with("small: 1 finding\n"), "{said}");
    assert!(said.contains(r"\u{1b}[2Jzzz"), "{said}");
    assert!(
        !said
            .chars()
            .any(|letter| letter.is_control() && letter != '\n'),
        "{said:?}"
    );
    let answer = unaudited(&["check", "small", "--json"], place.path());
    let told: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(
        told["scenarios"][0]["findings"][0]["zh"]["found"],
        "\u{1b}[2Jzzz"
    );
}

#[test]
fn texts_are_bounded_and_remarks_may_have_lines() {
    let found = findings(|folder| {
        let title = "题".repeat(20_000);
        replace(&folder.join("scenario.toml"), "两市示例", &title);
    });
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].code, found[0].field.as_str()),
        ("S032", "title_zh")
    );
    assert!(found[0].to_string().len() < 2_000);
    let noted = findings(|folder| {
        append(&folder.join("risk.csv"), "");
        let file = folder.join("risk.csv");
        let text = fs::read_to_string(&file).unwrap();
        let mut lines = text.lines();
        let mut noted = format!("{},note\n", lines.next().unwrap());
        for line in lines {
            let _ = writeln!(noted, "{line},\"two\nlines\"");
        }
        fs::write(file, noted).unwrap();
    });
    assert_eq!(noted, []);
}

#[test]
fn many_bad_rows_are_found_soon_and_none_is_hidden() {
    let found = findings(|folder| {
        let rows: String = (0..20_000)
            .map(|at| format!("x-{at},meltblown,depo,many\n"))
            .collect();
        fs::write(
            folder.join("stocks.csv"),
            format!("id,item,place,amount\n{rows}"),
        )
        .unwrap();
    });
    assert_eq!(found.len(), 40_000);
}

#[test]
fn a_file_of_something_else_is_told_up_to_a_stated_number() {
    let rows = format!("id\n{}", "a\n".repeat(500_000));
    let found = findings(|folder| fs::write(folder.join("lines.csv"), &rows).unwrap());
    assert_eq!(found.len(), 100_001);
    let last = found.iter().filter(|one| one.code == "S034");
    assert_eq!(last.count(), 1);
}

/// Ten thousand makers with a stock each, which names its maker under another name.
fn makers(folder: &Path, heading: &str, name: &str) {
    let mut makers = format!("{heading},name_zh,county,staff_present,staff_away,compliance\n");
    let mut stocks = String::from("id,place,item,amount\n");
    for at in 0..10_000 {
        let _ = writeln!(makers, "maker-{at},厂,360102,10,0,1");
        let _ = writeln!(stocks, "stock-{at},{name}-{at},meltblown,1");
    }
    fs::write(folder.join("enterprises.csv"), makers).unwrap();
    fs::write(folder.join("stocks.csv"), stocks).unwrap();
}

#[test]
fn a_misspelt_heading_is_one_finding() {
    let found = findings(|folder| makers(folder, "idd", "maker"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code, "S005");
}

#[test]
fn makers_that_are_not_there_are_found_soon() {
    let found = findings(|folder| makers(folder, "id", "makre"));
    let missing = found.iter().filter(|one| one.code == "S012");
    assert!(missing.count() >= 10_000, "{}", found.len());
}

#[test]
fn long_and_many_words_are_found_soon() {
    let long = "x".repeat(60_000);
    let keys: String = (0..70_000).map(|at| format!("k{at:05} = 1\n")).collect();
    let set: String = (0..30_000)
        .map(|at| format!("\"lines['{at:05}'].number\" = 1\n"))
        .collect();
    let events: String = (0..20_000)
        .map(|at| format!("[[event]]\nid = \"{at}\"\ntitle_zh = \"x\"\n"))
        .collect();
    let items: String = (0..12_000)
        .map(|at| {
            format!(
                "[[item]]\nid = \"m{at}\"\nkind = \"material\"\nbill = {{ m{} = 1 }}\n",
                at + 1
            )
        })
        .collect();
    let regimes: String = (0..3_000)
        .map(|at| {
            format!(
                "[[policy.regime]]\nid = \"r{at}\"\nfrom = 2020-02-0{}\n",
                at % 5 + 1
            )
        })
        .collect();
    for text in [
        keys.clone(),
        format!("[set]\n{set}"),
        format!(
            "[[measure]]\ntitle_zh = \"x\"\nid = \"{}\"\n{keys}",
            long.repeat(5)
        ),
        format!("[policy.product_reserve]\n{keys}"),
        events,
        items,
        regimes,
        "x".repeat(1_000_000),
        "\u{1b}".repeat(1_000_000),
        "[".repeat(1_000_000),
        "[[a]]\n".repeat(150_000),
    ] {
        findings(|folder| append(&folder.join("scenario.toml"), &format!("\n{text}")));
    }
    for table in ["lines.csv", "demand.csv", "observed.csv"] {
        let wide = format!(
            "id,{}\n{}\n",
            keys.replace(" = 1\n", ","),
            ",1".repeat(70_000)
        );
        for text in [
            format!("id\n{}", "a\n".repeat(500_000)),
            wide,
            format!("id,item\n{long},{long}\n"),
        ] {
            let found = findings(|folder| fs::write(folder.join(table), &text).unwrap());
            assert!(!found.is_empty());
        }
    }
}

#[test]
fn folders_of_scenarios_leave_hidden_files_aside() {
    let place = template();
    fs::write(place.path().join(".taplo.toml"), "x = 1").unwrap();
    fs::create_dir(place.path().join("empty")).unwrap();
    let found = discover(&[place.path().to_owned()]).unwrap();
    assert_eq!(found, [place.path().join("small")]);
    let empty = place.path().join("empty");
    let itself = discover(std::slice::from_ref(&empty)).unwrap();
    assert_eq!(itself, std::slice::from_ref(&empty));
    let found = load(&empty, &[]).unwrap_err();
    assert!(found[0].expected.en.contains("maskflow init"), "{found:#?}");
}
