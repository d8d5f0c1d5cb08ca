//! `maskflow schema`, held against what the loader takes.

use std::fs;

use maskflow::scenario::{json_schema, load};
use serde_json::{Map, Value, json};
use toml_edit::{DocumentMut, Item, Value as TomlValue};

use crate::bad::template;

/// Whether a document fits a schema, by those words of JSON Schema that maskflow uses.
fn fits(schema: &Value, document: &Value) -> Result<(), String> {
    for (word, wanted) in schema.as_object().expect("a schema is an object") {
        let fine = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "pattern" => true,
            "type" => {
                let kinds: Vec<&Value> = wanted
                    .as_array()
                    .map_or_else(|| vec![wanted], |kinds| kinds.iter().collect());
                kinds.iter().any(|kind| is_a(document, kind))
            }
            "enum" => wanted.as_array().expect("words").contains(document),
            "maxLength" => document
                .as_str()
                .is_none_or(|text| text.chars().count() as u64 <= wanted.as_u64().unwrap_or(0)),
            "minimum" => document.as_f64() >= wanted.as_f64(),
            "maximum" => document.as_f64() <= wanted.as_f64(),
            "minProperties" => document
                .as_object()
                .is_some_and(|object| !object.is_empty()),
            "anyOf" => {
                let mut ways = wanted.as_array().expect("schemas").iter();
                ways.any(|schema| fits(schema, document).is_ok())
            }
            "items" => {
                for item in document.as_array().into_iter().flatten() {
                    fits(wanted, item)?;
                }
                true
            }
            "required" => {
                let mut names = wanted.as_array().expect("names").iter();
                names.all(|name| document.get(name.as_str().expect("a name")).is_some())
            }
            "properties" => {
                for (key, value) in document.as_object().into_iter().flatten() {
                    if let Some(schema) = wanted.get(key) {
                        fits(schema, value).map_err(|what| format!("{key}: {what}"))?;
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (key, value) in document.as_object().into_iter().flatten() {
                    if known.is_some_and(|known| known.contains_key(key)) {
                        continue;
                    }
                    if wanted == &Value::Bool(false) {
                        return Err(format!("{key} is not known"));
                    }
                    fits(wanted, value)?;
                }
                true
            }
            _ => panic!("the schema uses {word}"),
        };
        if !fine {
            return Err(format!("{word} {wanted} does not hold of {document}"));
        }
    }
    Ok(())
}

fn is_a(document: &Value, kind: &Value) -> bool {
    match kind.as_str().expect("a kind") {
        "object" => document.is_object(),
        "array" => document.is_array(),
        "string" => document.is_string(),
        "boolean" => document.is_boolean(),
        "integer" => document
            .as_f64()
            .is_some_and(|number| number.fract() == 0.0),
        "number" => document.is_number(),
        kind => panic!("the schema knows {kind}"),
    }
}

fn from_toml(path: &str) -> Value {
    let text = fs::read_to_string(path).expect("a file");
    let document: DocumentMut = text.parse().expect("TOML");
    json_of(document.as_item())
}

fn json_of(item: &Item) -> Value {
    if let Some(table) = item.as_table_like() {
        let entries = table
            .iter()
            .map(|(key, item)| (key.to_owned(), json_of(item)));
        return Value::Object(entries.collect::<Map<_, _>>());
    }
    match item {
        Item::ArrayOfTables(rows) => rows
            .iter()
            .map(|row| json_of(&Item::Table(row.clone())))
            .collect(),
        Item::Value(value) => match value {
            TomlValue::String(text) => json!(text.value()),
            TomlValue::Integer(number) => json!(number.value()),
            TomlValue::Float(number) => json!(number.value()),
            TomlValue::Boolean(flag) => json!(flag.value()),
            TomlValue::Datetime(date) => json!(date.value().to_string()),
            TomlValue::Array(items) => items
                .iter()
                .map(|item| json_of(&Item::Value(item.clone())))
                .collect(),
            TomlValue::InlineTable(_) => Value::Null,
        },
        _ => Value::Null,
    }
}

#[test]
fn shipped_scenarios_fit_the_schema() {
    let schema = json_schema();
    let mut paths: Vec<String> = fs::read_dir("scenarios")
        .expect("scenarios")
        .map(|entry| entry.expect("an entry").path().display().to_string())
        .filter(|path| path.ends_with(".toml"))
        .collect();
    paths.push("scenarios/jiangxi-2020/scenario.toml".into());
    paths.push("assets/template/scenario.toml".into());
    for path in paths {
        assert_eq!(fits(&schema, &from_toml(&path)), Ok(()), "{path}");
    }
}

#[test]
fn resolved_scenarios_fit_the_schema_tables_and_all() {
    let resolved = load("scenarios/jiangxi-2020".as_ref(), &[])
        .expect("in order")
        .resolved;
    let document: DocumentMut = resolved.parse().expect("TOML");
    assert_eq!(fits(&json_schema(), &json_of(document.as_item())), Ok(()));
}

#[test]
fn what_the_loader_refuses_the_schema_refuses() {
    for (old, new) in [
        ("link_ratio = 0.3", "link_ratio = 0.3\nlink_ratoi = 0.4"),
        ("link_ratio = 0.3", "link_ratio = 1.3"),
        ("link = \"none\"", "link = \"non\""),
        ("days = 5", "days = [5]"),
        ("days = 5", "days = 5\nformat = 3"),
        ("worked_hours = 20", "worked_hour = 20"),
        ("hold_days = 1", "hold_day = 1"),
        (
            "driving_hours = 10",
            "driving_hours = { uniform = [8, 10], eech = true }",
        ),
        ("unified_allocation = true", "unified_allocatoin = true"),
    ] {
        let place = template();
        let file = place.path().join("small/scenario.toml");
        let text = fs::read_to_string(&file).expect("the template");
        assert!(text.contains(old), "{old}");
        fs::write(&file, text.replacen(old, new, 1)).expect("written");
        assert!(load(&place.path().join("small"), &[]).is_err(), "{new}");
        let document = from_toml(&file.display().to_string());
        assert!(fits(&json_schema(), &document).is_err(), "{new}");
    }
}

#[test]
fn every_column_of_every_table_is_in_the_schema() {
    let schema = json_schema();
    for folder in ["assets/template", "scenarios/jiangxi-2020"] {
        for (file, table) in schema["$defs"].as_object().expect("tables") {
            let text = fs::read_to_string(format!("{folder}/{file}")).expect("a table");
            let header = text
                .trim_start_matches('\u{feff}')
                .lines()
                .next()
                .unwrap_or("");
            for column in header.trim().split(',') {
                assert!(
                    table["properties"].get(column).is_some(),
                    "{file}: {column}"
                );
            }
        }
    }
}
