//! The command that runs a scenario and prints its report.

use bellwether::report::{End, Report};
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;

use crate::arguments::RunArguments;
use crate::drive::{Pace, drive};
use crate::environment;
use crate::failure::{Failure, Status, to_standard_error};
use crate::format::{Format, Style};
use crate::input::Input;
use crate::interrupt;
use crate::output;
use crate::progress::Progress;
use crate::summary::verdicts::{figure, unit_of_target};
use crate::watch::Watch;

/// Runs a scenario.
pub(crate) fn run(mut arguments: RunArguments) -> Result<Status, Failure> {
    environment::complete(&mut arguments)?;
    let input = Input::read(&arguments)?;
    let pace = Pace::read(arguments.speed.as_deref(), arguments.watch)?;
    let to = arguments.output.as_deref();
    // better now than after an hour
    to.map_or(Ok(()), output::check)?;
    interrupt::listen();
    let report = simulate(&input.scenario, &arguments, pace)?;
    if !arguments.quiet || to.is_some() {
        let format = arguments
            .format
            .or_else(|| Format::of_file(to?))
            .unwrap_or_default();
        let style = Style::of(to);
        output::write(to, &format.write(&input.scenario, &report, &input.repeat, style))?;
    }
    Ok(verdict(&report))
}

fn simulate(scenario: &Scenario, arguments: &RunArguments, pace: Pace) -> Result<Report, Failure> {
    let mut progress = Progress::new(scenario, !arguments.quiet && !arguments.watch);
    let mut run = Simulation::new(scenario, 0);
    let mut watch = arguments
        .watch
        .then(|| Watch::new(scenario.producer.messages, run.sender_count()));
    drive(&mut run, pace, |run| {
        progress.show(run);
        if let Some(watch) = &mut watch {
            watch.show(run.samples());
        }
        Ok(())
    })?;
    drop(progress);
    Ok(run.report())
}

/// What the exit status says; missed targets are named.
fn verdict(report: &Report) -> Status {
    let missed = report.targets.iter().filter(|target| !target.met);
    let mut status = Status::Done;
    for target in missed {
        status = Status::TargetMissed;
        let value = target.value.map_or_else(
            || "the run has no such figure".to_owned(),
            |value| format!("it is {}", figure(unit_of_target(&target.target), value)),
        );
        to_standard_error(&format!("target missed: {}: {value}\n", target.target));
    }
    if report.end == Some(End::Interrupted) {
        status = Status::Interrupted;
    }
    status
}
