//! The settings of a run, one file for each part of the pipeline.

mod producer;
mod broker;
mod senders;
mod monitor;
mod timeline;

pub use broker::{Acknowledge, Backoff, Broker, Discipline, Jitter, Overflow};
pub use monitor::{Monitor, Supervisor};
pub use producer::{Arrivals, Kind, Producer};
pub use senders::{Crash, Group, Hazard, Shape};
pub use timeline::{Action, Change, Entry, SenderName};

use crate::target::Target;
use crate::time::SimDuration;

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
