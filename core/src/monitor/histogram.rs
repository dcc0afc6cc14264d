//! Percentiles of any number of observations in constant memory.

use std::ops::Range;

use crate::time::SimDuration;

/// Bits below the leading one that a cell keeps: 512 cells an octave, each at most 1/512 of its value wide, so
/// that its middle is within 0.1 % of every value in it. Values below 1024 ns have cells of their own.
const BITS: u32 = 9;
const CELLS: usize = 1 << BITS;
/// So many cells are counted at once when one of them is looked for: first many, in the end each.
const STEPS: [usize; 3] = [64, 8, 1];
/// What a cell cannot hold.
const FULL: u64 = 1 << u16::BITS;
/// Below this, the sum of a value and one half is a float, exactly.
const EXACT: u64 = 1 << 52;
/// One for zero and one for each power of two below 2^62, and one to make them a power of two.
const OCTAVES: usize = 64;
/// The float's sign and exponent stand before the bits that a cell keeps; of these, the last six bits tell octaves apart.
/// The octave for zero has exponent 0, which is 1023 in the float.
const FIRST_ROW: usize = 1023 % OCTAVES;

/// How many observations fell into each cell.
#[derive(Clone, Debug)]
pub(crate) struct Histogram {
    /// A row of cells for each octave, by the last bits of its exponent. They are small, so that those in use stay in the
    /// fastest cache; what they cannot hold is carried.
    cells: Box<[u16; OCTAVES * CELLS]>,
    /// For each cell how often it was full; none, as long as none was.
    carries: Vec<u64>,
    /// The sums of the rows, so that a percentile is found in two short walks.
    rows: [u64; OCTAVES],
}

impl Histogram {
    /// What is greater (146 years) must be recorded as this.
    pub(crate) const GREATEST: u64 = (1 << 62) - (1 << 10);

    pub(crate) fn new() -> Self {
        Self {
            cells: vec![0; OCTAVES * CELLS]
                .try_into()
                .unwrap_or_else(|_| Box::new([0; OCTAVES * CELLS])),
            carries: Vec::new(),
            rows: [0; OCTAVES],
        }
    }

    #[inline(always)]
    pub(crate) fn record(&mut self, value: u64) {
        let cell = cell_of(value);
        self.cells[cell] = self.cells[cell].wrapping_add(1);
        if self.cells[cell] == 0 {
            self.carry(cell, 1);
        }
        self.rows[cell / CELLS] += 1;
    }

    /// The same for so many values that share a cell with this one.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is left is below what a cell cannot hold"
    )]
    pub(crate) fn record_alike(&mut self, value: u64, times: u64) {
        let cell = cell_of(value);
        let count = u64::from(self.cells[cell]) + times;
        self.cells[cell] = (count % FULL) as u16;
        if count >= FULL {
            self.carry(cell, count / FULL);
        }
        self.rows[cell / CELLS] += times;
    }

    /// The first value above this one that is not in the same cell; zero, if only this value is sure to be in it.
    pub(crate) fn end_of_cell(value: u64) -> u64 {
        let (low, width) = bounds_of(cell_of(value));
        if low < EXACT { low + width } else { 0 }
    }

    #[cold]
    #[inline(never)]
    fn carry(&mut self, cell: usize, times: u64) {
        self.carries.resize(OCTAVES * CELLS, 0);
        self.carries[cell] += times;
    }

    /// Adds the observations of another one.
    pub(crate) fn add(&mut self, other: &Self) {
        for cell in 0..OCTAVES * CELLS {
            let (sum, is_full) = self.cells[cell].overflowing_add(other.cells[cell]);
            self.cells[cell] = sum;
            let carries = other.carries.get(cell).copied().unwrap_or(0) + u64::from(is_full);
            if carries > 0 {
                self.carry(cell, carries);
            }
        }
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            *mine += theirs;
        }
    }

    /// How many observations there are.
    pub(crate) fn count(&self) -> u64 {
        self.rows.iter().sum()
    }

    /// The rows in the order of their octaves.
    fn in_order() -> impl Iterator<Item = usize> {
        (FIRST_ROW..FIRST_ROW + OCTAVES).map(|row| row % OCTAVES)
    }

    /// How many observations these cells hold. There is nothing to decide on the way, so that it goes fast.
    #[inline(always)]
    fn count_in(&self, cells: Range<usize>) -> u64 {
        let carries: u64 = self.carries.get(cells.clone()).unwrap_or_default().iter().sum();
        let counts: u32 = self.cells[cells].iter().map(|count| u32::from(*count)).sum();
        (carries << u16::BITS) + u64::from(counts)
    }

    /// The observation with this rank (from 1), within 0.1 %; `None` if there are not so many.
    pub(crate) fn of_rank(&self, rank: u64) -> Option<u64> {
        let mut left = rank;
        let mut rows = Self::in_order();
        // a branch for each, as hardly any row is the wanted one: a choice would have to wait for the one before
        let row = loop {
            let row = rows.next()?;
            if left <= self.rows[row] {
                break row;
            }
            left -= self.rows[row];
        };
        let mut is_within = |count| {
            let is_within = left <= count;
            left -= if is_within { 0 } else { count };
            is_within
        };
        let mut cells = row * CELLS..(row + 1) * CELLS;
        for step in STEPS {
            let first = cells
                .step_by(step)
                .find(|first| is_within(self.count_in(*first..first + step)))?;
            cells = first..first + step;
        }
        Some(middle_of(cells.start))
    }

    /// Cells that hold anything: lowest and highest value of the cell, and how many observations.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (SimDuration, SimDuration, u64)> {
        let cells = Self::in_order().flat_map(|row| row * CELLS..(row + 1) * CELLS);
        let counts = cells.map(|cell| (cell, self.count_in(cell..cell + 1)));
        counts.filter(|(_, count)| *count > 0).map(|(cell, count)| {
            let (low, width) = bounds_of(cell);
            (
                SimDuration::from_nanoseconds(low),
                SimDuration::from_nanoseconds(low + (width - 1)),
                count,
            )
        })
    }
}

