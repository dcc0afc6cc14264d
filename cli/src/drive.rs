//! The model's clock against the wall's: runs go in batches, so that Ctrl-C and the progress bar get their turn.

use std::thread;
use std::time::{Duration, Instant};

use bellwether::observer::Observer;
use bellwether::simulation::Simulation;
use bellwether::time::{SimDuration, SimTime};

use crate::failure::Failure;
use crate::interrupt;

/// Events between two looks at the outside world: some milliseconds' worth.
const BATCH: u64 = 1 << 16;
/// The same when somebody watches: fewer than samples are kept, so that none is missed.
const WATCHED_BATCH: u64 = 256;
/// Between two looks when paced.
const TICK: Duration = Duration::from_millis(20);

/// How fast a run goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pace {
    /// As fast as possible.
    Fast,
    /// As fast as possible, in batches small enough to see every sample.
    Watched,
    /// So many seconds of virtual time in a second.
    Speed(f64),
}

impl Pace {
    /// What `--speed` and `--watch` ask for.
    pub(crate) fn read(speed: Option<&str>, watched: bool) -> Result<Self, Failure> {
        let Some(text) = speed else {
            return Ok(if watched { Self::Watched } else { Self::Fast });
        };
        match text.parse::<f64>() {
            Ok(speed) if (1e-6..=1e9).contains(&speed) => Ok(Self::Speed(speed)),
            _ => Err(Failure::usage(format!(
                "--speed {text}: allowed: a number from 0.000001 to 1000000000, 1 being as fast as the wall clock"
            ))),
        }
    }
}

/// Carries a run out to its end, or until somebody interrupts it.
pub(crate) fn drive<O: Observer>(
    run: &mut Simulation<O>,
    pace: Pace,
    mut after_batch: impl FnMut(&mut Simulation<O>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let started = Instant::now();
    while run.end().is_none() {
        match pace {
            Pace::Fast => {
                run.run(BATCH);
            }
            Pace::Watched => {
                run.run(WATCHED_BATCH);
            }
            Pace::Speed(speed) => {
                // not further at once than a few ticks, even if the machine was asleep
                let furthest = run.now().after(virtual_time(TICK * 3, speed));
                let due = SimTime::ZERO.after(virtual_time(started.elapsed(), speed));
                run.run_until(due.min(furthest));
                if run.end().is_none() {
                    thread::sleep(TICK);
                }
            }
        }
        if interrupt::came() {
            run.interrupt();
        }
        after_batch(run)?;
    }
    Ok(())
}

fn virtual_time(wall: Duration, speed: f64) -> SimDuration {
    SimDuration::from_nanoseconds_f64(wall.as_secs_f64() * speed * 1e9)
}
