//! Says what is being done and how long it took.

use anyhow::{Context, Result};
use std::time::Instant;

/// Does one named piece of work. The name also stands before an error that comes out of it.
///
/// # Errors
/// Those of the work.
pub fn step<T>(name: &'static str, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {name}: {what}");
    let start = Instant::now();
    let outcome = work();
    let seconds = start.elapsed().as_secs_f64();
    match &outcome {
        Ok(_) => println!("    {name}: done in {seconds:.1} s"),
        Err(_) => println!("    {name}: failed after {seconds:.1} s"),
    }
    outcome.context(name)
}
