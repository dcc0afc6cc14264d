//! What breaks a model's assumptions, and the largest numbers.

use super::*;
use crate::scenario::{Action, Crash, Entry, Hazard, Supervisor};
use crate::time::SimTime;

#[test]
fn whatever_breaks_an_assumption_is_named() {
    type Break = (&'static str, fn(&mut Settings));
    let breaks: [Break; 14] = [
        ("timeline", |s| {
            s.timeline.push(Entry {
                at: SimTime::ZERO,
                action: Action::PauseProducer,
            });
        }),
        ("supervisor", |s| {
            s.monitor.supervisor = Some(Supervisor {
                silent_after: SimDuration::from_seconds(5),
                restart_time: SimDuration::ZERO,
                max_restarts: None,
            });
        }),
        ("expire", |s| {
            s.broker.time_to_live = Some(SimDuration::from_seconds(1));
        }),
        ("visibility", |s| {
            s.broker.visibility_timeout = Some(SimDuration::from_seconds(1));
        }),
        ("prefetch", |s| s.broker.prefetch = 1),
        ("max_deliveries", |s| {
            s.broker.max_attempts = 3;
            s.broker.max_deliveries = Some(2);
        }),
        ("crash", |s| {
            s.senders[0].crash = Some(Crash {
                mean_up: SimDuration::from_seconds(60),
                mean_down: SimDuration::from_seconds(1),
                up: Shape::Exponential,
                down: Shape::Exponential,
                hazard: Hazard::Always,
            });
        }),
        ("hang", |s| s.senders[0].hang = 0.001),
        ("differ in speed", |s| {
            s.senders.push(Group {
                mean_time: milliseconds(1),
                ..Group::default()
            });
        }),
        ("no senders", |s| s.senders[0].count = 0),
        ("rate changes", |s| {
            s.producer.arrivals = Arrivals::Steps(vec![(SimTime::ZERO, 1.0)]);
        }),
        ("trace", |s| {
            s.producer.arrivals = Arrivals::Trace(vec![SimTime::ZERO]);
        }),
        ("warm-up", |s| s.warm_up = WarmUp::Messages(2_000_000)),
        ("no time", |s| s.senders[0].mean_time = SimDuration::ZERO),
    ];
    for (word, change) in breaks {
        let mut settings = poisson(20.0, 3);
        change(&mut settings);
        let theory = theory_of(&settings);
        assert_eq!(theory.model, None);
        assert!(theory.note.contains(word), "{word}: {}", theory.note);
        assert!(theory.figures.is_empty());
    }
}

/// The largest numbers that a scenario may hold give an answer, without undue waiting.
#[test]
fn the_largest_scenarios() {
    let mut settings = poisson(900_000.0, 100_000);
    settings.producer.messages = crate::scenario::MAX_MESSAGES;
    let theory = theory_of(&settings);
    close(value(&theory, "utilisation"), 0.9, 1e-9);
    settings.broker.capacity = Some(1_000_000_000);
    assert!(value(&theory_of(&settings), "shares.rejected").abs() < 1e-300);
    settings.producer.arrivals = Arrivals::Poisson(1e6);
    assert_eq!(theory_of(&settings).model, None);
    settings.broker.capacity = None;
    settings.producer.arrivals = Arrivals::Poisson(999_999.9);
    assert!(value(&theory_of(&settings), "waiting.mean") > 0.0);
    settings.senders[0].service = Shape::Constant;
    assert_eq!(theory_of(&settings).model, None);
    settings.producer.arrivals = Arrivals::Burst;
    close(value(&theory_of(&settings), "makespan"), 4000.0, 1e-12);
}

/// A run must be long beside the time for which messages are away, however fast its queue settles.
#[test]
fn long_backoffs_need_a_long_run() {
    let note = |initial: &str| {
        let text = format!(
            "{{producer: {{messages: 1000000, arrivals: {{poisson: 1000/s}}}}, warm_up: 600, \
             broker: {{max_attempts: 3, backoff: {{initial: {initial}, jitter: full}}}}, \
             senders: [{{count: 20, mean_time: 10ms, failure_rate: 0.2}}]}}"
        );
        let scenario = crate::scenario::Scenario::from_text(&text).expect("it is right");
        theory_of(&scenario).note
    };
    assert!(!note("1s").contains("short for"), "{}", note("1s"));
    assert!(note("100s").contains("short for its load and backoffs"));
}
