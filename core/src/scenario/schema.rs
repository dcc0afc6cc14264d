//! A JSON Schema of scenario files, made from the table of fields, for editors that complete and check.

use serde_json::{Map, Value, json};

use super::fields::{self, Field};
use super::kind::Kind;

/// The schema (draft 2020-12). It knows keys, types and words; what depends on several values only the reader checks.
#[must_use]
pub fn schema() -> Value {
    let mut root = object(&fields::SCENARIO);
    root.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    root.insert("title".to_owned(), json!("Bellwether scenario"));
    root.insert("$defs".to_owned(), json!({ "shape": variant(&fields::SHAPE) }));
    Value::Object(root)
}

/// What one field may be, with its help, its default and an example.
fn described(field: &'static Field) -> Value {
    let mut value = match field.kind {
        Kind::Shape => Map::from_iter([("$ref".to_owned(), json!("#/$defs/shape"))]),
        Kind::Mapping | Kind::Entry => object(field),
        Kind::List { least, most } => list(field, least, most),
        Kind::Variant => variant(field),
        Kind::WarmUp => Map::from_iter([("anyOf".to_owned(), json!([number_or_text(), object(field)]))]),
        Kind::Choice(words) => Map::from_iter([("enum".to_owned(), json!(words))]),
        Kind::Text { longest, .. } => text(longest),
        Kind::Name => Map::from_iter([
            ("type".to_owned(), json!("string")),
            ("pattern".to_owned(), json!("^[A-Za-z0-9._-]{1,60}$")),
        ]),
        Kind::Sender => Map::from_iter([("type".to_owned(), json!(["string", "integer"]))]),
        Kind::Whole { .. }
        | Kind::Number { .. }
        | Kind::Duration { .. }
        | Kind::Rate { .. }
        | Kind::Share
        | Kind::Jitter => number_or_text(),
    };
    if field.is_optional() {
        value = Map::from_iter([("anyOf".to_owned(), json!([value, { "enum": [null, "none"] }]))]);
    }
    let help = format!("{} Allowed: {}.", field.help, field.allowed());
    value.insert("description".to_owned(), json!(help));
    if !field.default.is_empty() && field.default != fields::NONE {
        value.insert("default".to_owned(), default(field));
    }
    Value::Object(value)
}

fn default(field: &Field) -> Value {
    match field.kind {
        Kind::List { .. } => json!([]),
        Kind::Whole { .. } | Kind::Number { .. } | Kind::Share => {
            serde_json::from_str(field.default).unwrap_or(json!(field.default))
        }
        _ => json!(field.default),
    }
}

fn number_or_text() -> Map<String, Value> {
    Map::from_iter([("type".to_owned(), json!(["number", "string"]))])
}

fn text(longest: u32) -> Map<String, Value> {
    Map::from_iter([
        ("type".to_owned(), json!("string")),
        ("maxLength".to_owned(), json!(longest)),
    ])
}

fn list(field: &'static Field, least: u32, most: u32) -> Map<String, Value> {
    let items = field.child("[]").map(described).unwrap_or_default();
    Map::from_iter([
        ("type".to_owned(), json!("array")),
        ("minItems".to_owned(), json!(least)),
        ("maxItems".to_owned(), json!(most)),
        ("items".to_owned(), items),
    ])
}

/// A mapping of the keys below; those without which it says nothing are required.
fn object(field: &'static Field) -> Map<String, Value> {
    let properties: Map<String, Value> = field
        .children()
        .map(|child| (child.key().to_owned(), described(child)))
        .collect();
    let required: Vec<&str> = field
        .children()
        .filter(|child| child.kind.is_scalar() && child.default == fields::REQUIRED)
        .map(Field::key)
        .collect();
    let mut object = Map::from_iter([
        ("type".to_owned(), json!(["object", "null"])),
        ("properties".to_owned(), Value::Object(properties)),
        ("additionalProperties".to_owned(), json!(false)),
    ]);
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    object
}

/// A word, or a mapping with exactly one of the keys below.
fn variant(field: &'static Field) -> Map<String, Value> {
    let words: Vec<&str> = field
        .children()
        .filter(|child| child.kind == Kind::Mapping && child != &&fields::EMPIRICAL)
        .map(Field::key)
        .collect();
    let mut one = object(field);
    one.insert("type".to_owned(), json!("object"));
    one.insert("minProperties".to_owned(), json!(1));
    one.insert("maxProperties".to_owned(), json!(1));
    Map::from_iter([("anyOf".to_owned(), json!([{ "enum": words }, one]))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_knows_keys_words_and_defaults() {
        let schema = schema();
        let broker = &schema["properties"]["broker"];
        assert_eq!(
            broker["properties"]["discipline"]["enum"],
            json!(["fifo", "lifo", "priority"])
        );
        assert_eq!(broker["properties"]["prefetch"]["default"], json!(0));
        assert_eq!(broker["additionalProperties"], json!(false));
        let arrivals = &schema["properties"]["producer"]["properties"]["arrivals"];
        assert_eq!(arrivals["anyOf"][0]["enum"], json!(["burst"]));
        assert_eq!(arrivals["anyOf"][1]["maxProperties"], json!(1));
        let group = &schema["properties"]["senders"]["items"]["properties"];
        assert_eq!(group["service"]["$ref"], json!("#/$defs/shape"));
        assert_eq!(
            schema["properties"]["timeline"]["items"]["required"],
            json!(["at"])
        );
        assert!(schema["properties"].get("shape").is_none());
        let description = group["failure_rate"]["description"].as_str().unwrap_or_default();
        assert_eq!(
            description,
            "Share of the attempts that fail. Allowed: a share from 0 to 1, such as 0.02 or 2%."
        );
    }
}
