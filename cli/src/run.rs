//! The command that runs a scenario and prints its report.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use bellwether::chart::{Chart, Track};
use bellwether::experiment::ExperimentReport;
use bellwether::report::{End, Report};
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;

use crate::arguments::RunArguments;
use crate::charts::{self, Picture};
use crate::drive::{drive, speed};
use crate::environment;
use crate::events::EventLog;
use crate::failure::{Failure, Status, to_standard_error};
use crate::format::Format;
use crate::input::{Input, unread};
use crate::interrupt;
use crate::output;
use crate::progress::Progress;
use crate::replications;
use crate::summary::stalled::{stalled, stalled_replications};
use crate::summary::verdicts::{instead, instead_in_replications};
use crate::watch::Watch;

/// Runs a scenario.
pub(crate) fn run(mut arguments: RunArguments) -> Result<Status, Failure> {
    let asks_for_replications = match arguments.replications {
        Some(_) => "--replications".to_owned(),
        None => environment::variable("--replications"),
    };
    environment::complete(&mut arguments)?;
    check_files(&arguments)?;
    let mut input = Input::read(&arguments.input)?;
    if !arguments.quiet {
        unread::tell_of_run(&arguments.input);
        tell_unused(&input);
    }
    if let Some(replications) = &arguments.replications {
        input.repeat.flag("--replications", replications);
        let count = replications::read(replications, &asks_for_replications)?;
        fits_replications(&arguments, &asks_for_replications)?;
        return replicate(&input, count, &arguments);
    }
    if arguments.jobs.is_some() {
        return Err(Failure::usage(
            "--jobs is about replications; it goes with --replications only",
        ));
    }
    let replication = match &arguments.replication {
        None => 0,
        Some(number) => {
            input.repeat.flag("--replication", number);
            replications::read_one(number, "--replication")?
        }
    };
    let plan = Plan::of(&arguments)?;
    let events = events(&arguments)?;
    interrupt::listen();
    let (report, charts) = match events {
        None => {
            let run = Simulation::new(&input.scenario, replication);
            plan.carry_out(run, &input.scenario, |_| Ok(()))?
        }
        Some(events) => {
            let events = Rc::new(RefCell::new(events));
            let run = Simulation::watched(&input.scenario, replication, Rc::clone(&events));
            let result = plan.carry_out(run, &input.scenario, |_| events.borrow_mut().check())?;
            if let Some(events) = Rc::into_inner(events) {
                events.into_inner().complete()?;
            }
            result
        }
    };
    if let Some((path, picture)) = &plan.plot {
        output::replace(path, &picture.draw(&charts, &report)?)?;
    }
    if plan.prints {
        let to = plan.to.as_deref();
        plan.format
            .write(to, &input.scenario, &report, &input.repeat, &charts)?;
    }
    if let Some(warning) = stalled(&input.scenario, &report).filter(|_| !plan.quiet) {
        to_standard_error(&format!("warning: {warning}\n"));
    }
    Ok(verdict(&report))
}

/// Says what of an older file counts for nothing.
fn tell_unused(input: &Input) {
    let notes = &input.document.understood().unused;
    let lines: Vec<String> = notes
        .iter()
        .map(|note| format!("{}: {note}\n", input.origin))
        .collect();
    to_standard_error(&lines.concat());
}

/// No file is written that is read, and none is written twice: one would be lost.
fn check_files(arguments: &RunArguments) -> Result<(), Failure> {
    let named = [
        ("the scenario", &arguments.input.scenario),
        ("--output", &arguments.output),
        ("--events", &arguments.events),
        ("--plot", &arguments.plot),
    ];
    let mut places: Vec<(&str, PathBuf)> = Vec::new();
    for (name, path) in named {
        let Some((path, place)) = path
            .as_deref()
            .and_then(|path| Some((path, output::place(path)?)))
        else {
            continue;
        };
        if let Some((other, _)) = places.iter().find(|(_, taken)| output::is_same(taken, &place)) {
            return Err(Failure::usage(format!(
                "{name} {}: that file is {other} already; name another one",
                path.display()
            )));
        }
        places.push((name, place));
    }
    Ok(())
}

/// Nothing is asked for that is about one run; `origin` is the flag or variable that asks for replications.
fn fits_replications(arguments: &RunArguments, origin: &str) -> Result<(), Failure> {
    for (flag, given) in [
        ("--events", arguments.events.is_some()),
        ("--plot", arguments.plot.is_some()),
        ("--watch", arguments.watch),
        ("--speed", arguments.speed.is_some()),
    ] {
        if given {
            return Err(Failure::usage(format!(
                "{flag} is about one run; it does not go with {origin}"
            )));
        }
    }
    Ok(())
}

