//! `schema`: what editors need to complete and check scenario files, made from the table of keys; and what readers of
//! reports and events may rely on.

use bellwether::scenario::fields::{self, Field};
use bellwether::scenario::{FieldKind as Kind, HIGHEST_RATE, LONGEST_NAME, LONGEST_TIME, LOWEST_RATE};
use serde_json::{Map, Value, json};

use crate::arguments::SchemaOf;

/// A number that is written as text, such as `1e3`, `20` or `.5`.
const NUMBER: &str = r"\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?";

/// What `--format json` prints.
const REPORT: &str = include_str!("report.schema.json");
/// A line of what `--events` writes.
const EVENT: &str = include_str!("event.schema.json");

/// A JSON Schema.
pub(super) fn text(what: SchemaOf) -> String {
    match what {
        SchemaOf::Scenario => scenario(),
        SchemaOf::Report => REPORT.to_owned(),
        SchemaOf::Event => EVENT.to_owned(),
    }
}

fn scenario() -> String {
    let mut schema = of(&fields::SCENARIO);
    if let Some(members) = schema.as_object_mut() {
        members.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        members.insert("title".to_owned(), json!("Bellwether scenario"));
        members.insert(
            "$defs".to_owned(),
            json!({ "shape": choice_of_one(&fields::SHAPE) }),
        );
    }
    let mut text = format!("{schema:#}");
    text.push('\n');
    text
}

fn of(field: &'static Field) -> Value {
    let mut schema = of_kind(field);
    if field.is_optional() {
        schema = json!({ "anyOf": [schema, { "type": "null" }, { "const": "none" }] });
    }
    if let Some(members) = schema.as_object_mut() {
        members.insert("description".to_owned(), json!(field.help));
        if let Some(default) = default_of(field) {
            members.insert("default".to_owned(), default);
        }
    }
    schema
}

fn default_of(field: &Field) -> Option<Value> {
    let text = Some(field.default).filter(|text| *text != fields::REQUIRED && !field.is_optional())?;
    Some(match field.kind {
        Kind::Whole { .. } | Kind::Number { .. } | Kind::Share => {
            serde_json::from_str(text).unwrap_or_else(|_| json!(text))
        }
        Kind::List { .. } => json!([]),
        _ => json!(text),
    })
}

fn of_kind(field: &'static Field) -> Value {
    match field.kind {
        // YAML reads a bare 42 as a number, which is a text here
        Kind::Text { longest, .. } => {
            json!({ "type": ["string", "number", "boolean"], "maxLength": longest })
        }
        Kind::Name => json!({
            "type": ["string", "number", "boolean"], "pattern": format!("^[A-Za-z0-9._-]{{1,{LONGEST_NAME}}}$"),
        }),
        Kind::Sender => json!({ "type": "string", "pattern": "^.+/[0-9]+$" }),
        Kind::Whole { least, most } => json!({
            "type": ["integer", "string"], "minimum": number(least), "maximum": number(most),
            "pattern": format!("^-?{NUMBER}$"),
        }),
        Kind::Number { least, most } => json!({
            "type": ["number", "string"], "minimum": least, "maximum": most, "pattern": format!("^{NUMBER}$"),
        }),
        Kind::Duration { least } => time(least.seconds().to_f64()),
        Kind::Rate { zero } => json!({
            "type": ["number", "string"], "minimum": if zero { 0.0 } else { LOWEST_RATE }, "maximum": HIGHEST_RATE,
            "pattern": format!("^{NUMBER}( ?/ ?(s|min|h|d))?$"),
        }),
        Kind::Share => share(),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Mapping => mapping(field),
        Kind::List { least, most } => {
            let must_be_given = [&fields::STEPS, &fields::TRACE, &fields::VALUES].contains(&field);
            let types: &[&str] = if must_be_given {
                &["array"]
            } else {
                &["array", "null"]
            };
            json!({
                "type": types, "minItems": least, "maxItems": most, "items": field.child("[]").map(of),
            })
        }
        Kind::Variant => choice_of_one(field),
        Kind::Shape => json!({ "$ref": "#/$defs/shape" }),
        Kind::WarmUp => json!({ "anyOf": [
            time(0.0),
            mapping(field),
        ] }),
        Kind::Jitter => json!({ "anyOf": [{ "enum": ["none", "full", null] }, share()] }),
        Kind::Entry => {
            let mut entry = mapping(field);
            entry["type"] = json!("object");
            entry["minProperties"] = json!(2);
            entry["maxProperties"] = json!(2);
            entry
        }
    }
}

fn time(least: f64) -> Value {
    json!({
        "type": ["number", "string"], "minimum": least, "maximum": LONGEST_TIME,
        "pattern": format!("^({NUMBER} ?(d|h|m|min|s|ms|us|µs|ns)? ?)+$"),
    })
}

fn share() -> Value {
    json!({ "type": ["number", "string"], "minimum": 0, "maximum": 1, "pattern": format!("^{NUMBER} ?%?$") })
}

/// A whole number as JSON has it: those of a seed go beyond what floats can say.
fn number(number: i128) -> Value {
    match (u64::try_from(number), i64::try_from(number)) {
        (Ok(number), _) => json!(number),
        (_, Ok(number)) => json!(number),
        _ => Value::Null,
    }
}

fn properties(field: &'static Field) -> Map<String, Value> {
    field
        .children()
        .map(|child| (child.key().to_owned(), of(child)))
        .collect()
}

fn mapping(field: &'static Field) -> Value {
    let is_required = |child: &&Field| child.default == fields::REQUIRED && child.kind.is_scalar();
    let required: Vec<&str> = field.children().filter(is_required).map(Field::key).collect();
    json!({
        "type": ["object", "null"],
        "properties": properties(field),
        "required": required,
        "additionalProperties": false,
    })
}

/// One of the fields below: its bare word, or a mapping with that key alone.
fn choice_of_one(field: &'static Field) -> Value {
    let words: Vec<&str> = field.children().map(Field::key).collect();
    json!({ "anyOf": [
        { "enum": words },
        {
            "type": "object",
            "properties": properties(field),
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ] })
}
