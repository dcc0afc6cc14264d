//! How much is done between two looks at the wall clock.

use super::SLICE;

/// Events that are carried out at once. The more, the fewer interruptions: a run of many senders is followed from start
/// to start only where each of them has more than one attempt, and every interruption costs as much as some attempts of
/// each. The fewer, the sooner a command is heard. So it follows the time that they take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Portion {
    events: u64,
}

/// A few milliseconds, however slow the machine.
const LEAST: u64 = 1 << 10;
const FIRST: u64 = 1 << 15;
const MOST: u64 = 1 << 20;

impl Portion {
    pub(super) const fn new() -> Self {
        Self { events: FIRST }
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

    /// Where an event takes so many milliseconds: how long the portion takes after a while.
    fn settles_at(each: f64) -> f64 {
        let mut portion = Portion::new();
        let time = |portion: Portion| portion.events() as f64 * each;
        for _ in 0..20 {
            portion.took(time(portion));
        }
        time(portion)
    }

    #[test]
    fn a_portion_takes_a_share_of_a_slice_however_fast_a_run_is() {
        for each in [5e-6, 2e-5, 1e-4, 1e-3] {
            let time = settles_at(each);
            assert!((SLICE / 4.0..=SLICE / 2.0).contains(&time), "{time} ms");
        }
        assert!(settles_at(0.1) > SLICE, "there is a least");
        assert!(settles_at(1e-7) < SLICE / 4.0, "and a most");
    }
}
