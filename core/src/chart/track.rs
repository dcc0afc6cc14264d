//! What a run looked like along its way, evenly spaced and never too much of it.

use crate::report::Counts;
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};

/// Most moments that are kept.
const MOST: usize = 1024;
/// Time between moments at first: a thousandth of a second.
const FIRST_INTERVAL: SimDuration = SimDuration::from_nanoseconds(1_000_000);

/// One instant of a run as numbers that can be drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// When, in seconds.
    pub at: f64,
    /// Messages produced so far.
    pub produced: f64,
    /// Messages sent so far.
    pub sent: f64,
    /// Dead letters so far.
    pub failed: f64,
    /// Messages with any other final outcome so far.
    pub dropped: f64,
    /// Messages waiting.
    pub queued: f64,
    /// Senders in at least one attempt, silent ones left out.
    pub busy_senders: f64,
}

/// Moments at equal distances of virtual time. When there are too many, each second one goes and the distance
/// doubles, so that where they are depends on the length of the run alone, not on who looks when.
#[derive(Clone, Debug)]
pub struct Track {
    interval: SimDuration,
    next: SimTime,
    moments: Vec<Moment>,
}

impl Default for Track {
    fn default() -> Self {
        Self {
            interval: FIRST_INTERVAL,
            next: SimTime::ZERO,
            moments: Vec::new(),
        }
    }
}

impl Track {
    /// Until when the run must go before the next [`Self::note`].
    #[must_use]
    pub const fn next(&self) -> SimTime {
        self.next
    }

    /// Takes the next moment from a run that has come to [`Self::next`].
    pub fn note(&mut self, run: &Simulation) {
        self.moments.push(Moment::of(run));
        if self.moments.len() > MOST {
            let mut keep = false;
            self.moments.retain(|_| {
                keep = !keep;
                keep
            });
            self.interval = self.interval.times(2);
        }
        self.next = self.next.after(self.interval);
    }

    /// All moments so far, and the present one.
    pub fn with(&self, run: &Simulation) -> impl Iterator<Item = Moment> {
        let now = Moment::of(run);
        let is_new = self.moments.last().is_none_or(|last| last.at < now.at);
        self.moments.iter().copied().chain(is_new.then_some(now))
    }
}

impl Moment {
    /// How a run is now.
    #[must_use]
    pub fn of(run: &Simulation) -> Self {
        let counts: &Counts = run.messages();
        Self {
            at: run.now().elapsed().seconds().to_f64(),
            produced: number(counts.produced),
            sent: number(counts.sent),
            failed: number(counts.failed),
            dropped: number(counts.settled() - counts.sent - counts.failed),
            queued: number(counts.queued),
            busy_senders: f64::from(run.busy_senders()),
        }
    }
}

/// A count as a number to be drawn.
#[expect(clippy::cast_precision_loss, reason = "no picture shows more than 53 bits")]
const fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::simulation::Stretch;

    #[test]
    fn moments_are_evenly_spaced_and_bounded() {
        let mut run = Simulation::new(&Scenario::default(), 0);
        let mut track = Track::default();
        while run.run_within(track.next(), 1000) != Stretch::Over(crate::report::End::Settled) {
            if run.now() == track.next() {
                track.note(&run);
            }
        }
        let moments: Vec<Moment> = track.with(&run).collect();
        assert!((512..=MOST + 1).contains(&moments.len()), "{}", moments.len());
        let step = moments[1].at - moments[0].at;
        assert!(moments[0].at.abs() < f64::EPSILON);
        for pair in moments[..moments.len() - 1].windows(2) {
            assert!((pair[1].at - pair[0].at - step).abs() < 1e-9);
            assert!(pair[1].sent >= pair[0].sent);
        }
        let last = moments[moments.len() - 1];
        assert!((last.sent + last.failed - 1000.0).abs() < f64::EPSILON);
    }
}
