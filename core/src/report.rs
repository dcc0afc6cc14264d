//! The report: plain data out, with the names that are a contract. Both faces print this and nothing else.

mod states;

use std::io;

use serde::{Serialize, Serializer};

use crate::decimal::{Decimal, SignedDecimal};
pub use crate::report::states::{End, Outcome, SenderState};
use crate::time::{SimDuration, SimTime};

/// Everything that is known about a run at one instant; at its end, the result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Version of the program that ran.
    pub version: String,
    /// Name of the scenario.
    pub name: String,
    /// The seed as text: no reader of JSON may round it.
    #[serde(serialize_with = "as_text")]
    pub seed: u64,
    /// Number of the replication, from 0.
    pub replication: u32,
    /// The scenario as resolved, every default filled in.
    pub scenario: serde_json::Value,
    /// Why the run is over; `None` while it is not.
    pub end: Option<End>,
    /// The virtual clock.
    pub clock: SimTime,
    /// Where the messages are.
    pub messages: Counts,
    /// How attempts ended.
    pub attempts: Attempts,
    /// Successes after the first of the same message.
    pub duplicates: u64,
    /// How often messages went back to the queue because their sender was lost or too slow.
    pub redelivered: u64,
    /// Final outcomes as shares of the messages produced.
    pub shares: Shares,
    /// Messages sent per second of virtual time since the warm-up.
    pub throughput: Decimal,
    /// When the last message came to its final outcome; `None` while any is without one or still to come.
    pub makespan: Option<SimTime>,
    /// Mean service time per attempt; `None` before the first has ended.
    pub average_time_per_message: Option<Decimal>,
    /// From entering the queue to the first attempt's start.
    pub waiting: Summary,
    /// Per attempt.
    pub service: Summary,
    /// From production to the final outcome, of messages sent or failed.
    pub sojourn: Summary,
    /// The same for messages sent.
    pub delivery: Summary,
    /// The queue over time.
    pub queue: QueueSummary,
    /// Each sender.
    pub senders: Vec<SenderReport>,
    /// Each group, its senders summed.
    pub groups: Vec<SenderReport>,
    /// Each kind of messages.
    pub kinds: Vec<KindReport>,
    /// What the monitor saw.
    pub samples: Vec<Sample>,
    /// What had to hold.
    pub targets: Vec<TargetReport>,
    /// Theory beside the run.
    pub theory: Theory,
    /// 32 hexadecimal digits over every event.
    pub digest: Digest,
}

pub(crate) fn as_text<S: Serializer>(seed: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(seed)
}

/// Where the messages are. Everything after `produced` adds up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Messages that exist.
    pub produced: u64,
    /// Success.
    pub sent: u64,
    /// Dead letters: attempts or deliveries used up.
    pub failed: u64,
    /// Found the queue full.
    pub rejected: u64,
    /// Dropped for a newer one.
    pub evicted: u64,
    /// Waited past their time to live.
    pub expired: u64,
    /// Acknowledged early, then their sender died.
    pub lost: u64,
    /// Dropped by a cancel.
    pub cancelled: u64,
    /// On the way to the queue.
    pub in_transit: u64,
    /// Waiting.
    pub queued: u64,
    /// At a sender, before an attempt.
    pub reserved: u64,
    /// In an attempt.
    pub sending: u64,
    /// Waiting to be tried again.
    pub backing_off: u64,
    /// Held by a blocked producer.
    pub held: u64,
}

impl Counts {
    /// Messages that came to their final outcome.
    #[must_use]
    pub const fn settled(&self) -> u64 {
        self.sent + self.failed + self.rejected + self.evicted + self.expired + self.lost + self.cancelled
    }

    /// Messages that did not yet.
    #[must_use]
    pub const fn in_system(&self) -> u64 {
        self.in_transit + self.queued + self.reserved + self.sending + self.backing_off + self.held
    }
}

/// How attempts ended; `started` is their sum and those still running.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Attempts {
    /// Begun.
    pub started: u64,
    /// Ended in success, duplicates included and those too late for a message that was given up.
    pub succeeded: u64,
    /// Ended in failure, no time-out having passed.
    pub failed: u64,
    /// Ended in failure after their visibility time-out had passed.
    pub timed_out: u64,
    /// Cut off by the loss of their sender.
    pub abandoned: u64,
}

