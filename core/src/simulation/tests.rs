//! The run as a whole: rules of the model one by one, random scenarios with every rule at once, and the model once
//! more to compare with.

mod rules;
mod swarm;
mod plain;

use crate::report::Report;
use crate::scenario::{Scenario, Settings};
use crate::simulation::Simulation;

/// Runs settings to their end; every event is checked on the way.
fn run(settings: &Settings) -> Report {
    let mut run = Simulation::new(&Scenario::of(settings.clone()), 0);
    run.run_to_end();
    run.report()
}
