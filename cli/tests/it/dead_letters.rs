//! Dead letters in the event log: each says why it is one.

use crate::program::Place;
use serde_json::Value;

fn reasons(settings: &[&str]) -> (Vec<String>, Option<u64>) {
    let place = Place::new();
    let mut arguments = vec!["--messages", "60", "--events", "events.jsonl", "--format", "json"];
    for setting in settings {
        arguments.extend(["--set", setting]);
    }
    let report: Value = serde_json::from_str(&place.run(&arguments).well()).expect("JSON");
    let text = place.read("events.jsonl");
    let reasons = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter_map(|event| event["reason"].as_str().map(str::to_owned))
        .collect();
    (reasons, report["messages"]["failed"].as_u64())
}

#[test]
fn every_dead_letter_says_why_and_nothing_else_does() {
    for (settings, reason) in [
        (vec!["broker.max_attempts=2"], "attempts"),
        // too slow for the broker, and never handed out twice
        (
            vec!["broker.visibility_timeout=50ms", "broker.max_deliveries=1"],
            "deliveries",
        ),
        // may be tried nine times, but not be delivered so often
        (
            vec!["broker.max_attempts=9", "broker.max_deliveries=2"],
            "deliveries",
        ),
    ] {
        let (reasons, failed) = reasons(&settings);
        assert!(reasons.iter().any(|found| found == reason), "{settings:?}");
        assert_eq!(Some(reasons.len() as u64), failed, "{settings:?}");
        assert!(
            reasons.iter().all(|found| found == reason || settings.len() > 1),
            "{settings:?}"
        );
    }
}
