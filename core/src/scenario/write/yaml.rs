//! YAML as a person would write it: sections and entries on lines of their own, what is short in brackets.

use serde_json::{Map, Value};

use crate::scenario::problem::is_invisible;

/// Longest line on which a list or mapping is written in one piece.
const WIDTH: usize = 100;

/// The whole text of a mapping.
pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    if let Value::Object(members) = value {
        block_mapping(&mut out, members, 0);
    }
    out
}

/// A key and its value: on one line if short and not a section of the file.
fn block_member(out: &mut String, key: &str, value: &Value, indent: usize) {
    let start = out.len();
    out.push_str(&" ".repeat(indent));
    out.push_str(key);
    out.push(':');
    let is_section = indent == 0 && !is_empty(value);
    if !is_section || !matches!(value, Value::Object(_) | Value::Array(_)) {
        let before = out.len();
        out.push(' ');
        flow(out, key, value);
        if out.len() - start <= WIDTH || !matches!(value, Value::Object(_) | Value::Array(_)) {
            out.push('\n');
            return;
        }
        out.truncate(before);
    }
    out.push('\n');
    match value {
        Value::Object(members) => block_mapping(out, members, indent + 2),
        Value::Array(items) => items.iter().for_each(|item| block_item(out, item, indent + 2)),
        _ => {}
    }
}

fn block_mapping(out: &mut String, members: &Map<String, Value>, indent: usize) {
    for (key, value) in members {
        block_member(out, key, value, indent);
    }
}

/// An entry of a list: on one line if short, else a mapping whose first key stands behind the dash.
fn block_item(out: &mut String, item: &Value, indent: usize) {
    let start = out.len();
    out.push_str(&" ".repeat(indent));
    out.push_str("- ");
    let before = out.len();
    flow(out, "", item);
    if let Value::Object(members) = item
        && out.len() - start > WIDTH
    {
        out.truncate(before);
        let mut block = String::new();
        block_mapping(&mut block, members, indent + 2);
        out.push_str(block.trim_start());
    } else {
        out.push('\n');
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// A value on one line.
pub(super) fn flow(out: &mut String, key: &str, value: &Value) {
    match value {
        Value::Null => out.push_str("none"),
        // "none" in quotes is a text; without them it is nothing, or the jitter of that name
        Value::String(text) if is_plain(text) && (text != "none" || key == "jitter") => out.push_str(text),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => out.push_str(&value.to_string()),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                flow(out, "", item);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, value)) in members.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                out.push_str(key);
                out.push_str(": ");
                flow(out, key, value);
            }
            out.push('}');
        }
    }
}

/// Whether a text may stand without quotes, within brackets too.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next().is_some_and(char::is_alphanumeric);
    let last = text.chars().next_back().is_some_and(|c| c != ' ');
    let inside = text
        .chars()
        .all(|c| c.is_alphanumeric() && !is_invisible(c) || " -_./%".contains(c));
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off"
    );
    first && last && inside && !word
}
