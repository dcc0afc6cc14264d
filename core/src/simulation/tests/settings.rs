//! Every setting is obeyed by somebody: with another value it is another run, or one that says or shows something else.

use crate::message::{Content, MessageId};
use crate::report::Digest;
use crate::scenario::fields::{self, FIELDS, Field};
use crate::scenario::{Document, FieldKind, Scenario};
use crate::simulation::Simulation;

/// A little of everything that settings are about.
const BASE: &str = "
producer:
  messages: 200
  arrivals: {poisson: 50/s}
  kinds: [{name: alert, weight: 3}, {name: report, work: 2}]
senders:
  - {name: first, count: 3, rate: 12/s}
  - {name: second, count: 1, rate: 6/s}
monitor: {interval: 500ms}
";

/// All fields in the order of the table: who shows that it counts, what must be so for it to count, its other value.
const CASES: &str = "
name | report | | name=other
seed | digest | | seed=43
until | digest | | until=2s
warm_up | report | | warm_up=1s
warm_up.messages | report | | warm_up={messages: 50}
producer.messages | digest | | producer.messages=201
producer.arrivals.burst | digest | | producer.arrivals=burst
producer.arrivals.every | digest | producer.arrivals={every: 20ms} | producer.arrivals.every=21ms
producer.arrivals.poisson | digest | | producer.arrivals.poisson=51/s
producer.arrivals.steps[].at | digest | producer.arrivals={steps: [{at: 0s, rate: 50/s}, {at: 1s, rate: 90/s}]} | producer.arrivals.steps.1.at=2s
producer.arrivals.steps[].rate | digest | producer.arrivals={steps: [{at: 0s, rate: 50/s}, {at: 1s, rate: 90/s}]} | producer.arrivals.steps.1.rate=70/s
producer.arrivals.trace[] | digest | producer={arrivals: {trace: [0s, 1s]}} | producer.arrivals.trace.1=2s
producer.text_length.min | content | | producer.text_length.min=50
producer.text_length.max | content | | producer.text_length.max=50
producer.kinds[].name | report | | producer.kinds.0.name=notice
producer.kinds[].weight | digest | | producer.kinds.0.weight=1
producer.kinds[].priority | digest | broker.discipline=priority; producer.arrivals=burst | producer.kinds.1.priority=1
producer.kinds[].work | digest | | producer.kinds.1.work=3
broker.discipline | digest | | broker.discipline=lifo
broker.capacity | digest | | broker.capacity=5
broker.overflow | digest | broker.capacity=5 | broker.overflow=evict
broker.time_to_live | digest | | broker.time_to_live=100ms
broker.latency | digest | | broker.latency=5ms
broker.acknowledge | digest | senders.0.crash={mean_up: 1s, mean_down: 1s} | broker.acknowledge=early
broker.visibility_timeout | digest | | broker.visibility_timeout=100ms
broker.prefetch | digest | | broker.prefetch=2
broker.max_attempts | digest | | broker.max_attempts=2
broker.max_deliveries | digest | broker.max_attempts=3 | broker.max_deliveries=2
broker.backoff.initial | digest | broker.max_attempts=3 | broker.backoff.initial=2s
broker.backoff.factor | digest | broker.max_attempts=3 | broker.backoff.factor=3
broker.backoff.cap | digest | broker.max_attempts=3 | broker.backoff.cap=1500ms
broker.backoff.jitter | digest | broker.max_attempts=3 | broker.backoff.jitter=full
senders[].name | report | | senders.0.name=other
senders[].count | digest | | senders.0.count=4
senders[].mean_time | digest | | senders.0.mean_time=80ms
senders[].rate | digest | | senders.0.rate=13/s
senders[].failure_rate | digest | | senders.0.failure_rate=50%
senders[].concurrency | digest | | senders.0.concurrency=2
senders[].crash.mean_up | digest | senders.0.crash={mean_up: 1s, mean_down: 1s} | senders.0.crash.mean_up=2s
senders[].crash.mean_down | digest | senders.0.crash={mean_up: 1s, mean_down: 1s} | senders.0.crash.mean_down=2s
senders[].crash.up | digest | senders.0.crash={mean_up: 1s, mean_down: 1s} | senders.0.crash.up=constant
senders[].crash.down | digest | senders.0.crash={mean_up: 1s, mean_down: 1s} | senders.0.crash.down=constant
senders[].crash.while | digest | senders.0.crash={mean_up: 1s, mean_down: 1s} | senders.0.crash.while=busy
senders[].hang | digest | | senders.0.hang=5%
monitor.interval | digest | | monitor.interval=400ms
monitor.max_samples | digest | monitor.interval=100ms | monitor.max_samples=10
monitor.supervisor.silent_after | digest | senders.0.hang=5%; monitor.supervisor={silent_after: 1s, restart_time: 1s} | monitor.supervisor.silent_after=2s
monitor.supervisor.restart_time | digest | senders.0.hang=5%; monitor.supervisor={silent_after: 1s, restart_time: 1s} | monitor.supervisor.restart_time=2s
monitor.supervisor.max_restarts | digest | senders.0.hang=5%; monitor.supervisor={silent_after: 1s, restart_time: 1s} | monitor.supervisor.max_restarts=0
timeline[].at | digest | timeline=[{at: 1s, cancel: {}}] | timeline.0.at=2s
timeline[].set.group | digest | timeline=[{at: 1s, set: {hang: 5%}}] | timeline.0.set.group=first
timeline[].set.failure_rate | digest | timeline=[{at: 1s, set: {hang: 0}}] | timeline.0.set.failure_rate=50%
timeline[].set.mean_time | digest | timeline=[{at: 1s, set: {hang: 0}}] | timeline.0.set.mean_time=50ms
timeline[].set.hang | digest | timeline=[{at: 1s, set: {hang: 0}}] | timeline.0.set.hang=5%
timeline[].set.arrival_rate | digest | timeline=[{at: 1s, set: {hang: 0}}] | timeline.0.set.arrival_rate=90/s
timeline[].add_senders.group | digest | timeline=[{at: 1s, add_senders: {group: first}}] | timeline.0.add_senders.group=second
timeline[].add_senders.count | digest | timeline=[{at: 1s, add_senders: {group: first}}] | timeline.0.add_senders.count=2
timeline[].remove_sender.sender | digest | | timeline=[{at: 1s, remove_sender: {sender: first/1}}]
timeline[].crash.sender | digest | timeline=[{at: 1s, crash: {sender: first/1, down: 1s}}] | timeline.0.crash.sender=first/2
timeline[].crash.down | digest | timeline=[{at: 1s, crash: {sender: first/1, down: 1s}}] | timeline.0.crash.down=2s
timeline[].hang.sender | digest | | timeline=[{at: 1s, hang: {sender: first/1}}]
timeline[].restart.sender | digest | | timeline=[{at: 1s, restart: {sender: first/1}}]
timeline[].pause_producer | digest | | timeline=[{at: 1s, pause_producer: {}}]
timeline[].resume_producer | digest | timeline=[{at: 1s, pause_producer: {}}] | timeline=[{at: 1s, pause_producer: {}}, {at: 2s, resume_producer: {}}]
timeline[].submit.kind | digest | timeline=[{at: 1s, submit: {}}]; broker.discipline=priority | timeline.0.submit.kind=report
timeline[].submit.priority | digest | timeline=[{at: 1s, submit: {}}]; broker.discipline=priority | timeline.0.submit.priority=9
timeline[].submit.text | content | timeline=[{at: 1s, submit: {}}]; broker.discipline=priority | timeline.0.submit.text=all clear
timeline[].cancel | digest | | timeline=[{at: 1s, cancel: {}}]
targets[] | report | targets=['sent_share > 1%'] | targets.0=sent_share > 2%
shape.constant | digest | | senders.0.service=constant
shape.uniform.spread | digest | senders.0.service=uniform | senders.0.service.uniform.spread=0.5
shape.exponential | digest | senders.0.service=constant | senders.0.service=exponential
shape.normal.cv | digest | senders.0.service=normal | senders.0.service.normal.cv=0.3
shape.normal.deviation | digest | senders.0.service=normal | senders.0.service.normal.deviation=9ms
shape.lognormal.cv | digest | senders.0.service=lognormal | senders.0.service.lognormal.cv=2
shape.erlang.stages | digest | senders.0.service=erlang | senders.0.service.erlang.stages=3
shape.gamma.shape | digest | senders.0.service=gamma | senders.0.service.gamma.shape=3
shape.triangular.min | digest | senders.0.service=triangular | senders.0.service.triangular.min=0.4
shape.triangular.max | digest | senders.0.service=triangular | senders.0.service.triangular.max=1.8
shape.empirical.values[] | digest | senders.0.service={empirical: {values: [80, 100]}} | senders.0.service.empirical.values.1=350
";

