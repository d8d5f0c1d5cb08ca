//! What is wrong with a command line, in Chinese. In English clap says it.

use std::error::Error as _;
use std::num::ParseIntError;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};

use super::{help, language, say};
use crate::language::{Lang, Message, Word};

/// Says what is wrong with a command line, or shows the help or the version that it asks for.
pub(super) fn told(error: &clap::Error) -> ExitCode {
    match in_chinese(error) {
        Some(text) if language::chosen() == Lang::Zh => say(&Word::verbatim(text)),
        _ => {
            let _ = error.print();
        }
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// What is wrong, the usage and where to read on; nothing where help or the version is asked for.
fn in_chinese(error: &clap::Error) -> Option<String> {
    let mut text = format!("错误：{}", what(error)?);
    for kind in [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ] {
        if let Some(near) = context(error, kind) {
            text += &format!("\n\n  是否应为：{}", near.replace(", ", "、"));
        }
    }
    if let Some(usage) = context(error, ContextKind::Usage) {
        text += &format!("\n\n用法：{}", help::usage(&usage));
    }
    Some(text + "\n\n详见 --help。")
}

fn what(error: &clap::Error) -> Option<String> {
    let told = |kind| context(error, kind).unwrap_or_default();
    let (argument, value) = (
        told(ContextKind::InvalidArg),
        told(ContextKind::InvalidValue),
    );
    Some(match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion => return None,
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", told(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个参数"),
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("参数“{argument}”缺少取值{}", values(error))
        }
        ErrorKind::InvalidValue => {
            format!("参数“{argument}”不能为“{value}”{}", values(error))
        }
        ErrorKind::ValueValidation => {
            format!("参数“{argument}”不能为“{value}”：{}", reason(error))
        }
        ErrorKind::ArgumentConflict => match told(ContextKind::PriorArg) {
            prior if prior == argument => format!("参数“{argument}”只能写一次"),
            prior => format!("参数“{argument}”不能与“{prior}”同时使用"),
        },
        ErrorKind::InvalidUtf8 => "命令行中有不是 UTF-8 的文字".to_owned(),
        ErrorKind::TooManyValues => format!("参数“{argument}”的取值多余：{value}"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("参数“{argument}”的取值个数不对")
        }
        // What remains has no words of its own in Chinese.
        _ => format!("命令行有误：{}", first_line(error)),
    })
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    let found = error.get(kind)?.to_string();
    (!found.is_empty()).then_some(found)
}

fn values(error: &clap::Error) -> String {
    let values = context(error, ContextKind::ValidValue);
    values.map_or_else(String::new, |values| {
        format!("\n\n  可用的取值：{}", values.replace(", ", "、"))
    })
}

/// Why a value is refused by the reader of its argument.
fn reason(error: &clap::Error) -> String {
    let Some(source) = error.source() else {
        return "写法不对".to_owned();
    };
    if let Some(message) = source.downcast_ref::<Message>() {
        return message.word().zh.clone().into_owned();
    }
    if source.is::<ParseIntError>() {
        return "应为整数".to_owned();
    }
    if source.is::<jiff::Error>() {
        return "应为日期，如 2020-03-09".to_owned();
    }
    let english = source.to_string();
    match english.split_once(" is not in ") {
        Some((_, range)) => match range.split_once("..=") {
            Some((least, most)) => format!("应为 {least} 至 {most} 的整数"),
            None => {
                let least = range.split("..").next().unwrap_or_default();
                format!("应为不小于 {least} 的整数")
            }
        },
        None => english,
    }
}

fn first_line(error: &clap::Error) -> String {
    let english = error.to_string();
    let line = english.lines().next().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn refused(line: &str) -> String {
        let mut command = Cli::command();
        let error = command
            .try_get_matches_from_mut(line.split(' '))
            .unwrap_err();
        in_chinese(&error).unwrap()
    }

    #[test]
    fn what_is_wrong_with_a_command_line_is_told_in_chinese() {
        for (line, expected) in [
            (
                "maskflow chek",
                "没有“chek”这个命令\n\n  是否应为：schema、check",
            ),
            (
                "maskflow run --threds 2",
                "没有“--threds”这个参数\n\n  是否应为：--threads",
            ),
            (
                "maskflow run --threads many",
                "参数“--threads <THREADS>”不能为“many”：应为整数",
            ),
            (
                "maskflow run --threads 0",
                "不能为“0”：应为 1 至 256 的整数",
            ),
            (
                "maskflow run --replicates 0",
                "不能为“0”：应为不小于 1 的整数",
            ),
            ("maskflow run --threads", "缺少取值"),
            (
                "maskflow run --lang fr",
                "没有语言“fr”：应为 zh、en 或 both",
            ),
            ("maskflow audit", "缺少参数：<OUTPUT>..."),
            (
                "maskflow check --json --explain",
                "不能与“--explain”同时使用",
            ),
            (
                "maskflow why --date 9.3.2020 --enterprise a",
                "应为日期，如 2020-03-09",
            ),
            ("maskflow study --shard 6/5", "应为 2/5 这样的写法"),
            ("maskflow compare --rules fair", "没有名为 `fair` 的规则"),
            (
                "maskflow sensitivity --methods luck",
                "可用的取值：tornado、morris、sobol、discovery",
            ),
            (
                "maskflow share --amount 1 --claims 1 --rule fair",
                "可用的取值：proportional、",
            ),
        ] {
            let told = refused(line);
            assert!(
                told.starts_with("错误：") && told.contains(expected),
                "{line}: {told}"
            );
        }
        let told = refused("maskflow run --threads many");
        assert!(told.ends_with("\n\n详见 --help。"), "{told}");
        let told = refused("maskflow rnu");
        assert!(told.contains("\n\n用法：maskflow [选项] <命令>"), "{told}");
    }
}
