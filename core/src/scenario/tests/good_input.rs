//! What scenarios mean.

use super::accepted;
use crate::scenario::{
    Acknowledge, Action, Arrivals, Change, Crash, Discipline, Group, Hazard, Jitter, Scenario, SenderName,
    Settings, Shape, Supervisor, WarmUp,
};
use crate::time::{SimDuration, SimTime};

fn milliseconds(count: u64) -> SimDuration {
    SimDuration::from_nanoseconds(count * 1_000_000)
}

fn at(seconds: u64) -> SimTime {
    SimTime::ZERO.after(SimDuration::from_seconds(seconds))
}

const EVERYTHING: &str = r#"
version: 1
name: County flood warning
seed: 42
until: 2h
warm_up: 0s
producer:
  messages: 100000
  arrivals: burst
  text_length: {min: 1, max: 100}
  kinds: [{name: alert, weight: 9, priority: 0, work: 1}, {name: report, weight: 1, priority: 8, work: 3}]
broker:
  discipline: fifo
  capacity: 50000
  overflow: reject
  time_to_live: 10m
  latency: 5ms
  acknowledge: late
  visibility_timeout: 30s
  prefetch: 0
  max_attempts: 3
  max_deliveries: 20
  backoff: {initial: 1s, factor: 2, cap: 1m, jitter: none}
senders:
  - {name: carrier-a, count: 10, rate: 20/s, service: exponential, failure_rate: 0.02}
  - {name: carrier-b, count: 2, mean_time: 1s, service: {lognormal: {cv: 1.5}}, concurrency: 4, crash: {mean_up: 10m, mean_down: 30s}, hang: 0.0001}
monitor:
  interval: 1s
  supervisor: {silent_after: 5s, restart_time: 1s, max_restarts: 10}
timeline:
  - {at: 60s, add_senders: {group: carrier-a, count: 5}}
  - {at: 30s, crash: {sender: carrier-a/3}}
targets: ["delivery.p99 < 10m", "failed_share < 1%", "duplicates == 0", "makespan <= 15m"]
"#;

#[test]
fn an_empty_mapping_is_the_exercise() {
    assert_eq!(accepted("{}"), Scenario::default());
    assert_eq!(*accepted("version: 1"), Settings::default());
    assert_eq!(accepted("senders: [{}]"), Scenario::default());
    assert_eq!(
        accepted("producer:\nbroker:\n  backoff:\nsenders:\ntimeline:\n"),
        Scenario::default()
    );
}

#[test]
fn every_key_of_the_description_is_understood() {
    let scenario = accepted(EVERYTHING);
    assert_eq!(scenario.until, Some(SimDuration::from_seconds(7200)));
    assert_eq!(scenario.producer.messages, 100_000);
    assert_eq!(scenario.producer.kinds[1].priority, 8);
    assert_eq!(scenario.broker.capacity, Some(50_000));
    assert_eq!(
        scenario.broker.visibility_timeout,
        Some(SimDuration::from_seconds(30))
    );
    assert_eq!(scenario.broker.backoff.cap, Some(SimDuration::from_seconds(60)));
    let group = Group {
        name: "carrier-a".to_owned(),
        count: 10,
        mean_time: milliseconds(50),
        failure_rate: 0.02,
        ..Group::default()
    };
    assert_eq!(scenario.senders[0], group);
    let crash = Crash {
        mean_up: SimDuration::from_seconds(600),
        mean_down: SimDuration::from_seconds(30),
        up: Shape::Exponential,
        down: Shape::Exponential,
        hazard: Hazard::Always,
    };
    assert_eq!(scenario.senders[1].crash, Some(crash));
    assert_eq!(scenario.senders[1].service, Shape::Lognormal { cv: 1.5 });
    let supervisor = Supervisor {
        silent_after: SimDuration::from_seconds(5),
        restart_time: SimDuration::from_seconds(1),
        max_restarts: Some(10),
    };
    assert_eq!(scenario.monitor.supervisor, Some(supervisor));
    let times: Vec<SimTime> = scenario.timeline.iter().map(|entry| entry.at).collect();
    assert_eq!(
        times,
        [at(30), at(60)],
        "in order of time, whatever the order of the text"
    );
    assert_eq!(scenario.targets.len(), 4);
}

