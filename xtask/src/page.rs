//! `cargo xtask page`.

use crate::project::Project;
use crate::serve::Served;
use crate::site;
use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use std::env;

/// Where the page is served when nothing else is asked for.
const PORT: u16 = 8080;
/// How many ports are tried, from the asked one upwards.
const PORTS_TRIED: u16 = 100;

/// What can be asked of `cargo xtask page`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The first port to try.
    pub port: u16,
    /// Whether to open the page in a browser.
    pub open: bool,
}

impl Options {
    /// Reads the options of the command line.
    ///
    /// # Errors
    /// For an option that does not exist or a port that is none.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut options = Self {
            port: PORT,
            open: has_display(),
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("port") => {
                    options.port = arguments
                        .value()?
                        .parse()
                        .context("--port takes a whole number from 1 to 65535")?;
                }
                Long("no-open") => options.open = false,
                other => return Err(other.unexpected().into()),
            }
        }
        if options.port == 0 {
            bail!("--port takes a whole number from 1 to 65535, not 0");
        }
        Ok(options)
    }
}

/// Makes the site, serves it until the program is stopped.
///
/// # Errors
/// When the site cannot be made or no port is free.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    site::build(project)?;
    let served = serve_on_free_port(project, options.port)?;
    println!("\nThe page is at {}   (Ctrl+C ends it)", served.address());
    if options.open && open::that_detached(served.address()).is_err() {
        println!("No browser could be opened; open the address above by hand.");
    }
    served.forever();
    Ok(())
}

fn serve_on_free_port(project: &Project, first: u16) -> Result<Served> {
    let last = first.saturating_add(PORTS_TRIED);
    for port in first..=last {
        if let Ok(served) = Served::start_compressed(&project.dist(), "/", port) {
            return Ok(served);
        }
    }
    bail!("no port from {first} to {last} is free; name another with --port")
}

/// Whether a browser window can appear here.
fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("CI") && (!cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY"))
}
