//! What the worker is asked to do.

use super::object::{Object, Reader};
use wasm_bindgen::JsValue;

/// What the worker is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Command {
    Start(Start),
    Pace(Pace),
    Step {
        stride: Stride,
        heard: u32,
    },
    Act {
        action: String,
        heard: u32,
    },
    Report {
        ticket: u32,
    },
    Life {
        ticket: u32,
        of: Whose,
    },
    Whole {
        ticket: u32,
        text: String,
        seed: String,
        replication: u32,
    },
    Replicate {
        ticket: u32,
        count: u32,
    },
    Stop {
        ticket: u32,
    },
    Ping,
}

/// A run to begin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Start {
    pub(crate) run: u32,
    pub(crate) text: String,
    pub(crate) journal: Vec<String>,
    pub(crate) pace: Pace,
    /// A point to be reached at once, as a snapshot names it, or empty.
    pub(crate) skip_to: String,
}

/// Whose life is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// A message's, by its number.
    Message(u32),
    /// A sender's, by its place among all.
    Sender(u32),
}

/// How far a step goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stride {
    #[default]
    Event,
    /// Until a message has its final outcome.
    Message,
    /// Until the monitor's next sample.
    Interval,
}

impl Stride {
    pub(crate) const ALL: [Self; 3] = [Self::Event, Self::Message, Self::Interval];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Message => "message",
            Self::Interval => "interval",
        }
    }

    /// From its word; anything else is an event.
    pub(crate) fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|stride| stride.name() == name)
            .unwrap_or_default()
    }
}

/// How a run goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pace {
    pub(crate) heard: u32,
    /// Virtual seconds per second of wall time; infinite for as fast as it goes.
    pub(crate) speed: f64,
    /// Milliseconds of wall time between snapshots.
    pub(crate) refresh: f64,
    pub(crate) paused: bool,
}

impl Command {
    /// As an object for `postMessage`.
    pub(crate) fn to_js(&self) -> JsValue {
        match self {
            Self::Start(start) => start
                .pace
                .put(Object::new("start"))
                .number("run", f64::from(start.run))
                .text("text", &start.text)
                .texts("journal", &start.journal)
                .text("skip_to", &start.skip_to),
            Self::Pace(pace) => pace.put(Object::new("pace")),
            Self::Step { stride, heard } => Object::new("step")
                .text("stride", stride.name())
                .number("heard", f64::from(*heard)),
            Self::Act { action, heard } => Object::new("act")
                .text("action", action)
                .number("heard", f64::from(*heard)),
            Self::Report { ticket } => Object::new("report").number("ticket", f64::from(*ticket)),
            Self::Life { ticket, of } => {
                let (key, number) = match *of {
                    Whose::Message(message) => ("message", message),
                    Whose::Sender(sender) => ("sender", sender),
                };
                Object::new("life")
                    .number("ticket", f64::from(*ticket))
                    .number(key, f64::from(number))
            }
            Self::Whole {
                ticket,
                text,
                seed,
                replication,
            } => Object::new("whole")
                .number("ticket", f64::from(*ticket))
                .text("text", text)
                .text("seed", seed)
                .number("replication", f64::from(*replication)),
            Self::Replicate { ticket, count } => Object::new("replicate")
                .number("ticket", f64::from(*ticket))
                .number("count", f64::from(*count)),
            Self::Stop { ticket } => Object::new("stop").number("ticket", f64::from(*ticket)),
            Self::Ping => Object::new("ping"),
        }
        .into_js()
    }

    /// From what arrived in the worker; `None` if it is no command.
    pub(crate) fn from_js(data: &JsValue) -> Option<Self> {
        let read = Reader::new(data);
        Some(match read.kind()?.as_str() {
            "start" => Self::Start(Start {
                run: read.whole("run")?,
                text: read.text("text")?,
                journal: read.texts("journal")?,
                pace: Pace::take(&read)?,
                skip_to: read.text("skip_to")?,
            }),
            "pace" => Self::Pace(Pace::take(&read)?),
            "step" => Self::Step {
                stride: Stride::named(&read.text("stride")?),
                heard: read.whole("heard")?,
            },
            "act" => Self::Act {
                action: read.text("action")?,
                heard: read.whole("heard")?,
            },
            "report" => Self::Report {
                ticket: read.whole("ticket")?,
            },
            "life" => Self::Life {
                ticket: read.whole("ticket")?,
                of: match read.whole("message") {
                    Some(message) => Whose::Message(message),
                    None => Whose::Sender(read.whole("sender")?),
                },
            },
            "whole" => Self::Whole {
                ticket: read.whole("ticket")?,
                text: read.text("text")?,
                seed: read.text("seed")?,
                replication: read.whole("replication")?,
            },
            "replicate" => Self::Replicate {
                ticket: read.whole("ticket")?,
                count: read.whole("count")?,
            },
            "stop" => Self::Stop {
                ticket: read.whole("ticket")?,
            },
            "ping" => Self::Ping,
            _ => return None,
        })
    }
}

impl Pace {
    fn put(self, object: Object) -> Object {
        object
            .number("heard", f64::from(self.heard))
            .number("speed", self.speed)
            .number("refresh", self.refresh)
            .truth("paused", self.paused)
    }

    fn take(read: &Reader<'_>) -> Option<Self> {
        Some(Self {
            heard: read.whole("heard")?,
            speed: read.number("speed")?,
            refresh: read.number("refresh")?,
            paused: read.truth("paused")?,
        })
    }
}
