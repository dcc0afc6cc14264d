//! What is simulated: a scenario that has been read, checked and completed with its defaults.
//!
//! [`Settings`] is plain data; a [`Scenario`] is settings that passed every check, so that a run cannot fail.
//! Whoever wants other settings changes the document they come from and reads it again.

mod settings;
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
pub use self::kind::{HIGHEST_RATE, Kind as FieldKind, LONGEST_NAME, LONGEST_TIME, LOWEST_RATE};
pub use self::nearest::nearest;
pub(crate) use self::number::Number;
pub use self::presets::{PRESETS, Preset, preset};
pub use self::problem::Problem;
pub(crate) use self::quantity::{Quantity, Wrong};
pub use self::settings::{
    Acknowledge, Action, Arrivals, Backoff, Broker, Change, Crash, Discipline, Entry, Group, Hazard, Jitter,
    Kind, Monitor, Overflow, Producer, SenderName, Settings, Shape, Supervisor, WarmUp,
};
pub use self::template::template;

/// Most messages that a producer may produce.
pub const MAX_MESSAGES: u32 = 4_000_000_000;
/// Most senders in all groups together, those that the timeline adds included.
pub const MAX_SENDERS: u32 = 100_000;
/// Most attempts at once in all senders together.
pub const MAX_ATTEMPTS_AT_ONCE: u32 = 500_000;
/// Most memory that the messages in the system may take at once, in bytes, as far as it can be foreseen: what WebAssembly can hold,
/// whose memory ends at 4 GB and whose lists grow to twice their length at once.
pub const MAX_MEMORY: u64 = 2_000_000_000;

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
