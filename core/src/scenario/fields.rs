//! Every key of a scenario file: what it may be, its default, an example, one line of help.
//!
//! The reader of scenarios takes ranges, defaults and words from here and nowhere else; the page's form, the
//! commented default file, the JSON Schema and completion are made from the same table.

use super::kind::Kind;
use super::problem::alternatives;
use super::{MAX_MESSAGES, MAX_SENDERS};
use crate::time::SimDuration;

/// The default of an optional value.
pub const NONE: &str = "none";
/// The default of a value that must be given.
pub const REQUIRED: &str = "";

/// A key.
#[derive(Debug, PartialEq)]
pub struct Field {
    /// Where it stands, such as `broker.capacity`, `senders[].count` or, for the shapes of times, `shape.gamma.shape`.
    pub path: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What it is if not given, as text; [`NONE`] if nothing, [`REQUIRED`] if it must be given or has keys below.
    pub default: &'static str,
    /// A typical value.
    pub example: &'static str,
    /// What it is for.
    pub help: &'static str,
}

impl Field {
    /// Its own name: the last step of the path, `[]` for the entries of a list.
    #[must_use]
    pub fn key(&self) -> &'static str {
        split(self.path).1
    }

    /// The path of what it stands in; empty at the top.
    #[must_use]
    pub fn section(&self) -> &'static str {
        split(self.path).0
    }

    /// Whether it may be left out, `none` or null.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        self.default == NONE && self.kind != Kind::Jitter
    }

    /// The fields one level below.
    pub fn children(&self) -> impl Iterator<Item = &'static Self> + use<> {
        children(if self.kind == Kind::Shape {
            "shape"
        } else {
            self.path
        })
    }

    /// The field of that name one level below.
    #[must_use]
    pub fn child(&self, key: &str) -> Option<&'static Self> {
        self.children().find(|field| field.key() == key)
    }

    /// The unit of a value that is written as a number alone; empty if it has none.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        match self.kind {
            Kind::Duration { .. } | Kind::WarmUp => "seconds",
            Kind::Rate { .. } => "per second",
            Kind::Whole { .. } => match self.key() {
                "messages" | "capacity" | "prefetch" => "messages",
                "count" => "senders",
                "max_attempts" | "concurrency" => "attempts",
                "max_deliveries" => "deliveries",
                "max_restarts" => "restarts",
                "stages" => "stages",
                "min" | "max" => "characters",
                _ => "",
            },
            _ => "",
        }
    }

    /// The words of a choice; none if it is something else.
    pub(super) const fn words(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Choice(words) => words,
            _ => &[],
        }
    }

    /// What is allowed, in words.
    #[must_use]
    pub fn allowed(&self) -> String {
        match self.kind {
            Kind::Mapping if self.children().next().is_none() => "a mapping without keys: {}".to_owned(),
            Kind::Mapping => {
                format!("a mapping with {}", alternatives(self.children().map(Self::key)))
            }
            Kind::Variant | Kind::Shape => {
                format!(
                    "{}, such as {}",
                    alternatives(self.children().map(Self::key)),
                    self.example
                )
            }
            _ => self.kind.allowed(),
        }
    }
}

/// The fields directly under a path; under the empty path, those at the top of a scenario.
pub fn children(section: &'static str) -> impl Iterator<Item = &'static Field> + use<> {
    let roots = [&SCENARIO, &SHAPE, &CONFIG_YAML, &DOT_ENV];
    FIELDS
        .iter()
        .copied()
        .filter(move |field| field.section() == section && !roots.contains(field))
}

/// All fields of a scenario, shapes aside, in the order of a file.
pub fn all() -> impl Iterator<Item = &'static Field> {
    let end = FIELDS
        .iter()
        .position(|field| *field == &SHAPE)
        .unwrap_or(FIELDS.len());
    FIELDS.iter().copied().take(end).skip(1)
}

/// The field at the path of a value in a file, such as `senders[0].service.gamma.shape` or `senders.0.count`.
#[must_use]
pub fn find(path: &str) -> Option<&'static Field> {
    let mut field = &SCENARIO;
    for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
        let key = if matches!(field.kind, Kind::List { .. }) {
            "[]"
        } else {
            step.trim_end_matches(']')
        };
        field = field.child(key)?;
    }
    Some(field)
}

