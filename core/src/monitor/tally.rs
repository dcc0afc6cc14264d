//! Observations of a time: their number, mean, spread, ends and percentiles.

use std::hint::{cold_path, select_unpredictable};

use crate::decimal::Decimal;
use crate::monitor::histogram::Histogram;
use crate::monitor::squares::{Offsets, Squares};
use crate::monitor::sum::Sum;
use crate::report::Summary;
use crate::time::SimDuration;

/// Sums over observed times. All are integers, so that their order cannot matter.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    sum: Sum,
    min: u64,
    max: u64,
    squares: Squares,
    histogram: Histogram,
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self {
            sum: Sum::default(),
            min: u64::MAX,
            max: 0,
            squares: Squares::default(),
            histogram: Histogram::new(),
        }
    }

    // in the page it would be written out at each place, and those are not where its time goes
    #[cfg_attr(target_family = "wasm", inline(never))]
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(crate) fn record(&mut self, time: SimDuration) {
        let value = time.nanoseconds();
        if value > Histogram::GREATEST {
            self.record_beyond(value);
        } else {
            self.record_usual(time);
        }
    }

    /// The same for a time that is surely not greater than [`Histogram::GREATEST`].
    #[inline(always)]
    pub(crate) fn record_usual(&mut self, time: SimDuration) {
        let value = time.nanoseconds();
        self.sum.add(value);
        self.count_in(value);
        // no branch: where few senders work a line off, every eighth delivery or so is the longest so far
        self.max = select_unpredictable(value > self.max, value, self.max);
    }

    /// The same without adding it to the sum, where that is known from elsewhere, and with a greatest time that hardly ever
    /// changes.
    #[inline(always)]
    pub(crate) fn record_but_sum(&mut self, time: SimDuration) {
        let value = time.nanoseconds();
        self.count_in(value);
        if value > self.max {
            cold_path();
            self.max = value;
        }
    }

    #[inline(always)]
    fn count_in(&mut self, value: u64) {
        self.histogram.record(value);
        self.squares.add(value);
        if value < self.min {
            cold_path();
            self.min = value;
        }
    }

    /// Records times from the first to the last one, which share a cell, by their distances from the first; their sum.
    pub(super) fn record_alike(&mut self, first: u64, last: u64, offsets: Offsets) -> u128 {
        self.histogram.record_alike(first, u64::from(offsets.count));
        self.min = self.min.min(first);
        self.max = self.max.max(last);
        let sum = u128::from(first) * u128::from(offsets.count) + u128::from(offsets.sum);
        self.add_to_sum(sum);
        self.squares.add_above(first, offsets);
        sum
    }

    /// Whether some time was no longer than this.
    pub(crate) const fn reaches_down_to(&self, nanoseconds: u64) -> bool {
        self.min <= nanoseconds
    }

    /// Adds what was recorded without it.
    pub(crate) fn add_to_sum(&mut self, sum: u128) {
        self.sum.join(sum.into());
    }

    /// The sum of all times, in nanoseconds.
    pub(crate) fn sum(&self) -> u128 {
        self.sum.total()
    }

    #[cold]
    #[inline(never)]
    fn record_beyond(&mut self, value: u64) {
        self.histogram.record(Histogram::GREATEST);
        self.sum.add(value);
        self.squares.add(value);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// How many observations.
    fn count(&self) -> u64 {
        self.histogram.count()
    }

    /// The mean in seconds; `None` without observations.
    pub(crate) fn mean(&self) -> Option<Decimal> {
        self.mean_but(0)
    }

    /// The mean in seconds of all but those that are not yet in the sum; `None` without others.
    pub(crate) fn mean_but(&self, not_yet: u64) -> Option<Decimal> {
        mean(self.sum.total(), self.count() - not_yet)
    }

    /// For each share (in thousandths, rising) the least value that so many of the observations do not exceed.
    pub(crate) fn percentiles<const N: usize>(&self, thousandths: [u64; N]) -> [Option<SimDuration>; N] {
        percentiles(&self.histogram, self.count(), self.min, self.max, thousandths)
    }

    pub(crate) const fn histogram(&self) -> &Histogram {
        &self.histogram
    }

    pub(crate) fn summary(&self) -> Summary {
        self.summary_with(None)
    }

    /// The figures of these observations and the other's together.
    pub(crate) fn summary_with(&self, other: Option<&Self>) -> Summary {
        let parts = || {
            std::iter::once(self)
                .chain(other)
                .filter(|tally| tally.count() > 0)
        };
        let count = parts().map(Self::count).sum();
        if count == 0 {
            return Summary::default();
        }
        let sum = parts().map(|tally| tally.sum.total()).sum();
        let min = parts().map(|tally| tally.min).min().unwrap_or(0);
        let max = parts().map(|tally| tally.max).max().unwrap_or(0);
        let together = other.map(|other| {
            let mut histogram = self.histogram.clone();
            histogram.add(&other.histogram);
            histogram
        });
        let histogram = together.as_ref().unwrap_or(&self.histogram);
        let [p50, p90, p95, p99, p999] = percentiles(histogram, count, min, max, [500, 900, 950, 990, 999]);
        // spread around the common mean: within each part, and of its mean from the common one
        let centre = ratio(sum, count);
        let squares: f64 = parts().map(|tally| tally.squares_around(centre)).sum();
        let variance = (squares / to_float(u128::from(count))).max(0.0);
        Summary {
            count,
            mean: mean(sum, count),
            standard_deviation: Some(Decimal::from_f64(libm::sqrt(variance) / 1e9)),
            min: Some(SimDuration::from_nanoseconds(min)),
            max: Some(SimDuration::from_nanoseconds(max)),
            p50,
            p90,
            p95,
            p99,
            p999,
        }
    }

    /// The sum of squared deviations from `centre`, in square nanoseconds.
    fn squares_around(&self, centre: f64) -> f64 {
        let off = ratio(self.sum.total(), self.count()) - centre;
        self.squares.around_mean(self.sum.total(), self.count())
            + to_float(u128::from(self.count())) * off * off
    }
}

