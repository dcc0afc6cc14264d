//! The terminal program: it reads a scenario and flags, runs the model, and writes a report.
//!
//! Arguments, environment and file become one document (`input`); the model runs in batches (`drive`); the
//! report is written in one of several formats (`format`). All figures come from the model: nothing is computed
//! here but how they look. Standard output is the report alone; everything else goes to standard error.

mod arguments;
mod usage;
mod environment;
mod failure;
mod input;
mod interrupt;
mod drive;
mod progress;
mod watch;
mod events;
mod run;
mod replications;
mod describe;
mod summary;
mod format;
mod charts;
mod commands;
mod output;
mod repeat;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, RunArguments};
use crate::failure::{Failure, Status};

/// Does what the command line asks for.
#[must_use]
pub fn main() -> ExitCode {
    let status = match Arguments::try_parse() {
        Ok(arguments) => obey(arguments).unwrap_or_else(|failure| failure.tell()),
        Err(error) => usage::tell(error),
    };
    status.into()
}

fn obey(arguments: Arguments) -> Result<Status, Failure> {
    if arguments.command.is_some() && arguments.run != RunArguments::default() {
        return Err(Failure::Usage {
            message: "flags and a scenario stand after the command".to_owned(),
            hint: Some("for example `bellwether run --seed 42` or `bellwether --seed 42`".to_owned()),
        });
    }
    match arguments.command {
        None => run::run(arguments.run),
        Some(command) => commands::obey(command),
    }
}
