//! The run as a whole: rules of the model one by one, random scenarios with every rule at once, and the model once
//! more to compare with.

mod rules;
mod chooser;
mod swarm;
mod plain;
mod calm;
mod ahead;
mod settings;

use std::cell::RefCell;
use std::fmt::{Debug, Display};
use std::rc::Rc;

use crate::observer::Observer;
use crate::report::Report;
use crate::scenario::{Scenario, Settings};
use crate::simulation::Simulation;

/// Runs settings to their end; every event is checked on the way.
fn run(settings: &Settings) -> Report {
    let mut run = Simulation::new(&Scenario::of(settings.clone()), 0);
    run.run_to_end();
    run.report()
}

/// That two are alike. If they are not, the first line in which they differ, and what it stands in: all of both would hide it.
#[track_caller]
fn assert_alike<T: PartialEq + Debug>(one: &T, other: &T, about: impl Display) {
    if one == other {
        return;
    }
    let (one, other) = (format!("{one:#?}"), format!("{other:#?}"));
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut path: Vec<&str> = Vec::new();
    for (one, other) in one.lines().zip(other.lines()) {
        path.retain(|above| depth(above) < depth(one));
        assert_eq!(one, other, "{about}: in {path:#?}");
        path.push(one);
    }
    panic!("{about}: one is longer than the other");
}

/// A run that was watched from its beginning to its end, and what the observer made of it.
fn watched_to_end<T: Observer + Default + 'static>(scenario: &Scenario) -> (Simulation, T) {
    let observer = Rc::new(RefCell::new(T::default()));
    let mut run = Simulation::watched(scenario, 0, Rc::clone(&observer));
    run.run_to_end();
    let seen = observer.take();
    (run, seen)
}