fn mean(sum: u128, count: u64) -> Option<Decimal> {
    // a sum of nanoseconds is a sum of billionths of a second
    let count = u128::from(count);
    (count > 0).then(|| Decimal::from_billionths((sum + count / 2) / count))
}

fn percentiles<const N: usize>(
    histogram: &Histogram,
    count: u64,
    min: u64,
    max: u64,
    thousandths: [u64; N],
) -> [Option<SimDuration>; N] {
    if count == 0 {
        return [None; N];
    }
    let rank = |share| (u128::from(count) * u128::from(share)).div_ceil(1000).max(1);
    thousandths.map(|share| {
        let value = histogram.of_rank(u64::try_from(rank(share)).ok()?)?;
        Some(SimDuration::from_nanoseconds(value.clamp(min, max)))
    })
}

fn ratio(sum: u128, count: u64) -> f64 {
    to_float(sum) / to_float(u128::from(count))
}

#[expect(clippy::cast_precision_loss, reason = "a spread needs no more than 53 bits")]
fn to_float(value: u128) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(values: &[u64]) -> Tally {
        let mut tally = Tally::new();
        values
            .iter()
            .for_each(|value| tally.record(SimDuration::from_nanoseconds(*value)));
        tally
    }

    #[test]
    fn figures_of_known_values() {
        let summary = tally(&[2_000_000_000, 4_000_000_000, 4_000_000_000, 6_000_000_000]).summary();
        assert_eq!(summary.mean, Some(Decimal::from_whole(4)));
        assert_eq!(
            summary.standard_deviation.map(|d| format!("{d:.6}")).as_deref(),
            Some("1.414214")
        );
        assert_eq!(summary.min, Some(SimDuration::from_seconds(2)));
        assert_eq!(summary.max, Some(SimDuration::from_seconds(6)));
        assert_eq!(
            summary.p999, summary.max,
            "a percentile is never beyond the greatest"
        );
        assert_eq!(tally(&[]).summary(), Summary::default());
    }

    #[test]
    fn equal_times_have_no_spread_however_long_they_are() {
        let summary = tally(&[123_456_789_123_456; 3]).summary();
        assert_eq!(summary.standard_deviation, Some(Decimal::ZERO));
        assert_eq!(summary.p50, summary.min);
    }

    #[test]
    fn the_greatest_times_are_known_exactly() {
        let (great, greater) = (Histogram::GREATEST + 5, u64::MAX - 1);
        let summary = tally(&[7, great, greater, great + 1]).summary();
        assert_eq!(summary.max, Some(SimDuration::from_nanoseconds(greater)));
        let p50 = summary.p50.map_or(0, SimDuration::nanoseconds);
        assert!(p50.abs_diff(great) < great / 1000, "{p50}");
        assert_eq!(
            (summary.count, summary.min),
            (4, Some(SimDuration::from_nanoseconds(7)))
        );
    }

    #[test]
    fn two_tallies_together_are_as_one() {
        let (all, left, right) = (
            tally(&[1, 50, 7000, 900, 3]),
            tally(&[1, 7000]),
            tally(&[50, 900, 3]),
        );
        assert_eq!(left.summary_with(Some(&right)), all.summary());
        assert_eq!(left.summary_with(Some(&tally(&[]))), left.summary());
    }

    #[test]
    fn squares_neither_overflow_nor_vanish() {
        let mut tally = Tally::new();
        for i in 0..1000 {
            tally.record(SimDuration::from_nanoseconds(if i % 2 == 0 {
                0
            } else {
                1_000_000_000_000_000_000
            }));
        }
        let deviation = tally.summary().standard_deviation.map(Decimal::to_f64);
        assert!(deviation.is_some_and(|d| (d - 5e8).abs() < 1.0), "{deviation:?}");
    }
}
