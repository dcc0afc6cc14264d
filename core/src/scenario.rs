//! What is simulated: a scenario that has been read, checked and completed with its defaults.
//!
//! [`Settings`] is plain data; a [`Scenario`] is settings that passed every check, so that a run cannot fail.
//! Whoever wants other settings changes the document they come from and reads it again.

mod admission;
mod parse;
mod document;
mod edit;
mod number;
mod quantity;
mod kind;
pub mod fields;
mod nearest;
mod problem;
mod check;
mod legacy;
mod write;
mod template;
mod presets;
#[cfg(test)]
mod tests;

use std::ops::Deref;

pub use self::document::{Document, Format, Limits, Understood};
pub use self::kind::Kind as FieldKind;
pub(crate) use self::nearest::nearest;
pub(crate) use self::number::Number;
pub use self::presets::{PRESETS, Preset, preset};
pub use self::problem::Problem;
pub(crate) use self::quantity::{Quantity, Wrong};
pub use self::template::template;

use crate::target::Target;
use crate::time::{SimDuration, SimTime};

/// Most messages that a producer may produce.
pub const MAX_MESSAGES: u32 = 4_000_000_000;
/// Most senders in all groups together, those that the timeline adds included.
pub const MAX_SENDERS: u32 = 100_000;
/// Most attempts at once in all senders together.
pub const MAX_ATTEMPTS_AT_ONCE: u32 = 500_000;

/// Settings that passed every check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario(Settings);

impl Deref for Scenario {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.0
    }
}

#[cfg(test)]
impl Scenario {
    /// Of settings that the test knows to be valid.
    pub(crate) const fn of(settings: Settings) -> Self {
        Self(settings)
    }
}

/// Everything that a scenario says, every default filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// What people call it.
    pub name: String,
    /// Chooses all random numbers.
    pub seed: u64,
    /// When the run ends at the latest.
    pub until: Option<SimDuration>,
    /// What the statistics leave out.
    pub warm_up: WarmUp,
    /// Where messages come from.
    pub producer: Producer,
    /// Where they wait.
    pub broker: Broker,
    /// Who sends them: groups of equal senders.
    pub senders: Vec<Group>,
    /// What is observed, and who is restarted.
    pub monitor: Monitor,
    /// What happens at given times, in order of time.
    pub timeline: Vec<Entry>,
    /// What must hold at the end.
    pub targets: Vec<Target>,
}

/// The exercise as everybody knows it.
impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "SMS simulation".to_owned(),
            seed: 42,
            until: None,
            warm_up: WarmUp::Time(SimDuration::ZERO),
            producer: Producer::default(),
            broker: Broker::default(),
            senders: vec![Group::default()],
            monitor: Monitor::default(),
            timeline: Vec::new(),
            targets: Vec::new(),
        }
    }
}

/// What the statistics leave out at the start of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarmUp {
    /// Everything before this time has passed.
    Time(SimDuration),
    /// The per-message statistics of so many first messages.
    Messages(u32),
}

/// How messages come to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Producer {
    /// How many.
    pub messages: u32,
    /// When.
    pub arrivals: Arrivals,
    /// Shortest and longest text, in characters.
    pub text_length: (u32, u32),
    /// Task kinds; at least one.
    pub kinds: Vec<Kind>,
}

impl Default for Producer {
    fn default() -> Self {
        Self {
            messages: 1000,
            arrivals: Arrivals::Burst,
            text_length: (1, 100),
            kinds: vec![Kind::default()],
        }
    }
}

/// The arrival process.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// All at time 0.
    Burst,
    /// One at 0 and then one after each interarrival time.
    Every(SimDuration),
    /// Exponential interarrival times, the first gap from 0; messages per second.
    Poisson(f64),
    /// Poisson arrivals whose rate (per second) changes at given times; a rate may be 0, the last may not.
    Steps(Vec<(SimTime, f64)>),
    /// The given instants, in order.
    Trace(Vec<SimTime>),
}

/// A named kind of task.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Its name.
    pub name: String,
    /// Its share among the weights of all kinds.
    pub weight: f64,
    /// A higher number is served first under the priority discipline.
    pub priority: i32,
    /// Multiplies the service time.
    pub work: f64,
}