fn split(path: &'static str) -> (&'static str, &'static str) {
    match path.strip_suffix("[]") {
        Some(list) => (list, "[]"),
        None => path.rsplit_once('.').unwrap_or(("", path)),
    }
}

const fn whole(least: i128, most: i128) -> Kind {
    Kind::Whole { least, most }
}

const fn list(least: u32, most: u32) -> Kind {
    Kind::List { least, most }
}

const fn number(least: f64, most: f64) -> Kind {
    Kind::Number { least, most }
}

const fn time_from(nanoseconds: u64) -> Kind {
    Kind::Duration {
        least: SimDuration::from_nanoseconds(nanoseconds),
    }
}

const TIME: Kind = time_from(1);
const TIME_OR_ZERO: Kind = time_from(0);
const RATE: Kind = Kind::Rate { zero: false };
const TITLE: Kind = Kind::Text {
    longest: 200,
    lines: false,
};
const COUNT: Kind = whole(1, MAX_SENDERS as i128);

macro_rules! fields {
    ($($name:ident = $path:literal, $kind:expr, $default:expr, $example:literal, $help:literal;)*) => {
        $(
            #[doc = $help]
            pub static $name: Field =
                Field { path: $path, kind: $kind, default: $default, example: $example, help: $help };
        )*
        /// All of them, in the order of a file.
        pub static FIELDS: &[&Field] = &[$(&$name),*];
    };
}

