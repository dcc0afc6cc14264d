//! A sum of words that is exact however large it grows.

use std::hint::cold_path;

/// 128 bits, of which the upper half hardly ever changes: a branch that is nearly always right costs less than a second
/// place in memory that waits for the first one's carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    low: u64,
    high: u64,
}

impl Sum {
    #[inline(always)]
    pub(super) fn add(&mut self, value: u64) {
        let (low, is_full) = self.low.overflowing_add(value);
        self.low = low;
        if is_full {
            cold_path();
            self.high += 1;
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        self.add(other.low);
        self.high += other.high;
    }

    pub(super) fn total(self) -> u128 {
        u128::from(self.high) << u64::BITS | u128::from(self.low)
    }
}

impl From<u128> for Sum {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the lower and the upper half are meant"
    )]
    fn from(total: u128) -> Self {
        Self {
            low: total as u64,
            high: (total >> u64::BITS) as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_beyond_64_bits() {
        let mut sum = Sum::default();
        (0..1000).for_each(|_| sum.add(u64::MAX));
        sum.add(7);
        assert_eq!(sum.total(), 1000 * u128::from(u64::MAX) + 7);
    }
}
