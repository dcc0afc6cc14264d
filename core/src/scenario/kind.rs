//! The kinds of values that a scenario holds, and the words that say which are allowed.

use super::problem::{alternatives, grouped};
use crate::time::SimDuration;

/// Longest time that a scenario may name, in seconds.
pub const LONGEST_TIME: u64 = 1_000_000_000;
/// Highest rate per second that a scenario may name.
pub const HIGHEST_RATE: f64 = 1e9;
/// Lowest rate per second above 0: one in the longest time.
pub const LOWEST_RATE: f64 = 1e-9;
/// Most characters of a name.
pub const LONGEST_NAME: usize = 60;

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Any text, up to so many characters.
    Text {
        /// Most characters.
        longest: u32,
        /// Whether it may hold line breaks.
        lines: bool,
    },
    /// A name of letters, digits, `-`, `_` and `.`.
    Name,
    /// A sender as `group/number`.
    Sender,
    /// A whole number.
    Whole {
        /// Lowest.
        least: i128,
        /// Highest.
        most: i128,
    },
    /// A finite number.
    Number {
        /// Lowest; 0 itself only if `zero`.
        least: f64,
        /// Highest.
        most: f64,
    },
    /// A length of time.
    Duration {
        /// Shortest.
        least: SimDuration,
    },
    /// So many per second.
    Rate {
        /// Whether 0 is allowed too.
        zero: bool,
    },
    /// A share from 0 to 1.
    Share,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Keys and values: the fields one level below.
    Mapping,
    /// A list of the field one level below, `[]`.
    List {
        /// Fewest entries.
        least: u32,
        /// Most entries.
        most: u32,
    },
    /// Exactly one of the fields one level below, as a bare word or as a mapping with one key.
    Variant,
    /// The shape of random times: a variant whose fields stand under `shape`.
    Shape,
    /// A time, or a number of messages.
    WarmUp,
    /// A word or a share.
    Jitter,
    /// Keys and values, exactly one of them an action.
    Entry,
}

impl Kind {
    /// What is allowed, as it follows "allowed:" in a message; for mappings and variants the table adds the keys.
    #[must_use]
    pub fn allowed(&self) -> String {
        match self {
            Self::Text { longest, .. } => {
                format!("a text of up to {} characters", grouped(i128::from(*longest)))
            }
            Self::Name => format!("1 to {LONGEST_NAME} letters, digits, `-`, `_` or `.`"),
            Self::Sender => "a sender as group/number, such as sender/1".to_owned(),
            Self::Whole { least, most } if least == most => least.to_string(),
            Self::Whole { least, most } => {
                format!("a whole number from {} to {}", grouped(*least), grouped(*most))
            }
            Self::Number { least, most } => format!("a number from {least} to {most}"),
            Self::Duration { least } => format!(
                "a time from {least} to {}s, such as 250ms, 2s, 1h30m or a number of seconds",
                grouped(i128::from(LONGEST_TIME))
            ),
            Self::Rate { zero } => format!(
                "{}a rate from 0.000000001/s to 1,000,000,000/s, such as 20/s, 600/min, 5/h or a number per second",
                if *zero { "0 or " } else { "" }
            ),
            Self::Share => "a share from 0 to 1, such as 0.02 or 2%".to_owned(),
            Self::Choice(words) => alternatives(words.iter().copied()),
            Self::Mapping | Self::Entry => "a mapping of keys to values".to_owned(),
            Self::List { least, most } => {
                format!(
                    "a list of {} to {} entries",
                    grouped(i128::from(*least)),
                    grouped(i128::from(*most))
                )
            }
            Self::Variant | Self::Shape => "a word or a mapping with one key".to_owned(),
            Self::WarmUp => "a time, such as 30s, or {messages: 1000}".to_owned(),
            Self::Jitter => "none, full or a share from 0 to 1, such as 0.1 or 10%".to_owned(),
        }
    }

    /// What a value of this kind is called: "a whole number".
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Self::Text { .. } => "a text",
            Self::Name => "a name",
            Self::Sender => "a sender",
            Self::Whole { .. } => "a whole number",
            Self::Number { .. } => "a number",
            Self::Duration { .. } | Self::WarmUp => "a time",
            Self::Rate { .. } => "a rate",
            Self::Share => "a share",
            Self::Choice(_) | Self::Variant | Self::Shape | Self::Jitter => "one of the known words",
            Self::Mapping | Self::Entry => "a mapping",
            Self::List { .. } => "a list",
        }
    }

    /// Whether a value of this kind is always a single text or number, never a list or a mapping.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        matches!(
            self,
            Self::Text { .. }
                | Self::Name
                | Self::Sender
                | Self::Whole { .. }
                | Self::Number { .. }
                | Self::Duration { .. }
                | Self::Rate { .. }
                | Self::Share
                | Self::Choice(_)
                | Self::Jitter
        )
    }
}
