//! What is written is read back equal.

use super::accepted;
use super::random::{Dice, settings};
use crate::scenario::Scenario;

#[test]
fn random_settings_survive_yaml_and_json() {
    let mut dice = Dice(7);
    for round in 0..500 {
        let settings = settings(&mut dice);
        let yaml = settings.to_yaml();
        assert_eq!(*accepted(&yaml), settings, "round {round}\n{yaml}");
        let json = settings.to_value().to_string();
        assert_eq!(*accepted(&json), settings, "round {round}\n{json}");
    }
}

#[test]
fn the_written_form_is_calm() {
    let scenario = accepted(
        "until: 2h\nsenders: [{name: a, crash: {}}, {name: b, rate: 20/s, failure_rate: 2%}]\ntimeline: [{at: 90s, submit: {text: 'Leave: now'}}]\ntargets: [delivery.p99 < 10m]",
    );
    let expected = "\
version: 1
name: SMS simulation
seed: 42
until: 2h
warm_up: 0s
producer:
  messages: 1000
  arrivals: burst
  text_length: {min: 1, max: 100}
  kinds: [{name: message, weight: 1, priority: 0, work: 1}]
broker:
  discipline: fifo
  capacity: none
  overflow: reject
  time_to_live: none
  latency: 0s
  acknowledge: late
  visibility_timeout: none
  prefetch: 0
  max_attempts: 1
  max_deliveries: none
  backoff: {initial: 1s, factor: 2, cap: none, jitter: none}
senders:
  - name: a
    count: 3
    mean_time: 100ms
    service: exponential
    failure_rate: 0.2
    concurrency: 1
    crash: {mean_up: 10m, mean_down: 30s, up: exponential, down: exponential, while: always}
    hang: 0
  - name: b
    count: 3
    mean_time: 50ms
    service: exponential
    failure_rate: 0.02
    concurrency: 1
    crash: none
    hang: 0
monitor:
  interval: 5s
  max_samples: 1000
  supervisor: none
timeline:
  - {at: 1m30s, submit: {kind: message, priority: none, text: \"Leave: now\"}}
targets:
  - \"delivery.p99 < 10m\"
";
    assert_eq!(scenario.to_yaml(), expected);
    assert_eq!(accepted(expected), scenario);
    let value = Scenario::default().to_value();
    assert_eq!(
        value["seed"], "42",
        "a seed is text: no reader of JSON may round it"
    );
    assert_eq!(value["senders"][0]["mean_time"], "100ms");
    assert!(value["broker"]["capacity"].is_null());
}
