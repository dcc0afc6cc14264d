//! `cargo xtask bench`: makes the terminal program, which is measured too, and runs the package `bench`.

use crate::project::Project;
use crate::run::{cargo, run};
use anyhow::Result;

/// Measures; what is left of the command line goes on to the package `bench`.
///
/// # Errors
/// When something can not be made or measured.
pub fn run_bench(project: &Project, mut arguments: lexopt::Parser) -> Result<()> {
    run(&mut cargo(project, "build --quiet --release --locked -p cli"))?;
    let mut bench = cargo(project, "run --quiet --release --locked -p bench --");
    run(bench.args(arguments.raw_args()?))
}
