//! Paths such as `lines["gaoan-3l"].delivery_days`, and arguments that set what they lead to.

use crate::scenario::document::Node;
use crate::scenario::limits::STEPS;
use crate::scenario::schema::{Form, ROOT, key_of};

/// One step of a path: a key, and which rows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Step {
    pub key: String,
    pub rows: Option<Rows>,
}

/// Which rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Rows {
    All,
    Id(String),
    Where(String, String),
}

impl Rows {
    pub(in crate::scenario) fn select(&self, row: &Node) -> bool {
        match self {
            Self::All => true,
            Self::Id(id) => row.own_name().is_some_and(|own| own == *id),
            Self::Where(column, value) => {
                row.get(column).is_some_and(|cell| cell.words() == *value)
            }
        }
    }
}

/// Takes a path such as `lines["gaoan-3l"].delivery_days` apart; tables may be named as their files are. What stands
/// between quotes is taken as it is. A path of more steps than any value lies deep is none.
pub(in crate::scenario) fn parse_path(path: &str) -> Option<Vec<Step>> {
    let pieces = split_outside(path.trim(), '.');
    if pieces.len() > STEPS {
        return None;
    }
    let mut steps: Vec<Step> = pieces.into_iter().map(parse_step).collect::<Option<_>>()?;
    // Under [defaults] tables are called as their files are.
    if steps[0].key != "defaults" {
        for step in &mut steps {
            step.key = key_of(&step.key).unwrap_or(&step.key).to_owned();
        }
    }
    Some(steps)
}

/// The form of what a path leads to.
pub(in crate::scenario) fn form_at(steps: &[Step]) -> Option<Form> {
    let mut form = Form::Table(&ROOT);
    for step in steps {
        form = match form {
            Form::Table(section) | Form::Part(section) => {
                section.field_or_of_policy(&step.key)?.form
            }
            Form::Rows(sections) => {
                let mut fields = sections
                    .iter()
                    .filter_map(|section| section.field_or_of_policy(&step.key));
                fields.next()?.form
            }
            Form::PerRow(_, inner) => *inner,
            _ => return None,
        };
    }
    Some(form)
}

fn parse_step(text: &str) -> Option<Step> {
    let text = text.trim();
    let (key, rows) = match find_outside(text, '[') {
        None => (text, None),
        Some(open) => {
            let inside = text[open + 1..].strip_suffix(']')?;
            (&text[..open], Some(parse_rows(inside)?))
        }
    };
    let key = key.trim();
    let key = unquote(key).to_owned();
    (!key.is_empty()).then_some(Step { key, rows })
}

fn parse_rows(text: &str) -> Option<Rows> {
    let text = text.trim();
    match find_outside(text, '=') {
        _ if text == "*" => Some(Rows::All),
        _ if text.is_empty() => None,
        Some(at) => Some(Rows::Where(
            text[..at].trim().to_owned(),
            unquote(&text[at + 1..]).to_owned(),
        )),
        None => Some(Rows::Id(unquote(text).to_owned())),
    }
}

fn unquote(text: &str) -> &str {
    let text = text.trim();
    ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(text)
}

/// Where a letter first stands outside quotes and brackets.
fn find_outside(text: &str, wanted: char) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0);
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, _) if letter == wanted && depth == 0 => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[') => depth += 1,
            (None, ']') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}

/// The pieces between a letter, as far as it stands outside quotes and brackets.
fn split_outside(text: &str, between: char) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(at) = find_outside(rest, between) {
        pieces.push(&rest[..at]);
        rest = &rest[at + between.len_utf8()..];
    }
    pieces.push(rest);
    pieces
}

/// At the first `=` outside quotes and brackets.
pub(crate) fn split_argument(argument: &str) -> Option<(&str, &str)> {
    let at = find_outside(argument, '=')?;
    Some((argument[..at].trim(), argument[at + 1..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_apart_with_their_rows() {
        let steps = parse_path(r#"counties[prefecture="360200"].risk"#).expect("a path");
        assert_eq!(
            steps[0].rows,
            Some(Rows::Where("prefecture".into(), "360200".into()))
        );
        assert_eq!(
            (steps[0].key.as_str(), steps[1].key.as_str()),
            ("county", "risk")
        );
        assert_eq!(
            parse_path(r#"lines["a.b"].number"#).map(|steps| steps.len()),
            Some(2)
        );
        assert_eq!(parse_path("policy..x"), None);
        assert_eq!(parse_path(&"a.".repeat(100_000)), None);
        assert_eq!(parse_path("lines[].x"), None);
        assert_eq!(parse_path("lines[\"a\"x.y"), None);
        let quoted = parse_path(r#"lines["a].b=c['d"].number"#).expect("a path");
        assert_eq!(quoted[0].rows, Some(Rows::Id("a].b=c['d".into())));
        let key = parse_path(r#"policy.depot_floor."melt.blown""#).expect("a path");
        assert_eq!(key[2].key, "melt.blown");
    }

    #[test]
    fn arguments_split_outside_brackets() {
        assert_eq!(
            split_argument(r#"supply[route="x"].per_day=3"#),
            Some((r#"supply[route="x"].per_day"#, "3"))
        );
        assert_eq!(
            split_argument(r#"lines["a]=b"].number = 3"#),
            Some((r#"lines["a]=b"].number"#, "3"))
        );
    }
}