/// A line of the table.
struct Case {
    field: &'static str,
    shown: &'static str,
    around: Vec<&'static str>,
    other: &'static str,
}

fn cases() -> impl Iterator<Item = Case> {
    CASES.trim().lines().map(|line| {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [field, shown, around, other] = columns[..] else {
            panic!("{line}")
        };
        Case {
            field,
            shown,
            around: around.split("; ").filter(|edit| !edit.is_empty()).collect(),
            other,
        }
    })
}

/// Fields of which there is only one value, and those of older programs' files, which are read into these.
fn has_no_case(field: &Field) -> bool {
    field.path == "version" || field.path.starts_with("config_yaml") || field.path.starts_with("dot_env")
}

/// Whether it only holds other fields: each of those has its case. Shapes stand in several places.
fn holds_others(field: &Field) -> bool {
    let is_warm_up = field.kind == FieldKind::WarmUp;
    let is_shape_in_crash = field.kind == FieldKind::Shape && field.path.contains(".crash.");
    !is_warm_up && !is_shape_in_crash && (field.path.is_empty() || field.children().next().is_some())
}

/// The run's digest, what its report says without the settings themselves, what its messages say.
fn played(edits: &[&str]) -> (Digest, String, Vec<Content>) {
    let mut document = Document::parse(BASE).expect("is right");
    for edit in edits {
        let (path, value) = edit.split_once('=').expect("a path and a value");
        document.set(path, value, "test").expect("leads somewhere");
    }
    let scenario =
        Scenario::from_document(&document).unwrap_or_else(|problems| panic!("{edits:?}: {problems:?}"));
    let mut run = Simulation::new(&scenario, 0);
    run.run_to_end();
    let mut report = run.report();
    report.scenario = serde_json::Value::Null;
    let produced = u32::try_from(report.messages.produced).expect("are few");
    let contents = (0..produced)
        .map(|number| run.content(MessageId(number)))
        .collect();
    (report.digest, report.to_json(), contents)
}