#[test]
fn json_means_the_same() {
    let json = r#"{
	"seed": "18446744073709551615", "until": null,
	"producer": {"messages": 1e3, "arrivals": {"poisson": "600/min"}},
	"broker": {"discipline": "priority", "acknowledge": "early", "max_attempts": 3, "backoff": {"jitter": "50%"}},
	"senders": [{"count": 5, "mean_time": 0.25}]
}"#;
    let scenario = accepted(json);
    assert_eq!(scenario.seed, u64::MAX);
    assert_eq!(scenario.producer.arrivals, Arrivals::Poisson(10.0));
    assert_eq!(scenario.broker.discipline, Discipline::Priority);
    assert_eq!(scenario.broker.acknowledge, Acknowledge::Early);
    assert_eq!(scenario.broker.backoff.jitter, Jitter::Fraction(0.5));
    assert_eq!(scenario.senders[0].mean_time, milliseconds(250));
    assert_eq!(
        accepted(&json.replace('\n', "\r\n")),
        scenario,
        "line ends make no difference"
    );
    assert_eq!(
        accepted(&format!("\u{feff}{json}")),
        scenario,
        "nor does a byte order mark"
    );
}

#[test]
fn arrivals_take_five_forms() {
    let arrivals = |text: &str| {
        accepted(&format!("producer: {{arrivals: {text}}}"))
            .producer
            .clone()
    };
    assert_eq!(arrivals("burst").arrivals, Arrivals::Burst);
    assert_eq!(arrivals("{burst: {}}").arrivals, Arrivals::Burst);
    assert_eq!(
        arrivals("{every: 10ms}").arrivals,
        Arrivals::Every(milliseconds(10))
    );
    assert_eq!(arrivals("{poisson: 90/s}").arrivals, Arrivals::Poisson(90.0));
    assert_eq!(
        arrivals("{steps: [{at: 0s, rate: 10/s}, {at: 60s, rate: 0}, {at: 2m, rate: 1}]}").arrivals,
        Arrivals::Steps(vec![(at(0), 10.0), (at(60), 0.0), (at(120), 1.0)])
    );
    let trace = arrivals("{trace: [0s, 1s, 1s, 1.5s]}");
    assert_eq!(
        trace.arrivals,
        Arrivals::Trace(vec![at(0), at(1), at(1), at(1).after(milliseconds(500))])
    );
    assert_eq!(trace.messages, 4, "as many as the trace has instants");
    assert_eq!(
        accepted("producer: {messages: 1, arrivals: {trace: [0s, 1s]}}")
            .producer
            .messages,
        1
    );
}

