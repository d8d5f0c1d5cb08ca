//! Help in Chinese. English help is laid out by clap, which breaks lines at spaces alone; Chinese has none, so that it is laid out here.

use clap::builder::styling::Style;
use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command};

mod words;

use super::lines::{columns, width_of, wrapped};

/// Text is easily read up to so many columns.
const WIDEST: usize = 100;
/// Less than this is no column for text.
const NARROWEST: usize = 20;
/// The longest name that has its text beside it and not below it.
const LONGEST_NAME: usize = 32;

/// A command whose help, and that of its verbs, is Chinese.
pub(super) fn in_chinese(command: Command) -> Command {
    let width = columns().unwrap_or(WIDEST);
    let mut built = command.clone();
    built.build();
    let verbs = built.get_subcommands().cloned();
    let pages = verbs.map(|verb| (verb.get_name().to_owned(), page(verb, width)));
    let command = pages.fold(command, |command, (name, page)| match &*name {
        // The verb that clap adds shows the pages of the others.
        HELP => command,
        _ => command.mut_subcommand(name, |verb| verb.override_help(page)),
    });
    command.override_help(page(built, width))
}

const HELP: &str = "help";

/// The help of a command that is built, for a terminal of so many columns.
fn page(mut command: Command, width: usize) -> StyledStr {
    let width = width.min(WIDEST);
    let heading = *command.get_styles().get_header();
    let verb = match command.get_subcommands().next() {
        Some(_) => words::ROOT,
        None => command.get_name(),
    };
    let about = wrapped(words::about(verb).unwrap_or_default(), width).join("\n");
    let verb = verb.to_owned();
    let usage = usage(&command.render_usage().to_string());
    let mut page = format!("{about}\n\n{heading}用法：{heading:#}{usage}\n");
    let verbs = command.get_subcommands().map(|verb| {
        let name = verb.get_name().to_owned();
        let about = words::about(&name).unwrap_or_default();
        (name, about.to_owned())
    });
    page += &section("命令", heading, &verbs.collect::<Vec<_>>(), width);
    let entry = |argument: &Arg| (name_of(argument), text_of(&verb, argument));
    let positionals: Vec<_> = command.get_positionals().map(entry).collect();
    page += &section("参数", heading, &positionals, width);
    let options = command.get_arguments();
    let options = options.filter(|argument| !argument.is_positional());
    let options: Vec<_> = options.map(entry).collect();
    page += &section("选项", heading, &options, width);
    StyledStr::from(page)
}

/// A usage as clap has it, with Chinese placeholders.
pub(super) fn usage(english: &str) -> String {
    let usage = english.trim().trim_start_matches("Usage:").trim_start();
    usage
        .replace("[OPTIONS]", "[选项]")
        .replace("<COMMAND>", "<命令>")
        .replace("[COMMAND]", "[命令]")
}

/// A heading, and names with their texts beside them.
fn section(title: &str, heading: Style, entries: &[(String, String)], width: usize) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let names = entries.iter().map(|(name, _)| width_of(name));
    let longest = names.filter(|&name| name <= LONGEST_NAME).max();
    let mut column = longest.unwrap_or(LONGEST_NAME) + 4;
    if column + NARROWEST > width {
        column = 8;
    }
    let indent = " ".repeat(column);
    let mut section = format!("\n{heading}{title}：{heading:#}\n");
    for (name, text) in entries {
        let lines = text
            .lines()
            .flat_map(|line| wrapped(line, width.saturating_sub(column)));
        let text = lines.collect::<Vec<_>>().join(&format!("\n{indent}"));
        let beside = column.checked_sub(width_of(name) + 4);
        let gap = beside.map_or(format!("\n{indent}"), |gap| " ".repeat(gap + 2));
        section += &format!("  {name}{gap}{text}\n");
    }
    section
}

/// `-h, --help`, `    --out <OUT>`, `[SCENARIOS]...`.
fn name_of(argument: &Arg) -> String {
    let long = argument.to_string();
    match argument.get_short() {
        _ if argument.is_positional() => long,
        Some(short) => format!("-{short}, {long}"),
        None => format!("    {long}"),
    }
}

/// What an argument is for, its default, and its values.
fn text_of(verb: &str, argument: &Arg) -> String {
    let id = argument.get_id().as_str();
    let mut text = words::argument(verb, id).unwrap_or_default().to_owned();
    if !argument.get_action().takes_values() {
        return text;
    }
    let defaults: Vec<_> = argument.get_default_values().iter().collect();
    if !defaults.is_empty() && !argument.is_hide_default_value_set() {
        let defaults = defaults.iter().map(|value| value.to_string_lossy());
        text += &format!(" [默认：{}]", defaults.collect::<Vec<_>>().join(","));
    }
    let values = argument.get_possible_values();
    let told: Vec<_> = (values.iter())
        .filter_map(|value| Some((value.get_name(), words::value(id, value.get_name())?)))
        .collect();
    if told.is_empty() && !values.is_empty() {
        let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
        text += &format!(" [可用：{}]", names.join("、"));
    }
    for (name, meaning) in told {
        text += &format!("\n- {name}：{meaning}");
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn built() -> Command {
        let mut command = Cli::command();
        command.build();
        command
    }

    fn all() -> Vec<Command> {
        let verbs = built().get_subcommands().cloned().collect::<Vec<_>>();
        let verbs = verbs.into_iter().filter(|verb| verb.get_name() != HELP);
        verbs.chain([built()]).collect()
    }

    fn name(command: &Command) -> String {
        let is_root = command.get_subcommands().next().is_some();
        let name = if is_root {
            words::ROOT
        } else {
            command.get_name()
        };
        name.to_owned()
    }

    #[test]
    fn every_verb_argument_and_value_is_told_in_both_languages() {
        for command in all() {
            let verb = name(&command);
            assert!(words::about(&verb).is_some(), "{verb}: no Chinese");
            assert!(command.get_about().is_some(), "{verb}: no English");
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                let told = words::argument(&verb, id).is_some();
                assert!(told, "{verb} {id}: no Chinese");
                assert!(argument.get_help().is_some(), "{verb} {id}: no English");
                for value in argument.get_possible_values() {
                    let told = words::value(id, value.get_name()).is_some();
                    assert_eq!(
                        told,
                        value.get_help().is_some(),
                        "{id} {}",
                        value.get_name()
                    );
                }
            }
        }
        assert!(words::about(HELP).is_some());
    }

    #[test]
    fn nothing_is_told_that_is_not_there() {
        let commands = all();
        let has = |verb: &str, id: &str| {
            let mut of_verb = commands
                .iter()
                .filter(|command| verb.is_empty() || name(command) == verb);
            of_verb.any(|command| {
                command
                    .get_arguments()
                    .any(|argument| argument.get_id() == id)
            })
        };
        for (verb, _, arguments) in words::VERBS {
            let known = *verb == HELP || commands.iter().any(|command| name(command) == *verb);
            assert!(known, "{verb}");
            for (id, _) in *arguments {
                assert!(has(verb, id), "{verb} {id}");
            }
        }
        for (id, _) in words::SHARED {
            assert!(has("", id), "{id}");
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [80, 100, 200] {
            for command in all() {
                let page = page(command, width).to_string();
                let most = width.min(WIDEST);
                for line in page.lines() {
                    // Usages are those of clap, and in one line.
                    let fits = width_of(line) <= most || line.starts_with("用法：");
                    assert!(fits, "{line}");
                    assert!(!line.ends_with(' '), "{line:?}");
                }
            }
        }
    }
}