fields! {
SCENARIO = "", Kind::Mapping, REQUIRED, "{}", "A scenario.";
VERSION = "version", whole(1, 1), "1", "1", "Version of this format.";
NAME = "name", TITLE, "SMS simulation", "County flood warning", "What people call it.";
SEED = "seed", whole(0, u64::MAX as i128), "42", "42", "Chooses all random numbers: the same seed gives the same run.";
UNTIL = "until", TIME, NONE, "2h", "When the run ends at the latest; without it, when every message is settled.";
WARM_UP = "warm_up", Kind::WarmUp, "0s", "30s", "What the statistics leave out at the start.";
WARM_UP_MESSAGES = "warm_up.messages", whole(0, MAX_MESSAGES as i128), REQUIRED, "20000", "Leaves out so many of the messages that the producer makes first.";

PRODUCER = "producer", Kind::Mapping, REQUIRED, "{messages: 100000}", "Where messages come from.";
MESSAGES = "producer.messages", whole(1, MAX_MESSAGES as i128), "1000", "100000", "How many messages; by default as many as a trace has instants.";
ARRIVALS = "producer.arrivals", Kind::Variant, "burst", "{poisson: 90/s}", "When they are produced.";
BURST = "producer.arrivals.burst", Kind::Mapping, REQUIRED, "{}", "All at time 0.";
EVERY = "producer.arrivals.every", TIME, REQUIRED, "10ms", "One at 0 and one after each such time.";
POISSON = "producer.arrivals.poisson", RATE, REQUIRED, "90/s", "At random, so many per second on average.";
STEPS = "producer.arrivals.steps", list(1, 1000), REQUIRED, "[{at: 0s, rate: 10/s}, {at: 1m, rate: 90/s}]", "At random with a rate that changes at given times.";
STEP = "producer.arrivals.steps[]", Kind::Mapping, REQUIRED, "{at: 0s, rate: 10/s}", "A rate and when it begins.";
STEP_AT = "producer.arrivals.steps[].at", TIME_OR_ZERO, REQUIRED, "0s", "When the rate begins; the first at 0s, then increasing.";
STEP_RATE = "producer.arrivals.steps[].rate", Kind::Rate { zero: true }, REQUIRED, "90/s", "The rate from then on; the last above 0.";
TRACE = "producer.arrivals.trace", list(1, 2_000_000), REQUIRED, "[0s, 1.5s, 2s]", "At the given times, in order.";
INSTANT = "producer.arrivals.trace[]", TIME_OR_ZERO, REQUIRED, "1.5s", "When a message is produced.";
TEXT_LENGTH = "producer.text_length", Kind::Mapping, REQUIRED, "{min: 1, max: 100}", "How long the random texts are.";
TEXT_LENGTH_MIN = "producer.text_length.min", whole(1, 1000), "1", "1", "Shortest text in characters.";
TEXT_LENGTH_MAX = "producer.text_length.max", whole(1, 1000), "100", "160", "Longest text in characters.";
KINDS = "producer.kinds", list(1, 100), REQUIRED, "[{name: alert, weight: 9}, {name: report, weight: 1, work: 3}]", "Kinds of messages.";
KIND = "producer.kinds[]", Kind::Mapping, REQUIRED, "{name: alert}", "A kind of message.";
KIND_NAME = "producer.kinds[].name", Kind::Name, "message", "alert", "Its name.";
KIND_WEIGHT = "producer.kinds[].weight", number(0.0, 1_000_000.0), "1", "9", "Its share among the weights of all kinds.";
KIND_PRIORITY = "producer.kinds[].priority", whole(-1_000_000, 1_000_000), "0", "8", "A higher number is served first under the priority discipline.";
KIND_WORK = "producer.kinds[].work", number(0.001, 1000.0), "1", "3", "Multiplies the service time.";

BROKER = "broker", Kind::Mapping, REQUIRED, "{capacity: 50000}", "Where messages wait.";
DISCIPLINE = "broker.discipline", Kind::Choice(&["fifo", "lifo", "priority"]), "fifo", "priority", "Who is served next.";
CAPACITY = "broker.capacity", whole(0, 1_000_000_000), NONE, "50000", "Most messages that may wait; returning ones are always taken back.";
OVERFLOW = "broker.overflow", Kind::Choice(&["reject", "block", "evict"]), "reject", "block", "What happens to one too many: refused, held by the producer, or the oldest goes, which is the head of its line.";
TIME_TO_LIVE = "broker.time_to_live", TIME, NONE, "10m", "Longest wait before the first attempt.";
LATENCY = "broker.latency", TIME_OR_ZERO, "0s", "5ms", "From offer to queue.";
ACKNOWLEDGE = "broker.acknowledge", Kind::Choice(&["late", "early"]), "late", "early", "When a message is taken off the broker: after its attempt (a sender's death redelivers it) or before (it is lost).";
VISIBILITY_TIMEOUT = "broker.visibility_timeout", TIME, NONE, "30s", "Time after delivery at which an unacknowledged message is delivered again.";
PREFETCH = "broker.prefetch", whole(0, 10_000), "0", "4", "Messages that a sender may hold beyond those it is sending.";
MAX_ATTEMPTS = "broker.max_attempts", whole(1, 1000), "1", "3", "Attempts that may fail before the message is a dead letter.";
MAX_DELIVERIES = "broker.max_deliveries", whole(1, 1_000_000), NONE, "20", "Deliveries before the message is a dead letter.";
BACKOFF = "broker.backoff", Kind::Mapping, REQUIRED, "{initial: 1s, factor: 2}", "The wait before a failed message rejoins the queue.";
BACKOFF_INITIAL = "broker.backoff.initial", TIME_OR_ZERO, "1s", "100ms", "After the first failure.";
BACKOFF_FACTOR = "broker.backoff.factor", number(1.0, 1000.0), "2", "1.5", "From each wait to the next.";
BACKOFF_CAP = "broker.backoff.cap", TIME, NONE, "1m", "Longest wait, before jitter.";
BACKOFF_JITTER = "broker.backoff.jitter", Kind::Jitter, "none", "full", "Spread: none, full (from 0 to the wait) or a share of it up and down.";

SENDERS = "senders", list(1, 1000), REQUIRED, "[{count: 3, rate: 10/s}]", "Who sends: groups of equal senders.";
GROUP = "senders[]", Kind::Mapping, REQUIRED, "{count: 3, rate: 10/s}", "A group of equal senders.";
GROUP_NAME = "senders[].name", Kind::Name, "sender", "carrier-a", "Its name; its senders are name/1, name/2 and so on.";
GROUP_COUNT = "senders[].count", COUNT, "3", "10", "How many senders.";
MEAN_TIME = "senders[].mean_time", TIME, "100ms", "50ms", "Mean service time; or give `rate`.";
RATE_OF_SENDER = "senders[].rate", RATE, NONE, "20/s", "What one sender does at a time, instead of `mean_time`.";
SERVICE = "senders[].service", Kind::Shape, "exponential", "{lognormal: {cv: 1.5}}", "How service times spread around the mean.";
FAILURE_RATE = "senders[].failure_rate", Kind::Share, "0.2", "2%", "Share of the attempts that fail.";
CONCURRENCY = "senders[].concurrency", whole(1, 1000), "1", "4", "Attempts at once per sender.";
CRASH = "senders[].crash", Kind::Mapping, NONE, "{mean_up: 10m, mean_down: 30s}", "Breakdowns and repairs.";
MEAN_UP = "senders[].crash.mean_up", TIME, "10m", "1h", "Mean time from a repair to the next breakdown.";
MEAN_DOWN = "senders[].crash.mean_down", TIME, "30s", "1m", "Mean time that a repair takes.";
UP = "senders[].crash.up", Kind::Shape, "exponential", "{erlang: {stages: 3}}", "How times up spread around their mean.";
DOWN = "senders[].crash.down", Kind::Shape, "exponential", "constant", "How times down spread around their mean.";
HAZARD = "senders[].crash.while", Kind::Choice(&["always", "busy"]), "always", "busy", "When a sender can break down.";
HANG = "senders[].hang", Kind::Share, "0", "0.0001", "Share of the attempts that never end: the sender falls silent until it is restarted.";

MONITOR = "monitor", Kind::Mapping, REQUIRED, "{interval: 1s}", "What is observed, and who is restarted.";
INTERVAL = "monitor.interval", time_from(1000), "5s", "1s", "Virtual time between samples.";
MAX_SAMPLES = "monitor.max_samples", whole(10, 100_000), "1000", "500", "Most samples kept; when full, neighbours merge and the interval doubles.";
SUPERVISOR = "monitor.supervisor", Kind::Mapping, NONE, "{silent_after: 5s, restart_time: 1s, max_restarts: 10}", "Restarts senders that show no sign of life.";
SILENT_AFTER = "monitor.supervisor.silent_after", TIME, "5s", "10s", "So long without a start or an end of an attempt, while holding work.";
RESTART_TIME = "monitor.supervisor.restart_time", TIME_OR_ZERO, "1s", "2s", "How long a restart takes.";
MAX_RESTARTS = "monitor.supervisor.max_restarts", whole(0, 1_000_000_000), NONE, "10", "Most restarts of one sender.";

TIMELINE = "timeline", list(0, 10_000), "[]", "[{at: 30s, set: {failure_rate: 50%}}]", "What happens at given times.";
ENTRY = "timeline[]", Kind::Entry, REQUIRED, "{at: 60s, cancel: {}}", "A time and one action.";
AT = "timeline[].at", TIME_OR_ZERO, REQUIRED, "30s", "When.";
SET = "timeline[].set", Kind::Mapping, REQUIRED, "{failure_rate: 50%}", "Changes settings.";
SET_GROUP = "timeline[].set.group", Kind::Name, NONE, "sender", "The group that changes; all if none is named.";
SET_FAILURE_RATE = "timeline[].set.failure_rate", Kind::Share, NONE, "50%", "New share of attempts that fail.";
SET_MEAN_TIME = "timeline[].set.mean_time", TIME, NONE, "2s", "New mean service time, for attempts that begin from then on.";
SET_HANG = "timeline[].set.hang", Kind::Share, NONE, "1%", "New share of attempts that never end.";
SET_ARRIVAL_RATE = "timeline[].set.arrival_rate", RATE, NONE, "90/s", "Messages come at random with this rate from then on.";
ADD_SENDERS = "timeline[].add_senders", Kind::Mapping, REQUIRED, "{group: sender, count: 5}", "Adds senders to a group.";
ADD_GROUP = "timeline[].add_senders.group", Kind::Name, NONE, "sender", "Which group; may be left out if there is one.";
ADD_COUNT = "timeline[].add_senders.count", COUNT, "1", "5", "How many.";
REMOVE_SENDER = "timeline[].remove_sender", Kind::Mapping, REQUIRED, "{sender: sender/3}", "Takes a sender away; what it holds goes back to the queue.";
REMOVE_WHICH = "timeline[].remove_sender.sender", Kind::Sender, REQUIRED, "sender/3", "Which.";
BREAK = "timeline[].crash", Kind::Mapping, REQUIRED, "{sender: sender/3, down: 10s}", "Breaks a sender down.";
BREAK_WHICH = "timeline[].crash.sender", Kind::Sender, REQUIRED, "sender/3", "Which.";
BREAK_DOWN = "timeline[].crash.down", TIME, NONE, "10s", "For how long; if not given, as its group crashes or until it is restarted.";
SILENCE = "timeline[].hang", Kind::Mapping, REQUIRED, "{sender: sender/3}", "Makes a sender fall silent.";
SILENCE_WHICH = "timeline[].hang.sender", Kind::Sender, REQUIRED, "sender/3", "Which.";
RESTART = "timeline[].restart", Kind::Mapping, REQUIRED, "{sender: sender/3}", "Restarts a sender.";
RESTART_WHICH = "timeline[].restart.sender", Kind::Sender, REQUIRED, "sender/3", "Which.";
PAUSE_PRODUCER = "timeline[].pause_producer", Kind::Mapping, REQUIRED, "{}", "Stops the producer's clock.";
RESUME_PRODUCER = "timeline[].resume_producer", Kind::Mapping, REQUIRED, "{}", "Lets the producer go on.";
SUBMIT = "timeline[].submit", Kind::Mapping, REQUIRED, "{kind: message, text: Leave the valley}", "Adds a message.";
SUBMIT_KIND = "timeline[].submit.kind", Kind::Name, NONE, "message", "Its kind; the first if none is named.";
SUBMIT_PRIORITY = "timeline[].submit.priority", whole(-1_000_000, 1_000_000), NONE, "9", "Its priority instead of its kind's.";
SUBMIT_TEXT = "timeline[].submit.text", Kind::Text { longest: 1000, lines: true }, NONE, "Leave the valley", "Its text instead of a random one.";
CANCEL = "timeline[].cancel", Kind::Mapping, REQUIRED, "{}", "Stops production, drops the queue and lets running attempts end.";

TARGETS = "targets", list(0, 100), "[]", "[\"delivery.p99 < 10m\", \"failed_share < 1%\"]", "What must hold at the end.";
TARGET = "targets[]", TITLE, REQUIRED, "delivery.p99 < 10m", "A comparison of a figure of the report.";

SHAPE = "shape", Kind::Shape, "exponential", "{lognormal: {cv: 1.5}}", "The shape of a random time around its mean.";
CONSTANT = "shape.constant", Kind::Mapping, REQUIRED, "{}", "Always the mean.";
UNIFORM = "shape.uniform", Kind::Mapping, REQUIRED, "{spread: 0.5}", "Uniform around the mean.";
SPREAD = "shape.uniform.spread", Kind::Share, "1", "0.5", "Half its width as a share of the mean.";
EXPONENTIAL = "shape.exponential", Kind::Mapping, REQUIRED, "{}", "Exponential.";
NORMAL = "shape.normal", Kind::Mapping, REQUIRED, "{cv: 0.2}", "Normal; a draw below 0 is drawn again.";
NORMAL_CV = "shape.normal.cv", number(0.0, 1000.0), "0.2", "0.2", "Standard deviation as a share of the mean; or give `deviation`.";
DEVIATION = "shape.normal.deviation", TIME_OR_ZERO, NONE, "20ms", "Standard deviation, instead of `cv`.";
LOGNORMAL = "shape.lognormal", Kind::Mapping, REQUIRED, "{cv: 1.5}", "Lognormal: now and then very long.";
LOGNORMAL_CV = "shape.lognormal.cv", number(0.0, 100.0), "1", "1.5", "Standard deviation as a share of the mean.";
ERLANG = "shape.erlang", Kind::Mapping, REQUIRED, "{stages: 3}", "A sum of equal exponential stages.";
STAGES = "shape.erlang.stages", whole(1, 1000), "2", "3", "How many stages.";
GAMMA = "shape.gamma", Kind::Mapping, REQUIRED, "{shape: 2}", "Gamma.";
GAMMA_SHAPE = "shape.gamma.shape", number(0.001, 1_000_000.0), "2", "2", "Its shape parameter k.";
TRIANGULAR = "shape.triangular", Kind::Mapping, REQUIRED, "{min: 0.2, max: 2.5}", "Triangular; the peak follows from the mean.";
TRIANGULAR_MIN = "shape.triangular.min", number(0.0, 1.0), "0.5", "0.2", "Lower end as a share of the mean.";
TRIANGULAR_MAX = "shape.triangular.max", number(1.0, 3.0), "1.5", "1.8", "Upper end as a share of the mean.";
EMPIRICAL = "shape.empirical", Kind::Mapping, REQUIRED, "{values: [80, 100, 350]}", "Drawn from given values, scaled to the mean.";
VALUES = "shape.empirical.values", list(1, 10_000), REQUIRED, "[80, 100, 350]", "The values, at least one above 0: only their proportions count, since mean_time or rate gives their mean.";
VALUE = "shape.empirical.values[]", number(0.0, 1e9), REQUIRED, "100", "A value in any unit, as it is scaled to the mean.";

CONFIG_YAML = "config_yaml", Kind::Mapping, REQUIRED, "{senders: 3}", "The `config.yaml` of an older program.";
CONFIG_SENDERS = "config_yaml.senders", COUNT, "3", "3", "How many senders.";
CONFIG_RATES = "config_yaml.sender_rates", list(1, MAX_SENDERS), REQUIRED, "[10, 5]", "What each sender does in a second; the last value repeats.";
CONFIG_RATE = "config_yaml.sender_rates[]", RATE, REQUIRED, "10", "What one sender does in a second.";
CONFIG_FAILURES = "config_yaml.failure_rates", list(1, MAX_SENDERS), REQUIRED, "[0.2, 0.1]", "Share of each sender's attempts that fail; the last value repeats.";
CONFIG_FAILURE = "config_yaml.failure_rates[]", Kind::Share, REQUIRED, "0.2", "Share of one sender's attempts that fail.";
CONFIG_MESSAGES = "config_yaml.total_msgs", whole(1, MAX_MESSAGES as i128), "1000", "1000", "How many messages.";
CONFIG_REFRESH = "config_yaml.frontend_refresh_time", TIME_OR_ZERO, NONE, "0.5", "How often the page is redrawn.";
CONFIG_URL = "config_yaml.producer_url", TITLE, NONE, "http://localhost:8000", "Not needed here.";

DOT_ENV = "dot_env", Kind::Mapping, REQUIRED, "MESSAGE_COUNT=1000", "The `.env` of an older program.";
ENV_MESSAGES = "dot_env.MESSAGE_COUNT", whole(1, MAX_MESSAGES as i128), "1000", "1000", "How many messages.";
ENV_SENDERS = "dot_env.SENDER_COUNT", COUNT, "3", "3", "How many senders.";
ENV_MEAN_TIME = "dot_env.SENDER_MEAN_TIME", TIME, "0.1", "0.1", "Mean service time in seconds.";
ENV_FAILURE_RATE = "dot_env.SENDER_FAILURE_RATE", Kind::Share, "0.2", "0.2", "Share of the attempts that fail.";
ENV_INTERVAL = "dot_env.MONITOR_INTERVAL", time_from(1000), "5", "5", "Seconds between samples.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_their_fields() {
        for (path, field) in [
            ("seed", &SEED),
            ("broker.capacity", &CAPACITY),
            ("senders[0].count", &GROUP_COUNT),
            ("senders.0.count", &GROUP_COUNT),
            ("senders.carrier-a.crash.up.erlang.stages", &STAGES),
            ("producer.arrivals.trace[17]", &INSTANT),
            ("targets.0", &TARGET),
        ] {
            assert_eq!(find(path), Some(field), "{path}");
        }
        assert_eq!(find("broker.capasity"), None);
        assert_eq!(find("seed.x"), None);
    }

    #[test]
    fn numbers_alone_have_units() {
        for (field, unit) in [
            (&INTERVAL, "seconds"),
            (&POISSON, "per second"),
            (&MESSAGES, "messages"),
            (&GROUP_COUNT, "senders"),
            (&FAILURE_RATE, ""),
            (&SEED, ""),
        ] {
            assert_eq!(field.unit(), unit, "{}", field.path);
        }
    }

    #[test]
    fn every_section_is_a_field_and_no_path_stands_twice() {
        for (index, field) in FIELDS.iter().enumerate() {
            assert!(
                FIELDS[..index].iter().all(|other| other.path != field.path),
                "{}",
                field.path
            );
            assert!(
                FIELDS.iter().any(|other| other.path == field.section()),
                "{}",
                field.path
            );
            assert!(
                field.help.ends_with('.') && field.help.len() < 130,
                "{}",
                field.path
            );
        }
    }
}
