//! What page and worker say to each other.
//!
//! Every message is a plain object with a text `kind`. Numbers of 64 bits (seeds, virtual times in nanoseconds) are
//! texts, since JavaScript would round them. The worker's first message is the text `ready`; what is sent before is
//! lost.
//!
//! # To the worker
//!
//! | kind | with | does |
//! |---|---|---|
//! | `start` | `run` number, `text` scenario, `journal` list of timeline entries as text, `speed` virtual seconds per second (`Infinity`: as fast as it goes), `refresh` milliseconds, `paused`, `skip_to` point or empty, `heard` | begins a run; an earlier one is dropped |
//! | `pace` | `speed`, `refresh`, `paused`, `heard` | changes how the run goes on |
//! | `step` | `stride` `event`, `message` or `interval`, `heard` | goes on by one of them |
//! | `act` | `action` as in a timeline entry, such as `crash: {sender: sender/1}`, `heard` | does it now; answered by `acted` or `refused` |
//! | `report` | `ticket` | answered by `report` with the run's report so far |
//! | `life` | `ticket`, `message` number | answered by `life` |
//! | `check` | `ticket`, `text` | answered by `checked` |
//! | `ping` | | answered by `pong`, so that a dead worker is noticed |
//! | `whole` | `ticket`, `text`, `seed` or empty, `replication` | runs a scenario to its end beside everything else; answered by `report` |
//!
//! `heard` is the number of the command; each snapshot says which command it is the answer to, so that the page
//! never takes an older state for a newer one.
//!
//! # From the worker
//!
//! | kind | with |
//! |---|---|
//! | `snapshot` | `numbers` and `texts`: see [`Snapshot`] |
//! | `acted` | `run`, `at` time, `action` |
//! | `refused` | `run`, `reason` |
//! | `report` | `ticket`, `json`, `digest` |
//! | `life` | `ticket`, `numbers` and `texts`: see [`Life`] |
//! | `checked` | `ticket`, `problems` list of texts |
//! | `failed` | `ticket`, `reason` |
//! | `pong` | |

mod flat;
mod snapshot;
mod wire;
mod object;

pub(crate) use flat::{Flat, Numbers};
pub(crate) use snapshot::{
    Gauges, GroupRow, Life, LogRow, Motion, SenderRow, Snapshot, Status, TargetRow, Way, What,
};

use bellwether::report::Report;
use object::{Object, Reader};
use wasm_bindgen::JsValue;

/// The worker's first message.
pub(crate) const READY: &str = "ready";

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
        message: u32,
    },
    Check {
        ticket: u32,
        text: String,
    },
    Whole {
        ticket: u32,
        text: String,
        seed: String,
        replication: u32,
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

/// What the worker says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    Ready,
    Snapshot(Box<Snapshot>),
    Acted {
        run: u32,
        at: String,
        action: String,
    },
    Refused {
        run: u32,
        reason: String,
    },
    Report {
        ticket: u32,
        json: String,
        digest: String,
    },
    Life {
        ticket: u32,
        life: Life,
    },
    Checked {
        ticket: u32,
        problems: Vec<String>,
    },
    Failed {
        ticket: u32,
        reason: String,
    },
    Pong,
    /// It could not start, has died, or says what nobody understands.
    Broken(String),
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
            Self::Life { ticket, message } => Object::new("life")
                .number("ticket", f64::from(*ticket))
                .number("message", f64::from(*message)),
            Self::Check { ticket, text } => Object::new("check")
                .number("ticket", f64::from(*ticket))
                .text("text", text),
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
                message: read.whole("message")?,
            },
            "check" => Self::Check {
                ticket: read.whole("ticket")?,
                text: read.text("text")?,
            },
            "whole" => Self::Whole {
                ticket: read.whole("ticket")?,
                text: read.text("text")?,
                seed: read.text("seed")?,
                replication: read.whole("replication")?,
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

impl Answer {
    /// A report on request.
    pub(crate) fn of_report(ticket: u32, report: &Report) -> Self {
        Self::Report {
            ticket,
            json: report.to_json(),
            digest: report.digest.to_string(),
        }
    }

    /// As an object for `postMessage`, and what is handed over with it instead of being copied.
    pub(crate) fn to_js(&self) -> (JsValue, Option<JsValue>) {
        let object = match self {
            Self::Ready => return (READY.into(), None),
            Self::Snapshot(snapshot) => {
                let (numbers, texts) = snapshot.to_parts();
                return Object::new("snapshot")
                    .texts("texts", &texts)
                    .numbers("numbers", &numbers);
            }
            Self::Life { ticket, life } => {
                let (numbers, texts) = life.to_parts();
                return Object::new("life")
                    .number("ticket", f64::from(*ticket))
                    .texts("texts", &texts)
                    .numbers("numbers", &numbers);
            }
            Self::Acted { run, at, action } => Object::new("acted")
                .number("run", f64::from(*run))
                .text("at", at)
                .text("action", action),
            Self::Refused { run, reason } => Object::new("refused")
                .number("run", f64::from(*run))
                .text("reason", reason),
            Self::Report { ticket, json, digest } => Object::new("report")
                .number("ticket", f64::from(*ticket))
                .text("json", json)
                .text("digest", digest),
            Self::Checked { ticket, problems } => Object::new("checked")
                .number("ticket", f64::from(*ticket))
                .texts("problems", problems),
            Self::Failed { ticket, reason } => Object::new("failed")
                .number("ticket", f64::from(*ticket))
                .text("reason", reason),
            Self::Pong => Object::new("pong"),
            Self::Broken(reason) => Object::new("broken").text("reason", reason),
        };
        (object.into_js(), None)
    }

    /// From what arrived on the page.
    pub(crate) fn from_js(data: &JsValue) -> Self {
        if data.as_string().as_deref() == Some(READY) {
            return Self::Ready;
        }
        let read = Reader::new(data);
        // the loader's only message of its own: the module did not start
        if let Some(error) = read.text("error") {
            return Self::Broken(error);
        }
        Self::read(&read)
            .unwrap_or_else(|| Self::Broken("it said something that is not understood".to_owned()))
    }

    fn read(read: &Reader<'_>) -> Option<Self> {
        Some(match read.kind()?.as_str() {
            "snapshot" => Self::Snapshot(Box::new(Snapshot::from_parts(
                &read.numbers("numbers")?,
                read.texts("texts")?,
            )?)),
            "acted" => Self::Acted {
                run: read.whole("run")?,
                at: read.text("at")?,
                action: read.text("action")?,
            },
            "refused" => Self::Refused {
                run: read.whole("run")?,
                reason: read.text("reason")?,
            },
            "report" => Self::Report {
                ticket: read.whole("ticket")?,
                json: read.text("json")?,
                digest: read.text("digest")?,
            },
            "life" => Self::Life {
                ticket: read.whole("ticket")?,
                life: Life::from_parts(&read.numbers("numbers")?, read.texts("texts")?)?,
            },
            "checked" => Self::Checked {
                ticket: read.whole("ticket")?,
                problems: read.texts("problems")?,
            },
            "failed" => Self::Failed {
                ticket: read.whole("ticket")?,
                reason: read.text("reason")?,
            },
            "pong" => Self::Pong,
            "broken" => Self::Broken(read.text("reason")?),
            _ => return None,
        })
    }
}
