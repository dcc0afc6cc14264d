//! A sum of squares that is exact however large it grows.

use std::hint::cold_path;

#[cfg(any(test, target_family = "wasm"))]
use crate::monitor::sum::Sum;

/// How squares are added up, which is as fast as may be in each place; the sum is the same.
#[cfg(not(target_family = "wasm"))]
pub(super) type Squares = Whole;
#[cfg(target_family = "wasm")]
pub(super) type Squares = Parts;

/// 192 bits: room for 2^64 squares of any `u64`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Whole {
    low: u128,
    high: u64,
}

/// WebAssembly makes no product of 128 bits in one step. The square of a time below 4.3 s is a word, though, and most are;
/// that of a longer one below two years is three words, h² 2^48 + 2 h l 2^24 + l², which are added up apart, and of so few
/// bits that their sums seldom overflow.
#[cfg(any(test, target_family = "wasm"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    of_small: Sum,
    low: Sum,
    across: Sum,
    high: Sum,
    of_large: Whole,
}

/// The bits of l.
#[cfg(any(test, target_family = "wasm"))]
const LOW: u32 = 24;

/// Values by their distances from one that is no greater.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Offsets {
    pub(super) count: u32,
    pub(super) sum: u64,
    pub(super) squares: u128,
}

#[cfg(any(test, target_family = "wasm"))]
impl Parts {
    /// Adds the square of a value.
    #[inline(always)]
    pub(super) fn add(&mut self, value: u64) {
        if value <= u64::from(u32::MAX) {
            self.of_small.add(value * value);
            return;
        }
        let (h, l) = (value >> LOW, value & ((1 << LOW) - 1));
        if h > u64::from(u32::MAX) {
            cold_path();
            self.of_large.add_product(u128::from(value), value);
            return;
        }
        self.low.add(l * l);
        self.across.add(h * l);
        self.high.add(h * h);
    }

    /// As [`Whole::add_above`].
    pub(super) fn add_above(&mut self, base: u64, offsets: Offsets) {
        self.of_large.add_above(base, offsets);
    }

    fn whole(mut self) -> Whole {
        self.of_large.add_low(self.of_small.total());
        self.of_large.add_low(self.low.total());
        self.of_large.add_product(self.across.total(), 2 << LOW);
        self.of_large.add_product(self.high.total(), 1 << (2 * LOW));
        self.of_large
    }

    /// As [`Whole::around_mean`].
    pub(super) fn around_mean(self, sum: u128, count: u64) -> f64 {
        self.whole().around_mean(sum, count)
    }
}

impl Whole {
    /// Adds the square of a value.
    #[inline(always)]
    #[cfg_attr(target_family = "wasm", expect(dead_code, reason = "parts are added there"))]
    pub(super) fn add(&mut self, value: u64) {
        self.add_low(u128::from(value) * u128::from(value));
    }

    #[inline(always)]
    fn add_low(&mut self, low: u128) {
        let (low, is_full) = self.low.overflowing_add(low);
        self.low = low;
        if is_full {
            cold_path();
            self.high += 1;
        }
    }

    /// Adds the squares of values that lie so far above this one: with b for it, Σ(b + d)² = b (n b + 2 Σd) + Σd².
    pub(super) fn add_above(&mut self, base: u64, offsets: Offsets) {
        let factor = u128::from(base) * u128::from(offsets.count) + 2 * u128::from(offsets.sum);
        self.add_product(factor, base);
        self.add_low(offsets.squares);
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the lower and the upper half are meant"
    )]
    fn add_product(&mut self, a: u128, b: u64) {
        let (low, high) = (u128::from(a as u64), a >> u64::BITS);
        let upper = high * u128::from(b);
        self.add_low(low * u128::from(b));
        self.add_low(upper << u64::BITS);
        self.high += (upper >> u64::BITS) as u64;
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
    use crate::draws::{Draws, Purpose};

    #[test]
    fn in_parts_it_is_the_same() {
        let mut stream = Draws::new(8, 0).stream(Purpose::Luck, 0, 0);
        let ends = [0, 1, u64::MAX, u64::MAX - 1, 1 << 32, (1 << 32) - 1, 1 << 63];
        let (mut whole, mut parts) = (Whole::default(), Parts::default());
        for value in ends
            .into_iter()
            .chain((0..5000).map(|i| stream.next_word() >> (i % 64)))
        {
            whole.add(value);
            parts.add(value);
            assert_eq!(parts.whole(), whole, "{value}");
        }
        for base in ends {
            let offsets = Offsets {
                count: u32::MAX,
                sum: u64::MAX,
                squares: u128::MAX,
            };
            whole.add_above(base, offsets);
            parts.add_above(base, offsets);
        }
        assert_eq!(parts.whole(), whole);
        assert_eq!(
            parts.around_mean(77, 7).to_bits(),
            whole.around_mean(77, 7).to_bits()
        );
    }

    /// The most that can be, too: every product takes more than two words then.
    #[test]
    fn by_their_offsets_it_is_the_same() {
        let mut stream = Draws::new(9, 0).stream(Purpose::Luck, 0, 0);
        for round in 0..2000 {
            let base = stream.next_word() >> (round % 64);
            let mut offsets = Offsets {
                count: 0,
                sum: 0,
                squares: 0,
            };
            let (mut one_by_one, mut at_once) = (Whole::default(), Whole::default());
            for _ in 0..1 + stream.next_word() % 9 {
                let distance = (stream.next_word() >> 4).min(u64::MAX - base);
                one_by_one.add(base + distance);
                offsets.count += 1;
                offsets.sum += distance;
                offsets.squares += u128::from(distance) * u128::from(distance);
            }
            at_once.add_above(base, offsets);
            assert_eq!(at_once, one_by_one, "{base} {offsets:?}");
        }
    }

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
