//! What the page knows of a run at one instant: bounded, however large the run is.

use bellwether::chart::{Bin, Moment};
use bellwether::report::{Counts, End, SenderState};

/// How a run stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Status {
    #[default]
    Running,
    Paused,
    Over(End),
}

/// A run at one instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Snapshot {
    pub(crate) run: u32,
    /// The last command that had its effect.
    pub(crate) heard: u32,
    pub(crate) status: Status,
    /// Whether it is still on its way back to where it had been before.
    pub(crate) returning: bool,
    /// The point of the run, from which it can be taken up again: a text that only the worker understands, empty at
    /// the very start.
    pub(crate) point: String,
    pub(crate) digest: String,
    /// The virtual clock in seconds, to be drawn.
    pub(crate) now: f64,
    pub(crate) messages: Counts,
    pub(crate) duplicates: u64,
    pub(crate) gauges: Gauges,
    pub(crate) moments: Vec<Moment>,
    pub(crate) bins: Vec<Bin>,
    /// One by one, if there are not too many.
    pub(crate) senders: Vec<SenderRow>,
    pub(crate) groups: Vec<GroupRow>,
    /// Journeys of messages since the snapshot before: the first few.
    pub(crate) motions: Vec<Motion>,
    pub(crate) log: Vec<LogRow>,
    /// What each entry of the timeline in the log does.
    pub(crate) words: Vec<String>,
    pub(crate) targets: Vec<TargetRow>,
    /// Once the run is over.
    pub(crate) theory: Option<TheoryNote>,
}

/// What queueing theory says beside a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TheoryNote {
    /// The model's name; empty where none applies.
    pub(crate) model: String,
    /// Why none applies, or what to keep in mind.
    pub(crate) note: String,
    /// Name, formula, run, how far off in standard errors, row by row.
    pub(crate) figures: Vec<String>,
}

/// Figures in seconds, shares and counts, only to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Gauges {
    pub(crate) throughput: f64,
    pub(crate) average_time_per_message: f64,
    pub(crate) utilisation: f64,
    pub(crate) busy_senders: u32,
    pub(crate) senders: u32,
    pub(crate) redelivered: u64,
    pub(crate) delivery_p50: Option<f64>,
    pub(crate) delivery_p90: Option<f64>,
    pub(crate) delivery_p99: Option<f64>,
    pub(crate) max_queue: u64,
    pub(crate) expected_messages: u64,
    pub(crate) remaining: Option<f64>,
    /// Virtual seconds per second of wall time since the snapshot before.
    pub(crate) speed: f64,
    /// Arrivals per second, where they were set during the run.
    pub(crate) rate: Option<f64>,
    /// Whether the producer was paused and has more to produce.
    pub(crate) paused: bool,
}

/// A sender.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SenderRow {
    pub(crate) group: u32,
    pub(crate) number: u32,
    pub(crate) state: SenderState,
    pub(crate) running: u32,
    pub(crate) reserved: u32,
    pub(crate) sent: u64,
    pub(crate) failed: u64,
    /// The message in hand.
    pub(crate) message: Option<f64>,
    pub(crate) utilisation: f64,
    pub(crate) crashes: u32,
    pub(crate) restarts: u32,
}

/// A group of senders.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct GroupRow {
    /// How many are in each state, in the order of `SenderState`.
    pub(crate) states: [u32; 6],
    pub(crate) sent: u64,
    pub(crate) failed: u64,
}

/// A message on its way from one place of the picture to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Motion {
    /// When, in seconds of virtual time.
    pub(crate) at: f64,
    pub(crate) way: Way,
    /// Index of the sender, where there is one.
    pub(crate) sender: u32,
}

/// The ways that messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    ProducerToBroker,
    BrokerToSender,
    SenderToSent,
    SenderToFailed,
    SenderToBroker,
    BrokerToDropped,
}

impl Way {
    /// All of them, in the order of their numbers.
    pub(crate) const ALL: [Self; 6] = [
        Self::ProducerToBroker,
        Self::BrokerToSender,
        Self::SenderToSent,
        Self::SenderToFailed,
        Self::SenderToBroker,
        Self::BrokerToDropped,
    ];
}

/// Something worth a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LogRow {
    /// When, in seconds of virtual time.
    pub(crate) at: f64,
    pub(crate) what: What,
    /// What it is about; the meaning of each place follows from `what`.
    pub(crate) about: [f64; 5],
}

/// What a line of the log, or a line in a message's life, tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Sent, failed, queued, average time per message.
    Sampled,
    /// Group, number, state, cause.
    SenderChanged,
    /// Entry of the timeline.
    Acted,
    WarmedUp,
    /// Message, how many.
    Produced,
    Held,
    /// Message, how many, whether redelivered.
    Queued,
    /// Message, delivery, group, number.
    Reserved,
    /// Message, delivery, group, number.
    Started,
    /// Message, delivery, group, number, consequence.
    Ended,
    /// Message, delivery, group, number.
    TimedOut,
    /// Message, delivery, group, number.
    Abandoned,
    /// Message, outcome.
    Settled,
    /// How the run ended.
    Over,
    /// How many lines there was no room for.
    LeftOut,
}

/// A target and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TargetRow {
    pub(crate) target: String,
    /// Empty while there is none.
    pub(crate) value: String,
    pub(crate) met: bool,
}

/// The life of a message or a sender so far; of a sender there are the last lines only, and no texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Life {
    pub(crate) message: u32,
    pub(crate) rows: Vec<LogRow>,
    pub(crate) phone_number: String,
    pub(crate) text: String,
    pub(crate) kind: String,
}
