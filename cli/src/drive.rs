//! The model's clock against the wall's: runs go in stretches, so that Ctrl-C, the progress bar, the charts and who
//! watches get their turn.

use std::thread;
use std::time::{Duration, Instant};

use bellwether::chart::Track;
use bellwether::report::Sample;
use bellwether::simulation::Simulation;
use bellwether::time::{SimDuration, SimTime};

use crate::failure::{Failure, shortened};
use crate::interrupt;

/// Events between two looks at the outside world: some milliseconds' worth, with very many senders some tens.
const EVENTS: u64 = 1 << 19;
/// Between two looks when paced.
const TICK: Duration = Duration::from_millis(20);

/// How many seconds of virtual time a text asks for in a second; `origin` is the flag or variable that says so.
pub(crate) fn speed(text: &str, origin: &str) -> Result<f64, Failure> {
    text.parse()
        .ok()
        .filter(|speed| (1e-6..=1e9).contains(speed))
        .ok_or_else(|| {
            Failure::usage(format!(
                "{origin}: {} is no speed; allowed: a number from 0.000001 to 1000000000, 1 being as fast as the \
                 wall clock",
                shortened(text)
            ))
        })
}

/// Carries a run out to its end, or until somebody interrupts it: as fast as possible, or so many seconds of virtual
/// time in a second. Takes down what charts need. If somebody watches, the run stops at each sample: `watched` is the
/// interval between them at first.
pub(crate) fn drive(
    run: &mut Simulation,
    speed: Option<f64>,
    watched: Option<SimDuration>,
    mut track: Option<&mut Track>,
    mut after_stretch: impl FnMut(&mut Simulation) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let started = Instant::now();
    while run.end().is_none() {
        let noted = track.as_ref().map_or(SimTime::NEVER, |track| track.next());
        let sampled = watched.map_or(SimTime::NEVER, |interval| next_sample(run.samples(), interval));
        let due = speed.map_or(SimTime::NEVER, |speed| {
            SimTime::ZERO.after(virtual_time(started.elapsed(), speed))
        });
        run.run_within(due.min(noted).min(sampled), EVENTS);
        if let Some(track) = &mut track {
            while run.now() >= track.next() {
                track.note(run);
            }
        }
        if interrupt::came() {
            run.interrupt();
        }
        after_stretch(run)?;
        if run.end().is_none() && run.now() >= due {
            thread::sleep(TICK);
        }
    }
    Ok(())
}

/// When the monitor takes its next sample. Those that are kept are as far apart as the first is from the start.
fn next_sample(samples: &[Sample], first_interval: SimDuration) -> SimTime {
    let interval = samples
        .first()
        .map_or(first_interval, |sample| sample.at.elapsed());
    let last = samples.last().map_or(SimTime::ZERO, |sample| sample.at);
    last.after(interval)
}

fn virtual_time(wall: Duration, speed: f64) -> SimDuration {
    SimDuration::from_nanoseconds_f64(wall.as_secs_f64() * speed * 1e9)
}
