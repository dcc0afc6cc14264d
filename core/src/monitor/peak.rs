//! The greatest length that a queue kept for any time at all.

use std::collections::VecDeque;
use std::hint::cold_path;

use crate::time::SimTime;

/// A length that is gone at the instant at which it came does not count: who is taken at once has not waited. So it does
/// not matter in which order the events of an instant are carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Peak {
    /// Of the lengths before this instant.
    greatest: u64,
    /// When the queue grew last.
    grew_at: SimTime,
    /// How long it was after that instant.
    length: u64,
}

impl Peak {
    /// The queue has grown to this length.
    #[inline]
    pub(crate) fn grows(&mut self, now: SimTime, length: u64) {
        self.stood_until(now);
        self.length = length;
    }

    /// The queue has shrunk to this length.
    #[inline]
    pub(crate) fn shrinks(&mut self, now: SimTime, length: u64) {
        if self.grew_at == now {
            self.length = length;
        }
    }

    #[inline]
    fn stood_until(&mut self, now: SimTime) {
        if self.grew_at < now {
            self.greatest = self.greatest.max(self.length);
            self.grew_at = now;
        }
    }

    /// A message of the queue leaves it, after all that came before it: `starts` is when the last of those left, as many of
    /// them as ever waited at once, and this one.
    #[inline]
    pub(crate) fn left(self, left: SimTime, starts: &mut VecDeque<SimTime>) {
        if starts.len() as u64 > self.so_far() {
            starts.pop_front();
            // rarely more: what went within the instant in which it came does not count any more
            while starts.len() as u64 > self.so_far() {
                cold_path();
                starts.pop_front();
            }
        }
        starts.push_back(left);
    }

    /// A message joins the queue and leaves it, likewise.
    #[inline]
    pub(crate) fn passed(&mut self, joined: SimTime, left: SimTime, starts: &mut VecDeque<SimTime>) {
        self.stood_until(joined);
        let greatest = self.so_far();
        self.left(left, starts);
        // the first of one more than ever before was still there when the last of them came
        if starts.len() as u64 > greatest && starts.front().is_some_and(|first| *first > joined) {
            self.greatest = greatest + 1;
        }
    }

    /// The greatest length so far.
    pub(crate) fn so_far(self) -> u64 {
        self.greatest.max(self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lasts_counts() {
        let at = SimTime::from_nanoseconds;
        let mut peak = Peak::default();
        peak.grows(at(5), 3);
        peak.shrinks(at(5), 1);
        assert_eq!(peak.so_far(), 1, "two of three went on at once");
        peak.grows(at(6), 2);
        peak.shrinks(at(7), 0);
        assert_eq!(peak.so_far(), 2, "it lasted from 6 to 7");
        peak.grows(at(8), 3);
        peak.shrinks(at(8), 2);
        peak.shrinks(at(9), 1);
        assert_eq!(peak.so_far(), 2);
    }

    #[test]
    fn who_passes_is_counted_with_those_who_still_wait() {
        let at = SimTime::from_nanoseconds;
        let (mut peak, mut starts) = (Peak::default(), VecDeque::new());
        // four came at 1 and left at 1
        peak.grows(at(1), 4);
        for length in [3, 2, 1, 0] {
            peak.shrinks(at(1), length);
            peak.left(at(1), &mut starts);
        }
        for (joined, left, most) in [
            (2, 2, 0),
            (3, 9, 1),
            (4, 9, 2),
            (9, 9, 2),
            (10, 12, 2),
            (10, 12, 2),
            (11, 12, 3),
        ] {
            peak.passed(at(joined), at(left), &mut starts);
            assert_eq!(peak.so_far(), most, "from {joined} to {left}");
        }
    }
}
