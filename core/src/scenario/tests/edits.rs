//! Changes to a document by path.

use super::read;
use crate::scenario::{Document, Scenario};

fn edited(text: &str, edits: &[(&str, &str)]) -> Result<Scenario, Vec<String>> {
    let mut document = Document::parse(text).map_err(|problems| vec![problems[0].to_string()])?;
    for (path, value) in edits {
        document
            .set(path, value, &format!("--set {path}"))
            .map_err(|problem| vec![problem.to_string()])?;
    }
    Scenario::from_document(&document).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn an_edit_is_as_if_the_text_had_said_so() {
    for (before, edits, after) in [
        ("{}", vec![("broker.capacity", "50")], "broker: {capacity: 50}"),
        ("{}", vec![("senders.0.count", "7")], "senders: [{count: 7}]"),
        ("{}", vec![("senders.sender.count", "7")], "senders: [{count: 7}]"),
        (
            "{}",
            vec![("senders[0].count", "7"), ("senders[1].count", "8")],
            "senders: [{count: 7}, {count: 8}]",
        ),
        (
            "senders: [{name: a}, {name: b}]",
            vec![("senders.b.count", "9")],
            "senders: [{name: a}, {name: b, count: 9}]",
        ),
        (
            "senders: [{rate: 5/s}]",
            vec![("senders.0.mean_time", "2s")],
            "senders: [{mean_time: 2s}]",
        ),
        (
            "senders: [{mean_time: 5s}]",
            vec![("senders.0.rate", "2")],
            "senders: [{rate: 2}]",
        ),
        (
            "producer: {arrivals: {every: 1s}}",
            vec![("producer.arrivals.poisson", "5/s")],
            "producer: {arrivals: {poisson: 5/s}}",
        ),
        (
            "producer: {arrivals: {every: 1s}}",
            vec![("producer.arrivals", "burst")],
            "{}",
        ),
        ("broker: {capacity: 7}", vec![("broker.capacity", "none")], "{}"),
        (
            "name: x",
            vec![("name", "County: flood #1")],
            "name: 'County: flood #1'",
        ),
        (
            "warm_up: 3s",
            vec![("warm_up.messages", "10")],
            "warm_up: {messages: 10}",
        ),
        (
            "{}",
            vec![("senders.0.service", "{erlang: {stages: 4}}")],
            "senders: [{service: {erlang: {stages: 4}}}]",
        ),
        (
            "senders: [{service: constant}]",
            vec![("senders.0.service.erlang.stages", "4")],
            "senders: [{service: {erlang: {stages: 4}}}]",
        ),
        (
            "{}",
            vec![("targets.0", "duplicates == 0")],
            "targets: ['duplicates == 0']",
        ),
        (
            "broker:",
            vec![("broker.backoff.jitter", "full")],
            "broker: {backoff: {jitter: full}}",
        ),
    ] {
        assert_eq!(edited(before, &edits), read(after), "{before} {edits:?}");
    }
}

#[test]
fn an_edit_answers_for_its_value() {
    for (path, value, problem) in [
        (
            "broker.capacity",
            "-1",
            "--set broker.capacity: -1 is out of range; allowed: a whole number from 0 to 1,000,000,000",
        ),
        (
            "broker.capasity",
            "1",
            "--set broker.capasity: unknown key; did you mean `capacity`?",
        ),
        (
            "senders.5.count",
            "1",
            "--set senders.5.count: the index 5 is beyond the list; allowed: 0 to 1",
        ),
        (
            "senders.x.count",
            "1",
            "--set senders.x.count: no entry is called x; allowed: a",
        ),
        (
            "",
            "1",
            "--set : is no path; write it as broker.capacity or senders[0].count",
        ),
        (
            "senders",
            "[1",
            "--set senders: [1: a bracket is not closed, or a comma is missing",
        ),
        (
            "seed",
            "",
            "--set seed: has no value; allowed: a whole number from 0 to 18,446,744,073,709,551,615",
        ),
        (
            "seed",
            "[1]",
            "--set seed: [1] is not a whole number; allowed: a whole number from 0 to 18,446,744,073,709,551,615",
        ),
    ] {
        assert_eq!(
            edited("senders: [{name: a}]", &[(path, value)]),
            Err(vec![problem.to_owned()])
        );
    }
}

#[test]
fn entries_are_added_found_and_taken_away() {
    let mut document = Document::parse("timeline: [{at: 5s, cancel}]").expect("is YAML");
    document
        .append("timeline", "{at: 1s, pause_producer}", "play")
        .expect("is a list");
    document
        .append("targets", "duplicates == 0", "form")
        .expect("becomes a list");
    assert_eq!(document.value("timeline.1.at"), Some("1s"));
    assert_eq!(document.value("timeline"), None);
    let scenario = Scenario::from_document(&document).expect("is right");
    assert_eq!(scenario.timeline.len(), 2);
    assert_eq!(scenario.targets.len(), 1);
    assert!(document.remove("timeline"));
    assert!(document.remove("targets[0]"));
    assert!(!document.remove("targets[0]"));
    assert!(!document.remove("broker.capacity"));
    assert_eq!(Scenario::from_document(&document), Ok(Scenario::default()));
}

/// Quotes around a value are no part of it where it is written as in a file; where somebody fills in a form they are.
#[test]
fn quotes_are_read_where_a_value_is_written_as_in_a_file() {
    let set = |path: &str, value: &str| {
        let mut document = Document::default();
        document
            .set_as_written(path, value, "--set")
            .expect("leads somewhere");
        Scenario::from_document(&document)
    };
    for (path, value, same) in [
        ("name", "\"x y\"", "name: x y"),
        ("name", r#""a \"b\" \u00e9""#, "name: 'a \"b\" é'"),
        ("name", "'it''s'", "name: it's"),
        ("name", "\"null\"", "name: 'null'"),
        ("broker.overflow", "\"evict\"", "broker: {overflow: evict}"),
        ("broker", "{overflow: \"evict\"}", "broker: {overflow: evict}"),
        ("targets[0]", "\"makespan < 5m\"", "targets: [makespan < 5m]"),
        // what only begins and ends so is no text in quotes
        ("name", "'a' and 'b'", "name: \"'a' and 'b'\""),
        ("name", "'", "name: \"'\""),
        ("name", "a: b", "name: 'a: b'"),
    ] {
        assert_eq!(set(path, value), Scenario::from_text(same), "{path}={value}");
    }
    let in_a_form = edited("{}", &[("name", "\"x y\"")]).expect("is right");
    assert_eq!(in_a_form.name, "\"x y\"");
}
