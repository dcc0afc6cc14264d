//! What happens in a run, told to whoever wants to know. The digest is made of the same observations.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use serde::Serialize;

use crate::message::{MessageId, WholeMessage};
use crate::report::{Outcome, SenderState};
use crate::time::SimTime;

/// Something that happened to a message, to a sender or to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Observation {
    /// Messages with consecutive numbers came to be.
    Produced {
        /// The first of them.
        message: MessageId,
        /// How many.
        messages: u32,
    },
    /// The producer holds a message that found no place.
    Held {
        /// Which.
        message: MessageId,
    },
    /// Messages entered the queue: new ones, or one that returns.
    Queued {
        /// The first of them.
        message: MessageId,
        /// How many.
        messages: u32,
        /// Whether at the head, because its sender was lost or too slow.
        redelivered: bool,
    },
    /// A sender holds a message in reserve.
    Reserved {
        /// Which.
        message: MessageId,
        /// Number of the delivery, from 1.
        delivery: u32,
        /// Index of the sender.
        sender: u32,
    },
    /// An attempt began.
    Started {
        /// At which message.
        message: MessageId,
        /// Number of the delivery, from 1.
        delivery: u32,
        /// Index of the sender.
        sender: u32,
        /// When the message was produced.
        produced_at: SimTime,
        /// Since when it has waited.
        waits_since: SimTime,
    },
    /// An attempt ended by itself.
    Ended {
        /// At which message.
        message: MessageId,
        /// Number of the delivery, from 1.
        delivery: u32,
        /// Index of the sender.
        sender: u32,
        /// What follows from it.
        consequence: Consequence,
    },
    /// The visibility time-out passed while a sender held the message: the broker takes it back.
    TimedOut {
        /// Which message.
        message: MessageId,
        /// Number of the delivery, from 1.
        delivery: u32,
        /// Index of the sender.
        sender: u32,
    },
    /// A sender was lost with a message in its hands.
    Abandoned {
        /// Which message.
        message: MessageId,
        /// Number of the delivery, from 1.
        delivery: u32,
        /// Index of the sender.
        sender: u32,
    },
    /// Messages with consecutive numbers came to their final outcome otherwise than by the end of an attempt.
    Settled {
        /// The first of them.
        message: MessageId,
        /// How many.
        messages: u32,
        /// How.
        outcome: Outcome,
        /// When they were produced.
        produced_at: SimTime,
    },
    /// A sender crashed, fell silent, is being restarted, came back or was taken away.
    SenderChanged {
        /// Index of the sender.
        sender: u32,
        /// What it does now.
        state: SenderState,
        /// Why.
        cause: Cause,
    },
    /// An entry of the timeline was carried out.
    Acted {
        /// Its place in the timeline, from 0.
        entry: u32,
    },
    /// The monitor took a sample.
    Sampled {
        /// Messages settled so far.
        settled: u64,
        /// Messages waiting.
        queued: u64,
    },
    /// The warm-up is over: statistics begin.
    WarmedUp,
}

impl Observation {
    /// Why a message is a dead letter, if this makes it one: its `attempts` or its `deliveries` are used up.
    #[must_use]
    pub const fn dead_letter(&self) -> Option<&'static str> {
        match self {
            Self::Ended {
                consequence: Consequence::AttemptsUsedUp,
                ..
            } => Some("attempts"),
            // whatever fails without an attempt's end may not be delivered once more
            Self::Ended {
                consequence: Consequence::DeliveriesUsedUp,
                ..
            }
            | Self::Settled {
                outcome: Outcome::Failed,
                ..
            } => Some("deliveries"),
            _ => None,
        }
    }
}

/// What follows from the end of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// The message is sent.
    Sent,
    /// Its attempts are used up: a dead letter.
    AttemptsUsedUp,
    /// It had been sent before.
    Duplicate,
    /// It will be tried again.
    BacksOff,
    /// Its deliveries are used up: a dead letter.
    DeliveriesUsedUp,
    /// It would be tried again, but the run was cancelled.
    Cancelled,
    /// None: another copy of the message counts.
    None,
    /// It was sent after all, but the message had been given up before.
    TooLate,
}

impl Consequence {
    /// All of them, each at its own place.
    pub const ALL: [Self; 8] = [
        Self::Sent,
        Self::AttemptsUsedUp,
        Self::Duplicate,
        Self::BacksOff,
        Self::DeliveriesUsedUp,
        Self::Cancelled,
        Self::None,
        Self::TooLate,
    ];
}

/// Why a sender changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// By its own faults.
    Fault,
    /// By the supervisor.
    Supervisor,
    /// By the timeline.
    Timeline,
    /// Its time away is over.
    Returned,
}

impl Cause {
    /// All of them, each at its own place.
    pub const ALL: [Self; 4] = [Self::Fault, Self::Supervisor, Self::Timeline, Self::Returned];
}

/// Someone who watches a run. Watching never changes it.
pub trait Observer: fmt::Debug {
    /// Takes note of an observation.
    fn observe(&mut self, at: SimTime, observation: &Observation);

    /// Whether it wants to hear of each message. Otherwise it may be told only what is rarer: what happens to
    /// senders, the timeline, samples, outcomes other than at the end of an attempt. A run asks at the beginning of
    /// each stretch; who wants less lets it go faster.
    fn follows_messages(&self) -> bool {
        true
    }

    /// Whether it reads messages, and goes on to; it must follow them, too. What they say is made for nobody else.
    fn reads_messages(&self) -> bool {
        false
    }

    /// Reads a message that has just been produced.
    fn read(&mut self, _at: SimTime, _message: &WholeMessage<'_>) {}
}

/// One that its owner can look at while the run goes on.
impl<T: Observer> Observer for Rc<RefCell<T>> {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        self.borrow_mut().observe(at, observation);
    }

    fn follows_messages(&self) -> bool {
        self.borrow().follows_messages()
    }

    fn reads_messages(&self) -> bool {
        self.borrow().reads_messages()
    }

    fn read(&mut self, at: SimTime, message: &WholeMessage<'_>) {
        self.borrow_mut().read(at, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever is handed its place as a number must find it there.
    #[test]
    fn each_one_stands_at_its_own_place() {
        assert!(
            (0..)
                .zip(Consequence::ALL)
                .all(|(place, one)| one as usize == place)
        );
        assert!((0..).zip(Cause::ALL).all(|(place, one)| one as usize == place));
    }
}
