//! The schema as JSON Schema (draft 2020-12), for editors.

use serde_json::{Map, Value, json};

use super::super::quantity::NAMES;
use super::{Field, Form, Need, POLICY, REGIME, ROOT, Range, Section, csv_sections};
use crate::claims::Rule;

/// What every `$schema` key of a draft 2020-12 schema says.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A number as people write it in a cell or between quotes.
const NUMBER_TEXT: &str = r"^\s*[+-]?[0-9_]*\.?[0-9_]+([eE][+-]?[0-9]+)?\s*$";
const DATE_TEXT: &str = r"^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}$";

/// The schema of scenario.toml; `$defs` also has that of a row of every CSV table, by the name of its file.
#[must_use]
pub fn document() -> Value {
    let mut defs = Map::new();
    for section in csv_sections() {
        defs.insert(section.file(), table(section, true));
    }
    let mut schema = table(&ROOT, false);
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!("maskflow scenario");
    // A what-if leaves to the scenario that it extends whatever it does not change; tables may stand in CSV files.
    let alone: Vec<&str> = ROOT
        .fields
        .iter()
        .filter(|field| field.need == Need::Required && !matches!(field.form, Form::Rows(_)))
        .map(|field| field.name)
        .collect();
    schema["anyOf"] = json!([{ "required": ["extends"] }, { "required": alone }]);
    schema["$defs"] = Value::Object(defs);
    schema
}

/// A table as an object; whole rows have ids.
fn table(section: &'static Section, whole_row: bool) -> Value {
    let mut properties: Map<String, Value> = section
        .all()
        .map(|field| (field.name.to_owned(), property(field)))
        .collect();
    if section.key == REGIME.key {
        let over = POLICY.all().filter(|field| field.name != REGIME.key);
        properties.extend(over.map(|field| (field.name.to_owned(), property(field))));
    }
    let mut schema = json!({
        "type": "object",
        "description": format!("{} {}", section.en, section.zh),
        "properties": properties,
        "additionalProperties": false,
    });
    // What `[defaults]` gives, and what a what-if leaves as it was, no row has to say: only ids are always there.
    let required: Vec<&str> = section
        .names()
        .filter(|name| ["id", "code"].contains(name))
        .collect();
    if whole_row && !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn property(field: &'static Field) -> Value {
    let mut schema = form(field.form);
    let unit = if field.unit.is_empty() {
        String::new()
    } else {
        format!(" ({})", field.unit)
    };
    schema["description"] = json!(format!("{} {}{unit}", field.zh, field.en));
    match field.need {
        Need::Number(default) => schema["default"] = json!(default),
        Need::Flag(default) => schema["default"] = json!(default),
        Need::Required | Need::Optional => {}
    }
    schema
}

fn form(form: Form) -> Value {
    match form {
        Form::Text(text) => json!({ "type": ["string", "number"], "maxLength": text.most() }),
        Form::Name(_) => json!({ "type": ["string", "number"] }),
        Form::Flag => json!({ "enum": [true, false, "true", "false"] }),
        Form::Date => json!({ "type": "string", "pattern": DATE_TEXT }),
        Form::Whole(range) => number("integer", range),
        Form::Number(range) => number("number", range),
        Form::Quantity(range) => quantity(range),
        Form::OneOf(words) => json!({ "enum": words }),
        Form::Rule => {
            json!({ "enum": Rule::ALL.iter().map(|rule| rule.name()).collect::<Vec<_>>() })
        }
        Form::SomeOf(words) => json!({
            "anyOf": [{ "type": "array", "items": { "enum": words } }, { "type": "string" }],
        }),
        Form::Names(_) => json!({
            "anyOf": [{ "type": "array", "items": { "type": "string" } }, { "type": "string" }],
        }),
        Form::Matrix(range) => json!({
            "type": "array", "items": { "type": "array", "items": number("number", range) },
        }),
        Form::PerRow(_, inner) => json!({
            "type": "object", "additionalProperties": self::form(*inner),
        }),
        Form::Table(section) | Form::Part(section) => table(section, false),
        Form::Rows([section]) => json!({ "type": "array", "items": table(section, true) }),
        Form::Rows(sections) => json!({
            "type": "array",
            "items": { "anyOf": sections.iter().map(|section| table(section, true)).collect::<Vec<_>>() },
        }),
        Form::Paths => json!({ "type": "object" }),
    }
}

fn number(kind: &str, range: Range) -> Value {
    json!({
        "anyOf": [
            { "type": kind, "minimum": range.least, "maximum": range.most },
            { "type": "string", "pattern": NUMBER_TEXT },
        ],
    })
}

fn quantity(range: Range) -> Value {
    let list = json!({ "type": "array", "items": { "type": "number" } });
    let mut shapes: Map<String, Value> = NAMES
        .iter()
        .map(|(name, _)| ((*name).to_owned(), list.clone()))
        .collect();
    for flag in ["shared", "each"] {
        shapes.insert(flag.into(), json!({ "type": "boolean" }));
    }
    shapes.insert("weights".into(), list);
    json!({
        "anyOf": [
            { "type": "number", "minimum": range.least, "maximum": range.most },
            { "type": "string", "description": "a number, or a distribution such as triangular(7, 12, 25)" },
            { "type": "object", "properties": shapes, "additionalProperties": false, "minProperties": 1 },
        ],
    })
}
