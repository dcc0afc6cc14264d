//! The producer: how many messages, when, and of which kinds.

use crate::time::{SimDuration, SimTime};

/// How messages come to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Producer {
    /// How many.
    pub messages: u32,
    /// When.
    pub arrivals: Arrivals,
    /// Shortest and longest text, in characters.
    pub text_length: (u32, u32),
    /// Task kinds; at least one.
    pub kinds: Vec<Kind>,
}

impl Default for Producer {
    fn default() -> Self {
        Self {
            messages: 1000,
            arrivals: Arrivals::Burst,
            text_length: (1, 100),
            kinds: vec![Kind::default()],
        }
    }
}

/// The arrival process.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// All at time 0.
    Burst,
    /// One at 0 and then one after each interarrival time.
    Every(SimDuration),
    /// Exponential interarrival times, the first gap from 0; messages per second.
    Poisson(f64),
    /// Poisson arrivals whose rate (per second) changes at given times; a rate may be 0, the last may not.
    Steps(Vec<(SimTime, f64)>),
    /// The given instants, in order.
    Trace(Vec<SimTime>),
}

/// A named kind of task.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Its name.
    pub name: String,
    /// Its share among the weights of all kinds.
    pub weight: f64,
    /// A higher number is served first under the priority discipline.
    pub priority: i32,
    /// Multiplies the service time.
    pub work: f64,
}

impl Default for Kind {
    fn default() -> Self {
        Self {
            name: "message".to_owned(),
            weight: 1.0,
            priority: 0,
            work: 1.0,
        }
    }
}
