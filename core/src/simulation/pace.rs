//! A run in small stretches, for those who must do something else in between: draw, listen, wait for a wall clock.

use crate::event_list::Source;
use crate::report::End;
use crate::simulation::Simulation;
use crate::time::SimTime;

/// Why a stretch of a run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// The clock shows the wanted time and everything up to it has happened.
    Reached,
    /// The events allowed were used up before.
    Cut,
    /// The run is over.
    Over(End),
}

/// A calm run looks that often whether it can be followed from start to start.
const LOOK_AHEAD: u64 = 64;

impl Simulation {
    /// Carries out what happens up to and including this time, but about so many events at most (exactly, if they are
    /// few: a run that is followed from start to start does not count each, and with many senders it takes some tens of
    /// events for each). However a run is cut, it is the same.
    pub fn run_within(&mut self, time: SimTime, most_events: u64) -> Stretch {
        let last = time.min(self.until);
        let mut left = most_events;
        let mut reached = false;
        self.calm = self.is_calm();
        while left > 0 && !reached && self.end.is_none() {
            reached = if self.calm {
                self.go_on::<true>(last, &mut left)
            } else {
                self.go_on::<false>(last, &mut left)
            };
        }
        if reached && self.has_stalled() {
            // before the clock goes on: who looks in between must not change when it was
            self.end = Some(End::Stalled);
        } else if reached && self.until <= time {
            self.now = self.until;
            self.end = Some(End::Until);
        } else if reached && self.now < time && time < SimTime::NEVER {
            self.now = time;
        }
        match self.end {
            Some(end) => Stretch::Over(end),
            None if reached => Stretch::Reached,
            None => Stretch::Cut,
        }
    }

    /// Goes on while the run stays calm, or disturbed; true if nothing more happens until `last`.
    #[inline(never)]
    fn go_on<const CALM: bool>(&mut self, last: SimTime, left: &mut u64) -> bool {
        let mut look_ahead = CALM;
        while *left > 0 {
            if CALM && look_ahead {
                *left = self.look_ahead(last, *left);
                if *left == 0 || self.end.is_some() {
                    break;
                }
            }
            let Some((at, source)) = self.events.next_until(last) else {
                return true;
            };
            *left -= 1;
            if !self.carry_out_next::<CALM>(at, source) {
                break;
            }
            // what is right or worth it changes rarely
            look_ahead =
                matches!(source, Source::Monitor | Source::Timeline) || left.is_multiple_of(LOOK_AHEAD);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::time::SimDuration;

    #[test]
    fn a_run_in_stretches_is_the_same_run() {
        let scenario = Scenario::default();
        let mut whole = Simulation::new(&scenario, 0);
        let end = whole.run_to_end();
        let mut cut = Simulation::new(&scenario, 0);
        let mut stretches = 0_u32;
        let mut time = SimTime::ZERO;
        loop {
            stretches += 1;
            match cut.run_within(time, 7) {
                Stretch::Reached => {
                    assert_eq!(cut.now(), time);
                    time = time.after(SimDuration::from_nanoseconds(123_456_789));
                }
                Stretch::Cut => assert!(cut.now() <= time),
                Stretch::Over(why) => {
                    assert_eq!(why, end);
                    break;
                }
            }
        }
        assert!(stretches > 200);
        assert_eq!(cut.digest(), whole.digest());
        assert_eq!(cut.now(), whole.now());
    }

    #[test]
    fn a_stall_is_seen_at_the_same_time_however_the_run_is_cut_and_observed() {
        // one sender hangs at 0.5: from then on nothing can happen but that the other one, without work, comes and goes
        let scenario = |interval: &str| {
            let text = format!(
                "{{producer: {{messages: 1}}, monitor: {{interval: {interval}}}, timeline: [{{at: 0.5, hang: {{sender: a/1}}}}], \
                 senders: [{{name: a, count: 1, mean_time: 9s, service: constant}}, {{name: b, count: 1, \
                 crash: {{mean_up: 300ms, mean_down: 100ms, up: constant, down: constant}}}}]}}"
            );
            Scenario::from_text(&text).expect("it is right")
        };
        for interval in ["50ms", "1s", "1h"] {
            let scenario = scenario(interval);
            let mut whole = Simulation::new(&scenario, 0);
            assert_eq!(whole.run_to_end(), End::Stalled);
            assert_eq!(whole.now(), SimTime::from_nanoseconds(500_000_000));
            let mut cut = Simulation::new(&scenario, 0);
            for tenths in 1_u64.. {
                let time = SimTime::from_nanoseconds(tenths * 100_000_000 + 50_000_000);
                if let Stretch::Over(end) = cut.run_within(time, u64::MAX) {
                    assert_eq!(end, End::Stalled);
                    break;
                }
            }
            assert_eq!(
                (cut.now(), cut.digest()),
                (whole.now(), whole.digest()),
                "{interval}"
            );
        }
    }
}
