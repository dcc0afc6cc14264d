//! What the worker says.

use super::object::{Object, Reader};
use super::{Life, READY, Sheet, Snapshot};
use bellwether::report::Report;
use wasm_bindgen::JsValue;

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
    /// How many replications are done, and at the end what they say together.
    Replicated {
        ticket: u32,
        done: u32,
        sheet: Option<Sheet>,
    },
    Failed {
        ticket: u32,
        reason: String,
    },
    Pong,
    /// It could not start, has died, or says what nobody understands.
    Broken(String),
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

    /// Whether its errand goes on.
    pub(crate) const fn is_followed_by_another(&self) -> bool {
        matches!(self, Self::Replicated { sheet: None, .. })
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
            Self::Replicated { ticket, done, sheet } => {
                let object = Object::new("replicated")
                    .number("ticket", f64::from(*ticket))
                    .number("done", f64::from(*done));
                match sheet {
                    Some(sheet) => sheet.put(object),
                    None => object,
                }
            }
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
            "replicated" => Self::Replicated {
                ticket: read.whole("ticket")?,
                done: read.whole("done")?,
                sheet: Sheet::take(read),
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
