//! `cargo xtask bench`: makes the terminal program, which is measured too, and runs the package `bench`.

use crate::checks::measure_browser;
use crate::project::Project;
use crate::run::{cargo, run};
use anyhow::Result;
use std::ffi::OsString;

/// Measures; what is left of the command line goes on to the package `bench`.
///
/// # Errors
/// When something can not be made or measured.
pub fn run_bench(project: &Project, mut arguments: lexopt::Parser) -> Result<()> {
    run(&mut cargo(project, "build --quiet --release --locked -p cli"))?;
    let mut bench = cargo(project, "run --quiet --release --locked -p bench --");
    let arguments: Vec<OsString> = arguments.raw_args()?.collect();
    let names = |word: &str| arguments.iter().any(|argument| argument == word);
    run(bench.args(&arguments))?;
    if names("browser") || !["--part", "-h", "--help"].into_iter().any(names) {
        measure_browser(project)?;
    }
    Ok(())
}
