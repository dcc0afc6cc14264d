//! The timeline: what can be done to a running simulation, and when.

use crate::time::{SimDuration, SimTime};

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
