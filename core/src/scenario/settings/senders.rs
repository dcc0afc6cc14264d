//! Groups of senders: their service times and their faults.

use crate::time::SimDuration;

/// A group of equal senders.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name; a sender is called `name/1`, `name/2` and so on.
    pub name: String,
    /// How many senders.
    pub count: u32,
    /// Mean service time.
    pub mean_time: SimDuration,
    /// The shape of service times around that mean.
    pub service: Shape,
    /// Probability that an attempt fails.
    pub failure_rate: f64,
    /// Attempts at once per sender.
    pub concurrency: u32,
    /// Breakdowns.
    pub crash: Option<Crash>,
    /// Probability that an attempt never ends.
    pub hang: f64,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            name: "sender".to_owned(),
            count: 3,
            mean_time: SimDuration::from_nanoseconds(100_000_000),
            service: Shape::Exponential,
            failure_rate: 0.2,
            concurrency: 1,
            crash: None,
            hang: 0.0,
        }
    }
}

/// The shape of a positive random time around a given mean. `cv` is the coefficient of variation.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Always the mean.
    Constant,
    /// Uniform within ± `spread` × mean; 1 (the default) reaches from 0 to twice the mean.
    Uniform {
        /// Half-width as a share of the mean, 0 to 1.
        spread: f64,
    },
    /// Exponential.
    Exponential,
    /// Normal with the mean before truncation; a draw below 0 is drawn again.
    Normal {
        /// Standard deviation as a share of the mean, before truncation.
        cv: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Standard deviation as a share of the mean.
        cv: f64,
    },
    /// Sum of `stages` equal exponential stages.
    Erlang {
        /// How many, at least 1.
        stages: u32,
    },
    /// Gamma.
    Gamma {
        /// The shape parameter k.
        shape: f64,
    },
    /// Triangular: `min` and `max` as shares of the mean; the mode follows from the mean.
    Triangular {
        /// Lower end as a share of the mean.
        min: f64,
        /// Upper end as a share of the mean.
        max: f64,
    },
    /// Drawn with equal chance from given values, scaled to the mean.
    Empirical {
        /// At least one positive value.
        values: Vec<f64>,
    },
}

/// Breakdowns of a sender.
#[derive(Clone, Debug, PartialEq)]
pub struct Crash {
    /// Mean time up.
    pub mean_up: SimDuration,
    /// Mean time down.
    pub mean_down: SimDuration,
    /// Shape of the times up.
    pub up: Shape,
    /// Shape of the times down.
    pub down: Shape,
    /// When the hazard runs.
    pub hazard: Hazard,
}

/// When a sender can crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hazard {
    /// At any time while it is up.
    Always,
    /// Only while it is sending.
    Busy,
}

impl Hazard {
    /// All of them, in the order of their words in the table of keys.
    pub(in crate::scenario) const ALL: [Self; 2] = [Self::Always, Self::Busy];
}