/// Final outcomes as shares of the messages produced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of `Counts`")]
pub struct Shares {
    pub sent: Decimal,
    pub failed: Decimal,
    pub rejected: Decimal,
    pub evicted: Decimal,
    pub expired: Decimal,
    pub lost: Decimal,
    pub cancelled: Decimal,
}

/// A distribution in figures; times in seconds. All but `count` are `null` when nothing was observed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Observations.
    pub count: u64,
    /// Their mean.
    pub mean: Option<Decimal>,
    /// Their standard deviation, with n in the denominator.
    pub standard_deviation: Option<Decimal>,
    /// The least.
    pub min: Option<SimDuration>,
    /// The greatest.
    pub max: Option<SimDuration>,
    /// Median; like the other percentiles within 0.1 % of an observed value.
    pub p50: Option<SimDuration>,
    /// 90th percentile.
    pub p90: Option<SimDuration>,
    /// 95th percentile.
    pub p95: Option<SimDuration>,
    /// 99th percentile.
    pub p99: Option<SimDuration>,
    /// 99.9th percentile.
    pub p999: Option<SimDuration>,
}

/// The queue over time, since the warm-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QueueSummary {
    /// Time average of its length.
    pub mean_length: Decimal,
    /// Greatest length that lasted for any time.
    pub max_length: u64,
}

/// A kind of messages: what became of them, and how long it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindReport {
    /// The kind's name.
    pub name: String,
    /// Its priority.
    pub priority: i32,
    /// Messages sent.
    pub sent: u64,
    /// Dead letters.
    pub failed: u64,
    /// From entering the queue to the first attempt's start.
    pub waiting: Summary,
    /// From production to success.
    pub delivery: Summary,
}

/// A sender, or a group of them with its figures summed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SenderReport {
    /// `group/number`, or the group's name.
    pub name: String,
    /// The group's name.
    pub group: String,
    /// What it is doing; of a group, what most of its senders are doing.
    pub state: SenderState,
    /// Successes.
    pub sent: u64,
    /// Failures.
    pub failed: u64,
    /// Attempts begun.
    pub attempts: u64,
    /// Time spent in attempts.
    pub busy: Decimal,
    /// Share of its attempts-at-once capacity in use since the warm-up.
    pub utilisation: Decimal,
    /// Breakdowns.
    pub crashes: u64,
    /// Restarts by supervisor or hand.
    pub restarts: u64,
}

/// What the monitor saw at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// When.
    pub at: SimTime,
    /// Where the messages were.
    #[serde(flatten)]
    pub messages: Counts,
    /// Senders in at least one attempt, silent ones left out.
    pub busy_senders: u32,
    /// Successes after the first, so far.
    pub duplicates: u64,
    /// Messages sent per second since the sample before; since one more if that is less than an interval ago, as at the end of
    /// a run.
    pub throughput: Decimal,
    /// Mean service time per attempt so far; `None` before the first has ended.
    pub average_time_per_message: Option<Decimal>,
    /// Median of `delivery` so far.
    pub delivery_p50: Option<SimDuration>,
    /// 99th percentile of `delivery` so far.
    pub delivery_p99: Option<SimDuration>,
}

/// A target and whether it was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TargetReport {
    /// As written.
    pub target: String,
    /// The figure it is about; `null` if the run has none.
    pub value: Option<Decimal>,
    /// Whether it holds.
    pub met: bool,
}

/// What queueing theory says about this scenario, or why it says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Theory {
    /// The model's name, such as `M/M/c`; `None` where none applies.
    pub model: Option<String>,
    /// Why none applies, or what to keep in mind.
    pub note: String,
    /// Figures of the model beside those of the run.
    pub figures: Vec<TheoryFigure>,
}

/// One figure of the theory beside the run's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TheoryFigure {
    /// The report's name for it, such as `waiting.mean`.
    pub name: String,
    /// The formula's value.
    pub expected: Decimal,
    /// The run's value.
    pub observed: Decimal,
    /// How far the run is off, in standard errors of this figure; `None` where no standard error is known.
    pub standard_errors: Option<SignedDecimal>,
}

/// The fingerprint of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Digest(pub u64, pub u64);

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}{:016x}", self.0, self.1)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Report {
    /// The report as JSON, indented, with a newline at its end: the same bytes from browser and terminal.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("plain data with text keys always serialises");
        text.push('\n');
        text
    }

    /// Writes the same bytes piece by piece, so that they need not be in memory together.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_json(&self, mut to: impl io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut to, self)?;
        to.write_all(b"\n")
    }
}