impl Default for Kind {
    fn default() -> Self {
        Self {
            name: "message".to_owned(),
            weight: 1.0,
            priority: 0,
            work: 1.0,
        }
    }
}

/// How messages wait and how they are handed out.
#[derive(Clone, Debug, PartialEq)]
pub struct Broker {
    /// Who is next.
    pub discipline: Discipline,
    /// Most messages that may wait.
    pub capacity: Option<u32>,
    /// What happens to one too many.
    pub overflow: Overflow,
    /// Longest time from entering the queue to the first attempt.
    pub time_to_live: Option<SimDuration>,
    /// Time from offer to queue.
    pub latency: SimDuration,
    /// When a sender takes responsibility for a message off the broker.
    pub acknowledge: Acknowledge,
    /// Time after delivery at which an unacknowledged message is delivered again.
    pub visibility_timeout: Option<SimDuration>,
    /// Messages that a sender may hold beyond those it is sending.
    pub prefetch: u32,
    /// Attempts that may end in failure before the message is a dead letter.
    pub max_attempts: u32,
    /// Deliveries before the message is a dead letter.
    pub max_deliveries: Option<u32>,
    /// The wait before a failed message rejoins the queue.
    pub backoff: Backoff,
}

impl Default for Broker {
    fn default() -> Self {
        Self {
            discipline: Discipline::Fifo,
            capacity: None,
            overflow: Overflow::Reject,
            time_to_live: None,
            latency: SimDuration::ZERO,
            acknowledge: Acknowledge::Late,
            visibility_timeout: None,
            prefetch: 0,
            max_attempts: 1,
            max_deliveries: None,
            backoff: Backoff::default(),
        }
    }
}

/// The order in which waiting messages are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// First in, first out.
    Fifo,
    /// Last in, first out.
    Lifo,
    /// Higher priority first, first in first out among equals.
    Priority,
}

/// What happens to a message that finds the queue full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// It is refused.
    Reject,
    /// The producer holds it and its clock stops.
    Block,
    /// The oldest waiting message goes.
    Evict,
}

/// When a message is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledge {
    /// When its attempt has ended: a sender's death redelivers it.
    Late,
    /// When its attempt starts: a sender's death loses it.
    Early,
}

/// The wait before attempt k + 1: `initial` × `factor`^(k - 1), at most `cap`, then jittered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    /// After the first failure.
    pub initial: SimDuration,
    /// From each to the next.
    pub factor: f64,
    /// At most.
    pub cap: Option<SimDuration>,
    /// Spread.
    pub jitter: Jitter,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            initial: SimDuration::from_seconds(1),
            factor: 2.0,
            cap: None,
            jitter: Jitter::None,
        }
    }
}

/// How a backoff is spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Jitter {
    /// Not at all.
    None,
    /// Uniform from 0 to the delay.
    Full,
    /// Uniform within ± this share of the delay.
    Fraction(f64),
}

/// A group of equal senders.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name; a sender is called `name/1`, `name/2` and so on.
    pub name: String,
    /// How many senders.
    pub count: u32,
    /// Mean service time.
    pub mean_time: SimDuration,
    /// The shape of service times around that mean.
    pub service: Shape,
    /// Probability that an attempt fails.
    pub failure_rate: f64,
    /// Attempts at once per sender.
    pub concurrency: u32,
    /// Breakdowns.
    pub crash: Option<Crash>,
    /// Probability that an attempt never ends.
    pub hang: f64,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            name: "sender".to_owned(),
            count: 3,
            mean_time: SimDuration::from_nanoseconds(100_000_000),
            service: Shape::Exponential,
            failure_rate: 0.2,
            concurrency: 1,
            crash: None,
            hang: 0.0,
        }
    }
}

