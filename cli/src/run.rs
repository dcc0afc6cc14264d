//! The command that runs a scenario and prints its report.

use bellwether::observer::Observer;
use bellwether::report::{End, Report};
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;

use crate::arguments::RunArguments;
use crate::drive::{Pace, drive};
use crate::environment;
use crate::events::EventLog;
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
    let events = events(&arguments)?;
    interrupt::listen();
    let report = match events {
        None => {
            simulate(
                Simulation::new(&input.scenario, 0),
                &input.scenario,
                &arguments,
                pace,
                |()| Ok(()),
            )?
            .0
        }
        Some(events) => {
            let run = Simulation::watched(&input.scenario, 0, events);
            let (report, events) = simulate(run, &input.scenario, &arguments, pace, EventLog::check)?;
            events.complete()?;
            report
        }
    };
    if !arguments.quiet || to.is_some() {
        let format = arguments
            .format
            .or_else(|| Format::of_file(to?))
            .unwrap_or_default();
        let style = Style::of(to);
        output::write(to, &format.write(&input.scenario, &report, &input.repeat, style)?)?;
    }
    Ok(verdict(&report))
}

/// Where `--events` writes; not among the lines of the report.
fn events(arguments: &RunArguments) -> Result<Option<EventLog>, Failure> {
    let Some(path) = arguments.events.as_deref() else {
        return Ok(None);
    };
    let report_is_elsewhere = arguments.quiet || arguments.output.is_some();
    if path.as_os_str() == "-" && !report_is_elsewhere {
        return Err(Failure::Usage {
            message: "--events -: the report goes to standard output".to_owned(),
            hint: Some("add --quiet, or --output FILE for the report".to_owned()),
        });
    }
    EventLog::open(path).map(Some)
}

/// Carries a run out; `check` says whether its observer is well.
fn simulate<O: Observer>(
    mut run: Simulation<O>,
    scenario: &Scenario,
    arguments: &RunArguments,
    pace: Pace,
    mut check: impl FnMut(&mut O) -> Result<(), Failure>,
) -> Result<(Report, O), Failure> {
    let mut progress = Progress::new(scenario, !arguments.quiet && !arguments.watch);
    let mut watch = arguments
        .watch
        .then(|| Watch::new(scenario.producer.messages, run.sender_count()));
    drive(&mut run, pace, |run| {
        progress.show(run);
        if let Some(watch) = &mut watch {
            watch.show(run.samples());
        }
        check(run.observer_mut())
    })?;
    drop(progress);
    let report = run.report();
    Ok((report, run.into_observer()))
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
