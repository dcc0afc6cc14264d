//! CSV and OpenMetrics hold what the JSON report holds, whatever it comes to hold: what is left out is named here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::program::Place;

/// A run in which as much happens as can, with two of each thing that has a name.
const EVENTFUL: &str = "
name: eventful
producer:
  messages: 300
  arrivals: {poisson: 60/s}
  kinds: [{name: alert, weight: 9, priority: 3}, {name: report.long, work: 3, priority: -1}]
broker: {capacity: 20, max_attempts: 2, time_to_live: 1s, visibility_timeout: 400ms, max_deliveries: 4}
senders:
  - {name: first, count: 2, rate: 20/s, crash: {mean_up: 3s, mean_down: 1s}}
  - {name: second.half, count: 2, rate: 10/s, hang: 5%}
monitor: {interval: 1s, supervisor: {silent_after: 1s}}
timeline: [{at: 4s, restart: {sender: first/1}}]
targets: ['failed_share < 1%', 'delivery.p99 < 1h']
";

/// A run beside which theory stands.
const PLAIN: &str = "targets: ['failed_share < 1%']";

type Path = Vec<String>;

/// What a format says, by the place in the JSON report from which it must come.
type Said = BTreeMap<Path, String>;

fn written(scenario: &str, format: &str, flags: &[&str]) -> String {
    let place = Place::new();
    place.write("scenario.yaml", scenario);
    let ended = place.run(&[&["scenario.yaml", "--format", format], flags].concat());
    assert_eq!(ended.status, 1, "{}", ended.err);
    ended.out
}

/// All texts, numbers and marks of a JSON value; what stands in a list is found by its name.
fn leaves(path: &mut Path, value: &Value, found: &mut Said) {
    let mut below = |step: &str, value: &Value| {
        path.push(step.to_owned());
        leaves(path, value, found);
        path.pop();
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| below(key, value)),
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                let name = ["name", "target", "at"].iter().find_map(|key| entry.get(key));
                let name = name.map_or_else(|| index.to_string(), text);
                below(&name, entry);
            }
        }
        leaf => {
            let before = found.insert(path.clone(), text(leaf));
            assert_eq!(before, None, "{path:?} stands twice");
        }
    }
}

