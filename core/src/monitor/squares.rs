//! A sum of squares that is exact however large it grows.

use crate::monitor::product::product;

/// 192 bits: room for 2^64 squares of any `u64`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Squares {
    low: u128,
    high: u64,
}

impl Squares {
    /// Adds the square of a value.
    #[inline]
    pub(super) fn add(&mut self, value: u64) {
        let (low, carry) = self.low.overflowing_add(product(value, value));
        self.low = low;
        self.high += u64::from(carry);
    }

    /// The sum of the squared deviations of `count` values from their mean; `sum` is that of the values.
    ///
    /// With m the whole part of the mean and r what it leaves over of the sum, that is
    /// Σx² - n m² - 2 m r - r² / n: all but the last term in whole numbers, so that nothing cancels.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "a mean of u64 is one, and a spread needs no more than 53 bits"
    )]
    pub(super) fn around_mean(self, sum: u128, count: u64) -> f64 {
        let n = u128::from(count.max(1));
        let (mean, rest) = (sum / n, sum % n);
        let square = mean * mean;
        let (square_low, square_high) = (u128::from(square as u64), square >> 64);
        let within = self
            .less(square_low * n, 0)
            .less((square_high * n) << 64, ((square_high * n) >> 64) as u64)
            .less(mean * rest, 0)
            .less(mean * rest, 0);
        let rest = rest as f64;
        let whole = within.low as f64 + within.high as f64 * (u128::MAX as f64);
        (whole - rest * rest / n as f64).max(0.0)
    }

    const fn less(self, low: u128, high: u64) -> Self {
        let (low, borrow) = self.low.overflowing_sub(low);
        Self {
            low,
            high: self.high.wrapping_sub(high).wrapping_sub(borrow as u64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around_mean(values: &[u64]) -> f64 {
        let mut squares = Squares::default();
        values.iter().for_each(|value| squares.add(*value));
        squares.around_mean(
            values.iter().map(|value| u128::from(*value)).sum(),
            values.len() as u64,
        )
    }

    #[test]
    fn the_spread_of_known_values() {
        assert!((around_mean(&[2, 4, 4, 6]) - 8.0).abs() < 1e-12);
        assert!((around_mean(&[1, 2]) - 0.5).abs() < 1e-12, "a mean between two");
        assert!((around_mean(&[]) - 0.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_overflows_and_nothing_cancels() {
        assert!(around_mean(&[u64::MAX; 1000]).abs() < 1e-12);
        let far = [u64::MAX, u64::MAX - 2, u64::MAX - 4, u64::MAX - 2];
        assert!((around_mean(&far) - 8.0).abs() < 1e-12);
        let wide: Vec<u64> = (0..1000).map(|i| if i % 2 == 0 { 0 } else { u64::MAX }).collect();
        let expected = 1000.0 * (u64::MAX as f64 / 2.0) * (u64::MAX as f64 / 2.0);
        assert!((around_mean(&wide) / expected - 1.0).abs() < 1e-12);
    }
}
