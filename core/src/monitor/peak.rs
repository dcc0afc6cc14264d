//! The greatest length that a queue kept for any time at all.

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

    /// It has been as long as that, before the last time that it grew or after it.
    pub(crate) fn reaches(&mut self, length: u64) {
        if length > self.so_far() {
            self.greatest = length;
        }
    }

    /// The greatest length so far.
    pub(crate) fn so_far(self) -> u64 {
        self.greatest.max(self.length)
    }
}

/// When the last messages of a line left it: in the order in which they joined it, and only as many as ever waited at
/// once. So it is known whether one more than ever before was there when the last one joined.
#[derive(Debug)]
pub(crate) struct Departures {
    /// A ring, of a power of two; before the first, nobody was there.
    times: Vec<SimTime>,
    count: u64,
    /// So many had left by the time that was asked for last.
    gone: u64,
    /// As many as ever waited at once.
    most: u64,
    /// So many departures before the last one is the one that tells, if the ring has so much room; otherwise, none is: the
    /// one after the last.
    back: u64,
    /// The ring must grow before there are more.
    limit: u64,
}

impl Departures {
    pub(crate) fn new() -> Self {
        let mut departures = Self {
            times: vec![SimTime::ZERO; 16],
            count: 0,
            gone: 0,
            most: 0,
            back: 0,
            limit: 0,
        };
        departures.were_at_most(0);
        departures
    }

    /// As many ever waited at once.
    pub(crate) fn were_at_most(&mut self, most: u64) {
        self.most = most;
        let room = self.times.len() as u64;
        (self.back, self.limit) = if most < room {
            (most, u64::MAX)
        } else {
            (u64::MAX, (room - 1).max(self.count))
        };
    }

    pub(crate) const fn most(&self) -> u64 {
        self.most
    }

    /// The next message leaves.
    #[inline(always)]
    pub(crate) fn left(&mut self, at: SimTime) {
        self.note(at);
    }

    /// The next message leaves, after it joined an empty line or those that are on record.
    #[inline(always)]
    pub(crate) fn passed(&mut self, joined: SimTime, left: SimTime) {
        if self.note(left) > joined {
            cold_path();
            self.were_at_most(self.most + 1);
        }
    }

    /// Writes down a departure; when the one that tells was.
    #[inline(always)]
    fn note(&mut self, at: SimTime) -> SimTime {
        if self.count == self.limit {
            self.grow();
        }
        let number = self.count;
        self.count += 1;
        // looked at once for both places
        let times = &mut self.times[..];
        times[place_of(number, times)] = at;
        times[place_of(number.wrapping_sub(self.back), times)]
    }

    fn of(&mut self, number: u64) -> &mut SimTime {
        let place = place_of(number, &self.times);
        &mut self.times[place]
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        let (room, longer) = (self.times.len() as u64, vec![SimTime::ZERO; 2 * self.times.len()]);
        let times = std::mem::replace(&mut self.times, longer);
        for number in self.count.saturating_sub(room)..self.count {
            *self.of(number) = times[place_of(number, &times)];
        }
        self.were_at_most(self.most);
    }

    /// How many were there after this time: those who had joined by then. No earlier time is asked for later on, so that nobody
    /// is looked at twice.
    pub(crate) fn after(&mut self, time: SimTime) -> u64 {
        let on_record = self.count.saturating_sub(self.times.len() as u64);
        self.gone = self.gone.max(on_record);
        while self.gone < self.count && *self.of(self.gone) <= time {
            self.gone += 1;
        }
        self.count - self.gone
    }
}

/// Where a departure stands in a ring.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "a place in memory")]
const fn place_of(number: u64, ring: &[SimTime]) -> usize {
    number as usize & (ring.len() - 1)
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
        let mut peak = Peak::default();
        // four came at 1 and left at 1
        peak.grows(at(1), 4);
        let mut departures = Departures::new();
        for length in [3, 2, 1, 0] {
            peak.shrinks(at(1), length);
            departures.left(at(1));
            departures.were_at_most(peak.so_far());
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
            departures.passed(at(joined), at(left));
            assert_eq!(departures.most(), most, "from {joined} to {left}");
        }
        assert_eq!((departures.after(at(11)), departures.after(at(12))), (3, 0));
        peak.reaches(departures.most());
        assert_eq!(peak.so_far(), 3);
    }

    /// Against counting: whoever joined by then and has not left.
    #[test]
    fn lines_of_any_length_are_measured() {
        use crate::draws::{Draws, Purpose};
        let mut stream = Draws::new(5, 0).stream(Purpose::Luck, 0, 0);
        let mut below = |limit: u64| stream.next_word() % limit;
        for run in 0..200 {
            let mut departures = Departures::new();
            let (mut joined, mut left, mut passed, mut most) = (0, 0, Vec::new(), 0);
            for _ in 0..500 {
                joined += below(10);
                // longer and longer lines at first, then shorter ones
                left = joined.max(left + below([25, 8][usize::from(passed.len() > 200 + run)]));
                passed.push((joined, left));
                departures.passed(SimTime::from_nanoseconds(joined), SimTime::from_nanoseconds(left));
                let there = passed.iter().filter(|(_, left)| *left > joined).count() as u64;
                most = most.max(there);
                assert_eq!(departures.most(), most);
                assert_eq!(departures.after(SimTime::from_nanoseconds(joined)), there);
            }
        }
    }
}
