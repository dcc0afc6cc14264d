//! Everything that happens in a run, as lines of JSON.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use bellwether::message::WholeMessage;
use bellwether::observer::{Observation, Observer};
use bellwether::time::SimTime;
use serde::Serialize;

use crate::failure::Failure;
use crate::interrupt;
use crate::output::{Destination, or_closed};

/// Writes down what happens. Senders go by their place in the report's list, messages by their number, both from 0.
#[derive(Debug)]
pub(crate) struct EventLog {
    out: BufWriter<Destination>,
    /// The line that is being made; one buffer for all.
    line: Vec<u8>,
    name: String,
    /// Whether messages are read, too.
    contents: bool,
    failed: Option<io::Error>,
    /// Nobody reads any more, or writing failed.
    closed: bool,
}

/// A line: when, then what.
#[derive(Serialize)]
struct Line<'o> {
    at: SimTime,
    #[serde(flatten)]
    observation: &'o Observation,
    /// Of a dead letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

/// The line of a message that is read.
#[derive(Serialize)]
struct ContentLine<'r> {
    at: SimTime,
    event: &'static str,
    #[serde(flatten)]
    message: &'r WholeMessage<'r>,
}

impl EventLog {
    /// Into a file, or to standard output for `-`.
    pub(crate) fn open(path: &Path, contents: bool) -> Result<Self, Failure> {
        Ok(Self {
            out: BufWriter::with_capacity(1 << 16, Destination::open(path)?),
            line: Vec::new(),
            name: path.display().to_string(),
            contents,
            failed: None,
            closed: false,
        })
    }

    /// Whether all went well so far.
    pub(crate) fn check(&mut self) -> Result<(), Failure> {
        self.failed.take().map_or(Ok(()), |cause| {
            Err(Failure::Write {
                path: self.name.clone(),
                cause,
            })
        })
    }

    /// Puts the file in its place.
    pub(crate) fn complete(mut self) -> Result<(), Failure> {
        self.check()?;
        if self.closed {
            return Ok(());
        }
        let path = self.name;
        let complete = self.out.into_inner().map_err(io::IntoInnerError::into_error);
        or_closed(complete.and_then(Destination::complete)).map_err(|cause| Failure::Write { path, cause })
    }

    /// Writes a line, unless nobody reads any more.
    fn write(&mut self, line: &impl Serialize) {
        if self.closed {
            return;
        }
        self.line.clear();
        let made = serde_json::to_writer(&mut self.line, line).map_err(io::Error::from);
        self.line.push(b'\n');
        if let Err(cause) = made.and_then(|()| self.out.write_all(&self.line)) {
            self.closed = true;
            self.failed = or_closed(Err(cause)).err();
        }
    }
}

impl Observer for EventLog {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        self.write(&Line {
            at,
            observation,
            reason: observation.dead_letter(),
        });
    }

    fn reads_messages(&self) -> bool {
        self.contents && !self.closed && !interrupt::came()
    }

    fn read(&mut self, at: SimTime, message: &WholeMessage<'_>) {
        self.write(&ContentLine {
            at,
            event: "content",
            message,
        });
    }
}
