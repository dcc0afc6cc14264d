//! What a run, a message and a sender may come to: the words of the report that are chosen from a list.

use serde::Serialize;

/// Why a run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Every message came to its final outcome.
    Settled,
    /// The scenario's `until` was reached.
    Until,
    /// It was cancelled.
    Cancelled,
    /// Somebody interrupted it.
    Interrupted,
    /// Nothing can happen any more, though messages are not settled: silent senders hold them, say.
    Stalled,
}

impl End {
    /// All of them, each at its own place.
    pub const ALL: [Self; 5] = [
        Self::Settled,
        Self::Until,
        Self::Cancelled,
        Self::Interrupted,
        Self::Stalled,
    ];

    /// Its word in the report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Until => "until",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
            Self::Stalled => "stalled",
        }
    }
}

/// The final outcome of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Success.
    Sent,
    /// A dead letter: attempts or deliveries used up.
    Failed,
    /// It found the queue full.
    Rejected,
    /// Dropped for a newer one.
    Evicted,
    /// It waited past its time to live.
    Expired,
    /// Acknowledged early, then its sender died.
    Lost,
    /// Dropped by a cancel.
    Cancelled,
}

impl Outcome {
    /// All of them, each at its own place.
    pub const ALL: [Self; 7] = [
        Self::Sent,
        Self::Failed,
        Self::Rejected,
        Self::Evicted,
        Self::Expired,
        Self::Lost,
        Self::Cancelled,
    ];
}

/// What a sender is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderState {
    /// Ready, nothing to send.
    Idle,
    /// In at least one attempt.
    Busy,
    /// In an attempt that never ends.
    Silent,
    /// Broken down.
    Down,
    /// Coming back.
    Restarting,
    /// Taken away.
    Removed,
}

impl SenderState {
    /// All of them, each at its own place.
    pub const ALL: [Self; 6] = [
        Self::Idle,
        Self::Busy,
        Self::Silent,
        Self::Down,
        Self::Restarting,
        Self::Removed,
    ];

    /// Its word in the report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Busy => "busy",
            Self::Silent => "silent",
            Self::Down => "down",
            Self::Restarting => "restarting",
            Self::Removed => "removed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_one_is_named_as_in_the_report() {
        for end in End::ALL {
            assert_eq!(serde_json::to_value(end).expect("a word"), end.name());
        }
        for state in SenderState::ALL {
            assert_eq!(serde_json::to_value(state).expect("a word"), state.name());
        }
    }

    /// Whoever is handed its place as a number must find it there.
    #[test]
    fn each_one_stands_at_its_own_place() {
        assert!((0..).zip(End::ALL).all(|(place, one)| one as usize == place));
        assert!((0..).zip(Outcome::ALL).all(|(place, one)| one as usize == place));
        assert!(
            (0..)
                .zip(SenderState::ALL)
                .all(|(place, one)| one as usize == place)
        );
    }
}
