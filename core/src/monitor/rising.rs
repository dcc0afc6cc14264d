//! Waiting times that never fall, as of messages that came together and leave a line one after another, and what ended as
//! they left.

use crate::monitor::Statistics;
use crate::monitor::histogram::Histogram;
use crate::monitor::squares::Offsets;
use crate::time::SimDuration;

/// What ended at the instant at which a message left the line, of an attempt at a message that had come with it: so the one's
/// waiting time is the other's time to its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Ended {
    /// None, or one that is recorded elsewhere, or after which the message is tried again.
    Nothing,
    Sent,
    Failed,
}

impl Ended {
    const ALL: [Self; 3] = [Self::Nothing, Self::Sent, Self::Failed];
}

/// Rising times share cells of the histogram for a long while: the next cell is looked up when its beginning is reached, and
/// least and greatest are the first and the last. They are added up as their distances from the first one in the cell, the
/// squares of which are words. That spares two thirds of what it takes to record them one by one; and what ended with them is
/// recorded for next to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rising {
    /// What is less is in the same cell as the one before.
    beyond: u64,
    first: u64,
    /// Of each kind of ends the distances from the first time, which are below [`FARTHEST`]: so a sum of 2^32 of them is a word,
    /// and so are their squares. Those are great, though: whether their sum leaves a word cannot be guessed, so nothing asks.
    offsets: [Offsets; Ended::ALL.len()],
    last: [u64; Ended::ALL.len()],
    /// Of all in the cells before.
    sum_before: u128,
}

/// What lies farther from a cell's first value is taken as if it were in another one. Less, and to go on to the next cell,
/// which nobody can guess either, would take more time than the squares do.
const FARTHEST: u64 = 1 << 32;

impl Statistics {
    /// Records a waiting time that is no less than the one before, and surely not greater than the histogram's greatest. With it
    /// ended what took as long to its outcome; that must not be the least such time of all.
    #[inline(always)]
    pub(crate) fn record_rising(&mut self, time: SimDuration, ended: Ended) {
        let value = time.nanoseconds();
        if value >= self.rising.beyond {
            self.reach_next_cell(value);
        }
        let rising = &mut self.rising;
        let distance = value.wrapping_sub(rising.first);
        let offsets = &mut rising.offsets[ended as usize];
        offsets.count += 1;
        offsets.sum += distance;
        offsets.squares += u128::from(distance * distance);
        rising.last[ended as usize] = value;
    }

    #[cold]
    #[inline(never)]
    fn reach_next_cell(&mut self, value: u64) {
        self.count_cell();
        self.rising.first = value;
        self.rising.beyond = Histogram::end_of_cell(value).min(value.saturating_add(FARTHEST));
    }

    /// Counts those of the last cell.
    fn count_cell(&mut self) {
        let first = self.rising.first;
        for ended in Ended::ALL {
            let offsets = std::mem::take(&mut self.rising.offsets[ended as usize]);
            if offsets.count == 0 {
                continue;
            }
            let last = self.rising.last[ended as usize];
            self.rising.sum_before += self.waiting.record_alike(first, last, offsets);
            let outcome = match ended {
                Ended::Nothing => continue,
                Ended::Sent => &mut self.delivery,
                Ended::Failed => &mut self.failure,
            };
            debug_assert!(outcome.reaches_down_to(first), "the first is not of this kind");
            outcome.record_alike(first, last, offsets);
        }
    }

    /// Nothing more rises; the sum of all waiting times that did.
    pub(crate) fn end_rising(&mut self) -> u128 {
        self.count_cell();
        std::mem::take(&mut self.rising).sum_before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};
    use crate::monitor::tally::Tally;

    fn is_equal(tally: &Tally, plain: &Tally) -> bool {
        tally.summary() == plain.summary() && tally.histogram().filled().eq(plain.histogram().filled())
    }

    /// Against the plain way, at all sizes of times and steps between them.
    #[test]
    fn it_is_the_same_as_recording_one_by_one() {
        let mut stream = Draws::new(4, 0).stream(Purpose::Luck, 0, 0);
        for round in 0..200_u64 {
            let (mut plain, mut rising) = (Statistics::new(0), Statistics::new(0));
            for statistics in [&mut plain, &mut rising] {
                statistics.delivery.record(SimDuration::ZERO);
                statistics.failure.record(SimDuration::ZERO);
            }
            let mut value = stream.next_word() >> (2 + round % 62);
            let mut sum = 0;
            for _ in 0..stream.next_word() % 500 {
                let time = SimDuration::from_nanoseconds(value);
                let ended = Ended::ALL[(stream.next_word() % 3) as usize];
                plain.waiting.record_usual(time);
                match ended {
                    Ended::Nothing => {}
                    Ended::Sent => plain.delivery.record_usual(time),
                    Ended::Failed => plain.failure.record_usual(time),
                }
                rising.record_rising(time, ended);
                sum += u128::from(value);
                let step = stream.next_word() >> (8 + stream.next_word() % 56);
                value = (value + step).min(Histogram::GREATEST);
            }
            assert_eq!(rising.end_rising(), sum);
            assert!(is_equal(&rising.waiting, &plain.waiting), "waiting, {round}");
            assert!(is_equal(&rising.delivery, &plain.delivery), "delivery, {round}");
            assert!(is_equal(&rising.failure, &plain.failure), "failure, {round}");
        }
    }

    /// Whether it counts these times in the cells in which they are counted one by one.
    fn agrees_on(values: std::ops::Range<u64>) -> bool {
        let (mut plain, mut rising) = (Tally::new(), Statistics::new(0));
        for time in values.map(SimDuration::from_nanoseconds) {
            plain.record_usual(time);
            rising.record_rising(time, Ended::Nothing);
        }
        rising.end_rising();
        is_equal(&rising.waiting, &plain)
    }

    /// Each value once, so that every cell is entered with its first one.
    #[test]
    fn a_cell_ends_where_the_next_begins() {
        assert!(agrees_on(0..20_000));
    }

    /// Where floats are rounded, the last values of a cell count in the next one.
    #[test]
    fn beyond_whole_floats_each_value_is_looked_up() {
        let edge = (1 << 53) + (1 << 44);
        assert!(agrees_on(edge - 20..edge + 20));
        let edge = (1 << 52) + (1 << 43);
        assert!(agrees_on(edge - 20..edge + 20));
    }

    #[test]
    fn a_cell_holds_any_number() {
        let mut rising = Statistics::new(0);
        for value in 0..200_000 {
            rising.record_rising(SimDuration::from_nanoseconds(1 << 40 | value), Ended::Nothing);
        }
        rising.end_rising();
        let counts = rising.waiting.histogram().filled().map(|(_, _, count)| count);
        assert_eq!(counts.collect::<Vec<u64>>(), [200_000]);
        assert_eq!(
            rising.waiting.summary().max.map(SimDuration::nanoseconds),
            Some(1 << 40 | 199_999)
        );
    }
}
