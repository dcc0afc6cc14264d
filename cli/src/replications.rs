//! Replications of a scenario on all cores. Each is a run of its own, so who runs which makes no difference.

use std::num::NonZero;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use bellwether::experiment::lighten;
use bellwether::report::Report;
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;

use crate::failure::{Failure, shortened};
use crate::interrupt;
use crate::progress::Count;

/// Most replications of one scenario.
const MOST: u32 = 100_000;
/// Events between two looks at the outside world.
const EVENTS: u64 = 1 << 19;
/// Between two looks at the progress.
const TICK: Duration = Duration::from_millis(100);

/// Most replications at once.
const MOST_JOBS: u32 = 1000;

/// How many replications a text asks for.
pub(crate) fn read(text: &str, origin: &str) -> Result<u32, Failure> {
    read_number(text, MOST).ok_or_else(|| refusal(text, origin, "replications", "from 1 to 100,000"))
}

/// How many replications at once a text allows.
pub(crate) fn read_jobs(text: &str, origin: &str) -> Result<u32, Failure> {
    read_number(text, MOST_JOBS).ok_or_else(|| refusal(text, origin, "jobs", "from 1 to 1,000"))
}

/// Which one a text asks for.
pub(crate) fn read_one(text: &str, origin: &str) -> Result<u32, Failure> {
    let number = text.parse().ok().filter(|number| *number < MOST);
    number.ok_or_else(|| {
        Failure::usage(format!(
            "{origin}: {} is no replication's number; allowed: a whole number from 0 to 99,999",
            shortened(text)
        ))
    })
}

fn read_number(text: &str, most: u32) -> Option<u32> {
    text.parse().ok().filter(|number| (1..=most).contains(number))
}

fn refusal(text: &str, origin: &str, what: &str, range: &str) -> Failure {
    Failure::usage(format!(
        "{origin}: {} is no number of {what}; allowed: a whole number {range}",
        shortened(text)
    ))
}

/// How many replications this machine runs at once.
pub(crate) fn cores() -> u32 {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    u32::try_from(cores).unwrap_or(MOST_JOBS)
}

/// The reports of so many replications in order of their numbers; fewer if somebody interrupts. At most `jobs` of
/// them run at once.
pub(crate) fn run(scenario: &Scenario, count: u32, jobs: u32, shows_progress: bool) -> Vec<Report> {
    let next = AtomicU32::new(0);
    let workers = jobs.min(count);
    let mut progress = Count::new(count, shows_progress);
    let mut reports = thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..workers {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                while let Some(number) = take(next, count) {
                    // the receiver lives until all senders are gone
                    let Some(report) = replication(scenario, number) else {
                        break;
                    };
                    let _ = send.send(report);
                }
            });
        }
        drop(send);
        let mut reports: Vec<Report> = Vec::new();
        loop {
            match receive.recv_timeout(TICK) {
                Ok(report) => reports.push(report),
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break reports,
            }
            progress.show(reports.len() as u64);
        }
    });
    reports.sort_by_key(|report| report.replication);
    reports
}

/// The number of the next replication that nobody runs yet.
fn take(next: &AtomicU32, count: u32) -> Option<u32> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    Some(number).filter(|number| *number < count)
}

/// A whole run; nothing if it was interrupted.
fn replication(scenario: &Scenario, number: u32) -> Option<Report> {
    let mut run = Simulation::new(scenario, number);
    while run.end().is_none() {
        if interrupt::came() {
            return None;
        }
        run.run(EVENTS);
    }
    let mut report = run.into_report();
    lighten(&mut report);
    Some(report)
}
