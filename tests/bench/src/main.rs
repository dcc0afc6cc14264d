//! `cargo xtask bench`: how fast the model runs. Prints Markdown; see `tests/speed.md` for what it printed once.
//!
//! Ratios are taken between two measurements made side by side, round by round, in processor time of this thread:
//! they hold on a busy machine, while nanoseconds move with it.
#![expect(clippy::print_stderr, reason = "a command talks to its user")]

mod floor;
mod measure;
mod sizes;
mod terminal;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

/// What to measure, and how thoroughly.
#[derive(Debug)]
struct Options {
    parts: Vec<String>,
    rounds: u32,
    most: u32,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut options = Options {
        parts: Vec::new(),
        rounds: 5,
        most: 1_000_000_000,
    };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("part") => options.parts.push(arguments.value()?.string()?),
            Long("rounds") => options.rounds = arguments.value()?.parse::<u32>()?.max(1),
            Long("most") => options.most = arguments.value()?.parse()?,
            // what a table over sizes starts in a process of its own, to see its memory
            Long("one") => {
                return sizes::one(arguments.value()?.parse()?, arguments.value()?.parse()?);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let known = ["floor", "messages", "senders", "terminal"];
    if let Some(unknown) = options.parts.iter().find(|part| !known.contains(&part.as_str())) {
        bail!(
            "there is no part `{unknown}`; there are: {}, browser",
            known.join(", ")
        );
    }
    let wanted = |part: &str| options.parts.is_empty() || options.parts.iter().any(|other| other == part);
    if wanted("floor") {
        floor::compare(options.rounds);
    }
    if wanted("messages") {
        sizes::over_messages(options.most)?;
    }
    if wanted("senders") {
        sizes::over_senders(options.rounds)?;
    }
    if wanted("terminal") {
        terminal::measure(options.rounds)?;
    }
    Ok(())
}
