//! Everything that happens in a run, as lines of JSON.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use bellwether::observer::{Observation, Observer};
use bellwether::time::SimTime;
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{Destination, or_closed};

/// Writes down what happens. Senders go by their place in the report's list, messages by their number, both from 0.
#[derive(Debug)]
pub(crate) struct EventLog {
    out: BufWriter<Destination>,
    /// The line that is being made; one buffer for all.
    line: Vec<u8>,
    name: String,
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

impl EventLog {
    /// Into a file, or to standard output for `-`.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        Ok(Self {
            out: BufWriter::with_capacity(1 << 16, Destination::open(path)?),
            line: Vec::new(),
            name: path.display().to_string(),
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

    fn write(&mut self, line: &Line<'_>) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, line)?;
        self.line.push(b'\n');
        self.out.write_all(&self.line)
    }
}

impl Observer for EventLog {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        if self.closed {
            return;
        }
        if let Err(cause) = self.write(&Line {
            at,
            observation,
            reason: observation.dead_letter(),
        }) {
            self.closed = true;
            self.failed = or_closed(Err(cause)).err();
        }
    }
}
