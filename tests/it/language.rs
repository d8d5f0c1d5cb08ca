//! The language of messages, help and errors: what the command line says, else the machine's, else English. Files follow the command
//! line alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::program::{PROGRAM, on_machine, program};

const CHINESE: &str = "zh_CN.UTF-8";

fn call_on(locale: &str, place: &Path, line: &str) -> Output {
    let mut command = on_machine(PROGRAM, locale);
    let command = command.args(line.split_whitespace());
    command.current_dir(place).output().unwrap()
}

fn call(place: &Path, line: &str) -> Output {
    call_on("C", place, line)
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with the scenario `small`, and `broken`, which has one finding.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for name in ["small", "broken"] {
        assert!(call(place.path(), &format!("init {name}")).status.success());
    }
    let file = place.path().join("broken/scenario.toml");
    let text = fs::read_to_string(&file).unwrap();
    let wrong = text.lines().map(|line| match line.split_once('=') {
        Some((key, _)) if key.trim() == "days" => "days = \"five\"",
        _ => line,
    });
    fs::write(&file, wrong.collect::<Vec<_>>().join("\n")).unwrap();
    place
}

#[test]
fn the_command_line_goes_before_the_machine() {
    let place = place();
    let order = |locale: &str, line: &str| {
        let output = call_on(locale, place.path(), line);
        out(&output).lines().last().unwrap_or_default().to_owned()
    };
    let (zh, en) = ("small：无问题", "small: in order");
    assert_eq!(order("C", "check small"), en);
    assert_eq!(order("en_US.UTF-8", "check small"), en);
    assert_eq!(order(CHINESE, "check small"), zh);
    assert_eq!(order(CHINESE, "check small --lang both"), zh);
    assert_eq!(order(CHINESE, "check small --lang en"), en);
    assert_eq!(order(CHINESE, "--lang=en check small"), en);
    assert_eq!(order("C", "--lang zh check small"), zh);
    let mut by_lang = program();
    by_lang.env_remove("LC_ALL").env_remove("LC_MESSAGES");
    let by_lang = by_lang.env("LANG", CHINESE).args(["check", "small"]);
    let output = by_lang.current_dir(place.path()).output().unwrap();
    assert!(out(&output).ends_with(&format!("{zh}\n")));
}