/// The shape of a positive random time around a given mean. `cv` is the coefficient of variation.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Always the mean.
    Constant,
    /// Uniform within ± `spread` × mean; 1 (the default) reaches from 0 to twice the mean.
    Uniform {
        /// Half-width as a share of the mean, 0 to 1.
        spread: f64,
    },
    /// Exponential.
    Exponential,
    /// Normal with the mean before truncation; a draw below 0 is drawn again.
    Normal {
        /// Standard deviation as a share of the mean, before truncation.
        cv: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Standard deviation as a share of the mean.
        cv: f64,
    },
    /// Sum of `stages` equal exponential stages.
    Erlang {
        /// How many, at least 1.
        stages: u32,
    },
    /// Gamma.
    Gamma {
        /// The shape parameter k.
        shape: f64,
    },
    /// Triangular: `min` and `max` as shares of the mean; the mode follows from the mean.
    Triangular {
        /// Lower end as a share of the mean.
        min: f64,
        /// Upper end as a share of the mean.
        max: f64,
    },
    /// Drawn with equal chance from given values, scaled to the mean.
    Empirical {
        /// At least one positive value.
        values: Vec<f64>,
    },
}

/// Breakdowns of a sender.
#[derive(Clone, Debug, PartialEq)]
pub struct Crash {
    /// Mean time up.
    pub mean_up: SimDuration,
    /// Mean time down.
    pub mean_down: SimDuration,
    /// Shape of the times up.
    pub up: Shape,
    /// Shape of the times down.
    pub down: Shape,
    /// When the hazard runs.
    pub hazard: Hazard,
}

/// When a sender can crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hazard {
    /// At any time while it is up.
    Always,
    /// Only while it is sending.
    Busy,
}

/// What is observed, and who is restarted.
#[derive(Clone, Debug, PartialEq)]
pub struct Monitor {
    /// Virtual time between samples.
    pub interval: SimDuration,
    /// Most samples kept; when full, neighbours merge and the interval doubles.
    pub max_samples: u32,
    /// Who restarts silent senders.
    pub supervisor: Option<Supervisor>,
}

impl Default for Monitor {
    fn default() -> Self {
        Self {
            interval: SimDuration::from_seconds(5),
            max_samples: 1000,
            supervisor: None,
        }
    }
}

/// Restarts senders that show no sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supervisor {
    /// So long without a start or an end of an attempt, while holding work.
    pub silent_after: SimDuration,
    /// How long a restart takes.
    pub restart_time: SimDuration,
    /// Most restarts of one sender; none if unlimited.
    pub max_restarts: Option<u32>,
}

/// A scheduled action.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When.
    pub at: SimTime,
    /// What.
    pub action: Action,
}

/// What can be done to a running simulation.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Changes settings.
    Set(Change),
    /// Adds senders to a group.
    AddSenders {
        /// Index of the group in the scenario.
        group: u32,
        /// How many.
        count: u32,
    },
    /// Takes a sender away; what it holds goes back to the head of the queue.
    RemoveSender(SenderName),
    /// Breaks a sender down.
    Crash {
        /// Which.
        sender: SenderName,
        /// For how long; as its group crashes, or until restarted by hand, if not given.
        down: Option<SimDuration>,
    },
    /// Makes a sender fall silent.
    Hang(SenderName),
    /// Restarts a sender.
    Restart(SenderName),
    /// Stops the producer's clock.
    PauseProducer,
    /// Lets it go on.
    ResumeProducer,
    /// Adds a message.
    Submit {
        /// Index of its kind in the scenario.
        kind: u32,
        /// Instead of the kind's.
        priority: Option<i32>,
        /// Instead of a random one.
        text: Option<String>,
    },
    /// Stops production, drops the queue, lets running attempts end.
    Cancel,
}

/// One changed setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Probability of failure, of one group or of all.
    FailureRate {
        /// Index of the group; all if none.
        group: Option<u32>,
        /// The new value.
        value: f64,
    },
    /// Mean service time, of one group or of all; attempts that began keep theirs.
    MeanTime {
        /// Index of the group; all if none.
        group: Option<u32>,
        /// The new value.
        value: SimDuration,
    },
    /// Probability of hanging, of one group or of all.
    Hang {
        /// Index of the group; all if none.
        group: Option<u32>,
        /// The new value.
        value: f64,
    },
    /// Arrivals become Poisson with this rate per second from now on.
    ArrivalRate(f64),
}

/// A sender by group and number within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderName {
    /// Index of the group in the scenario.
    pub group: u32,
    /// From 1, as people count.
    pub number: u32,
}
