//! What replications say together, held against the replications themselves.

use super::*;
use crate::scenario::{Scenario, Settings};
use crate::simulation::Simulation;
use crate::target::Target;
use serde_json::Value;

fn reports(count: u32) -> Vec<Report> {
    let mut settings = Settings::default();
    settings.producer.messages = 200;
    settings.targets = vec![
        Target::parse("makespan < 7s").unwrap(),
        Target::parse("duplicates == 0").unwrap(),
    ];
    let scenario = Scenario::of(settings);
    (0..count)
        .map(|replication| {
            let mut run = Simulation::new(&scenario, replication);
            run.run_to_end();
            run.report()
        })
        .collect()
}

/// Every number of a report's JSON has an interval of the same name in the experiment's.
fn compare(report: &Value, experiment: &Value, path: &str, numbers: &mut u32) {
    match report {
        Value::Object(members) if experiment.get("half_width").is_none() => {
            for (key, member) in members {
                compare(member, &experiment[key], &format!("{path}.{key}"), numbers);
            }
        }
        Value::Number(_) | Value::Null => {
            let keys: Vec<&String> = experiment.as_object().expect(path).keys().collect();
            assert_eq!(keys, ["mean", "half_width", "min", "max", "count"], "{path}");
            *numbers += 1;
        }
        _ => panic!("{path}: {experiment}"),
    }
}

#[test]
fn all_names_are_those_of_the_report() {
    let reports = reports(3);
    let experiment = ExperimentReport::new(&reports, 3).unwrap();
    let one: Value = serde_json::from_str(&reports[0].to_json()).unwrap();
    let all: Value = serde_json::from_str(&experiment.to_json()).unwrap();
    let mut numbers = 0;
    for part in [
        "clock",
        "messages",
        "attempts",
        "duplicates",
        "redelivered",
        "shares",
        "throughput",
        "makespan",
        "average_time_per_message",
        "waiting",
        "service",
        "sojourn",
        "delivery",
        "queue",
    ] {
        compare(&one[part], &all[part], part, &mut numbers);
    }
    assert_eq!(numbers, 74);
    assert_eq!(all["groups"][0]["name"], "sender");
    assert!(all["groups"][0]["utilisation"]["mean"].as_f64().unwrap() > 0.9);
    assert_eq!(all["replications"], 3);
    assert_eq!(all["seed"], "42");
    let digests: Vec<String> = reports.iter().map(|report| report.digest.to_string()).collect();
    assert_eq!(all["digests"], serde_json::json!(digests));
    let keys: Vec<&String> = all.as_object().unwrap().keys().collect();
    assert_eq!(
        keys[..7],
        [
            "version",
            "name",
            "seed",
            "replications",
            "requested",
            "scenario",
            "clock"
        ]
    );
    assert_eq!(
        keys[keys.len() - 5..],
        ["groups", "kinds", "targets", "theory", "digests"]
    );
    let sent = |report: &Report| report.kinds[0].sent as f64;
    let mean = reports.iter().map(sent).sum::<f64>() / 3.0;
    assert!((all["kinds"][0]["sent"]["mean"].as_f64().unwrap() - mean).abs() < 1e-6);
    assert_eq!(
        all["kinds"][0]["delivery"]["p99"]["mean"],
        all["delivery"]["p99"]["mean"]
    );
}

#[test]
fn intervals_are_those_of_the_values() {
    let reports = reports(5);
    let experiment = ExperimentReport::new(&reports, 5).unwrap();
    let values: Vec<f64> = reports
        .iter()
        .filter_map(|report| Some(report.makespan?.elapsed().seconds().to_f64()))
        .collect();
    assert_eq!(experiment.figures.get("makespan"), Interval::of(&values).as_ref());
    let produced = experiment.figures.get("messages.produced").unwrap();
    assert!((produced.mean - 200.0).abs() < 1e-300 && produced.half_width.unwrap() < 1e-300);
    let sent: Vec<f64> = reports
        .iter()
        .map(|report| Decimal::from_whole(report.groups[0].sent).to_f64())
        .collect();
    assert_eq!(
        experiment.groups[0].figures.get("sent"),
        Interval::of(&sent).as_ref()
    );
}

#[test]
fn targets_are_counted() {
    let reports = reports(8);
    let targets = ExperimentReport::new(&reports, 8).unwrap().targets;
    let met = reports.iter().filter(|report| report.targets[0].met).count();
    assert!((1..8).contains(&met), "some of both: {met}");
    assert_eq!(targets[0].met_share, Decimal::ratio(met as u128, 8).unwrap());
    assert!(!targets[0].met && targets[1].met);
    assert_eq!(targets[1].met_share, Decimal::from_whole(1));
    // the second and fourth were cut off, and the others keep their numbers
    let few = [reports[2].clone(), reports[4].clone()];
    let first = few.iter().find(|report| !report.targets[0].met);
    let targets = ExperimentReport::new(&few, 5).unwrap().targets;
    assert_eq!(targets[0].first_missed, first.map(|report| report.replication));
    assert_eq!(targets[1].first_missed, None);
}

#[test]
fn standard_errors_shrink_with_the_replications() {
    let theory = ExperimentReport::new(&reports(50), 50).unwrap().theory;
    let makespan = theory
        .figures
        .iter()
        .find(|figure| figure.name == "makespan")
        .unwrap();
    // 197 / 30 + 0.1 (1 + 1/2 + 1/3) s; standard deviation 0.1 √(197 / 9 + 49 / 36) s
    let mean = makespan.observed.unwrap().mean;
    let off = (mean - 6.75) / (0.1 * (197.0_f64 / 9.0 + 49.0 / 36.0).sqrt()) * 50.0_f64.sqrt();
    let found = makespan.standard_errors.unwrap();
    assert!(
        (found.size.to_f64() - off.abs()).abs() < 1e-6,
        "{found:?}, not {off}"
    );
    assert_eq!(found.negative, off < 0.0);
    assert!(off.abs() < 4.0);
}

#[test]
fn nothing_and_one() {
    assert_eq!(ExperimentReport::new(&[], 3), None);
    let one = ExperimentReport::new(&reports(1), 1).unwrap();
    assert_eq!(
        one.figures
            .get("makespan")
            .and_then(|makespan| makespan.half_width),
        None
    );
    assert!(one.to_json().contains("\"half_width\": null"));
}

#[test]
fn what_nobody_observed_is_null() {
    let mut reports = reports(2);
    for report in &mut reports {
        report.waiting = crate::report::Summary::default();
    }
    reports[1].delivery.p99 = None;
    let experiment = ExperimentReport::new(&reports, 2).unwrap();
    assert_eq!(experiment.figures.get("waiting.mean"), None);
    assert_eq!(
        experiment
            .figures
            .get("delivery.p99")
            .map(|interval| interval.count),
        Some(1)
    );
    let json: Value = serde_json::from_str(&experiment.to_json()).unwrap();
    assert_eq!(json["waiting"]["mean"], Value::Null);
}
