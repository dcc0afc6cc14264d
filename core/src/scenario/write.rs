//! From settings back to data and text: whoever reads either gets equal settings.

mod as_written;
mod yaml;

use serde_json::Value;

use super::fields::{self, Field};
use super::{
    Action, Arrivals, Backoff, Broker, Change, Crash, Entry, Group, Jitter, Kind, Monitor, Producer,
    SenderName, Settings, Shape, Supervisor, WarmUp,
};

impl Settings {
    /// The settings as data with the keys of a scenario file, every default filled in; times and rates as exact text.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let timeline = self.timeline.iter().map(|entry| self.entry(entry));
        mapping([
            ("version", Value::from(1)),
            ("name", text(&self.name)),
            ("seed", text(self.seed)),
            ("until", optional(self.until.map(text))),
            ("warm_up", warm_up(self.warm_up)),
            ("producer", producer(&self.producer)),
            ("broker", broker(&self.broker)),
            ("senders", self.senders.iter().map(group).collect()),
            ("monitor", monitor(&self.monitor)),
            ("timeline", timeline.collect()),
            (
                "targets",
                self.targets.iter().map(|target| text(&target.text)).collect(),
            ),
        ])
    }

    /// The settings as a scenario file in YAML.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        yaml::text(&self.to_value())
    }

    fn entry(&self, entry: &Entry) -> Value {
        let (key, value) = self.action(&entry.action);
        mapping([("at", text(entry.at)), (key, value)])
    }

    fn action(&self, action: &Action) -> (&'static str, Value) {
        let nothing = || mapping([]);
        match action {
            Action::Set(change) => ("set", self.change(change)),
            Action::AddSenders { group, count } => {
                let members = [("group", self.group_name(*group)), ("count", Value::from(*count))];
                ("add_senders", mapping(members))
            }
            Action::RemoveSender(sender) => ("remove_sender", mapping([("sender", self.sender(*sender))])),
            Action::Crash { sender, down } => (
                "crash",
                mapping([
                    ("sender", self.sender(*sender)),
                    ("down", optional(down.map(text))),
                ]),
            ),
            Action::Hang(sender) => ("hang", mapping([("sender", self.sender(*sender))])),
            Action::Restart(sender) => ("restart", mapping([("sender", self.sender(*sender))])),
            Action::PauseProducer => ("pause_producer", nothing()),
            Action::ResumeProducer => ("resume_producer", nothing()),
            Action::Submit {
                kind,
                priority,
                text: content,
            } => {
                let kind = self
                    .producer
                    .kinds
                    .get(*kind as usize)
                    .map(|kind| text(&kind.name));
                let members = [
                    ("kind", optional(kind)),
                    ("priority", optional(priority.map(Value::from))),
                    ("text", optional(content.as_deref().map(text))),
                ];
                ("submit", mapping(members))
            }
            Action::Cancel => ("cancel", nothing()),
        }
    }

    fn change(&self, change: &Change) -> Value {
        let of_group = |key, group: Option<u32>, value| match group {
            Some(group) => mapping([("group", self.group_name(group)), (key, value)]),
            None => mapping([(key, value)]),
        };
        match change {
            Change::FailureRate { group, value } => of_group("failure_rate", *group, number(*value)),
            Change::MeanTime { group, value } => of_group("mean_time", *group, text(value)),
            Change::Hang { group, value } => of_group("hang", *group, number(*value)),
            Change::ArrivalRate(value) => mapping([("arrival_rate", rate(*value))]),
        }
    }

    fn group_name(&self, group: u32) -> Value {
        optional(self.senders.get(group as usize).map(|group| text(&group.name)))
    }

    fn sender(&self, sender: SenderName) -> Value {
        let group = self
            .senders
            .get(sender.group as usize)
            .map_or("?", |group| group.name.as_str());
        text(format_args!("{group}/{}", sender.number))
    }
}

fn mapping<const N: usize>(members: [(&str, Value); N]) -> Value {
    object(Vec::from(members))
}

// written out once instead of for every number of members, and likewise `text`: the page is 1.6 KB smaller
#[inline(never)]
fn object(members: Vec<(&str, Value)>) -> Value {
    Value::Object(
        members
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "values and references alike can be written"
)]
#[inline(never)]
fn text(value: impl ToString) -> Value {
    Value::String(value.to_string())
}

/// The word at a place of a choice.
fn word(field: &Field, place: usize) -> Value {
    text(field.words()[place])
}

fn optional(value: Option<Value>) -> Value {
    value.unwrap_or(Value::Null)
}

/// A number, without a fraction where it has none.
#[expect(clippy::cast_possible_truncation, reason = "whole numbers below 2^53 fit")]
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        Value::from(value as i64)
    } else {
        Value::from(value)
    }
}

fn rate(value: f64) -> Value {
    text(format_args!("{value}/s"))
}

