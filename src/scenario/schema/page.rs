//! docs/scenario.md: every table and key, from the schema.

use std::fmt::Write;

use super::super::limits;
use super::super::quantity::NAMES;
use super::{Field, Form, Need, ROOT, Section, Shape, Text};
use crate::claims::Rule;
use crate::files::name::RULE;
use crate::language::Word;

const OPENING: &str = "# Scenario files

Every table and key of a scenario, written by `maskflow schema --page` from what the loader itself goes by.

A scenario is a folder with `scenario.toml`; tables with a file of their own may stand there as CSV (UTF-8 with or without byte
order mark, or GBK) or in scenario.toml as `[[rows]]`. Dates are `2020-02-29`. An empty cell counts as left out. Ranges hold for
changes by measures, events, what-ifs and `--set` too.
";

/// The page.
#[must_use]
pub fn page() -> String {
    let mut page = OPENING.to_owned();
    page.push_str("\nA quantity is a number, or a distribution in a cell (`triangular(7, 12, 25)`) or in TOML (`{ triangular = [7, 12, 25] }`):\n\n");
    for (name, Word { en: parameters, .. }) in &NAMES {
        line(&mut page, &format!("`{name}`: {parameters}"));
    }
    page.push_str(
        "\nIn a CSV cell a distribution is drawn for each row unless `shared` follows; in TOML once for all unless `each = true`.\n\
         The long tails of `normal` and `lognormal` are cut off at the field's range and what is left is scaled up to a whole\n\
         (truncated), so that no draws pile up at a limit; the median is that of what is left. All other distributions have to\n\
         lie inside the range.\n\
         \nRates (speeds, needs, supplies) keep what is written, to a millionth of a unit a day: what is left of a mask is carried to\n\
         the next day. [rounding.md](rounding.md) says what becomes of every other fraction.\n",
    );
    let _ = write!(
        page,
        "\nNo text has characters that cannot be seen; only sources and remarks have several lines. Files are regular files of at \
         most {} MiB,\n\
         tables have at most {} million filled cells, scenarios extend each other at most {} deep, tables and lists stand at most {}\n\
         inside each other, at most {} paths stand under `set` and `scale` together, and dated ones change at most {} million rows in all.\n",
        limits::FILE_BYTES >> 20,
        limits::CELLS / 1_000_000,
        limits::CHAIN,
        limits::NESTING,
        limits::PATHS,
        limits::CHANGES / 1_000_000,
    );
    let mut open = vec![(&ROOT, ROOT.key.to_owned())];
    let mut at = 0;
    while at < open.len() {
        let (section, path) = open[at].clone();
        chapter(&mut page, section, &path);
        for field in section.fields {
            // Tables of one form under several keys, such as the kinds of need, are told of once.
            let below = |inner: &Section| match (at, inner.key == field.name) {
                (0, _) => inner.key.to_owned(),
                (_, true) => format!("{path}.{}", inner.key),
                (_, false) => format!("{path}.<{}>", inner.key),
            };
            match field.form {
                Form::Table(inner) if open.iter().any(|(known, _)| std::ptr::eq(*known, inner)) => {
                }
                Form::Table(inner) => open.push((inner, below(inner))),
                Form::Rows(inners) => {
                    open.extend(inners.iter().map(|inner| (*inner, below(inner))));
                }
                _ => {}
            }
        }
        at += 1;
    }
    page
}

fn line(page: &mut String, text: &str) {
    let _ = writeln!(page, "- {text}");
}

fn chapter(page: &mut String, section: &'static Section, path: &str) {
    let heading = match section.shape {
        Shape::Table if path == ROOT.key => "scenario.toml".to_owned(),
        Shape::Table => format!("[{path}]"),
        Shape::Row | Shape::SourcedRow => format!("[[{path}]]"),
        Shape::CsvRow => format!("{} or [[{path}]]", section.file()),
    };
    let _ = writeln!(
        page,
        "\n## {heading} {}\n\n{}\n",
        section.zh,
        sentence(section.en)
    );
    page.push_str(
        "| key | 中文 | meaning | holds | unit | if left out |\n|---|---|---|---|---|---|\n",
    );
    for field in section.all() {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} | {} |",
            field.name,
            field.zh,
            field.en,
            holds(field.form),
            field.unit,
            left_out(field)
        );
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

fn holds(form: Form) -> String {
    match form {
        Form::Text(Text::Name) => format!("name of a file: {RULE}"),
        Form::Text(text) => format!("text up to {} characters", text.most()),
        Form::Flag => "true or false".into(),
        Form::Date => "date".into(),
        Form::Whole(range) => format!("whole number {range}"),
        Form::Number(range) => format!("number {range}"),
        Form::Quantity(range) => format!("quantity {range}"),
        Form::OneOf(words) => words.join(", "),
        Form::SomeOf(words) => format!("list of {}", words.join(", ")),
        Form::Rule => Rule::ALL
            .iter()
            .map(|rule| rule.name())
            .collect::<Vec<_>>()
            .join(", "),
        Form::Name(to) => format!("id: {}", to.described().en),
        Form::Names(to) => format!("ids, each {}", to.described().en),
        Form::Matrix(range) => format!("list of lists of numbers {range}"),
        Form::PerRow(to, inner) => format!("for {}: {}", to.described().en, holds(*inner)),
        Form::Table(_) => "table, see below".into(),
        Form::Part(section) => format!("any key of {}", section.file()),
        Form::Rows(_) => "rows, see below".into(),
        Form::Paths => "paths with values".into(),
    }
}

fn left_out(field: &Field) -> String {
    match field.need {
        Need::Required => "must be there".into(),
        Need::Optional => "none".into(),
        Need::Number(default) => default.to_string(),
        Need::Flag(default) => default.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_scenario_files_is_the_schema() {
        let written = std::fs::read_to_string("docs/scenario.md").unwrap_or_default();
        assert!(
            written == page(),
            "docs/scenario.md is what `maskflow schema --page` prints"
        );
    }
}
