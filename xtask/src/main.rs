//! `cargo xtask`: see the library of this package.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to its user"
)]

use anyhow::{Result, bail};
use lexopt::prelude::*;
use std::env;
use std::process::ExitCode;
use xtask::project::Project;
use xtask::{checks, page, site};

const USAGE: &str = "\
cargo xtask page [--port N] [--no-open]        make the site, serve it on loopback, open it
cargo xtask checks [--quick] [--only STEP]...  run all checks; --quick leaves out what needs a browser
cargo xtask build                              make the site in dist/, for any static host
cargo xtask bench [--part PART]...             how fast the model runs, beside the least work that gives the answer
  --part PART        floor, messages, senders, terminal, browser; all of them by default
  --rounds N         rounds of each measurement, 5 by default
  --most MESSAGES    most messages in the table over messages, 1000000000 by default
cargo xtask breaks [WORD]...                   break the model on purpose and see which test notices
cargo xtask trunk-hook                         called by Trunk at the end of a build";

fn main() -> ExitCode {
    match command(lexopt::Parser::from_env()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(mut arguments: lexopt::Parser) -> Result<ExitCode> {
    let project = Project::here()?;
    let command = match arguments.next()? {
        Some(Value(name)) => name.string()?,
        None | Some(Short('h') | Long("help")) => {
            println!("{USAGE}");
            return Ok(ExitCode::SUCCESS);
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    if env::args_os().any(|argument| argument == "--help" || argument == "-h") {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    match command.as_str() {
        "page" => page::run(&project, &page::Options::read(arguments)?)?,
        "checks" => return Ok(checks::run_checks(&project, &checks::Options::read(arguments)?)),
        "build" => {
            nothing_more(arguments)?;
            site::build(&project)?;
        }
        "bench" => xtask::bench::run_bench(&project, arguments)?,
        "breaks" => xtask::breaks::run_breaks(&project, arguments)?,
        "trunk-hook" => {
            nothing_more(arguments)?;
            site::finish_trunk_build()?;
        }
        unknown => bail!("there is no command `{unknown}`; there are:\n{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn nothing_more(mut arguments: lexopt::Parser) -> Result<()> {
    match arguments.next()? {
        Some(extra) => Err(extra.unexpected().into()),
        None => Ok(()),
    }
}
