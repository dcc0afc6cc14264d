//! Observations that never fall, as of messages that came together and leave a line one after another.

use crate::monitor::histogram::Histogram;
use crate::monitor::squares::Squares;
use crate::monitor::sum::Sum;
use crate::monitor::tally::Tally;
use crate::time::SimDuration;

/// Rising times share cells of the histogram for a long while: the next cell is looked up when its beginning is reached, and
/// least and greatest are the first and the last. That spares two thirds of what it takes to record them one by one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rising {
    /// What is less is in the same cell as the one before.
    beyond: u64,
    /// How many of that cell are not counted yet.
    pending: u64,
    first: u64,
    last: u64,
    sum: Sum,
    squares: Squares,
}

impl Rising {
    /// Records a time that is no less than the one before, and surely not greater than the histogram's greatest.
    #[inline(always)]
    pub(crate) fn record(&mut self, time: SimDuration, tally: &mut Tally) {
        let value = time.nanoseconds();
        if value >= self.beyond {
            self.reach_next_cell(value, tally);
        }
        self.pending += 1;
        self.sum.add(value);
        self.squares.add(value);
        self.last = value;
    }

    #[cold]
    #[inline(never)]
    fn reach_next_cell(&mut self, value: u64, tally: &mut Tally) {
        self.settle(tally);
        self.first = value;
        self.beyond = Histogram::end_of_cell(value);
    }

    /// Counts what is pending.
    fn settle(&mut self, tally: &mut Tally) {
        if self.pending > 0 {
            tally.record_alike(self.first, self.last, self.pending);
            self.pending = 0;
        }
    }

    /// Nothing more is to be recorded; the sum of all.
    pub(crate) fn end(&mut self, tally: &mut Tally) -> u128 {
        self.settle(tally);
        let Self { sum, squares, .. } = std::mem::take(self);
        tally.add_sums(sum, squares);
        sum.total()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};

    /// Against the plain way, at all sizes of times and steps between them.
    #[test]
    fn it_is_the_same_as_recording_one_by_one() {
        let mut stream = Draws::new(4, 0).stream(Purpose::Luck, 0, 0);
        for round in 0..200_u64 {
            let (mut plain, mut rising_tally) = (Tally::new(), Tally::new());
            let mut rising = Rising::default();
            let mut value = stream.next_word() >> (2 + round % 62);
            let mut sum = 0;
            for _ in 0..stream.next_word() % 500 {
                let time = SimDuration::from_nanoseconds(value);
                plain.record_usual(time);
                rising.record(time, &mut rising_tally);
                sum += u128::from(value);
                let step = stream.next_word() >> (8 + stream.next_word() % 56);
                value = (value + step).min(Histogram::GREATEST);
            }
            assert_eq!(rising.end(&mut rising_tally), sum);
            assert_eq!(rising_tally.summary(), plain.summary(), "{round}");
            let cells = |tally: &Tally| tally.histogram().filled().collect::<Vec<_>>();
            assert_eq!(cells(&rising_tally), cells(&plain), "{round}");
        }
    }

    /// Whether it counts these times in the cells in which they are counted one by one.
    fn agrees_on(values: std::ops::Range<u64>) -> bool {
        let (mut plain, mut tally, mut rising) = (Tally::new(), Tally::new(), Rising::default());
        for time in values.map(SimDuration::from_nanoseconds) {
            plain.record_usual(time);
            rising.record(time, &mut tally);
        }
        rising.end(&mut tally);
        tally.histogram().filled().eq(plain.histogram().filled())
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
        let (mut tally, mut rising) = (Tally::new(), Rising::default());
        for value in 0..200_000 {
            rising.record(SimDuration::from_nanoseconds(1 << 40 | value), &mut tally);
        }
        rising.end(&mut tally);
        let counts: Vec<u64> = tally.histogram().filled().map(|(_, _, count)| count).collect();
        assert_eq!(counts, [200_000]);
        assert_eq!(
            tally.summary().max.map(SimDuration::nanoseconds),
            Some(1 << 40 | 199_999)
        );
    }
}
