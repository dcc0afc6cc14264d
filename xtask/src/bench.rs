//! `cargo xtask bench`: makes the terminal program, which is measured too, and runs the package `bench`; the part
//! that measures in a browser is a browser test.

use crate::checks::measure_browser;
use crate::project::Project;
use crate::run::{cargo, run};
use anyhow::Result;
use lexopt::prelude::*;
use std::ffi::OsString;

/// The part that needs the site and a browser.
const BROWSER: &str = "browser";

/// Measures; what is not about the browser goes on to the package `bench`.
///
/// # Errors
/// When something cannot be made or measured.
pub fn run_bench(project: &Project, mut arguments: lexopt::Parser) -> Result<()> {
    let (mut in_browser, mut others, mut named) = (false, false, false);
    let mut passed_on: Vec<OsString> = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("part") => {
                let part = arguments.value()?;
                named = true;
                if part == BROWSER {
                    in_browser = true;
                } else {
                    others = true;
                    passed_on.extend(["--part".into(), part]);
                }
            }
            Long(name @ ("rounds" | "most")) => {
                let name = format!("--{name}");
                passed_on.extend([name.into(), arguments.value()?]);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if others || !named {
        run(&mut cargo(project, "build --quiet --release --locked -p cli"))?;
        run(cargo(project, "run --quiet --release --locked -p bench --").args(passed_on))?;
    }
    if in_browser || !named {
        measure_browser(project)?;
    }
    Ok(())
}
