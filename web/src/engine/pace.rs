//! Virtual time against wall time.

use bellwether::time::{SimDuration, SimTime};

/// When a run has more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// At once.
    Not,
    /// Once the wall clock has moved on.
    Clock,
    /// When it is told so.
    Command,
}

/// How far virtual time should be at each instant of wall time: derived from an instant when both were known, never
/// added up tick by tick.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clockwork {
    wall: f64,
    virtually: SimTime,
    speed: f64,
}

impl Clockwork {
    /// From an instant on, so many virtual seconds per second; infinitely many for as fast as it goes.
    pub(super) const fn new(wall: f64, virtually: SimTime, speed: f64) -> Self {
        Self {
            wall,
            virtually,
            speed,
        }
    }

    /// The same speed from another instant on.
    pub(super) const fn start_anew(&mut self, wall: f64, virtually: SimTime) {
        self.wall = wall;
        self.virtually = virtually;
    }

    /// How far virtual time should be at an instant of wall time, in milliseconds.
    pub(super) fn goal(&self, wall: f64) -> SimTime {
        if !self.speed.is_finite() {
            return SimTime::NEVER;
        }
        let elapsed = (wall - self.wall).max(0.0) * 1e6 * self.speed;
        self.virtually.after(SimDuration::from_nanoseconds_f64(elapsed))
    }
}