#[test]
fn help_is_told_in_both_languages() {
    let place = tempfile::tempdir().unwrap();
    let chinese = call_on(CHINESE, place.path(), "check --help");
    assert_eq!(chinese.status.code(), Some(0));
    let expected = "\
检查情景，列出全部问题

用法：maskflow check [选项] [SCENARIOS]...

参数：
  [SCENARIOS]...  含 scenario.toml 的文件夹、以其他情景为基础的文件，或者存放它们的文件夹
                  [默认：scenarios]

选项：
      --set <PATH=VALUE>  先改一个值：policy.link_ratio=0.4，lines[\"编号\"].delivery_days=20
      --explain           输出实际采用的全部取值
      --json              输出一个 JSON 文档
      --lang <LANG>       zh、en 或 both：图、表和语句的语言 [默认：both]；写 zh 或 en 时，提示信息
                          和帮助也用它 [默认：随系统]
  -h, --help              显示本说明
";
    assert_eq!(out(&chinese), expected);
    let run = out(&call(place.path(), "help run --lang zh"));
    assert!(run.is_empty() || run.contains("用法："), "{run}");
    let run = out(&call(place.path(), "--lang zh help run"));
    assert!(
        run.contains("\n用法：maskflow run [选项] [SCENARIOS]...\n"),
        "{run}"
    );
    assert!(
        run.contains("\n      --no-charts                不画图\n"),
        "{run}"
    );
    let english = out(&call_on(CHINESE, place.path(), "check --help --lang en"));
    assert!(english.contains("\nOptions:\n") && !english.contains('选'));
    let all = out(&call(place.path(), "--lang zh --help"));
    assert!(
        all.contains("\n  calibrate    按已公布数据校准参数"),
        "{all}"
    );
}

#[test]
fn a_wrong_command_line_is_told_in_both_languages_and_ends_alike() {
    let place = tempfile::tempdir().unwrap();
    let chinese = call_on(CHINESE, place.path(), "run --threads many");
    assert_eq!(chinese.status.code(), Some(2));
    assert_eq!(
        err(&chinese),
        "错误：参数“--threads <THREADS>”不能为“many”：应为整数\n\n详见 --help。\n"
    );
    let english = call(place.path(), "run --threads many");
    assert_eq!(english.status.code(), Some(2));
    assert!(err(&english).starts_with("error: invalid value 'many' for '--threads <THREADS>'"));
}

#[test]
fn a_refused_place_is_told_in_both_languages() {
    let place = place();
    fs::create_dir_all(place.path().join("out/small")).unwrap();
    fs::write(place.path().join("out/small/notes"), "mine").unwrap();
    let line = "run small --no-charts --out out";
    let chinese = call_on(CHINESE, place.path(), line);
    assert_eq!(chinese.status.code(), Some(1));
    assert_eq!(
        err(&chinese),
        "F002 out/small\n    实际：文件夹中有其他文件，没有 manifest.json\n    应为：空位，或者 maskflow 写的模拟结果\n    处理：将其移走，或者用 --out 指定其他位置\n"
    );
    let english = call(place.path(), line);
    assert_eq!(english.status.code(), Some(1));
    assert_eq!(
        err(&english),
        "F002 out/small\n    found:    a folder with other files, and no manifest.json\n    expected: nothing, or results of kind run that maskflow wrote\n    remedy:   move it away, or name another place with --out\n"
    );
    fs::write(place.path().join("taken"), "a file").unwrap();
    let taken = call_on(CHINESE, place.path(), "run small --out taken");
    assert_eq!(taken.status.code(), Some(3));
    let told = err(&taken);
    assert!(
        told.starts_with("错误：无法新建文件夹 taken：已经存在"),
        "{told}"
    );
    assert!(
        told.ends_with("    处理：移走原有的文件，或者改用其他位置\n"),
        "{told}"
    );
}

#[test]
fn findings_are_counted_in_both_languages() {
    let place = place();
    let chinese = call_on(CHINESE, place.path(), "check broken small");
    assert_eq!(chinese.status.code(), Some(1));
    let told = out(&chinese);
    assert!(told.starts_with("S007 broken/scenario.toml:"), "{told}");
    assert!(told.contains("\n    实际：five\n    应为："), "{told}");
    assert!(told.contains("\n    处理："), "{told}");
    assert!(
        told.ends_with("\nbroken：1 项问题\nsmall：无问题\n"),
        "{told}"
    );
    let english = out(&call(place.path(), "check broken small"));
    assert!(english.ends_with("\nbroken: 1 finding\nsmall: in order\n"));
}

/// Every file below a folder but manifests, which name times.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if !path.ends_with("manifest.json") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            all.insert(name, fs::read(&path).unwrap());
        }
    }
    all
}

#[test]
fn the_machine_changes_no_byte_of_results() {
    let place = place();
    let english = call(place.path(), "run small --out en");
    let chinese = call_on(CHINESE, place.path(), "run small --out zh");
    assert!(english.status.success() && chinese.status.success());
    let results = |folder| files(&place.path().join(folder));
    assert!(results("en") == results("zh"));
    // The table in the terminal is a result too.
    let table = |output: &Output| out(output).lines().map(str::to_owned).next();
    assert_eq!(table(&english), table(&chinese));
}

#[test]
fn sound_scenarios_go_on_unless_all_or_nothing_is_asked_for() {
    let place = place();
    for (verb, written) in [
        ("run small broken --no-charts --quiet", "small/summary.json"),
        (
            "compare small broken --no-charts --quiet --rules talmud --tightness given --replicates 1 --no-gaming",
            "small/league.csv",
        ),
        (
            "study small broken --no-charts --quiet --replicates 2",
            "small/study.json",
        ),
        (
            "backtest small broken --no-charts --quiet --replicates 20",
            "small/backtest.json",
        ),
    ] {
        let strict = call(place.path(), &format!("{verb} --strict --out strict"));
        assert_eq!(strict.status.code(), Some(1), "{verb}");
        let told = err(&strict);
        assert!(told.contains("broken: 1 finding\n"), "{told}");
        assert!(
            told.ends_with("1 of 2; with --strict, nothing is done\n"),
            "{told}"
        );
        assert!(!place.path().join("strict").exists(), "{verb}");
        let done = call(place.path(), &format!("{verb} --out done"));
        let told = err(&done);
        assert_eq!(done.status.code(), Some(1), "{verb}: {told}");
        assert!(told.contains("1 of 2; the others go on\n"), "{told}");
        assert!(
            place.path().join("done").join(written).is_file(),
            "{verb}: {told}"
        );
        fs::remove_dir_all(place.path().join("done")).unwrap();
    }
}
