//! Percentiles of any number of observations in constant memory.

use crate::time::SimDuration;

/// Bits below the leading one that a cell keeps: 512 cells an octave, each at most 1/512 of its value wide, so
/// that its middle is within 0.1 % of every value in it. Values below 1024 ns have cells of their own.
const BITS: u32 = 9;
const CELLS: usize = 1 << BITS;
/// The octaves of an `i64`, and one before them for zero.
const OCTAVES: usize = 64;
/// What precedes the bits that a cell keeps in a float: its sign and exponent.
const EXPONENT_BIAS: u64 = 1022 << BITS;
/// The last cell.
const LAST: u64 = (OCTAVES * CELLS - 1) as u64;

/// How many observations fell into each cell.
#[derive(Clone, Debug)]
pub(crate) struct Histogram {
    cells: Box<[u64; OCTAVES * CELLS]>,
    /// Sums of 512 cells each, so that a percentile is found in two short walks.
    rows: [u64; OCTAVES],
}

impl Histogram {
    pub(crate) fn new() -> Self {
        Self {
            cells: vec![0; OCTAVES * CELLS]
                .try_into()
                .unwrap_or_else(|_| Box::new([0; OCTAVES * CELLS])),
            rows: [0; OCTAVES],
        }
    }

    #[inline]
    pub(crate) fn record(&mut self, value: u64) {
        let cell = cell_of(value);
        self.cells[cell] += 1;
        self.rows[cell / CELLS] += 1;
    }

    /// Adds the observations of another one.
    pub(crate) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.cells.iter_mut().zip(other.cells.iter()) {
            *mine += theirs;
        }
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            *mine += theirs;
        }
    }

    /// How many observations there are.
    pub(crate) fn count(&self) -> u64 {
        self.rows.iter().sum()
    }

    /// The observation with this rank (from 1), within 0.1 %; `None` if there are not so many.
    pub(crate) fn of_rank(&self, rank: u64) -> Option<u64> {
        let mut below = 0;
        let row = self.rows.iter().position(|count| {
            below += count;
            below >= rank
        })?;
        below -= self.rows[row];
        let cell = self.cells[row * CELLS..(row + 1) * CELLS]
            .iter()
            .position(|count| {
                below += count;
                below >= rank
            })?;
        Some(middle_of(row * CELLS + cell))
    }

    /// Cells that hold anything: lowest and highest value of the cell, and how many observations.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (SimDuration, SimDuration, u64)> {
        let filled = self.cells.iter().enumerate().filter(|(_, count)| **count > 0);
        filled.map(|(cell, count)| {
            let (low, width) = bounds_of(cell);
            (
                SimDuration::from_nanoseconds(low),
                SimDuration::from_nanoseconds(low + (width - 1)),
                *count,
            )
        })
    }
}

/// A float already is an octave and a place in it, and made of a whole number faster than that is taken apart. Beyond
/// 2^53 ns (104 days) it is rounded, which may lead into the cell above; the last cell is for 2^63 ns (292 years) and
/// more, which look like negative numbers.
#[inline(always)]
#[expect(
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "few of the value's bits are wanted, and greater ones are taken care of"
)]
fn cell_of(value: u64) -> usize {
    let float = value as i64 as f64;
    let place = float.to_bits() >> (f64::MANTISSA_DIGITS - 1 - BITS);
    place.saturating_sub(EXPONENT_BIAS).min(LAST) as usize
}

/// The lowest value of a cell, and how many values share it.
fn bounds_of(cell: usize) -> (u64, u64) {
    const WHOLE: usize = BITS as usize;
    let Some(octave) = (cell / CELLS).checked_sub(1) else {
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
                stream.next_word() >> (i % 64)
            };
            let (low, width) = bounds_of(cell_of(value));
            // a float has 53 bits: what is larger may be rounded up
            let rounded = value.saturating_add(value >> 53);
            let in_cell = |value| low <= value && value - low < width;
            let beyond = value >= 1 << 63;
            assert!(beyond || in_cell(value) || in_cell(rounded), "{value}");
            let middle = middle_of(cell_of(value));
            assert!(
                beyond || middle.abs_diff(value) as f64 <= value as f64 * 0.001,
                "{value}: {middle}"
            );
        }
        assert!(cell_of(u64::MAX) < OCTAVES * CELLS);
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