fn warm_up(warm_up: WarmUp) -> Value {
    match warm_up {
        WarmUp::Time(time) => text(time),
        WarmUp::Messages(messages) => mapping([("messages", Value::from(messages))]),
    }
}

fn producer(producer: &Producer) -> Value {
    let (min, max) = producer.text_length;
    mapping([
        ("messages", Value::from(producer.messages)),
        ("arrivals", arrivals(&producer.arrivals)),
        (
            "text_length",
            mapping([("min", Value::from(min)), ("max", Value::from(max))]),
        ),
        ("kinds", producer.kinds.iter().map(kind).collect()),
    ])
}

fn arrivals(arrivals: &Arrivals) -> Value {
    match arrivals {
        Arrivals::Burst => text("burst"),
        Arrivals::Every(time) => mapping([("every", text(time))]),
        Arrivals::Poisson(value) => mapping([("poisson", rate(*value))]),
        Arrivals::Steps(steps) => {
            let step = |(at, value): &(_, f64)| mapping([("at", text(at)), ("rate", rate(*value))]);
            mapping([("steps", steps.iter().map(step).collect())])
        }
        Arrivals::Trace(instants) => mapping([("trace", instants.iter().map(text).collect())]),
    }
}

fn kind(kind: &Kind) -> Value {
    mapping([
        ("name", text(&kind.name)),
        ("weight", number(kind.weight)),
        ("priority", Value::from(kind.priority)),
        ("work", number(kind.work)),
    ])
}

fn broker(broker: &Broker) -> Value {
    mapping([
        (
            "discipline",
            word(&fields::DISCIPLINE, broker.discipline as usize),
        ),
        ("capacity", optional(broker.capacity.map(Value::from))),
        ("overflow", word(&fields::OVERFLOW, broker.overflow as usize)),
        ("time_to_live", optional(broker.time_to_live.map(text))),
        ("latency", text(broker.latency)),
        (
            "acknowledge",
            word(&fields::ACKNOWLEDGE, broker.acknowledge as usize),
        ),
        (
            "visibility_timeout",
            optional(broker.visibility_timeout.map(text)),
        ),
        ("prefetch", Value::from(broker.prefetch)),
        ("max_attempts", Value::from(broker.max_attempts)),
        ("max_deliveries", optional(broker.max_deliveries.map(Value::from))),
        ("backoff", backoff(&broker.backoff)),
    ])
}

fn backoff(backoff: &Backoff) -> Value {
    let jitter = match backoff.jitter {
        Jitter::None => text("none"),
        Jitter::Full => text("full"),
        Jitter::Fraction(share) => number(share),
    };
    mapping([
        ("initial", text(backoff.initial)),
        ("factor", number(backoff.factor)),
        ("cap", optional(backoff.cap.map(text))),
        ("jitter", jitter),
    ])
}

fn group(group: &Group) -> Value {
    mapping([
        ("name", text(&group.name)),
        ("count", Value::from(group.count)),
        ("mean_time", text(group.mean_time)),
        ("service", shape(&group.service)),
        ("failure_rate", number(group.failure_rate)),
        ("concurrency", Value::from(group.concurrency)),
        ("crash", optional(group.crash.as_ref().map(crash))),
        ("hang", number(group.hang)),
    ])
}

fn crash(crash: &Crash) -> Value {
    mapping([
        ("mean_up", text(crash.mean_up)),
        ("mean_down", text(crash.mean_down)),
        ("up", shape(&crash.up)),
        ("down", shape(&crash.down)),
        ("while", word(&fields::HAZARD, crash.hazard as usize)),
    ])
}

fn shape(shape: &Shape) -> Value {
    let with = |name, parameter, value| mapping([(name, mapping([(parameter, value)]))]);
    match shape {
        Shape::Constant => text("constant"),
        Shape::Uniform { spread } => with("uniform", "spread", number(*spread)),
        Shape::Exponential => text("exponential"),
        Shape::Normal { cv } => with("normal", "cv", number(*cv)),
        Shape::Lognormal { cv } => with("lognormal", "cv", number(*cv)),
        Shape::Erlang { stages } => with("erlang", "stages", Value::from(*stages)),
        Shape::Gamma { shape } => with("gamma", "shape", number(*shape)),
        Shape::Triangular { min, max } => mapping([(
            "triangular",
            mapping([("min", number(*min)), ("max", number(*max))]),
        )]),
        Shape::Empirical { values } => with(
            "empirical",
            "values",
            values.iter().copied().map(number).collect(),
        ),
    }
}

fn monitor(monitor: &Monitor) -> Value {
    let supervisor = |supervisor: Supervisor| {
        mapping([
            ("silent_after", text(supervisor.silent_after)),
            ("restart_time", text(supervisor.restart_time)),
            ("max_restarts", optional(supervisor.max_restarts.map(Value::from))),
        ])
    };
    mapping([
        ("interval", text(monitor.interval)),
        ("max_samples", Value::from(monitor.max_samples)),
        ("supervisor", optional(monitor.supervisor.map(supervisor))),
    ])
}
