//! How much is done between two looks at the wall clock.

use super::SLICE;

/// Events that are carried out at once. The more, the fewer interruptions, each of which costs a run that is followed from
/// start to start as much as some attempts of each sender. The fewer, the sooner a command is heard. So it follows the time
/// that they take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Portion {
    events: u64,
}

/// Enough for a thousand senders with retries to be followed from start to start: with fewer, a slow machine would go from
/// event to event, which is slower still. A few milliseconds.
const LEAST: u64 = 1 << 15;
/// What a run whose calm is over may carry out before its portions shrink: some tens of milliseconds, once.
const MOST: u64 = 1 << 18;

impl Portion {
    pub(super) const fn new() -> Self {
        Self { events: LEAST }
    }

    pub(super) const fn events(self) -> u64 {
        self.events
    }

    /// So long they took, in milliseconds: the next one takes between a quarter and half of a slice.
    pub(super) fn took(&mut self, time: f64) {
        if time < SLICE / 4.0 {
            self.events = (2 * self.events).min(MOST);
        } else if time > SLICE / 2.0 {
            self.events = (self.events / 2).max(LEAST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where an event takes so many milliseconds: how many there are in a portion after a while.
    fn settles_at(each: f64) -> u64 {
        let mut portion = Portion::new();
        for _ in 0..20 {
            portion.took(portion.events() as f64 * each);
        }
        portion.events()
    }

    #[test]
    fn a_portion_takes_a_share_of_a_slice_however_fast_a_run_is() {
        for each in [1e-5, 2e-5, 5e-5, 1e-4] {
            let time = settles_at(each) as f64 * each;
            assert!((SLICE / 4.0..=SLICE / 2.0).contains(&time), "{time} ms");
        }
        assert_eq!(settles_at(1e-3), LEAST);
        assert_eq!(settles_at(1e-7), MOST);
        assert_eq!(settles_at(0.0), MOST, "a clock may stand still");
    }

    #[test]
    fn what_was_fast_may_become_slow_and_fast_again() {
        let mut portion = Portion::new();
        for (time, events) in [
            (1.0, 2),
            (1.0, 4),
            (3.0, 4),
            (9.0, 2),
            (-1.0, 4),
            (9.0, 2),
            (9.0, 1),
            (9.0, 1),
        ] {
            portion.took(time);
            assert_eq!(portion.events(), events * LEAST, "{time} ms");
        }
    }
}
