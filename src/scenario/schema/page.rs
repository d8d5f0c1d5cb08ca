//! docs/scenario.md: every table and key, from the schema.

use std::fmt::Write;

use super::super::limits;
use super::super::quantity::NAMES;
use super::{Field, Form, Need, ROOT, Section, Shape, Text};
use crate::claims::Rule;
use crate::files::name::RULE;
use crate::language::Word;
use crate::scenario::spelling::chinese;

const OPENING: &str = "# Scenario files

Every table and key of a scenario, written by `maskflow schema --page` from what the loader itself goes by.

A scenario is a folder with `scenario.toml`; tables with a file of their own may stand there as CSV (UTF-8 with or without byte
order mark, or GBK) or in scenario.toml as `[[rows]]`. Dates are `2020-02-29`. An empty cell counts as left out. Ranges hold for
changes by measures, events, what-ifs and `--set` too.
";

/// How values may be written.
const FORMS: &str = "
**Forms that are read.** Tables come as Excel, WPS and LibreOffice save them: with commas, semicolons or tabs between cells, in UTF-8, UTF-16
with its mark (\"Unicode text\") or GBK; Big5 is a finding. Rows of titles may stand above the headings, rows of notes (注, 备注, 说明, 来源, note, source) and of totals (合计, 总计, 小计, total) anywhere below.
Headings are keys or their Chinese names, without regard to capitals, spaces and what follows in brackets (人数（人）).

| what | is read | is a finding |
|---|---|---|
| date | 2020-02-29, 2020/2/29, 2020.2.29, 20200229, 2020年2月29日, a spreadsheet's serial date (43890, of the calendar from 1900), each also with the time 00:00 | day or month first (01/02/2020), no year, a time of day |
| number | 1234, 1,234, １２３４, 1e3; the point is the decimal sign, commas group thousands by three | 1,5, 1.234,5, units behind numbers |
| amount | 10万, 1.2亿 | 万 in shares |
| share | 0.5, 50% | 50% elsewhere |
| distribution | full-width brackets, commas and colons, too | parameters that do not fit, with the reason |
| word | as listed, or in Chinese, in capitals or not | a word that the field does not have |
| flag | true, false, 是, 否 | |
| id of a row | its id; a place's code also as 360102.0 or 3.60102E+05; 南昌市, 南昌 or another name that only one row has; 原料库 for the depot, 统调库 for the pool, 全省 for the province | a name that two rows have; ids that differ only by case, width or letters that cannot be seen |
| cell | /, —, -, 无 as empty, but in texts | #N/A, #REF! and other errors of the spreadsheet |

However a value is written, results are the same to the byte, and so is the scenario's hash: scenario.resolved.toml has ISO dates, plain numbers, ids and
defaults filled in, and the hash covers what is simulated, neither spelling, kind of file, names, titles nor remarks.

**Rows like others.** A row may say `like` (参照) and the id of a row of the same table: what it leaves out is as there. `extra,like a-1,number 30,ordered on 20 February` is all that 30 more machines need.
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
        "{FORMS}\nNo text has characters that cannot be seen; only sources and remarks have several lines. Files are regular files of at \
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
        Form::OneOf(words) => in_both(words.iter().copied()),
        Form::SomeOf(words) => format!("list of {}", in_both(words.iter().copied())),
        Form::Rule => in_both(Rule::ALL.iter().map(|rule| rule.name())),
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

/// Words, each with the Chinese ones that are read too.
fn in_both<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let word = |word: &str| match chinese(word) {
        [] => word.to_owned(),
        zh => format!("{word} ({})", zh.join("、")),
    };
    words.map(word).collect::<Vec<_>>().join(", ")
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