#[test]
fn shapes_are_words_or_carry_parameters() {
    let shape = |text: &str| {
        accepted(&format!("senders: [{{service: {text}}}]")).senders[0]
            .service
            .clone()
    };
    for (text, expected) in [
        ("constant", Shape::Constant),
        ("uniform", Shape::Uniform { spread: 1.0 }),
        ("{uniform: {spread: 50%}}", Shape::Uniform { spread: 0.5 }),
        ("exponential", Shape::Exponential),
        ("normal", Shape::Normal { cv: 0.2 }),
        ("{normal: {cv: 0.3}}", Shape::Normal { cv: 0.3 }),
        ("{normal: {deviation: 20ms}}", Shape::Normal { cv: 0.2 }),
        ("lognormal", Shape::Lognormal { cv: 1.0 }),
        ("{erlang: {stages: 3}}", Shape::Erlang { stages: 3 }),
        ("{gamma: {shape: 2}}", Shape::Gamma { shape: 2.0 }),
        ("triangular", Shape::Triangular { min: 0.5, max: 1.5 }),
        (
            "{triangular: {min: 0.2, max: 2.5}}",
            Shape::Triangular { min: 0.2, max: 2.5 },
        ),
        (
            "{empirical: {values: [80, 100.5, 0]}}",
            Shape::Empirical {
                values: vec![80.0, 100.5, 0.0],
            },
        ),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
}

#[test]
fn the_warm_up_is_a_time_or_a_number_of_messages() {
    assert_eq!(
        accepted("warm_up: 1m").warm_up,
        WarmUp::Time(SimDuration::from_seconds(60))
    );
    assert_eq!(
        accepted("warm_up: {messages: 999}").warm_up,
        WarmUp::Messages(999)
    );
}

#[test]
fn unnamed_groups_get_names_of_their_own() {
    let names = |text: &str| {
        accepted(text)
            .senders
            .iter()
            .map(|group| group.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names("senders: [{}, {}, {name: fast}, {}]"),
        ["sender", "sender-2", "fast", "sender-4"]
    );
    assert_eq!(names("senders: [{}, {name: sender}]"), ["sender-2", "sender"]);
    assert_eq!(names("senders: [{name: sender-2}, {}]"), ["sender-2", "sender-3"]);
}

#[test]
fn a_rate_of_senders_becomes_a_mean_time() {
    let mean = |text: &str| accepted(&format!("senders: [{{rate: {text}}}]")).senders[0].mean_time;
    assert_eq!(mean("20/s"), milliseconds(50));
    assert_eq!(mean("3/s"), SimDuration::from_nanoseconds(333_333_333));
    assert_eq!(mean("1e9/s"), SimDuration::from_nanoseconds(1));
    assert_eq!(mean("1e-9/s"), SimDuration::from_seconds(1_000_000_000));
}

const ACTIONS: &str = r"
senders: [{name: a}, {name: b}]
producer: {kinds: [{name: x}, {name: y}]}
timeline:
  - {at: 9s, cancel}
  - {at: 1s, set: {failure_rate: 50%, mean_time: 2s, hang: 0.1, group: b}}
  - {at: 2s, set: {arrival_rate: 90/s}}
  - {at: 3s, add_senders: {group: b, count: 2}}
  - {at: 3s, remove_sender: {sender: b/5}}
  - {at: 4s, crash: {sender: a/3, down: 10s}}
  - {at: 4s, crash: {sender: a/2}}
  - {at: 5s, hang: {sender: a/1}}
  - {at: 6s, restart: {sender: a/1}}
  - at: 7s
    pause_producer:
  - {at: 8s, resume_producer: {}}
  - {at: 8s, submit: {kind: y, priority: -3, text: 'Leave the valley'}}
  - {at: 8s, submit: {}}
";

#[test]
fn the_timeline_holds_every_action() {
    let (group, a, b) = (
        Some(1),
        |number| SenderName { group: 0, number },
        |number| SenderName { group: 1, number },
    );
    let actions: Vec<(u64, Action)> = vec![
        (1, Action::Set(Change::FailureRate { group, value: 0.5 })),
        (
            1,
            Action::Set(Change::MeanTime {
                group,
                value: SimDuration::from_seconds(2),
            }),
        ),
        (1, Action::Set(Change::Hang { group, value: 0.1 })),
        (2, Action::Set(Change::ArrivalRate(90.0))),
        (3, Action::AddSenders { group: 1, count: 2 }),
        (3, Action::RemoveSender(b(5))),
        (
            4,
            Action::Crash {
                sender: a(3),
                down: Some(SimDuration::from_seconds(10)),
            },
        ),
        (
            4,
            Action::Crash {
                sender: a(2),
                down: None,
            },
        ),
        (5, Action::Hang(a(1))),
        (6, Action::Restart(a(1))),
        (7, Action::PauseProducer),
        (8, Action::ResumeProducer),
        (
            8,
            Action::Submit {
                kind: 1,
                priority: Some(-3),
                text: Some("Leave the valley".to_owned()),
            },
        ),
        (
            8,
            Action::Submit {
                kind: 0,
                priority: None,
                text: None,
            },
        ),
        (9, Action::Cancel),
    ];
    let found: Vec<(SimTime, Action)> = accepted(ACTIONS)
        .timeline
        .iter()
        .map(|e| (e.at, e.action.clone()))
        .collect();
    assert_eq!(
        found,
        actions
            .into_iter()
            .map(|(seconds, action)| (at(seconds), action))
            .collect::<Vec<_>>()
    );
}

#[test]
fn where_there_is_one_group_it_need_not_be_named() {
    let scenario = accepted("timeline: [{at: 1s, add_senders: {count: 2}}, {at: 2s, restart: {sender: 5}}]");
    assert_eq!(
        scenario.timeline[0].action,
        Action::AddSenders { group: 0, count: 2 }
    );
    assert_eq!(
        scenario.timeline[1].action,
        Action::Restart(SenderName { group: 0, number: 5 })
    );
}
