//! Observations that never fall, as of messages that came together and leave a line one after another.

use crate::monitor::histogram::Histogram;
use crate::monitor::squares::Offsets;
use crate::monitor::tally::Tally;
use crate::time::SimDuration;

/// Rising times share cells of the histogram for a long while: the next cell is looked up when its beginning is reached, and
/// least and greatest are the first and the last. They are added up as their distances from the first one in the cell, the
/// squares of which are words. That spares two thirds of what it takes to record them one by one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rising {
    /// What is less is in the same cell as the one before.
    beyond: u64,
    /// How many of them could come from the first one in this cell on.
    room: u32,
    first: u64,
    last: u64,
    /// Of their distances from the first one, which are below [`FARTHEST`]: so this is a word, as there are no more than 2^32.
    sum: u64,
    /// The squares are words too, great ones: whether their sum leaves one cannot be guessed, so nothing asks.
    squares: u128,
    /// Of all in the cells before.
    sum_before: u128,
}

/// What lies farther from a cell's first value is taken as if it were in another one. Less, and to go on to the next cell,
/// which nobody can guess either, would take more time than the squares do.
const FARTHEST: u64 = 1 << 32;

impl Rising {
    /// Records a time that is no less than the one before, and surely not greater than the histogram's greatest. `room` is
    /// how many can come from this one on.
    #[inline(always)]
    pub(crate) fn record(&mut self, time: SimDuration, room: u32, tally: &mut Tally) {
        let value = time.nanoseconds();
        if value >= self.beyond {
            self.reach_next_cell(value, room, tally);
        }
        let distance = value.wrapping_sub(self.first);
        self.sum += distance;
        self.squares += u128::from(distance * distance);
        self.last = value;
    }

    #[cold]
    #[inline(never)]
    fn reach_next_cell(&mut self, value: u64, room: u32, tally: &mut Tally) {
        self.settle(room, tally);
        self.first = value;
        self.room = room;
        self.beyond = Histogram::end_of_cell(value).min(value.saturating_add(FARTHEST));
    }

    /// Counts those of the last cell.
    fn settle(&mut self, room: u32, tally: &mut Tally) {
        // before the first one there was no room yet
        let count = self.room.saturating_sub(room);
        if count > 0 {
            let (sum, squares) = (self.sum, self.squares);
            self.sum_before += tally.record_alike(self.first, self.last, Offsets { count, sum, squares });
            (self.sum, self.squares) = (0, 0);
        }
    }

    /// Nothing more is to be recorded, though so many could come; the sum of all.
    pub(crate) fn end(&mut self, room: u32, tally: &mut Tally) -> u128 {
        self.settle(room, tally);
        std::mem::take(self).sum_before
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
            let (times, spare) = (stream.next_word() % 500, stream.next_word() % 3);
            let (times, spare) = (u32::try_from(times).unwrap(), u32::try_from(spare).unwrap());
            for more in (0..times).rev() {
                let time = SimDuration::from_nanoseconds(value);
                plain.record_usual(time);
                rising.record(time, spare + more + 1, &mut rising_tally);
                sum += u128::from(value);
                let step = stream.next_word() >> (8 + stream.next_word() % 56);
                value = (value + step).min(Histogram::GREATEST);
            }
            assert_eq!(rising.end(spare, &mut rising_tally), sum);
            assert_eq!(rising_tally.summary(), plain.summary(), "{round}");
            let cells = |tally: &Tally| tally.histogram().filled().collect::<Vec<_>>();
            assert_eq!(cells(&rising_tally), cells(&plain), "{round}");
        }
    }

    /// Whether it counts these times in the cells in which they are counted one by one.
    fn agrees_on(values: std::ops::Range<u64>) -> bool {
        let (mut plain, mut tally, mut rising) = (Tally::new(), Tally::new(), Rising::default());
        let mut left = 0;
        for (time, room) in values.map(SimDuration::from_nanoseconds).zip((1..=100_000).rev()) {
            plain.record_usual(time);
            rising.record(time, room, &mut tally);
            left = room - 1;
        }
        rising.end(left, &mut tally);
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
            let room = 200_000 - u32::try_from(value).unwrap();
            rising.record(SimDuration::from_nanoseconds(1 << 40 | value), room, &mut tally);
        }
        rising.end(0, &mut tally);
        let counts: Vec<u64> = tally.histogram().filled().map(|(_, _, count)| count).collect();
        assert_eq!(counts, [200_000]);
        assert_eq!(
            tally.summary().max.map(SimDuration::nanoseconds),
            Some(1 << 40 | 199_999)
        );
    }
}