/// Runs replications and prints what they say together.
fn replicate(input: &Input, count: u32, arguments: &RunArguments) -> Result<Status, Failure> {
    let plan = Plan::of(arguments)?;
    let jobs = match &arguments.jobs {
        Some(jobs) => replications::read_jobs(jobs, "--jobs")?,
        None => replications::cores(),
    };
    interrupt::listen();
    let reports = replications::run(&input.scenario, count, jobs, !plan.quiet);
    let Some(report) = ExperimentReport::new(&reports, count) else {
        to_standard_error("interrupted before the first replication was done\n");
        return Ok(Status::Interrupted);
    };
    if plan.prints {
        let to = plan.to.as_deref();
        plan.format
            .write_experiment(to, &input.scenario, &report, &input.repeat)?;
    }
    if let Some(warning) = stalled_replications(&reports).filter(|_| !plan.quiet) {
        to_standard_error(&format!("warning: {warning}\n"));
    }
    Ok(verdict_of_experiment(&report))
}

/// What to do with a run, all of it checked before the run costs time.
struct Plan {
    speed: Option<f64>,
    format: Format,
    to: Option<PathBuf>,
    plot: Option<(PathBuf, Picture)>,
    prints: bool,
    watched: bool,
    quiet: bool,
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
    EventLog::open(path, arguments.contents).map(Some)
}

impl Plan {
    fn of(arguments: &RunArguments) -> Result<Self, Failure> {
        let to = arguments.output.clone();
        let plot = match &arguments.plot {
            None => None,
            Some(path) => Some((path.clone(), Picture::of_file(path)?)),
        };
        for path in to.iter().chain(plot.iter().map(|(path, _)| path)) {
            output::check(path)?;
        }
        if let (Some(path), None) = (&to, arguments.format) {
            Format::check_file(path)?;
        }
        let format = arguments.format.or_else(|| Format::of_file(to.as_deref()?));
        Ok(Self {
            speed: arguments
                .speed
                .as_deref()
                .map(|text| speed(text, "--speed"))
                .transpose()?,
            format: format.unwrap_or_default(),
            prints: !arguments.quiet || to.is_some(),
            to,
            plot,
            watched: arguments.watch,
            quiet: arguments.quiet,
        })
    }

    /// Carries a run out; `check` says whether its observer is well.
    fn carry_out(
        &self,
        mut run: Simulation,
        scenario: &Scenario,
        mut check: impl FnMut(&mut Simulation) -> Result<(), Failure>,
    ) -> Result<(Report, Vec<Chart>), Failure> {
        let is_drawn = self.plot.is_some() || self.format == Format::Html;
        let mut track = is_drawn.then(Track::default);
        let mut progress = Progress::new(scenario, !self.quiet && !self.watched);
        let mut watch = self.watched.then(|| Watch::new(scenario.producer.messages));
        let watched = self.watched.then_some(scenario.monitor.interval);
        drive(&mut run, self.speed, watched, track.as_mut(), |run| {
            progress.show(run);
            if let Some(watch) = &mut watch {
                watch.show(run.samples());
            }
            check(run)
        })?;
        let charts = track.map(|track| charts::of(&run, &track)).unwrap_or_default();
        let report = run.into_report();
        // the last one is taken where the run ends
        if let Some(watch) = &mut watch {
            watch.show(&report.samples);
        }
        Ok((report, charts))
    }
}

/// What the exit status says; missed targets are named.
fn verdict(report: &Report) -> Status {
    if report.end == Some(End::Interrupted) {
        // what does not hold yet is not missed
        return Status::Interrupted;
    }
    let missed = report.targets.iter().filter(|target| !target.met);
    let mut status = Status::Done;
    for target in missed {
        status = Status::TargetMissed;
        to_standard_error(&format!(
            "target missed: {}: {}\n",
            target.target,
            instead(target)
        ));
    }
    status
}

/// The same over replications, where a target must hold in each.
fn verdict_of_experiment(report: &ExperimentReport) -> Status {
    let mut status = Status::Done;
    for target in report.targets.iter().filter(|target| !target.met) {
        status = Status::TargetMissed;
        let instead = instead_in_replications(report, target);
        to_standard_error(&format!("target missed: {}: {instead}\n", target.target));
    }
    if report.replications < report.requested {
        status = Status::Interrupted;
    }
    status
}