fn text(leaf: &Value) -> String {
    match leaf {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The leaves of the JSON report that a format must hold, under the names that it has for them.
fn expected(scenario: &str, flags: &[&str], name: fn(&[&str]) -> Option<Path>) -> Said {
    let report = serde_json::from_str(&written(scenario, "json", flags)).expect("JSON");
    let (mut all, mut expected) = (Said::new(), Said::new());
    leaves(&mut Vec::new(), &report, &mut all);
    for (path, value) in all {
        let steps: Vec<&str> = path.iter().map(String::as_str).collect();
        if let Some(name) = name(&steps) {
            let before = expected.insert(name, value);
            assert_eq!(before, None, "{path:?} has the name of another");
        }
    }
    expected
}

fn owned(steps: &[&str]) -> Option<Path> {
    Some(steps.iter().map(|step| (*step).to_owned()).collect())
}

/// Both say the same of the same, and neither says more.
fn compare(expected: &Said, said: &Said) {
    let without = |one: &Said, other: &Said| -> Vec<Path> {
        let names = one.keys().filter(|name| !other.contains_key(*name));
        names.cloned().collect()
    };
    let (missing, beyond) = (without(expected, said), without(said, expected));
    assert!(
        missing.is_empty() && beyond.is_empty(),
        "missing {missing:?}, beyond {beyond:?}"
    );
    assert!(said.len() > 100, "{said:?}");
    for (name, value) in expected {
        // a reader of JSON rounds what has many digits
        let near = |a: f64, b: f64| (a - b).abs() <= a.abs() * 1e-12;
        let same = match (value.parse(), said[name].parse()) {
            (Ok(value), Ok(said)) => near(value, said),
            _ => *value == said[name],
        };
        assert!(same, "{name:?}: {value} in JSON, {}", said[name]);
    }
}

/// What is no figure but says of what the others are: settings, and the name by which a row is found.
fn is_no_figure(path: &[&str]) -> bool {
    matches!(
        path,
        ["scenario", ..]
            | ["senders" | "groups", _, "name" | "group"]
            | ["kinds", _, "name"]
            | ["samples", _, "at"]
            | ["targets", _, "target"]
            | ["theory", "figures", _, "name"]
    )
}

/// Table, row and figure.
fn row(path: &[&str]) -> Option<Path> {
    if is_no_figure(path) {
        return None;
    }
    match path {
        [
            alone @ ("version" | "name" | "seed" | "replication" | "replications" | "requested" | "end"
            | "digest"),
        ] => owned(&["run", "", alone]),
        ["digests", number] => owned(&["run", number, "digest"]),
        ["theory", alone @ ("model" | "note")] => owned(&["theory", "", alone]),
        ["theory", "figures", name, figure @ ..]
        | [
            "senders" | "groups" | "kinds" | "samples" | "targets",
            name,
            figure @ ..,
        ] => owned(&[path[0], name, &figure.join(".")]),
        figure => owned(&["report", "", &figure.join(".")]),
    }
}

/// The columns of an interval.
const INTERVAL: [&str; 5] = ["mean", "half_width", "min", "max", "count"];

/// Table, row, figure and column.
fn row_of_several(path: &[&str]) -> Option<Path> {
    let (figure, column) = match path {
        // at most one interval is below a figure's name
        [figure @ .., last] if INTERVAL.contains(last) => (figure, *last),
        alone => (alone, "value"),
    };
    let mut name = row(figure)?;
    name.push(column.to_owned());
    Some(name)
}

fn records(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let owned = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let head = owned(reader.headers().expect("a head"));
    let rows = reader.records().map(|record| owned(&record.expect("a row")));
    (head, rows.collect())
}

#[test]
fn csv_holds_every_figure_of_the_json_report() {
    for scenario in [EVENTFUL, PLAIN] {
        let (head, rows) = records(&written(scenario, "csv", &[]));
        assert_eq!(head, ["table", "row", "figure", "value"]);
        let count = rows.len();
        let said: Said = rows
            .into_iter()
            .map(|row| (row[..3].to_vec(), row[3].clone()))
            .collect();
        assert_eq!(said.len(), count, "no figure stands twice");
        compare(&expected(scenario, &[], row), &said);
    }
}

#[test]
fn csv_holds_every_figure_of_replications() {
    let several = ["--replications", "3"];
    for scenario in [EVENTFUL, PLAIN] {
        let (head, rows) = records(&written(scenario, "csv", &several));
        let mut said = Said::new();
        for row in rows {
            // a row is an interval or says one thing, which may be that there is none
            let last = head.len() - 1;
            let used = if row[3..last].iter().all(String::is_empty) {
                last..head.len()
            } else {
                3..last
            };
            for column in used {
                let mut name = row[..3].to_vec();
                name.push(head[column].clone());
                let before = said.insert(name, row[column].clone());
                assert_eq!(before, None, "{row:?} stands twice");
            }
        }
        compare(&expected(scenario, &several, row_of_several), &said);
    }
}

/// What OpenMetrics has no line for, on purpose.
fn is_left_out_of_metrics(path: &[&str]) -> bool {
    is_no_figure(path)
        || matches!(
            path,
            // each sender would be a series, and there may be a hundred thousand: their groups are there
            ["senders", ..]
            // a file that is collected is about one instant
            | ["samples", ..]
            // words and comparisons, for people
            | ["theory", ..]
            // a word; a setting; the value of a figure that has a line of its own
            | ["groups", _, "state"]
            | ["kinds", _, "priority"]
            | ["targets", _, "value", ..]
            // whether and in which replication a target was missed first: how many meet it is there
            | ["targets", _, "first_missed"]
            // one for each replication
            | ["digests", ..]
        )
}

/// A metric without the program's name and its unit, and a label's name and value; the labels of an information line
/// each stand alone.
fn metric(path: &[&str]) -> Option<Path> {
    const QUANTILES: [(&str, &str); 5] = [
        ("p50", "0.5"),
        ("p90", "0.9"),
        ("p95", "0.95"),
        ("p99", "0.99"),
        ("p999", "0.999"),
    ];
    if is_left_out_of_metrics(path) {
        return None;
    }
    match path {
        ["name"] => owned(&["run_info", "scenario"]),
        [alone @ ("version" | "seed" | "replication" | "end" | "digest")] => owned(&["run_info", alone]),
        ["messages", state] => owned(&["messages", "state", state]),
        ["attempts", result] => owned(&["attempts", "result", result]),
        ["shares", outcome] => owned(&["shares", "outcome", outcome]),
        ["groups", name, figure @ ..] => owned(&[&format!("group_{}", figure.join("_")), "group", name]),
        ["kinds", name, figure @ ..] => owned(&[&format!("kind_{}", figure.join("_")), "kind", name]),
        ["targets", target, "met"] => owned(&["target_met", "target", target]),
        [times, figure] => match QUANTILES.iter().find(|(percentile, _)| percentile == figure) {
            Some((_, quantile)) => owned(&[times, "quantile", quantile]),
            None => owned(&[&path.join("_")]),
        },
        figure => owned(&[&figure.join("_")]),
    }
}

/// The same with the column of an interval as another label; a target has none.
fn metric_of_several(path: &[&str]) -> Option<Path> {
    if is_left_out_of_metrics(path) {
        return None;
    }
    let (figure, column) = match path {
        [figure @ .., last] if INTERVAL.contains(last) => (figure, *last),
        _ => (path, ""),
    };
    match figure {
        ["name"] => owned(&["replications_info", "scenario"]),
        [alone @ ("version" | "seed" | "replications" | "requested")] => owned(&["replications_info", alone]),
        // it holds where the share is 1
        ["targets", _, "met"] => None,
        ["targets", target, "met_share"] => owned(&["target_met_share", "target", target]),
        ["groups", name, below @ ..] => {
            let name_of = format!("group_{}", below.join("_"));
            owned(&[&name_of, "group", name, "value", column])
        }
        ["kinds", name, below @ ..] => owned(&[
            &format!("kind_{}", below.join("_")),
            "kind",
            name,
            "value",
            column,
        ]),
        figure => owned(&[&figure.join("_"), "value", column]),
    }
}

/// The lines of a text, with nothing in quotation marks that would need a better reader.
fn metrics(text: &str) -> Said {
    let mut said = Said::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (metric, value) = line.rsplit_once(' ').expect("a value");
        let (name, labels) = metric.split_once('{').unwrap_or((metric, ""));
        let name = name.strip_prefix("bellwether_").expect("the program's name");
        let name = name.replace("_seconds", "");
        let labels: Vec<(&str, &str)> = labels
            .trim_end_matches("\"}")
            .split("\",")
            .filter_map(|label| label.split_once("=\""))
            .collect();
        if name.ends_with("_info") {
            assert_eq!(value, "1", "{line}");
            for (label, value) in labels {
                said.insert(vec![name.clone(), label.to_owned()], value.to_owned());
            }
        } else {
            let mut path = vec![name];
            for (label, of) in labels {
                path.extend([label.to_owned(), of.to_owned()]);
            }
            let before = said.insert(path, value.to_owned());
            assert_eq!(before, None, "{line} stands twice");
        }
    }
    said
}

/// The report's marks as numbers, and without what was not observed, which has no line.
fn as_metrics(mut expected: Said) -> Said {
    expected.retain(|_, value| !value.is_empty());
    for value in expected.values_mut() {
        match value.as_str() {
            "true" => "1".clone_into(value),
            "false" => "0".clone_into(value),
            _ => {}
        }
    }
    expected
}

#[test]
fn openmetrics_holds_every_figure_that_is_not_left_out_on_purpose() {
    let several = ["--replications", "3"];
    for scenario in [EVENTFUL, PLAIN] {
        let said = metrics(&written(scenario, "openmetrics", &[]));
        compare(&as_metrics(expected(scenario, &[], metric)), &said);
        let said = metrics(&written(scenario, "openmetrics", &several));
        compare(
            &as_metrics(expected(scenario, &several, metric_of_several)),
            &said,
        );
    }
}

/// As where a file and a flag ask for the same.
#[test]
fn a_target_that_is_asked_twice_stands_once() {
    let twice = ["--target", "failed_share < 1%", "--target", "failed_share<1%"];
    for flags in [&twice[..], &[&twice[..], &["--replications", "2"]].concat()] {
        let targets = metrics(&written(PLAIN, "openmetrics", flags));
        let targets = targets.keys().filter(|name| name[0].starts_with("target_met"));
        assert_eq!(targets.count(), 2, "two that are written alike, one that is not");
        let (_, rows) = records(&written(PLAIN, "csv", flags));
        let places: BTreeSet<&[String]> = rows.iter().map(|row| &row[..3]).collect();
        assert_eq!(places.len(), rows.len(), "no figure stands twice");
        let cases = written(PLAIN, "junit", flags);
        assert_eq!(cases.matches("<testcase ").count(), 2);
        assert_eq!(cases.matches(" tests=\"2\" ").count(), 2);
    }
}