/// A float already is an octave and a place in it, and made of a whole number faster than that is taken apart. One more than
/// twice the value leads to no other cell than it alone, but zero to one of its own. Beyond 2^52 ns (52 days) it is rounded,
/// which may lead to the cell above.
#[inline(always)]
#[expect(
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "few of the value's bits are wanted, and it is no greater than it may be"
)]
fn cell_of(value: u64) -> usize {
    debug_assert!(value <= Histogram::GREATEST, "{value}");
    let float = (2 * value + 1) as i64 as f64;
    (float.to_bits() >> (f64::MANTISSA_DIGITS - 1 - BITS)) as usize % (OCTAVES * CELLS)
}

/// The lowest value of a cell, and how many values share it.
fn bounds_of(cell: usize) -> (u64, u64) {
    const WHOLE: usize = BITS as usize;
    let octave = (cell / CELLS + OCTAVES - FIRST_ROW) % OCTAVES;
    let Some(octave) = octave.checked_sub(1) else {
        return (0, 1);
    };
    let place = (CELLS + cell % CELLS) as u64;
    match octave.checked_sub(WHOLE) {
        Some(shift) => (place << shift, 1 << shift),
        None => (place >> (WHOLE - octave), 1),
    }
}

fn middle_of(cell: usize) -> u64 {
    let (low, width) = bounds_of(cell);
    low + (width - 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};

    #[test]
    fn every_value_is_in_its_cell_and_near_its_middle() {
        let mut stream = Draws::new(5, 0).stream(Purpose::Luck, 0, 0);
        for i in 0..200_000 {
            let value = if i < 5000 {
                i
            } else {
                stream.next_word() >> (2 + i % 62)
            };
            let (low, width) = bounds_of(cell_of(value));
            // a float has 53 bits: what is larger may be rounded up
            let rounded = value + (value >> 52);
            let in_cell = |value| low <= value && value - low < width;
            assert!(in_cell(value) || in_cell(rounded), "{value}");
            let middle = middle_of(cell_of(value));
            assert!(
                middle.abs_diff(value) as f64 <= value as f64 * 0.001,
                "{value}: {middle}"
            );
        }
        let (low, width) = bounds_of(cell_of(Histogram::GREATEST));
        assert_eq!(low + (width - 1), (1 << 62) - 1, "the last cell");
    }

    #[test]
    fn full_cells_are_carried() {
        let (mut left, mut right) = (Histogram::new(), Histogram::new());
        (0..200_000).for_each(|i| left.record(5 + 1000 * (i % 2)));
        (0..70_000).for_each(|_| right.record(5));
        left.add(&right);
        let counts: Vec<u64> = left.filled().map(|(_, _, count)| count).collect();
        assert_eq!((counts, left.count()), (vec![170_000, 100_000], 270_000));
        assert_eq!(
            (left.of_rank(170_000), left.of_rank(170_001)),
            (Some(5), Some(1005))
        );
    }

    #[test]
    fn ranks_agree_with_the_sorted_list() {
        let mut stream = Draws::new(6, 0).stream(Purpose::Luck, 0, 0);
        let mut values: Vec<u64> = (0..10_000).map(|i| stream.next_word() >> (20 + i % 30)).collect();
        let mut histogram = Histogram::new();
        values.iter().for_each(|value| histogram.record(*value));
        values.sort_unstable();
        for rank in [1, 2, 500, 5000, 9900, 10_000] {
            let found = histogram.of_rank(rank as u64);
            let (exact, found) = (values[rank - 1], found.expect("enough"));
            assert!(found.abs_diff(exact) as f64 <= exact as f64 * 0.001 + 1.0);
        }
        assert_eq!(histogram.of_rank(10_001), None);
        assert_eq!(histogram.filled().map(|(_, _, count)| count).sum::<u64>(), 10_000);
    }
}
