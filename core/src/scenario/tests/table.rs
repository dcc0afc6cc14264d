//! The table of fields and the reader are one thing: every field of the table is read, within the limits it states.

use crate::scenario::fields::{self, Field};
use crate::scenario::{Document, FieldKind, Problem, Scenario, Settings};

/// Where a field stands in a file that has one entry in every list; shapes stand where services do.
fn path(field: &Field) -> String {
    field
        .path
        .replace("shape.", "senders[].service.")
        .replace("[]", ".0")
        .replace("..", ".")
}

/// A right scenario in which only the field itself can be wrong.
fn surroundings(field: &Field) -> String {
    let around = match field.path {
        path if path.starts_with("timeline[].set.") => "timeline: [{at: 1s, set: {hang: 0}}]",
        path if path.starts_with("timeline[].crash.") => "timeline: [{at: 1s, crash: {sender: sender/1}}]",
        "timeline[].at" => "timeline: [{at: 1s, cancel: {}}]",
        path if path.starts_with("timeline[].") => "timeline: [{at: 1s}]",
        path if path.starts_with("producer.arrivals.steps[].") => {
            return "producer: {arrivals: {steps: [{at: 0s, rate: 1}]}}".to_owned();
        }
        "warm_up.messages" => return "producer: {messages: 4e9}".to_owned(),
        _ => return "{}".to_owned(),
    };
    format!("senders: [{{name: sender}}]\nproducer: {{kinds: [{{name: message}}]}}\n{around}")
}

fn with(field: &Field, value: &str) -> Result<Scenario, Vec<Problem>> {
    let mut document = Document::parse(&surroundings(field)).expect("is right");
    document
        .set(&path(field), value, "test")
        .expect("leads somewhere");
    Scenario::from_document(&document)
}

/// Fields that hold one value each, with what must be refused there.
fn scalars() -> impl Iterator<Item = (&'static Field, String)> {
    fields::FIELDS
        .iter()
        .filter(|field| !field.path.starts_with("config_yaml") && !field.path.starts_with("dot_env"))
        .filter_map(|field| {
            let wrong = match field.kind {
                FieldKind::Text { longest, .. } => "x".repeat(longest as usize + 1),
                kind if kind.is_scalar() => "no/such value".to_owned(),
                FieldKind::WarmUp => "soon".to_owned(),
                _ => return None,
            };
            Some((*field, wrong))
        })
}

#[test]
fn every_field_is_read_and_answers_in_the_words_of_the_table() {
    let mut count = 0;
    for (field, wrong) in scalars() {
        let problems = with(field, &wrong).expect_err(field.path);
        let own: Vec<&Problem> = problems
            .iter()
            .filter(|problem| {
                problem.message.contains(&field.allowed()) || matches!(field.kind, FieldKind::Sender)
            })
            .collect();
        let expected = path(field).replace(".0", "[0]");
        assert!(
            own.iter().any(|problem| problem.path == expected),
            "{}: {problems:?}",
            field.path
        );
        assert_eq!(problems.len(), 1, "{}: {problems:?}", field.path);
        count += 1;
    }
    assert_eq!(count, 73);
}

#[test]
fn limits_are_those_of_the_table() {
    for (field, _) in scalars() {
        let FieldKind::Whole { least, most } = field.kind else {
            continue;
        };
        for inside in [least, most] {
            let refused_here = |problems: &Vec<Problem>| {
                problems
                    .iter()
                    .any(|problem| problem.message.contains("out of range"))
            };
            assert!(
                !with(field, &inside.to_string()).is_err_and(|problems| refused_here(&problems)),
                "{} {inside}",
                field.path
            );
        }
        for outside in [least - 1, most + 1] {
            let problems = with(field, &outside.to_string()).expect_err(field.path);
            assert!(
                problems[0]
                    .message
                    .starts_with(&format!("{outside} is out of range; allowed: ")),
                "{}",
                field.path
            );
        }
    }
}

#[test]
fn every_example_is_accepted() {
    let shapes = fields::FIELDS
        .iter()
        .copied()
        .filter(|field| field.path.starts_with("shape."));
    for field in fields::all().chain(shapes) {
        let scenario = with(field, field.example);
        assert!(
            scenario.is_ok(),
            "{}: {}: {scenario:?}",
            field.path,
            field.example
        );
    }
}

#[test]
fn every_word_of_a_choice_means_something() {
    for (field, _) in scalars() {
        let FieldKind::Choice(words) = field.kind else {
            continue;
        };
        for word in words {
            let written = with(field, word).expect(word).to_value();
            let pointer = format!("/{}", path(field).replace('.', "/"));
            assert_eq!(
                written.pointer(&pointer).and_then(|value| value.as_str()),
                Some(*word),
                "{}",
                field.path
            );
        }
    }
}

#[test]
fn defaults_are_those_of_the_table() {
    let written = Settings::default().to_value();
    for field in fields::all().filter(|field| field.kind.is_scalar() && !field.default.is_empty()) {
        let pointer = format!("/{}", path(field).replace('.', "/"));
        if let Some(value) = written.pointer(&pointer).filter(|value| !value.is_null()) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            assert_eq!(value, field.default, "{}", field.path);
        }
    }
}
