//! The schemas of what the program writes, against what it writes.

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::program::{Place, run};

fn schema(of: &str) -> Validator {
    let text = run(&["schema", of]).well();
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    jsonschema::meta::validate(&schema).expect("a schema");
    jsonschema::validator_for(&schema).expect("a schema")
}

fn accepted(schema: &Validator, what: &str, value: &Value) {
    let wrong = schema.iter_errors(value);
    let wrong: Vec<String> = wrong
        .map(|error| format!("{} {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{what}: {wrong:?}");
}

/// Runs of every kind: plain, faulty, with nothing to count, ended, cancelled, stalled, with theory and with targets.
const RUNS: [&[&str]; 9] = [
    &[],
    &["--preset", "silent-workers"],
    &["--preset", "overload"],
    &["--preset", "celery-sqs"],
    &["--failure-rate", "1", "--target", "delivery.p99 < 1s"],
    &["--until", "3s", "--target", "sent_share > 1%"],
    &["--set", "senders[0].hang=1"],
    &["--set", "timeline=[{at: 1s, cancel: {}}]"],
    &[
        "--seed",
        "18446744073709551615",
        "--set",
        "monitor.interval=1000h",
    ],
];

fn reports(more: &[&str]) -> Vec<Value> {
    let report = |arguments: &&[&str]| {
        let mut all = vec!["--format", "json", "--messages", "300"];
        all.extend(*arguments);
        all.extend(more);
        serde_json::from_str(&run(&all).out).expect("JSON")
    };
    RUNS.iter().map(report).collect()
}

#[test]
fn reports_are_as_their_schema_says() {
    let schema = schema("report");
    let all = reports(&[]);
    let ends: Vec<&Value> = all.iter().map(|report| &report["end"]).collect();
    for end in ["settled", "until", "cancelled", "stalled"] {
        assert!(ends.contains(&&json!(end)), "{end}: {ends:?}");
    }
    for (report, arguments) in all.iter().zip(RUNS) {
        accepted(&schema, &format!("{arguments:?}"), report);
    }
    for (report, arguments) in reports(&["--replications", "3"]).iter().zip(RUNS) {
        accepted(&schema, &format!("replications of {arguments:?}"), report);
    }
    let single: Value =
        serde_json::from_str(&run(&["--replications", "1", "--format", "json"]).well()).expect("JSON");
    accepted(&schema, "one replication", &single);
}

/// A schema that accepts everything says nothing.
#[test]
fn the_schema_of_reports_is_strict() {
    let schema = schema("report");
    for report in [
        reports(&[]).swap_remove(1),
        reports(&["--replications", "2"]).swap_remove(1),
    ] {
        for name in report.as_object().expect("a mapping").keys() {
            let mut less = report.clone();
            less.as_object_mut().expect("a mapping").remove(name);
            assert!(!schema.is_valid(&less), "without {name}");
            let mut wrong = report.clone();
            wrong[name] = json!(["something else"]);
            assert!(!schema.is_valid(&wrong), "another {name}");
        }
        for place in [
            "",
            "/messages",
            "/attempts",
            "/shares",
            "/waiting",
            "/queue",
            "/groups/0",
            "/theory",
        ] {
            let mut more = report.clone();
            more.pointer_mut(place).expect("a mapping")["more"] = json!(1);
            assert!(!schema.is_valid(&more), "more in {place}");
        }
    }
}

#[test]
fn events_are_as_their_schema_says() {
    let schema = schema("event");
    let scenario = "
producer: {messages: 300, arrivals: {poisson: 40/s}}
broker: {capacity: 3, overflow: block, time_to_live: 2s, visibility_timeout: 300ms, prefetch: 2, max_attempts: 2, max_deliveries: 3}
senders: [{count: 3, crash: {mean_up: 2s, mean_down: 1s}, hang: 1%}]
monitor: {supervisor: {silent_after: 1s}}
warm_up: 1s
timeline: [{at: 1s, remove_sender: {sender: sender/1}}]
";
    let place = Place::new();
    let lines = place
        .run_on(&["-", "--quiet", "--events", "-", "--contents"], scenario)
        .out;
    // what messages say comes on request, and changes nothing else
    let alone = place.run_on(&["-", "--quiet", "--events", "-"], scenario).out;
    let contents = |line: &&str| line.contains("\"event\":\"content\"");
    assert_eq!(lines.lines().filter(contents).count(), 300);
    let others: Vec<&str> = lines.lines().filter(|line| !contents(line)).collect();
    assert_eq!(others, alone.lines().collect::<Vec<_>>());
    let mut kinds = Vec::new();
    for line in lines.lines() {
        let event: Value = serde_json::from_str(line).expect("JSON");
        accepted(&schema, line, &event);
        kinds.push(event["event"].as_str().expect("a word").to_owned());
        let mut less = event.clone();
        less.as_object_mut().expect("a mapping").remove("at");
        assert!(!schema.is_valid(&less), "{less}");
    }
    kinds.sort();
    kinds.dedup();
    assert_eq!(
        kinds,
        [
            "abandoned",
            "acted",
            "content",
            "ended",
            "held",
            "produced",
            "queued",
            "reserved",
            "sampled",
            "sender_changed",
            "settled",
            "started",
            "timed_out",
            "warmed_up",
        ]
    );
}