/// A setting of the run changes its digest; one of what is observed changes the report alone; one of what messages say
/// changes neither.
#[test]
fn every_setting_is_obeyed() {
    for Case {
        field,
        shown,
        mut around,
        other,
    } in cases()
    {
        let (digest, report, contents) = played(&around);
        around.push(other);
        let (other_digest, other_report, other_contents) = played(&around);
        let by = if digest != other_digest {
            "digest"
        } else if report != other_report {
            "report"
        } else if contents != other_contents {
            "content"
        } else {
            "nothing"
        };
        assert_eq!(by, shown, "{field}: {other}");
    }
}

#[test]
fn every_field_has_its_case() {
    let asked = FIELDS
        .iter()
        .filter(|field| !has_no_case(field) && !holds_others(field));
    let asked: Vec<&str> = asked.map(|field| field.path).collect();
    assert_eq!(cases().map(|case| case.field).collect::<Vec<_>>(), asked);
    for Case { field, other, .. } in cases() {
        let (path, value) = other.split_once('=').expect("a path and a value");
        let found = fields::find(path).expect("leads to a field");
        let mut keys = field.rsplit('.').filter(|key| !key.ends_with("[]"));
        // either the value of the field itself, or of what it stands in
        let is_named = |key: &str| path.ends_with(key) || value.contains(key);
        assert!(
            found.path == field || keys.next().is_some_and(is_named),
            "{other}"
        );
    }
}
