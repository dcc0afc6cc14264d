//! The broker: the queue, deliveries and backoffs.

use crate::time::SimDuration;

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

impl Discipline {
    /// All of them, in the order of their words in the table of keys.
    pub(in crate::scenario) const ALL: [Self; 3] = [Self::Fifo, Self::Lifo, Self::Priority];

    /// Whether who joins a line last is served first.
    pub(crate) const fn is_last_in_first_out(self) -> bool {
        match self {
            Self::Fifo | Self::Priority => false,
            Self::Lifo => true,
        }
    }

    /// Whether those who stand in one line are served in the order in which they joined: then many who join together may be
    /// kept as one.
    pub(crate) const fn keeps_order(self) -> bool {
        match self {
            Self::Fifo | Self::Priority => true,
            Self::Lifo => false,
        }
    }

    /// Whether each priority has a line of its own.
    pub(crate) const fn parts_by_priority(self) -> bool {
        match self {
            Self::Fifo | Self::Lifo => false,
            Self::Priority => true,
        }
    }
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

impl Overflow {
    /// All of them, in the order of their words in the table of keys.
    pub(in crate::scenario) const ALL: [Self; 3] = [Self::Reject, Self::Block, Self::Evict];
}

/// When a message is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledge {
    /// When its attempt has ended: a sender's death redelivers it.
    Late,
    /// When its attempt starts: a sender's death loses it.
    Early,
}

impl Acknowledge {
    /// All of them, in the order of their words in the table of keys.
    pub(in crate::scenario) const ALL: [Self; 2] = [Self::Late, Self::Early];
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
