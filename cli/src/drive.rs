//! The model's clock against the wall's: runs go in stretches, so that Ctrl-C, the progress bar and the charts get
//! their turn.

use std::thread;
use std::time::{Duration, Instant};

use bellwether::chart::Track;
use bellwether::simulation::Simulation;
use bellwether::time::{SimDuration, SimTime};

use crate::failure::{Failure, shortened};
use crate::interrupt;

/// Events between two looks at the outside world: some milliseconds' worth.
const EVENTS: u64 = 1 << 19;
/// The same when somebody watches: fewer than samples are kept, so that none is missed.
const WATCHED_EVENTS: u64 = 256;
/// Between two looks when paced.
const TICK: Duration = Duration::from_millis(20);

/// How fast a run goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pace {
    /// As fast as possible.
    Fast,
    /// As fast as possible, in stretches small enough to see every sample.
    Watched,
    /// So many seconds of virtual time in a second.
    Speed(f64),
}

impl Pace {
    /// What `--speed` and `--watch` ask for.
    pub(crate) fn read(asked: Option<&str>, watched: bool) -> Result<Self, Failure> {
        let Some(text) = asked else {
            return Ok(if watched { Self::Watched } else { Self::Fast });
        };
        speed(text, "--speed").map(Self::Speed)
    }

    const fn events(self) -> u64 {
        match self {
            Self::Fast => EVENTS,
            Self::Watched | Self::Speed(_) => WATCHED_EVENTS,
        }
    }
}

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

/// Carries a run out to its end, or until somebody interrupts it; takes down what charts need.
pub(crate) fn drive(
    run: &mut Simulation,
    pace: Pace,
    mut track: Option<&mut Track>,
    mut after_stretch: impl FnMut(&mut Simulation) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let started = Instant::now();
    while run.end().is_none() {
        let noted = track.as_ref().map_or(SimTime::NEVER, |track| track.next());
        let due = match pace {
            Pace::Speed(speed) => SimTime::ZERO.after(virtual_time(started.elapsed(), speed)),
            Pace::Fast | Pace::Watched => SimTime::NEVER,
        };
        run.run_within(due.min(noted), pace.events());
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

fn virtual_time(wall: Duration, speed: f64) -> SimDuration {
    SimDuration::from_nanoseconds_f64(wall.as_secs_f64() * speed * 1e9)
}
