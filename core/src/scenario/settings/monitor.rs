//! The monitor: samples, and the supervisor.

use crate::time::SimDuration;

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
